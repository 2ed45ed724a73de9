"""What all commands of a case share: who may ask, in time or not, and how a decision is put together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.domain import case_events as happened
from bot.domain.actors import Actor, StaffRole
from bot.domain.case_events import CaseEvent, DepositEnd, Payout
from bot.domain.case_state import CaseState, DepositState, Offer, OfferState, is_party_act
from bot.domain.deadlines import (
    DAY_MS,
    FORFEITING,
    NOT_OURS,
    SECOND_MS,
    WHOLE_AGAIN,
    Deadline,
    DeadlineKind,
    DeadlineState,
    HoldReason,
    has_run_out,
)
from bot.domain.errors import CaseEnded, ConflictOfInterest, NoSuchCase, NotAParty, NotYourTurn, TooLate, WrongStage
from bot.domain.files import SealedFile
from bot.domain.ledger import FEES, LedgerTransaction, deposit_account, escrow_account, member_account, transfer
from bot.domain.stages import ALLOWED, STAFF_COMMANDS, CaseRole, Command, Outcome, Stage, stages_of
from bot.domain.texts import SealedText, TextRef
from bot.domain.visibility import sees_case

LONGEST_ASKED_MS: Final = 4 * DAY_MS
"""How long questions may stop the ruling's clock in all (R10.2), in milliseconds."""

NEGOTIATING: Final = (DeadlineKind.IDLE, DeadlineKind.DORMANCY, DeadlineKind.CASHIER)
"""Clocks that mean nothing once a case is in arbitration."""


@dataclass(slots=True)
class Decision:
    """What a command decided: events for the record, money to move, texts to keep beside the record."""

    at_ms: int
    actor_id: int | None
    events: list[CaseEvent] = field(default_factory=list[CaseEvent])
    transactions: list[LedgerTransaction] = field(default_factory=list[LedgerTransaction])
    texts: list[SealedText] = field(default_factory=list[SealedText])
    files: list[SealedFile] = field(default_factory=list[SealedFile])


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
            if is_party_act(event):
                self._wake_from_idling(decision)

    def _wake_from_idling(self, decision: Decision) -> None:
        """Who has been reminded weekly and does something is idle again only after the first window (R5 stage 2)."""
        window = self.state.rulebook.windows.idle_reminder
        due_at_ms = decision.at_ms + (window or 0) * SECOND_MS
        for idle in self.state.alive_deadlines(DeadlineKind.IDLE):
            if window is not None and idle.is_running and idle.window_seconds > window and due_at_ms < idle.due_at_ms:
                moved = happened.DeadlineMoved(idle.deadline_id, due_at_ms, "activity", decision.at_ms)
                self._take(decision, moved)

    def _post(self, decision: Decision, transaction: LedgerTransaction | None) -> str | None:
        """Add the transaction, if anything moves, and give the digest that its event carries (R11.1)."""
        if transaction is None:
            return None
        decision.transactions.append(transaction)
        return transaction.digest

    def is_visible_to(self, actor: Actor) -> bool:
        """Whether the actor may know of the case."""
        state = self.state
        return sees_case(actor, parties=state.parties, stage=state.stage, arbitrator_id=state.arbitrator_id)

    def shows_evidence_to(self, actor: Actor) -> bool:
        """Parties and the case's staff read exhibits, nobody else: no arbitrator once another has the case, or who gave
        it up (R8.3, R10.3)."""
        is_nobodys = self.state.arbitrator_id in (None, actor.member_id) and actor.member_id not in self.state.recused
        own = self.state.role_of(actor.member_id) is not None or actor.has(StaffRole.MODERATOR)
        return self.is_visible_to(actor) and (own or is_nobodys)

    def shows_offers_to(self, actor: Actor) -> bool:
        """Whether somebody who sees the case sees its offers: not arbitrators before the ruling, where the rulebook
        keeps them hidden, unless they have worked on it as moderators and can't rule on it any more (R7.5)."""
        state = self.state
        if not (state.rulebook.offers_hidden and state.is_open) or state.role_of(actor.member_id) is not None:
            return True
        return not actor.has(StaffRole.ARBITRATOR) or actor.member_id in state.moderated

    def keeps_from_moderating(self, member_id: int) -> bool:
        """Whether somebody who moderates, too, has the case as its arbitrator, and offers are hidden from them: a
        moderator's work would take the ruling out of their hands (R7.5)."""
        return self.state.rulebook.offers_hidden and self.state.is_open and self.state.arbitrator_id == member_id

    def require(self, command: Command, by: Actor) -> CaseRole:
        """The actor's role for the command.

        Raises NoSuchCase, NotAParty, ConflictOfInterest, CaseEnded, WrongStage or NotYourTurn.
        """
        state = self.state
        role = state.role_of(by.member_id)
        wanted = STAFF_COMMANDS.get(command)
        if wanted is not None:
            by.require(StaffRole(wanted.value))
            if role is not None:
                raise ConflictOfInterest(reason="party")
            if wanted is CaseRole.MODERATOR and self.keeps_from_moderating(by.member_id):
                raise ConflictOfInterest(reason="arbitrates")
            role = wanted
        # Who may not see the case must not learn from the answer that it exists.
        if not self.is_visible_to(by):
            raise NoSuchCase(case_id=state.case_id)
        if role is None:
            raise NotAParty(case_id=state.case_id)
        if state.outcome is not None and state.ended_at_ms is not None:
            raise CaseEnded(case_id=state.case_id, outcome=state.outcome.value, ended_at_ms=state.ended_at_ms)
        preset = state.rulebook.preset
        allowed = ALLOWED[preset][state.stage].get(command)
        if allowed is None:
            raise WrongStage(
                case_id=state.case_id,
                command=command.value,
                stage=state.stage.value,
                possible=tuple(stage.value for stage in stages_of(preset, command)),
            )
        if role not in allowed:
            whose = min(allowed)
            member_id = {CaseRole.CLAIMANT: state.claimant_id, CaseRole.RESPONDENT: state.respondent_id}.get(whose)
            raise NotYourTurn(case_id=state.case_id, whose=whose.value, whose_member_id=member_id)
        return role

    def overdue_since(self, at_ms: int) -> int | None:
        """When the stage's forfeiting deadline was due, if that was before this moment (R9.2); the due second is in. A
        hold that came later changes nothing about it."""
        for deadline in self.state.alive_deadlines(*FORFEITING):
            if has_run_out(deadline, at_ms):
                return deadline.due_at_ms
        return None

    def _require_in_time(self, what: Command, at_ms: int) -> None:
        """Raise TooLate between a forfeiting deadline's due time and its firing: it stays missed (R9.2)."""
        due_at_ms = self.overdue_since(at_ms)
        if due_at_ms is not None:
            raise TooLate(case_id=self.state.case_id, what=what.value, due_at_ms=due_at_ms)

    def _arm(
        self,
        decision: Decision,
        kind: DeadlineKind,
        party_id: int | None,
        window_seconds: int,
        subject: int | None = None,
        starts_at_ms: int | None = None,
    ) -> None:
        from_ms = decision.at_ms if starts_at_ms is None else starts_at_ms
        deadline = Deadline(
            deadline_id=len(self.state.deadlines) + 1,
            kind=kind,
            party_id=party_id,
            starts_at_ms=from_ms,
            window_seconds=window_seconds,
            due_at_ms=from_ms + window_seconds * SECOND_MS,
            subject=subject,
        )
        self._take(decision, happened.DeadlineArmed(deadline))
        reason = self._standing_reason(deadline)
        if reason is not None:
            self._take(decision, happened.DeadlineHeld(deadline.deadline_id, reason))

    def _standing_reason(self, deadline: Deadline) -> str | None:
        """Why a clock may not run now: a moderator holds the case (R9.8), its party can't act (R9.9), a cashier is to
        answer (R5.4), or a question is open (R10.2). A time-out is Discord's clock, not the case's; and an offer
        expires whether or not its author can take it back."""
        state = self.state
        if deadline.kind is DeadlineKind.TIME_OUT:
            return None
        if state.hold is not None:
            return HoldReason.MODERATOR.value
        restricted = None if deadline.party_id is None else state.restricted.get(deadline.party_id)
        if restricted is not None and deadline.kind not in NOT_OURS:
            return restricted
        if deadline.kind is DeadlineKind.FEE and state.alive_deadlines(DeadlineKind.CASHIER):
            return HoldReason.DEPOSIT.value
        asking = state.asked_ms < LONGEST_ASKED_MS and bool(state.alive_deadlines(DeadlineKind.QUESTION))
        return HoldReason.QUESTION.value if asking and deadline.kind is DeadlineKind.RULING else None

    def _start(self, decision: Decision, which: Callable[[Deadline], bool]) -> None:
        """Let standing clocks run on, unless something else keeps them standing.

        What was left when a clock stopped is left still (R9.8); the whole window after a hold for want of notice
        (R9.4); at least 24 h, or the window's own length, after a cashier's answer (R5.4). The ruling's clock stands
        for questions at most 4 days in all (R10.2).
        """
        for deadline in self.state.alive_deadlines():
            if deadline.is_running or not which(deadline):
                continue
            reason = self._standing_reason(deadline)
            if reason is None:
                due_at_ms, starts_at_ms = self._due_after_hold(deadline, decision.at_ms)
                self._take(decision, happened.DeadlineMoved(deadline.deadline_id, due_at_ms, "resumed", starts_at_ms))
            elif reason != deadline.hold_reason:
                self._stand_on(decision, deadline, reason)

    def _stand_on(self, decision: Decision, deadline: Deadline, reason: str) -> None:
        """Let a clock stand for another reason from now on; what the first one left it is left still."""
        due_at_ms, starts_at_ms = self._due_after_hold(deadline, decision.at_ms)
        self._take(
            decision,
            happened.DeadlineMoved(deadline.deadline_id, due_at_ms, "standing", starts_at_ms),
            happened.DeadlineHeld(deadline.deadline_id, reason),
        )

    def _due_after_hold(self, deadline: Deadline, at_ms: int) -> tuple[int, int | None]:
        window_ms = deadline.window_seconds * SECOND_MS
        if deadline.hold_reason in WHOLE_AGAIN:
            return at_ms + window_ms, at_ms
        stood_ms = at_ms - (at_ms if deadline.held_since_ms is None else deadline.held_since_ms)
        if deadline.hold_reason == HoldReason.QUESTION:
            stood_ms = min(stood_ms, LONGEST_ASKED_MS - self.state.asked_ms)
        due_at_ms = deadline.due_at_ms + stood_ms
        if deadline.hold_reason == HoldReason.DEPOSIT:
            due_at_ms = max(due_at_ms, at_ms + min(DAY_MS, window_ms))
        return due_at_ms, None

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
        self._end_deadlines(decision, DeadlineState.CANCELLED, *FORFEITING, *NEGOTIATING)
        self._void_offers(decision)
        self._take(decision, happened.StageEntered(Stage.ARBITRATION.value, escalated))
        windows = self.state.rulebook.windows
        closing_seconds = windows.closing_escalated if escalated else windows.closing
        if closing_seconds:
            self._arm(decision, DeadlineKind.CLOSING, None, closing_seconds)
        else:
            self._close_evidence(decision, both_rested=False)

    def _close_evidence(self, decision: Decision, *, both_rested: bool, closed_at_ms: int | None = None) -> None:
        """The arbitrator may rule, and has so much time since the end of the windows, or from now on; under `safepay`
        the ruling's clock has run since opening (R6.4), unless it was over before anybody could rule."""
        self._take(decision, happened.EvidenceClosed(both_rested, closed_at_ms))
        if not self.state.alive_deadlines(DeadlineKind.RULING):
            window_seconds = self.state.rulebook.windows.ruling
            self._arm(decision, DeadlineKind.RULING, None, window_seconds, starts_at_ms=closed_at_ms)

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
