"""What a case is at a moment, as its events make it. Replaying the record gives the same state (R2.5)."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain import case_events as happened
from bot.domain.case_events import CaseEvent, DepositEnd, Lock, Payout
from bot.domain.deadlines import ALIVE, Deadline, DeadlineKind, DeadlineState, held, is_past, moved
from bot.domain.rulebook import Rulebook
from bot.domain.stages import CaseRole, Outcome, Stage
from bot.domain.texts import TextRef


class OfferState(StrEnum):
    """What became of an offer (R7.1)."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposed settlement: what the freelancer gets of the disputed amount, in minor units."""

    number: int
    author_id: int
    freelancer_minor: int
    note: TextRef | None
    expires_at_ms: int | None
    made_at_ms: int
    state: OfferState = OfferState.OPEN
    closed_at_ms: int | None = None
    closed_by_id: int | None = None

    def has_expired(self, at_ms: int) -> bool:
        """Whether its expiry lies before this moment, noted or not (R7.1, R9.2)."""
        return self.expires_at_ms is not None and is_past(self.expires_at_ms, at_ms)


class DepositState(StrEnum):
    """Where a paid fee is."""

    HELD = "held"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Deposit:
    """One party's paid arbitration fee, in minor units."""

    member_id: int
    amount_minor: int
    paid_at_ms: int
    state: DepositState = DepositState.HELD
    returned_minor: int = 0
    earned_minor: int = 0


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A piece of evidence: `C-1` of the claimant, `R-1` of the respondent."""

    name: str
    author_id: int
    description: TextRef
    link: TextRef | None
    added_at_ms: int
    withdrawn_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """The arbitrator's final decision, in minor units of the disputed amount."""

    arbitrator_id: int
    freelancer_minor: int
    client_minor: int
    findings: TextRef
    made_at_ms: int
    never_reached: tuple[int, ...] = ()


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
        match event:
            case happened.StageEntered():
                self.stage = Stage(event.stage)
                self.stage_entered_at_ms = at_ms
            case happened.CaseChallenged():
                self.statement = event.statement
            case happened.AnswerAsked():
                self.answer_asked = True
            case happened.CaseEscalated():
                self.escalated = True
                self.escalation_reason = event.reason
                self.never_reached = event.never_reached
            case happened.ArbitratorClaimed():
                self.arbitrator_id = event.arbitrator_id
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
            case happened.PartyLeft():
                self.left.add(event.member_id)
            case happened.PartyReturned():
                self.left.discard(event.member_id)
            case happened.CaseClosed():
                self.stage = Stage.ENDED
                self.stage_entered_at_ms = at_ms
                self.outcome = Outcome(event.outcome)
                self.ended_at_ms = at_ms
                self.payouts = event.payouts
                self._end_deposits(event.deposits)
            case happened.DepositsReturned():
                self._end_deposits(event.deposits)
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
                self.exhibits.append(Exhibit(event.exhibit, event.author_id, event.description, event.link, at_ms))
                self.rested.clear()
            case happened.ExhibitWithdrawn():
                self.exhibits = [
                    replace(exhibit, withdrawn_at_ms=at_ms) if exhibit.name == event.exhibit else exhibit
                    for exhibit in self.exhibits
                ]
            case happened.RestStated():
                self.rested.add(event.member_id)
            case happened.EvidenceClosed():
                self.evidence_closed_at_ms = at_ms
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
                deadline = moved(self.deadlines[event.deadline_id], event.due_at_ms)
                if event.starts_at_ms is not None:
                    deadline = replace(deadline, starts_at_ms=event.starts_at_ms)
                self.deadlines[event.deadline_id] = deadline
            case happened.DeadlineHeld():
                self.deadlines[event.deadline_id] = held(self.deadlines[event.deadline_id], at_ms, event.reason)
            case _:
                # CaseOpened makes the state, and RoomRemade is a note: neither changes a part.
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
        version=1,
    )
