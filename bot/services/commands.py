"""What people can ask for, as plain data: one class a use case. Typed amounts and durations stay as typed here;
they are read in one place, inside the use case, where the currency is known."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Something a member asks for. Holds only what JSON can hold, since a quoted one waits in a draft."""


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
class OpenCase(Command):
    """File a case (R4)."""

    milestone_id: int
    offer: str
    reason: str
    amount: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class CaseCommand(Command):
    """Something asked of one case."""

    case_id: int


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
    """Hand in evidence: a text, with a link if there is one (R8.1)."""

    description: str
    link: str | None = None


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
class RequestDeposit(Command):
    """Ask a cashier to confirm money brought in (R2.8)."""

    amount: str
    currency: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class RequestWithdrawal(Command):
    """Ask a cashier to pay out; the amount is held until then (R2.8)."""

    amount: str
    currency: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class CancelWalletRequest(Command):
    """Take back one's own request."""

    request_id: int


@dataclass(frozen=True, slots=True)
class ConfirmWalletRequest(Command):
    """A cashier says that the money came in or went out; a deposit may name a different sum received."""

    request_id: int
    amount: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class DeclineWalletRequest(Command):
    """A cashier says no."""

    request_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class SetRole(Command):
    """Say which Discord role is which staff role: `moderator`, `arbitrator` or `cashier`."""

    kind: str
    role_id: int


@dataclass(frozen=True, slots=True)
class SetChannel(Command):
    """Say which channel is for what: `cases`, `staff`, `records` or `cashier`."""

    kind: str
    channel_id: int


@dataclass(frozen=True, slots=True)
class SetFee(Command):
    """Set the fee of the preset in force; what isn't named stays. `cap` may be `off`."""

    currency: str | None = None
    rate: str | None = None
    minimum: str | None = None
    cap: str | None = None
    refund: str | None = None


@dataclass(frozen=True, slots=True)
class SetWindow(Command):
    """Set a window of the preset in force; `off` and `0` where allowed."""

    name: str
    duration: str


@dataclass(frozen=True, slots=True)
class SetLimit(Command):
    """Set a brake or a size."""

    name: str
    value: str
    currency: str | None = None
