"""What happens in Discord without a command: messages in case rooms (R8.3), what is deleted, and the parties (R9.9)."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import discord
from discord.ext import commands
from structlog.stdlib import get_logger

from bot.services.ports import Clock
from bot.services.rooms import RoomEvents
from bot.services.set_up_watch import SetUpWatch
from bot.ui.actor import made_at_ms
from bot.ui.replies import NETWORK_FAILURES

_AUDIT_ENTRIES: Final = 5
_AUDIT_AGE_MS: Final = 60_000
_AUDIT_LOG_LAG_SECONDS: Final = 1.0
"""Discord may write its audit log a moment after it tells of what happened."""

_log = get_logger(__name__)


class Departure(StrEnum):
    """How somebody came to be no longer on a server."""

    LEFT = "left"
    KICKED = "kicked"
    BANNED = "banned"


class Happenings(commands.Cog):
    """Listens, and hands on what concerns a case. It decides nothing itself."""

    def __init__(self, client: discord.Client, rooms: RoomEvents, set_up: SetUpWatch, clock: Clock) -> None:
        self._client = client
        self._rooms = rooms
        self._set_up = set_up
        self._clock = clock

    # Servers: what was missed while nobody listened.

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """After a start, or a session that could not be resumed: nothing of what happened meanwhile is sent again."""
        await self._compare_set_up(guild)
        await self._hear_what_was_missed(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server, maybe again."""
        await self._compare_set_up(guild)
        await self._hear_what_was_missed(guild.id)

    async def _hear_what_was_missed(self, guild_id: int) -> None:
        for channel_id, last_id in (await self._rooms.last_heard(guild_id)).items():
            room = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
            after = None if last_id is None else discord.Object(last_id)
            try:
                async for message in room.history(limit=None, after=after, oldest_first=True):
                    await self._keep(guild_id, message)
            except NETWORK_FAILURES as error:
                _log.info("room_unread", guild_id=guild_id, channel_id=channel_id, error=type(error).__name__)

    # What is configured and is gone (R9.11).

    @commands.Cog.listener()
    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """A role was deleted; it may be one that the configuration names."""
        await self._compare_set_up(role.guild)

    async def _compare_set_up(self, guild: discord.Guild) -> None:
        role_ids = {role.id for role in guild.roles}
        # Also channels that the bot can't see into are told of by the gateway.
        channel_ids = {channel.id for channel in guild.channels}
        gone = await self._set_up.compare(guild.id, role_ids, channel_ids, self._clock.now_ms())
        if gone:
            _log.warning("set_up_gone", guild_id=guild.id, gone=gone)

    # Messages in case rooms.

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Keep what is said in case rooms."""
        if message.guild is not None:
            await self._keep(message.guild.id, message)

    async def _keep(self, guild_id: int, message: discord.Message) -> None:
        if message.is_system():
            return
        await self._rooms.message(
            guild_id,
            message.channel.id,
            message.id,
            message.author.id,
            made_at_ms(message.id),
            body_of(message),
            author_is_bot=message.author.bot or message.webhook_id is not None,
        )

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Keep an edit; Discord sends the same event when it only adds a link's preview."""
        message, guild_id = payload.message, payload.guild_id
        if guild_id is None or message.edited_at is None or "content" not in payload.data:
            return
        is_own = self._client.user is not None and message.author.id == self._client.user.id
        if not is_own and await self._rooms.case_of(guild_id, payload.channel_id) is not None:
            await self._rooms.message_edited(guild_id, payload.message_id, body_of(message), _in_ms(message.edited_at))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Keep the fact of a deletion."""
        await self._deleted(payload.guild_id, payload.channel_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many at once."""
        await self._deleted(payload.guild_id, payload.channel_id, payload.message_ids)

    async def _deleted(self, guild_id: int | None, channel_id: int, message_ids: set[int]) -> None:
        if guild_id is None or await self._rooms.case_of(guild_id, channel_id) is None:
            return
        at_ms = self._clock.now_ms()
        for message_id in sorted(message_ids):
            await self._rooms.message_deleted(guild_id, message_id, at_ms)
            await self._rooms.card_lost(guild_id, channel_id, message_id)

    # Rooms deleted by hand are made anew.

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel was deleted: a case room, or one that the configuration names."""
        await self._room_deleted(channel.guild, channel.id, discord.AuditLogAction.channel_delete)
        await self._compare_set_up(channel.guild)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread was deleted; it may be a case room."""
        guild = self._client.get_guild(payload.guild_id)
        if guild is not None:
            await self._room_deleted(guild, payload.thread_id, discord.AuditLogAction.thread_delete)

    async def _room_deleted(self, guild: discord.Guild, channel_id: int, action: discord.AuditLogAction) -> None:
        if await self._rooms.case_of(guild.id, channel_id) is None:
            return
        at_ms = self._clock.now_ms()
        deleted_by_id: int | None = None
        try:
            entry = await self._audit_entry(guild, channel_id, action)
            deleted_by_id = None if entry is None else entry.user_id
        except NETWORK_FAILURES as error:
            _log.info("audit_log_unread", guild_id=guild.id, error=type(error).__name__)
        await self._rooms.channel_deleted(guild.id, channel_id, deleted_by_id, at_ms)

    # The parties; all of it comes only with the members intent.

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Somebody left the server, or was kicked or banned."""
        guild_id, member_id = payload.guild_id, payload.user.id
        if not await self._rooms.is_party(guild_id, member_id):
            return
        at_ms = self._clock.now_ms()
        how, by_member_id = await self._departure(guild_id, member_id)
        if how is Departure.LEFT:
            await self._rooms.member_left(guild_id, member_id, at_ms)
            return
        banned = how is Departure.BANNED
        await self._rooms.member_removed(guild_id, member_id, at_ms, banned=banned, by_member_id=by_member_id)

    async def _departure(self, guild_id: int, member_id: int) -> tuple[Departure, int | None]:
        """How somebody left, and by whose act: without View Audit Log every removal counts as a kick (R9.9)."""
        guild = self._client.get_guild(guild_id)
        if guild is None:
            return Departure.KICKED, None
        actions = {
            discord.AuditLogAction.ban: Departure.BANNED,
            discord.AuditLogAction.kick: Departure.KICKED,
        }
        try:
            for wait_seconds in (0.0, _AUDIT_LOG_LAG_SECONDS):
                await asyncio.sleep(wait_seconds)
                for action, how in actions.items():
                    entry = await self._audit_entry(guild, member_id, action)
                    if entry is not None:
                        return how, entry.user_id
        except NETWORK_FAILURES as error:
            _log.info("audit_log_unread", guild_id=guild_id, error=type(error).__name__)
            return Departure.KICKED, None
        return Departure.LEFT, None

    async def _audit_entry(
        self, guild: discord.Guild, target_id: int, action: discord.AuditLogAction
    ) -> discord.AuditLogEntry | None:
        """The fresh entry of the audit log about somebody or something. Raises Forbidden where it can't be read."""
        now_ms = self._clock.now_ms()
        async for entry in guild.audit_logs(action=action, limit=_AUDIT_ENTRIES):
            is_this = getattr(entry.target, "id", None) == target_id
            if is_this and now_ms - made_at_ms(entry.id) < _AUDIT_AGE_MS:
                return entry
        return None

    @commands.Cog.listener()
    async def on_member_join(self, member: discord.Member) -> None:
        """Somebody joined the server, maybe again."""
        guild_id, at_ms = member.guild.id, self._clock.now_ms()
        if await self._rooms.is_party(guild_id, member.id):
            await self._rooms.member_joined(guild_id, member.id, at_ms)

    @commands.Cog.listener()
    async def on_raw_member_update(self, data: Mapping[str, Any]) -> None:
        """A member changed: timed out, or no longer (R9.9). The event is the client's own, see there."""
        guild_id, member_id = int(data["guild_id"]), int(data["user"]["id"])
        if not await self._rooms.is_party(guild_id, member_id):
            return
        at_ms = self._clock.now_ms()
        until = data.get("communication_disabled_until")
        until_ms = None if until is None else _in_ms(datetime.fromisoformat(until))
        if until_ms is not None and until_ms > at_ms:
            await self._rooms.member_timed_out(guild_id, member_id, at_ms, until_ms)
        else:
            await self._rooms.member_freed(guild_id, member_id, at_ms)


def body_of(message: discord.Message) -> str:
    """What a message says, with the names of its files: they are part of what was said."""
    files = [f"[file: {attachment.filename}]" for attachment in message.attachments]
    return "\n".join([*([message.content] if message.content else []), *files])


def _in_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000)
