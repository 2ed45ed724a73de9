"""SQLite finds rows by an index, however many others there are. (PostgreSQL decides anew by what the tables hold.)"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.figures import STEPS
from bot.services.ports import EffectKind
from bot.services.unit_of_work import UnitOfWork
from storage.engine import Database
from storage.unit_of_work import SqlStorage
from tests.databases import TestDatabases
from tests.storage.builders import CLIENT, FREELANCER, GUILD, file_case, give_money

Query = Callable[[UnitOfWork], Awaitable[object]]

FOUND_BY: dict[str, tuple[Query, set[str]]] = {
    "the cases of a party": (
        lambda uow: uow.cases.of_party(GUILD, CLIENT),
        {"ix_cases_claimant", "ix_cases_respondent"},
    ),
    "the opponents of a party": (
        lambda uow: uow.cases.opponents(GUILD, CLIENT),
        {"ix_cases_claimant", "ix_cases_respondent"},
    ),
    "small splits": (
        lambda uow: uow.cases.small_splits(GUILD, CLIENT, FREELANCER, 0),
        {"MULTI-INDEX OR"},
    ),
    "open cases": (lambda uow: uow.cases.open_cases(GUILD), {"ix_cases_running"}),
    "the milestones of a party": (
        lambda uow: uow.milestones.of_party(GUILD, CLIENT),
        {"ix_milestones_client", "ix_milestones_freelancer"},
    ),
    "milestones with clocks": (lambda uow: uow.milestones.with_clocks(GUILD), {"ux_one_clock_per_milestone"}),
    "due deadlines": (lambda uow: uow.deadlines.due(0, 100, [GUILD, 2]), {"ix_deadlines_wake"}),
    "the next deadline": (lambda uow: uow.deadlines.next_wake_ms([GUILD, 2]), {"ix_deadlines_wake"}),
    "due requests": (lambda uow: uow.request_clocks.due(0, 100, [GUILD]), {"ix_milestone_deadlines_wake"}),
    "a member's wallet requests": (
        lambda uow: uow.wallet_requests.of_member(GUILD, CLIENT),
        {"ix_wallet_requests_member"},
    ),
    "pending wallet requests": (lambda uow: uow.wallet_requests.pending(GUILD), {"ix_wallet_requests_pending"}),
    "cases that count": (lambda uow: uow.figures.cases(GUILD, 5), {"ix_cases_running", "ix_cases_ended"}),
    "their steps": (
        lambda uow: uow.figures.steps(GUILD, 5, STEPS),
        {"ix_cases_running", "ix_cases_ended", "sqlite_autoindex_events_1"},
    ),
    "quotes of a command": (lambda uow: uow.drafts.open_of(GUILD, "Command", 5), {"ix_drafts_expiry"}),
    "what a member asked cashiers for lately": (
        lambda uow: uow.wallet_requests.waiting_or_since(GUILD, CLIENT, 5),
        {"ix_wallet_requests_member"},
    ),
    "a freelancer's proposals": (
        lambda uow: uow.milestones.proposed_by(GUILD, FREELANCER, 5),
        {"ix_milestones_freelancer"},
    ),
    "entries of lists": (lambda uow: uow.cases.open_entries(GUILD), {"ix_cases_running"}),
    "accounts that money moves between": (
        lambda uow: give_money(uow, CLIENT, 500),
        {"sqlite_autoindex_accounts_1 (guild_id=? AND account=? AND currency=?)"},
    ),
    "the accounts of a wallet": (
        lambda uow: uow.ledger.balances(GUILD, ["member:1", "escrow:1"]),
        {"sqlite_autoindex_accounts_1 (guild_id=? AND account=?)"},
    ),
    "the rooms of cases": (lambda uow: uow.rooms.of_cases(GUILD, [1, 2]), {"sqlite_autoindex_rooms_1"}),
    "messages to send": (
        lambda uow: uow.outbox.claim("test", 0, 0, 8),
        {"ix_outbox_oldest", "ix_outbox_pending"},
    ),
    "what waits to be sent": (lambda uow: uow.outbox.backlog(), {"ix_outbox_oldest"}),
    "when to send again": (lambda uow: uow.outbox.next_attempt_ms(), {"ix_outbox_later", "ix_outbox_leased"}),
    "messages under way": (
        lambda uow: uow.outbox.any_waits(GUILD, ["card:1", "card:2"]),
        {"ux_outbox_dedupe_key (guild_id=? AND dedupe_key=?)"},
    ),
    "a newer message": (
        lambda uow: uow.outbox.newer_of_kind(1, "room:1", EffectKind.CARD),
        {"ix_outbox_pending"},
    ),
}
ORDERLY_SCANS = {"SCAN outbox USING INDEX ix_outbox_oldest", "SCAN CONSTANT ROW"}
"""Reading an index from its beginning until enough is found, and reading no table at all."""


@pytest.mark.parametrize("what", FOUND_BY)
async def test_nothing_is_looked_for_in_a_whole_table(what: str, test_databases: TestDatabases):
    query, indexes = FOUND_BY[what]
    url = await test_databases.migrated("sqlite")
    async with await Database.connect(url) as database:
        storage = SqlStorage(database)
        async with storage.write() as uow:
            for _ in range(3):
                await file_case(uow)
            await uow.commit()
        plan = await plan_of(database, storage, query)
    await test_databases.drop(url)
    scans = [step for step in plan if step.startswith("SCAN") and step not in ORDERLY_SCANS]
    assert scans == []
    assert {index for index in indexes if not any(index in step for step in plan)} == set()


async def plan_of(database: Database, storage: SqlStorage, query: Query) -> list[str]:
    """What SQLite says that it would do for each statement of a query."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            sent.append((statement, parameters))

    for engine in database.engines:
        event.listen(engine.sync_engine, "before_cursor_execute", note)
    async with storage.write() as uow:
        await query(uow)
    for engine in database.engines:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
    assert sent
    async with database.read() as transaction:
        return [
            row[-1]
            for statement, parameters in sent
            for row in await transaction.run_sync(
                lambda connection, *explained: connection.exec_driver_sql(*explained).all(),
                f"EXPLAIN QUERY PLAN {statement}",
                parameters,
            )
        ]
