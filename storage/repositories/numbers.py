"""Numbers counted per guild."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite

from storage.repositories.base import Repository
from storage.tables import counters
from storage.transaction import Transaction


async def next_number(transaction: Transaction, guild_id: int, kind: str) -> int:
    """Take the next number of a kind, from 1. Others wait for this transaction's end; undone with it."""
    new = (sqlite.insert if transaction.dialect == "sqlite" else postgresql.insert)(counters)
    statement = (
        new.values(guild_id=guild_id, kind=kind, last_number=1)
        .on_conflict_do_update(
            index_elements=[counters.c.guild_id, counters.c.kind],
            set_={"last_number": counters.c.last_number + 1},
        )
        .returning(counters.c.last_number)
    )
    return await transaction.scalar(statement)


class SqlNumberRepository(Repository):
    """The counters of a guild."""

    async def next(self, guild_id: int, kind: str) -> int:
        """The next number of ``kind`` in the guild, from 1."""
        return await next_number(self._transaction, guild_id, kind)
