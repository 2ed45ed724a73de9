"""Databases with many cases in them, written in one go. The bot's own audit finds nothing wrong with them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert, update

from benchmarks.stories import Row, Rows, Story
from storage.engine import Database
from storage.tables import ledger_transactions, metadata

_CHUNK: Final = 2_000
_RECORD: Final = frozenset({"events", "ledger_transactions", "ledger_entries"})


@dataclass(frozen=True, slots=True)
class Copies:
    """How often a story is told in a server, of whom; the pairs of client and freelancer take turns."""

    story: Story
    count: int
    guild_id: int
    pairs: Sequence[tuple[int, int]]


async def populate(database: Database, wanted: Iterable[Copies], *, with_record: bool = True) -> None:
    """Write the cases into an empty database, numbered from 1 in each server.

    Without the record (events and ledger entries, most of the rows) it is quicker, and good for what never reads it.
    """
    rows: dict[str, list[Row]] = {table.name: [] for table in metadata.sorted_tables}
    cases: Counter[int] = Counter()
    transactions: Counter[int] = Counter()
    balances: Counter[tuple[int, str, str]] = Counter()
    for copies in wanted:
        for turn in range(copies.count):
            guild_id = copies.guild_id
            cases[guild_id] += 1
            client_id, freelancer_id = copies.pairs[turn % len(copies.pairs)]
            told = copies.story.told(
                cases[guild_id], guild_id=guild_id, client_id=client_id, freelancer_id=freelancer_id
            )
            _renumber_ledger(told, transactions[guild_id])
            transactions[guild_id] += len(told["ledger_transactions"])
            for row in told.pop("accounts"):
                balances[guild_id, row["account"], row["currency"]] += row["balance_minor"]
            for name, found in told.items():
                if with_record or name not in _RECORD:
                    rows[name] += found
    rows["accounts"] = [
        {"guild_id": guild_id, "account": account, "currency": currency, "balance_minor": minor}
        for (guild_id, account, currency), minor in balances.items()
    ]
    rows["counters"] = [
        {"guild_id": guild_id, "kind": kind, "last_number": number}
        for kind, counted in (("case", cases), ("milestone", cases), ("project", cases))
        for guild_id, number in counted.items()
    ]
    rows["counters"] += [
        {"guild_id": guild_id, "kind": "ledger_transaction", "last_number": number}
        for guild_id, number in transactions.items()
    ]
    await _write(database, rows)


def _renumber_ledger(told: Rows, after: int) -> None:
    first = min((row["transaction_id"] for row in told["ledger_transactions"]), default=1)
    for row in (*told["ledger_transactions"], *told["ledger_entries"]):
        row["transaction_id"] += after + 1 - first


async def _write(database: Database, rows: dict[str, list[Row]]) -> None:
    async with database.write() as transaction:
        for table in metadata.sorted_tables:
            values = rows[table.name]
            if table is ledger_transactions:
                values = [{**row, "posted": False} for row in values]
            for start in range(0, len(values), _CHUNK):
                await transaction.execute(insert(table), values[start : start + _CHUNK])
        # Posting is a step of its own, at which the database checks the sums.
        await transaction.execute(update(ledger_transactions).values(posted=True))
        await transaction.commit()
