"""Cases to fill databases with: each is played once through the use cases, then copied under other numbers."""

import itertools
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from sqlalchemy import insert, select

from bot.domain.events import FIRST_PREVIOUS_HASH, event_hash
from bot.domain.ledger import Entry, LedgerTransaction
from bot.services.commands import (
    AcceptOffer,
    AddExhibit,
    Challenge,
    ClaimCase,
    CreateMilestone,
    MakeOffer,
    OpenCase,
    PayFee,
    Rest,
    Rule,
)
from bot.services.ports import Room
from storage.engine import Database
from storage.tables import counters, metadata
from tests.services.world import FINDINGS, GUILD, REASON, Person, World, arbitrator

Row = dict[str, Any]
Rows = dict[str, list[Row]]

client, freelancer = Person(810_000_000_000_000_011), Person(810_000_000_000_000_012)
_CASE: Final = 710_000_001
_MILESTONE: Final = 720_000_001
_PROJECT: Final = 730_000_001
_FIRST_ID: Final = 0x7ABCDEF0_00000000
_ID: Final = f"{_FIRST_ID:032x}"[:24]
"""How every id of a text or file begins. Each number here is so long that it means one thing wherever it stands."""

_NOT_OF_A_CASE: Final = frozenset(
    ["alive_notes", "connections", "counters", "drafts", "guild_settings", "outbox", "requests", "setting_changes"]
)
_SALTED: Final = {"texts", "exhibit_files"}

Play = Callable[[World], Awaitable[None]]


class Story:
    """One case with all its rows, ready to be told again of other people under other numbers."""

    def __init__(self, rows: Rows) -> None:
        # What is hashed into a text's digest stays; what names a text, a case or a person is exchanged.
        self._salts = {name: [row.pop("salt") for row in rows[name]] for name in _SALTED}
        self._streams = _streams(rows)
        numbers = (GUILD, _CASE, _MILESTONE, _PROJECT, client.member_id, freelancer.member_id, _ID)
        self._pieces = re.split("|".join(f"({number})" for number in numbers), json.dumps(rows))
        self._places = len(numbers)

    @classmethod
    async def played(cls, database: Database, play: Play) -> "Story":
        """Play a case on an empty database, and take its rows from there."""
        world = World(database, first_id=_FIRST_ID)
        await world.set_up()
        started = {"case": _CASE - 1, "milestone": _MILESTONE - 1, "project": _PROJECT - 1}
        async with database.write() as transaction:
            values = [{"guild_id": GUILD, "kind": kind, "last_number": number} for kind, number in started.items()]
            await transaction.execute(insert(counters), values)
            await transaction.commit()
        await play(world)
        rows: Rows = {}
        async with database.read() as transaction:
            for table in metadata.sorted_tables:
                if table.name not in _NOT_OF_A_CASE:
                    found = (await transaction.execute(select(table).order_by(*table.primary_key))).mappings()
                    rows[table.name] = [dict(row) for row in found]
        return cls(rows)

    def told(self, number: int, *, guild_id: int, client_id: int, freelancer_id: int) -> Rows:
        """The rows of the case with that number; its milestone and project have the same one."""
        replacing = (guild_id, number, number, number, client_id, freelancer_id, f"{number:024x}")
        step = self._places + 1
        parts: list[str] = []
        for index, piece in enumerate(self._pieces):
            place = index % step
            if place == 0:
                parts.append(piece)
            elif piece is not None:
                parts.append(str(replacing[place - 1]))
        rows: Rows = json.loads("".join(parts))
        for name, salts in self._salts.items():
            for row, salt in zip(rows[name], salts, strict=True):
                row["salt"] = salt
        self._chain_anew(rows, number)
        return rows

    def _chain_anew(self, rows: Rows, number: int) -> None:
        """Hash what has other numbers now: the ledger's digests, the events that name them, and their chains."""
        entries = {key: list(group) for key, group in itertools.groupby(rows["ledger_entries"], _transaction_id)}
        digests: dict[str, str] = {}
        for row in rows["ledger_transactions"]:
            row["idempotency_key"] = f"{number}:{row['idempotency_key']}"
            own = entries[_transaction_id(row)]
            moved = tuple(Entry(entry["account"], entry["currency"], entry["amount_minor"]) for entry in own)
            transaction = LedgerTransaction(row["idempotency_key"], row["cause"], row["at_ms"], moved, row["case_id"])
            digests[row["digest"]] = row["digest"] = transaction.digest
        for stream in self._streams:
            previous_hash = FIRST_PREVIOUS_HASH
            for index in stream:
                row = rows["events"][index]
                payload = row["payload"]
                if payload.get("transaction_digest") is not None:
                    payload["transaction_digest"] = digests[payload["transaction_digest"]]
                row["previous_hash"] = previous_hash
                place = (row["stream"], row["stream_id"], row["sequence"], row["at_ms"], row["actor_id"], row["kind"])
                row["hash"] = previous_hash = event_hash(previous_hash, *place, payload)


def _streams(rows: Rows) -> list[list[int]]:
    found: dict[tuple[str, int], list[int]] = {}
    for index, row in enumerate(rows["events"]):
        found.setdefault((row["stream"], row["stream_id"]), []).append(index)
    return list(found.values())


def _transaction_id(row: Row) -> int:
    return row["transaction_id"]


# -- what happens in them


async def _filed(world: World) -> int:
    await world.give("1,100.00", client, freelancer)
    made = await world.do(client, CreateMilestone(freelancer.member_id, "1,000.00", "A logo"))
    milestone_id = made.facts["milestone_id"]
    assert isinstance(milestone_id, int)
    world.clock.advance(minutes=2)
    receipt = await world.do(client, OpenCase(milestone_id, "200", REASON))
    assert receipt.case_id is not None
    # The room's number is the case's own, so that it changes with it.
    await world.deliveries.room_made(Room(GUILD, receipt.case_id, receipt.case_id))
    return receipt.case_id


async def responding(world: World) -> None:
    """Filed, and waiting for the respondent: one clock runs."""
    await _filed(world)


async def negotiating(world: World) -> None:
    """Challenged with an offer, answered by another, with an exhibit of each side."""
    case_id = await _filed(world)
    await world.do(freelancer, Challenge(case_id, REASON, "900"))
    await world.do(client, MakeOffer(case_id, "300", "Half of the pages are missing."))
    for party in (client, freelancer):
        await world.do(party, AddExhibit(case_id, "What was agreed on.", "https://example.com/terms"))


async def settled(world: World) -> None:
    """Negotiated, then settled by an accepted offer."""
    await negotiating(world)
    await world.do(freelancer, AcceptOffer(_CASE, 3))


async def ruled(world: World) -> None:
    """Taken to the end: both paid, and an arbitrator ruled."""
    await negotiating(world)
    for party in (client, freelancer):
        await world.do(party, PayFee(_CASE))
    for party in (client, freelancer):
        await world.do(party, Rest(_CASE))
    await world.do(arbitrator, ClaimCase(_CASE))
    await world.do(arbitrator, Rule(_CASE, "400", FINDINGS))
