"""The same interaction, delivered again or twice at once, is carried out once and answered alike each time."""

import asyncio
from dataclasses import asdict

import pytest

from bot.services.commands import AcceptOffer, CreateMilestone, OpenCase, PayFee, RequestDeposit
from bot.services.receipts import Quote
from tests.services.world import FREELANCER, REASON, World, client, freelancer


async def test_a_repeated_command_gets_its_receipt_and_does_nothing(world: World) -> None:
    case_id = await world.negotiation()
    request = world.request()
    command = AcceptOffer(case_id, 1)
    receipt = await world.use_cases.run(freelancer.member, command, request)
    after = await world.everything()
    assert await world.use_cases.run(freelancer.member, command, request) == receipt
    assert await world.everything() == after
    assert await world.wallet(freelancer) == 30_000


async def test_a_repeated_quote_gets_its_draft_and_a_repeated_click_its_receipt(world: World) -> None:
    case_id = await world.negotiation()
    asked, clicked = world.request(), world.request()
    quote = await world.use_cases.quote(client.member, PayFee(case_id), asked)
    assert await world.use_cases.quote(client.member, PayFee(case_id), asked) == quote
    receipt = await world.use_cases.confirm(client.member, quote.draft_id, clicked)
    after = await world.everything()
    assert await world.use_cases.confirm(client.member, quote.draft_id, clicked) == receipt
    assert await world.everything() == after


async def test_a_repeated_click_on_a_stale_quote_gets_the_new_quote(world: World) -> None:
    case_id = await world.negotiation()
    quote = await world.quote(client, PayFee(case_id))
    await world.do(freelancer, PayFee(case_id))
    clicked = world.request()
    anew = await world.use_cases.confirm(client.member, quote.draft_id, clicked)
    assert isinstance(anew, Quote)
    assert await world.use_cases.confirm(client.member, quote.draft_id, clicked) == anew


async def test_another_server_may_have_the_same_interaction_id(world: World) -> None:
    case_id = await world.negotiation()
    request = world.request()
    await world.use_cases.run(freelancer.member, AcceptOffer(case_id, 1), request)
    async with world.storage.read() as uow:
        assert await uow.requests.find(freelancer.guild_id + 1, request.interaction_id) is None


@pytest.mark.parametrize("what", ["accept", "pay", "file", "create", "deposit"])
async def test_the_same_interaction_twice_at_once(world: World, what: str) -> None:
    if what in {"accept", "pay"}:
        await world.negotiation()
    else:
        await world.milestone()
        await world.fund(client, "1,000")
    person, command = {
        "accept": (freelancer, AcceptOffer(1, 1)),
        "pay": (freelancer, PayFee(1)),
        "file": (client, OpenCase(1, "200", REASON)),
        "create": (client, CreateMilestone(FREELANCER, "300", "A banner")),
        "deposit": (client, RequestDeposit("5")),
    }[what]
    request = world.request()
    before = await world.everything()
    receipts = await asyncio.gather(
        *(world.use_cases.run(person.member, command, request) for _ in range(4)),
    )
    assert [asdict(receipt) for receipt in receipts] == [asdict(receipts[0])] * 4
    after = await world.everything()
    assert len(after["requests"]) == len(before["requests"]) + 1
    posted = len(after["ledger_transactions"]) - len(before["ledger_transactions"])
    assert posted == (0 if what in {"file", "deposit"} else 1)
