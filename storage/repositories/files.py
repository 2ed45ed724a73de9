"""What is known of the files of exhibits; their bytes lie in :mod:`storage.exhibit_files`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, insert, select, update

from bot.domain.files import SealedFile
from storage.mapping import RowMapper
from storage.repositories.base import Query, Repository, chunks, same
from storage.tables import exhibit_files

_FILE = RowMapper(SealedFile)
_NOT_ERASED = exhibit_files.c.erased_at_ms.is_(None)


class SqlFileRepository(Repository):
    """Sealed files of a guild's cases."""

    async def add(self, guild_id: int, case_id: int, files: Sequence[SealedFile]) -> None:
        """Keep new files with their salts."""
        rows = [{"guild_id": guild_id, "case_id": case_id, **_FILE.to_row(file)} for file in files]
        if rows:
            await self._transaction.execute(insert(exhibit_files), rows)

    async def sealed(self, guild_id: int, file_ids: Sequence[str]) -> dict[str, SealedFile]:
        """The files by id; an erased or unknown one is missing."""
        found: dict[str, SealedFile] = {}
        for chunk in chunks(dict.fromkeys(file_ids)):
            files = await self._find(_those(exhibit_files.c.guild_id == guild_id, exhibit_files.c.file_id.in_(chunk)))
            found |= {file.file_id: file for file in files}
        return found

    async def known(self, guild_id: int, file_ids: Sequence[str]) -> set[str]:
        """Which of the files there are rows for, erased or not."""
        return await self._known(exhibit_files.c.file_id, guild_id, file_ids)

    async def of_case(self, guild_id: int, case_id: int) -> list[SealedFile]:
        """The files of a case that are not erased, by id."""
        found = same(exhibit_files, guild_id=guild_id, case_id=case_id)
        return await self._find(_those(*found).order_by(exhibit_files.c.file_id))

    async def erase(self, guild_id: int, file_ids: Sequence[str], at_ms: int) -> None:
        """Forget the files' names, salts and bytes' hashes for good; that they are gone stays known."""
        gone = dict.fromkeys(("salt", "sha256", "size_bytes", "media_type", "name"))
        for chunk in chunks(dict.fromkeys(file_ids)):
            those = exhibit_files.c.file_id.in_(chunk)
            await self._transaction.execute(
                update(exhibit_files)
                .where(exhibit_files.c.guild_id == guild_id, those, _NOT_ERASED)
                .values(**gone, erased_at_ms=at_ms)
            )

    async def is_referenced(self, sha256: str) -> bool:
        """Whether any file of any guild has these bytes; an erased one has none."""
        return bool(await self._transaction.scalar(select(exists().where(exhibit_files.c.sha256 == sha256))))

    async def _find(self, query: Query) -> list[SealedFile]:
        return [_FILE.from_row(row) for row in await self._all(query)]


def _those(*conditions: ColumnElement[bool]) -> Query:
    return select(exhibit_files).where(*conditions, _NOT_ERASED)
