"""Connections and transactions, made safe for money on SQLite and PostgreSQL alike.

Out of the box SQLAlchemy over aiosqlite loses updates silently (a SELECT opens no transaction) and a task cancelled in
the middle of a statement leaves its connection in an unknown state. Here every write transaction begins before its
first statement, every statement runs to its end once begun, and a transaction ends before its block is left.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, TypeVar
from urllib.parse import quote

from sqlalchemy import CursorResult, Executable, Row, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.errors import (
    DatabaseClosedError,
    DatabaseMissingError,
    StorageError,
    TransactionFinishedError,
    UnsupportedDatabaseError,
)
from storage.lockfile import WriterLock, refuse_network_filesystem
from storage.shielding import uninterrupted

DialectName = Literal["sqlite", "postgresql"]
Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]]
T = TypeVar("T")

READ_CONNECTIONS: Final = 4
POSTGRESQL_WRITE_CONNECTIONS: Final = 8
# STRICT tables came with it.
_OLDEST_SQLITE: Final = (3, 37, 0)
_SQLITE_BUSY_TIMEOUT_MS: Final = 5000
# PostgreSQL: waiting longer than this for another's row means something hangs, and a transaction left idle is a bug.
_POSTGRESQL_LOCK_TIMEOUT: Final = "20s"
_POSTGRESQL_IDLE_TIMEOUT: Final = "60s"
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


class Database:
    """A handle on one database: write transactions, read transactions, and a clean end.

    On SQLite there is one writing connection, whose transactions queue in order, and a few reading ones that cannot
    write; on PostgreSQL two pools, the reading one for READ ONLY snapshots.
    """

    def __init__(
        self, url: URL, *, writer: AsyncEngine | None, reader: AsyncEngine, lock: WriterLock | None, write_slots: int
    ) -> None:
        """Use :meth:`connect`."""
        self.url = url
        self._writer = writer
        self._reader = reader
        self._lock = lock
        self._closed = asyncio.Event()
        self._write_count = write_slots
        self._write_slots = asyncio.Semaphore(write_slots)
        self._read_slots = asyncio.Semaphore(READ_CONNECTIONS)

    @classmethod
    async def connect(cls, url: str, *, read_only: bool = False, for_migration: bool = False) -> Database:
        """Open the database at ``url`` (``sqlite:///path`` or ``postgresql://…``; the driver may be left out).

        ``read_only`` takes no lock, never writes or checkpoints, and works beside a running writer.
        ``for_migration`` leaves foreign keys unchecked on SQLite, where tables are altered by copying them. Raises
        ``UnsupportedDatabaseError``, ``DatabaseMissingError`` or ``DatabaseInUseError``, each with a sentence for the
        operator, and ``StorageError`` when the server cannot be reached.
        """
        parsed = normalised_url(url)
        if parsed.get_backend_name() == "sqlite":
            return await cls._connect_sqlite(parsed, read_only=read_only, foreign_keys=not for_migration)
        return await cls._connect_postgresql(parsed, read_only=read_only)

    @classmethod
    async def _connect_sqlite(cls, url: URL, *, read_only: bool, foreign_keys: bool) -> Database:
        path = sqlite_path(url)
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            message = f"SQLite {sqlite3.sqlite_version} is too old; {'.'.join(map(str, _OLDEST_SQLITE))} is needed."
            raise UnsupportedDatabaseError(message)
        if not path.parent.is_dir():
            message = f"The folder {path.parent} of the database does not exist."
            raise DatabaseMissingError(message)
        reader = _sqlite_reader(path)
        if read_only:
            if not path.is_file():
                message = f"There is no database at {path}."
                raise DatabaseMissingError(message)
            return cls(url, writer=None, reader=reader, lock=None, write_slots=1)
        refuse_network_filesystem(path)
        lock = WriterLock(path)
        # Made here and not by SQLite, so that nobody else may read it; its WAL gets the same mode.
        path.touch(mode=0o600)
        writer = _sqlite_writer(path, foreign_keys=foreign_keys)
        database = cls(url, writer=writer, reader=reader, lock=lock, write_slots=1)
        await database._probe(f"The file {path} cannot be opened as a database")
        return database

    @classmethod
    async def _connect_postgresql(cls, url: URL, *, read_only: bool) -> Database:
        reader = _postgresql_engine(
            url, READ_CONNECTIONS, isolation_level="REPEATABLE READ", default_transaction_read_only="on"
        )
        writer = None
        if not read_only:
            writer = _postgresql_engine(url, POSTGRESQL_WRITE_CONNECTIONS, isolation_level="READ COMMITTED")
        database = cls(url, writer=writer, reader=reader, lock=None, write_slots=POSTGRESQL_WRITE_CONNECTIONS)
        await database._probe(f"The database server at {url.render_as_string(hide_password=True)} cannot be used")
        return database

    async def _probe(self, complaint: str) -> None:
        """Open and close one transaction, so that a wrong address is told at start and not by the first command."""
        try:
            async with self.read() if self._writer is None else self.write():
                pass
        except (DBAPIError, OSError) as error:
            await self.close()
            reason = error.orig if isinstance(error, DBAPIError) else error
            message = f"{complaint}: {reason}."
            raise StorageError(message) from error
        except BaseException:
            await self.close()
            raise

    @property
    def dialect(self) -> DialectName:
        """Which database this is."""
        return "sqlite" if self.url.get_backend_name() == "sqlite" else "postgresql"

    @property
    def engines(self) -> tuple[AsyncEngine, ...]:
        """The engines in use, for listeners such as statement counters."""
        return (self._reader,) if self._writer is None else (self._writer, self._reader)

    def write(self) -> Transaction:
        """A transaction that may write. On SQLite it is the only one of its time; on PostgreSQL rows must be locked."""
        if self._writer is None:
            message = "This database was opened for reading only."
            raise StorageError(message)
        return Transaction(self._writer, self._write_slots, self._closed)

    def read(self) -> Transaction:
        """A transaction that sees one moment of the database, cannot write, and holds nobody up."""
        return Transaction(self._reader, self._read_slots, self._closed)

    async def close(self) -> None:
        """Wait for running transactions, refuse new ones, close every connection, release the lock. Idempotent."""
        if self._closed.is_set():
            return
        self._closed.set()
        await uninterrupted(self._close())

    async def _close(self) -> None:
        # Holding every slot means that no transaction is running: a connection still out would outlive its engine.
        for _ in range(self._write_count):
            await self._write_slots.acquire()
        for _ in range(READ_CONNECTIONS):
            await self._read_slots.acquire()
        try:
            # Readers first: the last to close a WAL file tidies it up, and only the writer may do that.
            await self._reader.dispose()
            if self._writer is not None:
                await self._writer.dispose()
        finally:
            for _ in range(self._write_count):
                self._write_slots.release()
            for _ in range(READ_CONNECTIONS):
                self._read_slots.release()
            if self._lock is not None:
                self._lock.release()

    async def __aenter__(self) -> Database:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


def normalised_url(url: str) -> URL:
    """``url`` with the driver this program uses; raises ``UnsupportedDatabaseError`` for anything else."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        # The address may hold a password, so it isn't repeated.
        message = "The database address cannot be read; write sqlite:///path/to/file or postgresql://user@host/name."
        raise UnsupportedDatabaseError(message) from error
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        parsed = parsed.set(drivername="sqlite+aiosqlite")
        sqlite_path(parsed)
        return parsed
    if backend == "postgresql":
        return parsed.set(drivername="postgresql+asyncpg")
    message = f"The database {backend} is not supported; use sqlite or postgresql."
    raise UnsupportedDatabaseError(message)


def sqlite_path(url: URL) -> Path:
    """The file that an SQLite address names, absolute; raises ``UnsupportedDatabaseError`` if it names none."""
    name = url.database or ""
    if not name or name == ":memory:" or name.startswith("file:") or url.query:
        message = "An SQLite database must be a plain file (sqlite:///path/to/file): money is not kept in memory."
        raise UnsupportedDatabaseError(message)
    return Path(name).absolute()


def _sqlite_writer(path: Path, *, foreign_keys: bool) -> AsyncEngine:
    engine = create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)), pool_size=1, max_overflow=0, hide_parameters=True
    )

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        checks = "ON" if foreign_keys else "OFF"
        _sqlite_pragmas(connection, "journal_mode = WAL", "synchronous = FULL", f"foreign_keys = {checks}")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        # A deferred transaction that reads first cannot become a writing one later without risking "locked" at once.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _sqlite_reader(path: Path) -> AsyncEngine:
    # mode=ro: not even the last connection to close can checkpoint the WAL then.
    address = URL.create("sqlite+aiosqlite", database=f"file:{quote(str(path))}", query={"mode": "ro", "uri": "true"})
    engine = create_async_engine(address, pool_size=READ_CONNECTIONS, max_overflow=0, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        _sqlite_pragmas(connection, "query_only = ON", "wal_autocheckpoint = 0")

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql("BEGIN")

    return engine


def _sqlite_pragmas(connection: Any, *own: str) -> None:
    # No implicit BEGIN or COMMIT by the driver: transactions are exactly those that we open.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        # The timeout goes first, since the others may already have to wait.
        for pragma in (
            f"busy_timeout = {_SQLITE_BUSY_TIMEOUT_MS}",
            *own,
            "trusted_schema = OFF",
            "cell_size_check = ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
    finally:
        cursor.close()


def _postgresql_engine(url: URL, size: int, *, isolation_level: Any, **settings: str) -> AsyncEngine:
    server_settings = {
        "application_name": "parley",
        "timezone": "UTC",
        "lock_timeout": _POSTGRESQL_LOCK_TIMEOUT,
        "idle_in_transaction_session_timeout": _POSTGRESQL_IDLE_TIMEOUT,
        **settings,
    }
    return create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        isolation_level=isolation_level,
        connect_args={"server_settings": server_settings, "timeout": 10},
    )


def is_conflict(error: BaseException) -> bool:
    """Whether the database gave up this transaction in favour of another, so that the whole command may run again."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _CONFLICT_STATES


async def retry_conflicts(command: Callable[[], Awaitable[T]], *, attempts: int = 5) -> T:
    """Run ``command``, a whole unit of work, again when PostgreSQL sacrificed it to a deadlock or a serialization
    failure. The last failure is raised as it is; SQLite has no such conflicts, its writers queue.
    """
    for _ in range(attempts - 1):
        try:
            return await command()
        except DBAPIError as error:
            if not is_conflict(error):
                raise
    return await command()
