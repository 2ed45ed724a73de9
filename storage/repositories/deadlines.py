"""The clock hands: which deadlines must be looked at, and when."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, select, update

from bot.services.ports import DueDeadline
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same
from storage.tables import cases, deadlines

_DUE = RowMapper(DueDeadline)
_ARMED = deadlines.c.state == "armed"
_HANDS = select(
    deadlines.c.guild_id,
    deadlines.c.case_id,
    deadlines.c.deadline_id,
    deadlines.c.reminded_until_ms,
    deadlines.c.wake_at_ms,
).where(_ARMED)


class SqlDeadlineRepository(Repository):
    """Deadlines of all guilds, as the worker sees them; the cases own them."""

    async def due(self, now_ms: int, limit: int, guild_ids: Collection[int] | None = None) -> list[DueDeadline]:
        """Armed deadlines with ``wake_at_ms <= now_ms``, oldest first; of some guilds only, if any are named.

        Nothing is locked.
        """
        query = (
            _HANDS.where(deadlines.c.wake_at_ms <= now_ms, *_of_guilds(guild_ids))
            .order_by(deadlines.c.wake_at_ms, deadlines.c.guild_id, deadlines.c.case_id, deadlines.c.deadline_id)
            .limit(limit)
        )
        return [_DUE.from_row(row) for row in await self._all(query)]

    async def get(self, guild_id: int, case_id: int, deadline_id: int) -> DueDeadline | None:
        """One armed deadline's clock hands, under its case's lock in a writing transaction.

        None if another process has the case, or if the deadline is not armed any more. The case's row is what is
        locked, as for every command: two that lock in one order never wait for each other.
        """
        if self._writes:
            # In a statement of its own: what is read afterwards is as the case's last holder left it.
            its_case = select(cases.c.case_id).where(*same(cases, guild_id=guild_id, case_id=case_id))
            if await self._one(self._locked(its_case, skip_locked=True)) is None:
                return None
        found = same(deadlines, guild_id=guild_id, case_id=case_id, deadline_id=deadline_id)
        row = await self._one(_HANDS.where(*found))
        return None if row is None else _DUE.from_row(row)

    async def reminded(
        self, guild_id: int, case_id: int, deadline_id: int, *, until_ms: int, wake_at_ms: int | None
    ) -> None:
        """Note that reminders up to a moment are queued, and when to look again. An ended deadline is left as it is."""
        found = same(deadlines, guild_id=guild_id, case_id=case_id, deadline_id=deadline_id)
        await self._transaction.execute(
            update(deadlines).where(*found, _ARMED).values(reminded_until_ms=until_ms, wake_at_ms=wake_at_ms)
        )

    async def next_wake_ms(self, guild_ids: Collection[int] | None = None) -> int | None:
        """When the worker must look next; at some guilds only, if any are named."""
        first = select(func.min(deadlines.c.wake_at_ms)).where(_ARMED, *_of_guilds(guild_ids))
        return await self._transaction.scalar(first)


def _of_guilds(guild_ids: Collection[int] | None) -> tuple[ColumnElement[bool], ...]:
    return () if guild_ids is None else (deadlines.c.guild_id.in_(guild_ids),)
