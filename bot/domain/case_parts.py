"""What a case is made of: offers, deposits, exhibits, the ruling, and what people have agreed on."""

from dataclasses import dataclass, field
from enum import StrEnum

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
    """A piece of evidence: `C-1` of the claimant, `R-1` of the respondent. `is_copy`: the bot copied it from a message
    (R8.1)."""

    name: str
    author_id: int
    description: TextRef
    link: TextRef | None
    added_at_ms: int
    withdrawn_at_ms: int | None = None
    files: tuple[TextRef, ...] = ()
    is_late: bool = False
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """The arbitrator's final decision, in minor units of the disputed amount."""

    arbitrator_id: int
    freelancer_minor: int
    client_minor: int
    findings: TextRef
    made_at_ms: int
    never_reached: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """More time that one party has asked the other for (R9.7), in seconds. `number` tells it from an earlier wish."""

    number: int
    member_id: int
    deadline_id: int
    seconds: int
    reason: TextRef | None
    asked_at_ms: int


@dataclass(frozen=True, slots=True)
class CaseHold:
    """A moderator's hold on all clocks (R9.8)."""

    moderator_id: int
    reason: TextRef
    since_ms: int


@dataclass(frozen=True, slots=True)
class Question:
    """What the arbitrator asked, and what came back (R10.2); silence costs nothing but is shown."""

    number: int
    party_ids: tuple[int, ...]
    question: TextRef
    asked_at_ms: int
    answers: dict[int, TextRef] = field(default_factory=dict[int, TextRef])
