"""An aiosqlite connection that goes to its thread once for each statement.

aiosqlite goes there to make a cursor, to run the statement, to fetch its rows and to close the cursor: four times, each
of which wakes the thread and then the event loop again. SQLAlchemy fetches all rows at once in any case.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from typing import Any, Final

import aiosqlite

# How many rows aiosqlite fetches at a time for whoever iterates over a cursor of its own; nobody here does.
_CHUNK: Final = 64


class OneTripCursor:
    """As much of a cursor as SQLAlchemy uses. When a statement is done, so is everything: nothing is left to close."""

    def __init__(self, connection: OneTripConnection) -> None:
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1
        self._connection = connection
        self._rows: list[Any] = []

    async def __aenter__(self) -> OneTripCursor:
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> OneTripCursor:
        """Run one statement and fetch what it finds. Raises ``sqlite3.Error`` as the database refuses."""
        await self._connection.on_thread(partial(self._run, sqlite3.Cursor.execute, sql, parameters))
        return self

    async def executemany(self, sql: str, parameters: Sequence[Any]) -> OneTripCursor:
        """Run one statement for each set of parameters. Raises ``sqlite3.Error`` as the database refuses."""
        await self._connection.on_thread(partial(self._run, sqlite3.Cursor.executemany, sql, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        """The rows of the last statement, once."""
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is open."""

    def _run(self, how: Callable[..., sqlite3.Cursor], sql: str, parameters: Any) -> None:
        with closing(self._connection.raw.cursor()) as cursor:
            how(cursor, sql, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            # Last, since a statement that returns rows counts them while they are fetched.
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid


class OneTripConnection(aiosqlite.Connection):
    """A connection for SQLAlchemy's ``async_creator``; its thread doesn't keep the program alive."""

    def __init__(self, database: str, *, uri: bool = False) -> None:
        super().__init__(partial(sqlite3.connect, database, uri=uri, check_same_thread=False), _CHUNK)
        self._thread.daemon = True

    @property
    def raw(self) -> sqlite3.Connection:
        """The connection itself. Raises ValueError when it is closed."""
        return self._conn

    async def on_thread(self, work: Callable[[], None]) -> None:
        """Do something on the connection's thread. Raises ValueError when it is closed, and what ``work`` raises."""
        execute: Any = self._execute  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - untyped
        await execute(work)

    def cursor(self) -> Any:
        """A cursor, without a way to the thread."""
        return OneTripCursor(self)

    async def commit(self) -> None:
        """Commit what is open; as in sqlite3 nothing happens if nothing is."""
        if self.raw.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Undo what is open; as in sqlite3 nothing happens if nothing is."""
        if self.raw.in_transaction:
            await super().rollback()
