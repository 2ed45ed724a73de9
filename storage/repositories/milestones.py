"""Milestones."""

from __future__ import annotations

from sqlalchemy import ColumnElement, insert, or_, select, update

from bot.domain.milestones import Milestone, MilestoneState
from storage.errors import StorageError
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same
from storage.tables import milestones
from storage.transaction import Transaction

_MILESTONE = RowMapper(MilestoneState)


class SqlMilestoneRepository(Repository):
    """Milestones of a guild; a saved one must have been got in the same transaction."""

    def __init__(self, transaction: Transaction, *, writes: bool) -> None:
        super().__init__(transaction, writes=writes)
        self._versions: dict[tuple[int, int], int] = {}

    async def get(self, guild_id: int, milestone_id: int) -> Milestone | None:
        """The milestone of that number; locked in a writing transaction."""
        query = select(milestones).where(*same(milestones, guild_id=guild_id, milestone_id=milestone_id))
        row = await self._one(self._locked(query))
        return None if row is None else self._loaded(_MILESTONE.from_row(row))

    async def add(self, milestone: Milestone) -> None:
        """Keep a new milestone."""
        await self._transaction.execute(insert(milestones).values(**_MILESTONE.to_row(milestone.state)))
        self._loaded(milestone.state)

    async def save(self, milestone: Milestone) -> None:
        """Write what has changed. Raises Busy if another transaction changed it since it was read."""
        state = milestone.state
        loaded_version = self._versions.get((state.guild_id, state.milestone_id))
        if loaded_version is None:
            message = f"milestone {state.milestone_id} is saved in a transaction that did not read it"
            raise StorageError(message)
        found = same(milestones, guild_id=state.guild_id, milestone_id=state.milestone_id, version=loaded_version)
        await self._change_one(update(milestones).where(*found).values(**_MILESTONE.to_row(state)))
        self._loaded(state)

    async def of_party(self, guild_id: int, member_id: int) -> list[Milestone]:
        """All of which the member is client or freelancer, newest first."""
        is_party = or_(milestones.c.client_id == member_id, milestones.c.freelancer_id == member_id)
        return list(reversed(await self._find(milestones.c.guild_id == guild_id, is_party)))

    async def all(self, guild_id: int) -> list[Milestone]:
        """All of the guild, oldest first."""
        return await self._find(milestones.c.guild_id == guild_id)

    async def _find(self, *conditions: ColumnElement[bool]) -> list[Milestone]:
        rows = await self._all(select(milestones).where(*conditions).order_by(milestones.c.milestone_id))
        return [self._loaded(_MILESTONE.from_row(row)) for row in rows]

    def _loaded(self, state: MilestoneState) -> Milestone:
        self._versions[state.guild_id, state.milestone_id] = state.version
        return Milestone(state)
