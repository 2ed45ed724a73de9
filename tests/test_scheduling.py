"""Waking up: when something is due, when time moves, when every alarm is lost, when the database fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.clock import ManualClock, SystemClock
from bot.scheduling import Scheduling
from tests.waiting import until


class Keeper:
    """Stands for the deadlines: counts how often it was asked, and says when the next is due."""

    outage_after_ms = 60_000

    def __init__(self) -> None:
        self.still = 0
        self.sweeps_before = 0
        self.sweeps = 0
        self.notes = 0
        self.due_at_ms: int | None = None
        self.left: list[int] = []
        self.fails = 0

    async def sweep(self) -> int:
        self.sweeps += 1
        if self.fails:
            self.fails -= 1
            raise ConnectionError("the database is away")
        return self.left.pop(0) if self.left else 0

    async def note_alive(self) -> None:
        self.notes += 1

    async def stood_still(self) -> None:
        self.still += 1
        self.sweeps_before = self.sweeps

    async def next_wake_ms(self) -> int | None:
        return self.due_at_ms


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@asynccontextmanager
async def running(keeper: Any, clock: Any, sweep_seconds: int = 3_600) -> AsyncIterator[Scheduling]:
    scheduling = Scheduling(keeper, clock, sweep_seconds=sweep_seconds)
    task = asyncio.create_task(scheduling.run())
    try:
        await until(lambda: keeper.sweeps > 0, what="the first sweep")
        yield scheduling
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_it_sweeps_until_nothing_is_due(keeper):
    keeper.left = [100, 100, 3]
    async with running(keeper, ManualClock()) as scheduling:
        await scheduling.settled()
        assert keeper.sweeps >= 4
        assert keeper.left == []


async def test_a_due_time_rings(keeper):
    clock = SystemClock()
    keeper.due_at_ms = clock.now_ms() + 300
    async with running(keeper, clock):
        before = keeper.sweeps
        await until(lambda: keeper.sweeps > before, what="the alarm")
        keeper.due_at_ms = None


async def test_a_commit_sets_the_alarm_anew(keeper):
    clock = SystemClock()
    async with running(keeper, clock) as scheduling:
        before = keeper.sweeps
        keeper.due_at_ms = clock.now_ms() + 300
        scheduling.committed()
        await until(lambda: keeper.sweeps > before, what="the alarm")
        keeper.due_at_ms = None


async def test_moving_the_clock_wakes_it(keeper):
    clock = ManualClock()
    async with running(keeper, clock) as scheduling:
        await scheduling.settled()
        before = keeper.sweeps
        clock.advance(days=4)
        await until(lambda: keeper.sweeps > before, what="a sweep after the move")
    before = keeper.sweeps
    clock.advance(days=4)
    assert keeper.sweeps == before


async def test_losing_every_job_costs_one_period(keeper):
    async with running(keeper, ManualClock(), sweep_seconds=1) as scheduling:
        scheduling.alarms._scheduler.remove_all_jobs()
        before = keeper.sweeps
        await until(lambda: keeper.sweeps >= before + 2, what="sweeps without alarms")


async def test_without_apscheduler_it_works_all_the_same(keeper, monkeypatch):
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no scheduler today")

    monkeypatch.setattr("bot.scheduling.AsyncIOScheduler", broken)
    keeper.due_at_ms = 1
    with capture_logs() as log:
        async with running(keeper, ManualClock(), sweep_seconds=1):
            await until(lambda: keeper.sweeps >= 2, what="sweeps without a scheduler")
    assert "alarms_not_started" in [entry["event"] for entry in log]


async def test_a_failed_sweep_is_logged_and_tried_again(keeper):
    keeper.fails = 1
    with capture_logs() as log:
        async with running(keeper, ManualClock()):
            await until(lambda: keeper.sweeps >= 2, what="the second try")
    assert "sweep_failed" in [entry["event"] for entry in log]


async def test_settled_tells_what_a_sweep_met(keeper):
    async with running(keeper, ManualClock()) as scheduling:
        await scheduling.settled()
        keeper.fails = 1
        with capture_logs(), pytest.raises(ConnectionError):
            await scheduling.settled()


async def test_alive_is_noted_between_sweeps(keeper):
    async with running(keeper, ManualClock()) as scheduling:
        await scheduling.settled()
        before = keeper.sweeps
        await scheduling._on_alive()
        await until(lambda: keeper.notes > 0, what="a note")
        assert keeper.sweeps == before


async def test_the_watchdog_barks_at_a_stale_sweep(keeper):
    async with running(keeper, ManualClock(), sweep_seconds=10) as scheduling:
        await scheduling.settled()
        before = keeper.sweeps
        with capture_logs() as log:
            await scheduling._on_watchdog()
            assert log == []
            scheduling._swept_at_ms -= 31_000
            await scheduling._on_watchdog()
        assert [entry["event"] for entry in log] == ["sweep_is_late"]
        await until(lambda: keeper.sweeps > before, what="the sweep that was late")


async def test_a_process_that_stood_still_says_so_before_it_sweeps(keeper):
    async with running(keeper, ManualClock()) as scheduling:
        await scheduling.settled()
        assert keeper.still == 0
        before = keeper.sweeps
        scheduling._noted_at_ms -= 61_000
        await scheduling.settled()
        assert (keeper.still, keeper.sweeps_before) == (1, before)
        await scheduling.settled()
        assert keeper.still == 1
