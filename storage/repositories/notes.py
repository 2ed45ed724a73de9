"""What staff wrote down about cases."""

from __future__ import annotations

from sqlalchemy import insert, select

from bot.services.ports import StaffNote
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same
from storage.tables import staff_notes

_NOTE = RowMapper(StaffNote)


class SqlNoteRepository(Repository):
    """Notes of a guild's cases; they are never changed."""

    async def add(self, note: StaffNote) -> None:
        """Keep a new note."""
        await self._transaction.execute(insert(staff_notes).values(**_NOTE.to_row(note)))

    async def of_case(self, guild_id: int, case_id: int) -> list[StaffNote]:
        """A case's notes, oldest first."""
        return await self._notes(guild_id=guild_id, case_id=case_id)

    async def of_author(self, guild_id: int, author_id: int) -> list[StaffNote]:
        """One member's notes, oldest first."""
        return await self._notes(guild_id=guild_id, author_id=author_id)

    async def _notes(self, **found: int) -> list[StaffNote]:
        by_time = (staff_notes.c.written_at_ms, staff_notes.c.note_id)
        query = select(staff_notes).where(*same(staff_notes, **found)).order_by(*by_time)
        return [_NOTE.from_row(row) for row in await self._all(query)]
