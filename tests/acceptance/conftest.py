"""A server with people and the real bot for each test, on one manual clock; and what must hold after every one."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import discord.state
import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.services.audit import Audit
from storage.transaction import DialectName
from tests.acceptance.world import World
from tests.databases import TestDatabases, test_databases
from tests.sandbox.openapi import VARIABLE, violations

__all__ = ["test_databases"]

FAULTS = frozenset({"incident", "listener_failed", "outbox_given_up", "outbox_unreadable", "sweep_failed"})
"""Log events that no test expects unless it says so."""


@pytest.fixture(autouse=True)
def _quickly_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    # discord.py waits two seconds for further servers before it says that it is ready; here there is only one.
    short = property(lambda _: 0.05, lambda _, __: None)
    monkeypatch.setattr(discord.state.ConnectionState, "guild_ready_timeout", short, raising=False)


@pytest.fixture
def log() -> Iterator[list[EventDict]]:
    """What the bot has logged."""
    with capture_logs(processors=[merge_contextvars]) as entries:
        yield entries


@pytest.fixture
def expected_faults() -> set[str]:
    """Faults that a test may add to, because it brings them about."""
    return set()


@pytest.fixture
def dialect() -> DialectName:
    """The database of a test; `both_databases` makes it run on each."""
    return "sqlite"


@pytest.fixture
def configured() -> bool:
    """Whether the admin has said which roles and channels are for what; `unconfigured` leaves it to the test."""
    return True


@pytest.fixture
async def world(
    dialect: DialectName,
    configured: bool,
    test_databases: TestDatabases,
    tmp_path: Path,
    log: list[EventDict],
    expected_faults: set[str],
) -> AsyncIterator[World]:
    """A configured server; afterwards the books balance, and all that was said to Discord was right."""
    url = await test_databases.migrated(dialect)
    traffic = tmp_path / "traffic.jsonl"
    world = World(url, tmp_path, traffic=traffic)
    async with world:
        if configured:
            await world.configure()
        yield world
        await world.settled()
        report = await Audit(world.app.storage).run()
        assert report.ok, report.faults
    assert world.sandbox.unknown_routes == []
    assert [entry for entry in log if _is_fault(entry) and entry["event"] not in expected_faults] == []
    if VARIABLE in os.environ:
        assert await violations(traffic) == []
    await test_databases.drop(url)


def _is_fault(entry: dict[str, Any]) -> bool:
    return entry["event"] in FAULTS
