"""What reading and making a large case's file costs, and whether anything else has to wait meanwhile."""

import asyncio
import hashlib
from typing import Final

from sqlalchemy import select

from benchmarks.bench import NAMES, Bench
from benchmarks.measuring import Group, Line, Times, Work, in_turns, longest_stall
from bot.casefile.document import case_file, to_json
from bot.ui.case_file import made
from storage.engine import Database
from storage.tables import room_messages
from storage.transaction import DialectName
from tests.big_case import EXHIBITS, enlarge
from tests.services.world import GUILD, World, client

_PHOTO_BYTES: Final = 100_000


async def run(bench: Bench) -> list[Group]:
    """The same large case on each database."""
    return [await _measured(bench, dialect) for dialect in bench.dialects]


async def _measured(bench: Bench, dialect: DialectName) -> Group:
    async with await Database.connect(await bench.databases.migrated(dialect)) as database:
        world = World(database)
        await world.set_up()
        case_id = await world.negotiation()
        photos = [(hashlib.sha256(str(number).encode()).hexdigest(), _PHOTO_BYTES) for number in range(EXHIBITS)]
        await enlarge(database, GUILD, case_id, world.clock.now_ms(), photos, bench.size.messages)
        record = await world.queries.records.exported(client.member, case_id)
        document = case_file(record, exported_at_ms=0)

        async def rows(_: int) -> None:
            async with database.read() as transaction:
                list(await transaction.rows(select(room_messages)))

        works: dict[str, Work] = {
            "rows": rows,
            "read": lambda _: world.queries.records.exported(client.member, case_id),
            "own": lambda _: world.queries.records.own_data(client.member),
            "data": lambda _: asyncio.to_thread(to_json, document),
            "made": lambda _: asyncio.to_thread(made, record, at_ms=0),
        }
        rounds = bench.size.case_files
        times = await in_turns(works, rounds=rounds)
        stalls = {what: await _stalls(works[what], rounds) for what in ("read", "made")}
    lines = [
        Line("reading all of it", times["read"], times["rows"]),
        Line("reading what one party has stored there", times["own"], times["rows"]),
        Line("writing the data", times["data"], times["rows"]),
        Line("making page and data", times["made"], times["rows"]),
        Line("the loop's longest wait while reading it", stalls["read"], times["rows"]),
        Line("the loop's longest wait while making it", stalls["made"], times["rows"]),
    ]
    title = f"The file of a case with {bench.size.messages:,} messages and {EXHIBITS} exhibits, {NAMES[dialect]}"
    return Group(title, "reading its messages' rows alone", lines)


async def _stalls(work: Work, rounds: int) -> Times:
    found: list[float] = []
    for number in range(rounds):
        async with longest_stall() as stalls:
            await work(number)
        found += stalls
    return Times(found)
