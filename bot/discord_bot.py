"""The Discord client: what it listens to, and the one way for everything that people ask of it."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from structlog.stdlib import get_logger

from bot.clock import Clock
from bot.domain.errors import TooManyCommands
from bot.happenings import PeopleHappenings, RoomHappenings
from bot.presses import PressedButton, answer_old_button, is_ours, take_form
from bot.services.brakes import Brakes, Hand
from bot.services.deadlines import DeadlineKeeper
from bot.services.people import People
from bot.services.ports import ExhibitStore
from bot.services.queries import Queries
from bot.services.rooms import RoomEvents
from bot.services.server_facts import Inspector
from bot.services.set_up_watch import SetUpWatch
from bot.services.use_cases import UseCases
from bot.ui.actor import OutsideServer, made_at_ms
from bot.ui.replies import Desk, report
from cogs import ALL_COGS
from cogs.menus import CONTEXT_MENUS

_LONGEST_RATE_WAIT_SECONDS: Final = 30
"""discord.py would otherwise wait up to ten minutes in silence; what takes longer is tried again by the relay."""

_log = get_logger(__name__)

# discord.py would warn at every start that it can't do voice, which nobody wants of this bot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def point_at(api_url: str) -> None:
    """Send all REST calls to this address; the gateway's own is asked for there before connecting."""
    Route.BASE = api_url.rstrip("/")


class _Tree(app_commands.CommandTree["ParleyBot"]):
    """The commands, with the one way for what goes wrong."""

    async def interaction_check(self, interaction: discord.Interaction["ParleyBot"], /) -> bool:
        """Refuse what comes from outside a server, and too much of it. Suggestions may be asked for: there are none."""
        if interaction.type is not discord.InteractionType.application_command:
            return True
        try:
            self.client.desk.brakes.require(Hand.COMMAND, interaction.user.id)
            if interaction.guild_id is None:
                raise OutsideServer
        except (TooManyCommands, OutsideServer) as error:
            await report(interaction, error)
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
        people: People,
        keeper: DeadlineKeeper,
        set_up: SetUpWatch,
        exhibits: ExhibitStore,
        brakes: Brakes,
        inspector: Inspector,
        clock: Clock,
        intents_members: bool,
        intents_message_content: bool,
        http_trace: aiohttp.TraceConfig,
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
            http_trace=http_trace,
        )
        self.desk = Desk(use_cases, queries, exhibits, brakes, inspector)
        self._rooms = rooms
        self._people = people
        self._keeper = keeper
        self._set_up = set_up
        self._clock = clock
        self.stopping = False
        """Set by whoever stops the bot, before its sessions are ended."""

    async def setup_hook(self) -> None:
        """Add the commands and buttons, and tell Discord about the commands."""
        for cog in ALL_COGS:
            await self.add_cog(cog(self.desk))
        await self.add_cog(RoomHappenings(self, self._rooms, self._set_up, self._clock))
        await self.add_cog(PeopleHappenings(self, self._people, self._clock))
        for menu in CONTEXT_MENUS:
            self.tree.add_command(menu())
        self._hear_member_updates()
        self.add_dynamic_items(PressedButton)
        await self.tree.sync()

    def _hear_member_updates(self) -> None:
        """Tell listeners of every change to a member. discord.py tells only of members in its cache; ours is empty."""
        parsers: dict[str, Callable[[Any], Any]] = self._connection.parsers
        known = parsers["GUILD_MEMBER_UPDATE"]

        def heard(data: Any) -> None:
            known(data)
            self.dispatch("raw_member_update", data)

        parsers["GUILD_MEMBER_UPDATE"] = heard

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
        self._keeper.heard(made_at_ms(interaction.id))
        custom_id = interaction.custom_id
        if custom_id is None:
            return
        if interaction.type is discord.InteractionType.modal_submit:
            await take_form(interaction, custom_id)
        elif not is_ours(custom_id):
            await answer_old_button(interaction)

    async def on_message(self, message: discord.Message) -> None:
        """Every message, our own too, carries Discord's time: where few press anything, it is what the host's clock is
        compared with (R9.6). There are no commands in messages."""
        self._keeper.heard(made_at_ms(message.id))

    @property
    def has_sessions(self) -> bool:
        """Whether every shard is connected at this moment."""
        return self.is_ready() and all(not shard.is_closed() for shard in self.shards.values())

    # The gateway's health: nothing lapses on a server whose session is down (R9.5).

    async def on_ready(self) -> None:
        """Note that all shards are connected."""
        _log.info("gateway_ready", guilds=len(self.guilds), shards=self.shard_count)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """A server's session is up, after a start or a session that could not be resumed."""
        await self._keeper.guild_up(guild.id)

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


def intents_of(*, members: bool, message_content: bool) -> discord.Intents:
    """What the gateway is asked to send: servers with their channels, and messages; the two privileged ones as set."""
    intents = discord.Intents.none()
    intents.guilds = True
    intents.guild_messages = True
    intents.members = members
    intents.message_content = message_content
    return intents
