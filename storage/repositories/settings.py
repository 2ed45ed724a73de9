"""Servers' configurations and their history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import insert, select, update

from bot.domain.codec import from_data, to_data
from bot.domain.settings import Settings
from bot.services.ports import SettingChange
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same
from storage.repositories.numbers import next_number
from storage.tables import guild_settings, setting_changes

_CHANGE = RowMapper(SettingChange)


class SqlSettingsRepository(Repository):
    """What a guild has set, as one JSON value; the version keeps two admins from overwriting each other.

    Only what differs from the defaults is kept, so that a default that changes still reaches who never set it.
    """

    async def get(self, defaults: Settings) -> Settings:
        """The guild's settings. Never locked: every command reads them, and saving goes by the version."""
        found = same(guild_settings, guild_id=defaults.guild_id)
        row = await self._one(select(guild_settings).where(*found))
        if row is None:
            return defaults
        return from_data(Settings, {**overlaid(to_data(defaults), row["settings"]), "version": row["version"]})

    async def save(self, settings: Settings, defaults: Settings, changes: Sequence[SettingChange]) -> None:
        """Write what differs from the defaults (version counted up by one) and the history.

        Raises Busy if another saved meanwhile.
        """
        version = settings.version + 1
        own = differences(to_data(defaults), {**to_data(settings), "version": defaults.version})
        values = {"settings": own, "version": version}
        if settings.version == 0:
            await self._transaction.execute(insert(guild_settings).values(guild_id=settings.guild_id, **values))
        else:
            found = same(guild_settings, guild_id=settings.guild_id, version=settings.version)
            await self._change_one(update(guild_settings).where(*found).values(**values))
        for change in changes:
            await self.note(change)

    async def note(self, change: SettingChange) -> None:
        """Put a step of an admin into the history."""
        change_id = await next_number(self._transaction, change.guild_id, "setting_change")
        await self._transaction.execute(insert(setting_changes).values(change_id=change_id, **_CHANGE.to_row(change)))

    async def changes(self, guild_id: int, limit: int) -> list[SettingChange]:
        """The history, newest first."""
        query = (
            select(setting_changes)
            .where(*same(setting_changes, guild_id=guild_id))
            .order_by(setting_changes.c.change_id.desc())
            .limit(limit)
        )
        return [_CHANGE.from_row(row) for row in await self._all(query)]


def differences(defaults: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The part of the values that isn't as by default. An object with other keys than its default is kept whole."""
    own: dict[str, Any] = {}
    for name, value in values.items():
        default, inside = _object(defaults[name]), _object(value)
        if default is not None and inside is not None and default.keys() == inside.keys():
            inner = differences(default, inside)
            if inner:
                own[name] = inner
        elif value != defaults[name]:
            own[name] = value
    return own


def overlaid(defaults: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The defaults with a guild's own values over them: what ``differences`` was taken from."""
    values = dict(defaults)
    for name, value in own.items():
        default, inside = _object(defaults.get(name)), _object(value)
        if default is not None and inside is not None and inside.keys() <= default.keys():
            values[name] = overlaid(default, inside)
        else:
            values[name] = value
    return values


def _object(value: Any) -> dict[str, Any] | None:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None
