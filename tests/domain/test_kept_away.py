"""R9.9 for a request's clock, and for what is found out late: nobody loses by what they could not do."""

import pytest

from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS, DeadlineKind, DeadlineState, HoldReason
from bot.domain.milestone_state import RequestState
from tests.domain.builders import CLIENT, FREELANCER, SAFEPAY, SETTLE_MS, T0, client, filed, freelancer
from tests.domain.escrows import Held, held

DUE_MS = T0 + 7 * DAY_MS
AWAY = pytest.mark.parametrize("how", [HoldReason.KICKED, HoldReason.BANNED])


def asked() -> Held:
    """The freelancer asks for release; under `safepay` silence carries it out."""
    told = held()
    told.take(told.milestone.request("release", None, SAFEPAY, by=freelancer, at_ms=T0))
    return told


@AWAY
def test_r9_9_who_is_removed_is_not_silent_and_what_was_left_runs_on_when_they_are_back(how):
    told = asked()
    milestone = told.milestone
    told.take(milestone.party_restricted(CLIENT, how, at_ms=DUE_MS - HOUR_MS))
    assert milestone.party_restricted(CLIENT, how, at_ms=DUE_MS) is None
    assert milestone.party_reached(CLIENT, at_ms=DUE_MS) is None, "a message read elsewhere lifts no ban"
    with pytest.raises(ValueError, match="is held"):
        milestone.lapse(1, at_ms=DUE_MS + DAY_MS)
    told.take(milestone.party_returned(CLIENT, at_ms=DUE_MS + 9 * HOUR_MS))
    clock = milestone.state.clock_of(CLIENT)
    assert clock is not None
    assert (clock.is_running, clock.due_at_ms) == (True, DUE_MS + 10 * HOUR_MS)
    assert milestone.party_returned(CLIENT, at_ms=DUE_MS + 9 * HOUR_MS) is None


def test_r9_9_a_time_out_holds_the_requests_clock_and_ends_by_itself():
    told = asked()
    milestone = told.milestone
    told.take(milestone.party_restricted(CLIENT, HoldReason.TIMED_OUT, at_ms=T0 + DAY_MS, until_ms=T0 + 9 * DAY_MS))
    [time_out] = [item for item in milestone.state.alive_deadlines() if item.kind is DeadlineKind.TIME_OUT]
    assert time_out.due_at_ms == T0 + 9 * DAY_MS
    same = milestone.party_restricted(CLIENT, HoldReason.TIMED_OUT, at_ms=T0 + 2 * DAY_MS, until_ms=T0 + 9 * DAY_MS)
    assert same is None
    told.take(milestone.lapse(time_out.deadline_id, at_ms=time_out.due_at_ms + SETTLE_MS))
    clock = milestone.state.clock_of(CLIENT)
    assert clock is not None
    assert clock.due_at_ms == T0 + 9 * DAY_MS + SETTLE_MS + 6 * DAY_MS
    assert milestone.state.deadlines[time_out.deadline_id].state is DeadlineState.FIRED


def test_r9_9_a_time_out_that_is_changed_or_lifted():
    told = asked()
    milestone = told.milestone
    for until_ms in (T0 + DAY_MS, T0 + 3 * DAY_MS):
        told.take(milestone.party_restricted(CLIENT, HoldReason.TIMED_OUT, at_ms=T0, until_ms=until_ms))
    clocks = [item for item in milestone.state.alive_deadlines() if item.kind is DeadlineKind.TIME_OUT]
    assert [item.due_at_ms for item in clocks] == [T0 + 3 * DAY_MS]
    # Whoever can still answer is never too late by Discord's clock.
    told.take(milestone.party_freed(CLIENT, at_ms=T0 + HOUR_MS))
    assert milestone.party_freed(CLIENT, at_ms=T0 + HOUR_MS) is None
    clock = milestone.state.clock_of(CLIENT)
    assert clock is not None
    assert (clock.is_running, clock.due_at_ms) == (True, DUE_MS + HOUR_MS)


def test_r9_9_a_ban_outlasts_a_time_out():
    told = asked()
    milestone = told.milestone
    told.take(milestone.party_restricted(CLIENT, HoldReason.TIMED_OUT, at_ms=T0, until_ms=T0 + DAY_MS))
    told.take(milestone.party_restricted(CLIENT, HoldReason.BANNED, at_ms=T0 + HOUR_MS))
    assert [item.kind for item in milestone.state.alive_deadlines()] == [DeadlineKind.REQUEST]
    assert milestone.party_freed(CLIENT, at_ms=T0 + DAY_MS) is None
    assert not milestone.state.alive_deadlines()[0].is_running


def test_r9_9_an_answer_while_the_clock_stands_is_in_time_and_ends_the_time_out_too():
    told = asked()
    milestone = told.milestone
    told.take(milestone.party_restricted(CLIENT, HoldReason.TIMED_OUT, at_ms=T0, until_ms=T0 + HOUR_MS))
    told.take(milestone.answer_request(approve=True, by=client, at_ms=T0 + HOUR_MS + 30 * SECOND_MS))
    assert milestone.state.requests[0].state is RequestState.APPROVED
    assert milestone.state.alive_deadlines() == ()


def test_r9_9_what_happens_to_others_moves_no_clock():
    told = asked()
    assert told.milestone.party_restricted(FREELANCER, HoldReason.BANNED, at_ms=T0) is None
    assert told.milestone.party_freed(CLIENT, at_ms=T0) is None
    assert told.milestone.party_returned(CLIENT, at_ms=T0) is None
    assert held().milestone.party_restricted(CLIENT, HoldReason.BANNED, at_ms=T0) is None


@pytest.mark.parametrize(("left_ms", "then_ms"), [(HOUR_MS, DAY_MS), (-SECOND_MS, DAY_MS), (2 * DAY_MS, 2 * DAY_MS)])
def test_r9_9_what_is_found_out_late_leaves_a_day_at_least(left_ms, then_ms):
    """Nobody knows since when: a party who was kept away must not come back to a clock that is over."""
    request, case = asked(), filed()
    due_ms = case.case.state.alive_deadlines(DeadlineKind.RESPONSE)[0].due_at_ms
    back_ms = 5 * DAY_MS
    for told, member_id, it, due in (
        (request, CLIENT, request.milestone, DUE_MS),
        (case, FREELANCER, case.case, due_ms),
    ):
        found_ms = due - left_ms
        told.take(
            it.party_restricted(
                member_id, HoldReason.TIMED_OUT, at_ms=found_ms, until_ms=found_ms + back_ms, heard_late=True
            )
        )
        told.take(it.party_freed(member_id, at_ms=found_ms + back_ms))
        [clock] = [item for item in it.state.alive_deadlines() if item.party_id == member_id]
        assert clock.due_at_ms == found_ms + back_ms + then_ms
