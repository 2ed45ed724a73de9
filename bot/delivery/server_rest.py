"""The REST calls that ask what a server is like: its roles, its limits, its own settings for commands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import discord
from discord.http import Route

_SERVERS_FAULT: Final = 500


@dataclass(frozen=True, slots=True)
class RoleOnServer:
    """A role as Discord has it now: its permission bits, and whether it belongs to a bot or an integration."""

    permissions: int
    is_managed: bool


@dataclass(frozen=True, slots=True)
class ServerRest:
    """Discord through the client's own HTTP. `client` gives the client of the moment."""

    client: Callable[[], discord.Client]

    async def roles(self, guild_id: int) -> dict[int, RoleOnServer]:
        """Every role of a guild by id; @everyone has the guild's own."""
        return {
            int(role["id"]): RoleOnServer(int(role["permissions"]), bool(role["managed"]))
            for role in await self.client().http.get_roles(guild_id)
        }

    async def role_member_counts(self, guild_id: int) -> dict[int, int] | None:
        """How many members have each role; None where Discord doesn't say."""
        try:
            found = await self.client().http.request(
                Route("GET", "/guilds/{guild_id}/roles/member-counts", guild_id=guild_id)
            )
        except discord.HTTPException as error:
            _require_refused(error)
            return None
        return {int(role_id): int(count) for role_id, count in found.items()}

    async def closed_commands(self, guild_id: int) -> tuple[str, ...] | None:
        """The commands that the guild's own settings close to everybody, or in all channels, by name; None where
        Discord doesn't say."""
        application_id = self.client().application_id or 0
        try:
            overrides = await self.client().http.get_guild_application_command_permissions(application_id, guild_id)
            if not overrides:
                return ()
            known = await self.client().http.get_global_commands(application_id)
        except discord.HTTPException as error:
            _require_refused(error)
            return None
        # Discord names all channels by the guild's id less one.
        everywhere = {str(guild_id), str(guild_id - 1)}
        closed = {
            str(item["id"])
            for item in overrides
            if any(str(entry["id"]) in everywhere and not entry["permission"] for entry in item["permissions"])
        }
        return tuple(item["name"] for item in known if {str(item["id"]), str(application_id)} & closed)

    def upload_bytes(self, guild_id: int) -> int:
        """How large a file the bot can send to a guild."""
        guild = self.client().get_guild(guild_id)
        return discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES if guild is None else guild.filesize_limit


def _require_refused(error: discord.HTTPException) -> None:
    """Raise what is Discord's own fault; what it refuses to say is an answer."""
    if error.status >= _SERVERS_FAULT:
        raise error
