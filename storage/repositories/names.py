"""What members were last called."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select

from storage.repositories.base import Repository, chunks, same
from storage.tables import member_names


class SqlNameRepository(Repository):
    """Names of a guild's members."""

    async def seen(self, guild_id: int, member_id: int, name: str) -> None:
        """Keep a member's name, where it is news."""
        found = same(member_names, guild_id=guild_id, member_id=member_id)
        if await self._transaction.scalar(select(member_names.c.name).where(*found)) == name:
            return
        key = [member_names.c.guild_id, member_names.c.member_id]
        row = {"guild_id": guild_id, "member_id": member_id, "name": name}
        await self._transaction.execute(
            self._insert(member_names).values(**row).on_conflict_do_update(index_elements=key, set_={"name": name})
        )

    async def names(self, guild_id: int, member_ids: Sequence[int]) -> dict[int, str]:
        """Names by member; an unknown or erased one is missing."""
        found: dict[int, str] = {}
        for chunk in chunks(dict.fromkeys(member_ids)):
            those = member_names.c.member_id.in_(chunk)
            rows = await self._all(select(member_names).where(member_names.c.guild_id == guild_id, those))
            found |= {row["member_id"]: row["name"] for row in rows}
        return found

    async def erase(self, guild_id: int, member_id: int) -> None:
        """Forget a member's name."""
        await self._transaction.execute(
            delete(member_names).where(*same(member_names, guild_id=guild_id, member_id=member_id))
        )
