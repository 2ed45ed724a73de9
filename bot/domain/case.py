"""The case: filing, its clocks, and what happens to it without a command. The whole of what a case can do."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain import case_events as happened
from bot.domain.actors import Actor
from bot.domain.arbitration import Arbitration
from bot.domain.case_core import Decision
from bot.domain.case_events import CaseEvent, Lock
from bot.domain.case_state import OfferState, opened
from bot.domain.deadlines import ROOM_UNREACHABLE, SECOND_MS, Deadline, DeadlineKind, DeadlineState, after_outage
from bot.domain.errors import NothingHeld, OfferGivesAll
from bot.domain.money import require_between
from bot.domain.rulebook import Rulebook
from bot.domain.stages import Command, Outcome
from bot.domain.texts import SealedText, require_text


@dataclass(frozen=True, slots=True)
class Filing:
    """What a claimant files (R4.1). The offer is the freelancer's part of the disputed amount, in minor units."""

    guild_id: int
    case_id: int
    project_id: int
    currency: str
    client_id: int
    freelancer_id: int
    claimant_id: int
    locks: tuple[Lock, ...]
    offer_minor: int
    category: SealedText
    reason: SealedText
    rulebook: Rulebook

    @property
    def respondent_id(self) -> int:
        """The other side, who must answer."""
        return self.freelancer_id if self.claimant_id == self.client_id else self.client_id


class Case(Arbitration):
    """One dispute. Every method returns the decision that makes the case what it has become."""

    @classmethod
    def file(cls, filing: Filing, *, at_ms: int) -> tuple["Case", Decision]:
        """Open a case in stage 1 with its opening offer (R4.1, R5).

        Raises AmountOutOfRange, OfferGivesAll or TextLength.
        """
        disputed_minor = sum(lock.amount_minor for lock in filing.locks)
        require_between(filing.offer_minor, 0, disputed_minor, filing.currency)
        client_files = filing.claimant_id == filing.client_id
        if filing.offer_minor == (disputed_minor if client_files else 0):
            raise OfferGivesAll(side="client" if client_files else "freelancer")
        require_text("reason", filing.reason.body)
        require_text("category", filing.category.body)
        event = happened.CaseOpened(
            guild_id=filing.guild_id,
            case_id=filing.case_id,
            project_id=filing.project_id,
            currency=filing.currency,
            client_id=filing.client_id,
            freelancer_id=filing.freelancer_id,
            claimant_id=filing.claimant_id,
            respondent_id=filing.respondent_id,
            locks=filing.locks,
            category=filing.category.ref,
            reason=filing.reason.ref,
            rulebook=filing.rulebook,
        )
        case = cls(opened(event, at_ms))
        decision = case._decision(at_ms, filing.claimant_id, filing.category, filing.reason)
        decision.events.append(event)
        case._take(decision, happened.OfferMade(1, filing.claimant_id, filing.offer_minor))
        windows = filing.rulebook.windows
        answers_as_freelancer = filing.respondent_id == filing.freelancer_id
        window_seconds = windows.response_freelancer if answers_as_freelancer else windows.response_client
        case._arm(decision, DeadlineKind.RESPONSE, filing.respondent_id, window_seconds)
        return case, decision

    @classmethod
    def replay(cls, events: Iterable[tuple[CaseEvent, int]]) -> "Case":
        """The case as its record makes it, from `(event, at_ms)` in order. Raises ValueError if it doesn't begin."""
        case: Case | None = None
        for event, at_ms in events:
            if case is None:
                if not isinstance(event, happened.CaseOpened):
                    raise ValueError(f"a case begins with being opened, not with {event.kind}")
                case = cls(opened(event, at_ms))
            else:
                case.state.apply(event, at_ms)
        if case is None:
            raise ValueError("a case has at least one event")
        return case

    def lapse(self, deadline_id: int, *, at_ms: int) -> Decision:
        """Let a due deadline take its effect; whether it may is `judge_lapse`'s to say.

        A response or fee not given forfeits the disputed amount to the other side (R5 stages 1 and 3, R9.10 [F]);
        `closing` ends evidence; a late ruling costs nobody; an offer expires (R7.1). Raises ValueError for a deadline
        that doesn't run or isn't due yet: it fires once and never early (R9.1).
        """
        deadline = self._alive(deadline_id)
        if at_ms < deadline.due_at_ms:
            raise ValueError(f"deadline {deadline_id} of case {self.state.case_id} is due at {deadline.due_at_ms}")
        decision = self._decision(at_ms, None)
        match deadline.kind:
            case DeadlineKind.RESPONSE | DeadlineKind.FEE:
                loser_id = deadline.party_id
                if loser_id is None:
                    raise ValueError(f"deadline {deadline_id} of {self.state.case_id} has no party to forfeit")
                self._take(decision, happened.Forfeited(loser_id, deadline.kind.value, deadline.due_at_ms))
                winner_id = self.state.other(loser_id)
                self._end(decision, Outcome.FORFEITED, self.all_for(winner_id), triggered=DeadlineState.FIRED)
            case DeadlineKind.CLOSING:
                self._take(decision, happened.DeadlineEnded(deadline_id, DeadlineState.FIRED.value))
                self._close_evidence(decision, both_rested=False)
            case DeadlineKind.RULING:
                self._take(decision, happened.DeadlineEnded(deadline_id, DeadlineState.FIRED.value))
            case DeadlineKind.OFFER_EXPIRY:
                offer = self.state.offer(deadline.subject or 0)
                if offer is None:
                    raise ValueError(f"deadline {deadline_id} of {self.state.case_id} names no offer")
                self._close_offer(decision, offer, OfferState.EXPIRED, None)
        return decision

    def _alive(self, deadline_id: int) -> Deadline:
        deadline = self.state.deadlines[deadline_id]
        if not deadline.is_running:
            raise ValueError(f"deadline {deadline_id} of case {self.state.case_id} is {deadline.state.value}")
        return deadline

    def move_deadline(self, deadline_id: int, due_at_ms: int, cause: str, *, at_ms: int) -> Decision:
        """Give a running deadline another due time (R9.4)."""
        self._alive(deadline_id)
        decision = self._decision(at_ms, None)
        self._take(decision, happened.DeadlineMoved(deadline_id, due_at_ms, cause))
        return decision

    def hold_deadline(self, deadline_id: int, reason: str, *, at_ms: int) -> Decision:
        """Stop one clock, because its party could not be reached (R9.4)."""
        self._alive(deadline_id)
        decision = self._decision(at_ms, None)
        self._take(decision, happened.DeadlineHeld(deadline_id, reason))
        return decision

    def resume(self, *, by: Actor, at_ms: int) -> Decision:
        """A moderator lets held clocks run again, with the whole window (R9.4). Raises NothingHeld."""
        self.require(Command.RESUME, by)
        decision = self._decision(at_ms, by.member_id)
        if not self._resume_held(decision, None):
            raise NothingHeld(case_id=self.state.case_id)
        return decision

    def party_reached(self, member_id: int, *, at_ms: int, in_room: bool) -> Decision | None:
        """A notice has reached a party whose clock was held for want of one: it runs again, whole (R9.4).

        A clock that stands because the room can't be posted to waits until a notice stands in the room.
        """
        decision = self._decision(at_ms, None)
        return decision if self._resume_held(decision, member_id, in_room=in_room) else None

    def _resume_held(self, decision: Decision, member_id: int | None, *, in_room: bool = True) -> bool:
        resumed = False
        for deadline in self.state.alive_deadlines():
            if deadline.is_running or (member_id is not None and deadline.party_id != member_id):
                continue
            if deadline.hold_reason == ROOM_UNREACHABLE and not in_room:
                continue
            due_at_ms = decision.at_ms + deadline.window_seconds * SECOND_MS
            self._take(decision, happened.DeadlineMoved(deadline.deadline_id, due_at_ms, "resumed", decision.at_ms))
            resumed = True
        return resumed

    def extend_after_outage(self, started_at_ms: int, ended_at_ms: int, *, at_ms: int) -> Decision | None:
        """No forfeiture by our outage (R9.5 [P]): running windows get the time back; None if none is touched."""
        decision = self._decision(at_ms, None)
        for deadline in self.state.alive_deadlines():
            due_at_ms = after_outage(deadline, started_at_ms, ended_at_ms)
            if due_at_ms is not None:
                self._take(decision, happened.DeadlineMoved(deadline.deadline_id, due_at_ms, "outage"))
        return decision if decision.events else None

    def party_left(self, member_id: int, *, at_ms: int) -> Decision | None:
        """A party left the server (R9.9): noted, the clocks run on; None if that is no news."""
        if not self.state.is_open or member_id not in self.state.parties or member_id in self.state.left:
            return None
        decision = self._decision(at_ms, None)
        self._take(decision, happened.PartyLeft(member_id))
        return decision

    def party_returned(self, member_id: int, *, at_ms: int) -> Decision | None:
        """A party is back (R9.9), or here for the first time and never reached before; None if that is no news."""
        is_awaited = any(
            deadline.party_id == member_id and not deadline.is_running for deadline in self.state.alive_deadlines()
        )
        if not self.state.is_open or not (member_id in self.state.left or is_awaited):
            return None
        decision = self._decision(at_ms, None)
        self._take(decision, happened.PartyReturned(member_id))
        return decision

    def room_remade(self, deleted_by_id: int | None, *, at_ms: int) -> Decision:
        """The room was deleted by hand and is made anew; the record says who did it, if that is known."""
        decision = self._decision(at_ms, None)
        self._take(decision, happened.RoomRemade(deleted_by_id))
        return decision
