"""What all commands of a milestone share: moving its money, locking it, and closing what waits for it (R3.3, R3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.domain import milestone_events as happened
from bot.domain.actors import Actor
from bot.domain.case_events import DeadlineArmed, DeadlineEnded, DeadlineHeld, DeadlineMoved, Payout
from bot.domain.clock_events import set_going
from bot.domain.deadlines import (
    SECOND_MS,
    WHOLE_AGAIN,
    Deadline,
    DeadlineKind,
    DeadlineState,
    HoldReason,
    after_outage,
    due_if_run_on,
    has_run_out,
    with_time_left,
)
from bot.domain.errors import (
    AlreadyDone,
    MilestoneInCase,
    NoSuchMilestone,
    NoTermsToAccept,
    TooLate,
    WrongSide,
)
from bot.domain.ledger import LedgerTransaction, escrow_account, member_account, transfer
from bot.domain.milestone_events import (
    MilestoneCharged,
    MilestoneEvent,
    MilestoneLocked,
    MilestoneUnlocked,
    MoneyGiven,
    TermsAccepted,
)
from bot.domain.milestone_state import MilestoneStage, MilestoneState, RequestState
from bot.domain.money import require_between
from bot.domain.texts import SealedText


@dataclass(slots=True)
class MilestoneDecision:
    """What a command on a milestone decided."""

    at_ms: int
    actor_id: int | None
    events: list[MilestoneEvent] = field(default_factory=list[MilestoneEvent])
    transactions: list[LedgerTransaction] = field(default_factory=list[LedgerTransaction])
    texts: list[SealedText] = field(default_factory=list[SealedText])


@dataclass(frozen=True, slots=True)
class Funding:
    """What a client creates (R3.1)."""

    guild_id: int
    milestone_id: int
    project_id: int
    client_id: int
    freelancer_id: int
    currency: str
    amount_minor: int
    title: SealedText
    terms: SealedText | None


class MilestoneCore:
    """A milestone with the steps that its commands are made of."""

    def __init__(self, state: MilestoneState) -> None:
        self.state = state

    def require_party(self, by: Actor) -> None:
        """Raise NoSuchMilestone for anybody but client and freelancer."""
        if by.member_id not in (self.state.client_id, self.state.freelancer_id):
            raise NoSuchMilestone(milestone_id=self.state.milestone_id)

    def accept_terms(self, *, by: Actor, at_ms: int) -> MilestoneDecision:
        """Accept the terms that the other side wrote (R3.2 [G])."""
        self.require_party(by)
        is_over = self.state.stage not in (MilestoneStage.PROPOSED, MilestoneStage.FUNDED)
        if is_over or self.state.terms is None or self.state.terms_author_id == by.member_id:
            raise NoTermsToAccept(milestone_id=self.state.milestone_id, own=self.state.terms is not None)
        if self.state.terms_accepted_at_ms is not None:
            raise AlreadyDone(what="terms_accepted", by_member_id=by.member_id, at_ms=self.state.terms_accepted_at_ms)
        return self._decide(TermsAccepted(by.member_id), by, at_ms)

    def amount_to_give(self, amount_minor: int | None) -> int:
        """The amount asked for, or all that no case has locked. Raises NothingFree or AmountOutOfRange."""
        state = self.state
        if state.free_minor == 0:
            raise state.nothing_free()
        if amount_minor is None:
            return state.free_minor
        return require_between(amount_minor, 1, state.free_minor, state.currency)

    def release(self, amount_minor: int | None, *, by: Actor, at_ms: int) -> MilestoneDecision:
        """The client pays the freelancer, whole or in part, any part that no case has locked (R3.3 [F])."""
        return self._give("release", self.state.client_id, self.state.freelancer_id, amount_minor, by, at_ms)

    def return_money(self, amount_minor: int | None, *, by: Actor, at_ms: int) -> MilestoneDecision:
        """The freelancer gives back, whole or in part, any part that no case has locked (R3.3 [F])."""
        return self._give("return", self.state.freelancer_id, self.state.client_id, amount_minor, by, at_ms)

    def _give(
        self, action: str, giver_id: int, taker_id: int, amount_minor: int | None, by: Actor, at_ms: int
    ) -> MilestoneDecision:
        state = self.state
        self.require_party(by)
        if by.member_id != giver_id:
            raise WrongSide(command=action, side="client" if giver_id == state.client_id else "freelancer")
        given_minor = self.amount_to_give(amount_minor)
        self._require_no_way_round(given_minor, by, at_ms)
        decision = MilestoneDecision(at_ms, by.member_id)
        self._move(decision, action, taker_id, given_minor)
        self._close_short_request(decision)
        return decision

    def _require_no_way_round(self, given_minor: int, by: Actor, at_ms: int) -> None:
        """Raise TooLate for giving less than was asked for where that would close a request whose answer was missed
        already (R3.4, R9.2)."""
        request = self.state.active_request
        if request is None or request.author_id == by.member_id:
            return
        if given_minor < request.amount_minor and self.state.free_minor - given_minor < request.amount_minor:
            self._require_in_time(at_ms)

    def _require_in_time(self, at_ms: int) -> None:
        """Raise TooLate once the time of a proposal or request has run out (R9.2)."""
        for deadline in self.state.alive_deadlines():
            is_theirs = deadline.kind is not DeadlineKind.TIME_OUT
            if is_theirs and has_run_out(deadline, at_ms):
                raise TooLate(case_id=0, what=deadline.kind.value, due_at_ms=deadline.due_at_ms)

    def _move(self, decision: "MilestoneDecision", action: str, taker_id: int, amount_minor: int) -> None:
        state = self.state
        transaction = transfer(
            f"milestone:{state.milestone_id}:{action}:{state.version + 1}",
            f"milestone_{action}",
            decision.at_ms,
            state.currency,
            [(escrow_account(state.milestone_id), member_account(taker_id), amount_minor)],
        )
        if transaction is None:
            raise ValueError("nothing is never given")
        decision.transactions.append(transaction)
        self._take(decision, MoneyGiven(action, amount_minor, transaction.digest))

    def _close_request(
        self,
        decision: "MilestoneDecision",
        ended: RequestState,
        by_member_id: int | None = None,
        reason: SealedText | None = None,
    ) -> None:
        """The active request waits no longer, and its clock ends with it."""
        request = self.state.active_request
        if request is None:
            return
        reason_ref = None if reason is None else reason.ref
        self._take(decision, happened.RequestClosed(request.number, ended.value, by_member_id, reason_ref))
        reached = DeadlineState.FIRED if ended is RequestState.CARRIED_OUT else DeadlineState.CANCELLED
        self._end_clocks(decision, reached)

    def _close_short_request(self, decision: "MilestoneDecision") -> None:
        """A request closes when less than it asks is left (R3.4)."""
        request = self.state.active_request
        if request is not None and self.state.free_minor < request.amount_minor:
            self._close_request(decision, RequestState.SHORT)

    def _arm(
        self, decision: "MilestoneDecision", kind: DeadlineKind, party_id: int | None, seconds: int, subject: int
    ) -> None:
        deadline = Deadline(
            deadline_id=len(self.state.deadlines) + 1,
            kind=kind,
            party_id=party_id,
            starts_at_ms=decision.at_ms,
            window_seconds=seconds,
            due_at_ms=decision.at_ms + seconds * SECOND_MS,
            subject=subject,
        )
        self._take(decision, DeadlineArmed(deadline))

    def _end_clocks(self, decision: "MilestoneDecision", ended: DeadlineState) -> None:
        for deadline in self.state.alive_deadlines():
            self._take(decision, DeadlineEnded(deadline.deadline_id, ended.value))

    def _take(self, decision: "MilestoneDecision", *events: MilestoneEvent) -> None:
        for event in events:
            self.state.apply(event, decision.at_ms)
            decision.events.append(event)

    def _running(self, deadline_id: int) -> Deadline:
        """A clock that runs. Raises ValueError for one that stands or is over: a fault of ours."""
        deadline = self.state.deadlines[deadline_id]
        if not deadline.is_running:
            raise ValueError(f"deadline {deadline_id} of milestone {self.state.milestone_id} is {deadline.state.value}")
        return deadline

    def move_deadline(self, deadline_id: int, due_at_ms: int, cause: str, *, at_ms: int) -> "MilestoneDecision":
        """Give a running clock another due time (R9.4)."""
        self._running(deadline_id)
        return self._decide(DeadlineMoved(deadline_id, due_at_ms, cause), None, at_ms)

    def hold_deadline(self, deadline_id: int, reason: str, *, at_ms: int) -> "MilestoneDecision":
        """Stop a clock, because the notice could not be delivered (R3.4, R9.4)."""
        self._running(deadline_id)
        return self._decide(DeadlineHeld(deadline_id, reason), None, at_ms)

    def party_reached(self, member_id: int, *, at_ms: int) -> "MilestoneDecision | None":
        """A notice has reached who must answer: a clock held for want of one runs again, whole (R9.4)."""
        for deadline in self.state.alive_deadlines():
            if deadline.hold_reason in WHOLE_AGAIN and deadline.party_id == member_id:
                due_at_ms = at_ms + deadline.window_seconds * SECOND_MS
                return self._decide(DeadlineMoved(deadline.deadline_id, due_at_ms, "resumed", at_ms), None, at_ms)
        return None

    def party_restricted(
        self,
        member_id: int,
        how: HoldReason,
        *,
        at_ms: int,
        until_ms: int | None = None,
        heard_late: bool = False,
    ) -> "MilestoneDecision | None":
        """Who must answer was timed out (`until_ms`), kicked or banned: the clock stands (R9.9); None if no news.

        `heard_late` as for cases: at least 24 h are left then (or the window's own length, if less).
        """
        clock = self.state.clock_of(member_id)
        if clock is None or not (clock.is_running or clock.hold_reason == HoldReason.TIMED_OUT):
            return None
        decision = MilestoneDecision(at_ms, None)
        self._time_out(decision, clock, until_ms)
        due_at_ms = with_time_left(clock, at_ms)
        if heard_late and clock.is_running and due_at_ms != clock.due_at_ms:
            self._take(decision, DeadlineMoved(clock.deadline_id, due_at_ms, "standing"))
        if clock.hold_reason != how:
            self._take(decision, DeadlineHeld(clock.deadline_id, how.value))
        return decision if decision.events else None

    def _time_out(self, decision: "MilestoneDecision", clock: Deadline, until_ms: int | None) -> None:
        """Note when a time-out ends: Discord says nothing when it runs out by itself. A kick or ban outlasts it."""
        seconds = 0 if until_ms is None else max(-(-(until_ms - decision.at_ms) // SECOND_MS), 1)
        due_at_ms = decision.at_ms + seconds * SECOND_MS
        known = self._time_out_clock()
        if known is not None:
            if seconds and abs(known.due_at_ms - due_at_ms) < SECOND_MS:
                return
            self._take(decision, DeadlineEnded(known.deadline_id, DeadlineState.CANCELLED.value))
        if seconds:
            self._arm(decision, DeadlineKind.TIME_OUT, clock.party_id, seconds, clock.subject or 0)

    def _time_out_clock(self) -> Deadline | None:
        return next((item for item in self.state.alive_deadlines() if item.kind is DeadlineKind.TIME_OUT), None)

    def party_freed(
        self, member_id: int, *, at_ms: int, ended: DeadlineState = DeadlineState.CANCELLED
    ) -> "MilestoneDecision | None":
        """The time-out of who must answer is over (R9.9): what was left runs on; None if that is no news."""
        decision = MilestoneDecision(at_ms, None)
        known = self._time_out_clock()
        if known is not None and known.party_id == member_id:
            self._take(decision, DeadlineEnded(known.deadline_id, ended.value))
        return self._run_on(decision, member_id, {HoldReason.TIMED_OUT})

    def party_returned(self, member_id: int, *, at_ms: int) -> "MilestoneDecision | None":
        """Who was kicked or banned is back, so staff have decided (R9.9): what was left runs on; None if no news."""
        return self._run_on(MilestoneDecision(at_ms, None), member_id, {HoldReason.KICKED, HoldReason.BANNED})

    def _run_on(
        self, decision: "MilestoneDecision", member_id: int, reasons: set[HoldReason]
    ) -> "MilestoneDecision | None":
        clock = self.state.clock_of(member_id)
        if clock is not None and clock.hold_reason in reasons:
            due_at_ms = due_if_run_on(clock, decision.at_ms)
            self._take(decision, DeadlineMoved(clock.deadline_id, due_at_ms, "resumed"))
        return decision if decision.events else None

    def extend_after_outage(self, started_at_ms: int, ended_at_ms: int, *, at_ms: int) -> "MilestoneDecision | None":
        """Nothing is carried out by our outage (R9.5 [P]); None if no clock is touched."""
        decision = MilestoneDecision(at_ms, None)
        self._give_back(decision, started_at_ms, ended_at_ms, self.state.alive_deadlines())
        return decision if decision.events else None

    def make_up_for_outage(self, decision: "MilestoneDecision", started_at_ms: int, ended_at_ms: int) -> None:
        """The same for the clocks that an act has set going that was done before an outage of ours was over, and was
        heard after it (R9.5 [P])."""
        going = set_going(decision.events)
        clocks = [item for item in self.state.alive_deadlines() if item.deadline_id in going]
        self._give_back(decision, max(started_at_ms, decision.at_ms), ended_at_ms, clocks)

    def _give_back(
        self, decision: "MilestoneDecision", started_at_ms: int, ended_at_ms: int, clocks: Sequence[Deadline]
    ) -> None:
        for deadline in clocks:
            due_at_ms = after_outage(deadline, started_at_ms, ended_at_ms)
            if due_at_ms is not None:
                self._take(decision, DeadlineMoved(deadline.deadline_id, due_at_ms, "outage"))

    def lock(self, case_id: int, amount_minor: int, *, at_ms: int, by: Actor) -> MilestoneDecision:
        """Lock a part for a case: one open case per milestone (R4.4), on money that is there (R4.1)."""
        if self.state.locked_by_case_id is not None:
            raise MilestoneInCase(milestone_id=self.state.milestone_id, case_id=self.state.locked_by_case_id)
        self.amount_to_give(amount_minor)
        decision = MilestoneDecision(at_ms, by.member_id)
        self._close_request(decision, RequestState.IN_CASE)
        self._take(decision, MilestoneLocked(case_id, amount_minor))
        return decision

    def charge(self, case_id: int, amount_minor: int, *, at_ms: int, by: Actor) -> MilestoneDecision:
        """Note what a case takes from the escrow as its fee (R6.3 [G]); the case posts the money's move."""
        self.amount_to_give(amount_minor)
        decision = MilestoneDecision(at_ms, by.member_id)
        self._close_request(decision, RequestState.IN_CASE)
        self._take(decision, MilestoneCharged(case_id, amount_minor))
        return decision

    def unlock(self, case_id: int, payout: Payout | None, *, at_ms: int) -> MilestoneDecision:
        """Lift a case's lock, with what its end paid out of this milestone: all that was locked, or nothing.

        Raises ValueError for another case's lock or another sum: a fault of ours, never of a person's.
        """
        state = self.state
        if state.locked_by_case_id != case_id:
            raise ValueError(
                f"milestone {state.milestone_id} is locked by case {state.locked_by_case_id}, not {case_id}"
            )
        if payout is not None and payout.freelancer_minor + payout.client_minor != state.locked_minor:
            raise ValueError(f"case {case_id} pays out another sum than milestone {state.milestone_id} has locked")
        freelancer_minor = 0 if payout is None else payout.freelancer_minor
        client_minor = 0 if payout is None else payout.client_minor
        return self._decide(MilestoneUnlocked(case_id, freelancer_minor, client_minor), None, at_ms)

    def _decide(self, event: MilestoneEvent, by: Actor | None, at_ms: int) -> MilestoneDecision:
        self.state.apply(event, at_ms)
        return MilestoneDecision(at_ms, None if by is None else by.member_id, [event])
