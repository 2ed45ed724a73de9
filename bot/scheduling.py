"""Wakes the keeper of deadlines. APScheduler is no more than a set of alarm clocks here: the rows say what is due.

Its jobs only set a flag. One task of ours does the work and waits with a timeout of its own, so that losing every job
costs no more than one sweep's delay.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from structlog.stdlib import get_logger

from bot.clock import Clock, ManualClock, SystemClock, utc_of
from bot.services.deadlines import DeadlineKeeper

ALIVE_SECONDS: Final = 10
"""How often the bot notes that it is alive. Several notes fit into the shortest outage that counts (R9.5)."""

WATCHDOG_SECONDS: Final = 60
_STALE_SWEEPS: Final = 3
_SHORTEST_ALARM_MS: Final = 200
_MOST_ROUNDS: Final = 1_000
_RETRY_SECONDS: Final = 1

Ring = Callable[[], Awaitable[None]]


async def _nothing() -> None:
    """The housekeeping of who has none."""


_logger = get_logger(__name__)


class Alarms:
    """APScheduler's part. It never raises: an alarm that can't be set is logged, and the next sweep is early enough."""

    def __init__(self, *, sweep_seconds: int, on_sweep: Ring, on_alive: Ring, on_watchdog: Ring) -> None:
        """Coroutine functions, so that they run in the event loop and not in a thread: they set an asyncio.Event."""
        self._sweep_seconds = sweep_seconds
        self._on_sweep, self._on_alive, self._on_watchdog = on_sweep, on_alive, on_watchdog
        self._machine = SystemClock()
        self._scheduler: Any = None
        self._next: Any = None

    def start(self) -> None:
        """Ring now and then; a loop must be running."""
        try:
            scheduler: Any = AsyncIOScheduler(
                timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
            )
            scheduler.add_listener(_on_trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES)
            scheduler.add_job(self._on_sweep, "interval", seconds=self._sweep_seconds, id="sweep")
            scheduler.add_job(self._on_alive, "interval", seconds=ALIVE_SECONDS, id="alive")
            scheduler.add_job(self._on_watchdog, "interval", seconds=WATCHDOG_SECONDS, id="watchdog")
            scheduler.start()
        except Exception as error:
            _logger.exception("alarms_not_started", error=type(error).__name__)
        else:
            self._scheduler = scheduler

    def set_next(self, away_ms: int | None) -> None:
        """Ring once more in so many milliseconds, and not when it was said before; None for not at all."""
        try:
            if self._next is not None and self._scheduler.get_job(self._next.id) is not None:
                self._next.remove()
            self._next = None
            if away_ms is not None and self._scheduler is not None:
                run_at = utc_of(self._machine.now_ms() + max(away_ms, _SHORTEST_ALARM_MS))
                # Without an id of its own, so that each alarm gets a fresh one.
                self._next = self._scheduler.add_job(self._on_sweep, "date", run_date=run_at)
        except Exception as error:
            _logger.exception("alarm_not_set", error=type(error).__name__)

    def rouse(self) -> None:
        """Have APScheduler look at its jobs, should it have lost a wake-up."""
        if self._scheduler is not None:
            self._scheduler.wakeup()

    def stop(self) -> None:
        """Ring no more. Nothing runs in it but alarms, so there is nothing to wait for."""
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = self._next = None


def _on_trouble(event: Any) -> None:
    failure = getattr(event, "exception", None)
    _logger.error("alarm_trouble", job=event.job_id, code=event.code, error=repr(failure) if failure else None)


class Scheduling:
    """Sweeps deadlines when one is due, and every so often in any case."""

    def __init__(
        self, keeper: DeadlineKeeper, clock: Clock, *, sweep_seconds: int, keep_house: Ring = _nothing
    ) -> None:
        """`keep_house` is begun after each sweep and note, beside the deadlines, never twice at once."""
        self._keeper = keeper
        self._keep_house = keep_house
        self._housekeeping: asyncio.Task[None] | None = None
        self._clock = clock
        self._machine = SystemClock()
        self._sweep_seconds = sweep_seconds
        self._woken = asyncio.Event()
        self._sweep_wanted = 1
        self._swept = 0
        self._alive_wanted = False
        self._swept_at_ms = self._machine.monotonic_ms()
        self._noted_at_ms = self._swept_at_ms
        self._progress = asyncio.Condition()
        self._failure: Exception | None = None
        self.alarms = Alarms(
            sweep_seconds=sweep_seconds,
            on_sweep=self._on_sweep,
            on_alive=self._on_alive,
            on_watchdog=self._on_watchdog,
        )

    @property
    def sweep_age_ms(self) -> int:
        """How long ago the last sweep ended well, by the machine's own clock."""
        return self._machine.monotonic_ms() - self._swept_at_ms

    @property
    def is_fresh(self) -> bool:
        """Whether deadlines are looked at as often as they should be."""
        return self.sweep_age_ms <= _STALE_SWEEPS * self._sweep_seconds * 1_000

    def wake(self) -> None:
        """Sweep now."""
        self._sweep_wanted += 1
        self._woken.set()

    def committed(self) -> None:
        """Something was committed: the next due time may be another."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled. A failed sweep is logged and tried again."""
        forget = self._clock.on_move(lambda _: self.wake()) if isinstance(self._clock, ManualClock) else None
        self.alarms.start()
        try:
            while True:
                await self._work()
                try:
                    async with asyncio.timeout(self._sweep_seconds):
                        await self._woken.wait()
                except TimeoutError:
                    self._sweep_wanted += 1
        finally:
            self.alarms.stop()
            if self._housekeeping is not None:
                self._housekeeping.cancel()
                await asyncio.gather(self._housekeeping, return_exceptions=True)
            if forget is not None:
                forget()

    async def settled(self) -> None:
        """Wait until everything that is due at this moment has been looked at. Raises what the sweep raised."""
        wanted = self._sweep_wanted + 1
        self._failure = None
        self.wake()
        async with self._progress:
            await self._progress.wait_for(lambda: self._swept >= wanted or self._failure is not None)
        if self._failure is not None:
            raise self._failure
        if self._housekeeping is not None:
            await asyncio.wait({self._housekeeping})

    async def _work(self) -> None:
        self._woken.clear()
        wanted = self._sweep_wanted
        try:
            await self._after_standing_still()
            if wanted != self._swept:
                await self._sweep()
                self._noted_at_ms = self._machine.monotonic_ms()
            elif self._alive_wanted:
                await self._keeper.note_alive()
                self._noted_at_ms = self._machine.monotonic_ms()
            if wanted != self._swept or self._alive_wanted:
                self._begin_housekeeping()
            self._alive_wanted = False
            due_at_ms = await self._keeper.next_wake_ms()
            self.alarms.set_next(None if due_at_ms is None else due_at_ms - self._clock.now_ms())
        except Exception as error:
            # The database may be away: what is due stays due.
            _logger.exception("sweep_failed", error=type(error).__name__)
            async with self._progress:
                self._failure = error
                self._progress.notify_all()
            await asyncio.sleep(_RETRY_SECONDS)
            self._woken.set()
            return
        async with self._progress:
            self._swept = wanted
            self._progress.notify_all()

    async def _after_standing_still(self) -> None:
        """No alive note for too long, by the machine's own clock: the process stood still, or the database was away.

        That was an outage (R9.5), though the gateway's session may have outlived it, and the next note would hide it.
        """
        if self._machine.monotonic_ms() - self._noted_at_ms > self._keeper.outage_after_ms:
            await self._keeper.stood_still()

    async def _sweep(self) -> None:
        for _ in range(_MOST_ROUNDS):
            if not await self._keeper.sweep():
                break
        self._swept_at_ms = self._machine.monotonic_ms()

    def _begin_housekeeping(self) -> None:
        if self._housekeeping is None or self._housekeeping.done():
            self._housekeeping = asyncio.create_task(self._do_housekeeping(), name="housekeeping")

    async def _do_housekeeping(self) -> None:
        try:
            await self._keep_house()
        except Exception as error:
            # Nothing that people wait for: it is tried again at the next look.
            _logger.exception("housekeeping_failed", error=type(error).__name__)

    async def _on_sweep(self) -> None:
        self.wake()

    async def _on_alive(self) -> None:
        self._alive_wanted = True
        self._woken.set()

    async def _on_watchdog(self) -> None:
        if not self.is_fresh:
            _logger.error("sweep_is_late", stale_ms=self.sweep_age_ms)
            self.alarms.rouse()
            self.wake()
