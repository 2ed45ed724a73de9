"""Quotes waiting for a click."""

from __future__ import annotations

from sqlalchemy import delete, insert, select, update

from bot.services.ports import Draft
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same
from storage.tables import drafts

_DRAFT = RowMapper(Draft)


class SqlDraftRepository(Repository):
    """Drafts by their unguessable id."""

    async def add(self, draft: Draft) -> None:
        """Keep a new draft."""
        await self._transaction.execute(insert(drafts).values(**_DRAFT.to_row(draft)))

    async def get(self, draft_id: str) -> Draft | None:
        """The draft of that id; locked in a writing transaction."""
        row = await self._one(self._locked(select(drafts).where(*same(drafts, draft_id=draft_id))))
        return None if row is None else _DRAFT.from_row(row)

    async def mark_used(self, draft_id: str, at_ms: int) -> None:
        """Note that the draft was confirmed or cancelled. Raises Busy if it was used before."""
        unused = (drafts.c.draft_id == draft_id, drafts.c.used_at_ms.is_(None))
        await self._change_one(update(drafts).where(*unused).values(used_at_ms=at_ms))

    async def delete_expired(self, before_ms: int) -> None:
        """Forget drafts that expired before a moment."""
        await self._transaction.execute(delete(drafts).where(drafts.c.expires_at_ms < before_ms))

    async def open_of(self, guild_id: int, command: str, at_ms: int) -> list[Draft]:
        """The guild's quotes of a command that can still be confirmed."""
        theirs = same(drafts, guild_id=guild_id, command=command)
        usable = (drafts.c.expires_at_ms >= at_ms, drafts.c.used_at_ms.is_(None))
        # Sorted here: SQLite would go through all drafts by their ids to have the few in order.
        found = [_DRAFT.from_row(row) for row in await self._all(select(drafts).where(*theirs, *usable))]
        return sorted(found, key=lambda draft: (draft.created_at_ms, draft.draft_id))

    async def of_member(self, guild_id: int, member_id: int) -> list[Draft]:
        """A member's quotes, oldest first."""
        theirs = same(drafts, guild_id=guild_id, member_id=member_id)
        query = select(drafts).where(*theirs).order_by(drafts.c.created_at_ms, drafts.c.draft_id)
        return [_DRAFT.from_row(row) for row in await self._all(query)]

    async def delete(self, draft_id: str) -> None:
        """Throw away one quote, if it is there."""
        await self._transaction.execute(delete(drafts).where(drafts.c.draft_id == draft_id))

    async def delete_of(self, guild_id: int, member_id: int) -> None:
        """Throw away a member's quotes."""
        await self._transaction.execute(delete(drafts).where(*same(drafts, guild_id=guild_id, member_id=member_id)))
