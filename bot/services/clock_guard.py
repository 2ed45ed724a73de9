"""The guard of the host's clock (R9.6 [P]): when it jumps, nothing may be forfeited until it is trusted again."""

from dataclasses import dataclass

from bot.domain.deadlines import SECOND_MS
from bot.services.ports import Clock

LARGEST_SKEW_MS = 60 * SECOND_MS
"""How far the clocks may differ, in milliseconds."""

TRUST_AFTER_MS = 5 * 60 * SECOND_MS
"""How long they must have agreed before a hold ends, in milliseconds of the monotonic clock."""


@dataclass(frozen=True, slots=True)
class Distrust:
    """A time in which the clock was not trusted: it counts as an outage."""

    started_at_ms: int
    ended_at_ms: int


class ClockGuard:
    """Compares wall time with monotonic time and with the newest interaction's own time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall_ms = clock.now_ms()
        self._monotonic_ms = clock.monotonic_ms()
        self._skewed_by_interaction = False
        self._held_since_ms: int | None = None
        self._agreeing_since_ms = self._monotonic_ms

    @property
    def holds(self) -> bool:
        """Whether nothing may be forfeited now."""
        return self._held_since_ms is not None

    def heard(self, acted_at_ms: int) -> None:
        """Take note of an interaction that has just come in: Discord's clock made its time."""
        self._skewed_by_interaction = abs(acted_at_ms - self._clock.now_ms()) > LARGEST_SKEW_MS

    def look(self) -> Distrust | None:
        """Compare the clocks; gives what to make good when a hold has just ended."""
        wall_ms, monotonic_ms = self._clock.now_ms(), self._clock.monotonic_ms()
        jumped_ms = (wall_ms - self._wall_ms) - (monotonic_ms - self._monotonic_ms)
        agrees = abs(jumped_ms) <= LARGEST_SKEW_MS and not self._skewed_by_interaction
        if not agrees:
            # What is lost begins where the clock was last right, and a step back must not hide it.
            before_ms = min(self._wall_ms, wall_ms)
            held = self._held_since_ms
            self._held_since_ms = before_ms if held is None else min(held, before_ms)
            self._agreeing_since_ms = monotonic_ms
        self._wall_ms, self._monotonic_ms = wall_ms, monotonic_ms
        held_since_ms = self._held_since_ms
        if held_since_ms is None or monotonic_ms - self._agreeing_since_ms < TRUST_AFTER_MS:
            return None
        self._held_since_ms = None
        return Distrust(held_since_ms, wall_ms)
