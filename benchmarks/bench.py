"""What the benchmarks share: their size, and databases with few or many cases, each filled once in a run."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import insert

from benchmarks.measuring import Work
from benchmarks.population import Copies, populate
from benchmarks.sizes import Size
from benchmarks.stories import Play, Story
from storage.engine import Database
from storage.tables import requests
from storage.transaction import DialectName
from tests.databases import DIALECTS, TestDatabases
from tests.services.world import GUILD, World

NAMES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
CASES_OF_A_PARTY: Final = 10
_FIRST_INTERACTION: Final = 5_000_000
_FIRST_PARTY: Final = 820_000_000_000_000_000


@dataclass(slots=True)
class Bench:
    """One run. Its databases wait for the disk, as those of a bot do."""

    size: Size
    folder: Path
    databases: TestDatabases
    dialects: Sequence[DialectName] = DIALECTS
    _stories: dict[str, Story] = field(default_factory=dict[str, Story])
    _filled: dict[tuple[DialectName, str], str] = field(default_factory=dict[tuple[DialectName, str], str])

    async def story(self, play: Play) -> Story:
        """A case of that kind, to be copied."""
        if play.__name__ not in self._stories:
            url = await self.databases.migrated("sqlite")
            async with await Database.connect(url) as database:
                self._stories[play.__name__] = await Story.played(database, play)
            await self.databases.drop(url)
        return self._stories[play.__name__]

    async def filled(self, dialect: DialectName, name: str, wanted: Sequence[Copies], *, with_record: bool) -> str:
        """The address of a database with these cases, filled when first asked for by that name."""
        if (dialect, name) not in self._filled:
            url = await self.databases.migrated(dialect)
            async with await Database.connect(url) as database:
                await populate(database, wanted, with_record=with_record)
            self._filled[dialect, name] = url
        return self._filled[dialect, name]


def pairs(count: int) -> list[tuple[int, int]]:
    """So many clients, each with a freelancer."""
    return [(_FIRST_PARTY + 2 * number, _FIRST_PARTY + 2 * number + 1) for number in range(count)]


def a_server(open_story: Story, ended_story: Story, still_open: int, ended: int) -> list[Copies]:
    """A server with so many cases, of which every party has the same few."""
    people = pairs(max((still_open + ended) // CASES_OF_A_PARTY, 1))
    return [Copies(open_story, still_open, GUILD, people), Copies(ended_story, ended, GUILD, people)]


def bare_transaction(database: Database) -> Work:
    """Insert one row and commit, over the same engine as everything else."""
    numbers = itertools.count(1)

    async def insert_one(_: int) -> None:
        async with database.write() as transaction:
            row = {"guild_id": 1, "interaction_id": next(numbers), "receipt": {"kind": "receipt"}, "at_ms": 0}
            await transaction.execute(insert(requests).values(**row))
            await transaction.commit()

    return insert_one


def world_of(database: Database) -> World:
    """The bot's services over a database that was filled, an hour after what happened in it."""
    world = World(database, first_id=_FIRST_INTERACTION)
    world.clock.advance(hours=1)
    return world
