"""R10.2: the arbitrator asks; silence costs nothing; the ruling's clock stands meanwhile, at most 4 days in all."""

from copy import deepcopy

import pytest

from bot.domain import case_events as happened
from bot.domain.case import Case
from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS, DeadlineKind, DeadlineState, HoldReason
from bot.domain.durations import DAY_SECONDS
from bot.domain.errors import DurationOutOfRange, NoQuestionAsked, NotTheArbitrator, StaffOnly, TextLength
from bot.domain.stages import Outcome, Stage
from tests.domain.builders import (
    ARBITRATOR,
    CLIENT,
    FINDINGS,
    FREELANCER,
    SETTLE_MS,
    STRANGER,
    Told,
    arbitrated,
    arbitrator,
    client,
    close_evidence,
    freelancer,
    in_stage,
    moderator,
    seal,
)

QUESTION = "When was it delivered?"


def before_the_ruling() -> tuple[Told, int]:
    """A case whose ruling is due, and when."""
    told = in_stage(Stage.ARBITRATION)
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    close_evidence(told)
    return told, told.deadline(DeadlineKind.RULING).due_at_ms


def ask(told: Told, at_ms: int, *party_ids: int, window_seconds: int | None = None) -> None:
    told.take(told.case.ask(party_ids, seal(QUESTION), by=arbitrator, at_ms=at_ms, window_seconds=window_seconds))


def answer(told: Told, by, at_ms: int) -> None:
    told.take(told.case.answer_question(seal("On Monday."), by=by, at_ms=at_ms))


def pass_over(told: Told, at_ms: int | None = None) -> None:
    """Let the oldest open question pass without an answer."""
    first = told.case.state.alive_deadlines(DeadlineKind.QUESTION)[0]
    told.take(told.case.lapse(first.deadline_id, at_ms=at_ms or first.due_at_ms))


def replays(told):
    assert Case.replay(told.history).state == told.case.state


@pytest.mark.parametrize("party_ids", [(CLIENT,), (FREELANCER,), (CLIENT, FREELANCER)])
def test_r10_2_a_question_opens_48_hours_for_the_party_asked(party_ids):
    told, _ = before_the_ruling()
    question = seal(QUESTION)
    told.take(told.case.ask(party_ids, question, by=arbitrator, at_ms=told.last.at_ms))
    windows = told.case.state.alive_deadlines(DeadlineKind.QUESTION)
    assert [(item.party_id, item.subject, item.due_at_ms) for item in windows] == [
        (party_id, 1, told.last.at_ms + 2 * DAY_MS) for party_id in party_ids
    ]
    assert told.last.events[0] == happened.QuestionAsked(1, ARBITRATOR, party_ids, question.ref)
    assert told.case.state.questions[0].party_ids == party_ids


def test_r10_2_the_rulings_clock_stands_until_the_last_answer():
    told, due_ms = before_the_ruling()
    at_ms = told.last.at_ms
    ask(told, at_ms, CLIENT, FREELANCER)
    assert told.deadline(DeadlineKind.RULING).hold_reason == HoldReason.QUESTION
    answer(told, client, at_ms + HOUR_MS)
    assert not told.deadline(DeadlineKind.RULING).is_running
    answer(told, freelancer, at_ms + DAY_MS)
    assert told.deadline(DeadlineKind.RULING).due_at_ms == due_ms + DAY_MS
    (question,) = told.case.state.questions
    assert question.answers.keys() == {CLIENT, FREELANCER}
    assert told.case.state.asked_ms == DAY_MS
    replays(told)


def test_r10_2_silence_costs_nothing_but_is_shown():
    told, due_ms = before_the_ruling()
    ask(told, told.last.at_ms, CLIENT)
    pass_over(told)
    assert told.last.transactions == []
    assert told.case.state.questions[0].answers == {}
    assert told.case.state.deadlines[told.last.events[0].deadline_id].state is DeadlineState.FIRED
    assert told.deadline(DeadlineKind.RULING).due_at_ms == due_ms + 2 * DAY_MS
    told.take(told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))
    assert told.case.state.outcome is Outcome.RULED
    replays(told)


def test_r10_2_at_most_4_days_in_all():
    told, due_ms = before_the_ruling()
    for _ in range(3):
        ask(told, told.last.at_ms, CLIENT)
        pass_over(told)
    # Three times two days were asked for; the ruling is four days later.
    assert told.deadline(DeadlineKind.RULING).due_at_ms == due_ms + 4 * DAY_MS
    assert told.case.state.asked_ms == 4 * DAY_MS
    # The third question didn't stop the clock any more.
    ask(told, told.last.at_ms, CLIENT)
    assert told.deadline(DeadlineKind.RULING).is_running
    replays(told)


def test_r10_2_questions_at_the_same_time_count_once_and_no_more_than_4_days():
    told, due_ms = before_the_ruling()
    began = told.last.at_ms
    ask(told, began, CLIENT, window_seconds=3 * DAY_SECONDS)
    ask(told, began + 2 * DAY_MS, FREELANCER, window_seconds=4 * DAY_SECONDS)
    pass_over(told)
    assert not told.deadline(DeadlineKind.RULING).is_running
    pass_over(told)
    assert told.last.at_ms == began + 6 * DAY_MS
    assert told.deadline(DeadlineKind.RULING).due_at_ms == due_ms + 4 * DAY_MS
    replays(told)


def test_r10_2_a_question_open_when_evidence_closes_stops_the_rulings_clock_from_its_start():
    told = in_stage(Stage.ARBITRATION)
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    closing = told.deadline(DeadlineKind.CLOSING)
    ask(told, closing.due_at_ms - HOUR_MS, CLIENT)
    told.take(told.case.lapse(closing.deadline_id, at_ms=closing.due_at_ms))
    assert told.deadline(DeadlineKind.RULING).hold_reason == HoldReason.QUESTION
    answer(told, client, closing.due_at_ms + DAY_MS)
    assert told.deadline(DeadlineKind.RULING).due_at_ms == closing.due_at_ms + 8 * DAY_MS
    replays(told)


def test_r10_2_r9_8_a_moderators_hold_takes_nothing_of_the_4_days_nor_of_the_ruling():
    told, due_ms = before_the_ruling()
    began = told.last.at_ms
    ask(told, began, CLIENT)
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=began + DAY_MS))
    assert told.case.state.asked_ms == DAY_MS
    told.take(told.case.resume(by=moderator, at_ms=began + 20 * DAY_MS))
    assert told.deadline(DeadlineKind.RULING).hold_reason == HoldReason.QUESTION
    assert told.deadline(DeadlineKind.QUESTION).due_at_ms == began + 21 * DAY_MS
    pass_over(told)
    assert told.case.state.asked_ms == 2 * DAY_MS
    assert told.deadline(DeadlineKind.RULING).due_at_ms == due_ms + 21 * DAY_MS
    replays(told)


def test_r10_2_under_safepay_the_rulings_clock_stands_from_opening_on():
    told = arbitrated()
    due_ms = told.deadline(DeadlineKind.RULING).due_at_ms
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    ask(told, told.last.at_ms, FREELANCER)
    answer(told, freelancer, told.last.at_ms + HOUR_MS)
    assert told.deadline(DeadlineKind.RULING).due_at_ms == due_ms + HOUR_MS


def test_r10_2_the_oldest_open_question_is_answered_first():
    told, _ = before_the_ruling()
    at_ms = told.last.at_ms
    for _ in range(2):
        ask(told, at_ms, CLIENT)
    for number in (1, 2):
        answer(told, client, at_ms + 1)
        assert told.last.events[0].number == number
    with pytest.raises(NoQuestionAsked):
        answer(told, client, at_ms + 1)
    with pytest.raises(NoQuestionAsked):
        answer(told, freelancer, at_ms + 1)


def test_r9_2_an_answer_in_the_due_second_is_in_time_and_later_not():
    told, _ = before_the_ruling()
    due_ms = told.last.at_ms + 2 * DAY_MS
    ask(told, told.last.at_ms, CLIENT)
    before = deepcopy(told.case.state)
    with pytest.raises(NoQuestionAsked):
        answer(told, client, due_ms + SECOND_MS)
    assert told.case.state == before
    answer(told, client, due_ms)


@pytest.mark.parametrize("seconds", [0, -1, 4 * DAY_SECONDS + 1])
def test_r10_2_a_question_is_open_for_up_to_4_days(seconds):
    told, _ = before_the_ruling()
    with pytest.raises(DurationOutOfRange) as refused:
        ask(told, told.last.at_ms, CLIENT, window_seconds=seconds)
    assert (refused.value.lowest_seconds, refused.value.highest_seconds) == (1, 4 * DAY_SECONDS)


def test_r10_2_only_the_cases_arbitrator_asks():
    told = in_stage(Stage.ARBITRATION)
    with pytest.raises(NotTheArbitrator):
        ask(told, told.last.at_ms, CLIENT)
    with pytest.raises(StaffOnly):
        told.case.ask((CLIENT,), seal(QUESTION), by=moderator, at_ms=told.last.at_ms)


@pytest.mark.parametrize("party_ids", [(), (STRANGER,), (CLIENT, STRANGER)])
def test_r10_2_only_parties_are_asked(party_ids):
    told, _ = before_the_ruling()
    with pytest.raises(ValueError, match="one or both of its parties"):
        ask(told, told.last.at_ms, *party_ids)


@pytest.mark.parametrize(("length", "fits"), [(9, False), (10, True), (1_500, True), (1_501, False)])
def test_a_question_has_10_to_1500_characters(length, fits):
    told, _ = before_the_ruling()
    question = seal("q" * length)
    if fits:
        told.take(told.case.ask((CLIENT,), question, by=arbitrator, at_ms=told.last.at_ms))
        return
    with pytest.raises(TextLength):
        told.case.ask((CLIENT,), question, by=arbitrator, at_ms=told.last.at_ms)


@pytest.mark.parametrize("length", [0, 2_001])
def test_an_answer_has_1_to_2000_characters(length):
    told, _ = before_the_ruling()
    ask(told, told.last.at_ms, CLIENT)
    with pytest.raises(TextLength):
        told.case.answer_question(seal("a" * length), by=client, at_ms=told.last.at_ms)


def test_r10_2_who_takes_a_late_case_can_ask_and_has_the_whole_window_to_rule():
    told, due_ms = before_the_ruling()
    ruling = told.deadline(DeadlineKind.RULING)
    told.take(told.case.lapse(ruling.deadline_id, at_ms=due_ms + SETTLE_MS))
    late_ms = told.last.at_ms
    told.take(told.case.claim(by=arbitrator, at_ms=late_ms))
    ask(told, late_ms, CLIENT)
    answer(told, client, late_ms + HOUR_MS)
    (again,) = told.case.state.alive_deadlines()
    assert again.kind is DeadlineKind.RULING
    assert again.due_at_ms == late_ms + HOUR_MS + told.case.state.rulebook.windows.ruling * SECOND_MS
    replays(told)
