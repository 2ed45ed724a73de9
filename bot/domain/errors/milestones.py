"""Refusals about escrowed money, wallets, and filing a case over it."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.errors.base import Refusal


@dataclass(eq=False)
class NotEnoughMoney(Refusal):
    """The account holds less than is needed; says the shortfall."""

    code: ClassVar[str] = "not_enough_money"
    available_minor: int
    needed_minor: int
    currency: str

    @property
    def shortfall_minor(self) -> int:
        """What is missing, in minor units."""
        return self.needed_minor - self.available_minor


@dataclass(eq=False)
class NothingFree(Refusal):
    """No case-free money is left in the milestone; which case has what is locked, or that it was never funded."""

    code: ClassVar[str] = "nothing_free"
    milestone_id: int
    locked_minor: int
    currency: str
    case_id: int | None = None
    stage: str = "funded"


@dataclass(eq=False)
class MilestoneInCase(Refusal):
    """An open case has the milestone already (R4.4): its number."""

    code: ClassVar[str] = "milestone_in_case"
    milestone_id: int
    case_id: int


@dataclass(eq=False)
class WrongSide(Refusal):
    """The client releases, the freelancer returns; `side` may do what was asked."""

    code: ClassVar[str] = "wrong_side"
    command: str
    side: str


@dataclass(eq=False)
class NotAPossibleParty(Refusal):
    """Oneself, the bot and other bots can't be the other side (R4.4); `reason` is a key."""

    code: ClassVar[str] = "not_a_possible_party"
    reason: str


@dataclass(eq=False)
class NoTermsToAccept(Refusal):
    """The milestone has no terms that the other side wrote and this one hasn't accepted."""

    code: ClassVar[str] = "no_terms_to_accept"
    milestone_id: int
    own: bool


@dataclass(eq=False)
class TooManyOpenCases(Refusal):
    """The member has as many open cases as the server allows (R4.6)."""

    code: ClassVar[str] = "too_many_open_cases"
    open_cases: int
    limit: int


@dataclass(eq=False)
class TooManyWaiting(Refusal):
    """The member has as many of something waiting for others as one may have; `what` is a key."""

    code: ClassVar[str] = "too_many_waiting"
    what: str
    limit: int


@dataclass(eq=False)
class TooOften(Refusal):
    """The member has made as many of something within an hour as one may; `what` is a key."""

    code: ClassVar[str] = "too_often"
    what: str
    limit: int
    from_ms: int


@dataclass(eq=False)
class FilingTooSoon(Refusal):
    """The filing cooldown runs (R4.6)."""

    code: ClassVar[str] = "filing_too_soon"
    from_ms: int


@dataclass(eq=False)
class RequestClosed(Refusal):
    """The wallet request was confirmed, declined or cancelled before."""

    code: ClassVar[str] = "request_closed"
    request_id: int
    state: str
    by_member_id: int | None
    at_ms: int
