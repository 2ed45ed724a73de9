"""The outbox relay: claims messages by lease, has them dispatched, and marks what became of them.

One target's messages go out in order, and another target's failure doesn't hold them up. Leases and back-off run on the
machine's own clock: they measure this process and the network, not the parties' time.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import aiohttp
import discord
import structlog

from bot.clock import Clock, SystemClock
from bot.delivery.discord_rest import THREAD_ARCHIVED
from bot.services.outbox import Claimed
from bot.services.ports import ClaimedMessage
from bot.services.watching import about

LEASE_MS: Final = 30_000
"""How long a claimed message is ours. Longer than any dispatch may take, so that nobody else sends it meanwhile."""

DISPATCH_SECONDS: Final = 25
FIRST_DELAY_MS: Final = 200
LONGEST_DELAY_MS: Final = 60_000
MOST_CRASHES: Final = 40
"""After so many attempts (about half an hour) a message that only ever crashed is given up, for its target's sake."""

CONCURRENCY: Final = 8
_SUBJECTS: Final = ("case_id", "milestone_id")
_IDLE_SECONDS: Final = 5
_STOP_SECONDS: Final = 5
_MOST_DOUBLINGS: Final = 16

_logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)

Dispatch = Callable[[ClaimedMessage], Awaitable[None]]
"""Does what one message asks for. Raises Undeliverable when no route is left."""


class Undeliverable(Exception):
    """No route is left for a message, and trying again won't help; `str()` of it says why, for the record."""


class RoomGone(Undeliverable):
    """The case has ended and its room is gone: it gets no new one."""


class RoomNeverMade(RoomGone):
    """The case was settled at once and has no room: what would happen there needn't (R6.2)."""


class NoPlaceForRoom(Undeliverable):
    """The server has no place for the case's room: neither for a channel nor for an active thread."""


class Queue(Protocol):
    """What the relay needs of the outbox; each call is a transaction of its own."""

    async def claim(self, owner: str, now_ms: int, lease_ms: int, limit: int) -> Claimed: ...
    async def mark_sent(self, outbox_id: int) -> None: ...
    async def mark_failed(self, outbox_id: int, why: str) -> None: ...
    async def retry_at(self, outbox_id: int, not_before_ms: int) -> None: ...
    async def depth(self) -> int: ...
    async def release_all(self) -> None: ...


class Relay:
    """Sends what waits in the outbox, several targets at a time."""

    def __init__(
        self, queue: Queue, dispatch: Dispatch, *, owner: str, alone: bool = False, clock: Clock | None = None
    ) -> None:
        """`owner` names this process in leases; `alone` says that no other process sends from this outbox, so that
        leases left by one that died are taken over at once."""
        self._queue = queue
        self._dispatch = dispatch
        self._owner = owner
        self._clock = clock or SystemClock()
        self._takes_over = alone
        self._woken = asyncio.Event()
        self._progress = asyncio.Condition()
        self._running: dict[int, asyncio.Task[None]] = {}
        self._stopping = False

    def wake(self) -> None:
        """Look into the outbox now; called after each commit."""
        self._woken.set()

    async def run(self) -> None:
        """Work until `stop` or until cancelled; what is under way is then finished or given back. May be run again."""
        self._stopping = False
        try:
            while not self._stopping:
                self._woken.clear()
                wait_seconds = await self._start_what_waits()
                await self._tell_progress()
                try:
                    async with asyncio.timeout(wait_seconds):
                        await self._woken.wait()
                except TimeoutError:
                    continue
        finally:
            await self._finish()

    def stop(self) -> None:
        """Claim nothing more; `run` returns once what is under way is done."""
        self._stopping = True
        self._woken.set()

    async def drain(self) -> None:
        """Wait until nothing waits in the outbox and nothing is under way."""
        while True:
            self.wake()
            async with self._progress:
                if not self._running and await self._queue.depth() == 0:
                    return
                try:
                    async with asyncio.timeout(_IDLE_SECONDS):
                        await self._progress.wait()
                except TimeoutError:
                    continue

    async def _start_what_waits(self) -> float:
        """Claim and start as many messages as there is room for; the answer is how long to sleep, in seconds."""
        try:
            free = CONCURRENCY - len(self._running)
            now_ms = self._clock.now_ms()
            if self._takes_over:
                await self._queue.release_all()
                self._takes_over = False
            claimed = await self._queue.claim(self._owner, now_ms, LEASE_MS, free)
            for item in claimed.messages:
                self._running[item.outbox_id] = asyncio.create_task(self._send(item), name=f"outbox-{item.outbox_id}")
            next_ms = claimed.next_attempt_ms
        except Exception as error:
            # The database may be away for a while; what is due stays due.
            _logger.exception("outbox_unreadable", error=type(error).__name__)
            return 1.0
        if next_ms is None:
            return _IDLE_SECONDS
        return min(max(next_ms - now_ms, 10) / 1_000, _IDLE_SECONDS)

    async def _send(self, claimed: ClaimedMessage) -> None:
        message = claimed.message
        # For every line of this task, whoever writes it.
        about(
            guild_id=message.guild_id,
            outbox_id=claimed.outbox_id,
            kind=message.kind.value,
            **{name: message.payload.get(name) for name in _SUBJECTS},
        )
        try:
            await self._settle(claimed, await self._try(claimed))
        except asyncio.CancelledError:
            await self._mark(claimed, self._queue.retry_at(claimed.outbox_id, 0))
            raise
        finally:
            del self._running[claimed.outbox_id]
            self.wake()
            await self._tell_progress()

    async def _try(self, claimed: ClaimedMessage) -> BaseException | None:
        """Dispatch once; the answer is what went wrong."""
        [error] = await asyncio.gather(self._dispatch_in_time(claimed), return_exceptions=True)
        return error

    async def _dispatch_in_time(self, claimed: ClaimedMessage) -> None:
        async with asyncio.timeout(DISPATCH_SECONDS):
            await self._dispatch(claimed)

    async def _settle(self, claimed: ClaimedMessage, error: BaseException | None) -> None:
        outbox_id = claimed.outbox_id
        if error is None:
            await self._mark(claimed, self._queue.mark_sent(outbox_id))
            _logger.debug("outbox_sent", attempts=claimed.attempts)
            return
        passing = is_passing(error)
        if isinstance(error, Undeliverable) or is_final(error) or (not passing and claimed.attempts >= MOST_CRASHES):
            _logger.error("outbox_given_up", why=str(error), exc_info=error)
            await self._mark(claimed, self._queue.mark_failed(outbox_id, f"{type(error).__name__}: {error}"[:500]))
            return
        delay_ms = delay_after(error, claimed.attempts)
        log = _logger.warning if passing else _logger.exception
        log("outbox_retry", attempts=claimed.attempts, delay_ms=delay_ms, exc_info=error)
        await self._mark(claimed, self._queue.retry_at(outbox_id, self._clock.now_ms() + delay_ms))

    async def _mark(self, claimed: ClaimedMessage, marking: Awaitable[None]) -> None:
        try:
            await marking
        except Exception as error:
            # Its lease will run out, and it will be sent again: that is harmless.
            _logger.exception("outbox_not_marked", error=type(error).__name__)

    async def _tell_progress(self) -> None:
        async with self._progress:
            self._progress.notify_all()

    async def _finish(self) -> None:
        tasks = tuple(self._running.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=_STOP_SECONDS if self._stopping else 0)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def is_passing(error: BaseException) -> bool:
    """Whether the network or Discord is at fault, so that the same message may get through later."""
    if isinstance(error, discord.HTTPException):
        # A thread that fell asleep between a look and an act is woken by the next look.
        return error.status == 429 or error.status >= 500 or error.code == THREAD_ARCHIVED
    return isinstance(error, OSError | TimeoutError | aiohttp.ClientError | discord.RateLimited)


def is_final(error: BaseException) -> bool:
    """Whether Discord has answered, and will answer the same next time."""
    return isinstance(error, discord.HTTPException) and not is_passing(error)


def delay_after(error: BaseException, attempts: int) -> int:
    """How long to wait after the so-many-th attempt failed, in ms: doubling, or what Discord asks for if longer."""
    delay_ms = min(FIRST_DELAY_MS << min(max(attempts - 1, 0), _MOST_DOUBLINGS), LONGEST_DELAY_MS)
    if isinstance(error, discord.RateLimited):
        return max(delay_ms, round(error.retry_after * 1_000))
    return delay_ms
