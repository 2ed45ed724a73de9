"""A power failure loses the newest commits at most: what is left is always an exact prefix of them.

Killing a process doesn't test that, since the kernel keeps what was written. So the write-ahead log is cut where a
failing disk might have stopped, and the database opened again.
"""

import random
import shutil
import sqlite3

from bot.domain.case_events import AnswerAsked
from bot.domain.ledger import WORLD, member_account, transfer
from storage.engine import Database
from storage.migrations import migrate
from storage.unit_of_work import SqlStorage
from tests.storage.builders import CLIENT, CURRENCY, GUILD, START_MS

COMMITS, CUTS = 30, 120


async def commit_one(storage, number):
    """A commit of many statements: a number, an event, a posting; all of it or nothing."""
    async with storage.write() as uow:
        assert await uow.numbers.next(GUILD, "case") == number
        await uow.events.append(GUILD, "case", 1, [AnswerAsked()], at_ms=START_MS, actor_id=None)
        posting = transfer(f"in:{number}", "in", START_MS, CURRENCY, [(WORLD, member_account(CLIENT), 7)])
        await uow.ledger.post(GUILD, posting)
        await uow.commit()


def commits_in(path):
    """How many of the commits the database holds, having checked that it holds each of them whole."""
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []

        def one(query):
            (row,) = connection.execute(query).fetchall() or [(0,)]
            return row[0]

        numbers = one("SELECT last_number FROM counters WHERE kind = 'case'")
        assert one("SELECT count(*) FROM events") == numbers
        assert one("SELECT coalesce(max(sequence), 0) FROM events") == numbers
        assert one("SELECT count(*) FROM ledger_transactions WHERE posted = 1") == numbers
        assert one("SELECT count(*) FROM ledger_transactions") == numbers
        assert one("SELECT count(*) FROM ledger_entries") == 2 * numbers
        assert one("SELECT balance_minor FROM accounts WHERE account <> 'world'") == 7 * numbers
        assert one("SELECT coalesce(sum(balance_minor), 0) FROM accounts") == 0
    finally:
        connection.close()
    return numbers


async def test_a_cut_write_ahead_log_is_a_prefix_of_the_commits(tmp_path):
    live = tmp_path / "parley.sqlite3"
    await migrate(f"sqlite:///{live}")
    copy, copied_wal = tmp_path / "copy.sqlite3", tmp_path / "copy.sqlite3-wal"
    async with await Database.connect(f"sqlite:///{live}") as database:
        storage = SqlStorage(database)
        sizes = [0]
        for number in range(1, COMMITS + 1):
            await commit_one(storage, number)
            sizes.append((tmp_path / "parley.sqlite3-wal").stat().st_size)
        before = live.read_bytes()
        log = (tmp_path / "parley.sqlite3-wal").read_bytes()
    generator = random.Random(20261123)
    boundaries = {size + shift for size in sizes for shift in (-1, 0, 1)}
    offsets = sorted(
        {0, len(log), *boundaries, *(generator.randrange(len(log)) for _ in range(CUTS))} & set(range(len(log) + 1))
    )
    found = []
    for offset in offsets:
        shutil.rmtree(tmp_path / "copy.sqlite3-shm", ignore_errors=True)
        copy.write_bytes(before)
        copied_wal.write_bytes(log[:offset])
        found.append(commits_in(copy))
        # A commit that was confirmed while the log was no longer than this is never lost.
        assert found[-1] == max(number for number, size in enumerate(sizes) if size <= offset)
    assert found[0] == 0
    assert found[-1] == COMMITS
    assert found == sorted(found)
    assert len(set(found)) == COMMITS + 1


async def test_a_flipped_byte_in_the_log_ends_the_prefix_there(tmp_path):
    live = tmp_path / "parley.sqlite3"
    await migrate(f"sqlite:///{live}")
    async with await Database.connect(f"sqlite:///{live}") as database:
        storage = SqlStorage(database)
        for number in range(1, 11):
            await commit_one(storage, number)
        before = live.read_bytes()
        log = bytearray((tmp_path / "parley.sqlite3-wal").read_bytes())
    generator = random.Random(7)
    copy = tmp_path / "copy.sqlite3"
    for _ in range(60):
        place = generator.randrange(32, len(log))
        damaged = bytearray(log)
        damaged[place] ^= 0x40
        copy.write_bytes(before)
        (tmp_path / "copy.sqlite3-wal").write_bytes(damaged)
        assert 0 <= commits_in(copy) < 10
