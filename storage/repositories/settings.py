"""Servers' configurations and their history."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from bot.domain.settings import Settings
from bot.services.ports import SettingChange
from storage.codec import from_data, to_data
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same
from storage.repositories.numbers import next_number
from storage.tables import guild_settings, setting_changes

_CHANGE = RowMapper(SettingChange)


class SqlSettingsRepository(Repository):
    """Settings as one JSON value a guild; the version keeps two admins from overwriting each other."""

    async def get(self, guild_id: int) -> Settings | None:
        """The guild's settings. Never locked: every command reads them, and saving goes by the version."""
        row = await self._one(select(guild_settings).where(*same(guild_settings, guild_id=guild_id)))
        return None if row is None else from_data(Settings, row["settings"])

    async def save(self, settings: Settings, changes: Sequence[SettingChange]) -> None:
        """Write the settings (version counted up by one) and the history. Raises Busy if another saved meanwhile."""
        version = settings.version + 1
        values = {"settings": {**to_data(settings), "version": version}, "version": version}
        if settings.version == 0:
            await self._transaction.execute(insert(guild_settings).values(guild_id=settings.guild_id, **values))
        else:
            found = same(guild_settings, guild_id=settings.guild_id, version=settings.version)
            await self._change_one(update(guild_settings).where(*found).values(**values))
        for change in changes:
            change_id = await next_number(self._transaction, settings.guild_id, "setting_change")
            await self._transaction.execute(
                insert(setting_changes).values(change_id=change_id, **_CHANGE.to_row(change))
            )

    async def changes(self, guild_id: int, limit: int) -> list[SettingChange]:
        """The history, newest first."""
        query = (
            select(setting_changes)
            .where(*same(setting_changes, guild_id=guild_id))
            .order_by(setting_changes.c.change_id.desc())
            .limit(limit)
        )
        return [_CHANGE.from_row(row) for row in await self._all(query)]
