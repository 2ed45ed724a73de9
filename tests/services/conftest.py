"""The databases for these tests, and a world on each."""

from collections.abc import AsyncIterator

import pytest

from storage.engine import Database
from tests.databases import database, database_url, empty_database_url, test_databases
from tests.services.world import World

__all__ = ["database", "database_url", "empty_database_url", "test_databases", "world"]


@pytest.fixture
async def world(database: Database) -> AsyncIterator[World]:
    """A server that is set up; whatever the test does, the audit passes afterwards."""
    made = World(database)
    await made.set_up()
    yield made
    report = await made.audit.run()
    assert report.faults == []
