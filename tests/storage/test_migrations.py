"""Migrations go up and down, and leave exactly the schema that the tables describe."""

import asyncio
import os
import sqlite3
from pathlib import Path

import pytest

from storage.engine import Database
from storage.errors import DatabaseInUseError, DatabaseMissingError, SchemaMismatchError
from storage.migrations import downgrade, migrate, schema_state
from storage.schema import describe, table_statements
from storage.triggers import create_triggers
from tests.databases import DIALECTS

GOLDEN = Path(__file__).parent / "golden"
APPLIED = [
    "Applied version 0001: The first tables.",
    "Applied version 0002: Proposals, requests, files and all that both rulebooks need.",
    "Applied version 0003: What staff and admins need: notes, names, two cashiers, and words that can be erased.",
]


async def described(url: str) -> str:
    async with await Database.connect(url) as database, database.read() as transaction:
        return await transaction.run_sync(describe)


async def test_up_says_what_it_did_and_is_idempotent(empty_database_url):
    first = await migrate(empty_database_url)
    second = await migrate(empty_database_url)
    assert first == APPLIED
    assert second == ["The database is at this program's version already; nothing was done."]


async def test_schema_is_the_golden_one(database_url):
    dialect = "sqlite" if database_url.startswith("sqlite") else "postgresql"
    path = GOLDEN / f"{dialect}.sql"
    found = await described(database_url)
    if os.environ.get("PARLEY_WRITE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("dialect", DIALECTS)
async def test_migrations_make_what_the_tables_describe(test_databases, dialect):
    url = await test_databases.empty(dialect)
    async with await Database.connect(url) as database, database.write() as transaction:
        for statement in table_statements(database.dialect) + create_triggers(database.dialect):
            await transaction.run_sync(lambda connection, sql: connection.exec_driver_sql(sql), statement)
        await transaction.commit()
    migrated_url = await test_databases.migrated(dialect)
    assert await described(url) == await described(migrated_url)
    await test_databases.drop(url)
    await test_databases.drop(migrated_url)


async def test_down_and_up_again_ends_at_the_same_schema(database_url):
    before = await described(database_url)
    assert await downgrade(database_url) == [
        "Took back version 0003: What staff and admins need: notes, names, two cashiers, and words that can be erased.",
        "Took back version 0002: Proposals, requests, files and all that both rulebooks need.",
        "Took back version 0001: The first tables.",
    ]
    left = (await described(database_url)).strip()
    assert left == ""
    await migrate(database_url)
    assert await described(database_url) == before


async def test_schema_state_tells_empty_current_and_newer(empty_database_url):
    async with await Database.connect(empty_database_url):
        pass
    empty = await schema_state(empty_database_url)
    assert empty.relation == "empty"
    with pytest.raises(SchemaMismatchError, match="parley migrate"):
        empty.require_current()
    await migrate(empty_database_url)
    current = await schema_state(empty_database_url)
    assert current.relation == "current"
    current.require_current()
    async with await Database.connect(empty_database_url) as database, database.write() as transaction:
        await transaction.run_sync(
            lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        )
        await transaction.commit()
    newer = await schema_state(empty_database_url)
    assert newer.relation == "newer"
    with pytest.raises(SchemaMismatchError, match="newer version"):
        newer.require_current()
    with pytest.raises(SchemaMismatchError, match="newer version"):
        await migrate(empty_database_url)


async def test_a_failing_migration_leaves_nothing(empty_database_url, monkeypatch):
    monkeypatch.setattr("storage.migrations.create_triggers", lambda _dialect: ["CREATE NONSENSE"])
    with pytest.raises(Exception, match="NONSENSE"):
        await migrate(empty_database_url)
    monkeypatch.undo()
    assert (await described(empty_database_url)).strip() == ""
    assert (await schema_state(empty_database_url)).relation == "empty"


async def test_two_migrations_at_once_on_one_server(test_databases):
    url = await test_databases.empty("postgresql")
    done = await asyncio.gather(migrate(url), migrate(url))
    assert sorted(done) == [
        APPLIED,
        ["The database is at this program's version already; nothing was done."],
    ]
    assert (await schema_state(url)).relation == "current"
    await test_databases.drop(url)


async def test_migrate_is_refused_while_another_writes(tmp_path):
    url = f"sqlite:///{tmp_path}/parley.sqlite3"
    async with await Database.connect(url):
        with pytest.raises(DatabaseInUseError, match=f"process {os.getpid()}"):
            await migrate(url)


async def test_state_of_a_missing_file_is_an_error_and_makes_none(tmp_path):
    with pytest.raises(DatabaseMissingError):
        await schema_state(f"sqlite:///{tmp_path}/none.sqlite3")
    assert list(tmp_path.iterdir()) == []


def test_sqlite_tables_are_strict():
    connection = sqlite3.connect(":memory:")
    for statement in table_statements("sqlite"):
        connection.execute(statement)
    loose = connection.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND strict = 0").fetchall()
    connection.close()
    assert [name for (name,) in loose if not name.startswith("sqlite_")] == []
