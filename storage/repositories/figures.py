"""What is counted over a server's cases: one statement for all cases, and one for what stands in their records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.domain.figures import CaseFigure, Step
from bot.domain.rulebook import Preset
from bot.domain.stages import Outcome, Stage
from storage.repositories.base import Repository
from storage.tables import case_milestones, cases, events

_PAID: Final = (
    select(func.sum(case_milestones.c.freelancer_minor))
    .where(case_milestones.c.guild_id == cases.c.guild_id, case_milestones.c.case_id == cases.c.case_id)
    .scalar_subquery()
)


class SqlFiguresRepository(Repository):
    """Cases and their steps, as light as counting needs them."""

    async def cases(self, guild_id: int, since_ms: int) -> list[CaseFigure]:
        """All cases that are open, or ended at or after a moment."""
        row = cases.c
        query = select(
            row.case_id,
            row.rulebook,
            row.opened_at_ms,
            row.ended_at_ms,
            row.outcome,
            row.arbitrator_id,
            row.disputed_minor,
            _PAID.label("freelancer_minor"),
        ).where(_counted(guild_id, since_ms))
        return [
            CaseFigure(
                case_id=found["case_id"],
                preset=Preset(found["rulebook"]["preset"]),
                opened_at_ms=found["opened_at_ms"],
                disputed_minor=found["disputed_minor"],
                ended_at_ms=found["ended_at_ms"],
                outcome=None if found["outcome"] is None else Outcome(found["outcome"]),
                arbitrator_id=found["arbitrator_id"],
                freelancer_minor=None if found["freelancer_minor"] is None else int(found["freelancer_minor"]),
            )
            for found in await self._all(query)
        ]

    async def steps(self, guild_id: int, since_ms: int, kinds: Sequence[str]) -> list[Step]:
        """The events of these kinds in the records of those cases, each case's in its order."""
        row = events.c
        those = select(cases.c.case_id).where(_counted(guild_id, since_ms))
        query = (
            select(row.stream_id, row.kind, row.at_ms, row.payload)
            .where(row.guild_id == guild_id, row.stream == "case", row.kind.in_(kinds), row.stream_id.in_(those))
            .order_by(row.stream_id, row.sequence)
        )
        return [
            Step(
                case_id=found["stream_id"],
                kind=found["kind"],
                at_ms=found["at_ms"],
                stage=Stage(found["payload"]["stage"]) if "stage" in found["payload"] else None,
                former_id=found["payload"].get("former_id"),
            )
            for found in await self._all(query)
        ]


def _counted(guild_id: int, since_ms: int) -> ColumnElement[bool]:
    # With the guild in either half SQLite uses an index for each.
    of_guild = cases.c.guild_id == guild_id
    return or_(and_(of_guild, cases.c.ended_at_ms.is_(None)), and_(of_guild, cases.c.ended_at_ms >= since_ms))
