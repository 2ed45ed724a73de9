"""Time and ids: snowflakes follow whatever clock the sandbox was given."""

import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

DISCORD_EPOCH_MS = 1_420_070_400_000
_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Anything that tells the UTC time in epoch milliseconds."""

    def now_ms(self) -> int:
        """Return the UTC epoch time in milliseconds."""
        ...


class SystemTime:
    """The machine's own time, used when no clock is passed in."""

    def now_ms(self) -> int:
        """Return the UTC epoch time in milliseconds."""
        return time.time_ns() // 1_000_000


class Snowflakes:
    """Makes ids whose upper bits are the clock's time and whose lower bits never repeat."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._serial = itertools.count(1)

    def next(self) -> int:
        """Return a new id for the present moment."""
        return snowflake_at(self._clock.now_ms()) | (next(self._serial) & 0x3FFFFF)


def snowflake_at(moment_ms: int) -> int:
    """Return the smallest id that Discord could have given out at `moment_ms`."""
    return max(moment_ms - DISCORD_EPOCH_MS, 0) << 22


def snowflake_ms(snowflake: int) -> int:
    """Return the epoch milliseconds that an id carries."""
    return (snowflake >> 22) + DISCORD_EPOCH_MS


def iso(moment_ms: int) -> str:
    """Return a moment as Discord writes timestamps."""
    moment = _UNIX_EPOCH + timedelta(milliseconds=moment_ms)
    return moment.isoformat(timespec="microseconds")


def parse_iso(text: str) -> int:
    """Return the epoch milliseconds of an ISO 8601 timestamp.

    Raises ValueError for anything else.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - _UNIX_EPOCH) // timedelta(milliseconds=1)
