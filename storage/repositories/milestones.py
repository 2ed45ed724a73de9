"""Milestones with their requests and clocks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, or_, select

from bot.domain.codec import DamagedData
from bot.domain.deadlines import Deadline, DeadlineState
from bot.domain.milestone_state import MilestoneStage, MilestoneState, Request
from bot.domain.milestones import Milestone
from bot.domain.rulebook import Rulebook
from bot.domain.texts import TextRef
from storage.mapping import RowMapper
from storage.repositories.base import Query, same, spelled_out
from storage.repositories.wholes import (
    FoundParts,
    PartRows,
    Shape,
    WholeRepository,
    by_column,
    deadline_rows,
    deadlines_of,
)
from storage.tables import milestone_deadlines, milestone_requests, milestones
from storage.transaction import Transaction

_MILESTONE: Final = RowMapper(MilestoneState, without=("requests", "deadlines"))
_REQUEST: Final = RowMapper(Request)
_ALIVE: Final = (DeadlineState.ARMED.value, DeadlineState.HELD.value)


def _part_rows(state: MilestoneState) -> PartRows:
    return {
        milestone_requests: {request.number: _REQUEST.to_row(request) for request in state.requests},
        milestone_deadlines: deadline_rows(state.deadlines),
    }


def _state_of(row: Mapping[Any, Any], parts: FoundParts) -> MilestoneState:
    return _MILESTONE.from_row(
        row,
        requests=[_REQUEST.from_row(request) for request in by_column(parts[milestone_requests], "number")],
        deadlines=deadlines_of(parts[milestone_deadlines]),
    )


def _rulebook_of(state: MilestoneState, deadline: Deadline) -> Rulebook:
    """A request's clock names its number; a proposal's has none and goes by the proposal's own rulebook."""
    rulebook = state.requests[deadline.subject - 1].rulebook if deadline.subject else state.rulebook
    if rulebook is None:
        message = f"deadline {deadline.deadline_id} of milestone {state.milestone_id} runs under no rulebook"
        raise DamagedData(message)
    return rulebook


_SHAPE: Final = Shape(
    table=milestones,
    id_column="milestone_id",
    part_keys={milestone_requests: "number", milestone_deadlines: "deadline_id"},
    clocks=milestone_deadlines,
    row_of=_MILESTONE.to_row,
    parts_of=_part_rows,
    state_of=_state_of,
    rulebook_of=_rulebook_of,
)


class SqlMilestoneRepository(WholeRepository[MilestoneState]):
    """Milestones of a guild; a saved one must have been read in the same transaction."""

    def __init__(self, transaction: Transaction, *, writes: bool) -> None:
        super().__init__(transaction, _SHAPE, writes=writes)

    async def get(self, guild_id: int, milestone_id: int) -> Milestone | None:
        """The milestone of that number; locked in a writing transaction."""
        state = await self._get_state(guild_id, milestone_id)
        return None if state is None else Milestone(state)

    async def add(self, milestone: Milestone) -> None:
        """Keep a new milestone."""
        await self._add_state(milestone.state)

    async def save(self, milestone: Milestone) -> None:
        """Write what has changed. Raises Busy if another transaction changed it since it was read."""
        await self._save_state(milestone.state)

    async def of_party(self, guild_id: int, member_id: int) -> list[Milestone]:
        """All of which the member is client or freelancer, newest first."""
        # With the guild in either half SQLite uses an index for each.
        is_party = or_(
            and_(*same(milestones, guild_id=guild_id, client_id=member_id)),
            and_(*same(milestones, guild_id=guild_id, freelancer_id=member_id)),
        )
        return list(reversed(await self._find(_those(is_party))))

    async def titles(self, guild_id: int, milestone_ids: Collection[int]) -> dict[int, TextRef]:
        """The titles of milestones, by number; unknown ones are missing."""
        return await self._titles(milestones, milestones.c.milestone_id, guild_id, milestone_ids)

    async def ids_of_client(self, guild_id: int, member_id: int) -> list[int]:
        """All of which the member is the client, newest first."""
        query = select(milestones.c.milestone_id).where(*same(milestones, guild_id=guild_id, client_id=member_id))
        rows = await self._all(query.order_by(milestones.c.milestone_id.desc()))
        return [row["milestone_id"] for row in rows]

    async def proposed_by(self, guild_id: int, freelancer_id: int, since_ms: int) -> list[tuple[MilestoneStage, int]]:
        """The freelancer's proposals that wait, or were made after a moment: the stage, and when they were made."""
        query = select(milestones.c.stage, milestones.c.created_at_ms).where(
            *same(milestones, guild_id=guild_id, freelancer_id=freelancer_id),
            milestones.c.proposed_minor.is_not(None),
            or_(milestones.c.stage == MilestoneStage.PROPOSED.value, milestones.c.created_at_ms > since_ms),
        )
        return [(MilestoneStage(row["stage"]), row["created_at_ms"]) for row in await self._all(query)]

    async def all(self, guild_id: int) -> list[Milestone]:
        """All of the guild, oldest first."""
        return await self._find(_those(milestones.c.guild_id == guild_id))

    async def of_project(self, guild_id: int, project_id: int, currency: str) -> list[Milestone]:
        """A project's milestones in one currency, oldest first; locked in that order in a writing transaction."""
        query = _those(
            milestones.c.guild_id == guild_id, milestones.c.project_id == project_id, milestones.c.currency == currency
        )
        return await self._find(self._locked(query))

    async def with_clocks(self, guild_id: int) -> list[Milestone]:
        """The guild's milestones on which a request's or proposal's clock is alive, oldest first."""
        alive = milestone_deadlines.c.state.in_([spelled_out(state) for state in _ALIVE])
        with_clocks = select(milestone_deadlines.c.milestone_id).where(
            milestone_deadlines.c.guild_id == guild_id, alive
        )
        return await self._find(_those(milestones.c.guild_id == guild_id, milestones.c.milestone_id.in_(with_clocks)))

    async def _find(self, query: Query) -> list[Milestone]:
        return [Milestone(state) for state in await self._states(query)]


def _those(*conditions: ColumnElement[bool]) -> Query:
    return select(milestones).where(*conditions).order_by(milestones.c.milestone_id)
