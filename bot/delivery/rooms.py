"""Case rooms, whatever they are in Discord: made when needed, never twice, and taken away after their time."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import discord
import structlog

from bot.delivery.discord_rest import CHANNELS_FULL, FORM_REFUSED, THREADS_FULL, ChannelFacts, DiscordRest
from bot.delivery.powers import Powers
from bot.delivery.relay import NoPlaceForRoom, RoomGone, RoomNeverMade
from bot.delivery.room_channels import RoomChannels
from bot.delivery.room_threads import RoomThreads
from bot.domain.case_state import CaseState
from bot.domain.ids import case_name
from bot.domain.settings import RoomKind, Settings
from bot.domain.stages import Outcome
from bot.services.deliveries import Deliveries
from bot.services.ports import Clock, Room
from bot.services.queries import Queries
from bot.services.room_effects import room_stays_alert
from bot.services.rooms import RoomEvents

Result = TypeVar("Result")

_NO_PLACE: Final = CHANNELS_FULL | {THREADS_FULL, FORM_REFUSED}
"""Discord's codes for a room of one kind that finds no place, where one of the other kind may."""

_logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)


class Rooms:
    """Makes, finds, opens and removes case rooms."""

    def __init__(
        self, rest: DiscordRest, queries: Queries, deliveries: Deliveries, events: RoomEvents, clock: Clock
    ) -> None:
        self._rest = rest
        self._queries = queries
        self._deliveries = deliveries
        self._events = events
        self._clock = clock
        self._powers = Powers(rest)
        self._channels = RoomChannels(rest, self._powers)
        self._threads = RoomThreads(rest, self._powers, deliveries)
        # Two rooms made at once could each make the category: one at a time in a guild.
        self._making: dict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def ensure(self, guild_id: int, case_id: int) -> Room:
        """The case's room as known, made if there is none.

        Raises Forbidden or NoPlaceForRoom, and RoomGone for a case that has ended.
        """
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

    async def use(self, room: Room, act: Callable[[], Awaitable[Result]]) -> Result:
        """Do something in a room. A thread that sleeps is woken for it, and one of an ended case shut again."""
        if not room.is_thread:
            return await act()
        thread = await self._rest.channel(room.channel_id)
        if thread is None:
            # Whoever acts finds out, and knows what to do about it.
            return await act()
        state = (await self._queries.card(room.guild_id, room.case_id)).state
        await self._threads.wake(thread, state)
        result = await act()
        if thread.archived and not state.is_open:
            await self._threads.shut(thread, state)
        return result

    async def remove(self, guild_id: int, case_id: int) -> None:
        """Delete the room of a case that ended long ago (R11.2); it never gets another one.

        Where Discord refuses, staff are told once, and it is asked again another day.
        """
        room = await self._deliveries.room_of(guild_id, case_id)
        view = await self._queries.card(guild_id, case_id)
        if room is None or room.removed_at_ms is not None or view.state.is_open:
            return
        try:
            await self._rest.delete_channel(room.channel_id, reason=case_name(case_id))
        except discord.Forbidden as error:
            _logger.warning("room_not_removed", guild_id=guild_id, channel_id=room.channel_id, error=error.text)
            await self._deliveries.tell_staff(room_stays_alert(room))
            return
        await self._deliveries.room_removed(room, self._clock.now_ms())

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
        state = (await self._queries.card(guild_id, case_id)).state
        settings = await self._queries.settings_of(guild_id)
        of_kind = self._threads if channel.is_thread else self._channels
        await of_kind.set_access(channel, state, settings, closed_to_id=closed_to_id)

    async def can_see(self, room: Room, member_id: int) -> bool:
        """Whether a member is in the guild and may see the room at this moment (R9.4): a thread only from inside or by
        Manage Threads, and only who sees the channel above it."""
        place = await self._place(room)
        if place is None:
            return False
        permissions = await self._powers.of_member(room.guild_id, place, member_id)
        if permissions is None or not permissions.view_channel:
            return False
        if not room.is_thread or permissions.manage_threads:
            return True
        is_inside = await self._rest.is_in_thread(room.channel_id, member_id)
        return is_inside or member_id == await self._rest.owner_id(room.guild_id)

    async def _place(self, room: Room) -> ChannelFacts | None:
        """The channel whose overwrites say who may do what in the room; None if the room is gone."""
        channel = await self._rest.channel(room.channel_id)
        if channel is None or not channel.is_thread or channel.parent_id is None:
            return channel
        return await self._rest.channel(channel.parent_id)

    async def check(self, guild_id: int, case_id: int) -> None:
        """Note whether the room can be posted to, after setting right what can be set right (R9.4)."""
        try:
            room = await self.verify(guild_id, case_id)
            reached = await self._can_post(room)
        except NoPlaceForRoom:
            reached = False
        except discord.Forbidden:
            room = await self._deliveries.room_of(guild_id, case_id)
            reached = room is not None and await self._can_post(room)
        if reached:
            await self._deliveries.room_reached(guild_id, case_id)
            await self._deliveries.tell_held(guild_id, case_id, self._clock.now_ms())
        else:
            await self._deliveries.room_unreachable(guild_id, case_id)

    async def may_pin(self, room: Room) -> bool:
        """Whether the bot may pin messages in the room."""
        permissions = await self._own_permissions(room)
        return permissions is not None and permissions.pin_messages

    async def _own_permissions(self, room: Room) -> discord.Permissions | None:
        place = await self._place(room)
        return None if place is None else await self._powers.of_member(room.guild_id, place, self._rest.bot_id)

    async def _can_post(self, room: Room) -> bool:
        try:
            permissions = await self._own_permissions(room)
        except discord.Forbidden:
            return False
        if permissions is None:
            return False
        may_write = permissions.send_messages_in_threads if room.is_thread else permissions.send_messages
        return permissions.view_channel and may_write

    async def _find_or_make(self, state: CaseState, settings: Settings) -> Room:
        channels = await self._rest.channels(state.guild_id)
        found = await self._channels.find(state, settings, channels)
        found = found or await self._threads.find(state, settings, channels)
        if found is not None:
            room = await self._noted(state, found.channel_id, is_thread=found.is_thread)
            of_kind = self._threads if found.is_thread else self._channels
            await of_kind.set_access(found, state, settings)
            return room
        crowded = not await self._channels.has_place(state.guild_id, channels)
        threads_first = crowded or settings.rooms is RoomKind.THREAD
        refused: discord.HTTPException | None = None
        for is_thread in (threads_first, not threads_first):
            try:
                return await self._made(state, settings, channels, is_thread=is_thread)
            except discord.HTTPException as error:
                if not (isinstance(error, discord.Forbidden) or error.code in _NO_PLACE):
                    raise
                _logger.warning(
                    "room_refused", guild_id=state.guild_id, is_thread=is_thread, code=error.code, error=error.text
                )
                room = await self._deliveries.room_of(state.guild_id, state.case_id)
                if room is not None:
                    # It stands, whatever was refused afterwards.
                    return room
                refused = refused or error
        if isinstance(refused, discord.Forbidden):
            raise refused
        raise NoPlaceForRoom("the server has no place left for a room") from refused

    async def _made(
        self, state: CaseState, settings: Settings, channels: list[ChannelFacts], *, is_thread: bool
    ) -> Room:
        of_kind = self._threads if is_thread else self._channels

        async def noted(channel_id: int) -> None:
            await self._noted(state, channel_id, is_thread=is_thread)

        await of_kind.make(state, settings, channels, noted)
        room = await self._deliveries.room_of(state.guild_id, state.case_id)
        if room is None:
            raise LookupError(f"the room of {case_name(state.case_id)} was lost as soon as it was made")
        return room

    async def _noted(self, state: CaseState, channel_id: int, *, is_thread: bool) -> Room:
        room = Room(state.guild_id, state.case_id, channel_id, is_thread=is_thread)
        await self._deliveries.room_made(room)
        return room
