"""What the audit takes for each event, beside hashing that event."""

import asyncio
from typing import Any

from sqlalchemy import select

from benchmarks.bench import NAMES, Bench, a_server
from benchmarks.measuring import Group, Line, in_turns
from benchmarks.stories import ruled, settled
from bot.domain.events import event_hash
from bot.services.audit import Audit
from storage.engine import Database
from storage.tables import events
from storage.transaction import DialectName
from storage.unit_of_work import SqlStorage

_A_TENTH = 10


async def run(bench: Bench) -> list[Group]:
    """Audit few and many cases, on each database."""
    return [await _measured(bench, dialect) for dialect in bench.dialects]


async def _measured(bench: Bench, dialect: DialectName) -> Group:
    lines: list[Line] = []
    for cases in (bench.size.audited_cases // _A_TENTH or 1, bench.size.audited_cases):
        wanted = a_server(await bench.story(ruled), await bench.story(settled), cases // 2, cases - cases // 2)
        url = await bench.filled(dialect, f"record of {cases}", wanted, with_record=True)
        async with await Database.connect(url, read_only=True) as database:
            audit = Audit(SqlStorage(database))
            async with database.read() as transaction:
                rows = [dict(row) for row in (await transaction.execute(select(events))).mappings()]

            async def prove(_: int, audit: Audit = audit) -> None:
                report = await audit.run()
                assert report.ok, report.faults

            async def hash_all(_: int, rows: list[dict[str, Any]] = rows) -> None:
                await asyncio.to_thread(_hash, rows)

            times = await in_turns({"hash": hash_all, "audit": prove}, rounds=bench.size.audits, warm_up=0)
        what = f"auditing one event of {len(rows):,} ({cases:,} cases)"
        lines.append(Line(what, times["audit"].shared(len(rows)), times["hash"].shared(len(rows))))
    return Group(f"The audit, {NAMES[dialect]}", "hashing one event", lines)


def _hash(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        place = (row["stream"], row["stream_id"], row["sequence"], row["at_ms"], row["actor_id"], row["kind"])
        assert event_hash(row["previous_hash"], *place, row["payload"]) == row["hash"]
