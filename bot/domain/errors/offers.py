"""Refusals about offers (R7) and the answer in stage 1 (R5.1, R5.2)."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.errors.base import Refusal


@dataclass(eq=False)
class OfferNotOpen(Refusal):
    """Somebody or something was faster: the offer is no longer open; which one of its author's is, if any."""

    code: ClassVar[str] = "offer_not_open"
    case_id: int
    number: int
    state: str
    closed_at_ms: int
    now_open: int | None = None
    now_freelancer_minor: int = 0
    currency: str = ""


@dataclass(eq=False)
class OwnOffer(Refusal):
    """Nobody accepts or declines their own offer (R7.2)."""

    code: ClassVar[str] = "own_offer"
    case_id: int
    number: int


@dataclass(eq=False)
class NoOpenOffer(Refusal):
    """There is no open offer to accept, decline or withdraw."""

    code: ClassVar[str] = "no_open_offer"
    case_id: int


@dataclass(eq=False)
class OfferNeedsNumber(Refusal):
    """An offer accepted at once must be named by its number (R7.2)."""

    code: ClassVar[str] = "offer_needs_number"
    case_id: int
    number: int


@dataclass(eq=False)
class OfferGivesAll(Refusal):
    """An opening offer that gives the other side everything (R4.1)."""

    code: ClassVar[str] = "offer_gives_all"
    side: str


@dataclass(eq=False)
class OfferNotBetter(Refusal):
    """In stage 1 the claimant's new offer must be better for the respondent (R5.2)."""

    code: ClassVar[str] = "offer_not_better"
    case_id: int
    open_minor: int
    currency: str
    freelancer_answers: bool


@dataclass(eq=False)
class OpeningOfferFixed(Refusal):
    """In stage 1 the claimant's offer has no expiry and isn't withdrawn (R5.2)."""

    code: ClassVar[str] = "opening_offer_fixed"
    case_id: int


@dataclass(eq=False)
class DecliningIsNoAnswer(Refusal):
    """Declining in stage 1 answers nothing: challenge instead (R5.1)."""

    code: ClassVar[str] = "declining_is_no_answer"
    case_id: int
    due_at_ms: int
