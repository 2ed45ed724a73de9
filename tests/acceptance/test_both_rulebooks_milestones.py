"""Proposals and requests (R3) as people meet them: by command, and by the buttons of direct messages."""

import pytest

from bot.sandbox import Answer, Person
from tests.acceptance.world import World, both_databases


async def confirmed(person: Person, quote: Answer) -> Answer:
    return await person.click(quote, "Confirm")


async def propose(world: World, amount: str = "300.00") -> None:
    await world.freelancer.slash(
        world.lobby, "milestone propose", client=world.client, amount=amount, title="A poster", terms="By Friday."
    )
    await world.settled()


@both_databases
async def test_r3_1_a_proposal_is_funded_from_the_direct_message(world: World):
    await world.fund(world.client, "300.00")
    await propose(world)
    await confirmed(world.client, await world.client.click(world.dm_with(world.client, "Fund"), "Fund"))
    await world.settled()
    assert await world.wallet_minor(world.client) == 0
    assert await world.balance_minor("escrow:1") == 30_000


async def test_r3_1_a_proposal_is_declined_from_the_direct_message(world: World):
    await propose(world)
    form = await world.client.click(world.dm_with(world.client, "Fund"), "Decline")
    answer = await world.client.submit(form, {"reason": "Too dear."})
    await world.settled()
    assert "M-1" in answer.text
    assert any("Too dear." in message.text for message in world.freelancer.dms())


async def test_r3_1_a_proposal_by_commands_alone(world: World):
    await world.fund(world.client, "300.00")
    await propose(world)
    await propose(world, "90.00")
    await world.client.slash(world.lobby, "milestone fund", milestone="M-1", confirm=True)
    await world.freelancer.slash(world.lobby, "milestone cancel", milestone="M-2")
    refused = await world.client.slash(world.lobby, "milestone fund", milestone="M-2", confirm=True)
    assert "M-2" in refused.text
    assert await world.balance_minor("escrow:1") == 30_000
    assert await world.balance_minor("escrow:2") == 0


async def test_r3_1_too_little_in_the_wallet_names_the_shortfall(world: World):
    await world.fund(world.client, "100.00")
    await propose(world)
    refused = await world.client.click(world.dm_with(world.client, "Fund"), "Fund")
    assert "200.00" in refused.text.replace("\N{NO-BREAK SPACE}", " ")


async def test_r3_4_a_request_is_approved_from_the_direct_message(world: World):
    await world.milestone()
    await world.freelancer.slash(world.lobby, "milestone request-release", milestone="M-1", amount="400", note="Half.")
    await world.settled()
    asked = world.dm_with(world.client, "Approve")
    assert "Half." in asked.text
    await confirmed(world.client, await world.client.click(asked, "Approve"))
    await world.settled()
    assert await world.wallet_minor(world.freelancer) == 40_000


async def test_r3_4_a_request_is_declined_from_the_direct_message(world: World):
    await world.milestone()
    await world.client.slash(world.lobby, "milestone request-return", milestone="M-1")
    await world.settled()
    form = await world.freelancer.click(world.dm_with(world.freelancer, "Approve"), "Decline")
    await world.freelancer.submit(form, {"reason": "The work is done."})
    await world.settled()
    assert any("The work is done." in message.text for message in world.client.dms())
    assert await world.wallet_minor(world.client) == 0


@pytest.mark.parametrize(("decision", "paid"), [("approve", 100_000), ("decline", 0)])
async def test_r3_4_a_request_by_commands_alone(world: World, decision: str, paid: int):
    await world.milestone()
    await world.freelancer.slash(world.lobby, "milestone request-release", milestone="M-1")
    await world.client.slash(
        world.lobby, "milestone answer-request", milestone="M-1", decision=decision, reason="So be it.", confirm=True
    )
    assert await world.wallet_minor(world.freelancer) == paid


async def test_r3_4_the_quote_of_an_approval_can_be_cancelled_in_the_direct_message(world: World):
    await world.milestone()
    await world.freelancer.slash(world.lobby, "milestone request-release", milestone="M-1")
    await world.settled()
    quote = await world.client.click(world.dm_with(world.client, "Approve"), "Approve")
    await world.client.click(quote, "Cancel")
    assert await world.wallet_minor(world.freelancer) == 0


async def test_who_is_no_party_gets_nothing_by_a_forged_press(world: World):
    await world.milestone()
    for milestone in ("M-1", "M-77"):
        refused = await world.stranger.slash(
            world.lobby, "milestone answer-request", milestone=milestone, decision="approve", confirm=True
        )
        assert milestone in refused.text
    assert await world.wallet_minor(world.freelancer) == 0


async def test_r3_2_terms_are_accepted_from_the_direct_message(world: World):
    await world.fund(world.client, "100.00")
    await world.client.slash(
        world.lobby,
        "milestone create",
        freelancer=world.freelancer,
        amount="100",
        title="A logo",
        terms="Blue, by Friday.",
        confirm=True,
    )
    await world.settled()
    answer = await world.freelancer.click(world.dm_with(world.freelancer, "Accept terms"), "Accept terms")
    assert "M-1" in answer.text
