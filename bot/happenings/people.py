"""Parties who leave, are kicked, banned or timed out, and who come back (R9.9), as far as the members intent tells.

What isn't heard, because the bot was away or lacks the intent, is found out by looks: see `bot/delivery/parties.py`.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import discord
from discord.ext import commands
from structlog.stdlib import get_logger

from bot.domain.deadlines import HoldReason
from bot.happenings.audit_log import fresh_entry
from bot.services.people import People
from bot.services.ports import Clock
from bot.ui.replies import NETWORK_FAILURES

_AUDIT_LOG_LAG_SECONDS: Final = 1.0
"""Discord may write its audit log a moment after it tells of what happened."""

_REMOVALS: Final = {
    discord.AuditLogAction.ban: HoldReason.BANNED,
    discord.AuditLogAction.kick: HoldReason.KICKED,
}

_log = get_logger(__name__)


class PeopleHappenings(commands.Cog):
    """Listens, and hands on what concerns a party."""

    def __init__(self, client: discord.Client, people: People, clock: Clock) -> None:
        self._client = client
        self._people = people
        self._clock = clock

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Somebody left the server, or was kicked or banned."""
        guild_id, member_id = payload.guild_id, payload.user.id
        if await self._people.decides(guild_id, member_id):
            await self._people.has_roles(guild_id, member_id, (), self._clock.now_ms())
        if not await self._people.concern(guild_id, member_id):
            return
        at_ms = self._clock.now_ms()
        how, by_member_id = await self._departure(guild_id, member_id)
        if how is None:
            await self._people.left(guild_id, member_id, at_ms)
            return
        banned = how is HoldReason.BANNED
        await self._people.removed(guild_id, member_id, at_ms, banned=banned, by_member_id=by_member_id)

    async def _departure(self, guild_id: int, member_id: int) -> tuple[HoldReason | None, int | None]:
        """Whether somebody was removed, and by whom: without View Audit Log every removal counts as a kick (R9.9)."""
        guild = self._client.get_guild(guild_id)
        if guild is None:
            return HoldReason.KICKED, None
        try:
            for wait_seconds in (0.0, _AUDIT_LOG_LAG_SECONDS):
                await asyncio.sleep(wait_seconds)
                for action, how in _REMOVALS.items():
                    entry = await fresh_entry(guild, member_id, action, self._clock.now_ms())
                    if entry is not None:
                        return how, entry.user_id
        except NETWORK_FAILURES as error:
            _log.info("audit_log_unread", guild_id=guild_id, error=type(error).__name__)
            return HoldReason.KICKED, None
        return None, None

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member) -> None:
        """Somebody joined the server, maybe again."""
        guild_id, at_ms = member.guild.id, self._clock.now_ms()
        await self._people.keep_words_of(guild_id, member.id, at_ms)
        if await self._people.concern(guild_id, member.id):
            await self._people.joined(guild_id, member.id, at_ms)

    # Without the intent, whoever says or does something here is back.

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Somebody wrote something."""
        if message.guild is not None:
            await self._is_here(message.guild.id, message.author.id)

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Somebody used a command, a button or a form."""
        if interaction.guild_id is not None:
            await self._is_here(interaction.guild_id, interaction.user.id)

    async def _is_here(self, guild_id: int, member_id: int) -> None:
        if not self._client.intents.members and await self._people.is_away(guild_id, member_id):
            await self._people.joined(guild_id, member_id, self._clock.now_ms())

    @commands.Cog.listener()
    async def on_raw_member_update(self, data: Mapping[str, Any]) -> None:
        """A member changed: timed out, or no longer (R9.9), or has other roles. The event is the client's own, see
        there."""
        guild_id, member_id = int(data["guild_id"]), int(data["user"]["id"])
        if await self._people.decides(guild_id, member_id):
            role_ids = [int(role_id) for role_id in data["roles"]]
            await self._people.has_roles(guild_id, member_id, role_ids, self._clock.now_ms())
        if not await self._people.concern(guild_id, member_id):
            return
        at_ms = self._clock.now_ms()
        until = data.get("communication_disabled_until")
        until_ms = None if until is None else round(datetime.fromisoformat(until).timestamp() * 1_000)
        if until_ms is not None and until_ms > at_ms:
            await self._people.timed_out(guild_id, member_id, at_ms, until_ms)
        else:
            await self._people.freed(guild_id, member_id, at_ms)
