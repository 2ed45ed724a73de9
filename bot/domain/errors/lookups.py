"""What isn't there, or isn't the asker's: the same answer for both."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.errors.base import Refusal


@dataclass(eq=False)
class NoSuchCase(Refusal):
    """The case doesn't exist, or isn't the asker's: the same answer for both."""

    code: ClassVar[str] = "no_such_case"
    case_id: int | None


@dataclass(eq=False)
class NoSuchMilestone(Refusal):
    """The milestone doesn't exist, or isn't the asker's: the same answer for both."""

    code: ClassVar[str] = "no_such_milestone"
    milestone_id: int


@dataclass(eq=False)
class NoSuchOffer(Refusal):
    """The case has no offer of that number."""

    code: ClassVar[str] = "no_such_offer"
    case_id: int
    number: int | None


@dataclass(eq=False)
class NoSuchExhibit(Refusal):
    """The case has no exhibit of that name."""

    code: ClassVar[str] = "no_such_exhibit"
    case_id: int
    exhibit: str


@dataclass(eq=False)
class NoSuchRequest(Refusal):
    """The wallet request doesn't exist, or isn't the asker's."""

    code: ClassVar[str] = "no_such_request"
    request_id: int


@dataclass(eq=False)
class NoSuchDraft(Refusal):
    """A quote that doesn't exist, or isn't the presser's."""

    code: ClassVar[str] = "no_such_draft"


@dataclass(eq=False)
class CaseNotNamed(Refusal):
    """No case was named and the channel is no case room."""

    code: ClassVar[str] = "case_not_named"
