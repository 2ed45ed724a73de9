"""The words beside the record."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from bot.domain.texts import SealedText
from storage.repositories.base import Repository, chunks
from storage.tables import texts as texts_table


class SqlTextRepository(Repository):
    """Sealed texts of a guild."""

    async def add(self, guild_id: int, texts: Sequence[SealedText]) -> None:
        """Keep new texts with their salts."""
        rows = [{"guild_id": guild_id, "text_id": text.text_id, "salt": text.salt, "body": text.body} for text in texts]
        if rows:
            await self._transaction.execute(insert(texts_table), rows)

    async def bodies(self, guild_id: int, text_ids: Sequence[str]) -> dict[str, str]:
        """The texts by id; an erased or unknown one is missing."""
        return {text_id: sealed.body for text_id, sealed in (await self.sealed(guild_id, text_ids)).items()}

    async def sealed(self, guild_id: int, text_ids: Sequence[str]) -> dict[str, SealedText]:
        """The texts with their salts by id; an erased or unknown one is missing."""
        found: dict[str, SealedText] = {}
        for chunk in chunks(dict.fromkeys(text_ids)):
            rows = await self._all(
                select(texts_table).where(
                    texts_table.c.guild_id == guild_id,
                    texts_table.c.text_id.in_(chunk),
                    texts_table.c.body.is_not(None),
                )
            )
            found |= {row["text_id"]: SealedText(row["text_id"], row["salt"], row["body"]) for row in rows}
        return found

    async def known(self, guild_id: int, text_ids: Sequence[str]) -> set[str]:
        """Which of the texts there are rows for, erased or not."""
        return await self._known(texts_table.c.text_id, guild_id, text_ids)

    async def erase(self, guild_id: int, text_ids: Sequence[str], at_ms: int) -> None:
        """Remove words and salts for good; that they are gone stays known. What is erased already stays so."""
        for chunk in chunks(dict.fromkeys(text_ids)):
            kept = texts_table.c.body.is_not(None)
            await self._transaction.execute(
                update(texts_table)
                .where(texts_table.c.guild_id == guild_id, texts_table.c.text_id.in_(chunk), kept)
                .values(body=None, salt=None, erased_at_ms=at_ms)
            )
