"""R4: opening a case, as people meet it."""

import asyncio

import pytest

from bot.sandbox import Attachment
from tests.acceptance.world import REASON, STATEMENT, World

FILE = {"offer": "0", "reason": REASON, "confirm": True}


@pytest.mark.parametrize("confirm", [True, False])
async def test_r4_1_what_a_filing_needs(world: World, confirm: bool):
    client, freelancer = world.client, world.freelancer
    await world.milestone()
    file = {"milestone": "M-1", "offer": "0", "reason": REASON, "confirm": confirm}
    for offer, highest in (("1,000.01", "1,000.00"), ("1,000", "/milestone release")):
        await world.refused(client, "dispute open", highest, **{**file, "offer": offer})
    await world.refused(freelancer, "dispute open", "/milestone return", **file)
    for amount in ("1,000.01", "0"):
        await world.refused(client, "dispute open", **file, amount=amount)
    # The offer is within the disputed amount, not within the milestone.
    await world.refused(client, "dispute open", "400.00", **{**file, "offer": "400.01"}, amount="400")
    for length, limit in ((19, "20"), (2_001, "2,000")):
        await world.refused(client, "dispute open", limit, **{**file, "reason": "x" * length})
    await world.use(world.stranger, "dispute open", **file)
    assert world.rooms() == []


@pytest.mark.parametrize(("length", "by_client"), [(20, True), (2_000, False)])
async def test_r4_1_either_party_files_with_what_they_have(world: World, length: int, by_client: bool):
    milestone = await world.milestone()
    claimant = world.client if by_client else world.freelancer
    photo = Attachment("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(64))
    await world.use(
        claimant,
        "dispute open",
        milestone=milestone,
        offer="0" if by_client else "1,000",
        reason="r" * length,
        category="late",
        evidence=photo,
        confirm=True,
    )
    card = world.card(claimant)
    assert "1,000.00" in card.text, "left out, all that no case has locked is in dispute"
    listed = await world.act(claimant, "evidence list")
    assert "C-1" in listed.text
    details = await claimant.click(card, "Details")
    assert "r" * length in details.text
    assert "Category: “late”" in details.text


async def test_r4_1_milestones_of_one_project_and_currency(world: World):
    await world.fund(world.client, "300")
    create = {"freelancer": world.freelancer, "amount": "100", "confirm": True}
    for project, title in (("Shop", "A logo"), ("Shop", "A banner"), ("Blog", "A header")):
        await world.use(world.client, "milestone create", title=title, project=project, **create)
    await world.refused(world.client, "dispute open", "M-3", milestone="M-1", more_milestones="M-2, M-3", **FILE)
    await world.refused(world.client, "dispute open", "M-9", milestone="M-1", more_milestones="M-9", **FILE)
    await world.use(world.client, "dispute open", milestone="M-1", more_milestones="M-2", **FILE)
    assert "200.00" in world.card().text


async def test_r4_2_amounts_are_taken_from_the_milestones_in_the_order_named(world: World):
    client, freelancer = world.client, world.freelancer
    await world.fund(client, "600")
    for amount in ("100", "200", "300"):
        create = {"freelancer": freelancer, "amount": amount, "title": f"Part of {amount}", "project": "Shop"}
        await world.use(client, "milestone create", confirm=True, **create)
    # The third in full, then the first, and of the second 50.00.
    options = {"milestone": "M-3", "more_milestones": "M-1, M-2", "amount": "450"}
    await world.use(client, "dispute open", **options, **FILE)
    await world.refused(client, "milestone release", "300.00", milestone="M-3", confirm=True)
    await world.refused(client, "milestone release", "100.00", milestone="M-1", confirm=True)
    await world.refused(client, "milestone release", "150.00", milestone="M-2", amount="150.01", confirm=True)
    # What isn't locked stays under the parties' control.
    await world.use(client, "milestone release", milestone="M-2", amount="30", confirm=True)

    await world.act(freelancer, "dispute challenge", statement=STATEMENT, offer="420")
    await world.act(client, "offer accept", number=2, confirm=True)
    cards = [(await world.use(client, "milestone view", milestone=f"M-{number}")).text for number in (1, 2, 3)]
    paid = [text.replace("\N{NO-BREAK SPACE}", " ") for text in cards]
    assert "300.00 USD released" in paid[2]
    assert "100.00 USD released" in paid[0]
    assert "50.00 USD released" in paid[1], "20.00 by the settlement, 30.00 before"
    assert "30.00 USD returned" in paid[1]
    assert await world.balance_minor("escrow:2") == 120_00
    assert await world.wallet_minor(freelancer) == 450_00


async def test_r4_3_the_confirmation_asks_to_settle_first_and_says_what_follows(world: World):
    milestone = await world.milestone()
    quote = await world.use(world.client, "dispute open", milestone=milestone, offer="200", reason=REASON)
    due = world.clock.now_ms() // 1_000 + 4 * 86_400
    for words in ("settle it directly first", "200.00", "800.00", f"<t:{due}:F>", "50.00", "7 days", "withdraw"):
        assert words in quote.text, words
    await world.client.click(quote, "Cancel")
    assert world.rooms() == []
    assert await world.balance_minor("escrow:1") == 1_000_00

    await world.use(world.admin, "config rulebook", preset="safepay")
    await world.use(world.freelancer, "milestone request-release", milestone=milestone)
    quote = await world.use(world.freelancer, "dispute open", milestone=milestone, offer="900", reason=REASON)
    sure, ruling = due - 86_400, due + 3 * 86_400
    for words in ("settle it directly first", "50.00", "950.00", f"<t:{sure}:F>", f"<t:{ruling}:F>", "can't withdraw"):
        assert words in quote.text, words


async def test_r4_4_of_two_simultaneous_filings_the_second_is_told_the_firsts_number(world: World):
    milestone = await world.milestone()
    file = {"milestone": milestone, "reason": REASON, "confirm": True}
    answers = await asyncio.gather(
        world.client.slash(world.lobby, "dispute open", offer="200", **file),
        world.freelancer.slash(world.lobby, "dispute open", offer="900", **file),
    )
    await world.settled()
    assert len(world.rooms()) == 1
    refused = [answer.text for answer in answers if "Nothing was changed." in answer.text]
    assert len(refused) == 1
    assert all("CASE-0001" in answer.text for answer in answers)
    for person, offer in ((world.client, "200"), (world.freelancer, "900")):
        await world.refused(person, "dispute open", milestone, "CASE-0001", offer=offer, **file)
    # A number is taken only by a case that is there.
    other = await world.milestone()
    world.clock.advance(minutes=1)
    await world.use(world.client, "dispute open", offer="1", **{**file, "milestone": other})
    assert world.room().name == "case-0002"


async def test_r4_4_oneself_and_bots_cant_be_a_party(world: World):
    client = world.client
    await world.fund(client, "100")
    create = {"amount": "100", "title": "A logo", "confirm": True}
    await world.refused(client, "milestone create", "both sides", freelancer=client, **create)
    await world.refused(client, "milestone create", "bot", freelancer=world.sandbox.bot, **create)
    propose = {"amount": "100", "title": "A logo"}
    await world.refused(client, "milestone propose", "both sides", client=client, **propose)
    await world.refused(client, "milestone propose", "bot", client=world.sandbox.bot, **propose)
    for target in (client, world.sandbox.bot):
        picker = await client.menu(world.lobby, target, "Open a dispute")
        assert "Nothing was changed." in picker.text or "no milestone" in picker.text


async def test_r4_5_the_money_is_locked_and_the_room_opened_at_once_for_those_concerned(world: World):
    milestone = await world.milestone()
    await world.use(world.client, "dispute open", milestone=milestone, **{**FILE, "offer": "200"})
    assert world.can_see(world.room()) == {world.admin, world.client, world.freelancer, world.moderator}
    await world.refused(world.client, "milestone release", "CASE-0001", milestone=milestone, confirm=True)
    locked = await world.use(world.freelancer, "milestone view", milestone=milestone)
    assert "locked by CASE-0001" in locked.text


async def test_r4_5_a_case_keeps_a_copy_of_its_rulebook(world: World):
    await world.case()
    due = f"<t:{world.clock.now_ms() // 1_000 + 4 * 86_400}:F>"
    assert due in world.card().text
    for name, duration in (("response_freelancer", "1d"), ("fee", "2d")):
        await world.use(world.admin, "config window", name=name, duration=duration)
    await world.use(world.admin, "config fee", rate="9%")
    assert due in world.card().text
    await world.act(world.freelancer, "dispute challenge", statement=STATEMENT)
    await world.use(world.admin, "config rulebook", preset="safepay")
    quote = await world.act(world.client, "fee pay")
    assert "50.00" in quote.text
    assert "7 days" in quote.text

    await world.use(world.admin, "config rulebook", preset="milestone")
    milestone = await world.milestone()
    world.clock.advance(minutes=1)
    quote = await world.use(world.client, "dispute open", milestone=milestone, offer="0", reason=REASON)
    assert "90.00" in quote.text
    assert f"<t:{world.clock.now_ms() // 1_000 + 86_400}:F>" in quote.text


async def test_r4_6_brakes_stop_filing_and_nothing_else(world: World):
    client, freelancer = world.client, world.freelancer
    await world.use(world.admin, "config limit", name="open_cases", value="2")
    for _ in range(3):
        await world.milestone("100")
        await world.fund(client, "50")
    await world.use(client, "dispute open", milestone="M-1", **FILE)
    world.clock.advance(milliseconds=59_999)
    second = {"milestone": "M-2", **FILE}
    await world.refused(client, "dispute open", f"<t:{world.clock.now_ms() // 1_000 + 1}", **second)
    world.clock.advance(milliseconds=1)
    await world.use(client, "dispute open", **second)
    assert len(world.rooms()) == 2
    world.clock.advance(hours=1)
    await world.refused(client, "dispute open", "2 open cases", milestone="M-3", **FILE)
    # The other side has filed none, and is free to.
    await world.use(freelancer, "dispute open", milestone="M-3", **{**FILE, "offer": "100"})
    assert len(world.rooms()) == 3
    # Who has filed too much still answers, defends and pays.
    await world.act(client, "dispute challenge", statement=STATEMENT)
    await world.act(client, "evidence add", description="What was delivered.")
    await world.act(client, "fee pay", confirm=True)
    assert await world.balance_minor(f"deposit:3:{client.id}") == 5_00
