"""Addresses of databases, and how connections to them are set up.

Out of the box SQLAlchemy over aiosqlite loses updates silently, since a SELECT opens no transaction there: so each
transaction is begun by us, a writing one with the lock that it will need.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.errors import UnsupportedDatabaseError
from storage.one_trip import OneTripConnection
from storage.statements import STATEMENTS

READ_CONNECTIONS: Final = 4
POSTGRESQL_WRITE_CONNECTIONS: Final = 8
_SQLITE_BUSY_TIMEOUT_MS: Final = 5000
# PostgreSQL: waiting longer than this for another's row means something hangs, and a transaction left idle is a bug.
_POSTGRESQL_LOCK_TIMEOUT: Final = "20s"
_POSTGRESQL_IDLE_TIMEOUT: Final = "60s"


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


def sqlite_writer(path: Path, *, foreign_keys: bool) -> AsyncEngine:
    engine = _sqlite_engine(path, lambda: OneTripConnection(str(path)), size=1)

    def configure(connection: Any, _record: Any) -> None:
        checks = "ON" if foreign_keys else "OFF"
        _sqlite_pragmas(connection, "journal_mode = WAL", "synchronous = FULL", f"foreign_keys = {checks}")

    event.listen(engine.sync_engine, "connect", configure)
    # A deferred transaction that reads first cannot become a writing one later without risking "locked" at once.
    _begin_with(engine, "BEGIN IMMEDIATE")
    return engine


def sqlite_reader(path: Path) -> AsyncEngine:
    # mode=ro: not even the last connection to close can checkpoint the WAL then.
    address = f"file:{quote(str(path))}?mode=ro"
    engine = _sqlite_engine(path, lambda: OneTripConnection(address, uri=True), size=READ_CONNECTIONS)

    def configure(connection: Any, _record: Any) -> None:
        _sqlite_pragmas(connection, "query_only = ON", "wal_autocheckpoint = 0")

    event.listen(engine.sync_engine, "connect", configure)
    _begin_with(engine, "BEGIN")
    return engine


def _sqlite_engine(path: Path, connect: Callable[[], OneTripConnection], *, size: int) -> AsyncEngine:
    return create_async_engine(
        URL.create("sqlite+aiosqlite", database=str(path)),
        async_creator=connect,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        execution_options={"compiled_cache": STATEMENTS},
    )


def _begin_with(engine: AsyncEngine, statement: str) -> None:
    """Begin each transaction in the database as well. In the dialect: an engine that listens asks at each statement."""

    def begin(connection: Any) -> None:
        with closing(connection.cursor()) as cursor:
            cursor.execute(statement)

    dialect: Any = engine.dialect
    dialect.do_begin = begin


def _sqlite_pragmas(connection: Any, *own: str) -> None:
    # No implicit BEGIN or COMMIT by the driver: transactions are exactly those that we open.
    connection.isolation_level = None
    with closing(connection.cursor()) as cursor:
        # The timeout goes first, since the others may already have to wait.
        for pragma in (
            f"busy_timeout = {_SQLITE_BUSY_TIMEOUT_MS}",
            *own,
            "trusted_schema = OFF",
            "cell_size_check = ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")


def postgresql_engine(url: URL, size: int, *, isolation_level: Any, **settings: str) -> AsyncEngine:
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
        execution_options={"compiled_cache": STATEMENTS},
        connect_args={"server_settings": server_settings, "timeout": 10},
    )
