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
    """Compares wall time with monotonic time and with Discord's, which interactions and messages carry; in ms.

    News comes late at times (what was missed is sent again, the process stood still), but never early. So the latest
    reading of Discord's clock is the best, and one that is far behind it is doubted: it holds for as long as agreeing
    would take, and is believed when another says the same later on. After a jump one that agrees with what was known
    before is believed at once: the jump was wrong.
    """

    def __init__(self, wall_ms: int, monotonic_ms: int) -> None:
        self._wall_ms = wall_ms
        self._monotonic_ms = monotonic_ms
        # By how much Discord's clock is ahead of the monotonic one.
        self._believed_ms: int | None = None
        self._doubted_ms: int | None = None
        self._doubted_at_ms = monotonic_ms
        self._doubt_is_new = False
        self._held_since_ms: int | None = None
        self._held_from_ms = monotonic_ms
        self._agreeing_since_ms = monotonic_ms

    @property
    def holds(self) -> bool:
        """Whether nothing may be forfeited now."""
        return self._held_since_ms is not None

    def heard(self, acted_at_ms: int, monotonic_ms: int) -> None:
        """Take note of an interaction or message that has just come in: Discord's clock made its time."""
        reading_ms = acted_at_ms - monotonic_ms
        known_ms = self._wall_ms - self._monotonic_ms if self._believed_ms is None else self._believed_ms
        said_before = (
            self._doubted_ms is not None
            and abs(reading_ms - self._doubted_ms) <= LARGEST_SKEW_MS
            and monotonic_ms - self._doubted_at_ms >= LARGEST_SKEW_MS
        )
        if reading_ms >= known_ms - LARGEST_SKEW_MS or said_before:
            self._believed_ms, self._doubted_ms = reading_ms, None
        elif self._doubted_ms is None or abs(reading_ms - self._doubted_ms) > LARGEST_SKEW_MS:
            self._doubted_ms, self._doubted_at_ms, self._doubt_is_new = reading_ms, monotonic_ms, True

    def look(self, wall_ms: int, monotonic_ms: int) -> Distrust | None:
        """Compare the clocks; gives what to make good when a hold has just ended."""
        jumped_ms = (wall_ms - self._wall_ms) - (monotonic_ms - self._monotonic_ms)
        jumped = abs(jumped_ms) > LARGEST_SKEW_MS
        if jumped or self._differs_from_discord(wall_ms, monotonic_ms):
            # What is lost begins where the clock was last right, and a step back must not hide it.
            before_ms = min(self._wall_ms, wall_ms)
            if self._held_since_ms is None:
                self._held_since_ms, self._held_from_ms = before_ms, self._monotonic_ms
            self._held_since_ms = min(self._held_since_ms, before_ms)
            self._agreeing_since_ms = monotonic_ms
        if jumped:
            # Which of the two clocks went wrong, or was mended, or slept, only the next news can say: at once, if it
            # agrees with one of them.
            before_ms = self._wall_ms - self._monotonic_ms if self._believed_ms is None else self._believed_ms
            self._doubted_ms, self._doubted_at_ms = before_ms, monotonic_ms - LARGEST_SKEW_MS
            self._believed_ms = None
        self._wall_ms, self._monotonic_ms, self._doubt_is_new = wall_ms, monotonic_ms, False
        held_since_ms = self._held_since_ms
        if held_since_ms is None or monotonic_ms - self._agreeing_since_ms < TRUST_AFTER_MS:
            return None
        self._held_since_ms = None
        # A clock that went back while it was held shows an earlier time than when the hold began.
        return Distrust(min(held_since_ms, wall_ms - (monotonic_ms - self._held_from_ms)), wall_ms)

    def _differs_from_discord(self, wall_ms: int, monotonic_ms: int) -> bool:
        reading_ms = self._believed_ms
        if reading_ms is None and self._doubted_ms is not None:
            # A doubted reading counts once: alone it holds no longer than it takes to be trusted again.
            reading_ms = self._doubted_ms if self._doubt_is_new else None
        return reading_ms is not None and abs(monotonic_ms + reading_ms - wall_ms) > LARGEST_SKEW_MS
