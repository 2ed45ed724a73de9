"""What people type and can't be read, or isn't possible: amounts, durations, texts, settings."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.errors.base import Refusal


@dataclass(eq=False)
class NumberNotUnderstood(Refusal):
    """A case, milestone, exhibit or request number that can't be read."""

    code: ClassVar[str] = "number_not_understood"
    text: str
    example: str


@dataclass(eq=False)
class AmountNotUnderstood(Refusal):
    """A typed amount that breaks R2.2; `reason` is a key of the texts."""

    code: ClassVar[str] = "amount_not_understood"
    text: str
    reason: str
    currency: str
    example: str


@dataclass(eq=False)
class AmountOutOfRange(Refusal):
    """A well-formed amount outside what is possible here."""

    code: ClassVar[str] = "amount_out_of_range"
    amount_minor: int
    lowest_minor: int
    highest_minor: int
    currency: str


@dataclass(eq=False)
class RateNotUnderstood(Refusal):
    """A typed percentage that can't be read."""

    code: ClassVar[str] = "rate_not_understood"
    text: str


@dataclass(eq=False)
class DurationNotUnderstood(Refusal):
    """A typed duration that can't be read."""

    code: ClassVar[str] = "duration_not_understood"
    text: str


@dataclass(eq=False)
class DurationOutOfRange(Refusal):
    """A duration outside what is possible here."""

    code: ClassVar[str] = "duration_out_of_range"
    name: str
    seconds: int
    lowest_seconds: int
    highest_seconds: int


@dataclass(eq=False)
class TextLength(Refusal):
    """A text that is too short or too long; `field` is a key of the texts."""

    code: ClassVar[str] = "text_length"
    field: str
    length: int
    shortest: int
    longest: int


@dataclass(eq=False)
class LinkNotUnderstood(Refusal):
    """A link that is not a plain http or https address."""

    code: ClassVar[str] = "link_not_understood"
    text: str


@dataclass(eq=False)
class CurrencyUnknown(Refusal):
    """A currency that ISO 4217 or this server doesn't have."""

    code: ClassVar[str] = "currency_unknown"
    currency: str
    offered: tuple[str, ...]


@dataclass(eq=False)
class SettingRefused(Refusal):
    """A configuration value that isn't possible; `reason` is a key of the texts."""

    code: ClassVar[str] = "setting_refused"
    name: str
    reason: str
    allowed: str = ""
