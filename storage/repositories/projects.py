"""Projects."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import insert, select

from bot.domain.milestones import Project
from bot.domain.texts import TextRef
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same
from storage.tables import projects

_PROJECT = RowMapper(Project)


class SqlProjectRepository(Repository):
    """Projects of a guild."""

    async def get(self, guild_id: int, project_id: int) -> Project | None:
        """The project of that number."""
        row = await self._one(select(projects).where(*same(projects, guild_id=guild_id, project_id=project_id)))
        return None if row is None else _PROJECT.from_row(row)

    async def titles(self, guild_id: int, project_ids: Collection[int]) -> dict[int, TextRef]:
        """The titles of projects, by number; unknown ones are missing."""
        return await self._titles(projects, projects.c.project_id, guild_id, project_ids)

    async def between(self, guild_id: int, client_id: int, freelancer_id: int) -> list[Project]:
        """All projects of the two in these roles, oldest first."""
        found = same(projects, guild_id=guild_id, client_id=client_id, freelancer_id=freelancer_id)
        rows = await self._all(select(projects).where(*found).order_by(projects.c.project_id))
        return [_PROJECT.from_row(row) for row in rows]

    async def add(self, project: Project) -> None:
        """Keep a new project."""
        await self._transaction.execute(insert(projects).values(**_PROJECT.to_row(project)))
