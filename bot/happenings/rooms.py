"""Messages in case rooms (R8.3), and rooms, cards, roles and channels that are deleted (R9.11)."""

from datetime import datetime

import discord
from discord.ext import commands
from structlog.stdlib import get_logger

from bot.happenings.audit_log import fresh_entry
from bot.services.ports import Clock
from bot.services.rooms import RoomEvents
from bot.services.set_up_watch import SetUpWatch
from bot.ui.actor import made_at_ms
from bot.ui.replies import NETWORK_FAILURES

_log = get_logger(__name__)


class RoomHappenings(commands.Cog):
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
            entry = await fresh_entry(guild, channel_id, action, self._clock.now_ms())
            deleted_by_id = None if entry is None else entry.user_id
        except NETWORK_FAILURES as error:
            _log.info("audit_log_unread", guild_id=guild.id, error=type(error).__name__)
        await self._rooms.channel_deleted(guild.id, channel_id, deleted_by_id, at_ms)


def body_of(message: discord.Message) -> str:
    """What a message says, with the names of its files: they are part of what was said."""
    files = [f"[file: {attachment.filename}]" for attachment in message.attachments]
    return "\n".join([*([message.content] if message.content else []), *files])


def _in_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000)
