"""A database as the rest of the program holds it: opened, handing out transactions, closed."""

from __future__ import annotations

import asyncio
import sqlite3
from types import TracebackType
from typing import Final

from sqlalchemy import text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.connections import (
    POSTGRESQL_WRITE_CONNECTIONS,
    READ_CONNECTIONS,
    normalised_url,
    postgresql_engine,
    sqlite_path,
    sqlite_reader,
    sqlite_writer,
)
from storage.errors import DatabaseMissingError, StorageError, UnsupportedDatabaseError
from storage.lockfile import WriterLock, refuse_network_filesystem
from storage.shielding import uninterrupted
from storage.transaction import DialectName, Transaction

# STRICT tables came with it.
_OLDEST_SQLITE: Final = (3, 37, 0)


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
    async def connect(
        cls, url: str, *, read_only: bool = False, for_migration: bool = False, must_exist: bool = False
    ) -> Database:
        """Open the database at ``url`` (``sqlite:///path`` or ``postgresql://…``; the driver may be left out).

        ``read_only`` takes no lock, never writes or checkpoints, and works beside a running writer.
        ``must_exist`` makes no SQLite file where there is none. ``for_migration`` leaves foreign keys unchecked on
        SQLite, where tables are altered by copying them. Raises ``UnsupportedDatabaseError``, ``DatabaseMissingError``
        or ``DatabaseInUseError``, each with a sentence for the operator, and ``StorageError`` when the server cannot
        be reached.
        """
        parsed = normalised_url(url)
        if parsed.get_backend_name() == "sqlite":
            return await cls._connect_sqlite(
                parsed, read_only=read_only, must_exist=must_exist or read_only, foreign_keys=not for_migration
            )
        return await cls._connect_postgresql(parsed, read_only=read_only)

    @classmethod
    async def _connect_sqlite(cls, url: URL, *, read_only: bool, must_exist: bool, foreign_keys: bool) -> Database:
        path = sqlite_path(url)
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            message = f"SQLite {sqlite3.sqlite_version} is too old; {'.'.join(map(str, _OLDEST_SQLITE))} is needed."
            raise UnsupportedDatabaseError(message)
        if not path.parent.is_dir():
            message = f"The folder {path.parent} of the database does not exist."
            raise DatabaseMissingError(message)
        if must_exist and not path.is_file():
            message = f"There is no database at {path}."
            raise DatabaseMissingError(message)
        reader = sqlite_reader(path)
        complaint = f"The file {path} cannot be opened as a database"
        if read_only:
            database = cls(url, writer=None, reader=reader, lock=None, write_slots=1)
            await database._probe(complaint)
            return database
        refuse_network_filesystem(path)
        lock = WriterLock(path)
        # Made here and not by SQLite, so that nobody else may read it; its WAL gets the same mode.
        path.touch(mode=0o600)
        writer = sqlite_writer(path, foreign_keys=foreign_keys)
        database = cls(url, writer=writer, reader=reader, lock=lock, write_slots=1)
        await database._probe(complaint)
        return database

    @classmethod
    async def _connect_postgresql(cls, url: URL, *, read_only: bool) -> Database:
        reader = postgresql_engine(
            url, READ_CONNECTIONS, isolation_level="REPEATABLE READ", default_transaction_read_only="on"
        )
        writer = None
        if not read_only:
            writer = postgresql_engine(url, POSTGRESQL_WRITE_CONNECTIONS, isolation_level="READ COMMITTED")
        database = cls(url, writer=writer, reader=reader, lock=None, write_slots=POSTGRESQL_WRITE_CONNECTIONS)
        await database._probe(f"The database server at {url.render_as_string(hide_password=True)} cannot be used")
        return database

    async def _probe(self, complaint: str) -> None:
        """Open and close one transaction, so that a wrong address is told at start and not by the first command."""
        try:
            async with self.read() if self._writer is None else self.write() as transaction:
                if self.dialect == "sqlite":
                    # Beginning to read doesn't look into the file yet.
                    await transaction.execute(text("PRAGMA schema_version"))
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
