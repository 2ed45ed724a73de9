"""A backup is a whole database of one moment, made while somebody writes, and takes the place of the lost one."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.services.audit import Audit
from storage.backup import back_up
from storage.engine import Database
from storage.errors import BackupError, DatabaseMissingError, UnsupportedDatabaseError
from storage.exhibit_files import ExhibitFiles
from storage.migrations import migrate
from storage.unit_of_work import SqlStorage
from tests.databases import TestDatabases
from tests.storage.builders import CLIENT, GUILD, committed, file_case, give_money
from tests.waiting import until


def names(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


async def test_a_backup_made_beside_a_writer_is_restored_and_proven(test_databases: TestDatabases, tmp_path: Path):
    """The restore drill: copy under commits, put the copy elsewhere, audit it, and go on writing into it."""
    url = await test_databases.migrated("sqlite")
    commits = 0

    async def keep_writing(storage: SqlStorage) -> None:
        nonlocal commits
        for number in count():
            await committed(storage, give_money, CLIENT, 100, key=f"backup:{number}")
            commits += 1

    async with await Database.connect(url) as database:
        storage = SqlStorage(database)
        await committed(storage, file_case)
        async with storage.read() as uow:
            first_minor = await uow.ledger.balance_minor(GUILD, f"member:{CLIENT}", "USD")
        writing = asyncio.create_task(keep_writing(storage))
        await until(lambda: commits > 5, what="some commits")
        before = commits
        made = await asyncio.to_thread(back_up, url, tmp_path / "copy.db")
        after = commits + 1
        await until(lambda: commits > after, what="commits after the backup")
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)

    assert names(tmp_path) == ["copy.db"]
    assert stat.S_IMODE(made.target.stat().st_mode) == 0o600
    assert made.size_bytes == made.target.stat().st_size

    restored_url = f"sqlite:///{tmp_path}/copy.db"
    assert await migrate(restored_url) == ["The database is at this program's version already; nothing was done."]
    async with await Database.connect(restored_url) as restored:
        storage = SqlStorage(restored)
        report = await Audit(storage, ExhibitFiles(tmp_path / "evidence", ManualClock())).run()
        assert report.ok, report.faults
        held_minor = report.accounts[str(GUILD)][f"member:{CLIENT}"]["USD"]
        assert before * 100 <= held_minor - first_minor <= after * 100
        await committed(storage, give_money, CLIENT, 100, key="after the restore")


async def test_a_backup_replaces_nothing(test_databases: TestDatabases, tmp_path: Path):
    url = await test_databases.migrated("sqlite")
    kept = tmp_path / "kept.db"
    kept.write_bytes(b"somebody's")
    with pytest.raises(BackupError, match="exists already"):
        back_up(url, kept)
    assert kept.read_bytes() == b"somebody's"
    assert names(tmp_path) == ["kept.db"]


async def test_a_damaged_database_gives_no_backup(test_databases: TestDatabases, tmp_path: Path):
    url = await test_databases.migrated("sqlite")
    path = Path(url.removeprefix("sqlite:///"))
    async with await Database.connect(url) as database:
        await committed(SqlStorage(database), file_case)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(
            "INSERT INTO rooms (guild_id, case_id, channel_id, unreachable, is_thread) VALUES (1,2,3,0,0)"
        )
        connection.commit()
    with pytest.raises(BackupError, match="damaged"):
        back_up(url, tmp_path / "copy.db")
    assert names(tmp_path) == [], "nothing is left that looks like a backup"


def test_what_cannot_be_backed_up_is_told_in_a_sentence(tmp_path: Path):
    with pytest.raises(UnsupportedDatabaseError, match="pg_dump"):
        back_up("postgresql://me:hunter2@db.example/parley", tmp_path / "copy.db")
    with pytest.raises(DatabaseMissingError, match="no database at"):
        back_up(f"sqlite:///{tmp_path}/nowhere.db", tmp_path / "copy.db")
    (tmp_path / "parley.db").touch()
    with pytest.raises(BackupError, match="No such file or directory"):
        back_up(f"sqlite:///{tmp_path}/parley.db", tmp_path / "no" / "copy.db")
