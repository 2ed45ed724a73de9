"""Who decides a case (R10.2 to R10.4): one arbitrator, free of conflicts; and who has no place in its room."""

from bot.domain import case_events as happened
from bot.domain.actors import Actor, StaffRole
from bot.domain.case_core import Decision
from bot.domain.deadlines import Deadline, DeadlineKind, DeadlineState, HoldReason
from bot.domain.errors import (
    AlreadyDone,
    ArbitratorTaken,
    CaseStillOpen,
    ConflictOfInterest,
    NotAnArbitrator,
    NotInRoom,
    NotTheArbitrator,
    PartyStays,
)
from bot.domain.negotiation import Negotiation
from bot.domain.stages import Command
from bot.domain.texts import SealedText, require_text


class Assignment(Negotiation):
    """The arbitrator's place: taken, given, given up, freed."""

    def claim(self, *, by: Actor, at_ms: int, noted: frozenset[int] = frozenset()) -> Decision:
        """Take the case as its one arbitrator (R10.2); never one's own (R10.3).

        `noted` are those who wrote notes about it as moderators.
        """
        self.require(Command.CLAIM, by)
        if self.state.arbitrator_id == by.member_id:
            raise AlreadyDone(what="claim", by_member_id=by.member_id, at_ms=None)
        if self.state.arbitrator_id is not None:
            raise ArbitratorTaken(case_id=self.state.case_id, arbitrator_id=self.state.arbitrator_id)
        self._require_unbound(by.member_id, noted)
        decision = self._decision(at_ms, by.member_id)
        self._take(decision, happened.ArbitratorClaimed(by.member_id))
        return decision

    def assign(self, arbitrator: Actor, *, by: Actor, at_ms: int, noted: frozenset[int] = frozenset()) -> Decision:
        """A moderator gives the case to an arbitrator (R10.1), also in the place of another.

        Raises NotAnArbitrator for who lacks the role, and ConflictOfInterest for who may not decide this case.
        """
        self.require(Command.ASSIGN, by)
        if not arbitrator.has(StaffRole.ARBITRATOR):
            raise NotAnArbitrator(member_id=arbitrator.member_id)
        if self.state.role_of(arbitrator.member_id) is not None:
            raise ConflictOfInterest(reason="assigned_party")
        former_id = self.state.arbitrator_id
        if former_id == arbitrator.member_id:
            raise AlreadyDone(what="assigned", by_member_id=arbitrator.member_id, at_ms=None)
        self._require_unbound(arbitrator.member_id, noted)
        if self.state.rulebook.offers_hidden and arbitrator.member_id == by.member_id:
            # Giving the case away is a moderator's work, after which they couldn't rule on it (R7.5).
            raise ConflictOfInterest(reason="moderated")
        decision = self._decision(at_ms, by.member_id)
        self._take(decision, happened.ArbitratorAssigned(by.member_id, arbitrator.member_id, former_id))
        return decision

    def recuse(self, reason: SealedText, *, by: Actor, at_ms: int) -> Decision:
        """The arbitrator gives the case up, and can't take it again (R10.2, R10.3)."""
        self.require(Command.RECUSE, by)
        self._require_own(by)
        require_text("staff_reason", reason.body)
        decision = self._decision(at_ms, by.member_id, reason)
        self._take(decision, happened.ArbitratorRecused(by.member_id, reason.ref))
        return decision

    def _require_own(self, by: Actor) -> None:
        if self.state.arbitrator_id != by.member_id:
            raise NotTheArbitrator(case_id=self.state.case_id, arbitrator_id=self.state.arbitrator_id)

    def _require_unbound(self, member_id: int, noted: frozenset[int] = frozenset()) -> None:
        """Raise ConflictOfInterest for who gave the case up, and, where offers are hidden from arbitrators, for who has
        worked on it as a moderator, if only by a note (R10.3, R7.5)."""
        if member_id in self.state.recused:
            raise ConflictOfInterest(reason="recused")
        if self.state.rulebook.offers_hidden and member_id in self.state.moderated | noted:
            raise ConflictOfInterest(reason="moderated")

    def arbitrator_lost(self, *, at_ms: int) -> Decision | None:
        """The arbitrator no longer has the role: the place is free for another (R10.2); None where nobody has it.

        While the server has no arbitrator role at all, nobody is to blame for not having it (R9.11).
        """
        rulings = self.state.alive_deadlines(DeadlineKind.RULING)
        is_gone = any(item.hold_reason == HoldReason.SET_UP for item in rulings)
        if self.state.arbitrator_id is None or not self.state.is_open or is_gone:
            return None
        decision = self._decision(at_ms, None)
        self._take(decision, happened.ArbitratorLost(self.state.arbitrator_id))
        return decision

    def _ruling_late(self, decision: Decision, deadline: Deadline) -> None:
        """The place is freed, and the ruling's window begins anew for whoever comes next (R10.4). It costs no party.

        Where the parties have given evidence more time than the ruling had, nobody could rule yet: then nobody is late,
        and the window begins when evidence closes (R6.4).
        """
        if self.state.evidence_closed_at_ms is None:
            self._take(decision, happened.DeadlineEnded(deadline.deadline_id, DeadlineState.CANCELLED.value))
            return
        self._take(
            decision,
            happened.DeadlineEnded(deadline.deadline_id, DeadlineState.FIRED.value),
            happened.RulingLate(deadline.due_at_ms, self.state.arbitrator_id),
        )
        self._arm(decision, DeadlineKind.RULING, None, self.state.rulebook.windows.ruling)

    def remove_guest(
        self, member_id: int, reason: SealedText, *, by: Actor, at_ms: int, is_there: bool = True
    ) -> Decision:
        """A moderator takes somebody out of the room who is neither a party nor the case's arbitrator (R10.1).

        Raises PartyStays, and NotInRoom unless they have a way into the room of their own.
        """
        self.require(Command.REMOVE_GUEST, by)
        state = self.state
        if member_id in (*state.parties, state.arbitrator_id):
            what = "arbitrator" if member_id == state.arbitrator_id else "party"
            raise PartyStays(case_id=state.case_id, member_id=member_id, what=what)
        if not is_there:
            raise NotInRoom(case_id=state.case_id, member_id=member_id)
        require_text("staff_reason", reason.body)
        decision = self._decision(at_ms, by.member_id, reason)
        self._take(decision, happened.GuestRemoved(by.member_id, member_id, reason.ref))
        return decision

    def close_room(self, *, by: Actor, at_ms: int) -> Decision:
        """A moderator closes the room of an ended case before its time (R10.1).

        Raises CaseStillOpen, AlreadyDone.
        """
        by.require(StaffRole.MODERATOR)
        state = self.state
        if state.role_of(by.member_id) is not None:
            raise ConflictOfInterest(reason="party")
        if state.is_open:
            raise CaseStillOpen(case_id=state.case_id)
        if state.room_closed_by_id is not None:
            raise AlreadyDone(what="room_closed", by_member_id=state.room_closed_by_id, at_ms=None)
        decision = self._decision(at_ms, by.member_id)
        self._take(decision, happened.RoomClosed(by.member_id))
        return decision
