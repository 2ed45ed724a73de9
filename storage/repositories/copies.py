"""Copies of what people wrote that lie outside its own place: in answers, messages and quotes that were kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from sqlalchemy import Column, Table, select, update

from storage.repositories.base import Repository
from storage.tables import drafts, outbox, requests

_WORDS = frozenset({"reference", "reason"})
"""The facts of wallet requests that are somebody's own words; all other words stand in texts of their own."""


class SqlCopyRepository(Repository):
    """Looks through all that a guild has; for what is done seldom."""

    async def forget(self, guild_id: int, words: Collection[str]) -> None:
        """Take these words out of stored receipts, messages to others and quotes."""
        if words:
            for table, key, value in (
                (requests, requests.c.interaction_id, requests.c.receipt),
                (outbox, outbox.c.outbox_id, outbox.c.payload),
                (drafts, drafts.c.draft_id, drafts.c.arguments),
            ):
                await self._forget_in(table, key, value, guild_id, frozenset(words))

    async def _forget_in(
        self, table: Table, key: Column[Any], value: Column[Any], guild_id: int, words: frozenset[str]
    ) -> None:
        for row in await self._all(select(key, value).where(table.c.guild_id == guild_id)):
            kept = _without(row[value.name], words)
            if kept != row[value.name]:
                of_row = (table.c.guild_id == guild_id, key == row[key.name])
                await self._transaction.execute(update(table).where(*of_row).values({value.name: kept}))


def _without(data: Any, words: frozenset[str]) -> Any:
    if isinstance(data, dict):
        return {
            name: None if name in _WORDS and isinstance(item, str) and item in words else _without(item, words)
            for name, item in cast("Mapping[str, Any]", data).items()
        }
    return [_without(item, words) for item in cast("list[Any]", data)] if isinstance(data, list) else data
