# ruff: noqa: ASYNC109 - how long to wait is part of what the driver is asked, in real seconds.
"""The sandbox itself: one loopback server for REST, gateway and files, and the hands that move the world."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from bot.sandbox import channels, guilds, messages
from bot.sandbox.faults import Faults
from bot.sandbox.gateway import Gateway
from bot.sandbox.model import Channel, ChannelType, Guild, Interaction, Overwrite, Role, User
from bot.sandbox.permissions import ALL_PERMISSIONS, Permission
from bot.sandbox.person import Person
from bot.sandbox.rest import PREFIX, RestApi
from bot.sandbox.routes import all_routes
from bot.sandbox.times import Clock, SystemTime
from bot.sandbox.traffic import Traffic
from bot.sandbox.views import SeenMessage
from bot.sandbox.world import World

ResultT = TypeVar("ResultT")
DEFAULT_TIMEOUT_SECONDS = 10.0
_MOST_BYTES = 2**30
"""The web server's own limit, out of the way of the world's."""


class Sandbox:
    """A Discord of one's own on 127.0.0.1.

    `clock` gives ids and timestamps (any object with `now_ms()`); `traffic` is the file that records REST exchanges.
    """

    def __init__(self, *, clock: Clock | None = None, traffic: str | Path | None = None) -> None:
        self.world = World(clock or SystemTime())
        self.gateway = Gateway(self.world)
        self.faults = Faults()
        self.traffic = Traffic(None if traffic is None else Path(traffic))
        self._rest = RestApi(self.world, all_routes(), self.faults, self.traffic)
        self._runner: web.AppRunner | None = None
        self.port = 0

    # -- the server

    async def start(self) -> None:
        """Listen on 127.0.0.1 at a free port."""
        self.traffic.open()
        # How much a request may bring is for the world's own limits to say.
        app = web.Application(client_max_size=_MOST_BYTES)
        app.router.add_route("*", PREFIX + "/{rest:.*}", self._rest.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        for folder in ("attachments", "ephemeral-attachments"):
            app.router.add_get(f"/{folder}/{{channel_id}}/{{file_id}}/{{filename}}", self._rest.serve_file)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        self.world.gateway_url = self.gateway_url
        self.world.cdn.base_url = f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        await self.gateway.close_all()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
        self.traffic.close()

    async def __aenter__(self) -> "Sandbox":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def api_url(self) -> str:
        """The base address of the REST API."""
        return f"http://127.0.0.1:{self.port}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """The address of the gateway."""
        return f"ws://127.0.0.1:{self.port}/gateway/"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    @property
    def application_id(self) -> int:
        """The id of the bot's application, which is not the id of its account."""
        return self.world.application_id

    @property
    def bot(self) -> User:
        """The bot's account."""
        return self.world.bot

    @property
    def unknown_routes(self) -> list[str]:
        """The requests that the sandbox has no route for; a test can insist that there are none."""
        return self._rest.unknown_routes

    async def until(
        self,
        predicate: Callable[[], ResultT],
        timeout: float = DEFAULT_TIMEOUT_SECONDS,
    ) -> ResultT:
        """Wait until `predicate` is true of the world, and return what it gave; raises TimeoutError.

        It is tried again at every change of the world: a REST call, an event, a connection that comes or goes.
        """
        return await self.world.changes.until(predicate, timeout)

    async def until_connected(self, timeout: float = DEFAULT_TIMEOUT_SECONDS) -> None:
        """Wait until the bot has a gateway session."""
        await self.until(lambda: self.gateway.is_connected, timeout)

    # -- guilds, people, roles

    def create_person(self, name: str) -> Person:
        """Make a human account."""
        person = Person(self.world, self.gateway, self.world.ids.next(), name)
        self.world.users[person.id] = person
        return person

    def create_guild(self, name: str, owner: Person | None = None) -> Guild:
        """Make a guild; without an owner a person called `owner` is made."""
        return guilds.create_guild(self.world, name, owner or self.create_person("owner"))

    def join(self, guild: Guild, person: Person, roles: Sequence[Role] = ()) -> None:
        """Let a person join a guild, with roles."""
        guilds.add_member(self.world, guild, person, [role.id for role in roles])

    def leave(self, guild: Guild, person: Person) -> None:
        """Let a person leave a guild."""
        guilds.remove_member(self.world, guild, person)

    def kick(self, guild: Guild, person: Person, *, by: Person | None = None, reason: str | None = None) -> None:
        """Kick a person; the owner does it unless `by` says who."""
        guilds.kick(self.world, guild, person, by or guild.owner, reason=reason)

    def ban(self, guild: Guild, person: Person, *, by: Person | None = None, reason: str | None = None) -> None:
        """Ban a person."""
        guilds.ban(self.world, guild, person, by or guild.owner, reason=reason)

    def unban(self, guild: Guild, person: Person, *, by: Person | None = None) -> None:
        """Lift a ban."""
        guilds.unban(self.world, guild, person, by or guild.owner)

    def timeout(self, guild: Guild, person: Person, *, seconds: int | None, by: Person | None = None) -> None:
        """Time a person out for some seconds of the sandbox's clock; None ends it."""
        until_ms = None if seconds is None else self.world.now_ms() + seconds * 1000
        guilds.time_out(self.world, guild, guild.members[person.id], until_ms, by or guild.owner)

    def create_role(
        self, guild: Guild, name: str, *, permissions: int = 0, mentionable: bool = False, by: Person | None = None
    ) -> Role:
        """Make a role."""
        actor = by or guild.owner
        return guilds.create_role(self.world, guild, name, permissions, actor, is_mentionable=mentionable)

    def delete_role(self, guild: Guild, role: Role, *, by: Person | None = None) -> None:
        """Delete a role."""
        guilds.delete_role(self.world, guild, role, by or guild.owner)

    def set_role_permissions(self, guild: Guild, role: Role, permissions: int, *, by: Person | None = None) -> None:
        """Change what a role may do; `guild.everyone` is a role too."""
        guilds.update_role(self.world, guild, role, by or guild.owner, permissions=int(permissions))

    def add_role(self, guild: Guild, person: User, role: Role, *, by: Person | None = None) -> None:
        """Give a person a role."""
        guilds.give_role(self.world, guild, guild.members[person.id], role, by or guild.owner)

    def remove_role(self, guild: Guild, person: User, role: Role, *, by: Person | None = None) -> None:
        """Take a role from a person."""
        guilds.take_role(self.world, guild, guild.members[person.id], role, by or guild.owner)

    def invite_bot(self, guild: Guild, *, permissions: int = int(Permission.ADMINISTRATOR)) -> None:
        """Let the bot join with a role of its own that holds these permissions."""
        guilds.invite_bot(self.world, guild, permissions)

    def remove_bot(self, guild: Guild) -> None:
        """Kick the bot."""
        guilds.kick(self.world, guild, self.world.bot, guild.owner)

    # -- channels and messages by a person's hand

    def create_channel(
        self,
        guild: Guild,
        name: str,
        *,
        kind: ChannelType = ChannelType.TEXT,
        category: Channel | None = None,
        topic: str | None = None,
        overwrites: Sequence[Overwrite] | None = None,
        by: Person | None = None,
    ) -> Channel:
        """Make a channel by a person's hand."""
        listed = None if overwrites is None else {overwrite.target_id: overwrite for overwrite in overwrites}
        actor = by or guild.owner
        return channels.create(
            self.world, guild, actor, name, kind=kind, topic=topic, parent=category, overwrites=listed
        )

    def create_category(self, guild: Guild, name: str, *, by: Person | None = None) -> Channel:
        """Make a category by a person's hand."""
        return self.create_channel(guild, name, kind=ChannelType.CATEGORY, by=by)

    def set_overwrite(
        self,
        channel: Channel,
        target: Role | User,
        *,
        allow: int = 0,
        deny: int = 0,
        by: Person | None = None,
    ) -> None:
        """Set an overwrite of a channel by a person's hand."""
        kind = 0 if isinstance(target, Role) else 1
        overwrite = Overwrite(target.id, kind, int(allow) & ALL_PERMISSIONS, int(deny) & ALL_PERMISSIONS)
        channels.set_overwrite(self.world, channel, overwrite, by or self._owner_of(channel))

    def rename_channel(self, channel: Channel, name: str, *, by: Person | None = None) -> None:
        """Rename a channel by a person's hand."""
        channels.update(self.world, channel, by or self._owner_of(channel), name=name)

    def delete_channel(self, channel: Channel, *, by: Person | None = None) -> None:
        """Delete a channel or thread by a person's hand."""
        channels.delete(self.world, channel, by or self._owner_of(channel))

    def delete_message(self, message: SeenMessage, *, by: Person) -> None:
        """Delete a message by a person's hand, without asking whether they may."""
        messages.delete(self.world, message.model, by)

    def create_thread(self, parent: Channel, name: str, *, private: bool = False, by: Person | None = None) -> Channel:
        """Open a thread by a person's hand."""
        return channels.create_thread(self.world, parent, by or self._owner_of(parent), name, is_private=private)

    def add_to_thread(self, thread: Channel, person: User, *, by: Person | None = None) -> None:
        """Bring someone into a thread by a person's hand."""
        channels.add_thread_member(self.world, thread, person, by or self._owner_of(thread))

    def remove_from_thread(self, thread: Channel, person: User, *, by: User | None = None) -> None:
        """Take someone out of a thread by a person's hand; by one's own hand it is leaving."""
        channels.remove_thread_member(self.world, thread, person, by or self._owner_of(thread))

    def archive_thread(self, channel: Channel, *, locked: bool = False, by: Person | None = None) -> None:
        """Archive a thread by a person's hand, and lock it if asked."""
        actor = by or self._owner_of(channel)
        channels.update_thread(self.world, channel, actor, is_archived=True, is_locked=locked)

    def change_thread(self, channel: Channel, changes: dict[str, Any], *, by: Person | None = None) -> None:
        """Set is_archived, is_locked or is_invitable of a thread by a person's hand."""
        channels.update_thread(self.world, channel, by or self._owner_of(channel), **changes)

    def _owner_of(self, channel: Channel) -> Person:
        return self.world.guilds[channel.guild_id or 0].owner

    # -- interactions again

    def interactions(self) -> list[Interaction]:
        """Return every interaction so far."""
        return list(self.world.interactions.values())

    def replay_interaction(self, interaction_id: int) -> None:
        """Send an interaction to the bot once more, as a gateway replay does."""
        self.gateway.replay(self.world.interactions[interaction_id])
