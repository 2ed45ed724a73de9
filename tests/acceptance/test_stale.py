"""Buttons, forms, quotes and menus that the case has overtaken: a clear sentence, and nothing changes (R12.1)."""

import pytest

from bot.domain.deadlines import DAY_MS
from bot.sandbox import Answer, Person, RefusedError, SeenMessage
from bot.ui.format import moment
from tests.acceptance.world import REASON, STATEMENT, World
from tests.services.world import dump

QUIET = {"drafts", "requests"}
"""What an answer alone leaves behind."""


async def refused(world: World, person: Person, message: SeenMessage | Answer, label: str, words: str) -> Answer:
    """The person presses a button that is no longer right, fills in its form, and is told why not."""
    await world.settled()
    before = await dump(world.app.storage)
    answer = await person.click(message, label)
    if answer.modal is not None:
        typed = {"statement": STATEMENT, "amount": "300", "reason": "No.", "description": "A chat."}
        known = {item["custom_id"] for _, item in answer.modal.inputs}
        answer = await person.submit(answer, {name: value for name, value in typed.items() if name in known})
    if "Confirm" in answer.buttons:
        answer = await person.click(answer, "Confirm")
    assert answer.ephemeral
    assert words in answer.text
    assert "Nothing was changed." in answer.text
    await world.settled()
    after = await dump(world.app.storage)
    assert {name for name in before if before[name] != after[name]} <= QUIET
    return answer


def notice_with(world: World, person: Person, words: str) -> SeenMessage:
    """The newest notice in the room that says something."""
    return [notice for notice in world.notices(person) if words in notice.text][-1]


async def test_an_offer_that_was_replaced(world: World):
    await world.negotiation()
    await world.freelancer.slash(world.room(), "offer make", amount="600", confirm=True)
    await world.settled()
    old = notice_with(world, world.client, "600.00")
    await world.freelancer.slash(world.room(), "offer make", amount="500", confirm=True)
    await refused(world, world.client, old, "Accept", "replaced")
    await refused(world, world.client, old, "Decline", "replaced")


async def test_a_stage_that_is_over(world: World):
    await world.case()
    card = world.card(world.freelancer)
    panel = await world.freelancer.click(card, "My options")
    form = await world.freelancer.click(card, "Challenge")
    await world.freelancer.submit(form, statement=STATEMENT)
    await world.settled()
    answer = await refused(world, world.freelancer, panel, "Challenge", "Negotiation")
    assert "My options" in answer.buttons, "what can be done now is a press away"


async def test_a_form_opened_before_a_restart_about_a_case_that_ended(world: World):
    await world.case(offer="200")
    form = await world.client.click(world.card(), "Counter-offer")
    await world.freelancer.slash(world.room(), "offer accept", number=1, confirm=True)
    await world.restart()
    answer = await world.client.submit(form, amount="300")
    assert "Settled" in answer.text
    assert "Nothing was changed." in answer.text
    assert await world.wallet_minor(world.freelancer) == 300_00


async def test_everything_of_an_ended_case_says_how_it_ended(world: World):
    await world.negotiation()
    await world.freelancer.slash(world.room(), "offer make", amount="600", confirm=True)
    await world.settled()
    old = notice_with(world, world.client, "600.00")
    panel = await world.client.click(world.card(), "My options")
    quote = await world.client.click(panel, "Give in")
    await world.client.slash(world.room(), "offer accept", number=2, confirm=True)
    await world.settled()
    await refused(world, world.client, old, "Accept", "Settled")
    await refused(world, world.client, quote, "Confirm", "Settled")
    for label in ("Counter-offer", "Pay fee", "Withdraw case", "Add evidence"):
        await refused(world, world.client, panel, label, "Settled")


async def test_more_time_that_was_answered(world: World):
    await world.case()
    await world.freelancer.slash(world.room(), "dispute extend", duration="2d")
    await world.settled()
    asked = notice_with(world, world.client, "asks")
    await world.client.click(asked, "Agree")
    await refused(world, world.client, asked, "Agree", "more time")
    await refused(world, world.client, asked, "Refuse", "more time")


async def test_r9_7_more_time_that_is_asked_for_anew_is_not_agreed_to_by_the_old_button(world: World):
    await world.case()
    due = moment(world.clock.now_ms() + 4 * DAY_MS + 60_000)
    first = None
    for duration in ("1m", "30d"):
        await world.freelancer.slash(world.room(), "dispute extend", duration=duration)
        await world.settled()
        first = first or notice_with(world, world.client, "asks")
    assert first is not None
    await refused(world, world.client, first, "Agree", "30 days")
    await refused(world, world.client, first, "Refuse", "30 days")
    # Once the later one is answered, the old button answers no third one either.
    await world.client.click(world.card(), "Refuse")
    await world.freelancer.slash(world.room(), "dispute extend", duration="1m")
    await world.settled()
    await refused(world, world.client, first, "Agree", "1 minute")
    await world.client.click(world.card(), "Agree")
    await world.settled()
    assert due in world.card().text


async def test_a_request_that_was_replaced_or_answered(world: World):
    await world.milestone()
    for amount in ("100", "900"):
        await world.freelancer.slash(world.lobby, "milestone request-release", milestone="M-1", amount=amount)
        await world.settled()
    first, second = [message for message in world.client.dms() if "Approve" in message.buttons]
    await refused(world, world.client, first, "Approve", "replaced")
    await refused(world, world.client, first, "Decline", "replaced")
    quote = await world.client.click(second, "Approve")
    await world.client.click(quote, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.freelancer) == 900_00
    await refused(world, world.client, second, "Approve", "approved")


async def test_a_request_that_was_replaced_is_not_approved_unseen(world: World):
    """The freelancer asks for little, and for all just before the client says yes to the little."""
    await world.milestone()
    for amount in ("10", "1,000"):
        await world.use(world.freelancer, "milestone request-release", milestone="M-1", amount=amount)
    answer = {"milestone": "M-1", "decision": "approve"}
    refused_at_once = await world.use(world.client, "milestone answer-request", confirm=True, **answer)
    assert "replaced" in refused_at_once.text
    assert "Nothing was changed." in refused_at_once.text
    # Who is shown what it is may approve it, and nothing that comes after it.
    quote = await world.use(world.client, "milestone answer-request", **answer)
    assert "1,000.00" in quote.text
    await world.use(world.freelancer, "milestone request-release", milestone="M-1", amount="1,000")
    await refused(world, world.client, quote, "Confirm", "replaced")
    world.clock.advance(minutes=15)
    await world.use(world.client, "milestone answer-request", confirm=True, **answer)
    assert await world.wallet_minor(world.freelancer) == 1_000_00


async def test_a_proposal_that_was_taken_back(world: World):
    await world.fund(world.client, "100")
    await world.freelancer.slash(world.lobby, "milestone propose", client=world.client, amount="100", title="A logo")
    await world.settled()
    asked = world.dm_with(world.client, "Fund")
    await world.freelancer.slash(world.lobby, "milestone cancel", milestone="M-1")
    await refused(world, world.client, asked, "Fund", "cancelled")
    await refused(world, world.client, asked, "Decline", "cancelled")


async def test_a_picker_whose_milestone_a_case_has_taken_meanwhile(world: World):
    await world.milestone()
    picker = await world.client.menu(world.lobby, world.freelancer, "Open a dispute")
    await world.freelancer.slash(world.lobby, "dispute open", milestone="M-1", offer="900", reason=REASON, confirm=True)
    await world.settled()
    before = await dump(world.app.storage)
    form = await world.client.select(picker, ["1"])
    answer = await world.client.submit(form, {"offer": "200", "reason": REASON})
    assert "CASE-0001" in answer.text
    assert "Nothing was changed." in answer.text
    after = await dump(world.app.storage)
    assert {name for name in before if before[name] != after[name]} <= QUIET


async def test_a_quote_for_a_filing_that_the_other_side_was_faster_with(world: World):
    await world.milestone()
    quote = await world.client.slash(world.lobby, "dispute open", milestone="M-1", offer="200", reason=REASON)
    await world.freelancer.slash(world.lobby, "dispute open", milestone="M-1", offer="900", reason=REASON, confirm=True)
    await refused(world, world.client, quote, "Confirm", "CASE-0001")


async def test_a_quote_for_a_filing_whose_milestone_has_less_in_it(world: World):
    await world.milestone()
    quote = await world.client.slash(world.lobby, "dispute open", milestone="M-1", offer="200", reason=REASON)
    await world.client.slash(world.lobby, "milestone release", milestone="M-1", amount="400", confirm=True)
    anew = await world.client.click(quote, "Confirm")
    assert "nothing was done" in anew.text
    assert "600.00" in anew.text
    assert world.rooms() == []
    await world.client.click(anew, "Confirm")
    await world.settled()
    assert len(world.rooms()) == 1


async def test_r6_2_where_the_whole_balance_is_in_dispute_one_milestone_is_picked(world: World):
    await world.milestone("500")
    await world.milestone("500")
    several = await world.client.menu(world.lobby, world.freelancer, "Open a dispute")
    assert "or several" in several.text
    await world.admin.slash(world.lobby, "config rulebook", preset="safepay")
    one = await world.client.menu(world.lobby, world.freelancer, "Open a dispute")
    assert "or several" not in one.text
    with pytest.raises(RefusedError):
        await world.client.select(one, ["1", "2"])
    # The menu from before the change is refused with its form.
    form = await world.client.select(several, ["2", "1"])
    answer = await world.client.submit(form, {"offer": "200", "reason": REASON})
    assert "Nothing was changed." in answer.text
    assert world.rooms() == []
