"""What can happen to a case. The events of its clocks stand in `clock_events`."""

from dataclasses import dataclass, field
from typing import ClassVar

from bot.domain.clock_events import (
    CaseHeld,
    CaseResumed,
    DeadlineArmed,
    DeadlineEnded,
    DeadlineHeld,
    DeadlineMoved,
    DepositAwaited,
    ExtendedAlone,
    ExtendedByStaff,
    ExtensionAnswered,
    ExtensionAsked,
    IdleReminded,
    PartyFreed,
    PartyLeft,
    PartyRestricted,
    PartyReturned,
)
from bot.domain.events import Event
from bot.domain.plain import ADDED_LATER
from bot.domain.rulebook import Rulebook
from bot.domain.staff_events import (
    ArbitratorAssigned,
    ArbitratorLost,
    ArbitratorRecused,
    GuestRemoved,
    RoomClosed,
    RulingLate,
)
from bot.domain.texts import TextRef


@dataclass(frozen=True, slots=True)
class Lock:
    """What a case holds of one milestone, in minor units."""

    milestone_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Payout:
    """What an end pays from one milestone's lock to both sides, in minor units."""

    milestone_id: int
    freelancer_minor: int
    client_minor: int


@dataclass(frozen=True, slots=True)
class DepositEnd:
    """What becomes of one party's deposit at the end, in minor units."""

    member_id: int
    returned_minor: int
    earned_minor: int


@dataclass(frozen=True, slots=True)
class CaseOpened(Event):
    """A case was filed (R4)."""

    kind: ClassVar[str] = "case_opened"
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


@dataclass(frozen=True, slots=True)
class StageEntered(Event):
    """The case went on to another stage; `escalated` if a moderator sent it to arbitration."""

    kind: ClassVar[str] = "stage_entered"
    stage: str
    escalated: bool = False


@dataclass(frozen=True, slots=True)
class OfferMade(Event):
    """A party proposed what the freelancer gets (R7.1).

    Where offers are hidden, a random `salt` keeps the sum from being found out of the event's hash, which arbitrators
    see (R7.5).
    """

    kind: ClassVar[str] = "offer_made"
    number: int
    author_id: int
    freelancer_minor: int
    note: TextRef | None = None
    expires_at_ms: int | None = None
    salt: str | None = field(default=None, metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True)
class OfferClosed(Event):
    """An offer is no longer open; `state` says how."""

    kind: ClassVar[str] = "offer_closed"
    number: int
    state: str
    by_member_id: int | None = None
    reason: TextRef | None = None


@dataclass(frozen=True, slots=True)
class CaseChallenged(Event):
    """The respondent answered with a challenge (R5.1); without a statement where an offer stands for it."""

    kind: ClassVar[str] = "case_challenged"
    statement: TextRef | None = None


@dataclass(frozen=True, slots=True)
class AnswerAsked(Event):
    """The respondent spoke without answering and was told so, once (R5.1)."""

    kind: ClassVar[str] = "answer_asked"


@dataclass(frozen=True, slots=True)
class FeePaid(Event):
    """A party paid the arbitration fee into a deposit (R5.3); without a transaction where the fee is nothing."""

    kind: ClassVar[str] = "fee_paid"
    member_id: int
    amount_minor: int
    transaction_digest: str | None


@dataclass(frozen=True, slots=True)
class DepositsReturned(Event):
    """All deposits went back while the case goes on: an escalation waives the fees (R5.8)."""

    kind: ClassVar[str] = "deposits_returned"
    deposits: tuple[DepositEnd, ...]
    transaction_digest: str | None


@dataclass(frozen=True, slots=True)
class ExhibitAdded(Event):
    """A party handed in evidence (R8.1); `is_copy` where the bot copied a message, so that nobody typed the words."""

    kind: ClassVar[str] = "exhibit_added"
    exhibit: str
    author_id: int
    description: TextRef
    link: TextRef | None = None
    files: tuple[TextRef, ...] = field(default=(), metadata=ADDED_LATER)
    is_late: bool = field(default=False, metadata=ADDED_LATER)
    is_copy: bool = field(default=False, metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True)
class ExhibitWithdrawn(Event):
    """A party took an exhibit back, which is shown; nothing is deleted (R8.3)."""

    kind: ClassVar[str] = "exhibit_withdrawn"
    exhibit: str


@dataclass(frozen=True, slots=True)
class RestStated(Event):
    """A party has nothing more to add."""

    kind: ClassVar[str] = "rest_stated"
    member_id: int


@dataclass(frozen=True, slots=True)
class EvidenceClosed(Event):
    """Closing and answer windows are over for good, since `closed_at_ms`: the arbitrator may rule."""

    kind: ClassVar[str] = "evidence_closed"
    both_rested: bool
    closed_at_ms: int | None = field(default=None, metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True)
class CaseEscalated(Event):
    """A moderator sent the case to arbitration (R5.8)."""

    kind: ClassVar[str] = "case_escalated"
    moderator_id: int
    reason: TextRef
    never_reached: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ArbitratorClaimed(Event):
    """An arbitrator took the case (R10.2)."""

    kind: ClassVar[str] = "arbitrator_claimed"
    arbitrator_id: int


@dataclass(frozen=True, slots=True)
class RulingMade(Event):
    """The arbitrator's final decision."""

    kind: ClassVar[str] = "ruling_made"
    arbitrator_id: int
    freelancer_minor: int
    client_minor: int
    findings: TextRef
    never_reached: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeCharged(Event):
    """The arbitration fee was taken from the funds at opening (R6.3 [G]); it is earned for good."""

    kind: ClassVar[str] = "fee_charged"
    amount_minor: int
    transaction_digest: str


@dataclass(frozen=True, slots=True)
class WithdrawalAsked(Event):
    """The claimant wants to withdraw, which now needs the other's consent (R5.6)."""

    kind: ClassVar[str] = "withdrawal_asked"
    reason: TextRef | None = None


@dataclass(frozen=True, slots=True)
class WithdrawalRefused(Event):
    """The other side didn't consent; the case goes on (R5.6)."""

    kind: ClassVar[str] = "withdrawal_refused"
    member_id: int


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    """The arbitrator asked one or both parties (R10.2)."""

    kind: ClassVar[str] = "question_asked"
    number: int
    arbitrator_id: int
    party_ids: tuple[int, ...]
    question: TextRef


@dataclass(frozen=True, slots=True)
class QuestionAnswered(Event):
    """A party answered a question (R10.2)."""

    kind: ClassVar[str] = "question_answered"
    number: int
    member_id: int
    answer: TextRef


@dataclass(frozen=True, slots=True)
class GivenIn(Event):
    """A party gave the other side all (R5.7)."""

    kind: ClassVar[str] = "given_in"
    member_id: int


@dataclass(frozen=True, slots=True)
class CaseWithdrawn(Event):
    """The claimant took the case back (R5.6)."""

    kind: ClassVar[str] = "case_withdrawn"
    reason: TextRef | None = None


@dataclass(frozen=True, slots=True)
class Forfeited(Event):
    """A party let a deadline pass and loses the disputed amount (R9.10)."""

    kind: ClassVar[str] = "forfeited"
    member_id: int
    deadline_kind: str
    due_at_ms: int


@dataclass(frozen=True, slots=True)
class CaseClosed(Event):
    """The case is over: what went where. Amounts are zero when only the lock was lifted."""

    kind: ClassVar[str] = "case_closed"
    outcome: str
    payouts: tuple[Payout, ...]
    deposits: tuple[DepositEnd, ...]
    transaction_digest: str | None


@dataclass(frozen=True, slots=True)
class RoomRemade(Event):
    """The room was deleted by hand and made anew; who deleted it, if the server's audit log says so."""

    kind: ClassVar[str] = "room_remade"
    deleted_by_id: int | None = None


CaseEvent = (
    CaseOpened
    | StageEntered
    | OfferMade
    | OfferClosed
    | CaseChallenged
    | AnswerAsked
    | FeePaid
    | DepositsReturned
    | ExhibitAdded
    | ExhibitWithdrawn
    | RestStated
    | EvidenceClosed
    | CaseEscalated
    | ArbitratorClaimed
    | ArbitratorAssigned
    | ArbitratorRecused
    | ArbitratorLost
    | RulingLate
    | GuestRemoved
    | RoomClosed
    | RulingMade
    | FeeCharged
    | WithdrawalAsked
    | WithdrawalRefused
    | ExtensionAsked
    | ExtensionAnswered
    | ExtendedAlone
    | ExtendedByStaff
    | CaseHeld
    | CaseResumed
    | PartyRestricted
    | PartyFreed
    | DepositAwaited
    | QuestionAsked
    | QuestionAnswered
    | IdleReminded
    | GivenIn
    | CaseWithdrawn
    | Forfeited
    | CaseClosed
    | DeadlineArmed
    | DeadlineEnded
    | DeadlineMoved
    | DeadlineHeld
    | PartyLeft
    | PartyReturned
    | RoomRemade
)
