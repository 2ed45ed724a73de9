"""R2.5, R11.1: the audit passes on what we wrote, and names the first break when any one row was altered by hand."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, insert, select, update

from bot.services.audit import Audit, AuditReport
from bot.services.commands import (
    AddExhibit,
    HandedFile,
    MakeOffer,
    PayFee,
    ReleaseMilestone,
    RequestWithdrawal,
    Rule,
    SetLimit,
)
from bot.services.ports import Member
from storage.engine import Database
from storage.exhibit_files import ExhibitFiles
from storage.tables import metadata
from storage.triggers import drop_triggers, existing_triggers
from tests.services.alterations import ALTERED
from tests.services.world import FINDINGS, GUILD, World, arbitrator, client, freelancer

BRIEF = b"%PDF-1.7 of no more than this"


async def lived_in(database: Database) -> World:
    """A server with one ended case, one in stage 3, money held in every way, and no guards on its tables any more."""
    world = World(database)
    await world.set_up()
    ruled = await world.arbitration()
    await world.do(arbitrator, Rule(ruled, "600", FINDINGS))
    world.clock.advance(minutes=2)
    running = await world.negotiation()
    await world.do(client, MakeOffer(running, "750", "This is fair.", "2d"))
    brief: HandedFile = {
        "sha256": hashlib.sha256(BRIEF).hexdigest(),
        "size_bytes": len(BRIEF),
        "media_type": "application/pdf",
        "name": "brief.pdf",
    }
    await world.do(client, AddExhibit(running, "The brief.", "https://example.org/brief", [brief]))
    await world.do(freelancer, PayFee(running))
    await world.do(client, RequestWithdrawal("5"))
    await world.milestone("300")
    await world.do(client, ReleaseMilestone(3, "100"))
    assert (await world.audit.run()).faults == []
    await unguarded(database)
    return world


async def unguarded(database: Database) -> None:
    """Whoever alters rows by hand has dropped the triggers first."""
    async with database.write() as transaction:

        def drop(connection: Connection) -> None:
            names = [row[0] for row in connection.exec_driver_sql(existing_triggers(database.dialect))]
            for statement in drop_triggers(database.dialect, names):
                connection.exec_driver_sql(statement)

        await transaction.run_sync(drop)
        await transaction.commit()


async def altered(world: World, database: Database, statement: str) -> AuditReport:
    """The audit after one statement by hand, which changed one row; afterwards all is as before."""
    async with database.write() as transaction:

        def run(connection: Connection) -> int:
            return connection.exec_driver_sql(statement).rowcount

        assert await transaction.run_sync(run) == 1, statement
        await transaction.commit()
    return await world.audit.run()


def table_of(statement: str) -> Table:
    """The table that a statement is about."""
    words = statement.split()
    return metadata.tables[words[2] if words[0] == "DELETE" else words[1]]


async def rows_of(database: Database, table: Table) -> dict[tuple[object, ...], dict[str, object]]:
    """All rows of a table by their keys."""
    async with database.read() as transaction:
        rows = (await transaction.execute(select(table))).mappings().all()
    return {tuple(row[column.name] for column in table.primary_key): dict(row) for row in rows}


async def put_back(database: Database, table: Table, before: dict[tuple[object, ...], dict[str, object]]) -> None:
    """Make the table what it was."""
    now = await rows_of(database, table)
    async with database.write() as transaction:
        for key, row in before.items():
            if key not in now:
                await transaction.execute(insert(table).values(**row))
            elif now[key] != row:
                found = [column == value for column, value in zip(table.primary_key, key, strict=True)]
                await transaction.execute(update(table).where(*found).values(**row))
        await transaction.commit()


@pytest.mark.parametrize("group", range(3))
async def test_r2_5_the_audit_names_what_was_altered(database: Database, group: int) -> None:
    world = await lived_in(database)
    for what, template, expected in ALTERED[group::3]:
        statement = template.replace("{zeros}", "0" * 64)
        table = table_of(statement)
        before = await rows_of(database, table)
        report = await altered(world, database, statement)
        assert not report.ok, what
        assert any(expected in fault for fault in report.faults), (what, report.faults)
        assert report.faults[0].startswith(f"server {GUILD}: ")
        await put_back(database, table, before)
        assert (await world.audit.run()).faults == [], what


async def test_r2_5_an_erased_text_is_no_fault(database: Database) -> None:
    world = await lived_in(database)
    erase = "UPDATE texts SET body = NULL, salt = NULL, erased_at_ms = 1 WHERE body = 'The brief.'"
    assert (await altered(world, database, erase)).faults == []


async def test_r2_5_an_erased_file_is_no_fault(database: Database, tmp_path: Path) -> None:
    world = await lived_in(database)
    erase = (
        "UPDATE exhibit_files SET salt = NULL, sha256 = NULL, size_bytes = NULL, media_type = NULL, name = NULL,"
        " erased_at_ms = 1 WHERE name = 'brief.pdf'"
    )
    assert (await altered(world, database, erase)).faults == []
    assert (await Audit(world.storage, ExhibitFiles(tmp_path, world.clock)).run()).faults == []


def alter_bytes(folder: Path, sha256: str) -> None:
    """Somebody alters a file in the store by hand."""
    (kept,) = folder.rglob(sha256)
    kept.chmod(0o600)
    kept.write_bytes(BRIEF + b"!")


async def test_r8_2_the_bytes_of_files_are_hashed_again_where_they_are_at_hand(
    database: Database, tmp_path: Path
) -> None:
    world = await lived_in(database)
    audit = Audit(world.storage, ExhibitFiles(tmp_path, world.clock))
    (missing,) = (await audit.run()).faults
    assert missing.startswith(f"server {GUILD}: CASE-0002: a file of C-1: There is no file ")
    sha256 = await ExhibitFiles(tmp_path, world.clock).put(BRIEF)
    assert (await audit.run()).faults == []
    alter_bytes(tmp_path, sha256)
    (changed,) = (await audit.run()).faults
    assert "has been altered" in changed


async def test_r2_5_the_accounts_are_those_of_r2_4(database: Database) -> None:
    world = await lived_in(database)
    accounts = (await world.audit.run()).accounts[str(GUILD)]
    assert accounts["escrow:2"] == {"USD": 100_000}
    assert accounts["escrow:3"] == {"USD": 20_000}
    assert accounts["deposit:2:12"] == {"USD": 5_000}
    assert accounts["withdrawal:1"] == {"USD": 500}
    assert accounts["fees"] == {"USD": 5_000}
    assert sum(minor["USD"] for minor in accounts.values()) == 0


async def test_r2_5_each_server_is_audited_by_itself(database: Database) -> None:
    world = await lived_in(database)
    await altered(world, database, "UPDATE accounts SET balance_minor = balance_minor + 1 WHERE account = 'fees'")
    elsewhere = GUILD + 1
    await world.use_cases.run(Member(elsewhere, 5, manage_server=True), SetLimit("open_cases", "3"), world.request())
    report = await world.audit.run()
    assert sorted(report.accounts) == [str(GUILD), str(elsewhere)]
    assert {fault.partition(":")[0] for fault in report.faults} == {f"server {GUILD}"}
