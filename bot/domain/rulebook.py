"""A rulebook is data: windows, fees and thresholds. Each case keeps a copy of the one it was opened under (R4.5)."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.domain.durations import DAY_SECONDS, HOUR_SECONDS
from bot.domain.plain import ADDED_LATER


class Preset(StrEnum):
    """The two rulebooks: `milestone` [F] and `safepay` [G]."""

    MILESTONE = "milestone"
    SAFEPAY = "safepay"


class RefundPolicy(StrEnum):
    """Who gets the deposits back after a ruling (R5.5)."""

    WINNER = "winner"
    NONE = "none"
    PROPORTIONAL = "proportional"


@dataclass(frozen=True, slots=True)
class Windows:
    """How long people have, in seconds; None is off."""

    response_freelancer: int = 4 * DAY_SECONDS
    response_client: int = 14 * DAY_SECONDS
    min_negotiation: int = 0
    idle_reminder: int | None = 3 * DAY_SECONDS
    dormancy: int | None = None
    fee: int = 7 * DAY_SECONDS
    cashier: int = 7 * DAY_SECONDS
    closing: int = DAY_SECONDS
    closing_escalated: int = 3 * DAY_SECONDS
    answer: int = DAY_SECONDS
    question: int = 2 * DAY_SECONDS
    ruling: int = 7 * DAY_SECONDS
    request: int = 7 * DAY_SECONDS
    evidence: int = 3 * DAY_SECONDS
    proposal: int = 14 * DAY_SECONDS


ZERO_ALLOWED: Final = frozenset({"min_negotiation", "closing", "closing_escalated"})
"""Windows that may be `0`."""

OFF_ALLOWED: Final = frozenset({"idle_reminder", "dormancy"})
"""Windows that may be `off`."""


@dataclass(frozen=True, slots=True)
class FeePolicy:
    """What arbitration costs each party (R5.3) and who gets it back (R5.5). The cap wins over the minimum."""

    rate_bp: int = 500
    minimum_minor: int = 500
    cap_bp: int | None = 5_000
    refund: RefundPolicy = RefundPolicy.WINNER


@dataclass(frozen=True, slots=True)
class Reminders:
    """When people are reminded (R9.3): at half of the window, and these many seconds before its end."""

    half: bool = True
    before_seconds: tuple[int, ...] = (DAY_SECONDS, HOUR_SECONDS)


@dataclass(frozen=True, slots=True)
class Procedure:
    """How the two presets differ beyond numbers, as small policies behind the same stages.

    `starts_in_arbitration`: there is no stage 1 to 3 (R6.4 [G]). `fee_from_funds`: the fee is taken from the balance
    at opening and never comes back (R6.3 [G]); otherwise each party pays into a deposit (R5.3). `whole_balance`: all of
    the project's free money is in the case, and a request must have come before (R6.1, R6.2 [G]).
    `open_until_ruling`: offers and evidence are taken until the ruling (R6.4 [=]).
    """

    starts_in_arbitration: bool
    fee_from_funds: bool
    whole_balance: bool
    open_until_ruling: bool
    silence_carries_out_requests: bool


PROCEDURES: Final = {
    Preset.MILESTONE: Procedure(
        starts_in_arbitration=False,
        fee_from_funds=False,
        whole_balance=False,
        open_until_ruling=False,
        silence_carries_out_requests=False,
    ),
    Preset.SAFEPAY: Procedure(
        starts_in_arbitration=True,
        fee_from_funds=True,
        whole_balance=True,
        open_until_ruling=True,
        silence_carries_out_requests=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Rulebook:
    """A case's policy, for the case's one currency."""

    preset: Preset
    windows: Windows
    fee: FeePolicy
    reminders: Reminders
    settle_margin_seconds: int = 90
    max_exhibits: int = 40
    small_balance_minor: int = field(default=5_000, metadata=ADDED_LATER)
    small_splits: int = field(default=2, metadata=ADDED_LATER)
    refile_seconds: int = field(default=7 * DAY_SECONDS, metadata=ADDED_LATER)
    offers_hidden: bool = field(default=False, metadata=ADDED_LATER)

    @property
    def procedure(self) -> Procedure:
        """The preset's policies."""
        return PROCEDURES[self.preset]


MILESTONE: Final = Rulebook(preset=Preset.MILESTONE, windows=Windows(), fee=FeePolicy(), reminders=Reminders())
"""The rulebook `milestone` [F] with its defaults, amounts as for USD."""

SAFEPAY_FEE: Final = FeePolicy(rate_bp=500, minimum_minor=2_500, cap_bp=None, refund=RefundPolicy.NONE)
"""What arbitration costs under `safepay` [G] (R6.3)."""

FIRST_CURRENCY: Final = "USD"
"""The currency that a new server offers (R2.7); the defaults' amounts are in its minor units."""

SMALL_BALANCE_MINOR: Final = 5_000
"""Up to which balance `safepay` splits evenly without a fee (R6.2 [G]), in minor units."""
