"""R7.5, R10.1 to R10.4, R10.7: who decides a case, who mustn't, and who is taken out of its room."""

from dataclasses import replace

import pytest

from bot.domain import case_events as happened
from bot.domain.actors import StaffRole
from bot.domain.case import Case
from bot.domain.deadlines import HOUR_MS, SECOND_MS, DeadlineKind, HoldReason, reminder_times
from bot.domain.errors import (
    AlreadyDone,
    ArbitratorTaken,
    CaseStillOpen,
    ConflictOfInterest,
    NotAnArbitrator,
    NotInRoom,
    NotTheArbitrator,
    PartyStays,
    StaffOnly,
)
from bot.domain.options import possible
from bot.domain.rulebook import MILESTONE
from bot.domain.stages import Command, Stage
from tests.domain.builders import (
    ARBITRATOR,
    CLIENT,
    FINDINGS,
    FREELANCER,
    MODERATOR,
    SETTLE_MS,
    STRANGER,
    Told,
    actor,
    arbitrated,
    arbitrator,
    client,
    close_evidence,
    in_stage,
    moderator,
    seal,
    stranger,
)

HIDDEN = replace(MILESTONE, offers_hidden=True)
other = actor(ARBITRATOR + 1, StaffRole.ARBITRATOR)
both = actor(ARBITRATOR + 2, StaffRole.ARBITRATOR, StaffRole.MODERATOR)
BOTH = both.member_id
WHY = seal("A friend of mine.")


def ready(*, rules=MILESTONE, by=arbitrator) -> Told:
    """A case whose evidence is closed and whose arbitrator has it."""
    told = in_stage(Stage.ARBITRATION, rules=rules)
    close_evidence(told)
    told.take(told.case.claim(by=by, at_ms=told.last.at_ms))
    return told


def rule(told: Told, by):
    return told.case.rule(1, seal(FINDINGS), by=by, at_ms=told.last.at_ms)


def test_r10_2_a_case_has_one_arbitrator():
    told = ready()
    with pytest.raises(ArbitratorTaken):
        told.case.claim(by=other, at_ms=told.last.at_ms)
    with pytest.raises(AlreadyDone):
        told.case.claim(by=arbitrator, at_ms=told.last.at_ms)
    with pytest.raises(NotTheArbitrator):
        rule(told, other)


def test_r10_1_a_moderator_assigns_whom_they_may():
    told = in_stage(Stage.ARBITRATION)
    at_ms = told.last.at_ms
    for who, refusal in ((stranger, NotAnArbitrator), (actor(CLIENT, *StaffRole), ConflictOfInterest)):
        with pytest.raises(refusal):
            told.case.assign(who, by=moderator, at_ms=at_ms)
    with pytest.raises(StaffOnly):
        told.case.assign(other, by=arbitrator, at_ms=at_ms)
    told.take(told.case.assign(arbitrator, by=moderator, at_ms=at_ms))
    with pytest.raises(AlreadyDone):
        told.case.assign(arbitrator, by=moderator, at_ms=at_ms)
    told.take(told.case.assign(other, by=moderator, at_ms=at_ms))
    assert told.last.events == [happened.ArbitratorAssigned(MODERATOR, other.member_id, ARBITRATOR)]
    close_evidence(told)
    with pytest.raises(NotTheArbitrator):
        rule(told, arbitrator)
    told.take(rule(told, other))


def test_r10_3_who_gave_a_case_up_never_decides_it():
    told = ready()
    told.take(told.case.recuse(WHY, by=arbitrator, at_ms=told.last.at_ms))
    assert told.case.state.arbitrator_id is None
    at_ms = told.last.at_ms
    with pytest.raises(ConflictOfInterest, match="recused"):
        told.case.claim(by=arbitrator, at_ms=at_ms)
    with pytest.raises(ConflictOfInterest, match="recused"):
        told.case.assign(arbitrator, by=moderator, at_ms=at_ms)
    with pytest.raises(NotTheArbitrator):
        rule(told, arbitrator)
    assert Command.CLAIM not in possible(told.case, arbitrator, at_ms=at_ms)
    # Nor do they read its exhibits any more, though nobody has it: they are no staff of the case (R8.3).
    assert not told.case.shows_evidence_to(arbitrator)
    assert told.case.shows_evidence_to(other)
    told.take(told.case.claim(by=other, at_ms=at_ms))
    told.take(rule(told, other))


def test_r10_3_freedom_from_conflict_counts_again_when_ruling():
    """R10.2: even a record that has made an arbitrator of who may not be one."""
    told = ready()
    told.case.state.recused.add(ARBITRATOR)
    with pytest.raises(ConflictOfInterest, match="recused"):
        rule(told, arbitrator)


def test_r10_4_a_late_ruling_frees_the_place_and_the_clock_begins_anew():
    told = ready()
    ruling = told.deadline(DeadlineKind.RULING)
    late_ms = ruling.due_at_ms + SETTLE_MS
    told.take(told.case.lapse(ruling.deadline_id, at_ms=late_ms))
    state = told.case.state
    assert happened.RulingLate(ruling.due_at_ms, ARBITRATOR) in told.last.events
    assert (state.arbitrator_id, state.late_rulings) == (None, 1)
    with pytest.raises(NotTheArbitrator):
        rule(told, arbitrator)
    again = told.deadline(DeadlineKind.RULING)
    assert (again.starts_at_ms, again.window_seconds) == (late_ms, ruling.window_seconds)
    told.take(told.case.claim(by=other, at_ms=late_ms))
    told.take(rule(told, other))
    assert Case.replay(told.history).state == state


@pytest.mark.parametrize("told", [ready(), arbitrated()], ids=["milestone", "safepay"])
def test_r10_4_reminders_of_a_ruling_come_at_half_a_day_and_an_hour_before(told):
    ruling = told.deadline(DeadlineKind.RULING)
    half_ms = (ruling.starts_at_ms + ruling.due_at_ms) // 2
    reminders = reminder_times(ruling, told.case.state.rulebook.reminders)
    assert reminders == (half_ms, ruling.due_at_ms - 24 * HOUR_MS, ruling.due_at_ms - HOUR_MS)


def test_r10_2_who_loses_the_role_loses_the_case():
    told = ready()
    told.take(told.case.arbitrator_lost(at_ms=told.last.at_ms))
    assert told.case.state.arbitrator_id is None
    assert told.case.arbitrator_lost(at_ms=told.last.at_ms) is None
    # They have given nothing up: with the role back, they may take it again.
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))


def test_r9_11_while_there_is_no_arbitrator_role_nobody_loses_a_case():
    told = ready()
    told.take(told.case.hold_for(HoldReason.SET_UP, (DeadlineKind.RULING,), at_ms=told.last.at_ms))
    assert told.case.arbitrator_lost(at_ms=told.last.at_ms) is None


def test_r10_1_guests_are_removed_and_nobody_else():
    """R10.7: parties and the arbitrator have a place in the room."""
    told = ready()
    at_ms = told.last.at_ms
    for member_id, what in ((CLIENT, "party"), (FREELANCER, "party"), (ARBITRATOR, "arbitrator")):
        with pytest.raises(PartyStays, match=what):
            told.case.remove_guest(member_id, WHY, by=moderator, at_ms=at_ms)
    with pytest.raises(NotInRoom):
        told.case.remove_guest(STRANGER, WHY, by=moderator, at_ms=at_ms, is_there=False)
    for who in (arbitrator, client, actor(704, StaffRole.ADMIN), actor(703, StaffRole.CASHIER)):
        with pytest.raises(StaffOnly):
            told.case.remove_guest(STRANGER, WHY, by=who, at_ms=at_ms)
    told.take(told.case.remove_guest(STRANGER, WHY, by=moderator, at_ms=at_ms))


def test_r10_1_a_room_is_closed_once_and_after_the_end():
    told = ready()
    with pytest.raises(CaseStillOpen):
        told.case.close_room(by=moderator, at_ms=told.last.at_ms)
    told.take(rule(told, arbitrator))
    at_ms = told.last.at_ms
    with pytest.raises(StaffOnly):
        told.case.close_room(by=arbitrator, at_ms=at_ms)
    with pytest.raises(ConflictOfInterest):
        told.case.close_room(by=actor(FREELANCER, StaffRole.MODERATOR), at_ms=at_ms)
    told.take(told.case.close_room(by=moderator, at_ms=at_ms))
    with pytest.raises(AlreadyDone):
        told.case.close_room(by=moderator, at_ms=at_ms + SECOND_MS)


def test_r7_5_where_offers_are_hidden_who_moderated_a_case_cannot_decide_it():
    told = in_stage(Stage.ARBITRATION, rules=HIDDEN)
    at_ms = told.last.at_ms
    told.take(told.case.hold(seal("We look into it."), by=both, at_ms=at_ms))
    told.take(told.case.resume(by=both, at_ms=at_ms))
    assert told.case.shows_offers_to(both)
    with pytest.raises(ConflictOfInterest, match="moderated"):
        told.case.claim(by=both, at_ms=at_ms)
    with pytest.raises(ConflictOfInterest, match="moderated"):
        told.case.assign(both, by=moderator, at_ms=at_ms)
    assert Command.CLAIM not in possible(told.case, both, at_ms=at_ms)
    fresh = in_stage(Stage.ARBITRATION, rules=HIDDEN)
    with pytest.raises(ConflictOfInterest, match="moderated"):
        fresh.case.assign(both, by=both, at_ms=at_ms)


def test_r7_5_who_decides_a_case_does_no_moderators_work_on_it():
    told = ready(rules=HIDDEN, by=both)
    with pytest.raises(ConflictOfInterest, match="arbitrates"):
        told.case.hold(seal("We look into it."), by=both, at_ms=told.last.at_ms)
    told.take(rule(told, both))
    told.take(told.case.close_room(by=both, at_ms=told.last.at_ms))


def test_r7_5_without_hidden_offers_one_person_may_do_both():
    told = in_stage(Stage.ARBITRATION)
    told.take(told.case.assign(both, by=both, at_ms=told.last.at_ms))
    told.take(told.case.extend_by_staff(60, seal("They were ill."), by=both, at_ms=told.last.at_ms))
    close_evidence(told)
    told.take(rule(told, both))
    assert told.case.shows_offers_to(arbitrator)


def test_r7_5_arbitrators_see_no_offers_before_the_ruling():
    told = ready(rules=HIDDEN)
    assert not told.case.shows_offers_to(arbitrator)
    assert not told.case.shows_offers_to(other)
    assert not told.case.shows_offers_to(both)
    assert told.case.shows_offers_to(moderator)
    assert told.case.shows_offers_to(actor(CLIENT, *StaffRole))
    told.take(rule(told, arbitrator))
    assert told.case.shows_offers_to(arbitrator)
