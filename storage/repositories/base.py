"""What all repositories share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Executable, RowMapping, Select, Table, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.domain.errors import Busy
from bot.domain.texts import TextRef
from storage.transaction import Transaction

T = TypeVar("T")
Row = RowMapping
Query = Select[*tuple[Any, ...]]

# Both databases bound the number of parameters of a statement.
_CHUNK = 500


class Repository:
    """Queries in one transaction; a writing one locks the rows that it is going to change."""

    def __init__(self, transaction: Transaction, *, writes: bool) -> None:
        self._transaction = transaction
        self._writes = writes

    def _locked(self, query: Query, **options: Any) -> Query:
        """The query with its rows locked, if this transaction writes. SQLite has one writer, and no such clause."""
        return query.with_for_update(**options) if self._writes else query

    def _insert(self, table: Table) -> Any:
        """An INSERT that knows ON CONFLICT; both dialects have it, each in a class of its own."""
        return sqlite.insert(table) if self._transaction.dialect == "sqlite" else postgresql.insert(table)

    async def _one(self, query: Query) -> Row | None:
        return (await self._transaction.execute(query)).mappings().first()

    async def _all(self, query: Query) -> list[Row]:
        return list((await self._transaction.execute(query)).mappings())

    async def _titles(
        self, table: Table, number: ColumnElement[int], guild_id: int, wanted: Collection[int]
    ) -> dict[int, TextRef]:
        """The sealed titles of a table's rows, by number."""
        found: dict[int, TextRef] = {}
        for chunk in chunks(wanted):
            query = select(number.label("number"), table.c.title_text_id, table.c.title_digest).where(
                table.c.guild_id == guild_id, number.in_(chunk)
            )
            found |= {
                row["number"]: TextRef(row["title_text_id"], row["title_digest"]) for row in await self._all(query)
            }
        return found

    async def _known(self, column: Column[str], guild_id: int, wanted: Iterable[str]) -> set[str]:
        """Which of a column's values a guild's rows have."""
        found: set[str] = set()
        for chunk in chunks(dict.fromkeys(wanted)):
            query = select(column).where(column.table.c.guild_id == guild_id, column.in_(chunk))
            found |= {row[0] for row in await self._transaction.execute(query)}
        return found

    async def _change_one(self, statement: Executable) -> None:
        """Run a statement that must change exactly one row. Raises Busy if another was faster to change it."""
        if (await self._transaction.execute(statement)).rowcount != 1:
            raise Busy


def chunks(values: Iterable[T], size: int = _CHUNK) -> Iterator[list[T]]:
    """The values in lists short enough for one statement."""
    iterator = iter(values)
    while chunk := list(islice(iterator, size)):
        yield chunk


def spelled_out(value: str | int) -> ColumnElement[Any]:
    """A value written into the statement itself: only then does SQLite see that a partial index covers the rows.

    Raises ValueError for a text that would need quoting: only constants of the program are spelled out.
    """
    if isinstance(value, int):
        return literal_column(str(value))
    if not value.isidentifier():
        message = f"{value!r} is no plain word"
        raise ValueError(message)
    return literal_column(f"'{value}'")


def same(table: Table, **values: Any) -> tuple[ColumnElement[bool], ...]:
    """The conditions that columns have these values."""
    return tuple(table.c[column] == value for column, value in values.items())
