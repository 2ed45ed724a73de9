"""What a case is at a moment, as its events make it. Replaying the record gives the same state (R2.5)."""

from dataclasses import dataclass, field, replace

from bot.domain import case_events as happened
from bot.domain.case_events import CaseEvent, DepositEnd, Lock, Payout
from bot.domain.case_parts import (
    CaseHold,
    Deposit,
    DepositState,
    Exhibit,
    Extension,
    Offer,
    OfferState,
    Question,
    Ruling,
)
from bot.domain.deadlines import ALIVE, Deadline, DeadlineKind, DeadlineState, HoldReason, has_run_out, held, moved
from bot.domain.rulebook import Rulebook
from bot.domain.stages import CaseRole, Outcome, Stage
from bot.domain.texts import TextRef

PARTY_ACTS = (
    happened.CaseOpened,
    happened.CaseChallenged,
    happened.OfferMade,
    happened.OfferClosed,
    happened.FeePaid,
    happened.ExhibitAdded,
    happened.ExhibitWithdrawn,
    happened.ExtensionAsked,
    happened.ExtensionAnswered,
)
"""What shows that somebody is still at it (R5 stage 2)."""


def is_party_act(event: CaseEvent) -> bool:
    """Whether somebody has done something; an offer closed by time or by the case's course is nobody's doing."""
    is_ours = isinstance(event, happened.OfferClosed) and event.by_member_id is None
    return isinstance(event, PARTY_ACTS) and not is_ours


@dataclass(slots=True)
class CaseState:
    """All that the events say of one case."""

    guild_id: int
    case_id: int
    project_id: int
    currency: str
    client_id: int
    freelancer_id: int
    claimant_id: int
    respondent_id: int
    locks: tuple[Lock, ...]
    category: TextRef
    reason: TextRef
    rulebook: Rulebook
    opened_at_ms: int
    stage: Stage = Stage.RESPONSE
    stage_entered_at_ms: int = 0
    version: int = 0
    escalated: bool = False
    escalation_reason: TextRef | None = None
    statement: TextRef | None = None
    answer_asked: bool = False
    offers: list[Offer] = field(default_factory=list[Offer])
    deposits: dict[int, Deposit] = field(default_factory=dict[int, Deposit])
    exhibits: list[Exhibit] = field(default_factory=list[Exhibit])
    rested: set[int] = field(default_factory=set[int])
    deadlines: dict[int, Deadline] = field(default_factory=dict[int, Deadline])
    evidence_closed_at_ms: int | None = None
    arbitrator_id: int | None = None
    ruling: Ruling | None = None
    never_reached: tuple[int, ...] = ()
    loser_id: int | None = None
    left: set[int] = field(default_factory=set[int])
    outcome: Outcome | None = None
    ended_at_ms: int | None = None
    payouts: tuple[Payout, ...] = ()
    charged_minor: int = 0
    hold: CaseHold | None = None
    restricted: dict[int, str] = field(default_factory=dict[int, str])
    extension: Extension | None = None
    extended_alone: set[int] = field(default_factory=set[int])
    withdrawal_asked_at_ms: int | None = None
    deposit_request_id: int | None = None
    questions: list[Question] = field(default_factory=list[Question])
    asked_ms: int = 0
    active_at_ms: int = 0
    recused: set[int] = field(default_factory=set[int])
    moderated: set[int] = field(default_factory=set[int])
    late_rulings: int = 0
    room_closed_by_id: int | None = None

    @property
    def disputed_minor(self) -> int:
        """The disputed amount, in minor units: what the case has locked."""
        return sum(lock.amount_minor for lock in self.locks)

    @property
    def parties(self) -> tuple[int, int]:
        """The claimant and the respondent."""
        return (self.claimant_id, self.respondent_id)

    @property
    def is_open(self) -> bool:
        """Whether the case still runs."""
        return self.stage is not Stage.ENDED

    @property
    def parties_may_write(self) -> bool:
        """Whether the room is open for the parties' messages: until evidence is closed, or the ruling (R5 stage 4)."""
        return self.is_open and (self.rulebook.procedure.open_until_ruling or self.evidence_closed_at_ms is None)

    def other(self, member_id: int) -> int:
        """The other party."""
        return self.respondent_id if member_id == self.claimant_id else self.claimant_id

    def role_of(self, member_id: int) -> CaseRole | None:
        """What a party is to the case; None for everybody else."""
        if member_id == self.claimant_id:
            return CaseRole.CLAIMANT
        return CaseRole.RESPONDENT if member_id == self.respondent_id else None

    def open_offers(self) -> tuple[Offer, ...]:
        """The offers that can be accepted, oldest first; at most one a party."""
        return tuple(offer for offer in self.offers if offer.state is OfferState.OPEN)

    def open_offer_of(self, author_id: int) -> Offer | None:
        """The party's own open offer."""
        return next((offer for offer in self.open_offers() if offer.author_id == author_id), None)

    def offer(self, number: int) -> Offer | None:
        """The offer of that number."""
        return self.offers[number - 1] if 1 <= number <= len(self.offers) else None

    def has_expired(self, offer: Offer, at_ms: int) -> bool:
        """Whether an open offer's own clock ran out before this moment, noted or not (R7.1, R9.2); a standing one runs
        out later (R9.8)."""
        clocks = [item for item in self.alive_deadlines(DeadlineKind.OFFER_EXPIRY) if item.subject == offer.number]
        return any(has_run_out(item, at_ms) for item in clocks)

    def alive_deadlines(self, *kinds: DeadlineKind) -> tuple[Deadline, ...]:
        """The clocks that run or stand, of the kinds if any are named."""
        return tuple(
            deadline
            for deadline in self.deadlines.values()
            if deadline.state in ALIVE and (not kinds or deadline.kind in kinds)
        )

    def apply(self, event: CaseEvent, at_ms: int) -> None:
        """Take over what an event says, and count it."""
        self.version += 1
        moderator_id: int | None = getattr(event, "moderator_id", None)
        if moderator_id is not None:
            self.moderated.add(moderator_id)
        if is_party_act(event):
            self.active_at_ms = at_ms
        match event:
            case happened.StageEntered():
                self.stage = Stage(event.stage)
                self.stage_entered_at_ms = at_ms
                self.withdrawal_asked_at_ms = None
            case happened.CaseChallenged():
                self.statement = event.statement
            case happened.AnswerAsked():
                self.answer_asked = True
            case happened.CaseClosed():
                self.stage = Stage.ENDED
                self.stage_entered_at_ms = at_ms
                self.outcome = Outcome(event.outcome)
                self.ended_at_ms = at_ms
                self.payouts = event.payouts
                self._end_deposits(event.deposits)
            case happened.DepositsReturned():
                self._end_deposits(event.deposits)
            case happened.FeeCharged():
                self.charged_minor = event.amount_minor
            case _:
                self._apply_to_judgement(event, at_ms)

    def _apply_to_judgement(self, event: CaseEvent, at_ms: int) -> None:
        match event:
            case happened.CaseEscalated():
                self.escalated = True
                self.escalation_reason = event.reason
                self.never_reached = event.never_reached
            case happened.ArbitratorClaimed() | happened.ArbitratorAssigned():
                self.arbitrator_id = event.arbitrator_id
            case happened.ArbitratorRecused():
                self.arbitrator_id = None
                self.recused.add(event.arbitrator_id)
            case happened.ArbitratorLost():
                self.arbitrator_id = None
            case happened.RulingLate():
                self.arbitrator_id = None
                self.late_rulings += 1
            case happened.RoomClosed():
                self.room_closed_by_id = event.moderator_id
            case happened.RulingMade():
                self.ruling = Ruling(
                    event.arbitrator_id,
                    event.freelancer_minor,
                    event.client_minor,
                    event.findings,
                    at_ms,
                    event.never_reached,
                )
            case happened.GivenIn() | happened.Forfeited():
                self.loser_id = event.member_id
            case happened.QuestionAsked():
                self.questions.append(Question(event.number, event.party_ids, event.question, at_ms))
            case happened.QuestionAnswered():
                asked = self.questions[event.number - 1]
                answers = {**asked.answers, event.member_id: event.answer}
                self.questions[event.number - 1] = replace(asked, answers=answers)
            case _:
                self._apply_to_parts(event, at_ms)

    def _apply_to_parts(self, event: CaseEvent, at_ms: int) -> None:
        match event:
            case happened.OfferMade():
                self.offers.append(
                    Offer(event.number, event.author_id, event.freelancer_minor, event.note, event.expires_at_ms, at_ms)
                )
            case happened.OfferClosed():
                self.offers[event.number - 1] = replace(
                    self.offers[event.number - 1],
                    state=OfferState(event.state),
                    closed_at_ms=at_ms,
                    closed_by_id=event.by_member_id,
                )
            case happened.FeePaid():
                self.deposits[event.member_id] = Deposit(event.member_id, event.amount_minor, at_ms)
            case happened.ExhibitAdded():
                self.exhibits.append(
                    Exhibit(
                        event.exhibit,
                        event.author_id,
                        event.description,
                        event.link,
                        at_ms,
                        files=event.files,
                        is_late=event.is_late,
                        is_copy=event.is_copy,
                    )
                )
                self.rested.clear()
            case happened.ExhibitWithdrawn():
                self.exhibits = [
                    replace(exhibit, withdrawn_at_ms=at_ms) if exhibit.name == event.exhibit else exhibit
                    for exhibit in self.exhibits
                ]
            case happened.RestStated():
                self.rested.add(event.member_id)
            case happened.EvidenceClosed():
                self.evidence_closed_at_ms = at_ms if event.closed_at_ms is None else event.closed_at_ms
            case _:
                self._apply_to_deadlines(event, at_ms)

    def _apply_to_deadlines(self, event: CaseEvent, at_ms: int) -> None:
        match event:
            case happened.DeadlineArmed():
                self.deadlines[event.deadline.deadline_id] = event.deadline
            case happened.DeadlineEnded():
                ended = self.deadlines[event.deadline_id]
                self.deadlines[event.deadline_id] = replace(ended, state=DeadlineState(event.state))
            case happened.DeadlineMoved():
                before = self.deadlines[event.deadline_id]
                if before.hold_reason == HoldReason.QUESTION:
                    self.asked_ms += event.due_at_ms - before.due_at_ms
                deadline = moved(before, event.due_at_ms)
                if event.starts_at_ms is not None:
                    deadline = replace(deadline, starts_at_ms=event.starts_at_ms)
                self.deadlines[event.deadline_id] = deadline
            case happened.DeadlineHeld():
                self.deadlines[event.deadline_id] = held(self.deadlines[event.deadline_id], at_ms, event.reason)
            case _:
                self._apply_to_agreements(event, at_ms)

    def _apply_to_agreements(self, event: CaseEvent, at_ms: int) -> None:
        match event:
            case happened.WithdrawalAsked():
                self.withdrawal_asked_at_ms = at_ms
            case happened.WithdrawalRefused():
                self.withdrawal_asked_at_ms = None
            case happened.ExtensionAsked():
                self.extension = Extension(
                    self.version, event.member_id, event.deadline_id, event.seconds, event.reason, at_ms
                )
            case happened.ExtensionAnswered():
                self.extension = None
            case happened.ExtendedAlone():
                self.extended_alone.add(event.member_id)
            case happened.DepositAwaited():
                self.deposit_request_id = event.request_id
            case _:
                self._apply_to_parties(event, at_ms)

    def _apply_to_parties(self, event: CaseEvent, at_ms: int) -> None:
        match event:
            case happened.CaseHeld():
                self.hold = CaseHold(event.moderator_id, event.reason, at_ms)
            case happened.CaseResumed():
                self.hold = None
                self.restricted = {
                    member_id: how for member_id, how in self.restricted.items() if how == HoldReason.TIMED_OUT
                }
            case happened.PartyRestricted():
                self.restricted[event.member_id] = event.how
                if event.how != HoldReason.TIMED_OUT:
                    self.left.add(event.member_id)
            case happened.PartyFreed():
                self.restricted.pop(event.member_id, None)
            case happened.PartyLeft():
                self.left.add(event.member_id)
            case happened.PartyReturned():
                self.left.discard(event.member_id)
            case _:
                # CaseOpened makes the state, and the rest are notes: they change nothing.
                pass

    def _end_deposits(self, ends: tuple[DepositEnd, ...]) -> None:
        for end in ends:
            self.deposits[end.member_id] = replace(
                self.deposits[end.member_id],
                state=DepositState.ENDED,
                returned_minor=end.returned_minor,
                earned_minor=end.earned_minor,
            )


def opened(event: happened.CaseOpened, at_ms: int) -> CaseState:
    """The state right after a case was filed."""
    return CaseState(
        guild_id=event.guild_id,
        case_id=event.case_id,
        project_id=event.project_id,
        currency=event.currency,
        client_id=event.client_id,
        freelancer_id=event.freelancer_id,
        claimant_id=event.claimant_id,
        respondent_id=event.respondent_id,
        locks=event.locks,
        category=event.category,
        reason=event.reason,
        rulebook=event.rulebook,
        opened_at_ms=at_ms,
        stage_entered_at_ms=at_ms,
        active_at_ms=at_ms,
        version=1,
    )
