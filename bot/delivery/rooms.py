"""Case rooms: found or made, never twice, and opened to exactly those whom the case concerns."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

import discord
import structlog

from bot.delivery.access import (
    channel_permissions,
    guild_permissions,
    merged,
    opens_to_no_more_than,
    room_overwrites,
)
from bot.delivery.discord_rest import CATEGORY, TEXT_CHANNEL, ChannelFacts, DiscordRest, Overwrite, overwrite_payloads
from bot.delivery.relay import RoomGone, RoomNeverMade, Undeliverable
from bot.domain.case_state import CaseState
from bot.domain.ids import case_name
from bot.domain.settings import ChannelKind, Settings
from bot.domain.stages import Outcome
from bot.services.deliveries import Deliveries
from bot.services.ports import Clock, Room
from bot.services.queries import Queries
from bot.services.rooms import RoomEvents
from bot.ui.texts_rooms import ROOM_CATEGORY, room_topic

CATEGORY_ROOMS: Final = 50
"""Discord keeps at most so many channels in a category; further rooms go into a further one."""

_logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class BotPowers:
    """What the bot may do in a guild, as permission bits, and so what it may hand out in a room."""

    bot_id: int
    bits: int


class Rooms:
    """Makes, finds and opens case rooms."""

    def __init__(
        self, rest: DiscordRest, queries: Queries, deliveries: Deliveries, events: RoomEvents, clock: Clock
    ) -> None:
        self._rest = rest
        self._queries = queries
        self._deliveries = deliveries
        self._events = events
        self._clock = clock
        # Two rooms made at once could each make the category: one at a time in a guild.
        self._making: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def ensure(self, guild_id: int, case_id: int) -> Room:
        """The case's room as known, made if there is none. Raises Forbidden, and RoomGone for a case that has ended."""
        room = await self._deliveries.room_of(guild_id, case_id)
        if room is not None and room.removed_at_ms is None:
            return room
        if room is not None:
            raise RoomGone(f"the room of {case_name(case_id)} was removed after its time")
        view = await self._queries.card(guild_id, case_id)
        if view.state.outcome is Outcome.SPLIT:
            raise RoomNeverMade(f"{case_name(case_id)} was split without a room")
        if not view.state.is_open:
            raise RoomGone(f"{case_name(case_id)} has ended and its room is gone")
        settings = await self._queries.settings_of(guild_id)
        async with self._making[guild_id]:
            # Somebody else may have made it while this one waited.
            room = await self._deliveries.room_of(guild_id, case_id)
            return room or await self._find_or_make(view.state, settings)

    async def gone(self, room: Room) -> Room:
        """The room turned out to be gone: the record says so, and the case gets a new one."""
        # Who deleted it isn't known: the bot was away, or couldn't hear of it.
        await self._events.channel_deleted(room.guild_id, room.channel_id, None, self._clock.now_ms())
        return await self.ensure(room.guild_id, room.case_id)

    async def verify(self, guild_id: int, case_id: int) -> Room:
        """The case's room, looked at: one that is gone is made anew, and one's access is set right."""
        room = await self.ensure(guild_id, case_id)
        channel = await self._rest.channel(room.channel_id)
        if channel is None:
            return await self.gone(room)
        await self._set_access(channel, guild_id, case_id)
        return room

    async def remove(self, guild_id: int, case_id: int) -> None:
        """Delete the room of a case that ended long ago (R11.2); it never gets another one."""
        room = await self._deliveries.room_of(guild_id, case_id)
        view = await self._queries.card(guild_id, case_id)
        if room is None or room.removed_at_ms is not None or view.state.is_open:
            return
        await self._rest.delete_channel(room.channel_id, reason=case_name(case_id))
        await self._deliveries.room_made(replace(room, removed_at_ms=self._clock.now_ms()))

    async def open_to_whom_it_concerns(self, guild_id: int, case_id: int, *, closed_to_id: int | None = None) -> None:
        """Set who may do what in the room, from the case as it is now (R10.7); `closed_to_id` loses its way in."""
        room = await self._deliveries.room_of(guild_id, case_id)
        channel = None if room is None else await self._rest.channel(room.channel_id)
        if room is None or channel is None:
            view = await self._queries.card(guild_id, case_id)
            if view.state.is_open:
                # A room is made with the right access.
                await (self.ensure(guild_id, case_id) if room is None else self.gone(room))
            return
        await self._set_access(channel, guild_id, case_id, closed_to_id=closed_to_id)

    async def _set_access(
        self, channel: ChannelFacts, guild_id: int, case_id: int, *, closed_to_id: int | None = None
    ) -> None:
        view = await self._queries.card(guild_id, case_id)
        settings = await self._queries.settings_of(guild_id)
        wanted = await self._overwrites(view.state, settings)
        overwrites = merged(wanted, [item for item in channel.overwrites if item.target_id != closed_to_id])
        if set(overwrites) != set(channel.overwrites):
            await self._rest.set_overwrites(channel.channel_id, overwrites, reason=case_name(case_id))

    async def can_see(self, room: Room, member_id: int) -> bool:
        """Whether a member is in the guild and may see the room at this moment (R9.4)."""
        role_ids = await self._rest.member_role_ids(room.guild_id, member_id)
        if role_ids is None:
            return False
        channel = await self._rest.channel(room.channel_id)
        if channel is None:
            return False
        permissions = await self._rest.role_permissions(room.guild_id)
        base = guild_permissions(permissions, role_ids, room.guild_id)
        bits = channel_permissions(
            base, channel.overwrites, guild_id=room.guild_id, role_ids=role_ids, member_id=member_id
        )
        return discord.Permissions(bits).view_channel or member_id == await self._rest.owner_id(room.guild_id)

    async def check(self, guild_id: int, case_id: int) -> None:
        """Note whether the room can be posted to, after setting right what can be set right (R9.4)."""
        try:
            room = await self.verify(guild_id, case_id)
            reached = await self._can_post(room)
        except discord.Forbidden:
            room = await self._deliveries.room_of(guild_id, case_id)
            reached = room is not None and await self._can_post(room)
        if reached:
            await self._deliveries.room_reached(guild_id, case_id)
        else:
            await self._deliveries.room_unreachable(guild_id, case_id)

    async def _can_post(self, room: Room) -> bool:
        try:
            channel = await self._rest.channel(room.channel_id)
        except discord.Forbidden:
            return False
        role_ids = await self._rest.member_role_ids(room.guild_id, self._rest.bot_id)
        if channel is None or role_ids is None:
            return False
        bits = channel_permissions(
            (await self._powers(room.guild_id)).bits,
            channel.overwrites,
            guild_id=room.guild_id,
            role_ids=role_ids,
            member_id=self._rest.bot_id,
        )
        permissions = discord.Permissions(bits)
        return permissions.view_channel and permissions.send_messages

    async def _powers(self, guild_id: int) -> BotPowers:
        bot_id = self._rest.bot_id
        role_ids = await self._rest.member_role_ids(guild_id, bot_id)
        if role_ids is None:
            raise Undeliverable("the bot is not in the server")
        permissions = await self._rest.role_permissions(guild_id)
        return BotPowers(bot_id, guild_permissions(permissions, role_ids, guild_id))

    async def _overwrites(self, state: CaseState, settings: Settings) -> list[Overwrite]:
        powers = await self._powers(state.guild_id)
        return room_overwrites(state, settings, bot_id=powers.bot_id, grantable=powers.bits)

    async def _find_or_make(self, state: CaseState, settings: Settings) -> Room:
        name = case_name(state.case_id)

        async def made(channel_id: int) -> Room:
            room = Room(state.guild_id, state.case_id, channel_id)
            await self._deliveries.room_made(room)
            return room

        channels = await self._rest.channels(state.guild_id)
        overwrites = await self._overwrites(state, settings)

        def is_room(channel: ChannelFacts) -> bool:
            return (
                channel.kind == TEXT_CHANNEL
                and channel.topic.split(" ", 1)[0] == name
                # Anybody may call a channel so: one that lets others in was not made by us.
                and opens_to_no_more_than(channel.overwrites, overwrites)
            )

        found = next(filter(is_room, channels), None)
        if found is not None:
            complete = merged(overwrites, found.overwrites)
            if set(complete) != set(found.overwrites):
                await self._rest.set_overwrites(found.channel_id, complete, reason=name)
            return await made(found.channel_id)
        parent_id = await self._parent(state.guild_id, settings, channels)

        async def make() -> ChannelFacts:
            channel = await self._rest.create_channel(
                state.guild_id,
                TEXT_CHANNEL,
                name.lower(),
                reason=name,
                topic=room_topic(state.case_id),
                parent_id=parent_id,
                permission_overwrites=overwrite_payloads(overwrites),
            )
            # People see it from now on, and what they type there must be known to be about the case.
            await made(channel.channel_id)
            return channel

        kept_id = await self._made_once(state.guild_id, channels, make, is_room)
        room = await self._deliveries.room_of(state.guild_id, state.case_id)
        return room if room is not None and room.channel_id == kept_id else await made(kept_id)

    async def _parent(self, guild_id: int, settings: Settings, channels: list[ChannelFacts]) -> int:
        """The category for a new room: beside the configured cases channel, else one of the bot's making."""
        full = {channel.channel_id for channel in channels if _rooms_in(channels, channel.channel_id) >= CATEGORY_ROOMS}
        by_id = {channel.channel_id: channel for channel in channels}
        named = by_id.get(settings.channel_ids.get(ChannelKind.CASES, 0))
        if named is not None:
            beside_id = named.channel_id if named.kind == CATEGORY else named.parent_id
            if beside_id is not None and beside_id not in full:
                return beside_id
        number = 1
        while True:
            title = ROOM_CATEGORY if number == 1 else f"{ROOM_CATEGORY} {number}"
            same = [channel for channel in channels if channel.kind == CATEGORY and channel.name == title]
            free = next((channel for channel in same if channel.channel_id not in full), None)
            if free is not None:
                return free.channel_id
            if not same:
                break
            number += 1

        def is_category(channel: ChannelFacts) -> bool:
            return channel.kind == CATEGORY and channel.name == title

        async def make() -> ChannelFacts:
            return await self._rest.create_channel(guild_id, CATEGORY, title, reason=title)

        return await self._made_once(guild_id, channels, make, is_category)

    async def _made_once(
        self,
        guild_id: int,
        before: list[ChannelFacts],
        make: Callable[[], Awaitable[ChannelFacts]],
        is_one: Callable[[ChannelFacts], bool],
    ) -> int:
        """Make a channel and see that there is one of it: a request repeated after a 502 may have been done twice."""
        made = await make()
        known = {channel.channel_id for channel in before}
        after = await self._rest.channels(guild_id)
        new = [channel.channel_id for channel in after if is_one(channel) and channel.channel_id not in known]
        kept_id, *doubles = new or [made.channel_id]
        for channel_id in doubles:
            _logger.warning("channel_made_twice", guild_id=guild_id, kept_id=kept_id, deleted_id=channel_id)
            await self._rest.delete_channel(channel_id, reason="Made twice")
        return kept_id


def _rooms_in(channels: list[ChannelFacts], category_id: int) -> int:
    return sum(1 for channel in channels if channel.parent_id == category_id)
