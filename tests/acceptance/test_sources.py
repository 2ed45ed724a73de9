"""What both sources say that their service does, as people meet it: see docs/sources.md."""

import pytest

from bot.sandbox import Attachment, Person
from tests.acceptance.world import FINDINGS, REASON, STATEMENT, World

TERMS = "Three sizes of one logo, by Friday."
DECLINED = "The third size is missing."
WORK = Attachment("logo.txt", b"All three sizes of the logo.\n", "text/plain")


async def agreed(world: World) -> None:
    """A milestone whose terms both accepted, and whose release was asked for and declined under `safepay`."""
    await world.use(world.admin, "config rulebook", preset="safepay")
    await world.fund(world.client, "1,000")
    create = {"freelancer": world.freelancer, "amount": "1,000", "title": "A logo", "terms": TERMS, "confirm": True}
    await world.use(world.client, "milestone create", **create)
    await world.use(world.freelancer, "milestone accept-terms", milestone="M-1")
    await world.use(world.freelancer, "milestone request-release", milestone="M-1")
    answer = {"milestone": "M-1", "decision": "decline", "reason": DECLINED, "confirm": True}
    await world.use(world.client, "milestone answer-request", **answer)


async def opened(world: World, by: Person) -> None:
    """One side requests arbitration about it."""
    await world.use(by, "dispute open", milestone="M-1", offer="500", reason=REASON, confirm=True)


async def test_r4_1_disputing_starts_at_the_milestone(world: World):
    await world.milestone()
    shown = await world.use(world.client, "milestone view", milestone="M-1")
    form = await world.client.click(shown, "Open a dispute")
    assert form.modal is not None
    quote = await world.client.submit(form, {"offer": "100", "amount": "400", "reason": REASON})
    await world.client.click(quote, "Confirm")
    await world.settled()
    assert "400.00" in world.card().text
    assert REASON in world.card().text


@pytest.mark.parametrize("by_client", [True, False])
async def test_r6_1_either_side_requests_arbitration_of_funds_in_escrow_after_a_request(world: World, by_client: bool):
    claimant = world.client if by_client else world.freelancer
    await world.use(world.admin, "config rulebook", preset="safepay")
    await world.milestone()
    file = {"milestone": "M-1", "offer": "500", "reason": REASON, "confirm": True}
    await world.refused(claimant, "dispute open", "/milestone request-release", **file)
    await world.use(world.freelancer, "milestone request-release", milestone="M-1")
    await world.use(claimant, "dispute open", **file)
    assert "Arbitration" in world.card().text
    assert await world.balance_minor("fees") == 5_000
    assert await world.balance_minor("escrow:1") == 95_000


async def test_r8_1_arbitrators_review_what_was_agreed_what_was_said_and_what_was_delivered(world: World):
    await agreed(world)
    await opened(world, world.freelancer)
    room = world.room()
    await world.freelancer.say(room, "You have all three since Tuesday.")
    await world.act(world.freelancer, "evidence add", description="The finished work.", file=WORK)
    await world.act(world.client, "evidence add", description="A picture of our chat.", link="https://example.com/chat")
    await world.use(world.arbitrator, "case claim", case="1")
    milestone = await world.use(world.arbitrator, "milestone view", milestone="M-1")
    for words in (TERMS, "accepted by the other side", DECLINED):
        assert words in milestone.text
    assert REASON in world.card(world.arbitrator).text
    assert "You have all three since Tuesday." in [message.text for message in world.arbitrator.sees(room)]
    shown = await world.act(world.arbitrator, "evidence show", exhibit="C-1")
    assert [file.content for file in shown.files] == [WORK.content]
    listed = await world.act(world.arbitrator, "evidence list")
    assert "A picture of our chat." in listed.text
    assert "https://example.com/chat" in listed.text


async def test_r6_5_both_are_told_of_the_ruling_and_read_its_findings_ever_after(world: World):
    await agreed(world)
    await opened(world, world.client)
    for person in (world.client, world.freelancer):
        await world.act(person, "evidence rest", confirm=True)
    await world.use(world.arbitrator, "case claim", case="1")
    await world.act(world.arbitrator, "case rule", freelancer_amount="700", findings=FINDINGS, confirm=True)
    assert (await world.wallet_minor(world.freelancer), await world.wallet_minor(world.client)) == (70_000, 25_000)
    for person in (world.client, world.freelancer):
        [told] = world.told(person, "Ruled", FINDINGS)
        assert "700.00" in told.text
    await world.pass_time(days=8)
    assert world.rooms() == []
    for person in (world.client, world.freelancer):
        for shown in (
            await world.use(person, "dispute status", case="1"),
            await world.use(person, "milestone view", milestone="M-1"),
        ):
            assert FINDINGS in shown.text


async def test_r5_stage_3_is_the_last_chance_to_settle_and_to_hand_in_evidence(world: World):
    """In stage 4 there are no more offers, and evidence only until it closes (R8.4, R8.5)."""
    await world.negotiation()
    await world.act(world.freelancer, "fee pay", confirm=True)
    await world.act(world.client, "offer make", amount="450", confirm=True)
    await world.act(world.client, "evidence add", description="The order.")
    await world.act(world.client, "fee pay", confirm=True)
    await world.refused(world.freelancer, "offer accept", number=2, confirm=True)
    await world.refused(world.freelancer, "offer make", amount="500", confirm=True)
    await world.pass_time(days=3)
    await world.refused(world.client, "evidence add", "ran out", description="Too late.")
    assert "C-1" in (await world.act(world.client, "evidence list")).text


async def test_r5_once_both_have_paid_the_team_decides_for_good(world: World):
    await world.arbitration()
    for person in (world.client, world.freelancer):
        await world.act(person, "evidence rest", confirm=True)
    await world.act(world.arbitrator, "case rule", freelancer_amount="600", findings=FINDINGS, confirm=True)
    assert await world.balance_minor("escrow:1") == 0
    again = {"freelancer_amount": "1", "findings": FINDINGS, "confirm": True}
    await world.refused(world.arbitrator, "case rule", "Ruled", **again)
    await world.refused(world.client, "dispute give-in", "Ruled", confirm=True)
    await world.refused(world.client, "dispute open", milestone="M-1", offer="1", reason=STATEMENT, confirm=True)
