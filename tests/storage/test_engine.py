"""Transactions hold whatever happens: cancelled tasks, failed commits, a second process, readers beside a writer."""

import asyncio
import random
from collections import Counter

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.engine import Database
from storage.errors import (
    DatabaseClosedError,
    StorageError,
    TransactionFinishedError,
)

INCREMENT = text("UPDATE counters SET last_number = :number WHERE guild_id = 1 AND kind = :kind")
NUMBER = text("SELECT last_number FROM counters WHERE guild_id = 1 AND kind = :kind FOR UPDATE")
PLAIN_NUMBER = text("SELECT last_number FROM counters WHERE guild_id = 1 AND kind = :kind")
INSERT = text("INSERT INTO counters (guild_id, kind, last_number) VALUES (1, :kind, 0)")


def number_query(database):
    return PLAIN_NUMBER if database.dialect == "sqlite" else NUMBER


async def make_counters(database, *kinds):
    async with database.write() as transaction:
        for kind in kinds:
            await transaction.execute(INSERT, {"kind": kind})
        await transaction.commit()


async def read_number(database, kind):
    async with database.read() as transaction:
        return await transaction.scalar(PLAIN_NUMBER, {"kind": kind})


async def increment(database, *kinds):
    async with database.write() as transaction:
        for kind in kinds:
            number = await transaction.scalar(number_query(database), {"kind": kind})
            await transaction.execute(INCREMENT, {"kind": kind, "number": number + 1})
        await transaction.commit()


async def test_leaving_without_commit_undoes_everything(database):
    async with database.write() as transaction:
        await transaction.execute(INSERT, {"kind": "case"})
    assert await read_number(database, "case") is None


async def test_an_error_undoes_everything_and_is_raised(database):
    async def fail():
        async with database.write() as transaction:
            await transaction.execute(INSERT, {"kind": "case"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await read_number(database, "case") is None


async def test_fifty_concurrent_read_modify_writes_all_count(database):
    await make_counters(database, "case")
    await asyncio.gather(*(increment(database, "case") for _ in range(50)))
    assert await read_number(database, "case") == 50


async def test_a_finished_transaction_is_of_no_more_use(database):
    async with database.write() as transaction:
        await transaction.commit()
        assert transaction.committed
        with pytest.raises(TransactionFinishedError):
            await transaction.execute(INSERT, {"kind": "case"})
        with pytest.raises(TransactionFinishedError):
            await transaction.commit()
    with pytest.raises(TransactionFinishedError):
        await transaction.execute(INSERT, {"kind": "case"})


async def test_readers_cannot_write(database):
    with pytest.raises(DBAPIError):
        async with database.read() as transaction:
            await transaction.execute(INSERT, {"kind": "case"})
    assert await read_number(database, "case") is None


async def test_a_reader_sees_one_moment_and_holds_nobody_up(database):
    await make_counters(database, "case")
    async with database.read() as reader:
        assert await reader.scalar(PLAIN_NUMBER, {"kind": "case"}) == 0
        await increment(database, "case")
        assert await reader.scalar(PLAIN_NUMBER, {"kind": "case"}) == 0
    assert await read_number(database, "case") == 1


async def test_a_reader_is_not_held_up_by_a_writer(database):
    await make_counters(database, "case")
    async with database.write() as writer:
        await writer.execute(INCREMENT, {"kind": "case", "number": 9})
        assert await asyncio.wait_for(read_number(database, "case"), 5) == 0
        await writer.commit()
    assert await read_number(database, "case") == 9


async def test_a_commit_that_fails_leaves_a_usable_database(database):
    entry = text(
        "INSERT INTO ledger_entries (guild_id, transaction_id, position, account, currency, amount_minor, posted)"
        " VALUES (1, 1, 1, 'world', 'USD', -5, 1)"
    )
    account = text("INSERT INTO accounts (guild_id, account, currency, balance_minor) VALUES (1, 'world', 'USD', -5)")

    async def post_half():
        async with database.write() as transaction:
            await transaction.execute(account)
            await transaction.execute(entry)
            await transaction.commit()

    with pytest.raises(IntegrityError):
        await post_half()
    await make_counters(database, "case")
    async with database.read() as transaction:
        assert await transaction.scalar(text("SELECT count(*) FROM accounts")) == 0


async def test_a_statement_under_way_is_finished_before_the_cancellation(database):
    """The task is cancelled while the database works; what comes next must find the connection in order."""
    slow = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) SELECT count(*) FROM n"
    )
    started = asyncio.Event()

    async def work():
        async with database.write() as transaction:
            await transaction.execute(INSERT, {"kind": "case"})
            started.set()
            await transaction.execute(slow)
            await transaction.commit()

    task = asyncio.create_task(work())
    await started.wait()
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await make_counters(database, "case")
    await increment(database, "case")
    assert await read_number(database, "case") == 1


async def test_a_cancelled_commit_is_completed(database):
    """Whoever is cancelled while committing has committed: the caller's repeated request finds it done."""
    await make_counters(database, "case")
    outcomes = Counter()
    for steps in range(60):
        before = await read_number(database, "case")
        at_commit = asyncio.Event()
        transactions = []

        async def work(at_commit=at_commit, transactions=transactions, number=before + 1):
            async with database.write() as transaction:
                transactions.append(transaction)
                await transaction.execute(INCREMENT, {"kind": "case", "number": number})
                at_commit.set()
                await transaction.commit()

        task = asyncio.create_task(work())
        await at_commit.wait()
        for _ in range(steps % 12):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
        done = await read_number(database, "case") - before
        assert done == 1 or not transactions[0].committed
        outcomes[(task.cancelled(), done)] += 1
    assert set(outcomes) <= {(True, 1), (True, 0), (False, 1)}
    assert outcomes[True, 1], outcomes


async def test_a_storm_of_cancellations_leaves_nothing_open_and_nothing_half_done(database):
    """Both counters move in one transaction, so they are equal for ever; and every task told 'done' is counted."""
    await make_counters(database, "left", "right")
    generator = random.Random(20260711)
    done = 0
    pending = []
    for round_number in range(300):
        task = asyncio.create_task(increment(database, "left", "right"))
        pending.append(task)
        for _ in range(generator.randrange(12)):
            await asyncio.sleep(0)
        if round_number % 3:
            generator.choice(pending).cancel()
        if generator.random() < 0.1:
            await asyncio.wait(pending)
    results = await asyncio.gather(*pending, return_exceptions=True)
    done = sum(result is None for result in results)
    assert {type(result) for result in results} == {type(None), asyncio.CancelledError}
    assert done >= 50
    left, right = await read_number(database, "left"), await read_number(database, "right")
    assert left == right
    # A task cancelled during its commit has committed too, but none that was told 'done' is missing.
    assert done <= left <= len(results)
    await increment(database, "left", "right")
    assert await read_number(database, "left") == left + 1
    for engine in database.engines:
        assert engine.pool.checkedout() == 0


async def test_waiting_for_a_turn_can_be_cancelled(database):
    await make_counters(database, "case")
    async with database.write() as first:
        await first.execute(INCREMENT, {"kind": "case", "number": 1})
        waiting = [asyncio.create_task(increment(database, "case")) for _ in range(20)]
        await asyncio.sleep(0)
        for task in waiting[::2]:
            task.cancel()
        await first.commit()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    done = sum(result is None for result in results)
    assert done >= 10
    assert done + 1 <= await read_number(database, "case") <= len(waiting) + 1


async def test_closing_waits_for_a_transaction_and_refuses_new_ones(database_url):
    database = await Database.connect(database_url)
    await make_counters(database, "case")
    async with database.write() as transaction:
        await transaction.execute(INCREMENT, {"kind": "case", "number": 5})
        closing = asyncio.create_task(database.close())
        for _ in range(50):
            await asyncio.sleep(0)
        assert not closing.done()
        await transaction.commit()
    await closing
    await database.close()
    with pytest.raises(DatabaseClosedError):
        async with database.read():
            pass
    async with await Database.connect(database_url) as again:
        assert await read_number(again, "case") == 5


async def test_errors_do_not_repeat_what_people_wrote(database):
    await make_counters(database, "case")
    with pytest.raises(IntegrityError) as caught:
        await make_counters(database, "secret words", "secret words")
    assert "hidden" in str(caught.value)
    assert "secret" not in str(caught.value).partition("DETAIL")[0]


async def test_a_read_only_handle_writes_nothing_and_works_beside_the_writer(database_url):
    async with await Database.connect(database_url) as writer:
        await make_counters(writer, "case")
        async with await Database.connect(database_url, read_only=True) as reader:
            assert await read_number(reader, "case") == 0
            with pytest.raises(StorageError, match="reading only"):
                reader.write()
    async with await Database.connect(database_url, read_only=True) as alone:
        assert await read_number(alone, "case") == 0


async def test_a_lost_connection_is_replaced(test_databases):
    """The server ends a connection in the middle of a transaction: that one fails, the next one works."""
    url = await test_databases.migrated("postgresql")
    async with await Database.connect(url) as database:
        await make_counters(database, "case")

        async def cut_off():
            async with database.write() as transaction:
                pid = await transaction.scalar(text("SELECT pg_backend_pid()"))
                await transaction.execute(INCREMENT, {"kind": "case", "number": 9})
                async with database.write() as other:
                    await other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
                await transaction.commit()

        with pytest.raises(DBAPIError):
            await cut_off()
        await asyncio.gather(*(increment(database, "case") for _ in range(12)))
        assert await read_number(database, "case") == 12
    await test_databases.drop(url)
