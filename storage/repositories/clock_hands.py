"""The clock hands: which deadlines of cases or milestones must be looked at, and when."""

from __future__ import annotations

from collections.abc import Collection
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, Table, func, select, update

from bot.domain.deadlines import DeadlineState
from bot.services.ports import DueDeadline, DueRequest
from storage.mapping import RowMapper
from storage.repositories.base import Query, Repository, same, spelled_out
from storage.tables import cases, deadlines, milestone_deadlines, milestones

D = TypeVar("D")

_ARMED = spelled_out(DeadlineState.ARMED.value)


class _ClockHands(Repository, Generic[D]):
    """Deadlines of all guilds, as the worker sees them; the wholes that they are part of own them."""

    _due: RowMapper[D]
    _clocks: Table
    _owners: Table
    _id_column: str
    _armed: ColumnElement[bool]

    def _hands(self) -> Query:
        clocks = self._clocks.c
        return select(
            clocks.guild_id, clocks[self._id_column], clocks.deadline_id, clocks.reminded_until_ms, clocks.wake_at_ms
        ).where(self._armed)

    async def due(self, now_ms: int, limit: int, guild_ids: Collection[int] | None = None) -> list[D]:
        """Armed deadlines with ``wake_at_ms <= now_ms``, oldest first; of some guilds only, if any are named.

        Nothing is locked.
        """
        clocks = self._clocks.c
        query = (
            self._hands()
            .where(clocks.wake_at_ms <= now_ms, *self._of_guilds(guild_ids))
            .order_by(clocks.wake_at_ms, clocks.guild_id, clocks[self._id_column], clocks.deadline_id)
            .limit(limit)
        )
        return [self._due.from_row(row) for row in await self._all(query)]

    async def next_wake_ms(self, guild_ids: Collection[int] | None = None) -> int | None:
        """When the worker must look next; at some guilds only, if any are named."""
        first = select(func.min(self._clocks.c.wake_at_ms)).where(self._armed, *self._of_guilds(guild_ids))
        return await self._transaction.scalar(first)

    async def _get(self, guild_id: int, owner_id: int, deadline_id: int) -> D | None:
        """One armed deadline's clock hands, under its owner's lock in a writing transaction.

        None if another process has the owner, or if the deadline is not armed any more. The owner's row is what is
        locked, as for every command: two that lock in one order never wait for each other.
        """
        if self._writes:
            # In a statement of its own: what is read afterwards is as the owner's last holder left it.
            its_owner = select(self._owners.c.guild_id).where(*self._same(self._owners, guild_id, owner_id))
            if await self._one(self._locked(its_owner, skip_locked=True)) is None:
                return None
        found = self._same(self._clocks, guild_id, owner_id)
        row = await self._one(self._hands().where(*found, self._clocks.c.deadline_id == deadline_id))
        return None if row is None else self._due.from_row(row)

    async def _reminded(
        self, guild_id: int, owner_id: int, deadline_id: int, *, until_ms: int, wake_at_ms: int | None
    ) -> None:
        """Note that reminders up to a moment are queued, and when to look again. An ended deadline is left as it is."""
        found = self._same(self._clocks, guild_id, owner_id)
        await self._transaction.execute(
            update(self._clocks)
            .where(*found, self._clocks.c.deadline_id == deadline_id, self._armed)
            .values(reminded_until_ms=until_ms, wake_at_ms=wake_at_ms)
        )

    def _same(self, table: Table, guild_id: int, owner_id: int) -> tuple[ColumnElement[bool], ...]:
        return same(table, guild_id=guild_id, **{self._id_column: owner_id})

    def _of_guilds(self, guild_ids: Collection[int] | None) -> tuple[ColumnElement[bool], ...]:
        # A sum, so that no index by guild is used: the clocks are found by their times, of which few are due.
        return () if guild_ids is None else ((self._clocks.c.guild_id + 0).in_(guild_ids),)


class CaseClockHands(_ClockHands[DueDeadline]):
    """The deadlines of cases."""

    _due = RowMapper(DueDeadline)
    _clocks = deadlines
    _owners = cases
    _id_column = "case_id"
    _armed = deadlines.c.state == _ARMED

    async def get(self, guild_id: int, case_id: int, deadline_id: int) -> DueDeadline | None:
        """One armed deadline's clock hands, under the case's lock; None if another process is at it."""
        return await self._get(guild_id, case_id, deadline_id)

    async def reminded(
        self, guild_id: int, case_id: int, deadline_id: int, *, until_ms: int, wake_at_ms: int | None
    ) -> None:
        """Note that reminders up to a moment are queued, and when to look again. An ended deadline is left as it is."""
        await self._reminded(guild_id, case_id, deadline_id, until_ms=until_ms, wake_at_ms=wake_at_ms)


class MilestoneClockHands(_ClockHands[DueRequest]):
    """The deadlines of requests and proposals."""

    _due = RowMapper(DueRequest)
    _clocks = milestone_deadlines
    _owners = milestones
    _id_column = "milestone_id"
    _armed = milestone_deadlines.c.state == _ARMED

    async def get(self, guild_id: int, milestone_id: int, deadline_id: int) -> DueRequest | None:
        """One armed clock's hands, under the milestone's lock; None if another process is at it."""
        return await self._get(guild_id, milestone_id, deadline_id)

    async def reminded(
        self, guild_id: int, milestone_id: int, deadline_id: int, *, until_ms: int, wake_at_ms: int | None
    ) -> None:
        """Note that reminders up to a moment are queued, and when to look again. An ended clock is left as it is."""
        await self._reminded(guild_id, milestone_id, deadline_id, until_ms=until_ms, wake_at_ms=wake_at_ms)
