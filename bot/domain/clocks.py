"""The clocks of a case (R9): extensions, holds, outages, and parties who come, go or are kept away."""

from collections.abc import Sequence

from bot.domain import case_events as happened
from bot.domain.actors import Actor
from bot.domain.arbitration import Arbitration
from bot.domain.case_core import Decision
from bot.domain.case_events import CaseEvent
from bot.domain.clock_events import set_going
from bot.domain.deadlines import (
    FORFEITING,
    NOT_OURS,
    SECOND_MS,
    WHOLE_AGAIN,
    Deadline,
    DeadlineKind,
    DeadlineState,
    HoldReason,
    after_outage,
    is_past,
    with_time_left,
)
from bot.domain.durations import DAY_SECONDS, HOUR_SECONDS
from bot.domain.errors import (
    AlreadyDone,
    DurationOutOfRange,
    ExtensionReplaced,
    ExtensionUsed,
    NoExtensionAsked,
    NothingHeld,
    NothingToExtend,
    OwnExtension,
    TooLate,
)
from bot.domain.evidence import EVIDENCE_WINDOWS
from bot.domain.stages import Command
from bot.domain.texts import SealedText, require_text

LONGEST_AGREED_SECONDS = 30 * DAY_SECONDS
"""How much time both may agree on at once (R9.7), in seconds."""

LONGEST_ALONE_SECONDS = 48 * HOUR_SECONDS
"""How much time a party may take alone (R9.7), in seconds; never more than the window."""

ENDS_BY_ITSELF = frozenset({HoldReason.DEPOSIT, HoldReason.QUESTION, HoldReason.TIMED_OUT})
"""Why clocks stand without a moderator's deciding anything."""

EXTENDABLE = (*FORFEITING, *EVIDENCE_WINDOWS)
"""The parties' own windows; a ruling's, an offer's or a cashier's is nobody's to stretch by agreement."""


class Clocks(Arbitration):
    """What moves, stops and starts the clocks of a case."""

    def extendable(self, at_ms: int, *, own_id: int | None = None) -> Deadline:
        """The window that more time would be for, a party's own if one is named. Raises TooLate, NothingToExtend."""
        self._require_in_time(Command.EXTEND, at_ms)
        windows = [item for item in self.state.alive_deadlines(*EXTENDABLE) if own_id in (None, item.party_id)]
        running = [item for item in windows if item.is_running and not is_past(item.due_at_ms, at_ms)]
        if not running:
            stands = any(not item.is_running for item in windows)
            raise NothingToExtend(case_id=self.state.case_id, is_own=own_id is not None, stands=stands)
        return min(running, key=lambda item: item.due_at_ms)

    def extend(
        self, seconds: int, *, by: Actor, at_ms: int, alone: bool = False, reason: SealedText | None = None
    ) -> Decision:
        """Ask the other side for more time, or take it alone on one's own deadline, once a case (R9.7)."""
        self.require(Command.EXTEND, by)
        deadline = self.extendable(at_ms, own_id=by.member_id if alone else None)
        if reason is not None:
            require_text("withdrawal_reason", reason.body)
        decision = self._decision(at_ms, by.member_id, reason)
        reason_ref = None if reason is None else reason.ref
        if alone:
            if by.member_id in self.state.extended_alone:
                raise ExtensionUsed(case_id=self.state.case_id)
            _require_duration(seconds, min(LONGEST_ALONE_SECONDS, deadline.window_seconds))
            self._take(decision, happened.ExtendedAlone(by.member_id, seconds, reason_ref))
            self._move(decision, deadline, seconds, "extended_alone")
            return decision
        _require_duration(seconds, LONGEST_AGREED_SECONDS)
        self._take(decision, happened.ExtensionAsked(by.member_id, deadline.deadline_id, seconds, reason_ref))
        return decision

    def answer_extension(self, *, agree: bool, by: Actor, at_ms: int, number: int | None = None) -> Decision:
        """Agree to more time, or refuse it (R9.7).

        `number` is the wish that was meant, where that is known: an answer never carries over to another one. Raises
        NoExtensionAsked, OwnExtension, ExtensionReplaced.
        """
        self.require(Command.ANSWER_EXTENSION, by)
        asked = self.state.extension
        deadline = None if asked is None else self.state.deadlines[asked.deadline_id]
        if asked is None or deadline is None or not deadline.is_running:
            raise NoExtensionAsked(case_id=self.state.case_id)
        if asked.member_id == by.member_id:
            raise OwnExtension(case_id=self.state.case_id)
        if number not in (None, asked.number):
            raise ExtensionReplaced(case_id=self.state.case_id, seconds=asked.seconds)
        if agree and is_past(deadline.due_at_ms, at_ms):
            raise TooLate(case_id=self.state.case_id, what=Command.ANSWER_EXTENSION.value, due_at_ms=deadline.due_at_ms)
        decision = self._decision(at_ms, by.member_id)
        self._take(decision, happened.ExtensionAnswered(by.member_id, agree))
        if agree:
            self._move(decision, deadline, asked.seconds, "agreed")
        return decision

    def extend_by_staff(self, seconds: int, reason: SealedText, *, by: Actor, at_ms: int) -> Decision:
        """A moderator gives more time, with a reason (R9.7)."""
        self.require(Command.EXTEND_BY_STAFF, by)
        deadline = self.extendable(at_ms)
        _require_duration(seconds, LONGEST_AGREED_SECONDS)
        require_text("staff_reason", reason.body)
        decision = self._decision(at_ms, by.member_id, reason)
        self._take(decision, happened.ExtendedByStaff(by.member_id, seconds, reason.ref))
        self._move(decision, deadline, seconds, "staff")
        return decision

    def _move(self, decision: Decision, deadline: Deadline, seconds: int, cause: str) -> None:
        due_at_ms = deadline.due_at_ms + seconds * SECOND_MS
        self._take(decision, happened.DeadlineMoved(deadline.deadline_id, due_at_ms, cause))

    def hold(self, reason: SealedText, *, by: Actor, at_ms: int) -> Decision:
        """A moderator stops all the case's clocks, not the people (R9.8)."""
        self.require(Command.HOLD, by)
        held = self.state.hold
        if held is not None:
            raise AlreadyDone(what="hold", by_member_id=held.moderator_id, at_ms=held.since_ms)
        require_text("staff_reason", reason.body)
        decision = self._decision(at_ms, by.member_id, reason)
        self._take(decision, happened.CaseHeld(by.member_id, reason.ref))
        for deadline in self.state.alive_deadlines():
            # A time-out runs on: it is Discord's clock, not the case's.
            if deadline.is_running and deadline.kind is not DeadlineKind.TIME_OUT:
                self._take(decision, happened.DeadlineHeld(deadline.deadline_id, HoldReason.MODERATOR.value))
            elif deadline.hold_reason == HoldReason.QUESTION:
                # What a question may take of the ruling's time is limited; a moderator's hold is not.
                self._stand_on(decision, deadline, HoldReason.MODERATOR.value)
        return decision

    @property
    def can_resume(self) -> bool:
        """Whether there is something for a moderator to resume: a hold, a clock that stands for want of notice or of a
        role, or a party who was kicked or banned. Time-outs, questions and deposits end by themselves."""
        state = self.state
        standing = {item.hold_reason for item in state.alive_deadlines() if not item.is_running}
        away = set(state.restricted.values())
        return state.hold is not None or bool((standing | away) - ENDS_BY_ITSELF)

    def resume(self, *, by: Actor, at_ms: int) -> Decision:
        """A moderator lets the clocks run again: what was left runs on (R9.8), and after a hold for want of notice the
        whole window (R9.4). A kick or ban is decided with it (R9.9). Raises NothingHeld."""
        self.require(Command.RESUME, by)
        if not self.can_resume:
            raise NothingHeld(case_id=self.state.case_id)
        decision = self._decision(at_ms, by.member_id)
        self._take(decision, happened.CaseResumed(by.member_id))
        self._start(decision, lambda _: True)
        return decision

    def party_reached(self, member_id: int, *, at_ms: int, in_room: bool) -> Decision | None:
        """A notice has reached a party whose clock was held for want of one: it runs again, whole (R9.4).

        A clock that stands because the room can't be posted to waits until a notice stands in the room.
        """
        decision = self._decision(at_ms, None)
        reasons = WHOLE_AGAIN if in_room else {HoldReason.NEVER_REACHED}
        self._start(decision, lambda item: item.party_id == member_id and item.hold_reason in reasons)
        return decision if decision.events else None

    def party_restricted(
        self,
        member_id: int,
        how: HoldReason,
        *,
        at_ms: int,
        by_member_id: int | None = None,
        until_ms: int | None = None,
        heard_late: bool = False,
    ) -> Decision | None:
        """A party was timed out (`until_ms`), kicked or banned: that party's clocks stand (R9.9); None if no news.

        `heard_late`: it was found out, nobody knows how long after; then at least 24 h are left (or the window's own
        length, if less), as after an outage (R9.5).
        """
        state = self.state
        known = state.restricted.get(member_id)
        if not state.is_open or member_id not in state.parties:
            return None
        if known is not None and _weight(known) >= _weight(how) and not (known == how and how == HoldReason.TIMED_OUT):
            return None
        decision = self._decision(at_ms, None)
        if known != how:
            self._take(decision, happened.PartyRestricted(member_id, how.value, by_member_id))
        self._time_out(decision, member_id, until_ms)
        for deadline in state.alive_deadlines():
            stands = (deadline.is_running or deadline.hold_reason == known) and deadline.kind not in NOT_OURS
            if stands and deadline.party_id == member_id and deadline.hold_reason != how:
                due_at_ms = with_time_left(deadline, at_ms)
                if heard_late and deadline.is_running and due_at_ms != deadline.due_at_ms:
                    self._take(decision, happened.DeadlineMoved(deadline.deadline_id, due_at_ms, "standing"))
                self._take(decision, happened.DeadlineHeld(deadline.deadline_id, how.value))
        return decision if decision.events else None

    def _time_out(self, decision: Decision, member_id: int, until_ms: int | None) -> None:
        """Note when a time-out ends: Discord says nothing when it runs out by itself. A kick or ban outlasts it."""
        seconds = 0 if until_ms is None else max(-(-(until_ms - decision.at_ms) // SECOND_MS), 1)
        due_at_ms = decision.at_ms + seconds * SECOND_MS
        for deadline in self.state.alive_deadlines(DeadlineKind.TIME_OUT):
            if deadline.subject == member_id and seconds and abs(deadline.due_at_ms - due_at_ms) < SECOND_MS:
                return
        self._end_time_out(decision, member_id)
        if seconds:
            self._arm(decision, DeadlineKind.TIME_OUT, None, seconds, subject=member_id)

    def party_freed(self, member_id: int, *, at_ms: int) -> Decision | None:
        """A party's time-out is over (R9.9): what was left of their clocks runs on; None if that is no news."""
        if not self.state.is_open or self.state.restricted.get(member_id) != HoldReason.TIMED_OUT:
            return None
        decision = self._decision(at_ms, None)
        self._end_time_out(decision, member_id)
        self._free(decision, member_id)
        return decision

    def _free(self, decision: Decision, member_id: int) -> None:
        self._take(decision, happened.PartyFreed(member_id))
        self._start(decision, lambda item: item.party_id == member_id and item.hold_reason == HoldReason.TIMED_OUT)

    def _end_time_out(self, decision: Decision, member_id: int) -> None:
        for deadline in self.state.alive_deadlines(DeadlineKind.TIME_OUT):
            if deadline.subject == member_id:
                self._take(decision, happened.DeadlineEnded(deadline.deadline_id, DeadlineState.CANCELLED.value))

    def hold_for(self, reason: HoldReason, kinds: tuple[DeadlineKind, ...], *, at_ms: int) -> Decision | None:
        """Stop the clocks that the server's set-up no longer allows to run (R9.11); None if none ran."""
        decision = self._decision(at_ms, None)
        for deadline in self.state.alive_deadlines(*kinds):
            if deadline.is_running:
                self._take(decision, happened.DeadlineHeld(deadline.deadline_id, reason.value))
        return decision if decision.events else None

    def release_hold(self, reason: HoldReason, kinds: tuple[DeadlineKind, ...], *, at_ms: int) -> Decision | None:
        """Let the clocks of some kinds run on that stood for one reason; None if none did."""
        decision = self._decision(at_ms, None)
        self._start(decision, lambda item: item.hold_reason == reason and item.kind in kinds)
        return decision if decision.events else None

    def await_deposit(self, member_id: int, request_id: int, *, at_ms: int) -> Decision | None:
        """A deposit request, made before the fee is due, holds its deadline: once a case (R5.4); None if it can't."""
        state = self.state
        due = [
            item
            for item in state.alive_deadlines(DeadlineKind.FEE)
            if item.party_id == member_id and item.hold_reason not in WHOLE_AGAIN
        ]
        if not due or state.deposit_request_id is not None or self.overdue_since(at_ms) is not None:
            return None
        decision = self._decision(at_ms, member_id)
        self._take(decision, happened.DepositAwaited(member_id, request_id))
        if due[0].is_running:
            # A clock that stands for another reason waits for the cashier when that reason is over.
            self._take(decision, happened.DeadlineHeld(due[0].deadline_id, HoldReason.DEPOSIT.value))
        self._arm(decision, DeadlineKind.CASHIER, None, state.rulebook.windows.cashier, subject=request_id)
        return decision

    def deposit_answered(self, request_id: int, *, at_ms: int) -> Decision | None:
        """The cashier answered, or the request was cancelled: what was left of the fee's window runs on, at least 24 h
        (or the window's own length, if less) (R5.4); None if no clock waits for it."""
        if not self.state.is_open or self.state.deposit_request_id != request_id:
            return None
        decision = self._decision(at_ms, None)
        self._end_deadlines(decision, DeadlineState.MET, DeadlineKind.CASHIER)
        self._start(decision, lambda item: item.hold_reason == HoldReason.DEPOSIT)
        return decision if decision.events else None

    def extend_after_outage(self, started_at_ms: int, ended_at_ms: int, *, at_ms: int) -> Decision | None:
        """No forfeiture by our outage (R9.5 [P]): running windows get the time back; None if none is touched."""
        decision = self._decision(at_ms, None)
        self._give_back(decision, started_at_ms, ended_at_ms, self.state.alive_deadlines())
        return decision if decision.events else None

    def make_up_for_outage(self, decision: Decision, started_at_ms: int, ended_at_ms: int) -> None:
        """Somebody acted before an outage of ours was over, and was heard after it: the clocks that the act has set
        going get back what was left of the outage (R9.5 [P]). What ran before has it back already."""
        going = set_going(decision.events)
        clocks = [item for item in self.state.alive_deadlines() if item.deadline_id in going]
        self._give_back(decision, max(started_at_ms, decision.at_ms), ended_at_ms, clocks)

    def _give_back(self, decision: Decision, started_at_ms: int, ended_at_ms: int, clocks: Sequence[Deadline]) -> None:
        for deadline in clocks:
            due_at_ms = after_outage(deadline, started_at_ms, ended_at_ms)
            if due_at_ms is not None:
                self._take(decision, happened.DeadlineMoved(deadline.deadline_id, due_at_ms, "outage"))

    def move_deadline(self, deadline_id: int, due_at_ms: int, cause: str, *, at_ms: int) -> Decision:
        """Give a running deadline another due time (R9.4)."""
        self._alive(deadline_id)
        return self._note(happened.DeadlineMoved(deadline_id, due_at_ms, cause), at_ms)

    def hold_deadline(self, deadline_id: int, reason: str, *, at_ms: int) -> Decision:
        """Stop one clock, because its party could not be reached (R9.4)."""
        self._alive(deadline_id)
        return self._note(happened.DeadlineHeld(deadline_id, reason), at_ms)

    def _alive(self, deadline_id: int) -> Deadline:
        deadline = self.state.deadlines[deadline_id]
        if not deadline.is_running:
            raise ValueError(f"deadline {deadline_id} of case {self.state.case_id} is {deadline.state.value}")
        return deadline

    def party_left(self, member_id: int, *, at_ms: int) -> Decision | None:
        """A party left the server (R9.9): noted, the clocks run on; None if that is no news."""
        if not self.state.is_open or member_id not in self.state.parties or member_id in self.state.left:
            return None
        return self._note(happened.PartyLeft(member_id), at_ms)

    def party_returned(self, member_id: int, *, at_ms: int) -> Decision | None:
        """A party is back (R9.9), or here for the first time and never reached before; None if that is no news."""
        is_awaited = any(
            deadline.party_id == member_id and not deadline.is_running for deadline in self.state.alive_deadlines()
        )
        if not self.state.is_open or not (member_id in self.state.left or is_awaited):
            return None
        return self._note(happened.PartyReturned(member_id), at_ms)

    def room_remade(self, deleted_by_id: int | None, *, at_ms: int) -> Decision:
        """The room was deleted by hand and is made anew; the record says who did it, if that is known."""
        return self._note(happened.RoomRemade(deleted_by_id), at_ms)

    def _note(self, event: CaseEvent, at_ms: int) -> Decision:
        decision = self._decision(at_ms, None)
        self._take(decision, event)
        return decision


def _require_duration(seconds: int, longest_seconds: int) -> None:
    if not 1 <= seconds <= longest_seconds:
        raise DurationOutOfRange(name="extension", seconds=seconds, lowest_seconds=1, highest_seconds=longest_seconds)


def _weight(how: str) -> int:
    """A ban outweighs a kick, and both a time-out: the lighter one is no news then (R9.9)."""
    return (HoldReason.TIMED_OUT, HoldReason.KICKED, HoldReason.BANNED).index(HoldReason(how))
