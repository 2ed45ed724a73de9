"""Refusals about clocks, agreements and questions."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.errors.base import Refusal


@dataclass(eq=False)
class NothingToExtend(Refusal):
    """No window runs that could be made longer (R9.7); `is_own`: none of the asker's own. `stands`: there is one, whose
    clock stands."""

    code: ClassVar[str] = "nothing_to_extend"
    case_id: int
    is_own: bool = False
    stands: bool = False


@dataclass(eq=False)
class ExtensionUsed(Refusal):
    """The party has taken time alone before: once a case (R9.7)."""

    code: ClassVar[str] = "extension_used"
    case_id: int


@dataclass(eq=False)
class NoExtensionAsked(Refusal):
    """Nobody has asked for more time, or what it was for is over."""

    code: ClassVar[str] = "no_extension_asked"
    case_id: int


@dataclass(eq=False)
class ExtensionReplaced(Refusal):
    """Another wish for more time waits for an answer now than the one that was meant; `seconds` is what it asks for."""

    code: ClassVar[str] = "extension_replaced"
    case_id: int
    seconds: int


@dataclass(eq=False)
class OwnExtension(Refusal):
    """The other side answers; not the one who asked."""

    code: ClassVar[str] = "own_extension"
    case_id: int


@dataclass(eq=False)
class NoWithdrawalAsked(Refusal):
    """The claimant hasn't asked for consent to withdraw (R5.6)."""

    code: ClassVar[str] = "no_withdrawal_asked"
    case_id: int


@dataclass(eq=False)
class NoQuestionAsked(Refusal):
    """No question of the arbitrator waits for the party (R10.2)."""

    code: ClassVar[str] = "no_question_asked"
    case_id: int


@dataclass(eq=False)
class RefileTooSoon(Refusal):
    """The same claimant withdrew a case about the milestone a short time ago (R5.6)."""

    code: ClassVar[str] = "refile_too_soon"
    milestone_id: int
    from_ms: int


@dataclass(eq=False)
class RequestNeeded(Refusal):
    """Under `safepay` a request on one of the project's milestones must be active or declined (R6.1 [G])."""

    code: ClassVar[str] = "request_needed"
    milestone_id: int


@dataclass(eq=False)
class WholeBalance(Refusal):
    """Under `safepay` all of the balance is in arbitration: no amount, no other milestones (R6.2)."""

    code: ClassVar[str] = "whole_balance"
    option: str


@dataclass(eq=False)
class OtherProject(Refusal):
    """The milestones of a case are of one project and currency (R4.1)."""

    code: ClassVar[str] = "other_project"
    milestone_id: int


@dataclass(eq=False)
class RequestOver(Refusal):
    """The request that was meant waits for no answer any more; `state` is what became of it, `by_member_id` None where
    nobody did it."""

    code: ClassVar[str] = "request_over"
    milestone_id: int
    state: str
    by_member_id: int | None
    at_ms: int


@dataclass(eq=False)
class NoActiveRequest(Refusal):
    """The milestone has no request that waits for an answer (R3.4)."""

    code: ClassVar[str] = "no_active_request"
    milestone_id: int


@dataclass(eq=False)
class OwnRequest(Refusal):
    """The other side answers; not the one who asked (R3.4)."""

    code: ClassVar[str] = "own_request"
    milestone_id: int


@dataclass(eq=False)
class NotProposed(Refusal):
    """The milestone is no proposal that waits for the client (R3.1)."""

    code: ClassVar[str] = "not_proposed"
    milestone_id: int
    state: str
