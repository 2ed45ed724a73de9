"""When this bot was alive and connected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Select, Table, func, select

from storage.repositories.base import Repository, same
from storage.tables import alive_notes, connections, outages

_PROCESS: Final = "bot"


class SqlLivenessRepository(Repository):
    """Alive notes, gateway sessions per guild, and the outages that they showed."""

    async def note_alive(self, at_ms: int) -> None:
        """Note that the bot runs at a moment; an older note never replaces a newer one."""
        await self._note(alive_notes, "process", [_PROCESS], "noted_at_ms", at_ms)

    async def last_alive_ms(self) -> int | None:
        """When the bot last noted that it runs."""
        return await self._transaction.scalar(select(func.max(alive_notes.c.noted_at_ms)))

    async def note_connected(self, guild_id: int, at_ms: int, *, is_reset: bool = False) -> None:
        """Note that the guild's gateway session was up at a moment; an older note replaces a newer one only where the
        newer one's clock was wrong."""
        await self._note(connections, "guild_id", [guild_id], "connected_at_ms", at_ms, is_reset=is_reset)

    async def note_all_connected(self, guild_ids: Sequence[int], at_ms: int) -> None:
        """Note the same for many guilds, in their order; an older note never replaces a newer one."""
        await self._note(connections, "guild_id", guild_ids, "connected_at_ms", at_ms)

    async def last_connected_ms(self, guild_id: int) -> int | None:
        """When the guild's gateway session was last known to be up."""
        return await self._transaction.scalar(self._locked(self._connected(guild_id)))

    async def add_outage(self, guild_id: int, started_at_ms: int, ended_at_ms: int) -> bool:
        """Keep an outage of a guild; False if it (its start) is there already."""
        row = {"guild_id": guild_id, "started_at_ms": started_at_ms, "ended_at_ms": ended_at_ms}
        added = await self._transaction.execute(self._insert(outages).values(**row).on_conflict_do_nothing())
        return added.rowcount == 1

    async def outages_since(self, guild_id: int, at_ms: int) -> list[tuple[int, int]]:
        """The guild's outages that ended after a moment, begin and end in ms, none still to come: their end, as kept
        by a clock that was wrong, may be later than now. Until this transaction's end no other is worked off."""
        connected_ms = await self._transaction.scalar(self._locked(self._connected(guild_id), read=True))
        if connected_ms is None or connected_ms <= at_ms:
            return []
        ended = outages.c.ended_at_ms
        wanted = select(outages.c.started_at_ms, ended).where(
            *same(outages, guild_id=guild_id), ended > at_ms, ended <= connected_ms
        )
        rows = await self._all(wanted.order_by(outages.c.started_at_ms))
        return [(row["started_at_ms"], row["ended_at_ms"]) for row in rows]

    def _connected(self, guild_id: int) -> Select[int]:
        return select(connections.c.connected_at_ms).where(*same(connections, guild_id=guild_id))

    async def _note(
        self, table: Table, key: str, keys: Sequence[int | str], column: str, at_ms: int, *, is_reset: bool = False
    ) -> None:
        if not keys:
            return
        new = self._insert(table)
        statement = new.on_conflict_do_update(
            index_elements=[table.c[key]],
            set_={column: new.excluded[column]},
            where=None if is_reset else table.c[column] < new.excluded[column],
        )
        await self._transaction.execute(statement, [{key: value, column: at_ms} for value in keys])
