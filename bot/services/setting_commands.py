"""What admins can ask for: one class a setting (R10.5)."""

from dataclasses import dataclass

from bot.services.command import Command


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


@dataclass(frozen=True, slots=True)
class SetRulebook(Command):
    """Choose the preset for new cases and requests: `milestone` or `safepay`."""

    preset: str


@dataclass(frozen=True, slots=True)
class SetThreshold(Command):
    """Set up to which balance `safepay` splits evenly without a fee."""

    small_balance: str
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class SetRooms(Command):
    """Choose what case rooms are: `channel` or `thread`."""

    kind: str


@dataclass(frozen=True, slots=True)
class SetCurrency(Command):
    """Add or remove a currency, or make it the default: `add`, `remove`, `default`."""

    currency: str
    action: str


@dataclass(frozen=True, slots=True)
class SetReminders(Command):
    """Set when people are reminded: `half, 24h, 1h`."""

    steps: str


@dataclass(frozen=True, slots=True)
class SetUpServer(Command):
    """Make the channels that are missing, open to whom they are for, and set them."""


@dataclass(frozen=True, slots=True)
class SetRetention(Command):
    """Set how long rooms of ended cases are kept."""

    room: str


@dataclass(frozen=True, slots=True)
class SetSwitch(Command):
    """Switch something on or off: `offers_hidden`, `dm_notices`."""

    name: str
    on: bool


@dataclass(frozen=True, slots=True)
class BlockMember(Command):
    """Stop a member from opening cases, or let them again (R4.6)."""

    member_id: int
    blocked: bool
    reason: str | None = None
