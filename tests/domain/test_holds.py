"""R9.7 to R9.9, R9.11: extensions, holds, and parties who are kept away."""

from copy import deepcopy

import pytest

from bot.domain import case_events as happened
from bot.domain.case import Case
from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS, DeadlineKind, DeadlineState, HoldReason
from bot.domain.durations import DAY_SECONDS, HOUR_SECONDS
from bot.domain.errors import (
    AlreadyDone,
    CaseEnded,
    ConflictOfInterest,
    NothingHeld,
    OfferNotOpen,
    StaffOnly,
    TextLength,
)
from bot.domain.options import possible
from bot.domain.stages import Command, Outcome, Stage
from tests.domain.builders import (
    CLIENT,
    FREELANCER,
    MODERATOR,
    SETTLE_MS,
    STATEMENT,
    STRANGER,
    T0,
    actor,
    arbitrated,
    arbitrator,
    client,
    filed,
    freelancer,
    in_stage,
    lapse_forfeit,
    moderator,
    seal,
)

AWAY = pytest.mark.parametrize("how", [HoldReason.KICKED, HoldReason.BANNED])
OPEN_STAGES = pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.ENDED])


def replays(told):
    assert Case.replay(told.history).state == told.case.state


@OPEN_STAGES
def test_r9_8_a_hold_stops_all_the_cases_clocks_and_shows_who_why_and_since_when(stage):
    told = in_stage(stage)
    reason = seal("We look into the threats.")
    told.take(told.case.hold(reason, by=moderator, at_ms=told.last.at_ms + HOUR_MS))
    state = told.case.state
    assert (state.hold.moderator_id, state.hold.reason, state.hold.since_ms) == (
        MODERATOR,
        reason.ref,
        told.last.at_ms,
    )
    assert state.alive_deadlines()
    for deadline in state.alive_deadlines():
        assert (deadline.state, deadline.hold_reason) == (DeadlineState.HELD, HoldReason.MODERATOR)
        with pytest.raises(ValueError, match="is held"):
            told.case.lapse(deadline.deadline_id, at_ms=deadline.due_at_ms + DAY_MS)
    with pytest.raises(AlreadyDone) as refused:
        told.case.hold(seal("Again."), by=moderator, at_ms=told.last.at_ms)
    assert (refused.value.by_member_id, refused.value.at_ms) == (MODERATOR, state.hold.since_ms)
    replays(told)


@OPEN_STAGES
def test_r9_8_resuming_leaves_the_remaining_time_intact(stage):
    told = in_stage(stage)
    before = {item.deadline_id: item for item in told.case.state.alive_deadlines()}
    held_ms = told.last.at_ms + HOUR_MS
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=held_ms))
    told.take(told.case.resume(by=moderator, at_ms=held_ms + 40 * DAY_MS))
    assert told.case.state.hold is None
    for deadline in told.case.state.alive_deadlines():
        assert deadline.is_running
        assert deadline.due_at_ms == before[deadline.deadline_id].due_at_ms + 40 * DAY_MS
    with pytest.raises(NothingHeld):
        told.case.resume(by=moderator, at_ms=told.last.at_ms)
    replays(told)


def test_r9_8_a_hold_stops_clocks_and_not_people():
    told = filed()
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=T0 + 1))
    # Held, nothing is overdue.
    told.take(told.case.challenge(seal(STATEMENT), by=freelancer, at_ms=due_ms + DAY_MS))
    (idle,) = told.case.state.alive_deadlines()
    assert (idle.kind, idle.hold_reason) == (DeadlineKind.IDLE, HoldReason.MODERATOR)
    told.take(told.case.pay_fee(by=client, at_ms=told.last.at_ms))
    fee = told.deadline(DeadlineKind.FEE)
    assert not fee.is_running
    told.take(told.case.resume(by=moderator, at_ms=told.last.at_ms + 3 * DAY_MS))
    # A clock that was armed standing has its whole window.
    assert told.deadline(DeadlineKind.FEE).due_at_ms == told.last.at_ms + 7 * DAY_MS
    replays(told)


def test_r9_8_an_offers_expiry_stands_with_the_case():
    told = in_stage(Stage.NEGOTIATION)
    at_ms = told.last.at_ms
    told.take(told.case.make_offer(70_000, by=freelancer, at_ms=at_ms, expires_seconds=HOUR_SECONDS))
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=at_ms + HOUR_MS // 2))
    assert Command.ACCEPT_OFFER in possible(told.case, client, at_ms=at_ms + DAY_MS)
    told.take(told.case.resume(by=moderator, at_ms=at_ms + DAY_MS))
    expires_ms = at_ms + DAY_MS + HOUR_MS // 2
    assert told.deadline(DeadlineKind.OFFER_EXPIRY).due_at_ms == expires_ms
    with pytest.raises(OfferNotOpen) as refused:
        told.case.accept_offer(2, by=client, at_ms=expires_ms + SECOND_MS)
    assert refused.value.closed_at_ms == expires_ms
    told.take(told.case.accept_offer(2, by=client, at_ms=expires_ms))
    assert told.case.state.outcome is Outcome.SETTLED


@pytest.mark.parametrize("length", [2, 501])
def test_r9_8_a_hold_needs_a_reason(length):
    case = filed().case
    before = deepcopy(case.state)
    with pytest.raises(TextLength):
        case.hold(seal("x" * length), by=moderator, at_ms=T0)
    assert case.state == before


def test_r10_1_only_moderators_hold_and_none_their_own_case():
    case = filed().case
    with pytest.raises(StaffOnly):
        case.hold(seal("We look into it."), by=arbitrator, at_ms=T0)
    with pytest.raises(ConflictOfInterest):
        case.hold(seal("We look into it."), by=actor(CLIENT, *moderator.staff_roles), at_ms=T0)
    with pytest.raises(CaseEnded):
        in_stage(Stage.ENDED).case.hold(seal("Too late."), by=moderator, at_ms=T0)


def test_r9_4_r9_8_a_party_reached_during_a_hold_has_the_whole_window_after_it():
    told = filed()
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    told.take(told.case.hold_deadline(1, HoldReason.NEVER_REACHED, at_ms=due_ms + SETTLE_MS))
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=due_ms + DAY_MS))
    told.take(told.case.party_reached(FREELANCER, at_ms=due_ms + 2 * DAY_MS, in_room=True))
    assert told.deadline(DeadlineKind.RESPONSE).hold_reason == HoldReason.MODERATOR
    told.take(told.case.resume(by=moderator, at_ms=due_ms + 5 * DAY_MS))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == due_ms + 9 * DAY_MS
    replays(told)


@AWAY
def test_r9_9_kicked_or_banned_that_partys_clock_is_held_until_a_moderator_decides(how):
    told = filed()
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    told.take(told.case.party_restricted(FREELANCER, how, at_ms=due_ms - HOUR_MS, by_member_id=STRANGER))
    assert told.last.events[0] == happened.PartyRestricted(FREELANCER, how.value, STRANGER)
    assert told.deadline(DeadlineKind.RESPONSE).hold_reason == how
    assert told.case.state.left == {FREELANCER}
    # Coming back gives access again, and decides nothing.
    told.take(told.case.party_returned(FREELANCER, at_ms=due_ms))
    assert told.case.party_freed(FREELANCER, at_ms=due_ms) is None
    assert not told.deadline(DeadlineKind.RESPONSE).is_running
    told.take(told.case.resume(by=moderator, at_ms=due_ms + DAY_MS))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == due_ms + DAY_MS + HOUR_MS
    assert told.case.state.restricted == {}
    replays(told)


@AWAY
def test_r9_9_the_others_clock_runs_on(how):
    told = filed()
    told.take(told.case.party_restricted(CLIENT, how, at_ms=T0 + 1))
    assert told.deadline(DeadlineKind.RESPONSE).is_running
    lapse_forfeit(told)
    assert told.case.state.loser_id == FREELANCER


@AWAY
def test_r9_9_a_clock_that_begins_later_stands_too(how):
    told = in_stage(Stage.NEGOTIATION)
    told.take(told.case.party_restricted(FREELANCER, how, at_ms=told.last.at_ms))
    told.take(told.case.pay_fee(by=client, at_ms=told.last.at_ms))
    assert told.deadline(DeadlineKind.FEE).hold_reason == how
    # There is something to decide even before such a clock begins.
    told.take(told.case.resume(by=moderator, at_ms=told.last.at_ms + DAY_MS))
    assert told.deadline(DeadlineKind.FEE).due_at_ms == told.last.at_ms + 7 * DAY_MS


@pytest.mark.parametrize("how", [HoldReason.KICKED, HoldReason.TIMED_OUT])
def test_r9_9_an_offer_of_who_is_kept_away_expires_as_its_author_said(how):
    told = in_stage(Stage.NEGOTIATION)
    at_ms = told.last.at_ms
    until_ms = at_ms + DAY_MS if how is HoldReason.TIMED_OUT else None
    told.take(told.case.make_offer(70_000, by=freelancer, at_ms=at_ms, expires_seconds=HOUR_SECONDS))
    told.take(told.case.party_restricted(FREELANCER, how, at_ms=at_ms + 1, until_ms=until_ms))
    assert told.deadline(DeadlineKind.OFFER_EXPIRY).is_running
    # They can't take it back meanwhile, so it must not stand longer than they wanted.
    with pytest.raises(OfferNotOpen):
        told.case.accept_offer(2, by=client, at_ms=at_ms + HOUR_MS + SECOND_MS)


def test_r9_9_a_time_out_holds_the_clock_as_long_as_it_lasts():
    told = filed()
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    until_ms = T0 + 2 * DAY_MS
    told.take(told.case.party_restricted(FREELANCER, HoldReason.TIMED_OUT, at_ms=T0 + DAY_MS, until_ms=until_ms))
    assert told.deadline(DeadlineKind.RESPONSE).hold_reason == HoldReason.TIMED_OUT
    assert told.case.state.left == set()
    clock = told.deadline(DeadlineKind.TIME_OUT)
    assert (clock.due_at_ms, clock.party_id, clock.subject) == (until_ms, None, FREELANCER)
    # A moderator has nothing to decide about it: it ends by itself.
    with pytest.raises(NothingHeld):
        told.case.resume(by=moderator, at_ms=T0 + DAY_MS)
    told.take(told.case.lapse(clock.deadline_id, at_ms=until_ms))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == due_ms + DAY_MS
    assert told.case.state.restricted == {}
    replays(told)


def test_r9_9_a_time_out_lifted_early_ends_early():
    told = filed()
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    assert told.case.party_freed(FREELANCER, at_ms=T0) is None
    told.take(told.case.party_restricted(FREELANCER, HoldReason.TIMED_OUT, at_ms=T0 + DAY_MS, until_ms=T0 + 9 * DAY_MS))
    told.take(told.case.party_freed(FREELANCER, at_ms=T0 + 2 * DAY_MS))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == due_ms + DAY_MS
    assert told.case.state.alive_deadlines(DeadlineKind.TIME_OUT) == ()
    replays(told)


def test_r9_9_the_same_time_out_is_no_news_and_a_longer_one_moves_its_end():
    told = filed()
    until_ms = T0 + DAY_MS
    told.take(told.case.party_restricted(FREELANCER, HoldReason.TIMED_OUT, at_ms=T0, until_ms=until_ms))
    assert told.case.party_restricted(FREELANCER, HoldReason.TIMED_OUT, at_ms=T0 + 1, until_ms=until_ms) is None
    told.take(
        told.case.party_restricted(FREELANCER, HoldReason.TIMED_OUT, at_ms=T0 + HOUR_MS, until_ms=until_ms + DAY_MS)
    )
    # It isn't told anew, but the clock stands until the later time.
    assert [event.kind for event in told.last.events] == ["deadline_ended", "deadline_armed"]
    assert told.deadline(DeadlineKind.TIME_OUT).due_at_ms == until_ms + DAY_MS
    assert told.deadline(DeadlineKind.RESPONSE).held_since_ms == T0


@AWAY
def test_r9_9_a_kick_or_ban_outlasts_a_time_out(how):
    told = filed()
    told.take(told.case.party_restricted(FREELANCER, HoldReason.TIMED_OUT, at_ms=T0, until_ms=T0 + DAY_MS))
    told.take(told.case.party_restricted(FREELANCER, how, at_ms=T0 + HOUR_MS))
    assert told.case.state.alive_deadlines(DeadlineKind.TIME_OUT) == ()
    response = told.deadline(DeadlineKind.RESPONSE)
    assert (response.hold_reason, response.held_since_ms) == (how, T0)
    assert told.case.party_restricted(FREELANCER, HoldReason.TIMED_OUT, at_ms=T0, until_ms=T0 + 9 * DAY_MS) is None
    assert told.case.party_restricted(FREELANCER, HoldReason.KICKED, at_ms=T0 + 2 * HOUR_MS) is None
    told.take(told.case.resume(by=moderator, at_ms=T0 + DAY_MS))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == T0 + 5 * DAY_MS


def test_r9_9_a_time_out_is_discords_clock_and_neither_held_nor_extended():
    told = filed()
    told.take(told.case.party_restricted(FREELANCER, HoldReason.TIMED_OUT, at_ms=T0, until_ms=T0 + DAY_MS))
    clock = told.deadline(DeadlineKind.TIME_OUT)
    assert told.case.extend_after_outage(T0, T0 + 2 * HOUR_MS, at_ms=T0 + 2 * HOUR_MS) is None
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=T0 + 3 * HOUR_MS))
    assert told.deadline(DeadlineKind.TIME_OUT) == clock
    # Its end during the hold leaves the case held; the hold's end during the time-out leaves the party's clock.
    told.take(told.case.resume(by=moderator, at_ms=T0 + 4 * HOUR_MS))
    assert told.deadline(DeadlineKind.RESPONSE).hold_reason == HoldReason.TIMED_OUT
    told.take(told.case.hold(seal("Once more."), by=moderator, at_ms=T0 + 5 * HOUR_MS))
    told.take(told.case.lapse(clock.deadline_id, at_ms=T0 + DAY_MS))
    assert told.deadline(DeadlineKind.RESPONSE).hold_reason == HoldReason.MODERATOR
    told.take(told.case.resume(by=moderator, at_ms=T0 + 2 * DAY_MS))
    assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == T0 + 6 * DAY_MS
    replays(told)


def test_r9_9_only_parties_of_open_cases_are_kept_away():
    assert filed().case.party_restricted(STRANGER, HoldReason.KICKED, at_ms=T0) is None
    assert in_stage(Stage.ENDED).case.party_restricted(CLIENT, HoldReason.BANNED, at_ms=T0) is None
    assert in_stage(Stage.ENDED).case.party_freed(CLIENT, at_ms=T0) is None


def test_r9_11_clocks_stand_where_a_role_is_missing_and_run_on_when_it_is_back():
    told = arbitrated()
    closing, ruling = told.deadline(DeadlineKind.CLOSING), told.deadline(DeadlineKind.RULING)
    told.take(told.case.hold_for(HoldReason.SET_UP, (DeadlineKind.RULING,), at_ms=T0 + DAY_MS))
    assert told.deadline(DeadlineKind.RULING).hold_reason == HoldReason.SET_UP
    assert told.deadline(DeadlineKind.CLOSING) == closing
    assert told.case.hold_for(HoldReason.SET_UP, (DeadlineKind.RULING,), at_ms=T0 + DAY_MS) is None
    assert told.case.release_hold(HoldReason.KICKED, (DeadlineKind.RULING,), at_ms=T0 + DAY_MS) is None
    assert told.case.release_hold(HoldReason.SET_UP, (DeadlineKind.FEE,), at_ms=T0 + DAY_MS) is None
    told.take(told.case.release_hold(HoldReason.SET_UP, (DeadlineKind.RULING,), at_ms=T0 + 3 * DAY_MS))
    assert told.deadline(DeadlineKind.RULING).due_at_ms == ruling.due_at_ms + 2 * DAY_MS
    replays(told)


def test_r9_8_a_clock_that_stands_for_two_reasons_runs_when_both_are_over():
    told = in_stage(Stage.FINAL_OFFERS)
    due_ms = told.deadline(DeadlineKind.FEE).due_at_ms
    at_ms = told.last.at_ms
    told.take(told.case.hold_for(HoldReason.SET_UP, (DeadlineKind.FEE,), at_ms=at_ms))
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=at_ms + HOUR_MS))
    told.take(told.case.release_hold(HoldReason.SET_UP, (DeadlineKind.FEE,), at_ms=at_ms + 2 * HOUR_MS))
    fee = told.deadline(DeadlineKind.FEE)
    assert fee.hold_reason == HoldReason.MODERATOR
    told.take(told.case.resume(by=moderator, at_ms=at_ms + DAY_MS))
    assert told.deadline(DeadlineKind.FEE).due_at_ms == due_ms + DAY_MS
    assert DAY_SECONDS * SECOND_MS == DAY_MS
    replays(told)
