"""The clock: the only place that asks the machine for the time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

_MILLISECOND_NANOSECONDS = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Tells the time. Wall time is what rules speak of; monotonic time only measures how long something took."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""
        ...

    def monotonic_ms(self) -> int:
        """Milliseconds since some fixed moment; never goes back."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC."""
        return time.time_ns() // _MILLISECOND_NANOSECONDS

    def monotonic_ms(self) -> int:
        """Milliseconds since some fixed moment; never goes back."""
        return time.monotonic_ns() // _MILLISECOND_NANOSECONDS


class ManualClock:
    """A clock that stands still until it is moved: one of them serves the sandbox, the bot and the scheduler."""

    def __init__(self, now_ms: int = 1_767_225_600_000) -> None:
        """Start at `now_ms`; by default 2026-01-01 00:00 UTC."""
        self._now_ms = now_ms
        self._monotonic_ms = 0
        self._listeners: list[Callable[[int], None]] = []

    def now_ms(self) -> int:
        """Milliseconds since 1970-01-01 UTC, as last set."""
        return self._now_ms

    def monotonic_ms(self) -> int:
        """Milliseconds by which this clock has been advanced since it was made."""
        return self._monotonic_ms

    def on_move(self, callback: Callable[[int], None]) -> Callable[[], None]:
        """Have `callback` called with the new time whenever the clock is moved; the answer stops that."""
        self._listeners.append(callback)

        def forget() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)

        return forget

    def advance(
        self, *, milliseconds: int = 0, seconds: int = 0, minutes: int = 0, hours: int = 0, days: int = 0
    ) -> int:
        """Let time pass, on both clocks; the answer is the new wall time in ms. Raises ValueError for a step back."""
        step_ms = milliseconds + 1_000 * (seconds + 60 * (minutes + 60 * (hours + 24 * days)))
        if step_ms < 0:
            raise ValueError("time does not go back: use jump() for a clock that is set wrong")
        self._monotonic_ms += step_ms
        return self._move_to(self._now_ms + step_ms)

    def set(self, now_ms: int) -> int:
        """Let time pass until a moment, on both clocks. Raises ValueError for a moment that is over."""
        return self.advance(milliseconds=now_ms - self._now_ms)

    def jump(self, now_ms: int) -> int:
        """Set the wall clock alone, as an administrator would or a faulty host: monotonic time does not see it."""
        return self._move_to(now_ms)

    def _move_to(self, now_ms: int) -> int:
        self._now_ms = now_ms
        for callback in tuple(self._listeners):
            callback(now_ms)
        return now_ms


def utc_of(at_ms: int) -> datetime:
    """The moment as an aware UTC datetime, for libraries that want one."""
    return _EPOCH + timedelta(milliseconds=at_ms)
