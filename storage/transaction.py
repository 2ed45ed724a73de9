"""Transactions, made safe for money on SQLite and PostgreSQL alike.

Every write transaction begins before its first statement, every statement runs to its end once begun, and a
transaction ends before its block is left: a cancelled task can do no harm in between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Final, Literal, TypeVar

from sqlalchemy import CursorResult, Executable, Row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.errors import DatabaseClosedError, TransactionFinishedError
from storage.shielding import uninterrupted

DialectName = Literal["sqlite", "postgresql"]
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
T = TypeVar("T")

# serialization_failure and deadlock_detected: the whole command may be run again, nothing less.
_CONFLICT_STATES: Final = frozenset({"40001", "40P01"})


class Transaction:
    """One transaction as an ``async with`` block: leaving it without :meth:`commit` undoes everything.

    Cancelling the task is safe at every point. A statement under way is waited for, then ``CancelledError`` is raised,
    then the block's end rolls back; a commit under way is completed.
    """

    def __init__(self, engine: AsyncEngine, slots: asyncio.Semaphore, closed: asyncio.Event) -> None:
        self._engine = engine
        self._slots = slots
        self._closed = closed
        self._connection: AsyncConnection | None = None
        self._committed = False

    @property
    def dialect(self) -> DialectName:
        """Which database this runs on; for the few statements that one of them lacks."""
        return "sqlite" if self._engine.dialect.name == "sqlite" else "postgresql"

    @property
    def committed(self) -> bool:
        """Whether the database has confirmed the commit."""
        return self._committed

    async def __aenter__(self) -> Transaction:
        await self._slots.acquire()
        try:
            if self._closed.is_set():
                message = "The database is closed."
                raise DatabaseClosedError(message)
            await uninterrupted(self._begin())
        except BaseException:
            await self._finish()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._finish()

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> CursorResult[Any]:
        """Run one statement; its rows are fetched whole. Raises ``sqlalchemy.exc.DBAPIError`` as the database refuses.

        After a refused statement the transaction is good for nothing but being left (PostgreSQL insists on it).
        """
        return await uninterrupted(self._usable().execute(statement, parameters))

    async def first(self, statement: Executable, parameters: Parameters | None = None) -> Row[Any] | None:
        """The first row of ``statement``, or nothing."""
        return (await self.execute(statement, parameters)).first()

    async def rows(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Row[Any]]:
        """All rows of ``statement``."""
        return (await self.execute(statement, parameters)).all()

    async def scalar(self, statement: Executable, parameters: Parameters | None = None) -> Any:
        """The first column of the first row of ``statement``, or ``None``."""
        return (await self.execute(statement, parameters)).scalar()

    async def run_sync(self, work: Callable[..., T], *arguments: Any) -> T:
        """Run ``work(connection, *arguments)`` with a synchronous connection; for migrations and schema inspection."""
        return await uninterrupted(self._usable().run_sync(work, *arguments))

    async def commit(self) -> None:
        """Make everything durable; nothing can be done in this transaction afterwards."""
        connection = self._usable()
        self._committed = await uninterrupted(_committed(connection))

    def _usable(self) -> AsyncConnection:
        if self._connection is None or self._committed:
            message = "The transaction is over."
            raise TransactionFinishedError(message)
        return self._connection

    async def _begin(self) -> None:
        # Stored before anything else can fail or be cancelled, so that _finish always sees it.
        self._connection = await self._engine.connect()
        await self._connection.begin()

    async def _finish(self) -> None:
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                await uninterrupted(_closed(connection))
        finally:
            self._slots.release()


async def _committed(connection: AsyncConnection) -> bool:
    await connection.commit()
    return True


async def _closed(connection: AsyncConnection) -> None:
    """Roll back what is open and hand the connection back; one that cannot even roll back is thrown away."""
    try:
        await connection.rollback()
    except BaseException:
        await connection.invalidate()
        raise
    finally:
        await connection.close()


def is_conflict(error: BaseException) -> bool:
    """Whether the database gave up this transaction in favour of another, so that the whole command may run again."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _CONFLICT_STATES
