"""Stage 4 of a case: escalation, the arbitrator, the ruling."""

from bot.domain import case_events as happened
from bot.domain.actors import Actor
from bot.domain.case_core import Decision
from bot.domain.case_events import DepositEnd
from bot.domain.deadlines import DeadlineKind, DeadlineState
from bot.domain.errors import AlreadyDone, ArbitratorTaken, NotTheArbitrator, TooEarly
from bot.domain.ledger import transfer
from bot.domain.money import require_between
from bot.domain.negotiation import Negotiation
from bot.domain.stages import Command, Outcome
from bot.domain.texts import SealedText, require_text


class Arbitration(Negotiation):
    """The commands of staff, and the parties' word that they have nothing to add."""

    def escalate(self, reason: SealedText, *, by: Actor, at_ms: int, never_reached: tuple[int, ...] = ()) -> Decision:
        """Send the case to arbitration: fees are waived, a paid deposit goes back, party clocks stop (R5.8)."""
        self.require(Command.ESCALATE, by)
        require_text("staff_reason", reason.body)
        decision = self._decision(at_ms, by.member_id, reason)
        self._take(decision, happened.CaseEscalated(by.member_id, reason.ref, never_reached))
        ends = tuple(DepositEnd(member, amount, 0) for member, amount in self._held_deposits().items())
        transaction = transfer(
            f"case:{self.state.case_id}:escalated",
            "fee_returned",
            at_ms,
            self.state.currency,
            self._deposit_moves(ends),
            case_id=self.state.case_id,
        )
        if ends:
            self._take(decision, happened.DepositsReturned(ends, self._post(decision, transaction)))
        self._enter_arbitration(decision, escalated=True)
        return decision

    def claim(self, *, by: Actor, at_ms: int) -> Decision:
        """Take the case as its one arbitrator (R10.2); never one's own (R10.3)."""
        self.require(Command.CLAIM, by)
        if self.state.arbitrator_id == by.member_id:
            raise AlreadyDone(what="claim", by_member_id=by.member_id, at_ms=None)
        if self.state.arbitrator_id is not None:
            raise ArbitratorTaken(case_id=self.state.case_id, arbitrator_id=self.state.arbitrator_id)
        decision = self._decision(at_ms, by.member_id)
        self._take(decision, happened.ArbitratorClaimed(by.member_id))
        return decision

    def rest(self, *, by: Actor, at_ms: int) -> Decision:
        """Say that one has nothing more to add; when both have, the closing window is over for good."""
        self.require(Command.REST, by)
        self._require_evidence_open(Command.REST, at_ms)
        if by.member_id in self.state.rested:
            raise AlreadyDone(what="rest", by_member_id=by.member_id, at_ms=None)
        decision = self._decision(at_ms, by.member_id)
        self._take(decision, happened.RestStated(by.member_id))
        if self.state.rested == set(self.state.parties):
            self._end_deadlines(decision, DeadlineState.MET, DeadlineKind.CLOSING)
            self._close_evidence(decision, both_rested=True)
        return decision

    def require_ruling_possible(self, *, by: Actor) -> None:
        """Raise unless this arbitrator may rule now: it is their case, and evidence is closed (R5 stage 4)."""
        self.require(Command.RULE, by)
        if self.state.arbitrator_id != by.member_id:
            raise NotTheArbitrator(case_id=self.state.case_id, arbitrator_id=self.state.arbitrator_id)
        if self.state.evidence_closed_at_ms is None:
            closing = self.state.alive_deadlines(DeadlineKind.CLOSING)
            from_ms = closing[0].due_at_ms if closing and closing[0].is_running else None
            raise TooEarly(case_id=self.state.case_id, what=Command.RULE.value, from_ms=from_ms)

    def rule(self, freelancer_minor: int, findings: SealedText, *, by: Actor, at_ms: int) -> Decision:
        """Decide the case for good (R10.2): both shares are paid, deposits go where R5.5 says."""
        self.require_ruling_possible(by=by)
        disputed_minor = self.state.disputed_minor
        require_between(freelancer_minor, 0, disputed_minor, self.state.currency)
        require_text("findings", findings.body)
        decision = self._decision(at_ms, by.member_id, findings)
        self._take(
            decision,
            happened.RulingMade(
                by.member_id,
                freelancer_minor,
                disputed_minor - freelancer_minor,
                findings.ref,
                self.state.never_reached,
            ),
        )
        self._end_deadlines(decision, DeadlineState.MET, DeadlineKind.RULING)
        self._end(decision, Outcome.RULED, freelancer_minor, self.refunds_after(freelancer_minor))
        return decision
