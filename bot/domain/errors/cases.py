"""Refusals of a case: stage, turn, time, and what is done already."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.errors.base import Refusal


@dataclass(eq=False)
class NotAParty(Refusal):
    """Only the parties of the case can do this."""

    code: ClassVar[str] = "not_a_party"
    case_id: int


@dataclass(eq=False)
class NotYourTurn(Refusal):
    """The other party, or another role, must act; `whose` is a role's key or a member."""

    code: ClassVar[str] = "not_your_turn"
    case_id: int
    whose: str
    whose_member_id: int | None


@dataclass(eq=False)
class WrongStage(Refusal):
    """The case's stage doesn't allow the command."""

    code: ClassVar[str] = "wrong_stage"
    case_id: int
    command: str
    stage: str
    possible: tuple[str, ...]


@dataclass(eq=False)
class CaseEnded(Refusal):
    """The case is over; says how and when."""

    code: ClassVar[str] = "case_ended"
    case_id: int
    outcome: str
    ended_at_ms: int


@dataclass(eq=False)
class TooLate(Refusal):
    """The due time has passed (R9.2)."""

    code: ClassVar[str] = "too_late"
    case_id: int
    what: str
    due_at_ms: int


@dataclass(eq=False)
class TooEarly(Refusal):
    """The moment from which this is possible has not come."""

    code: ClassVar[str] = "too_early"
    case_id: int
    what: str
    from_ms: int | None


@dataclass(eq=False)
class AlreadyDone(Refusal):
    """It was done before: by whom, when."""

    code: ClassVar[str] = "already_done"
    what: str
    by_member_id: int | None
    at_ms: int | None


@dataclass(eq=False)
class TooManyExhibits(Refusal):
    """The party has as many exhibits as the case allows (R8.2)."""

    code: ClassVar[str] = "too_many_exhibits"
    case_id: int
    limit: int


@dataclass(eq=False)
class NothingHeld(Refusal):
    """No clock of the case is held."""

    code: ClassVar[str] = "nothing_held"
    case_id: int


@dataclass(eq=False)
class ArbitratorTaken(Refusal):
    """Another arbitrator has the case."""

    code: ClassVar[str] = "arbitrator_taken"
    case_id: int
    arbitrator_id: int


@dataclass(eq=False)
class NotTheArbitrator(Refusal):
    """Only the case's arbitrator can do this."""

    code: ClassVar[str] = "not_the_arbitrator"
    case_id: int
    arbitrator_id: int | None
