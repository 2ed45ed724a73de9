"""A case under each rulebook from start to end: with buttons only, and with commands only (R5, R6)."""

import re

from bot.sandbox import Person
from tests.acceptance.world import FINDINGS, REASON, STATEMENT, World, both_databases

DESCRIPTION = "Photos of what was delivered."


async def dispute_by_menu(world: World, person: Person, other: Person, offer: str) -> None:
    """A case opened from the member menu: the picker, the form, the quote."""
    picker = await person.menu(world.lobby, other, "Open a dispute")
    [option] = [found for found in re.findall(r"M-\d+", str(picker.message.components)) if found][:1]
    form = await person.select(picker, [option.removeprefix("M-")])
    quote = await person.submit(form, {"offer": offer, "reason": REASON})
    await person.click(quote, "Confirm")
    await world.settled()


@both_databases
async def test_r5_milestone_with_buttons_only(world: World):
    await world.fund(world.client, "1,200.00")
    await world.fund(world.freelancer, "200.00")
    await world.freelancer.slash(world.lobby, "milestone propose", client=world.client, amount="1000", title="A logo")
    await world.settled()
    await world.client.click(await world.client.click(world.dm_with(world.client, "Fund"), "Fund"), "Confirm")
    await world.settled()
    await dispute_by_menu(world, world.client, world.freelancer, "200")
    await world.press(world.freelancer, "Challenge", {"statement": STATEMENT})
    await world.press(world.client, "Counter-offer", {"amount": "300"})
    await world.press(world.freelancer, "Pay fee")
    await world.press(world.client, "More time", {"duration": "1d", "reason": "I am travelling."})
    await world.press(world.freelancer, "Agree")
    await world.press(world.client, "Pay fee")
    await world.press(world.client, "Add evidence", {"description": DESCRIPTION})
    await world.press(world.client, "Nothing to add")
    await world.press(world.freelancer, "Nothing to add")
    await world.arbitrator.slash(world.lobby, "case claim", case="1")
    await world.settled()
    await world.press(
        world.arbitrator, "Ask the parties", {"party": "both", "question": "When was the logo delivered?"}
    )
    await world.press(world.client, "Answer question", {"text": "On Tuesday."})
    await world.press(world.freelancer, "Answer question", {"text": "On Monday."})
    await world.press(world.arbitrator, "Rule", {"freelancer_amount": "600", "findings": FINDINGS})
    assert await world.wallet_minor(world.freelancer) == 20_000 + 60_000
    assert await world.wallet_minor(world.client) == 20_000 + 40_000 - 5_000


@both_databases
async def test_r6_safepay_with_buttons_only(world: World):
    await world.admin.slash(world.lobby, "config rulebook", preset="safepay")
    await world.milestone()
    await world.freelancer.slash(world.lobby, "milestone request-release", milestone="M-1")
    await world.settled()
    form = await world.client.click(world.dm_with(world.client, "Approve"), "Decline")
    await world.client.submit(form, {"reason": "It is not what we agreed on."})
    await world.settled()
    await dispute_by_menu(world, world.freelancer, world.client, "500")
    assert await world.balance_minor("fees") == 5_000
    await world.press(world.client, "Add evidence", {"description": DESCRIPTION})
    await world.press(world.client, "Nothing to add")
    await world.press(world.freelancer, "Nothing to add")
    await world.arbitrator.slash(world.lobby, "case claim", case="1")
    await world.settled()
    await world.press(world.arbitrator, "Rule", {"freelancer_amount": "700", "findings": FINDINGS})
    assert await world.wallet_minor(world.freelancer) == 70_000
    assert await world.wallet_minor(world.client) == 25_000


@both_databases
async def test_r6_safepay_with_commands_only(world: World):
    await world.admin.slash(world.lobby, "config rulebook", preset="safepay")
    await world.milestone()
    client, freelancer, arbitrator, lobby = world.client, world.freelancer, world.arbitrator, world.lobby
    await client.slash(lobby, "milestone request-return", milestone="M-1")
    await freelancer.slash(lobby, "milestone answer-request", milestone="M-1", decision="decline", confirm=True)
    await client.slash(lobby, "dispute open", milestone="M-1", offer="100", reason=REASON, confirm=True)
    await world.settled()
    await freelancer.slash(world.room(), "evidence add", description=DESCRIPTION)
    await client.slash(world.room(), "evidence rest", confirm=True)
    await freelancer.slash(world.room(), "evidence rest", confirm=True)
    await arbitrator.slash(lobby, "case claim", case="1")
    await world.settled()
    await arbitrator.slash(world.room(), "case rule", freelancer_amount="700", findings=FINDINGS, confirm=True)
    await world.settled()
    assert await world.wallet_minor(freelancer) == 70_000
    assert await world.wallet_minor(client) == 25_000


async def test_r6_2_a_small_balance_is_split_at_once_without_a_room(world: World):
    await world.admin.slash(world.lobby, "config rulebook", preset="safepay")
    await world.milestone("50.00")
    await world.freelancer.slash(world.lobby, "milestone request-release", milestone="M-1")
    await world.client.slash(world.lobby, "dispute open", milestone="M-1", offer="10", reason=REASON, confirm=True)
    await world.settled()
    assert world.rooms() == []
    assert await world.wallet_minor(world.freelancer) == 2_500
    assert await world.wallet_minor(world.client) == 2_500


async def test_r5_4_deposit_and_pay_by_a_button(world: World):
    await world.case(fees="10")
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    refused = await world.press(world.freelancer, "Pay fee")
    form = await world.freelancer.click(refused, "Deposit and pay")
    await world.freelancer.submit(form, {"amount": "50"})
    await world.cashier.slash(world.lobby, "cashier confirm", request="W-4", confirm=True)
    await world.settled()
    assert await world.balance_minor(f"deposit:1:{world.freelancer.id}") == 5_000


async def test_r5_6_consent_to_withdraw_by_buttons(world: World):
    await world.negotiation()
    await world.press(world.freelancer, "Pay fee")
    await world.press(world.client, "Withdraw case", {"reason": "We have talked."})
    await world.press(world.freelancer, "Agree")
    assert "Withdrawn" in world.card().text
    assert await world.wallet_minor(world.freelancer) == 10_000


async def test_r9_7_more_time_alone_by_a_button(world: World):
    await world.case()
    before = world.card().text
    answer = await world.press(world.freelancer, "More time", {"duration": "24h", "alone": "yes"})
    assert "CASE-0001" in answer.text
    assert world.card().text != before


async def test_r9_8_a_hold_and_its_end(world: World):
    await world.case()
    await world.moderator.slash(world.lobby, "case hold", reason="The police is asking.", case="1")
    await world.pass_time(days=30)
    await world.moderator.slash(world.lobby, "case resume", case="1")
    await world.press(world.freelancer, "Challenge", {"statement": STATEMENT})
    assert await world.balance_minor("escrow:1") == 100_000


async def test_r9_9_a_time_out_stops_that_partys_clock(world: World):
    await world.case()
    world.sandbox.timeout(world.guild, world.freelancer, seconds=10 * 86_400, by=world.admin)
    await world.settled()
    await world.pass_time(days=8)
    assert await world.balance_minor("escrow:1") == 100_000


async def test_r9_9_a_kick_and_a_ban_stop_that_partys_clock_and_leaving_does_not(world: World):
    await world.case()
    world.sandbox.kick(world.guild, world.freelancer, by=world.admin)
    await world.settled()
    await world.pass_time(days=8)
    assert await world.balance_minor("escrow:1") == 100_000


async def test_r9_11_a_deleted_role_stops_filing(world: World):
    await world.milestone()
    world.sandbox.delete_role(world.guild, world.roles["arbitrator"], by=world.admin)
    await world.settled()
    refused = await world.client.slash(
        world.lobby, "dispute open", milestone="M-1", offer="1", reason=REASON, confirm=True
    )
    assert "arbitrator" in refused.text
    assert world.rooms() == []
