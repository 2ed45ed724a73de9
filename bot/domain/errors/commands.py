"""Refusals about how a command came: its quote, a repetition, a busy database."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.errors.base import Refusal


@dataclass(eq=False)
class DraftExpired(Refusal):
    """A quote older than its 15 minutes (R9.2)."""

    code: ClassVar[str] = "draft_expired"
    expired_at_ms: int


@dataclass(eq=False)
class DraftUsed(Refusal):
    """A quote that was confirmed or cancelled already."""

    code: ClassVar[str] = "draft_used"
    at_ms: int


@dataclass(eq=False)
class QuoteStale(Refusal):
    """What the quote said is no longer so: it is shown anew."""

    code: ClassVar[str] = "quote_stale"


@dataclass(eq=False)
class Busy(Refusal):
    """The database could not serialise the command; trying again is safe."""

    code: ClassVar[str] = "busy"
