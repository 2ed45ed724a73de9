"""Whether many waiting messages, and many that were sent long ago, make the next one late."""

from sqlalchemy import insert

from benchmarks.bench import NAMES, Bench
from benchmarks.measuring import Group, Line, in_turns
from benchmarks.population import take_stock
from bot.delivery.relay import CONCURRENCY, LEASE_MS
from bot.services.outbox import OutboxQueue
from bot.services.ports import EffectKind
from storage.engine import Database
from storage.repositories.outbox import OutboxState
from storage.tables import outbox
from storage.transaction import DialectName
from storage.unit_of_work import SqlStorage
from tests.services.world import GUILD

_CHUNK = 2_000
_NOW_MS = 1_767_225_600_000


async def run(bench: Bench) -> list[Group]:
    """Claim from a short and from a long outbox, on each database."""
    return [await _measured(bench, dialect) for dialect in bench.dialects]


async def _measured(bench: Bench, dialect: DialectName) -> Group:
    size = bench.size
    async with (
        await Database.connect(await bench.databases.migrated(dialect)) as short,
        await Database.connect(await bench.databases.migrated(dialect)) as long,
    ):
        await _fill(short, size.few_rows, size.few_rows, sent=0)
        await _fill(long, size.outbox_rows, size.outbox_targets, sent=size.outbox_sent)
        few, many = _Relay(short), _Relay(long)
        times = await in_turns(
            {
                "claim few": few.claim,
                "claim": many.claim,
                "sent few": few.mark_sent,
                "sent": many.mark_sent,
                "next few": few.next_attempt,
                "next": many.next_attempt,
            },
            rounds=size.claims,
            before={"claim few": few.give_back, "claim": many.give_back},
        )
    what = {"claim": f"claiming {CONCURRENCY}", "sent": "marking one as sent", "next": "asking when to look again"}
    lines = [Line(words, times[name], times[f"{name} few"]) for name, words in what.items()]
    waiting = f"{size.outbox_rows:,} rows waiting for {size.outbox_targets:,} targets"
    title = f"Outbox with {waiting}, {NAMES[dialect]}"
    return Group(title, f"the same with {size.few_rows} rows for as many targets", lines)


async def _fill(database: Database, waiting: int, targets: int, *, sent: int) -> None:
    """Messages that were sent come first, as the oldest do."""
    rows = [
        {
            "guild_id": GUILD,
            "target": f"room:{GUILD}:{number % targets}",
            "kind": EffectKind.ROOM_POST.value,
            "dedupe_key": f"post:{number}",
            "payload": {"text": "offer_made", "case_id": number % targets},
            "state": (OutboxState.SENT if number < sent else OutboxState.PENDING).value,
            "attempts": 0,
            "not_before_ms": 0,
        }
        for number in range(sent + waiting)
    ]
    async with database.write() as transaction:
        for start in range(0, len(rows), _CHUNK):
            await transaction.execute(insert(outbox), rows[start : start + _CHUNK])
        await take_stock(transaction)
        await transaction.commit()


class _Relay:
    """Does what the relay does for each message, without sending anything."""

    def __init__(self, database: Database) -> None:
        self._storage = SqlStorage(database)
        self._queue = OutboxQueue(self._storage)
        self._claimed: list[int] = []

    async def claim(self, _: int) -> None:
        claimed = await self._queue.claim("bench", _NOW_MS, LEASE_MS, CONCURRENCY)
        self._claimed = [item.outbox_id for item in claimed.messages]

    async def mark_sent(self, _: int) -> None:
        # An id that nothing has any more is looked for just the same, and leaves the few rows as they are.
        await self._queue.mark_sent(-1)

    async def next_attempt(self, _: int) -> None:
        async with self._storage.read() as uow:
            await uow.outbox.next_attempt_ms()

    async def give_back(self, _: int) -> None:
        for outbox_id in self._claimed:
            await self._queue.retry_at(outbox_id, 0)
