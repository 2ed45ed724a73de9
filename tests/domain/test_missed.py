"""R9.2: what was missed stays missed, also where the clock stands afterwards, and nothing leads round it."""

import pytest

from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS, DeadlineKind, HoldReason
from bot.domain.durations import DAY_SECONDS
from bot.domain.errors import NoQuestionAsked, OfferNotOpen, TooLate
from bot.domain.milestone_state import RequestState
from bot.domain.options import possible
from bot.domain.stages import Command, Stage
from tests.domain.builders import (
    CLIENT,
    FREELANCER,
    REASON,
    STATEMENT,
    Told,
    arbitrator,
    client,
    filed,
    freelancer,
    in_stage,
    moderator,
    seal,
)
from tests.domain.escrows import refused_unchanged
from tests.domain.test_requests import DUE_MS, SIDES, asked, state_of


def held_at(told: Told, at_ms: int) -> int:
    """A moderator holds the case at a moment; gives a later one."""
    told.take(told.case.hold(seal("A friend asks for more time."), by=moderator, at_ms=at_ms))
    return at_ms + HOUR_MS


def challenge(told: Told, at_ms: int) -> None:
    told.take(told.case.challenge(seal(STATEMENT), by=freelancer, at_ms=at_ms))


def pay(told: Told, at_ms: int) -> None:
    told.take(told.case.pay_fee(by=freelancer, at_ms=at_ms))


def hand_in(told: Told, at_ms: int) -> None:
    told.take(told.case.add_exhibit(seal("At last."), by=freelancer, at_ms=at_ms))


def accept(told: Told, at_ms: int) -> None:
    told.take(told.case.accept_offer(len(told.case.state.offers), by=freelancer, at_ms=at_ms))


def answer(told: Told, at_ms: int) -> None:
    told.take(told.case.answer_question(seal("On Monday."), by=freelancer, at_ms=at_ms))


def offered() -> Told:
    """An offer that stands for a day."""
    told = in_stage(Stage.NEGOTIATION)
    told.take(told.case.make_offer(50_000, by=client, at_ms=told.last.at_ms, expires_seconds=DAY_SECONDS))
    return told


def questioned() -> Told:
    """A question to the freelancer."""
    told = in_stage(Stage.ARBITRATION)
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    told.take(told.case.ask((FREELANCER,), seal(REASON), by=arbitrator, at_ms=told.last.at_ms))
    return told


WINDOWS = pytest.mark.parametrize(
    ("begin", "kind", "act", "command", "refusal"),
    [
        (filed, DeadlineKind.RESPONSE, challenge, Command.CHALLENGE, TooLate),
        (lambda: in_stage(Stage.FINAL_OFFERS), DeadlineKind.FEE, pay, Command.PAY_FEE, TooLate),
        (lambda: in_stage(Stage.ARBITRATION), DeadlineKind.CLOSING, hand_in, Command.ADD_EXHIBIT, TooLate),
        (offered, DeadlineKind.OFFER_EXPIRY, accept, Command.ACCEPT_OFFER, OfferNotOpen),
        (questioned, DeadlineKind.QUESTION, answer, Command.ANSWER_QUESTION, NoQuestionAsked),
    ],
    ids=lambda value: value.value if isinstance(value, DeadlineKind) else "",
)


@WINDOWS
def test_r9_2_a_hold_that_comes_too_late_reopens_nothing(begin, kind, act, command, refusal):
    told = begin()
    due_ms = told.deadline(kind).due_at_ms
    at_ms = held_at(told, due_ms + SECOND_MS)
    version = told.case.state.version
    with pytest.raises(refusal):
        act(told, at_ms)
    assert told.case.state.version == version
    assert command not in possible(told.case, freelancer, at_ms=at_ms)


@WINDOWS
def test_r9_8_a_hold_in_time_stops_the_clocks_and_not_the_people(begin, kind, act, command, refusal):
    told = begin()
    due_ms = told.deadline(kind).due_at_ms
    at_ms = held_at(told, due_ms)
    assert command in possible(told.case, freelancer, at_ms=at_ms)
    act(told, at_ms)


def test_r9_9_who_is_kicked_after_the_due_time_is_late_all_the_same():
    """Without View Audit Log whoever leaves counts as kicked, and may come back and act."""
    told = filed()
    late_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms + SECOND_MS
    told.take(told.case.party_restricted(FREELANCER, HoldReason.KICKED, at_ms=late_ms))
    told.take(told.case.party_returned(FREELANCER, at_ms=late_ms))
    with pytest.raises(TooLate):
        challenge(told, late_ms + SECOND_MS)
    told.take(told.case.resume(by=moderator, at_ms=late_ms + DAY_MS))
    with pytest.raises(TooLate):
        challenge(told, late_ms + DAY_MS + SECOND_MS)


def test_r9_4_who_was_never_reached_has_missed_nothing():
    told = filed()
    late_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms + DAY_MS
    told.take(told.case.hold_deadline(1, HoldReason.NEVER_REACHED, at_ms=late_ms))
    challenge(told, late_ms + DAY_MS)
    assert told.case.state.stage is Stage.NEGOTIATION


@pytest.mark.parametrize("how", [HoldReason.KICKED, HoldReason.TIMED_OUT])
def test_r9_2_silence_that_lasted_too_long_is_not_broken_while_kept_away(how):
    told = asked()
    late_ms = DUE_MS + SECOND_MS
    told.take(told.milestone.party_restricted(CLIENT, how, at_ms=late_ms, until_ms=late_ms + DAY_MS))
    for yes in (True, False):
        refused_unchanged(
            told.milestone,
            TooLate,
            lambda yes=yes: told.milestone.answer_request(approve=yes, by=client, at_ms=late_ms + HOUR_MS),
        )


@pytest.mark.parametrize("how", [HoldReason.KICKED, HoldReason.TIMED_OUT])
def test_r9_9_who_was_kept_away_in_time_may_answer(how):
    told = asked()
    told.take(told.milestone.party_restricted(CLIENT, how, at_ms=DUE_MS, until_ms=DUE_MS + DAY_MS))
    told.take(told.milestone.answer_request(approve=False, by=client, at_ms=DUE_MS + HOUR_MS))
    assert state_of(told) is RequestState.DECLINED


@SIDES
def test_r9_2_a_cent_does_not_close_a_request_whose_answer_was_missed(action, author, other):
    told = asked(action, 10_000)
    give = {"release": told.milestone.release, "return": told.milestone.return_money}[action]
    late_ms = DUE_MS + SECOND_MS
    refusal = refused_unchanged(told.milestone, TooLate, lambda: give(1, by=other, at_ms=late_ms))
    assert (refusal.what, refusal.due_at_ms) == ("request", DUE_MS)
    # In time it closes it (R3.4); all that was asked for may be given at any time.
    in_time = asked(action, 10_000)
    give = {"release": in_time.milestone.release, "return": in_time.milestone.return_money}[action]
    in_time.take(give(1, by=other, at_ms=DUE_MS))
    assert state_of(in_time) is RequestState.SHORT
    give = {"release": told.milestone.release, "return": told.milestone.return_money}[action]
    told.take(give(None, by=other, at_ms=late_ms))
    assert state_of(told) is RequestState.SHORT


def test_r3_3_a_part_that_leaves_enough_for_a_missed_request_may_be_given():
    told = asked("release", 6_000)
    told.take(told.milestone.release(4_000, by=client, at_ms=DUE_MS + SECOND_MS))
    assert state_of(told) is RequestState.ACTIVE
