"""Messages in case rooms (R8.3), and rooms, cards, roles and channels that are deleted (R9.11)."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from weakref import WeakValueDictionary

import discord
from discord.ext import commands
from structlog.stdlib import get_logger

from bot.happenings.audit_log import fresh_entry
from bot.services.ports import Clock
from bot.services.rooms import RoomEvents
from bot.services.set_up_watch import SetUpWatch
from bot.ui.actor import made_at_ms
from bot.ui.posted import are_a_cards, custom_ids, own_view, text_of
from bot.ui.replies import NETWORK_FAILURES

UNREADABLE: Final = "[not readable for the bot]"
"""What is kept of a message in the place of its words where the bot lacks the message-content intent."""

_log = get_logger(__name__)


class RoomHappenings(commands.Cog):
    """Listens, and hands on what concerns a case. It decides nothing itself."""

    def __init__(self, client: discord.Client, rooms: RoomEvents, set_up: SetUpWatch, clock: Clock) -> None:
        self._client = client
        self._rooms = rooms
        self._set_up = set_up
        self._clock = clock
        self._in_turn: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    def _turn(self, channel_id: int) -> asyncio.Lock:
        """What happened in a channel is kept in the order in which Discord told of it, though each event has a task of
        its own: an edit of a message that isn't there yet would be lost."""
        return self._in_turn.setdefault(channel_id, asyncio.Lock())

    # Servers: what was missed while nobody listened.

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """After a start, or a session that could not be resumed: nothing of what happened meanwhile is sent again."""
        await self._compare_set_up(guild)
        await self._tell_unheard(guild.id)
        await self._hear_what_was_missed(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server, maybe again."""
        await self._compare_set_up(guild)
        await self._tell_unheard(guild.id)
        await self._hear_what_was_missed(guild.id)

    async def _tell_unheard(self, guild_id: int) -> None:
        """The bot works on without the privileged intents, and says what it can't hear."""
        intents = self._client.intents
        granted = {"members": intents.members, "message_content": intents.message_content}
        await self._set_up.tell_unheard(guild_id, [name for name, is_granted in granted.items() if not is_granted])

    async def _hear_what_was_missed(self, guild_id: int) -> None:
        for channel_id, last_id in (await self._rooms.last_heard(guild_id)).items():
            room = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
            after = None if last_id is None else discord.Object(last_id)
            await self._rooms.case_of(guild_id, channel_id)
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
        now_ms = self._clock.now_ms()
        gone = await self._set_up.compare(guild.id, role_ids, channel_ids, now_ms, owner_id=guild.owner_id)
        if gone:
            _log.warning("set_up_gone", guild_id=guild.id, gone=gone)

    # Messages in case rooms.

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Keep what is said in case rooms."""
        if message.guild is not None:
            async with self._turn(message.channel.id):
                await self._keep(message.guild.id, message)

    async def _keep(self, guild_id: int, message: discord.Message) -> None:
        # An answer that one person alone sees is no message of the room, in whatever way Discord tells of it.
        if message.is_system() or message.flags.ephemeral:
            return
        await self._rooms.message(
            guild_id,
            message.channel.id,
            message.id,
            message.author.id,
            made_at_ms(message.id),
            self._body_of(message),
            author_is_bot=message.author.bot or message.webhook_id is not None,
            author_name=message.author.display_name,
        )

    def _body_of(self, message: discord.Message) -> str:
        """What a message says, with the names of its files: they are part of what was said."""
        words = self._words_of(message)
        return "\n".join([*([words] if words else []), *(f"[file: {item.filename}]" for item in message.attachments)])

    def _words_of(self, message: discord.Message) -> str:
        """A message's words: of the bot's own, where these stand between buttons. A case's card has none of its own: it
        shows how the case stands, and changes with it."""
        view = None if self._client.user is None else own_view(message, self._client.user.id)
        if view is not None:
            return "" if are_a_cards(custom_ids(view)) else text_of(None, view)
        is_hidden = not (self._client.intents.message_content or message.content or message.attachments)
        return UNREADABLE if is_hidden else message.content

    @commands.Cog.listener()
    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Keep an edit; Discord sends the same event when it only adds a link's preview. What the bot edits in a room
        are its cards, and no more."""
        message, guild_id = payload.message, payload.guild_id
        if guild_id is None or message.edited_at is None or "content" not in payload.data:
            return
        is_own = self._client.user is not None and message.author.id == self._client.user.id
        async with self._turn(payload.channel_id):
            if not is_own and await self._rooms.case_of(guild_id, payload.channel_id) is not None:
                await self._rooms.message_edited(
                    guild_id, payload.message_id, self._body_of(message), _in_ms(message.edited_at)
                )

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Keep the fact of a deletion."""
        await self._deleted(payload.guild_id, payload.channel_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """The same for many at once."""
        await self._deleted(payload.guild_id, payload.channel_id, payload.message_ids)

    async def _deleted(self, guild_id: int | None, channel_id: int, message_ids: set[int]) -> None:
        if guild_id is None:
            return
        at_ms = self._clock.now_ms()
        async with self._turn(channel_id):
            if await self._rooms.case_of(guild_id, channel_id) is None:
                return
            for message_id in sorted(message_ids):
                await self._rooms.message_deleted(guild_id, message_id, at_ms)
                await self._rooms.card_lost(guild_id, channel_id, message_id)

    # Rooms deleted by hand are made anew.

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel was deleted: a case room, or one that the configuration names."""
        await self._room_deleted(channel.guild, channel.id, {discord.AuditLogAction.channel_delete: channel.id})
        await self._compare_set_up(channel.guild)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread was deleted, by itself or with the channel above it; it may be a case room."""
        guild = self._client.get_guild(payload.guild_id)
        if guild is not None:
            acts = {
                discord.AuditLogAction.thread_delete: payload.thread_id,
                discord.AuditLogAction.channel_delete: payload.parent_id,
            }
            await self._room_deleted(guild, payload.thread_id, acts)

    @commands.Cog.listener()
    async def on_raw_thread_update(self, payload: discord.RawThreadUpdateEvent) -> None:
        """A thread changed; a case room that was archived or locked is opened again."""
        thread = payload.data["thread_metadata"]
        if thread["archived"] or thread.get("locked"):
            await self._rooms.thread_shut(payload.guild_id, payload.thread_id, self._clock.now_ms())

    @commands.Cog.listener()
    async def on_guild_channel_pins_update(
        self, channel: discord.abc.GuildChannel | discord.Thread, _: datetime | None
    ) -> None:
        """Something was pinned or unpinned, and Discord doesn't say what: a case's card must stay pinned."""
        guild_id = channel.guild.id
        card_id = await self._rooms.card_in(guild_id, channel.id)
        if card_id is None:
            return
        try:
            room = self._client.get_partial_messageable(channel.id, guild_id=guild_id)
            card = await room.fetch_message(card_id)
        except NETWORK_FAILURES as error:
            # The next event of the case looks again.
            _log.info("card_unread", guild_id=guild_id, channel_id=channel.id, error=type(error).__name__)
            return
        if not card.pinned:
            await self._rooms.card_lost(guild_id, channel.id, card_id)

    async def _room_deleted(
        self, guild: discord.Guild, channel_id: int, acts: Mapping[discord.AuditLogAction, int]
    ) -> None:
        """`acts`: what may have taken the room away, and the target that the audit log names then."""
        if await self._rooms.case_of(guild.id, channel_id) is None:
            return
        at_ms = self._clock.now_ms()
        deleted_by_id: int | None = None
        try:
            for action, target_id in acts.items():
                entry = await fresh_entry(guild, target_id, action, self._clock.now_ms())
                if entry is not None:
                    deleted_by_id = entry.user_id
                    break
        except NETWORK_FAILURES as error:
            _log.info("audit_log_unread", guild_id=guild.id, error=type(error).__name__)
        await self._rooms.channel_deleted(guild.id, channel_id, deleted_by_id, at_ms)


def _in_ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1_000)
