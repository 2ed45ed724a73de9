"""What all commands of a case share: who may ask, in time or not, and how a decision is put together."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain import case_events as happened
from bot.domain.actors import Actor, StaffRole
from bot.domain.case_events import CaseEvent, DepositEnd, Payout
from bot.domain.case_state import CaseState, DepositState, Offer, OfferState
from bot.domain.deadlines import FORFEITING, SECOND_MS, Deadline, DeadlineKind, DeadlineState, is_past
from bot.domain.errors import CaseEnded, ConflictOfInterest, NoSuchCase, NotAParty, NotYourTurn, TooLate, WrongStage
from bot.domain.ledger import FEES, LedgerTransaction, deposit_account, escrow_account, member_account, transfer
from bot.domain.stages import ALLOWED, CaseRole, Command, Outcome, Stage, stages_of
from bot.domain.texts import SealedText, TextRef


@dataclass(slots=True)
class Decision:
    """What a command decided: events for the record, money to move, texts to keep beside the record."""

    at_ms: int
    actor_id: int | None
    events: list[CaseEvent] = field(default_factory=list[CaseEvent])
    transactions: list[LedgerTransaction] = field(default_factory=list[LedgerTransaction])
    texts: list[SealedText] = field(default_factory=list[SealedText])


class CaseCore:
    """A case with the checks and steps that its commands are made of."""

    def __init__(self, state: CaseState) -> None:
        self.state = state

    def _decision(self, at_ms: int, actor_id: int | None, *texts: SealedText | None) -> Decision:
        return Decision(at_ms, actor_id, texts=[text for text in texts if text is not None])

    def _take(self, decision: Decision, *events: CaseEvent) -> None:
        for event in events:
            self.state.apply(event, decision.at_ms)
            decision.events.append(event)

    def _post(self, decision: Decision, transaction: LedgerTransaction | None) -> str | None:
        """Add the transaction, if anything moves, and give the digest that its event carries (R11.1)."""
        if transaction is None:
            return None
        decision.transactions.append(transaction)
        return transaction.digest

    def require(self, command: Command, by: Actor) -> CaseRole:
        """The actor's role for the command.

        Raises NoSuchCase, NotAParty, ConflictOfInterest, CaseEnded, WrongStage or NotYourTurn.
        """
        state = self.state
        role = state.role_of(by.member_id)
        asks_staff = command in {Command.ESCALATE, Command.CLAIM, Command.RULE, Command.RESUME}
        if asks_staff:
            wanted = CaseRole.MODERATOR if command in {Command.ESCALATE, Command.RESUME} else CaseRole.ARBITRATOR
            by.require(StaffRole(wanted.value))
            if role is not None:
                raise ConflictOfInterest(reason="party")
            role = wanted
        elif role is None:
            # Who may not see the case must not learn from the answer that it exists.
            theirs = state.stage is Stage.ARBITRATION or state.arbitrator_id == by.member_id
            is_seen = by.has(StaffRole.MODERATOR) or (theirs and by.has(StaffRole.ARBITRATOR))
            raise NotAParty(case_id=state.case_id) if is_seen else NoSuchCase(case_id=state.case_id)
        if state.outcome is not None and state.ended_at_ms is not None:
            raise CaseEnded(case_id=state.case_id, outcome=state.outcome.value, ended_at_ms=state.ended_at_ms)
        allowed = ALLOWED[state.stage].get(command)
        if allowed is None:
            raise WrongStage(
                case_id=state.case_id,
                command=command.value,
                stage=state.stage.value,
                possible=tuple(stage.value for stage in stages_of(command)),
            )
        if role not in allowed:
            whose = min(allowed)
            member_id = {CaseRole.CLAIMANT: state.claimant_id, CaseRole.RESPONDENT: state.respondent_id}.get(whose)
            raise NotYourTurn(case_id=state.case_id, whose=whose.value, whose_member_id=member_id)
        return role

    def overdue_since(self, at_ms: int) -> int | None:
        """When the stage's forfeiting deadline was due, if that was before this moment (R9.2); the due second is in."""
        for deadline in self.state.alive_deadlines(*FORFEITING):
            if deadline.is_running and is_past(deadline.due_at_ms, at_ms):
                return deadline.due_at_ms
        return None

    def _require_in_time(self, what: Command, at_ms: int) -> None:
        """Raise TooLate between a forfeiting deadline's due time and its firing: it stays missed (R9.2)."""
        due_at_ms = self.overdue_since(at_ms)
        if due_at_ms is not None:
            raise TooLate(case_id=self.state.case_id, what=what.value, due_at_ms=due_at_ms)

    def evidence_closed_since(self, at_ms: int) -> int | None:
        """When the evidence window closed, if that was before this moment (R8.1, R8.5)."""
        if self.state.evidence_closed_at_ms is not None:
            return self.state.evidence_closed_at_ms
        for closing in self.state.alive_deadlines(DeadlineKind.CLOSING):
            if closing.is_running and is_past(closing.due_at_ms, at_ms):
                return closing.due_at_ms
        return None

    def _require_evidence_open(self, what: Command, at_ms: int) -> None:
        closed_at_ms = self.evidence_closed_since(at_ms)
        if closed_at_ms is not None:
            raise TooLate(case_id=self.state.case_id, what=what.value, due_at_ms=closed_at_ms)

    def _arm(
        self,
        decision: Decision,
        kind: DeadlineKind,
        party_id: int | None,
        window_seconds: int,
        subject: int | None = None,
    ) -> None:
        deadline = Deadline(
            deadline_id=len(self.state.deadlines) + 1,
            kind=kind,
            party_id=party_id,
            starts_at_ms=decision.at_ms,
            window_seconds=window_seconds,
            due_at_ms=decision.at_ms + window_seconds * SECOND_MS,
            subject=subject,
        )
        self._take(decision, happened.DeadlineArmed(deadline))

    def _end_deadlines(self, decision: Decision, ended: DeadlineState, *kinds: DeadlineKind) -> None:
        for deadline in self.state.alive_deadlines(*kinds):
            self._take(decision, happened.DeadlineEnded(deadline.deadline_id, ended.value))

    def _close_offer(
        self,
        decision: Decision,
        offer: Offer,
        ended: OfferState,
        by_member_id: int | None,
        reason: TextRef | None = None,
    ) -> None:
        self._take(decision, happened.OfferClosed(offer.number, ended.value, by_member_id, reason))
        for deadline in self.state.alive_deadlines(DeadlineKind.OFFER_EXPIRY):
            if deadline.subject == offer.number:
                reached = DeadlineState.FIRED if ended is OfferState.EXPIRED else DeadlineState.CANCELLED
                self._take(decision, happened.DeadlineEnded(deadline.deadline_id, reached.value))

    def _void_offers(self, decision: Decision) -> None:
        for offer in self.state.open_offers():
            self._close_offer(decision, offer, OfferState.VOID, None)

    def _enter_arbitration(self, decision: Decision, *, escalated: bool) -> None:
        """Stage 4: open offers are void, and the closing window begins (R5, R7.1)."""
        self._end_deadlines(decision, DeadlineState.CANCELLED, *FORFEITING)
        self._void_offers(decision)
        self._take(decision, happened.StageEntered(Stage.ARBITRATION.value, escalated))
        windows = self.state.rulebook.windows
        closing_seconds = windows.closing_escalated if escalated else windows.closing
        if closing_seconds:
            self._arm(decision, DeadlineKind.CLOSING, None, closing_seconds)
        else:
            self._close_evidence(decision, both_rested=False)

    def _close_evidence(self, decision: Decision, *, both_rested: bool) -> None:
        self._take(decision, happened.EvidenceClosed(both_rested))
        self._arm(decision, DeadlineKind.RULING, None, self.state.rulebook.windows.ruling)

    def _held_deposits(self) -> dict[int, int]:
        return {
            deposit.member_id: deposit.amount_minor
            for deposit in self.state.deposits.values()
            if deposit.state is DepositState.HELD
        }

    def payouts(self, freelancer_minor: int) -> tuple[Payout, ...]:
        """What each milestone pays to whom: the freelancer is paid first, in the order of the locks (R4.2)."""
        left_minor = freelancer_minor
        result: list[Payout] = []
        for lock in self.state.locks:
            part_minor = min(left_minor, lock.amount_minor)
            left_minor -= part_minor
            result.append(Payout(lock.milestone_id, part_minor, lock.amount_minor - part_minor))
        return tuple(result)

    def _end(
        self,
        decision: Decision,
        outcome: Outcome,
        freelancer_minor: int | None,
        returned: Mapping[int, int] | None = None,
        *,
        triggered: DeadlineState = DeadlineState.CANCELLED,
    ) -> None:
        """End the case: pay out (nothing for None), end deposits (all go back without `returned`), stop all clocks."""
        state = self.state
        held = self._held_deposits()
        back = held if returned is None else returned
        ends = tuple(DepositEnd(member, back[member], amount - back[member]) for member, amount in held.items())
        payouts = () if freelancer_minor is None else self.payouts(freelancer_minor)
        moves = [
            move
            for payout in payouts
            for move in (
                (escrow_account(payout.milestone_id), member_account(state.freelancer_id), payout.freelancer_minor),
                (escrow_account(payout.milestone_id), member_account(state.client_id), payout.client_minor),
            )
        ]
        moves.extend(self._deposit_moves(ends))
        transaction = transfer(
            f"case:{state.case_id}:end",
            f"case_{outcome.value}",
            decision.at_ms,
            state.currency,
            moves,
            case_id=state.case_id,
        )
        digest = self._post(decision, transaction)
        self._end_deadlines(decision, triggered, *FORFEITING)
        self._void_offers(decision)
        self._end_deadlines(decision, DeadlineState.CANCELLED)
        self._take(decision, happened.CaseClosed(outcome.value, payouts, ends, digest))

    def _deposit_moves(self, ends: tuple[DepositEnd, ...]) -> list[tuple[str, str, int]]:
        moves: list[tuple[str, str, int]] = []
        for end in ends:
            source = deposit_account(self.state.case_id, end.member_id)
            moves.append((source, member_account(end.member_id), end.returned_minor))
            moves.append((source, FEES, end.earned_minor))
        return moves

    def share_of(self, member_id: int, freelancer_minor: int) -> int:
        """What a party gets of the disputed amount when the freelancer gets so much, in minor units."""
        is_freelancer = member_id == self.state.freelancer_id
        return freelancer_minor if is_freelancer else self.state.disputed_minor - freelancer_minor

    def all_for(self, member_id: int) -> int:
        """The freelancer's share when a party gets everything, in minor units."""
        return self.state.disputed_minor if member_id == self.state.freelancer_id else 0
