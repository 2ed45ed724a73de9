"""What is worth looking after once an hour, though it is asked for more often."""

from bot.domain.deadlines import HOUR_MS
from bot.services.ports import Clock


class Hourly:
    """Whether it is time again; at first it is. A clock that jumps, either way, makes it time, too."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._looked_at_ms: int | None = None

    def due_at_ms(self) -> int | None:
        """Now, if it is time, which it then is not for an hour; None if it isn't."""
        now_ms = self._clock.now_ms()
        if self._looked_at_ms is not None and abs(now_ms - self._looked_at_ms) < HOUR_MS:
            return None
        self._looked_at_ms = now_ms
        return now_ms
