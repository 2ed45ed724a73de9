"""Which databases are taken, how they are set up, and that nobody else writes beside us."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import textwrap

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage.connections import normalised_url
from storage.engine import Database
from storage.errors import DatabaseInUseError, DatabaseMissingError, StorageError, UnsupportedDatabaseError
from tests.waiting import until


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///:memory:", "sqlite:///file:x?mode=memory&uri=true", "mysql://host/name", "nonsense", ""],
)
def test_addresses_that_cannot_keep_money_are_refused(url):
    with pytest.raises(UnsupportedDatabaseError):
        normalised_url(url)


def test_a_bad_address_is_not_repeated():
    with pytest.raises(UnsupportedDatabaseError) as caught:
        normalised_url("postgresql//user:hunter2@host")
    assert "hunter2" not in str(caught.value)


async def test_an_unreachable_server_is_one_sentence():
    with pytest.raises(StorageError, match="cannot be used") as caught:
        await Database.connect("postgresql://someone:hunter2@127.0.0.1:1/parley")
    assert "hunter2" not in str(caught.value)


async def test_a_file_that_is_no_database_is_one_sentence(tmp_path):
    path = tmp_path / "parley.sqlite3"
    path.write_text("these are not the tables you are looking for " * 100)
    with pytest.raises(StorageError, match="cannot be opened"):
        await Database.connect(f"sqlite:///{path}")
    path.unlink()
    async with await Database.connect(f"sqlite:///{path}"):
        pass


async def test_one_writing_process_per_file(tmp_path):
    url = f"sqlite:///{tmp_path}/parley.sqlite3"
    async with await Database.connect(url):
        with pytest.raises(DatabaseInUseError, match=f"process {os.getpid()}"):
            await Database.connect(url)
    async with await Database.connect(url):
        pass


async def test_a_missing_folder_or_file_is_told(tmp_path):
    with pytest.raises(DatabaseMissingError):
        await Database.connect(f"sqlite:///{tmp_path}/none/parley.sqlite3")
    with pytest.raises(DatabaseMissingError):
        await Database.connect(f"sqlite:///{tmp_path}/parley.sqlite3", read_only=True)
    with pytest.raises(DatabaseMissingError):
        await Database.connect(f"sqlite:///{tmp_path}/parley.sqlite3", must_exist=True)
    assert list(tmp_path.iterdir()) == []


async def test_sqlite_is_set_up_for_money(tmp_path):
    path = tmp_path / "with space and ? and %.sqlite3"
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    async with await Database.connect(f"sqlite:///{str(path).replace('%', '%25').replace('?', '%3F')}") as database:
        async with database.write() as transaction:
            found = {name: await transaction.scalar(text(f"PRAGMA {name}")) for name in wanted}
        async with database.read() as transaction:
            read_only = await transaction.scalar(text("PRAGMA query_only"))
            checkpoint = await transaction.scalar(text("PRAGMA wal_autocheckpoint"))
    assert found == wanted
    assert (read_only, checkpoint) == (1, 0)
    assert path.stat().st_mode & 0o077 == 0


async def test_a_read_only_handle_leaves_the_wal_alone(tmp_path):
    """Not even as the last one to close: `parley audit` beside a starting bot must never checkpoint."""
    path = tmp_path / "parley.sqlite3"
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("CREATE TABLE t (x)")
    size = path.with_name(path.name + "-wal").stat().st_size
    async with await Database.connect(f"sqlite:///{path}", read_only=True) as reader, reader.read() as transaction:
        assert await transaction.scalar(text("SELECT count(*) FROM t")) == 0
    assert path.with_name(path.name + "-wal").stat().st_size == size > 0
    writer.close()


async def test_another_process_that_holds_the_file_is_waited_for_not_crashed_on(tmp_path):
    path = tmp_path / "parley.sqlite3"
    async with await Database.connect(f"sqlite:///{path}") as database:
        async with database.write() as transaction:
            await transaction.execute(text("CREATE TABLE t (x INTEGER) STRICT"))
            await transaction.commit()
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        async def write():
            async with database.write() as transaction:
                await transaction.execute(text("INSERT INTO t VALUES (1)"))
                await transaction.commit()

        task = asyncio.create_task(write())
        await until(lambda: database.engines[0].pool.checkedout() == 1)
        other.execute("COMMIT")
        other.close()
        await task
        async with database.read() as transaction:
            assert await transaction.scalar(text("SELECT count(*) FROM t")) == 1


@pytest.mark.parametrize("ending", ["return", "raise SystemExit(0)", "await forever()"])
def test_the_interpreter_ends_whatever_was_left_open(tmp_path, ending):
    """A forgotten close, and the loop torn down inside a transaction, must neither hang nor commit."""
    program = textwrap.dedent(
        f"""
        import asyncio, warnings
        from sqlalchemy import text
        from storage.engine import Database

        warnings.simplefilter("ignore")

        async def forever():
            asyncio.get_running_loop().call_later(0.05, asyncio.current_task().cancel)
            await asyncio.Event().wait()

        async def main():
            database = await Database.connect("sqlite:///{tmp_path}/parley.sqlite3")
            async with database.write() as transaction:
                await transaction.execute(text("CREATE TABLE t (x INTEGER) STRICT"))
                {ending}

        try:
            asyncio.run(main())
        except asyncio.CancelledError:
            pass
        """
    )
    ended = subprocess.run([sys.executable, "-c", program], timeout=20, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    connection = sqlite3.connect(tmp_path / "parley.sqlite3")
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    connection.execute("CREATE TABLE t (x)")
    connection.close()


async def test_operational_errors_reach_the_caller_as_they_are(tmp_path):
    async with await Database.connect(f"sqlite:///{tmp_path}/parley.sqlite3") as database:
        with pytest.raises(OperationalError, match="no such table"):
            async with database.write() as transaction:
                await transaction.execute(text("SELECT * FROM missing"))
