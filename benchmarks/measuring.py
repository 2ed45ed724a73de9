"""Timing. Whatever is compared is timed in turns, so that what disturbs one disturbs the other."""

import asyncio
import math
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

Work = Callable[[int], Awaitable[object]]
"""What is timed; it is told the round, from 0."""

_TICK_SECONDS: Final = 0.001


@dataclass(frozen=True, slots=True)
class Times:
    """How long something took, each time, in seconds."""

    seconds: Sequence[float]

    def shared(self, count: int) -> "Times":
        """The time for each of so many things that were done at once."""
        return Times([taken / count for taken in self.seconds])

    def percentile_ms(self, share: float) -> float:
        """The time, in milliseconds, that a share (0 to 1) of all didn't exceed."""
        ordered = sorted(self.seconds)
        return 1_000 * ordered[max(math.ceil(share * len(ordered)), 1) - 1]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing timed, with what it is compared with: nothing, for a baseline itself."""

    what: str
    times: Times
    against: Times | None = None

    def figures(self) -> dict[str, float]:
        """The line in numbers: milliseconds, and ratios to the baseline of the same run."""
        p50, p99 = self.times.percentile_ms(0.5), self.times.percentile_ms(0.99)
        figures = {"p50_ms": p50, "p99_ms": p99}
        if self.against is not None:
            base_p50, base_p99 = self.against.percentile_ms(0.5), self.against.percentile_ms(0.99)
            figures |= {"baseline_p50_ms": base_p50, "baseline_p99_ms": base_p99}
            figures |= {"ratio_p50": p50 / base_p50, "ratio_p99": p99 / base_p99}
        return figures


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together; `against` says in words what their ratios are to."""

    title: str
    against: str
    lines: Sequence[Line]

    def data(self) -> dict[str, Any]:
        """The group as JSON data."""
        lines = [{"what": line.what, **line.figures()} for line in self.lines]
        return {"title": self.title, "against": self.against, "lines": lines}


async def in_turns(
    works: Mapping[str, Work], *, rounds: int, warm_up: int = 1, before: Mapping[str, Work] | None = None
) -> dict[str, Times]:
    """Time each work once a round, one after the other; the first rounds, in which things are set up, don't count.

    `before` makes ready for the work of the same name, untimed.
    """
    seconds: dict[str, list[float]] = {name: [] for name in works}
    preparing = before or {}
    for number in range(warm_up + rounds):
        for name, work in works.items():
            if name in preparing:
                await preparing[name](number)
            taken = await seconds_of(work(number))
            if number >= warm_up:
                seconds[name].append(taken)
    return {name: Times(taken) for name, taken in seconds.items()}


async def seconds_of(work: Awaitable[object]) -> float:
    """How long it takes, in seconds."""
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


@asynccontextmanager
async def longest_stall() -> AsyncGenerator[list[float]]:
    """Watch the event loop inside; afterwards the list holds the longest time, in seconds, that it served nobody."""
    found: list[float] = []
    longest = 0.0

    async def tick() -> None:
        nonlocal longest
        while True:
            began = time.perf_counter()
            await asyncio.sleep(_TICK_SECONDS)
            longest = max(longest, time.perf_counter() - began - _TICK_SECONDS)

    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    try:
        yield found
    finally:
        # Once more round the loop, so that a stall at the very end is seen.
        await asyncio.sleep(2 * _TICK_SECONDS)
        ticking.cancel()
        await asyncio.gather(ticking, return_exceptions=True)
        found.append(max(longest, 1e-6))
