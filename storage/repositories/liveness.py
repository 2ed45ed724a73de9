"""When this bot was alive and connected."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table, func, select

from storage.repositories.base import Repository, same
from storage.tables import alive_notes, connections, outages

_PROCESS: Final = "bot"


class SqlLivenessRepository(Repository):
    """Alive notes, gateway sessions per guild, and the outages that they showed."""

    async def note_alive(self, at_ms: int) -> None:
        """Note that the bot runs at a moment; an older note never replaces a newer one."""
        await self._note(alive_notes, "process", _PROCESS, "noted_at_ms", at_ms)

    async def last_alive_ms(self) -> int | None:
        """When the bot last noted that it runs."""
        return await self._transaction.scalar(select(func.max(alive_notes.c.noted_at_ms)))

    async def note_connected(self, guild_id: int, at_ms: int, *, is_reset: bool = False) -> None:
        """Note that the guild's gateway session was up at a moment; an older note replaces a newer one only where the
        newer one's clock was wrong."""
        await self._note(connections, "guild_id", guild_id, "connected_at_ms", at_ms, is_reset=is_reset)

    async def last_connected_ms(self, guild_id: int) -> int | None:
        """When the guild's gateway session was last known to be up."""
        found = same(connections, guild_id=guild_id)
        return await self._transaction.scalar(select(connections.c.connected_at_ms).where(*found))

    async def add_outage(self, guild_id: int, started_at_ms: int, ended_at_ms: int) -> bool:
        """Keep an outage of a guild; False if it (its start) is there already."""
        row = {"guild_id": guild_id, "started_at_ms": started_at_ms, "ended_at_ms": ended_at_ms}
        added = await self._transaction.execute(self._insert(outages).values(**row).on_conflict_do_nothing())
        return added.rowcount == 1

    async def _note(
        self, table: Table, key: str, key_value: int | str, column: str, at_ms: int, *, is_reset: bool = False
    ) -> None:
        new = self._insert(table).values(**{key: key_value, column: at_ms})
        await self._transaction.execute(
            new.on_conflict_do_update(
                index_elements=[table.c[key]],
                set_={column: at_ms},
                where=None if is_reset else table.c[column] < at_ms,
            )
        )
