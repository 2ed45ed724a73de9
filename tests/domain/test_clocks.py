"""R9: reminders, notice before a forfeiture, outages of ours, holds, and parties who leave."""

from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import case_events as happened
from bot.domain.case import Case
from bot.domain.deadlines import (
    DAY_MS,
    FORFEITING,
    HOUR_MS,
    REMINDED,
    SECOND_MS,
    Deadline,
    DeadlineKind,
    DeadlineState,
    Fire,
    Hold,
    Move,
    Notices,
    Wait,
    after_outage,
    held,
    is_past,
    judge_lapse,
    moved,
    reminder_times,
    wake_time,
)
from bot.domain.durations import DAY_SECONDS, HOUR_SECONDS, MINUTE_SECONDS
from bot.domain.errors import NothingHeld
from bot.domain.rulebook import Reminders
from bot.domain.stages import Stage
from tests.domain.builders import CLIENT, FREELANCER, STRANGER, T0, filed, in_stage, lapse_forfeit, moderator

MINUTE_MS = 60 * SECOND_MS
POLICY = Reminders()


def clock(window_seconds, *, kind=DeadlineKind.RESPONSE, start_ms=T0):
    """A running window."""
    return Deadline(1, kind, FREELANCER, start_ms, window_seconds, start_ms + window_seconds * SECOND_MS)


@pytest.mark.parametrize(
    ("due_ms", "at_ms", "past"),
    [
        (10_000, 9_000, False),
        (10_000, 10_999, False),
        (10_000, 11_000, True),
        (10_999, 10_000, False),
        (10_300, 11_000, True),
    ],
)
def test_r9_2_the_due_second_is_included(due_ms, at_ms, past):
    assert is_past(due_ms, at_ms) is past


@pytest.mark.parametrize(
    ("window", "before_due_ms"),
    [
        (4 * DAY_SECONDS, [2 * DAY_MS, DAY_MS, HOUR_MS]),
        (14 * DAY_SECONDS, [7 * DAY_MS, DAY_MS, HOUR_MS]),
        (2 * DAY_SECONDS, [DAY_MS, HOUR_MS]),  # half and 24 h fall together.
        (DAY_SECONDS, [12 * HOUR_MS, HOUR_MS]),  # 24 h before is the start itself.
        (2 * HOUR_SECONDS, [HOUR_MS]),
        (HOUR_SECONDS, [HOUR_MS // 2]),
        (10 * MINUTE_SECONDS, [5 * MINUTE_MS]),  # half always stays.
    ],
)
def test_r9_3_reminder_steps(window, before_due_ms):
    deadline = clock(window)
    assert [deadline.due_at_ms - at_ms for at_ms in reminder_times(deadline, POLICY)] == before_due_ms


def test_r9_3_other_steps_and_no_half():
    policy = Reminders(half=False, before_seconds=(2 * HOUR_SECONDS, 3 * DAY_SECONDS))
    deadline = clock(DAY_SECONDS)
    assert reminder_times(deadline, policy) == (deadline.due_at_ms - 2 * HOUR_MS,)


@given(st.integers(60, 365 * DAY_SECONDS))
def test_r9_3_reminders_come_within_the_window_and_at_least_once(window):
    deadline = clock(window)
    times = reminder_times(deadline, POLICY)
    assert times
    assert list(times) == sorted(set(times))
    assert all(deadline.starts_at_ms < at_ms < deadline.due_at_ms for at_ms in times)


def test_r9_2_the_worker_wakes_for_each_reminder_and_then_after_the_settle_margin():
    deadline = clock(4 * DAY_SECONDS)
    due_ms = deadline.due_at_ms
    woken, reminded_ms = [], 0
    while (wake_ms := wake_time(deadline, POLICY, 90, reminded_ms)) not in woken:
        woken.append(wake_ms)
        reminded_ms = wake_ms
    # At the due time itself, too: the room is tried before anything lapses (R9.4).
    assert woken == [due_ms - 2 * DAY_MS, due_ms - DAY_MS, due_ms - HOUR_MS, due_ms, due_ms + 90 * SECOND_MS]


@pytest.mark.parametrize("kind", [kind for kind in DeadlineKind if kind not in REMINDED])
def test_r9_3_nobody_is_reminded_of_what_costs_nothing(kind):
    deadline = clock(4 * DAY_SECONDS, kind=kind)
    assert wake_time(deadline, POLICY, 90, 0) == deadline.due_at_ms + 90 * SECOND_MS


def test_r10_4_staff_are_reminded_of_a_ruling_as_parties_are_of_what_they_may_forfeit():
    deadline = clock(4 * DAY_SECONDS, kind=DeadlineKind.RULING)
    assert wake_time(deadline, POLICY, 90, 0) == deadline.due_at_ms - 2 * DAY_MS
    assert wake_time(deadline, POLICY, 90, deadline.due_at_ms - HOUR_MS) == deadline.due_at_ms + 90 * SECOND_MS


@pytest.mark.parametrize("state", [state for state in DeadlineState if state is not DeadlineState.ARMED])
def test_r9_1_nobody_wakes_for_a_clock_that_does_not_run(state):
    assert wake_time(replace(clock(DAY_SECONDS), state=state), POLICY, 90, 0) is None


@pytest.mark.parametrize(
    ("window", "notice_ms"),
    [(4 * DAY_SECONDS, HOUR_MS), (10 * HOUR_SECONDS, HOUR_MS), (HOUR_SECONDS, 6 * MINUTE_MS), (100, 10 * SECOND_MS)],
)
def test_r9_4_notice_is_an_hour_or_a_tenth_of_the_window(window, notice_ms):
    assert clock(window).notice_ms == notice_ms


LATEST = 4 * DAY_MS - HOUR_MS
"""The last moment of a reminder that counts in a window of 4 days, from its start."""


@pytest.mark.parametrize(
    ("opening", "reminder", "unreachable", "verdict"),
    [
        (0, 2 * DAY_MS, False, Fire()),
        (0, LATEST, False, Fire()),
        (0, LATEST, True, Hold("room_unreachable")),  # even if all notices came: the room must be there.
        (0, LATEST + 1, False, Move(T0 + 4 * DAY_MS + 1)),
        (0, 4 * DAY_MS + 5, False, Move(T0 + 4 * DAY_MS + HOUR_MS + 5)),
        (0, 4 * DAY_MS + 5, True, Hold("room_unreachable")),
        (0, None, False, Wait()),
        (0, None, True, Hold("room_unreachable")),
        (None, None, False, Hold("never_reached")),
        (None, None, True, Hold("never_reached")),
        (None, 2 * DAY_MS, False, Hold("never_reached")),
    ],
)
def test_r9_4_no_forfeiture_without_notice(opening, reminder, unreachable, verdict):
    notices = Notices(
        None if opening is None else T0 + opening, None if reminder is None else T0 + reminder, unreachable
    )
    for kind in FORFEITING:
        assert judge_lapse(clock(4 * DAY_SECONDS, kind=kind), notices) == verdict


@pytest.mark.parametrize("kind", [kind for kind in DeadlineKind if kind not in FORFEITING])
def test_r9_4_what_costs_nobody_needs_no_notice(kind):
    assert judge_lapse(clock(DAY_SECONDS, kind=kind), Notices(None, None, room_unreachable=True)) == Fire()


@given(st.integers(60, 30 * DAY_SECONDS), st.integers(0, 60 * DAY_MS))
def test_r9_4_a_moved_deadline_fires_at_its_new_time(window, reminder_ms):
    deadline = clock(window)
    notices = Notices(T0, T0 + reminder_ms)
    verdict = judge_lapse(deadline, notices)
    if isinstance(verdict, Move):
        assert verdict.due_at_ms > deadline.due_at_ms
        assert judge_lapse(moved(deadline, verdict.due_at_ms), notices) == Fire()


@pytest.mark.parametrize(
    ("window", "started", "ended", "extended_by"),
    [
        (4 * DAY_SECONDS, DAY_MS, DAY_MS + 10 * MINUTE_MS, 10 * MINUTE_MS),
        (4 * DAY_SECONDS, DAY_MS, DAY_MS + HOUR_MS, HOUR_MS),
        (4 * DAY_SECONDS, DAY_MS, DAY_MS + 5 * HOUR_MS, 5 * HOUR_MS),
        # Over an hour, and less than a day is left: at least 24 h from the end.
        (4 * DAY_SECONDS, 4 * DAY_MS - 10 * HOUR_MS, 4 * DAY_MS - 8 * HOUR_MS, 16 * HOUR_MS),
        # Over an hour, but what is added leaves more than 24 h anyway.
        (4 * DAY_SECONDS, 2 * DAY_MS, 2 * DAY_MS + 2 * HOUR_MS, 2 * HOUR_MS),
        # Short, but in the last hour.
        (4 * DAY_SECONDS, 4 * DAY_MS - 30 * MINUTE_MS, 4 * DAY_MS - 25 * MINUTE_MS, DAY_MS - 25 * MINUTE_MS),
        # Over the due time.
        (4 * DAY_SECONDS, 4 * DAY_MS - 5 * MINUTE_MS, 4 * DAY_MS + 5 * MINUTE_MS, DAY_MS + 5 * MINUTE_MS),
        (4 * DAY_SECONDS, 3 * DAY_MS, 10 * DAY_MS, 7 * DAY_MS),
        # The due time itself is still within the window, a moment later isn't.
        (4 * DAY_SECONDS, 4 * DAY_MS - 1, 4 * DAY_MS + 5 * MINUTE_MS, DAY_MS + 5 * MINUTE_MS),
        (4 * DAY_SECONDS, 4 * DAY_MS, 4 * DAY_MS + 5 * MINUTE_MS, DAY_MS + 5 * MINUTE_MS),
        # A window shorter than 24 h gets its own length.
        (2 * HOUR_SECONDS, HOUR_MS + 30 * MINUTE_MS, HOUR_MS + 40 * MINUTE_MS, HOUR_MS + 40 * MINUTE_MS),
        # Only what was lost of the window counts.
        (4 * DAY_SECONDS, -DAY_MS, 30 * MINUTE_MS, 30 * MINUTE_MS),
        # Before the window, or after it was over.
        (4 * DAY_SECONDS, -DAY_MS, 0, None),
        (4 * DAY_SECONDS, -DAY_MS, -5, None),
        (4 * DAY_SECONDS, 4 * DAY_MS + 1, 5 * DAY_MS, None),
    ],
)
def test_r9_5_no_forfeiture_by_our_outage(window, started, ended, extended_by):
    deadline = clock(window)
    due_ms = after_outage(deadline, T0 + started, T0 + ended)
    assert due_ms == (None if extended_by is None else deadline.due_at_ms + extended_by)


def test_r9_5_neither_standing_clocks_nor_an_offers_expiry_are_extended():
    deadline = clock(DAY_SECONDS)
    assert after_outage(held(deadline, T0, "never_reached"), T0, T0 + HOUR_MS) is None
    assert after_outage(replace(deadline, kind=DeadlineKind.OFFER_EXPIRY), T0, T0 + HOUR_MS) is None


@given(st.integers(60, 30 * DAY_SECONDS), st.integers(-DAY_MS, 31 * DAY_MS), st.integers(1, 10 * DAY_MS))
def test_r9_5_an_outage_leaves_the_time_that_was_left_at_least(window, started, length):
    deadline = clock(window)
    due_ms = after_outage(deadline, T0 + started, T0 + started + length)
    if due_ms is None:
        return
    left_before_ms = deadline.due_at_ms - max(T0 + started, deadline.starts_at_ms)
    assert due_ms - (T0 + started + length) >= left_before_ms
    if length > HOUR_MS:
        assert due_ms - (T0 + started + length) >= min(DAY_MS, window * SECOND_MS)


def test_r9_5_a_case_extends_all_its_running_clocks():
    told = in_stage(Stage.ARBITRATION)
    closing = told.deadline(DeadlineKind.CLOSING)
    began = told.last.at_ms + HOUR_MS
    told.take(told.case.extend_after_outage(began, began + 2 * HOUR_MS, at_ms=began + 2 * HOUR_MS))
    assert told.last.events == [
        happened.DeadlineMoved(closing.deadline_id, began + 2 * HOUR_MS + DAY_MS, "outage", None)
    ]
    assert told.deadline(DeadlineKind.CLOSING).starts_at_ms == closing.starts_at_ms
    assert told.case.extend_after_outage(T0 - DAY_MS, T0 - HOUR_MS, at_ms=T0) is None


def test_r9_4_a_moved_deadline_lapses_at_its_new_time():
    told = filed()
    deadline = told.deadline(DeadlineKind.RESPONSE)
    later_ms = deadline.due_at_ms + HOUR_MS
    told.take(told.case.move_deadline(deadline.deadline_id, later_ms, "late_reminder", at_ms=deadline.due_at_ms))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == later_ms
    with pytest.raises(ValueError, match="is due at"):
        told.case.lapse(deadline.deadline_id, at_ms=later_ms - 1)
    lapse_forfeit(told)
    assert happened.Forfeited(FREELANCER, "response", later_ms) in told.last.events


def held_response():
    told = filed()
    deadline = told.deadline(DeadlineKind.RESPONSE)
    told.take(told.case.hold_deadline(deadline.deadline_id, "never_reached", at_ms=deadline.due_at_ms + 5))
    return told, deadline


def test_r9_4_a_held_deadline_shows_since_when_and_why_and_does_not_lapse():
    told, deadline = held_response()
    standing = told.deadline(DeadlineKind.RESPONSE)
    assert (standing.state, standing.held_since_ms) == (DeadlineState.HELD, deadline.due_at_ms + 5)
    assert standing.hold_reason == "never_reached"
    before = deepcopy(told.case.state)
    for ask in (
        lambda: told.case.lapse(1, at_ms=deadline.due_at_ms + DAY_MS),
        lambda: told.case.move_deadline(1, 1, "outage", at_ms=1),
        lambda: told.case.hold_deadline(1, "never_reached", at_ms=1),
    ):
        with pytest.raises(ValueError, match="is held"):
            ask()
    assert told.case.state == before


def test_r9_4_resumed_by_a_moderator_with_the_whole_window_again():
    told, deadline = held_response()
    at_ms = deadline.due_at_ms + DAY_MS
    told.take(told.case.resume(by=moderator, at_ms=at_ms))
    running = told.deadline(DeadlineKind.RESPONSE)
    assert (running.starts_at_ms, running.due_at_ms) == (at_ms, at_ms + 4 * DAY_MS)
    assert (running.is_running, running.hold_reason, running.held_since_ms) == (True, None, None)
    with pytest.raises(NothingHeld):
        told.case.resume(by=moderator, at_ms=at_ms)


def test_r9_4_resumed_by_the_bot_once_that_party_is_reached():
    told, deadline = held_response()
    at_ms = deadline.due_at_ms + DAY_MS
    assert told.case.party_reached(CLIENT, at_ms=at_ms, in_room=True) is None
    told.take(told.case.party_reached(FREELANCER, at_ms=at_ms, in_room=True))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == at_ms + 4 * DAY_MS
    assert told.case.party_reached(FREELANCER, at_ms=at_ms, in_room=True) is None


def test_r9_10_a_forfeiture_moves_the_disputed_amount_only_and_says_why():
    told = in_stage(Stage.FINAL_OFFERS)
    fee = told.deadline(DeadlineKind.FEE)
    lapse_forfeit(told)
    forfeited = next(event for event in told.last.events if isinstance(event, happened.Forfeited))
    assert (forfeited.member_id, forfeited.deadline_kind, forfeited.due_at_ms) == (FREELANCER, "fee", fee.due_at_ms)
    assert sum(payout.client_minor for payout in told.case.state.payouts) == told.case.state.disputed_minor


@pytest.mark.parametrize("party_id", [CLIENT, FREELANCER])
def test_r9_9_a_party_leaves_and_the_clocks_run(party_id):
    told = filed()
    clocks = told.case.state.alive_deadlines()
    told.take(told.case.party_left(party_id, at_ms=T0 + 1))
    assert told.case.state.left == {party_id}
    assert told.case.state.alive_deadlines() == clocks
    assert told.case.party_left(party_id, at_ms=T0 + 2) is None
    told.take(told.case.party_returned(party_id, at_ms=T0 + 3))
    assert told.case.state.left == set()
    assert told.case.party_returned(party_id, at_ms=T0 + 4) is None


def test_r9_9_only_parties_of_open_cases_are_noted():
    assert filed().case.party_left(STRANGER, at_ms=T0) is None
    ended = in_stage(Stage.ENDED)
    assert ended.case.party_left(CLIENT, at_ms=T0) is None
    assert ended.case.party_returned(CLIENT, at_ms=T0) is None


def test_a_room_made_anew_is_noted_with_who_deleted_it():
    told = filed()
    told.take(told.case.room_remade(STRANGER, at_ms=T0))
    assert told.last.events == [happened.RoomRemade(STRANGER)]
    assert Case.replay(told.history).state == told.case.state


def test_r9_4_a_clock_held_for_its_room_waits_for_a_notice_in_the_room():
    told = filed()
    told.take(told.case.hold_deadline(1, "room_unreachable", at_ms=T0 + 5))
    assert told.case.party_reached(FREELANCER, at_ms=T0 + 6, in_room=False) is None
    told.take(told.case.party_reached(FREELANCER, at_ms=T0 + 7, in_room=True))
    assert told.case.state.deadlines[1].due_at_ms == T0 + 7 + 4 * DAY_MS
