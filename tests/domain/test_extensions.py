"""R9.7: more time by agreement of both, alone once a case, and by a moderator with a reason."""

from copy import deepcopy

import pytest

from bot.domain import case_events as happened
from bot.domain.case import Case
from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS, DeadlineKind
from bot.domain.durations import DAY_SECONDS, HOUR_SECONDS
from bot.domain.errors import (
    DurationOutOfRange,
    ExtensionUsed,
    NoExtensionAsked,
    NothingToExtend,
    OwnExtension,
    TextLength,
    TooLate,
)
from bot.domain.rulebook import Windows
from bot.domain.stages import Stage
from tests.domain.builders import (
    CLIENT,
    FREELANCER,
    MODERATOR,
    SETTLE_MS,
    STATEMENT,
    T0,
    arbitrated,
    client,
    filed,
    freelancer,
    in_stage,
    moderator,
    rulebook,
    seal,
)


def refused_unchanged(case, refusal, ask):
    before = deepcopy(case.state)
    with pytest.raises(refusal) as refused:
        ask()
    assert case.state == before
    return refused.value


@pytest.mark.parametrize(("asker", "other"), [(client, freelancer), (freelancer, client)])
@pytest.mark.parametrize("days", [1, 30])
def test_r9_7_by_agreement_of_both(asker, other, days):
    told = filed()
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    reason = seal("I am travelling.")
    told.take(told.case.extend(days * DAY_SECONDS, by=asker, at_ms=T0, reason=reason))
    assert told.last.texts == [reason]
    # Asking moves nothing.
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == due_ms
    refused_unchanged(told.case, OwnExtension, lambda: told.case.answer_extension(agree=True, by=asker, at_ms=T0 + 1))
    told.take(told.case.answer_extension(agree=True, by=other, at_ms=T0 + 1))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == due_ms + days * DAY_MS
    assert told.last.events[-1] == happened.DeadlineMoved(1, due_ms + days * DAY_MS, "agreed")
    refused_unchanged(
        told.case, NoExtensionAsked, lambda: told.case.answer_extension(agree=True, by=other, at_ms=T0 + 2)
    )
    assert Case.replay(told.history).state == told.case.state


def test_r9_7_agreeing_again_and_again_is_possible():
    told = filed()
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    for _ in range(3):
        told.take(told.case.extend(30 * DAY_SECONDS, by=freelancer, at_ms=T0))
        told.take(told.case.answer_extension(agree=True, by=client, at_ms=T0))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == due_ms + 90 * DAY_MS


def test_r9_7_refusing_leaves_the_clock():
    told = filed()
    before = told.deadline(DeadlineKind.RESPONSE)
    told.take(told.case.extend(DAY_SECONDS, by=freelancer, at_ms=T0))
    told.take(told.case.answer_extension(agree=False, by=client, at_ms=T0))
    assert told.last.events == [happened.ExtensionAnswered(CLIENT, agreed=False)]
    assert told.deadline(DeadlineKind.RESPONSE) == before


@pytest.mark.parametrize("seconds", [0, -1, 30 * DAY_SECONDS + 1])
def test_r9_7_at_most_30_days_at_a_time(seconds):
    case = filed().case
    refusal = refused_unchanged(case, DurationOutOfRange, lambda: case.extend(seconds, by=client, at_ms=T0))
    assert (refusal.lowest_seconds, refusal.highest_seconds) == (1, 30 * DAY_SECONDS)
    refused_unchanged(
        case,
        DurationOutOfRange,
        lambda: case.extend_by_staff(seconds, seal("They were ill."), by=moderator, at_ms=T0),
    )


def test_r9_7_alone_once_a_case_up_to_48_hours():
    told = filed()
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    refusal = refused_unchanged(
        told.case,
        DurationOutOfRange,
        lambda: told.case.extend(48 * HOUR_SECONDS + 1, by=freelancer, at_ms=T0, alone=True),
    )
    assert refusal.highest_seconds == 48 * HOUR_SECONDS
    told.take(told.case.extend(48 * HOUR_SECONDS, by=freelancer, at_ms=T0, alone=True))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == due_ms + 2 * DAY_MS
    refused_unchanged(told.case, ExtensionUsed, lambda: told.case.extend(1, by=freelancer, at_ms=T0, alone=True))
    # Once a case, in whatever stage; the other side has their own.
    told.take(told.case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0))
    told.take(told.case.pay_fee(by=client, at_ms=T0))
    refused_unchanged(told.case, ExtensionUsed, lambda: told.case.extend(1, by=freelancer, at_ms=T0, alone=True))
    # By agreement it is still possible.
    told.take(told.case.extend(1, by=freelancer, at_ms=T0))
    assert Case.replay(told.history).state == told.case.state


def test_r9_7_alone_never_more_than_the_window():
    told = filed(rules=rulebook(Windows(response_freelancer=5 * HOUR_SECONDS)))
    refusal = refused_unchanged(
        told.case,
        DurationOutOfRange,
        lambda: told.case.extend(5 * HOUR_SECONDS + 1, by=freelancer, at_ms=T0, alone=True),
    )
    assert refusal.highest_seconds == 5 * HOUR_SECONDS
    told.take(told.case.extend(5 * HOUR_SECONDS, by=freelancer, at_ms=T0, alone=True))


def test_r9_7_alone_only_on_ones_own_running_deadline():
    told = filed()
    refused_unchanged(told.case, NothingToExtend, lambda: told.case.extend(1, by=client, at_ms=T0, alone=True))
    # `closing` is nobody's own; an answer window is, though `closing` is due sooner.
    closing = in_stage(Stage.ARBITRATION)
    at_ms = closing.last.at_ms + HOUR_MS
    refused_unchanged(closing.case, NothingToExtend, lambda: closing.case.extend(1, by=client, at_ms=at_ms, alone=True))
    closing.take(closing.case.add_exhibit(seal("At the last moment."), by=freelancer, at_ms=at_ms))
    answer = closing.deadline(DeadlineKind.ANSWER)
    closing.take(closing.case.extend(HOUR_SECONDS, by=client, at_ms=at_ms, alone=True))
    assert closing.deadline(DeadlineKind.ANSWER).due_at_ms == answer.due_at_ms + HOUR_MS


@pytest.mark.parametrize("length", [2, 501])
def test_r9_7_a_moderator_gives_a_reason(length):
    case = filed().case
    refused_unchanged(case, TextLength, lambda: case.extend_by_staff(1, seal("x" * length), by=moderator, at_ms=T0))


def test_r9_7_a_moderator_gives_more_time():
    told = filed()
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    reason = seal("They were ill.")
    told.take(told.case.extend_by_staff(30 * DAY_SECONDS, reason, by=moderator, at_ms=due_ms))
    assert told.last.events == [
        happened.ExtendedByStaff(MODERATOR, 30 * DAY_SECONDS, reason.ref),
        happened.DeadlineMoved(1, due_ms + 30 * DAY_MS, "staff"),
    ]


def test_r9_2_what_is_overdue_is_extended_by_nobody():
    told = filed()
    told.take(told.case.extend(DAY_SECONDS, by=freelancer, at_ms=T0))
    late_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms + SECOND_MS
    for ask in (
        lambda: told.case.extend(1, by=freelancer, at_ms=late_ms, alone=True),
        lambda: told.case.extend(1, by=client, at_ms=late_ms),
        lambda: told.case.answer_extension(agree=True, by=client, at_ms=late_ms),
        lambda: told.case.extend_by_staff(1, seal("They were ill."), by=moderator, at_ms=late_ms),
    ):
        refused_unchanged(told.case, TooLate, ask)
    told.take(told.case.answer_extension(agree=False, by=client, at_ms=late_ms))


def test_r9_2_closing_is_not_extended_after_it_was_due():
    told = in_stage(Stage.ARBITRATION)
    told.take(told.case.extend(DAY_SECONDS, by=freelancer, at_ms=told.last.at_ms))
    late_ms = told.deadline(DeadlineKind.CLOSING).due_at_ms + SECOND_MS
    refused_unchanged(told.case, NothingToExtend, lambda: told.case.extend(1, by=client, at_ms=late_ms))
    refused_unchanged(told.case, TooLate, lambda: told.case.answer_extension(agree=True, by=client, at_ms=late_ms))


def test_r9_8_a_clock_that_stands_is_not_made_longer_and_the_refusal_says_that_it_stands():
    told = filed()
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=T0))
    for ask in (
        lambda: told.case.extend(1, by=freelancer, at_ms=T0),
        lambda: told.case.extend(1, by=freelancer, at_ms=T0, alone=True),
        lambda: told.case.extend_by_staff(1, seal("They were ill."), by=moderator, at_ms=T0),
    ):
        assert refused_unchanged(told.case, NothingToExtend, ask).stands
    told.take(told.case.resume(by=moderator, at_ms=T0))
    told.take(told.case.extend(1, by=freelancer, at_ms=T0))


def test_r9_7_what_was_asked_for_a_window_that_is_over_is_void():
    told = filed()
    told.take(told.case.extend(DAY_SECONDS, by=freelancer, at_ms=T0))
    told.take(told.case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0))
    refused_unchanged(told.case, NoExtensionAsked, lambda: told.case.answer_extension(agree=True, by=client, at_ms=T0))
    refused_unchanged(told.case, NothingToExtend, lambda: told.case.extend(1, by=client, at_ms=T0))


@pytest.mark.parametrize("told", [in_stage(Stage.ARBITRATION), arbitrated()], ids=["milestone", "safepay"])
def test_r9_7_both_may_agree_on_more_time_for_evidence(told):
    due_ms = told.deadline(DeadlineKind.CLOSING).due_at_ms
    told.take(told.case.extend(DAY_SECONDS, by=client, at_ms=told.last.at_ms))
    told.take(told.case.answer_extension(agree=True, by=freelancer, at_ms=told.last.at_ms))
    told.take(told.case.add_exhibit(seal("In the longer window."), by=client, at_ms=due_ms + HOUR_MS))
    assert not told.case.state.exhibits[0].is_late


def test_r9_7_an_extended_deadline_lapses_at_its_new_time():
    told = filed()
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    told.take(told.case.extend(HOUR_SECONDS, by=freelancer, at_ms=due_ms, alone=True))
    with pytest.raises(ValueError, match="is due at"):
        told.case.lapse(1, at_ms=due_ms + SETTLE_MS)
    told.take(told.case.lapse(1, at_ms=due_ms + HOUR_MS + SETTLE_MS))
    assert happened.Forfeited(FREELANCER, "response", due_ms + HOUR_MS) in told.last.events
