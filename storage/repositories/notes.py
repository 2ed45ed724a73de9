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
        found = same(staff_notes, guild_id=guild_id, case_id=case_id)
        query = select(staff_notes).where(*found).order_by(staff_notes.c.written_at_ms, staff_notes.c.note_id)
        return [_NOTE.from_row(row) for row in await self._all(query)]
