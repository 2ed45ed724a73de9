"""Looking at a server for `/config check`: what the bot, members and staff may do on it and in each place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import discord

from bot.delivery.access import channel_permissions, guild_permissions, merged, parent_overwrites
from bot.delivery.discord_rest import CATEGORY, TEXT_CHANNEL, ChannelFacts, DiscordRest
from bot.delivery.room_threads import is_own_parent
from bot.delivery.server_rest import RoleOnServer, ServerRest
from bot.domain.actors import StaffRole
from bot.domain.settings import ChannelKind, RoomKind, Settings
from bot.services.needs import Power, Purpose
from bot.services.ports import Room
from bot.services.queries import Queries
from bot.services.server_facts import ChannelState, PlaceFacts, RoleFacts, RoomFacts, ServerFacts
from bot.ui.texts_rooms import ROOM_CATEGORY
from bot.ui.texts_set_up import TOPICS

_MIB: Final = 1_048_576
_STATES: Final = {TEXT_CHANNEL: ChannelState.TEXT, CATEGORY: ChannelState.CATEGORY}
_POSTS: Final = {
    ChannelKind.STAFF: Purpose.STAFF,
    ChannelKind.RECORDS: Purpose.RECORDS,
    ChannelKind.CASHIER: Purpose.CASHIER,
}


@dataclass(frozen=True, slots=True)
class Inspection:
    """Asks Discord. `client` gives the client of the moment."""

    client: Callable[[], discord.Client]
    queries: Queries

    @property
    def rest(self) -> DiscordRest:
        """The calls that delivery makes, too."""
        return DiscordRest(self.client)

    @property
    def server(self) -> ServerRest:
        """The calls about the server itself."""
        return ServerRest(self.client)

    async def inspect(self, guild_id: int) -> ServerFacts:
        """What the server allows at this moment."""
        settings = await self.queries.settings_of(guild_id)
        roles = await self.server.roles(guild_id)
        channels = await self.rest.channels(guild_id)
        own_role_ids = await self.rest.member_role_ids(guild_id, self.rest.bot_id) or frozenset()
        sight = _Sight(guild_id, roles, self.rest.bot_id, own_role_ids, settings, channels)
        counts = await self.server.role_member_counts(guild_id)
        threads = await self.rest.threads(guild_id)
        rooms = await self.queries.open_rooms(guild_id)
        return ServerFacts(
            bot=sight.bot(),
            members=sight.members(),
            roles=tuple(_role(role, role_id, roles, counts) for role, role_id in settings.role_ids.items()),
            places=tuple(
                [
                    sight.place(purpose, channel_id, *await self._looked_up(channel_id, channels))
                    for purpose, channel_id in _places(settings, channels, rooms, threads)
                ]
            ),
            rooms=tuple(_rooms(rooms, channels, sight)),
            channels=max(len(channels), await self.rest.channel_count(guild_id)),
            threads=len(threads),
            missing_intents=_missing_intents(self.client().intents),
            upload_mib=self.server.upload_bytes(guild_id) // _MIB,
            closed_commands=await self.server.closed_commands(guild_id),
        )

    async def _looked_up(
        self, channel_id: int, channels: list[ChannelFacts]
    ) -> tuple[ChannelState, ChannelFacts | None]:
        channel = next((item for item in channels if item.channel_id == channel_id), None)
        if channel is None:
            try:
                channel = await self.rest.channel(channel_id)
            except discord.Forbidden:
                return ChannelState.HIDDEN, None
        if channel is None:
            return ChannelState.GONE, None
        return _STATES.get(channel.kind, ChannelState.OTHER), channel


@dataclass(frozen=True, slots=True)
class _Sight:
    """What whom is allowed where, computed from roles and overwrites."""

    guild_id: int
    roles: Mapping[int, RoleOnServer]
    bot_id: int
    own_role_ids: frozenset[int]
    settings: Settings
    channels: list[ChannelFacts]

    def bot(self, channel: ChannelFacts | None = None) -> frozenset[Power]:
        return self._powers(self.own_role_ids, channel, self.bot_id)

    def members(self, channel: ChannelFacts | None = None) -> frozenset[Power]:
        """What every member may do."""
        return self._powers(frozenset(), channel)

    def place(self, purpose: Purpose, channel_id: int, state: ChannelState, channel: ChannelFacts | None) -> PlaceFacts:
        if channel is None:
            return PlaceFacts(purpose, channel_id, state)
        if purpose is Purpose.THREADS:
            channel = self._prepared(channel)
        staff = {
            role: self._powers(frozenset({role_id}), channel)
            for role, role_id in self.settings.role_ids.items()
            if role_id in self.roles
        }
        is_own = is_own_parent(channel) or channel.topic in TOPICS.values()
        inside = sum(1 for item in self.channels if item.parent_id == channel_id)
        return PlaceFacts(purpose, channel_id, state, self.bot(channel), self.members(channel), staff, is_own, inside)

    def _prepared(self, parent: ChannelFacts) -> ChannelFacts:
        """The channel as the bot itself sets it right before it makes a room under it, if it may."""
        bits = self._bits(self.own_role_ids, parent, self.bot_id)
        may = discord.Permissions(manage_roles=True, view_channel=True).value
        if bits & may != may:
            return parent
        wanted = parent_overwrites(
            parent.overwrites,
            self.settings,
            bot_id=self.bot_id,
            grantable=self._bits(self.own_role_ids, None),
            is_own=is_own_parent(parent),
        )
        return replace(parent, overwrites=tuple(merged(wanted, parent.overwrites)))

    def _powers(self, role_ids: frozenset[int], channel: ChannelFacts | None, member_id: int = 0) -> frozenset[Power]:
        permissions = discord.Permissions(self._bits(role_ids, channel, member_id))
        return frozenset(power for power in Power if getattr(permissions, power.value))

    def _bits(self, role_ids: frozenset[int], channel: ChannelFacts | None, member_id: int = 0) -> int:
        granted = {role_id: role.permissions for role_id, role in self.roles.items()}
        base = guild_permissions(granted, role_ids, self.guild_id)
        if channel is None:
            return base
        return channel_permissions(
            base, channel.overwrites, guild_id=self.guild_id, role_ids=role_ids, member_id=member_id
        )


def _places(
    settings: Settings, channels: list[ChannelFacts], rooms: list[Room], threads: list[ChannelFacts]
) -> list[tuple[Purpose, int]]:
    """Where rooms go, where open ones are as threads, and the channels that the server has named."""
    place_of_rooms = _place_of_rooms(settings, channels)
    found = [] if place_of_rooms is None else [place_of_rooms]
    room_ids = {room.channel_id for room in rooms if room.is_thread}
    parents = {thread.parent_id for thread in threads if thread.channel_id in room_ids}
    known = {channel_id for _, channel_id in found}
    found += [(Purpose.THREADS, item) for item in sorted(filter(None, parents)) if item not in known]
    named = settings.channel_ids
    return [*found, *((purpose, named[kind]) for kind, purpose in _POSTS.items() if kind in named)]


def _place_of_rooms(settings: Settings, channels: list[ChannelFacts]) -> tuple[Purpose, int] | None:
    """Under the cases channel as threads, in its category, or in the bot's own; None where that is yet to be made."""
    named_id = settings.channel_ids.get(ChannelKind.CASES)
    if settings.rooms is RoomKind.THREAD:
        own = next(filter(is_own_parent, channels), None)
        parent_id = named_id if named_id is not None or own is None else own.channel_id
        return None if parent_id is None else (Purpose.THREADS, parent_id)
    named = next((item for item in channels if item.channel_id == named_id), None)
    category_id = None if named is None else named.parent_id
    if category_id is None:
        own = next((item for item in channels if item.kind == CATEGORY and item.name == ROOM_CATEGORY), None)
        category_id = None if own is None else own.channel_id
    return None if category_id is None else (Purpose.ROOMS, category_id)


def _rooms(rooms: list[Room], channels: list[ChannelFacts], sight: _Sight) -> list[RoomFacts]:
    by_id = {channel.channel_id: channel for channel in channels}
    return [
        RoomFacts(room.case_id, room.channel_id, sight.bot(by_id[room.channel_id]))
        if room.channel_id in by_id
        else RoomFacts(room.case_id, room.channel_id, frozenset())
        for room in rooms
        if not room.is_thread
    ]


def _missing_intents(intents: discord.Intents) -> tuple[str, ...]:
    granted = {"members": intents.members, "message_content": intents.message_content}
    return tuple(name for name, is_granted in granted.items() if not is_granted)


def _role(
    role: StaffRole, role_id: int, roles: Mapping[int, RoleOnServer], counts: Mapping[int, int] | None
) -> RoleFacts:
    found = roles.get(role_id)
    return RoleFacts(
        role,
        role_id,
        exists=found is not None,
        is_managed=found is not None and found.is_managed,
        members=None if counts is None else counts.get(role_id, 0),
    )
