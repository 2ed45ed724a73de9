"""Scenes of time, agreements, questions and `safepay`, and what is told of proposals and requests."""

from collections.abc import Iterator
from typing import Final

from bot.domain.case_events import Lock
from bot.domain.deadlines import DeadlineKind, HoldReason
from bot.domain.milestones import Funding, Milestone, MilestoneDecision
from bot.domain.rulebook import MILESTONE, Windows
from bot.services.ports import OutboxMessage
from bot.services.wallet_effects import milestone_effects, request_reminder
from tests.domain.builders import (
    CLIENT,
    FINDINGS,
    FREELANCER,
    GUILD,
    MODERATOR,
    STATEMENT,
    T0,
    arbitrator,
    client,
    freelancer,
    moderator,
    rulebook,
    seal,
)
from tests.ui.scene import SAFEPAY, Scene

DAY: Final = 86_400_000


def final_offers() -> Scene:
    """The freelancer has challenged and paid the fee: the client must follow."""
    scene = Scene.open(amounts_minor=(60_000, 40_000))
    scene.take(scene.case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0 + DAY))
    scene.take(scene.case.make_offer(80_000, by=freelancer, at_ms=T0 + DAY, note=seal("It is all done.")))
    scene.take(scene.case.pay_fee(by=freelancer, at_ms=T0 + 2 * DAY))
    return scene


def more_time() -> Scene:
    """Both want something of the other in stage 3: more time, and a withdrawal."""
    scene = final_offers()
    case, at_ms = scene.case, T0 + 2 * DAY + 1
    scene.take(case.extend(3 * 86_400, by=client, at_ms=at_ms, reason=seal("I am travelling this week.")))
    scene.take(case.withdraw(by=client, at_ms=at_ms + 1, reason=seal("We are talking again.")))
    return scene


def refused() -> Scene:
    """Neither is granted; then time is taken alone, agreed on, given by staff, and stands for a cashier."""
    scene = more_time()
    case, at_ms = scene.case, scene.at_ms + 1
    scene.take(case.answer_extension(agree=False, by=freelancer, at_ms=at_ms))
    scene.take(case.answer_withdrawal(agree=False, by=freelancer, at_ms=at_ms))
    scene.take(case.extend(3_600, by=client, at_ms=at_ms, alone=True))
    scene.take(case.extend(86_400, by=freelancer, at_ms=at_ms))
    scene.take(case.answer_extension(agree=True, by=client, at_ms=at_ms))
    scene.take(case.extend_by_staff(86_400, seal("A holiday."), by=moderator, at_ms=at_ms))
    awaited = case.await_deposit(CLIENT, 12, at_ms=at_ms)
    assert awaited is not None
    scene.take(awaited)
    return scene


def held() -> Scene:
    """A moderator holds all clocks, and a party is timed out."""
    scene = final_offers()
    case, at_ms = scene.case, scene.at_ms + DAY
    restricted = case.party_restricted(
        CLIENT, HoldReason.TIMED_OUT, at_ms=at_ms, by_member_id=MODERATOR, until_ms=at_ms + DAY
    )
    assert restricted is not None
    scene.take(restricted)
    scene.take(case.hold(seal("The server moves house this week."), by=moderator, at_ms=at_ms + 1))
    return scene


def set_free() -> Scene:
    """The hold and the time-out end; then the other is kicked, and comes back."""
    scene = held()
    case, at_ms = scene.case, scene.at_ms + 1
    scene.take(case.resume(by=moderator, at_ms=at_ms))
    freed = case.party_freed(CLIENT, at_ms=at_ms + 1)
    kicked = case.party_restricted(FREELANCER, HoldReason.KICKED, at_ms=at_ms + 2)
    assert freed is not None
    assert kicked is not None
    scene.take(freed)
    scene.take(kicked)
    returned = case.party_returned(FREELANCER, at_ms=at_ms + 3)
    assert returned is not None
    scene.take(returned)
    return scene


def idle() -> Scene:
    """Nobody does anything: both are reminded, and in the end the case is over."""
    scene = Scene.open(rules=rulebook(Windows(dormancy=10 * 86_400)))
    scene.take(scene.case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0 + DAY))
    for kind in (DeadlineKind.IDLE, DeadlineKind.DORMANCY):
        (due,) = scene.case.state.alive_deadlines(kind)
        scene.take(scene.case.lapse(due.deadline_id, at_ms=due.due_at_ms + 90_000))
    return scene


def safepay() -> Scene:
    """Straight to arbitration: several milestones, a fee from the funds, files, a question to both."""
    charges = (Lock(1, 5_000),)
    scene = Scene.open(amounts_minor=(60_000, 35_000), rules=SAFEPAY, charges=charges)
    case = scene.case
    files = (scene.file("contract.pdf"), scene.file("chat.png", 18_000, "image/png"))
    scene.take(case.add_exhibit(seal("The contract, signed."), by=client, at_ms=T0 + 1, files=files))
    scene.take(case.claim(by=arbitrator, at_ms=T0 + 2))
    question = seal("What was agreed about the contact form?")
    scene.take(case.ask((CLIENT, FREELANCER), question, by=arbitrator, at_ms=T0 + 3))
    return scene


def safepay_ruled() -> Scene:
    """One answers, the other is silent; late evidence; the ruling."""
    scene = safepay()
    case = scene.case
    scene.take(case.answer_question(seal("It was in the first offer."), by=client, at_ms=T0 + 4))
    for kind in (DeadlineKind.QUESTION, DeadlineKind.CLOSING):
        (due,) = case.state.alive_deadlines(kind)
        scene.take(case.lapse(due.deadline_id, at_ms=due.due_at_ms + 90_000))
    scene.take(case.add_exhibit(seal("Found it after all."), by=freelancer, at_ms=scene.at_ms + 1))
    scene.take(case.rule(30_000, seal(FINDINGS), by=arbitrator, at_ms=scene.at_ms + 2))
    return scene


def split() -> Scene:
    """A small balance."""
    return Scene.open(amounts_minor=(5_000,), offer_minor=1_000, rules=SAFEPAY, splits=True)


def late_evidence() -> Scene:
    """Evidence at the very end of `closing` opens a window for the other."""
    scene = final_offers()
    scene.take(scene.case.pay_fee(by=client, at_ms=T0 + 3 * DAY))
    (closing,) = scene.case.state.alive_deadlines(DeadlineKind.CLOSING)
    scene.take(scene.case.add_exhibit(seal("At the last minute."), by=client, at_ms=closing.due_at_ms - 60_000))
    return scene


def every_scene() -> list[Scene]:
    """All of them."""
    return [more_time(), refused(), held(), set_free(), idle(), safepay(), safepay_ruled(), split(), late_evidence()]


def proposed() -> tuple[Milestone, MilestoneDecision, dict[str, str]]:
    """A milestone that the freelancer proposes."""
    title, terms = seal("A logo"), seal("Two drafts, one round of changes.")
    funding = Funding(GUILD, 7, 1, CLIENT, FREELANCER, "USD", 100_000, title, terms)
    milestone, decision = Milestone.propose(funding, SAFEPAY, at_ms=T0)
    return milestone, decision, {"title": title.body, "terms": terms.body}


def wishes() -> Iterator[tuple[OutboxMessage, dict[str, str]]]:
    """What is told of proposals and requests, whatever becomes of them."""
    words = {"title": "A logo", "terms": "Two drafts.", "note": "All is delivered.", "reason": "Not yet."}
    for ending in ("declined", "lapsed", "funded"):
        milestone, decision, _ = proposed()
        yield from ((message, words) for message in milestone_effects(milestone, decision))
        for made in _ended(milestone, ending):
            yield from ((message, words) for message in milestone_effects(milestone, made))
    milestone, _, _ = proposed()
    milestone.fund_proposal(by=client, at_ms=T0 + 1)
    milestone.request("release", None, SAFEPAY, by=freelancer, at_ms=T0 + 2, note=seal("All is delivered."))
    (due,) = milestone.state.alive_deadlines()
    yield from ((message, words) for message in request_reminder(milestone, due, T0 + DAY))


def _ended(milestone: Milestone, ending: str) -> Iterator[MilestoneDecision]:
    """What becomes of a proposal; each step is told of as the milestone then stands."""
    if ending == "declined":
        yield milestone.decline_proposal(by=client, at_ms=T0 + 1, reason=seal("Not yet."))
    elif ending == "lapsed":
        (due,) = milestone.state.alive_deadlines()
        yield milestone.lapse(due.deadline_id, at_ms=due.due_at_ms + 90_000)
    else:
        yield milestone.fund_proposal(by=client, at_ms=T0 + 1)
        yield from _requests(milestone)


def _requests(milestone: Milestone) -> Iterator[MilestoneDecision]:
    """Requests under both rulebooks, one after the other; each is told of as it then stands."""
    yield milestone.request("return", 10_000, MILESTONE, by=client, at_ms=T0 + 2, note=seal("All is delivered."))
    yield milestone.answer_request(approve=False, by=freelancer, at_ms=T0 + 3, reason=seal("Not yet."))
    yield milestone.request("release", 20_000, SAFEPAY, by=freelancer, at_ms=T0 + 4)
    (due,) = milestone.state.alive_deadlines()
    yield milestone.hold_deadline(due.deadline_id, HoldReason.NEVER_REACHED.value, at_ms=T0 + 5)
    reached = milestone.party_reached(CLIENT, at_ms=T0 + 6)
    assert reached is not None
    yield reached
    (due,) = milestone.state.alive_deadlines()
    yield milestone.lapse(due.deadline_id, at_ms=due.due_at_ms + 90_000)
