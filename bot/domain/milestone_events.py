"""What can happen to a milestone."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.case_events import DeadlineArmed, DeadlineEnded, DeadlineHeld, DeadlineMoved
from bot.domain.events import Event
from bot.domain.rulebook import Rulebook
from bot.domain.texts import TextRef


@dataclass(frozen=True, slots=True)
class MilestoneFunded(Event):
    """A client made a milestone and funded it in one step (R3.1)."""

    kind: ClassVar[str] = "milestone_funded"
    guild_id: int
    milestone_id: int
    project_id: int
    client_id: int
    freelancer_id: int
    currency: str
    amount_minor: int
    title: TextRef
    terms: TextRef | None
    terms_author_id: int | None
    transaction_digest: str


@dataclass(frozen=True, slots=True)
class TermsAccepted(Event):
    """The other side accepted the terms (R3.2 [G])."""

    kind: ClassVar[str] = "terms_accepted"
    member_id: int


@dataclass(frozen=True, slots=True)
class MoneyGiven(Event):
    """A side gave money to the other: released by the client, returned by the freelancer (R3.3 [F])."""

    kind: ClassVar[str] = "money_given"
    action: str
    amount_minor: int
    transaction_digest: str


@dataclass(frozen=True, slots=True)
class MilestoneLocked(Event):
    """A case locked a part."""

    kind: ClassVar[str] = "milestone_locked"
    case_id: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class MilestoneUnlocked(Event):
    """A case ended: its lock is lifted, and what the end paid out has left the escrow."""

    kind: ClassVar[str] = "milestone_unlocked"
    case_id: int
    freelancer_minor: int
    client_minor: int


@dataclass(frozen=True, slots=True)
class MilestoneProposed(Event):
    """A freelancer proposed a milestone; it holds no money until the client funds it (R3.1)."""

    kind: ClassVar[str] = "milestone_proposed"
    guild_id: int
    milestone_id: int
    project_id: int
    client_id: int
    freelancer_id: int
    currency: str
    amount_minor: int
    title: TextRef
    terms: TextRef | None
    rulebook: Rulebook


@dataclass(frozen=True, slots=True)
class ProposalFunded(Event):
    """The client funded the proposal from the wallet (R3.1)."""

    kind: ClassVar[str] = "proposal_funded"
    amount_minor: int
    transaction_digest: str


@dataclass(frozen=True, slots=True)
class ProposalClosed(Event):
    """The proposal came to nothing: `declined`, `cancelled` or `lapsed` (R3.1)."""

    kind: ClassVar[str] = "proposal_closed"
    state: str
    by_member_id: int | None = None
    reason: TextRef | None = None


@dataclass(frozen=True, slots=True)
class RequestMade(Event):
    """A party asked for escrowed money: `release` (freelancer) or `return` (client) (R3.4)."""

    kind: ClassVar[str] = "request_made"
    number: int
    action: str
    author_id: int
    amount_minor: int
    note: TextRef | None
    rulebook: Rulebook


@dataclass(frozen=True, slots=True)
class RequestClosed(Event):
    """The request waits no longer; `state` says why (R3.4)."""

    kind: ClassVar[str] = "request_closed"
    number: int
    state: str
    by_member_id: int | None = None
    reason: TextRef | None = None


@dataclass(frozen=True, slots=True)
class MilestoneCharged(Event):
    """A case took its fee from the escrow at opening (R6.3 [G])."""

    kind: ClassVar[str] = "milestone_charged"
    case_id: int
    amount_minor: int


MilestoneEvent = (
    MilestoneFunded
    | TermsAccepted
    | MoneyGiven
    | MilestoneLocked
    | MilestoneUnlocked
    | MilestoneProposed
    | ProposalFunded
    | ProposalClosed
    | RequestMade
    | RequestClosed
    | MilestoneCharged
    | DeadlineArmed
    | DeadlineEnded
    | DeadlineMoved
    | DeadlineHeld
)
