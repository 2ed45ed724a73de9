"""The database refuses what no program of ours would do: each constraint and trigger meets a row altered by hand."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.domain.rulebook import MILESTONE
from storage.tables import metadata
from storage.triggers import GUARDS
from storage.unit_of_work import SqlStorage
from tests.storage.builders import (
    GUILD,
    START_MS,
    client,
    committed,
    decide,
    file_case,
    freelancer,
    fund,
    give_money,
    moderator,
    sealed,
)
from tests.storage.samples import propose, sealed_file

HASH = "a" * 64


@pytest.fixture
async def full(database):
    """A database with a row in every table that has a guard."""
    storage = SqlStorage(database)
    case = await committed(storage, file_case)
    async with storage.write() as uow:
        await give_money(uow, client.member_id, 20_000)
        row = await uow.cases.get(GUILD, case.state.case_id)
        reason = sealed("escalation", "No answer came from them.")
        await decide(uow, row, row.add_exhibit(sealed("exhibit"), by=client, at_ms=START_MS))
        await decide(uow, row, row.escalate(reason, by=moderator, at_ms=START_MS))
        await uow.files.add(GUILD, 1, [sealed_file("file-1")])
        declined = await propose(uow)
        declined.decline_proposal(by=client, at_ms=START_MS)
        await uow.milestones.save(declined)
        other = await fund(uow)
        for amount_minor in (10, 20):
            other.request("release", amount_minor, MILESTONE, by=freelancer, at_ms=START_MS, note=sealed("note"))
        await uow.milestones.save(other)
        await uow.commit()
    await run(
        database,
        "INSERT INTO rulings (guild_id, case_id, arbitrator_id, freelancer_minor, client_minor, findings_text_id,"
        f" findings_digest, made_at_ms, never_reached) VALUES ({GUILD}, 1, 9, 1, 1, 'f', 'd', 1, '[]')",
        f"INSERT INTO deposits VALUES ({GUILD}, 1, 101, 50, 1, 'held', 0, 0)",
        offer(20, 101),
        wallet_request(1, "pending", "NULL"),
        wallet_request(2, "declined", "2"),
        f"INSERT INTO setting_changes VALUES ({GUILD}, 1, 1, 1, 'key', 'old', 'new')",
        f"INSERT INTO staff_notes VALUES ({GUILD}, 'n', 1, 7, 1, 'Look at C-2 again.', 1)",
        f"INSERT INTO deliveries VALUES ({GUILD}, 1, 1, 101, 'opening', 5, 'room', 1)",
        f"INSERT INTO milestone_deliveries VALUES ({GUILD}, 1, 1, 101, 'opening', 5, 1)",
    )
    return database


def wallet_request(number, state, closed_at_ms):
    return (
        "INSERT INTO wallet_requests"
        " (guild_id, request_id, member_id, kind, currency, amount_minor, created_at_ms, state, closed_at_ms)"
        f" VALUES ({GUILD}, {number}, 101, 'deposit', 'USD', 5, 1, '{state}', {closed_at_ms})"
    )


def offer(number, author_id, freelancer_minor=1, state="open", closed_at_ms="NULL"):
    return (
        "INSERT INTO offers (guild_id, case_id, number, author_id, freelancer_minor, made_at_ms, state, closed_at_ms)"
        f" VALUES ({GUILD}, 1, {number}, {author_id}, {freelancer_minor}, 1, '{state}', {closed_at_ms})"
    )


async def run(database, *statements):
    async with database.write() as transaction:
        for statement in statements:
            # Not text(): a JSON value's colon is no parameter.
            await transaction.run_sync(lambda connection, sql: connection.exec_driver_sql(sql), statement)
        await transaction.commit()


async def refused(database, *statements, match=None):
    with pytest.raises(IntegrityError, match=match):
        await run(database, *statements)


async def test_every_guard_on_changing_and_deleting_bites(full):
    """For each guard a raw UPDATE or DELETE of the table; conditional ones get the statement that they are about."""
    statements = {
        ("texts", "erase_only"): "UPDATE texts SET body = 'other words'",
        ("ledger_transactions", "posted_once"): "UPDATE ledger_transactions SET posted = 0",
        ("wallet_requests", "closed_once"): "UPDATE wallet_requests SET closed_at_ms = 9 WHERE request_id = 2",
        ("offers", "closed_once"): "UPDATE offers SET closed_at_ms = 7 WHERE number = 1",
        ("milestones", "funded_once"): "UPDATE milestones SET funded_minor = 7 WHERE milestone_id = 1",
        ("milestones", "closed_once"): "UPDATE milestones SET stage = 'lapsed' WHERE milestone_id = 2",
        ("milestone_requests", "closed_once"): "UPDATE milestone_requests SET closed_at_ms = 7 WHERE number = 1",
        ("exhibit_files", "erase_only"): "UPDATE exhibit_files SET name = 'other'",
    }
    inserts_and_posting = {("events", "chain"), ("ledger_entries", "posted"), ("ledger_transactions", "unposted")}
    inserts_and_posting.add(("ledger_transactions", "balanced"))
    met = set()
    for guard in GUARDS:
        name = (guard.table, guard.name)
        if name in inserts_and_posting:
            continue
        if guard.name == "no_update":
            statement = f"UPDATE {guard.table} SET guild_id = guild_id"
        elif guard.name == "no_delete":
            statement = f"DELETE FROM {guard.table}"
        elif guard.name == "fixed":
            statement = None
            for column in guard.message.partition(" of ")[0].split(", "):
                value = "'x'" if column in TEXT_COLUMNS[guard.table] else "77"
                change = f"UPDATE {guard.table} SET {column} = {value} {STILL_OPEN.get(guard.table, '')}"
                # A posted ledger transaction is refused for more than one reason.
                await refused(full, change, match=None if guard.table == "ledger_transactions" else guard.message)
        else:
            statement = statements[name]
        if statement is not None:
            await refused(full, statement, match=guard.message)
        met.add(name)
    assert met | inserts_and_posting == {(guard.table, guard.name) for guard in GUARDS}


STILL_OPEN = {
    "offers": "WHERE number = 20",
    "wallet_requests": "WHERE request_id = 1",
    "milestone_requests": "WHERE number = 2",
    "milestones": "WHERE milestone_id = 1",
}
TEXT_COLUMNS = {
    table.name: {column.name for column in table.columns if column.type.impl_instance.__class__.__name__ == "Text"}
    for table in metadata.sorted_tables
}


async def test_a_fixed_empty_column_cannot_be_filled_either(full):
    await refused(full, "UPDATE exhibits SET link_text_id = 'x', link_digest = 'y'", match="never changed")


async def test_an_event_must_follow_the_one_before(full):
    insert = (
        "INSERT INTO events (guild_id, stream, stream_id, sequence, kind, at_ms, payload, previous_hash, hash)"
        f" VALUES ({GUILD}, 'case', 1, %d, 'answer_asked', 1, '{{}}', '%s', '{HASH}')"
    )
    await refused(full, insert % (99, HASH), match="must follow")
    await refused(full, insert % (2, HASH))
    await refused(full, insert % (0, HASH))


async def test_a_posted_transaction_takes_no_more_entries(full):
    await refused(
        full, f"INSERT INTO ledger_entries VALUES ({GUILD}, 1, 9, 'world', 'USD', 5, 1)", match="takes no more entries"
    )


def transaction(posted=0, number=50):
    values = f"{GUILD}, {number}, 'key {number}', 'cause', 1, NULL, 'digest', {posted}"
    return f"INSERT INTO ledger_transactions VALUES ({values})"


def entry(position, amount_minor, currency="USD", account="world", number=50):
    values = f"{GUILD}, {number}, {position}, '{account}', '{currency}', {amount_minor}, 1"
    return f"INSERT INTO ledger_entries VALUES ({values})"


POST = "UPDATE ledger_transactions SET posted = 1 WHERE transaction_id = 50"


async def test_a_transaction_is_posted_after_its_entries(full):
    await refused(full, transaction(posted=1), match="posted after its entries")


async def test_entries_must_sum_to_zero_per_currency(full):
    account = f"INSERT INTO accounts VALUES ({GUILD}, 'world', 'EUR', 0)"
    await refused(full, transaction(), POST, match="sum to zero")
    await refused(full, transaction(), entry(1, 5), POST, match="sum to zero")
    await refused(full, transaction(), entry(1, 5), entry(2, -4), POST, match="sum to zero")
    await refused(full, account, transaction(), entry(1, 5), entry(2, -5, "EUR"), POST, match="sum to zero")
    await run(full, transaction(), entry(1, 5), entry(2, -5, account="member:101"), POST)


async def test_entries_of_an_unposted_transaction_cannot_be_committed(full):
    await refused(full, transaction(), entry(1, 5), entry(2, -5))
    await refused(full, entry(1, 5), entry(2, -5))


async def test_an_entry_is_something_and_within_bounds(full):
    for amount_minor in (0, 10**15 + 1, -(10**15) - 1):
        await refused(full, transaction(), entry(1, amount_minor), entry(2, -amount_minor), POST)


async def test_only_the_world_goes_below_zero(full):
    await refused(full, "UPDATE accounts SET balance_minor = -1 WHERE account = 'escrow:1'")
    await run(full, "UPDATE accounts SET balance_minor = -1 WHERE account = 'world'")


def milestone(funded_minor, *, stage="funded", proposed_minor="NULL", rulebook="NULL", closed_at_ms="NULL"):
    return (
        "INSERT INTO milestones (guild_id, milestone_id, project_id, client_id, freelancer_id, currency, funded_minor,"
        " unreleased_minor, released_minor, returned_minor, charged_minor, locked_minor, title_text_id, title_digest,"
        " created_at_ms, version, stage, proposed_minor, rulebook, closed_at_ms)"
        f" VALUES ({GUILD}, 9, 1, 1, 2, 'USD', {funded_minor}, {funded_minor}, 0, 0, 0, 0, 't', 'd', 1, 1, '{stage}',"
        f" {proposed_minor}, {rulebook}, {closed_at_ms})"
    )


def proposal(stage, *, funded_minor=0, proposed_minor="5", rulebook="'{}'", closed_at_ms="NULL"):
    return milestone(
        funded_minor, stage=stage, proposed_minor=proposed_minor, rulebook=rulebook, closed_at_ms=closed_at_ms
    )


def request(number, state="active", closed_at_ms="NULL", amount_minor=5, action="release"):
    return (
        "INSERT INTO milestone_requests (guild_id, milestone_id, number, action, author_id, amount_minor, rulebook,"
        f" made_at_ms, state, closed_at_ms) VALUES ({GUILD}, 3, {number}, '{action}', 102, {amount_minor}, '{{}}', 1,"
        f" '{state}', {closed_at_ms})"
    )


def file(file_id, salt="'s'", sha256=f"'{HASH}'", size_bytes="0", erased_at_ms="NULL"):
    return (
        "INSERT INTO exhibit_files (guild_id, file_id, case_id, salt, sha256, size_bytes, media_type, name,"
        f" erased_at_ms) VALUES ({GUILD}, '{file_id}', 1, {salt}, {sha256}, {size_bytes}, 'm', 'n', {erased_at_ms})"
    )


WRONG = (
    "UPDATE milestones SET locked_minor = -1",
    "UPDATE milestones SET locked_minor = 100001 WHERE milestone_id = 1",
    "UPDATE milestones SET unreleased_minor = 100001 WHERE milestone_id = 1",
    "UPDATE milestones SET unreleased_minor = 5, released_minor = 99995, locked_minor = 6 WHERE milestone_id = 1",
    "UPDATE milestones SET unreleased_minor = 50000 WHERE milestone_id = 1",
    "UPDATE milestones SET locked_by_case_id = NULL WHERE milestone_id = 1",
    milestone(10**15 + 1),
    milestone(0),
    proposal("proposed", funded_minor=5),
    proposal("proposed", closed_at_ms="1"),
    proposal("proposed", proposed_minor="NULL", rulebook="NULL"),
    proposal("proposed", proposed_minor="0"),
    proposal("proposed", rulebook="NULL"),
    proposal("funded"),
    proposal("funded", funded_minor=4),
    proposal("funded", funded_minor=5, closed_at_ms="1"),
    proposal("lapsed"),
    "UPDATE milestones SET charged_minor = 1 WHERE milestone_id = 1",
    "UPDATE milestones SET charged_minor = -1, unreleased_minor = 100001, locked_minor = 0 WHERE milestone_id = 1",
    request(9),
    request(9, closed_at_ms="1"),
    request(9, state="declined"),
    request(9, state="declined", closed_at_ms="1", amount_minor=0),
    request(9, state="declined", closed_at_ms="1", action="give"),
    file("x", salt="NULL"),
    file("x", erased_at_ms="1"),
    file("x", sha256="'short'"),
    file("x", size_bytes="-1"),
    "UPDATE exhibits SET is_late = 3",
    "UPDATE cases SET charged_minor = -1",
    f"INSERT INTO case_milestones VALUES ({GUILD}, 1, 9, 1, 5, 1, NULL, NULL)",
    f"INSERT INTO case_milestones VALUES ({GUILD}, 1, 9, 77, 5, 0, NULL, NULL)",
    "UPDATE case_milestones SET is_open = 2",
    "UPDATE case_milestones SET freelancer_minor = 1, client_minor = 1",
    "UPDATE case_milestones SET freelancer_minor = 100000",
    "UPDATE cases SET stage = 'ended'",
    "UPDATE cases SET outcome = 'settled'",
    "UPDATE cases SET escalated = 5",
    "UPDATE deposits SET state = 'ended'",
    "UPDATE deposits SET returned_minor = 50",
    "UPDATE deadlines SET state = 'held' WHERE state = 'armed'",
    "UPDATE wallet_requests SET state = 'confirmed' WHERE request_id = 1",
    "UPDATE wallet_requests SET closed_at_ms = 1 WHERE request_id = 1",
    "UPDATE texts SET erased_at_ms = 1",
    f"INSERT INTO rooms VALUES ({GUILD}, 77, 5, NULL, 0, 0, NULL)",
    f"INSERT INTO rooms VALUES ({GUILD}, 1, 5, NULL, 0, 2, NULL)",
    f"INSERT INTO outages VALUES ({GUILD}, 5, 4)",
    offer(9, 101, freelancer_minor=-1, state="void", closed_at_ms=1),
    offer(9, 101, closed_at_ms=1),
    offer(9, 101, state="void"),
)


async def test_checks_and_keys_bite(full):
    for statement in WRONG:
        await refused(full, statement)
    # And what is right gets through.
    await run(full, milestone(10**15), request(9, state="declined", closed_at_ms="1"), file("x"))


@pytest.mark.parametrize(
    "right",
    [
        proposal("proposed"),
        proposal("funded", funded_minor=5),
        *(proposal(stage, closed_at_ms="1") for stage in ("declined", "cancelled", "lapsed")),
    ],
)
async def test_proposals_that_may_be(full, right):
    await run(full, right)


async def test_a_proposal_is_funded_once(full):
    fund_it = "UPDATE milestones SET stage = 'funded', funded_minor = 5, unreleased_minor = 5 WHERE milestone_id = 9"
    await run(full, proposal("proposed"), fund_it)
    await refused(full, fund_it.replace("= 5", "= 0").replace("'funded'", "'proposed'"), match="funded once")


async def test_one_clock_per_milestone(full):
    insert = (
        "INSERT INTO milestone_deadlines (guild_id, milestone_id, deadline_id, kind, starts_at_ms, window_seconds,"
        f" due_at_ms, state, wake_at_ms, reminded_until_ms) VALUES ({GUILD}, 3, %d, '%s', 1, 1, 1, '%s', %s, 1)"
    )
    await run(full, insert % (11, "proposal", "met", "NULL"), insert % (12, "request", "armed", 1))
    await refused(full, insert % (13, "proposal", "armed", 1))
    await run(full, insert % (15, "time_out", "armed", 1))
    await refused(full, insert % (16, "time_out", "armed", 1))
    await refused(full, insert % (14, "request", "met", 1))
    await refused(full, "UPDATE milestone_deadlines SET state = 'held', wake_at_ms = NULL WHERE deadline_id = 12")


async def test_erasing_a_file_is_allowed_and_final(full):
    await run(
        full,
        "UPDATE exhibit_files SET salt = NULL, sha256 = NULL, size_bytes = NULL, media_type = NULL, name = NULL,"
        " erased_at_ms = 5",
    )
    await refused(full, "UPDATE exhibit_files SET erased_at_ms = 5, name = 'back'")
    async with SqlStorage(full).read() as uow:
        assert await uow.files.sealed(GUILD, ["file-1"]) == {}
        assert await uow.files.of_case(GUILD, 1) == []
        assert await uow.files.is_referenced(sealed_file("file-1").sha256) is False


async def test_one_open_offer_per_party(full):
    await run(full, offer(12, 102))
    await refused(full, offer(13, 101))


async def test_one_clock_of_a_kind_per_party(full):
    insert = (
        "INSERT INTO deadlines (guild_id, case_id, deadline_id, kind, party_id, subject, starts_at_ms, window_seconds,"
        " due_at_ms, state, wake_at_ms, reminded_until_ms)"
        f" VALUES ({GUILD}, 1, %d, '%s', %s, %s, 1, 1, 1, 'armed', 1, 1)"
    )
    await run(full, insert % (11, "fee", 101, "NULL"), insert % (12, "fee", 102, "NULL"))
    await run(full, insert % (13, "offer_expiry", 101, 1), insert % (14, "offer_expiry", 101, 2))
    await refused(full, insert % (15, "fee", 101, "NULL"))
    await refused(full, insert % (16, "offer_expiry", 101, 2))
    await refused(full, insert % (17, "closing", "NULL", "NULL"))


async def test_idempotency_keys_are_unique_in_their_guild(full):
    await refused(full, transaction(number=50), transaction(number=51).replace("key 51", "key 50"))
    await run(full, transaction(number=50), transaction(number=50).replace(str(GUILD), "1"))


async def test_types_are_checked(full):
    """A text where a number belongs: STRICT tables make SQLite refuse it as PostgreSQL does."""
    with pytest.raises(DBAPIError):
        await run(full, "UPDATE accounts SET balance_minor = 'much'")


async def test_erasing_a_text_is_allowed_and_final(full):
    erase = "UPDATE texts SET body = NULL, salt = NULL, erased_at_ms = 5 WHERE text_id = 'reason-1'"
    await run(full, erase)
    await refused(full, "UPDATE texts SET body = 'back', salt = 's', erased_at_ms = NULL WHERE text_id = 'reason-1'")
    async with SqlStorage(full).read() as uow:
        assert await uow.texts.bodies(GUILD, ["reason-1", "category-1", "none"]) == {"category-1": "quality"}


async def test_postgresql_tables_cannot_be_emptied(full):
    if full.dialect == "sqlite":
        # SQLite has no TRUNCATE; a DELETE without WHERE fires the row triggers (tested above).
        return
    for table in sorted({guard.table for guard in GUARDS if guard.operation == "DELETE"}):
        await refused(full, f"TRUNCATE {table} CASCADE", match="never deleted")


async def test_the_helper_notices_what_is_allowed(full):
    """The refusals above mean something only if a harmless change passes."""
    await run(
        full, "UPDATE cases SET version = version + 1", "UPDATE offers SET closed_by_id = closed_by_id WHERE 1 = 0"
    )
    async with full.read() as reader:
        assert await reader.scalar(text("SELECT version FROM cases")) > 1
