"""What the parties settle between themselves: answering, offers, fees, and the ways out without a ruling."""

from bot.domain import case_events as happened
from bot.domain.actors import Actor
from bot.domain.case_core import Decision
from bot.domain.case_state import DepositState, Offer, OfferState
from bot.domain.deadlines import SECOND_MS, DeadlineKind, DeadlineState
from bot.domain.errors import (
    AlreadyDone,
    DecliningIsNoAnswer,
    NoOpenOffer,
    NoSuchOffer,
    NoWithdrawalAsked,
    OfferNotBetter,
    OfferNotOpen,
    OpeningOfferFixed,
    OwnOffer,
    TooEarly,
)
from bot.domain.evidence import Evidence
from bot.domain.fees import fee_for, refunds
from bot.domain.ledger import deposit_account, member_account, transfer
from bot.domain.money import require_between
from bot.domain.stages import CaseRole, Command, Outcome, Stage
from bot.domain.texts import SealedText, require_text


class Negotiation(Evidence):
    """The commands of the parties: answering, offers, fees, and the ways out."""

    @property
    def fee_minor(self) -> int:
        """Each party's arbitration fee, in minor units (R5.3)."""
        return fee_for(self.state.disputed_minor, self.state.rulebook.fee)

    def challenge(
        self,
        statement: SealedText,
        *,
        by: Actor,
        at_ms: int,
        offer_minor: int | None = None,
        offer_salt: str | None = None,
    ) -> Decision:
        """Answer stage 1 with a challenge, and with an offer if one is named (R5.1)."""
        self.require(Command.CHALLENGE, by)
        self._require_in_time(Command.CHALLENGE, at_ms)
        require_text("statement", statement.body)
        if offer_minor is not None:
            require_between(offer_minor, 0, self.state.disputed_minor, self.state.currency)
        decision = self._decision(at_ms, by.member_id, statement)
        self._enter_negotiation(decision, happened.CaseChallenged(statement.ref))
        if offer_minor is not None:
            self._put_offer(decision, by.member_id, offer_minor, None, None, offer_salt)
        return decision

    def _enter_negotiation(self, decision: Decision, answer: happened.CaseChallenged) -> None:
        self._end_deadlines(decision, DeadlineState.MET, DeadlineKind.RESPONSE)
        self._take(decision, answer, happened.StageEntered(Stage.NEGOTIATION.value))
        windows = self.state.rulebook.windows
        if windows.idle_reminder is not None:
            self._arm(decision, DeadlineKind.IDLE, None, windows.idle_reminder)
        if windows.dormancy is not None:
            self._arm(decision, DeadlineKind.DORMANCY, None, windows.dormancy)

    def make_offer(
        self,
        freelancer_minor: int,
        *,
        by: Actor,
        at_ms: int,
        note: SealedText | None = None,
        expires_seconds: int | None = None,
        salt: str | None = None,
    ) -> Decision:
        """Propose what the freelancer gets (R7.1). In stage 1 the respondent's offer is a challenge (R5.1), and the
        claimant's must be better for the respondent (R5.2)."""
        role = self.require(Command.MAKE_OFFER, by)
        self._require_in_time(Command.MAKE_OFFER, at_ms)
        if note is not None:
            require_text("note", note.body)
        decision = self._decision(at_ms, by.member_id, note)
        if self.state.stage is Stage.RESPONSE:
            if role is CaseRole.CLAIMANT:
                self._require_better(freelancer_minor, by, expires_seconds)
            else:
                require_between(freelancer_minor, 0, self.state.disputed_minor, self.state.currency)
                self._enter_negotiation(decision, happened.CaseChallenged(None if note is None else note.ref))
        self._put_offer(decision, by.member_id, freelancer_minor, note, expires_seconds, salt)
        return decision

    def _require_better(self, freelancer_minor: int, by: Actor, expires_seconds: int | None) -> None:
        state = self.state
        if expires_seconds is not None:
            raise OpeningOfferFixed(case_id=state.case_id)
        current = state.open_offer_of(by.member_id)
        answers_as_freelancer = state.respondent_id == state.freelancer_id
        if current is not None and (
            freelancer_minor <= current.freelancer_minor
            if answers_as_freelancer
            else freelancer_minor >= current.freelancer_minor
        ):
            raise OfferNotBetter(
                case_id=state.case_id,
                open_minor=current.freelancer_minor,
                currency=state.currency,
                freelancer_answers=answers_as_freelancer,
            )

    def _put_offer(
        self,
        decision: Decision,
        author_id: int,
        freelancer_minor: int,
        note: SealedText | None,
        expires_seconds: int | None,
        salt: str | None,
    ) -> None:
        require_between(freelancer_minor, 0, self.state.disputed_minor, self.state.currency)
        superseded = self.state.open_offer_of(author_id)
        if superseded is not None:
            self._close_offer(decision, superseded, OfferState.SUPERSEDED, author_id)
        number = len(self.state.offers) + 1
        expires_at_ms = None if expires_seconds is None else decision.at_ms + expires_seconds * SECOND_MS
        note_ref = None if note is None else note.ref
        self._take(decision, happened.OfferMade(number, author_id, freelancer_minor, note_ref, expires_at_ms, salt))
        if expires_seconds is not None:
            self._arm(decision, DeadlineKind.OFFER_EXPIRY, author_id, expires_seconds, subject=number)

    def _the_open_offer(self, number: int, at_ms: int) -> Offer:
        offer = self.state.offer(number)
        if offer is None:
            raise NoSuchOffer(case_id=self.state.case_id, number=number)
        if offer.state is not OfferState.OPEN:
            raise self._not_open(offer, offer.state, offer.closed_at_ms or offer.made_at_ms, at_ms)
        if self.state.has_expired(offer, at_ms):
            clocks = self.state.alive_deadlines(DeadlineKind.OFFER_EXPIRY)
            due_at_ms = next(item.due_at_ms for item in clocks if item.subject == number)
            raise self._not_open(offer, OfferState.EXPIRED, due_at_ms, at_ms)
        return offer

    def _not_open(self, offer: Offer, became: OfferState, closed_at_ms: int, at_ms: int) -> OfferNotOpen:
        refusal = OfferNotOpen(
            case_id=self.state.case_id, number=offer.number, state=became.value, closed_at_ms=closed_at_ms
        )
        newer = self.state.open_offer_of(offer.author_id)
        if newer is not None and not self.state.has_expired(newer, at_ms):
            refusal.now_open, refusal.now_freelancer_minor = newer.number, newer.freelancer_minor
            refusal.currency = self.state.currency
        return refusal

    def offer_to_answer(self, by: Actor) -> Offer:
        """The other party's open offer. Raises NoOpenOffer."""
        offer = self.state.open_offer_of(self.state.other(by.member_id))
        if offer is None:
            raise NoOpenOffer(case_id=self.state.case_id)
        return offer

    def accept_offer(self, number: int, *, by: Actor, at_ms: int) -> Decision:
        """Settle on an open offer of the other side (R7.2): both shares are paid, deposits go back (R7.4)."""
        self.require(Command.ACCEPT_OFFER, by)
        offer = self._the_open_offer(number, at_ms)
        if offer.author_id == by.member_id:
            raise OwnOffer(case_id=self.state.case_id, number=number)
        self._require_in_time(Command.ACCEPT_OFFER, at_ms)
        decision = self._decision(at_ms, by.member_id)
        self._close_offer(decision, offer, OfferState.ACCEPTED, by.member_id)
        self._end(decision, Outcome.SETTLED, offer.freelancer_minor, triggered=DeadlineState.MET)
        return decision

    def decline_offer(self, number: int, *, by: Actor, at_ms: int, reason: SealedText | None = None) -> Decision:
        """Say no to an offer of the other side. In stage 1 that answers nothing: DecliningIsNoAnswer (R5.1)."""
        response = self.state.alive_deadlines(DeadlineKind.RESPONSE)
        if self.state.stage is Stage.RESPONSE and self.state.role_of(by.member_id) is CaseRole.RESPONDENT and response:
            raise DecliningIsNoAnswer(case_id=self.state.case_id, due_at_ms=response[0].due_at_ms)
        self.require(Command.DECLINE_OFFER, by)
        offer = self._the_open_offer(number, at_ms)
        if offer.author_id == by.member_id:
            raise OwnOffer(case_id=self.state.case_id, number=number)
        if reason is not None:
            require_text("decline_reason", reason.body)
        decision = self._decision(at_ms, by.member_id, reason)
        reason_ref = None if reason is None else reason.ref
        self._close_offer(decision, offer, OfferState.DECLINED, by.member_id, reason_ref)
        return decision

    def withdraw_offer(self, *, by: Actor, at_ms: int) -> Decision:
        """Take back one's own open offer; not the claimant's in stage 1 (R5.2)."""
        if self.state.stage is Stage.RESPONSE and self.state.role_of(by.member_id) is CaseRole.CLAIMANT:
            raise OpeningOfferFixed(case_id=self.state.case_id)
        self.require(Command.WITHDRAW_OFFER, by)
        own = self.state.open_offer_of(by.member_id)
        if own is None:
            raise NoOpenOffer(case_id=self.state.case_id)
        offer = self._the_open_offer(own.number, at_ms)
        decision = self._decision(at_ms, by.member_id)
        self._close_offer(decision, offer, OfferState.WITHDRAWN, by.member_id)
        return decision

    @property
    def fee_payable_from_ms(self) -> int:
        """From when the first fee can be paid in stage 2: at once, or after `min_negotiation` (R5)."""
        return self.state.stage_entered_at_ms + self.state.rulebook.windows.min_negotiation * SECOND_MS

    def require_fee_payable(self, *, by: Actor, at_ms: int) -> None:
        """Raise unless this party can pay the arbitration fee now (R5 stages 2 and 3)."""
        self.require(Command.PAY_FEE, by)
        paid = self.state.deposits.get(by.member_id)
        if paid is not None:
            raise AlreadyDone(what="fee", by_member_id=by.member_id, at_ms=paid.paid_at_ms)
        self._require_in_time(Command.PAY_FEE, at_ms)
        if self.state.stage is Stage.NEGOTIATION and at_ms < self.fee_payable_from_ms:
            what = Command.PAY_FEE.value
            raise TooEarly(case_id=self.state.case_id, what=what, from_ms=self.fee_payable_from_ms)

    def pay_fee(self, *, by: Actor, at_ms: int) -> Decision:
        """Pay the arbitration fee from the wallet into a deposit: the first opens stage 3, the second stage 4 (R5)."""
        self.require_fee_payable(by=by, at_ms=at_ms)
        state = self.state
        decision = self._decision(at_ms, by.member_id)
        transaction = transfer(
            f"case:{state.case_id}:fee:{by.member_id}",
            "arbitration_fee",
            at_ms,
            state.currency,
            [(member_account(by.member_id), deposit_account(state.case_id, by.member_id), self.fee_minor)],
            case_id=state.case_id,
        )
        digest = self._post(decision, transaction)
        self._take(decision, happened.FeePaid(by.member_id, self.fee_minor, digest))
        if state.stage is Stage.NEGOTIATION:
            self._end_deadlines(decision, DeadlineState.CANCELLED, DeadlineKind.IDLE, DeadlineKind.DORMANCY)
            self._take(decision, happened.StageEntered(Stage.FINAL_OFFERS.value))
            self._arm(decision, DeadlineKind.FEE, state.other(by.member_id), state.rulebook.windows.fee)
        else:
            self._end_deadlines(decision, DeadlineState.MET, DeadlineKind.FEE, DeadlineKind.CASHIER)
            self._enter_arbitration(decision, escalated=False)
        return decision

    def withdraw(self, *, by: Actor, at_ms: int, reason: SealedText | None = None) -> Decision:
        """Take the case back: the lock is lifted, deposits go back, nothing else moves (R5.6). While the other's fee is
        in deposit this asks for their consent, which stands until answered or the stage ends."""
        self.require(Command.WITHDRAW_CASE, by)
        self._require_in_time(Command.WITHDRAW_CASE, at_ms)
        if reason is not None:
            require_text("withdrawal_reason", reason.body)
        decision = self._decision(at_ms, by.member_id, reason)
        reason_ref = None if reason is None else reason.ref
        if self.withdrawal_needs_consent(by.member_id):
            asked_at_ms = self.state.withdrawal_asked_at_ms
            if asked_at_ms is not None:
                raise AlreadyDone(what="withdrawal_asked", by_member_id=by.member_id, at_ms=asked_at_ms)
            self._take(decision, happened.WithdrawalAsked(reason_ref))
            return decision
        self._take(decision, happened.CaseWithdrawn(reason_ref))
        self._end(decision, Outcome.WITHDRAWN, None)
        return decision

    def withdrawal_needs_consent(self, member_id: int) -> bool:
        """Whether the other party's fee is in deposit (R5.6)."""
        deposit = self.state.deposits.get(self.state.other(member_id))
        return deposit is not None and deposit.state is DepositState.HELD

    def answer_withdrawal(self, *, agree: bool, by: Actor, at_ms: int) -> Decision:
        """Consent to the claimant's withdrawal, or refuse it (R5.6). Raises NoWithdrawalAsked."""
        self.require(Command.ANSWER_WITHDRAWAL, by)
        if self.state.withdrawal_asked_at_ms is None:
            raise NoWithdrawalAsked(case_id=self.state.case_id)
        decision = self._decision(at_ms, by.member_id)
        if agree:
            self._require_in_time(Command.ANSWER_WITHDRAWAL, at_ms)
            self._take(decision, happened.CaseWithdrawn())
            self._end(decision, Outcome.WITHDRAWN, None)
        else:
            self._take(decision, happened.WithdrawalRefused(by.member_id))
        return decision

    def give_in(self, *, by: Actor, at_ms: int) -> Decision:
        """Give the other side all (R5.7); in stage 4 charged like a ruling that says so (R5.5)."""
        self.require(Command.GIVE_IN, by)
        state = self.state
        decision = self._decision(at_ms, by.member_id)
        freelancer_minor = self.all_for(state.other(by.member_id))
        returned = self.refunds_after(freelancer_minor) if state.stage is Stage.ARBITRATION else None
        self._take(decision, happened.GivenIn(by.member_id))
        self._end(decision, Outcome.CONCEDED, freelancer_minor, returned)
        return decision

    def refunds_after(self, freelancer_minor: int) -> dict[int, int]:
        """What each payer of a fee gets back after a ruling with this share (R5.5), in minor units, by member."""
        shares = {party: self.share_of(party, freelancer_minor) for party in self.state.parties}
        return refunds(self.state.rulebook.fee.refund, self._held_deposits(), shares, self.state.disputed_minor)

    def note_unanswered(self, *, at_ms: int) -> Decision | None:
        """The respondent spoke without answering: the first time, they are told so (R5.1); None later or elsewhere."""
        if self.state.stage is not Stage.RESPONSE or self.state.answer_asked:
            return None
        decision = self._decision(at_ms, None)
        self._take(decision, happened.AnswerAsked())
        return decision

    def note_said(self, member_id: int, *, at_ms: int) -> Decision | None:
        """A party spoke in the room: the respondent may not have answered by it (R5.1), and who was reminded weekly is
        idle again only after the first window (R5 stage 2). None where it is no news."""
        unanswered = self.note_unanswered(at_ms=at_ms) if member_id == self.state.respondent_id else None
        if unanswered is not None:
            return unanswered
        decision = self._decision(at_ms, None)
        self._wake_from_idling(decision)
        return decision if decision.events else None
