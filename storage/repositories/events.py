"""The append-only record."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select

from bot.domain.events import FIRST_PREVIOUS_HASH, Event, RecordedEvent, payload_of, record
from bot.domain.recorded import read_event
from storage import tables
from storage.repositories.base import Repository, Row, same


class SqlEventRepository(Repository):
    """Streams of events, each numbered and chained from its first."""

    async def append(
        self,
        guild_id: int,
        stream: str,
        stream_id: int,
        events: Sequence[Event],
        *,
        at_ms: int,
        actor_id: int | None,
    ) -> list[RecordedEvent]:
        """Put events at the end of their stream, numbered and chained.

        Two that append at once (which a lock on the case or milestone prevents) meet at the primary key: one fails.
        """
        last = await self._one(
            select(tables.events.c.sequence, tables.events.c.hash)
            .where(*same(tables.events, guild_id=guild_id, stream=stream, stream_id=stream_id))
            .order_by(tables.events.c.sequence.desc())
            .limit(1)
        )
        recorded = record(
            events,
            stream=stream,
            stream_id=stream_id,
            after_sequence=0 if last is None else last["sequence"],
            previous_hash=FIRST_PREVIOUS_HASH if last is None else last["hash"],
            at_ms=at_ms,
            actor_id=actor_id,
        )
        rows = [
            {
                "guild_id": guild_id,
                "stream": item.stream,
                "stream_id": item.stream_id,
                "sequence": item.sequence,
                "kind": item.event.kind,
                "at_ms": item.at_ms,
                "actor_id": item.actor_id,
                "payload": payload_of(item.event),
                "previous_hash": item.previous_hash,
                "hash": item.hash,
            }
            for item in recorded
        ]
        if rows:
            await self._transaction.execute(insert(tables.events), rows)
        return recorded

    async def of_stream(self, guild_id: int, stream: str, stream_id: int) -> list[RecordedEvent]:
        """The whole stream in order. Raises DamagedData (a ValueError) for an event that we never wrote."""
        found = same(tables.events, guild_id=guild_id, stream=stream, stream_id=stream_id)
        rows = await self._all(select(tables.events).where(*found).order_by(tables.events.c.sequence))
        return [_recorded(row) for row in rows]

    async def of_actor(self, guild_id: int, actor_id: int) -> list[RecordedEvent]:
        """What one member did, oldest first. Asked for rarely: it goes through all events of the guild."""
        by_time = (tables.events.c.at_ms, tables.events.c.stream, tables.events.c.stream_id, tables.events.c.sequence)
        found = same(tables.events, guild_id=guild_id, actor_id=actor_id)
        rows = await self._all(select(tables.events).where(*found).order_by(*by_time))
        return [_recorded(row) for row in rows]


def _recorded(row: Row) -> RecordedEvent:
    return RecordedEvent(
        stream=row["stream"],
        stream_id=row["stream_id"],
        sequence=row["sequence"],
        at_ms=row["at_ms"],
        actor_id=row["actor_id"],
        event=read_event(row["stream"], row["kind"], row["payload"]),
        previous_hash=row["previous_hash"],
        hash=row["hash"],
    )
