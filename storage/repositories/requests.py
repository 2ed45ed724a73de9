"""Receipts of interactions that were handled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from storage.repositories.base import Repository, same
from storage.tables import requests


class SqlRequestRepository(Repository):
    """The inbox: an interaction that was carried out is found here, and not carried out again."""

    async def find(self, guild_id: int, interaction_id: int) -> dict[str, Any] | None:
        """The stored receipt of the interaction."""
        found = same(requests, guild_id=guild_id, interaction_id=interaction_id)
        return await self._transaction.scalar(select(requests.c.receipt).where(*found))

    async def store(self, guild_id: int, interaction_id: int, receipt: Mapping[str, Any], at_ms: int) -> None:
        """Keep the receipt. Of two transactions with the same interaction one fails with Busy."""
        await self._transaction.execute(
            insert(requests).values(
                guild_id=guild_id, interaction_id=interaction_id, receipt=dict(receipt), at_ms=at_ms
            )
        )
