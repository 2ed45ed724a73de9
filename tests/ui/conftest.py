"""A server played through the use cases, for texts that must fit the facts they are really given."""

from collections.abc import AsyncIterator

import pytest

from storage.engine import Database
from tests.databases import TestDatabases, test_databases
from tests.services.world import World

__all__ = ["test_databases", "world"]


@pytest.fixture
async def world(test_databases: TestDatabases) -> AsyncIterator[World]:
    """A server that is set up. What texts are given doesn't depend on the kind of database."""
    url = await test_databases.migrated("sqlite")
    async with await Database.connect(url) as database:
        made = World(database)
        await made.set_up()
        yield made
    await test_databases.drop(url)
