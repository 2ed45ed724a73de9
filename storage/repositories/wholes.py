"""Cases and milestones alike: a row of their own, rows of parts, and clocks that wake the worker.

What a whole is made of is written as it differs from what was read, so that a command touches only the rows that it is
about, and a row that nobody meant to change can't change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Table, insert, select, update

from bot.domain.deadlines import Deadline, wake_time
from bot.domain.rulebook import Rulebook
from storage.errors import StorageError
from storage.mapping import RowMapper
from storage.repositories.base import Query, Repository, Row, chunks, same
from storage.transaction import Transaction

RowsByKey = dict[int, dict[str, Any]]
PartRows = dict[Table, RowsByKey]
FoundParts = Mapping[Table, Sequence[Mapping[Any, Any]]]
_Key = tuple[int, int]
_CHUNK = 200

_DEADLINE = RowMapper(Deadline)


class StoredState(Protocol):
    """What the states of all wholes have."""

    guild_id: int
    version: int
    deadlines: dict[int, Deadline]


S = TypeVar("S", bound=StoredState)


@dataclass(frozen=True, slots=True)
class Shape(Generic[S]):
    """How the states of one kind lie in tables.

    ``part_keys`` names the tables of the parts, each with the column that tells a whole's rows apart (None: at most one
    row); ``clocks`` is the one with the deadlines. ``rulebook_of`` says under which rulebook a deadline runs.
    """

    table: Table
    id_column: str
    part_keys: Mapping[Table, str | None]
    clocks: Table
    row_of: Callable[[S], dict[str, Any]]
    parts_of: Callable[[S], PartRows]
    state_of: Callable[[Mapping[Any, Any], FoundParts], S]
    rulebook_of: Callable[[S, Deadline], Rulebook]


@dataclass(slots=True)
class _Loaded:
    """What the database holds of a whole: its version and rows, and how far its deadlines' reminders are queued."""

    version: int
    parts: PartRows
    reminded_until_ms: dict[int, int]


class WholeRepository(Repository, Generic[S]):
    """Reads and writes wholes of one shape; a saved one must have been read in the same transaction."""

    def __init__(self, transaction: Transaction, shape: Shape[S], *, writes: bool) -> None:
        super().__init__(transaction, writes=writes)
        self._shape = shape
        self._table = shape.table
        self._loaded: dict[_Key, _Loaded] = {}

    async def _get_state(self, guild_id: int, number: int) -> S | None:
        """The state of that number; its row is locked in a writing transaction, before any other."""
        own = same(self._table, guild_id=guild_id, **{self._shape.id_column: number})
        states = await self._states(self._locked(select(self._table).where(*own)))
        return states[0] if states else None

    async def _add_state(self, state: S) -> None:
        await self._transaction.execute(insert(self._table).values(**self._shape.row_of(state)))
        self._loaded[self._key(state)] = _Loaded(state.version, {table: {} for table in self._shape.part_keys}, {})
        await self._save_parts(state)

    async def _save_state(self, state: S) -> None:
        """Write what has changed. Raises Busy if another transaction changed the whole since it was read."""
        key = self._key(state)
        loaded = self._loaded.get(key)
        if loaded is None:
            message = f"{self._shape.id_column} {key[1]} is saved in a transaction that did not read it"
            raise StorageError(message)
        own = (*self._own(self._table, key), self._table.c.version == loaded.version)
        await self._change_one(update(self._table).where(*own).values(**self._shape.row_of(state)))
        loaded.version = state.version
        await self._save_parts(state)

    async def _save_parts(self, state: S) -> None:
        loaded = self._loaded[self._key(state)]
        now = self._shape.parts_of(state)
        for table, rows in now.items():
            before = loaded.parts[table]
            changed = {key: row for key, row in rows.items() if key in before and before[key] != row}
            new = {key: row for key, row in rows.items() if key not in before}
            # First what ends, then what begins: one open offer a party, one clock of a kind.
            for key, row in changed.items():
                await self._update_part(table, state, key, row)
            if new:
                values = [self._part_values(table, state, key, row) for key, row in new.items()]
                await self._transaction.execute(insert(table), values)
        loaded.parts = now

    async def _update_part(self, table: Table, state: S, key: int, row: dict[str, Any]) -> None:
        found = self._own(table, self._key(state))
        column = self._shape.part_keys[table]
        if column is not None:
            found = (*found, table.c[column] == key)
        await self._change_one(update(table).where(*found).values(**self._part_values(table, state, key, row)))

    def _part_values(self, table: Table, state: S, key: int, row: dict[str, Any]) -> dict[str, Any]:
        guild_id, number = self._key(state)
        values = {"guild_id": guild_id, self._shape.id_column: number, **row}
        if table is self._shape.clocks:
            reminded = self._loaded[guild_id, number].reminded_until_ms
            reminded.setdefault(key, state.deadlines[key].starts_at_ms)
            values |= self._worker_columns(state, key, reminded[key])
        return values

    def _worker_columns(self, state: S, deadline_id: int, reminded_until_ms: int) -> dict[str, int | None]:
        """When the worker must look at a deadline that was armed, moved, held or ended."""
        deadline = state.deadlines[deadline_id]
        rulebook = self._shape.rulebook_of(state, deadline)
        wake_at_ms = wake_time(deadline, rulebook.reminders, rulebook.settle_margin_seconds, reminded_until_ms)
        return {"wake_at_ms": wake_at_ms, "reminded_until_ms": reminded_until_ms}

    async def _states(self, query: Query) -> list[S]:
        """The states of the rows that a query on the table finds, in its order."""
        shape = self._shape
        found: list[S] = []
        for chunk in chunks(await self._all(query), _CHUNK):
            keys = [(row["guild_id"], row[shape.id_column]) for row in chunk]
            parts = {table: await self._parts(table, keys) for table in shape.part_keys}
            for row, key in zip(chunk, keys, strict=True):
                state = shape.state_of(row, {table: by_whole[key] for table, by_whole in parts.items()})
                if self._writes:
                    reminded = {clock["deadline_id"]: clock["reminded_until_ms"] for clock in parts[shape.clocks][key]}
                    self._loaded[key] = _Loaded(state.version, shape.parts_of(state), reminded)
                found.append(state)
        return found

    async def _parts(self, table: Table, keys: list[_Key]) -> defaultdict[_Key, list[Row]]:
        id_column = table.c[self._shape.id_column]
        by_whole: defaultdict[_Key, list[Row]] = defaultdict(list)
        # Guild by guild: SQLite would read the whole table for a list of pairs.
        numbers: defaultdict[int, list[int]] = defaultdict(list)
        for guild_id, number in keys:
            numbers[guild_id].append(number)
        for guild_id, theirs in numbers.items():
            for row in await self._all(select(table).where(table.c.guild_id == guild_id, id_column.in_(theirs))):
                by_whole[row["guild_id"], row[self._shape.id_column]].append(row)
        return by_whole

    def _key(self, state: S) -> _Key:
        return state.guild_id, getattr(state, self._shape.id_column)

    def _own(self, table: Table, key: _Key) -> tuple[ColumnElement[bool], ...]:
        return same(table, guild_id=key[0], **{self._shape.id_column: key[1]})


def deadline_rows(deadlines: Mapping[int, Deadline]) -> RowsByKey:
    """The rows of deadlines, without the worker's own columns."""
    return {deadline_id: _DEADLINE.to_row(deadline) for deadline_id, deadline in deadlines.items()}


def deadlines_of(rows: Iterable[Mapping[Any, Any]]) -> dict[int, Deadline]:
    """The deadlines that rows hold, by id in order."""
    return {row["deadline_id"]: _DEADLINE.from_row(row) for row in by_column(rows, "deadline_id")}


def by_column(rows: Iterable[Mapping[Any, Any]], column: str) -> list[Mapping[Any, Any]]:
    """The rows in a column's order."""
    return sorted(rows, key=lambda row: row[column])
