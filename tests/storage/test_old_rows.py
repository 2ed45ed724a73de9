"""What the first version's program wrote is kept by the next: it reads, replays, hashes and goes on as before."""

from collections import Counter

import pytest

from bot.domain.case import Case
from bot.domain.deadlines import DeadlineKind
from bot.domain.events import first_break
from bot.domain.milestones import Milestone
from bot.domain.stages import Outcome, Stage
from bot.services.ports import Room
from storage.engine import Database
from storage.errors import StorageError
from storage.migrations import downgrade, migrate
from storage.unit_of_work import SqlStorage
from tests.storage.builders import GUILD, START_MS, committed, decide, freelancer, sealed
from tests.storage.samples import propose, sealed_file
from tests.storage.test_migrations import GOLDEN

FIRST = "0001"


async def run(url, statements):
    async with await Database.connect(url) as database, database.write() as transaction:
        for statement in statements:
            await transaction.run_sync(lambda connection, sql: connection.exec_driver_sql(sql), statement)
        await transaction.commit()


async def rows(url, table, columns="*"):
    async with await Database.connect(url) as database, database.read() as transaction:
        query = f"SELECT {columns} FROM {table}"
        found = await transaction.run_sync(lambda connection: connection.exec_driver_sql(query).all())
    return sorted(tuple(row) for row in found)


@pytest.fixture
async def first_url(empty_database_url):
    """A database as the first version's program left it: an ended case, two open ones, and a milestone without."""
    await migrate(empty_database_url, to=FIRST)
    written = (GOLDEN / "0001_rows.sql").read_text(encoding="utf-8")
    await run(empty_database_url, [statement for statement in (written + "\n").split(";\n\n") if statement.strip()])
    return empty_database_url


async def test_old_cases_and_milestones_are_what_their_record_says(first_url):
    await migrate(first_url)
    async with await Database.connect(first_url) as database, SqlStorage(database).read() as uow:
        cases, milestones = await uow.cases.all(GUILD), await uow.milestones.all(GUILD)
        assert Counter(case.state.stage for case in cases) == {
            Stage.ENDED: 1,
            Stage.RESPONSE: 1,
            Stage.FINAL_OFFERS: 1,
        }
        assert len(milestones) == 4
        for case in cases:
            recorded = await uow.events.of_stream(GUILD, "case", case.state.case_id)
            assert first_break(recorded) is None
            assert Case.replay((item.event, item.at_ms) for item in recorded).state == case.state
        for milestone in milestones:
            recorded = await uow.events.of_stream(GUILD, "milestone", milestone.state.milestone_id)
            assert first_break(recorded) is None
            assert Milestone.replay((item.event, item.at_ms) for item in recorded).state == milestone.state
        balances = await uow.ledger.balances(GUILD)
        assert sum(account["USD"] for account in balances.values()) == 0
        assert [request.pays_fee_of_case_id for request in await uow.wallet_requests.pending(GUILD)] == [None, None]
        assert await uow.rooms.get(GUILD, 2) == Room(GUILD, 2, 51, 61, unreachable=True)
        assert (await uow.rooms.messages(GUILD, 2))[0].body == "words it's \N{SNOWMAN}"


async def test_an_old_case_goes_on_under_its_old_rulebook(first_url):
    before = await rows(first_url, "cases", "case_id, rulebook")
    await migrate(first_url)
    async with await Database.connect(first_url) as database:
        storage = SqlStorage(database)
        async with storage.write() as uow:
            case = await uow.cases.get(GUILD, 2)
            statement = sealed("later statement", "I did all that was agreed.")
            await decide(uow, case, case.challenge(statement, by=freelancer, at_ms=START_MS + 10_000))
            await uow.commit()
        async with storage.read() as uow:
            recorded = await uow.events.of_stream(GUILD, "case", 2)
            assert first_break(recorded) is None
            read = await uow.cases.get(GUILD, 2)
        assert read.state == case.state == Case.replay((item.event, item.at_ms) for item in recorded).state
        assert read.state.alive_deadlines(DeadlineKind.IDLE)
    assert await rows(first_url, "cases", "case_id, rulebook") == before


async def test_up_and_down_again_changes_no_row_of_the_first_version(first_url):
    tables = ("cases", "milestones", "exhibits", "rooms", "wallet_requests", "deadlines", "events", "case_milestones")
    before = {table: await rows(first_url, table) for table in tables}
    assert all(before.values())
    await migrate(first_url)
    assert await downgrade(first_url, to=FIRST) == [
        "Took back version 0003: What staff and admins need: notes, names, two cashiers, and words that can be erased.",
        "Took back version 0002: Proposals, requests, files and all that both rulebooks need.",
    ]
    assert {table: await rows(first_url, table) for table in tables} == before
    await migrate(first_url)


async def test_going_down_is_refused_where_money_could_not_be_told_any_more(first_url):
    await migrate(first_url)
    async with await Database.connect(first_url) as database:
        storage = SqlStorage(database)
        await committed(storage, lambda uow: uow.files.add(GUILD, 1, [sealed_file("f")]))
        await committed(storage, propose)
    with pytest.raises(StorageError, match="1 milestones were proposed"):
        await downgrade(first_url, to=FIRST)
    assert len(await rows(first_url, "exhibit_files")) == 1
    async with await Database.connect(first_url) as database, SqlStorage(database).read() as uow:
        assert (await uow.cases.get(GUILD, 1)).state.outcome is Outcome.RULED
