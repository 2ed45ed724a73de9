"""The guard of the host's clock (R9.6 [P]): when it jumps, nothing may be forfeited until it is trusted again."""

from dataclasses import dataclass
from typing import Final

from bot.domain.deadlines import SECOND_MS

LARGEST_SKEW_MS: Final = 60 * SECOND_MS
"""How far the clocks may differ, in milliseconds."""

TRUST_AFTER_MS: Final = 5 * 60 * SECOND_MS
"""How long they must have agreed before a hold ends, in milliseconds of the monotonic clock."""


@dataclass(frozen=True, slots=True)
class Distrust:
    """A time in which the clock was not trusted: it counts as an outage."""

    started_at_ms: int
    ended_at_ms: int


class ClockGuard:
    """Compares wall time with monotonic time and with the newest interaction's own time; all in milliseconds."""

    def __init__(self, wall_ms: int, monotonic_ms: int) -> None:
        self._wall_ms = wall_ms
        self._monotonic_ms = monotonic_ms
        # What Discord's clock is ahead of the monotonic one, as the newest interaction had it.
        self._ahead_ms: int | None = None
        self._held_since_ms: int | None = None
        self._agreeing_since_ms = monotonic_ms

    @property
    def holds(self) -> bool:
        """Whether nothing may be forfeited now."""
        return self._held_since_ms is not None

    def heard(self, acted_at_ms: int, monotonic_ms: int) -> None:
        """Take note of an interaction that has just come in: Discord's clock made its time."""
        self._ahead_ms = acted_at_ms - monotonic_ms

    def look(self, wall_ms: int, monotonic_ms: int) -> Distrust | None:
        """Compare the clocks; gives what to make good when a hold has just ended."""
        jumped_ms = (wall_ms - self._wall_ms) - (monotonic_ms - self._monotonic_ms)
        jumped = abs(jumped_ms) > LARGEST_SKEW_MS
        if jumped or self._differs_from_discord(wall_ms, monotonic_ms):
            # What is lost begins where the clock was last right, and a step back must not hide it.
            before_ms = min(self._wall_ms, wall_ms)
            held = self._held_since_ms
            self._held_since_ms = before_ms if held is None else min(held, before_ms)
            self._agreeing_since_ms = monotonic_ms
        if jumped:
            # Which of the two clocks went wrong, or was mended, only the next interaction can say.
            self._ahead_ms = None
        self._wall_ms, self._monotonic_ms = wall_ms, monotonic_ms
        held_since_ms = self._held_since_ms
        if held_since_ms is None or monotonic_ms - self._agreeing_since_ms < TRUST_AFTER_MS:
            return None
        self._held_since_ms = None
        return Distrust(held_since_ms, wall_ms)

    def _differs_from_discord(self, wall_ms: int, monotonic_ms: int) -> bool:
        return self._ahead_ms is not None and abs(monotonic_ms + self._ahead_ms - wall_ms) > LARGEST_SKEW_MS
