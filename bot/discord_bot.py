"""The Discord client: what it listens to, and the one way for everything that people ask of it."""

import asyncio
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from structlog.stdlib import get_logger

from bot.clock import Clock
from bot.services.deadlines import DeadlineKeeper
from bot.services.queries import Queries
from bot.services.rooms import RoomEvents
from bot.services.use_cases import UseCases
from bot.ui.actor import OutsideServer, made_at_ms
from bot.ui.replies import NETWORK_FAILURES, Desk, report
from cogs import ALL_COGS
from cogs.presses import PressedButton, answer_old_button, is_ours, take_form

_LONGEST_RATE_WAIT_SECONDS: Final = 30
"""discord.py would otherwise wait up to ten minutes in silence; what takes longer is tried again by the relay."""

_AUDIT_ENTRIES: Final = 5
_AUDIT_AGE_MS: Final = 60_000
_log = get_logger(__name__)

# discord.py would warn at every start that it can't do voice, which nobody wants of this bot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def point_at(api_url: str) -> None:
    """Send all REST calls to this address; the gateway's own is asked for there before connecting."""
    Route.BASE = api_url.rstrip("/")


class _Tree(app_commands.CommandTree["ParleyBot"]):
    """The commands, with the one way for what goes wrong."""

    async def interaction_check(self, interaction: discord.Interaction["ParleyBot"], /) -> bool:
        """Refuse what comes from outside a server. Suggestions may be asked for: there are none."""
        is_command = interaction.type is discord.InteractionType.application_command
        if is_command and interaction.guild_id is None:
            await report(interaction, OutsideServer())
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction["ParleyBot"], error: app_commands.AppCommandError, /
    ) -> None:
        """Refusals and faults of all commands."""
        if interaction.type is discord.InteractionType.application_command:
            await report(interaction, error)


class ParleyBot(commands.AutoShardedBot):
    """Turns what people do into use cases, and what happens in Discord into the record. It decides nothing itself."""

    def __init__(
        self,
        *,
        use_cases: UseCases,
        queries: Queries,
        rooms: RoomEvents,
        keeper: DeadlineKeeper,
        clock: Clock,
        intents_members: bool,
        intents_message_content: bool,
    ) -> None:
        super().__init__(
            # There are no typed-out commands: all are Discord's own.
            command_prefix=(),
            help_command=None,
            tree_cls=_Tree,
            intents=intents_of(members=intents_members, message_content=intents_message_content),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=_LONGEST_RATE_WAIT_SECONDS,
        )
        self.desk = Desk(use_cases, queries)
        self._rooms = rooms
        self._keeper = keeper
        self._clock = clock
        self.stopping = False
        """Set by whoever stops the bot, before its sessions are ended."""

    async def setup_hook(self) -> None:
        """Add the commands and buttons, and tell Discord about the commands."""
        for cog in ALL_COGS:
            await self.add_cog(cog(self.desk))
        self.add_dynamic_items(PressedButton)
        await self.tree.sync()

    async def launch_shards(self) -> None:
        """Ask where the gateway is and how many shards it wants, and connect there.

        discord.py forgets the address it was given when a session can't be resumed, and falls back on its default:
        so the default is what was given.
        """
        shards, url, limit = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = type(DiscordWebSocket.DEFAULT_GATEWAY)(url)
        if limit["remaining"] < shards:
            # Connecting beyond the day's limit would make Discord reset the token.
            _log.error("session_starts_used_up", remaining=limit["remaining"], reset_after_ms=limit["reset_after"])
            await asyncio.sleep(limit["reset_after"] / 1_000)
        self.shard_count = shards
        await super().launch_shards()

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """A listener that failed is logged; the connection stays."""
        _log.exception("listener_failed", listener=event_method)

    # Interactions that discord.py itself finds no handler for.

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Forms are found by their custom id, also after a restart; so are buttons of an older format."""
        custom_id = interaction.custom_id
        if custom_id is None:
            return
        if interaction.type is discord.InteractionType.modal_submit:
            await take_form(interaction, custom_id)
        elif not is_ours(custom_id):
            await answer_old_button(interaction)

    # The gateway's health: nothing lapses on a server whose session is down (R9.5).

    async def on_ready(self) -> None:
        """Note that all shards are connected."""
        _log.info("gateway_ready", guilds=len(self.guilds), shards=self.shard_count)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server's session is up, after a start or a session that could not be resumed."""
        await self._keeper.guild_up(guild.id)
        await self._hear_what_was_missed(guild.id)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        await self._keeper.guild_up(guild.id)

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        """Discord itself has lost a server for now."""
        await self._keeper.guild_down(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server."""
        await self._keeper.guild_down(guild.id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """A session is lost, and with it all servers of the shard."""
        if self.stopping or self.is_closed():
            # Stopping on purpose: whoever stops the bot notes it.
            return
        _log.warning("gateway_lost", shard_id=shard_id)
        for guild in self.guilds:
            if guild.shard_id == shard_id:
                await self._keeper.guild_down(guild.id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        """A session goes on where it was; what was missed has been sent again."""
        _log.info("gateway_resumed", shard_id=shard_id)
        for guild in self.guilds:
            if guild.shard_id == shard_id and not guild.unavailable:
                await self._keeper.guild_up(guild.id)

    # What happens in case rooms (R8.3) and to the parties (R9.9).

    async def on_message(self, message: discord.Message, /) -> None:
        """Keep what is said in case rooms."""
        if message.guild is not None:
            await self._keep(message.guild.id, message)

    async def _hear_what_was_missed(self, guild_id: int) -> None:
        """Fetch what was said in case rooms meanwhile: the gateway sends nothing of it again."""
        for channel_id, last_id in (await self._rooms.last_heard(guild_id)).items():
            room = self.get_partial_messageable(channel_id, guild_id=guild_id)
            after = None if last_id is None else discord.Object(last_id)
            try:
                async for message in room.history(limit=None, after=after, oldest_first=True):
                    await self._keep(guild_id, message)
            except NETWORK_FAILURES as error:
                _log.info("room_unread", guild_id=guild_id, channel_id=channel_id, error=type(error).__name__)

    async def _keep(self, guild_id: int, message: discord.Message) -> None:
        if message.is_system():
            return
        await self._rooms.message(
            guild_id,
            message.channel.id,
            message.id,
            message.author.id,
            made_at_ms(message.id),
            message.content,
            author_is_bot=message.author.bot or message.webhook_id is not None,
        )

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Keep an edit; Discord sends the same event when it only adds a link's preview."""
        message, guild_id = payload.message, payload.guild_id
        if guild_id is None or message.edited_at is None or "content" not in payload.data:
            return
        is_own = self.user is not None and message.author.id == self.user.id
        if not is_own and await self._rooms.case_of(guild_id, payload.channel_id) is not None:
            at_ms = round(message.edited_at.timestamp() * 1_000)
            await self._rooms.message_edited(guild_id, payload.message_id, message.content, at_ms)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Keep the fact of a deletion."""
        await self._deleted(payload.guild_id, payload.channel_id, {payload.message_id})

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

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A case room that was deleted by hand is made anew."""
        guild = channel.guild
        if await self._rooms.case_of(guild.id, channel.id) is None:
            return
        at_ms = self._clock.now_ms()
        await self._rooms.channel_deleted(guild.id, channel.id, await self._who_deleted(channel, at_ms), at_ms)

    async def _who_deleted(self, channel: discord.abc.GuildChannel, at_ms: int) -> int | None:
        """Who deleted a channel, as far as the server lets us know."""
        try:
            entries = channel.guild.audit_logs(action=discord.AuditLogAction.channel_delete, limit=_AUDIT_ENTRIES)
            async for entry in entries:
                is_this = getattr(entry.target, "id", None) == channel.id
                if is_this and at_ms - made_at_ms(entry.id) < _AUDIT_AGE_MS:
                    return entry.user_id
        except NETWORK_FAILURES as error:
            _log.info("audit_log_unread", guild_id=channel.guild.id, error=type(error).__name__)
        return None

    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Somebody left the server; comes only with the members intent."""
        await self._rooms.member_left(payload.guild_id, payload.user.id, self._clock.now_ms())

    async def on_member_join(self, member: discord.Member) -> None:
        """Somebody joined the server; comes only with the members intent."""
        await self._rooms.member_joined(member.guild.id, member.id, self._clock.now_ms())


def intents_of(*, members: bool, message_content: bool) -> discord.Intents:
    """What the gateway is asked to send: servers with their channels, and messages; the two privileged ones as set."""
    intents = discord.Intents.none()
    intents.guilds = True
    intents.guild_messages = True
    intents.members = members
    intents.message_content = message_content
    return intents
