"""What people can ask for, as plain data: one class a use case. Typed amounts and durations stay as typed here;
they are read in one place, inside the use case, where the currency is known."""

from dataclasses import dataclass, field
from typing import TypedDict

from bot.services.command import CaseCommand, Command
from bot.services.setting_commands import (
    SetChannel,
    SetCurrency,
    SetFee,
    SetLimit,
    SetReminders,
    SetRole,
    SetRooms,
    SetRulebook,
    SetThreshold,
    SetWindow,
)
from bot.services.wallet_commands import (
    CancelWalletRequest,
    ConfirmWalletRequest,
    DeclineWalletRequest,
    RequestDeposit,
    RequestWithdrawal,
)

__all__ = [
    "AcceptOffer",
    "AcceptTerms",
    "AddExhibit",
    "AnswerExtension",
    "AnswerQuestion",
    "AnswerRequest",
    "AnswerWithdrawal",
    "Ask",
    "CancelMilestone",
    "CancelWalletRequest",
    "CaseCommand",
    "Challenge",
    "ClaimCase",
    "Command",
    "ConfirmWalletRequest",
    "CreateMilestone",
    "DeclineOffer",
    "DeclineProposal",
    "DeclineWalletRequest",
    "Escalate",
    "Extend",
    "ExtendByStaff",
    "FundProposal",
    "GiveIn",
    "HandedFile",
    "HoldCase",
    "MakeOffer",
    "OpenCase",
    "PayFee",
    "ProposeMilestone",
    "ReleaseMilestone",
    "RequestDeposit",
    "RequestRelease",
    "RequestReturn",
    "RequestWithdrawal",
    "Rest",
    "Resume",
    "ReturnMilestone",
    "Rule",
    "SetChannel",
    "SetCurrency",
    "SetFee",
    "SetLimit",
    "SetReminders",
    "SetRole",
    "SetRooms",
    "SetRulebook",
    "SetThreshold",
    "SetWindow",
    "WithdrawCase",
    "WithdrawExhibit",
    "WithdrawOffer",
]


class HandedFile(TypedDict):
    """A file that was fetched and stored before its command is run: what its bytes are, and what it was called."""

    sha256: str
    size_bytes: int
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class CreateMilestone(Command):
    """The client funds a milestone from the wallet (R3.1)."""

    freelancer_id: int
    amount: str
    title: str
    freelancer_is_bot: bool = False
    currency: str | None = None
    project: str | None = None
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptTerms(Command):
    """Accept the terms that the other side wrote (R3.2)."""

    milestone_id: int


@dataclass(frozen=True, slots=True)
class ReleaseMilestone(Command):
    """The client pays the freelancer; all that no case has locked without an amount (R3.3)."""

    milestone_id: int
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnMilestone(Command):
    """The freelancer gives back; all that no case has locked without an amount (R3.3)."""

    milestone_id: int
    amount: str | None = None


@dataclass(frozen=True, slots=True)
class ProposeMilestone(Command):
    """The freelancer proposes a milestone, which the client funds or declines (R3.1)."""

    client_id: int
    amount: str
    title: str
    client_is_bot: bool = False
    currency: str | None = None
    project: str | None = None
    terms: str | None = None


@dataclass(frozen=True, slots=True)
class FundProposal(Command):
    """The client funds a proposal from the wallet (R3.1)."""

    milestone_id: int


@dataclass(frozen=True, slots=True)
class DeclineProposal(Command):
    """The client says no to a proposal (R3.1)."""

    milestone_id: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CancelMilestone(Command):
    """Take back one's own proposal or request (R3.1, R3.4)."""

    milestone_id: int


@dataclass(frozen=True, slots=True)
class RequestRelease(Command):
    """The freelancer asks for release of an amount; all that no case has locked without one (R3.4)."""

    milestone_id: int
    amount: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RequestReturn(Command):
    """The client asks for an amount back; all that no case has locked without one (R3.4)."""

    milestone_id: int
    amount: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerRequest(Command):
    """Approve the other side's request, which carries it out, or decline it (R3.4)."""

    milestone_id: int
    approve: bool
    reason: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class OpenCase(Command):
    """File a case (R4)."""

    milestone_id: int
    offer: str
    reason: str
    amount: str | None = None
    category: str | None = None
    more_milestones: str | None = None
    evidence: list[HandedFile] = field(default_factory=list[HandedFile])


@dataclass(frozen=True, slots=True)
class Challenge(CaseCommand):
    """Answer stage 1 with a challenge, with an offer if one is named (R5.1)."""

    statement: str
    offer: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawCase(CaseCommand):
    """The claimant takes the case back (R5.6)."""

    reason: str | None = None


@dataclass(frozen=True, slots=True)
class GiveIn(CaseCommand):
    """Give the other side all (R5.7)."""


@dataclass(frozen=True, slots=True)
class MakeOffer(CaseCommand):
    """Propose what the freelancer gets of the disputed amount (R7.1)."""

    amount: str
    note: str | None = None
    expires: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptOffer(CaseCommand):
    """Settle on an offer. Without a number only a quote can be asked for, which then names it (R7.2)."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class DeclineOffer(CaseCommand):
    """Say no to an offer."""

    number: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawOffer(CaseCommand):
    """Take back one's own open offer."""


@dataclass(frozen=True, slots=True)
class PayFee(CaseCommand):
    """Pay the arbitration fee from the wallet (R5.3)."""


@dataclass(frozen=True, slots=True)
class AddExhibit(CaseCommand):
    """Hand in evidence: a text, with a link if there is one (R8.1). `is_copy`: the bot copied a message, which nothing
    that is typed can claim."""

    description: str
    link: str | None = None
    files: list[HandedFile] = field(default_factory=list[HandedFile])
    is_copy: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawExhibit(CaseCommand):
    """Take back one's own exhibit (R8.3)."""

    exhibit: str


@dataclass(frozen=True, slots=True)
class Rest(CaseCommand):
    """Say that one has nothing more to add."""


@dataclass(frozen=True, slots=True)
class ClaimCase(CaseCommand):
    """An arbitrator takes the case (R10.2)."""


@dataclass(frozen=True, slots=True)
class Rule(CaseCommand):
    """The arbitrator decides: what the freelancer gets, and why (R10.2)."""

    freelancer_amount: str
    findings: str


@dataclass(frozen=True, slots=True)
class Escalate(CaseCommand):
    """A moderator sends the case to arbitration (R5.8)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Resume(CaseCommand):
    """A moderator lets held clocks run again (R9.4)."""


@dataclass(frozen=True, slots=True)
class AnswerWithdrawal(CaseCommand):
    """Consent to the claimant's withdrawal, or refuse (R5.6)."""

    agree: bool


@dataclass(frozen=True, slots=True)
class Extend(CaseCommand):
    """Ask the other for more time, or take it alone once a case (R9.7)."""

    duration: str
    alone: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerExtension(CaseCommand):
    """Agree to more time, or refuse (R9.7); `number` is the wish that is meant, where a button names it."""

    agree: bool
    number: int | None = None


@dataclass(frozen=True, slots=True)
class ExtendByStaff(CaseCommand):
    """A moderator gives more time (R9.7)."""

    duration: str
    reason: str


@dataclass(frozen=True, slots=True)
class HoldCase(CaseCommand):
    """A moderator stops all the case's clocks (R9.8)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Ask(CaseCommand):
    """The arbitrator asks `claimant`, `respondent` or `both` (R10.2)."""

    party: str
    question: str
    window: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerQuestion(CaseCommand):
    """A party answers the arbitrator's question (R10.2), with a file as evidence if there is one."""

    text: str
    files: list[HandedFile] = field(default_factory=list[HandedFile])
