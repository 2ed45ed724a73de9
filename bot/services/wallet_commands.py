"""What people can ask for about wallets (R2.8): one class a use case, amounts as typed."""

from dataclasses import dataclass

from bot.services.command import Command


@dataclass(frozen=True, slots=True)
class RequestDeposit(Command):
    """Ask a cashier to confirm money brought in (R2.8); *Deposit and pay* names the case whose fee it is for (R5.4)."""

    amount: str
    currency: str | None = None
    reference: str | None = None
    pays_fee_of_case_id: int | None = None


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
