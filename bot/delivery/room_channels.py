"""Case rooms that are text channels: found or made, in a category that has a place left, and opened to whom they
concern."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

import discord
import structlog

from bot.delivery.access import merged, opens_to_no_more_than, room_overwrites
from bot.delivery.discord_rest import (
    CATEGORY,
    FORM_REFUSED,
    TEXT_CHANNEL,
    ChannelFacts,
    DiscordRest,
    Overwrite,
    overwrite_payloads,
)
from bot.delivery.powers import Powers
from bot.domain.case_state import CaseState
from bot.domain.ids import case_name
from bot.domain.settings import ChannelKind, Settings
from bot.services.needs import CATEGORY_ROOMS, CHANNEL_RESERVE, CHANNELS
from bot.ui.texts_rooms import ROOM_CATEGORY, room_topic

_logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)

Noted = Callable[[int], Awaitable[None]]
"""Keeps that a channel or thread is the case's room: people see it from then on, and what they type must be known."""


@dataclass(frozen=True, slots=True)
class RoomChannels:
    """Makes, finds and opens channels of cases."""

    rest: DiscordRest
    powers: Powers

    async def has_place(self, guild_id: int, channels: list[ChannelFacts]) -> bool:
        """Whether the server is far enough from the number of channels that Discord allows."""
        known = max(len(channels), await self.rest.channel_count(guild_id))
        return known < CHANNELS - CHANNEL_RESERVE

    async def find(self, state: CaseState, settings: Settings, channels: list[ChannelFacts]) -> ChannelFacts | None:
        """The case's channel, made by an attempt that ended before it was noted."""
        overwrites = await self._overwrites(state, settings)
        return next((item for item in channels if _is_room(item, state, overwrites)), None)

    async def make(self, state: CaseState, settings: Settings, channels: list[ChannelFacts], noted: Noted) -> None:
        """Make the case's channel and have it noted. Raises HTTPException where there is no place for it."""
        name = case_name(state.case_id)
        overwrites = await self._overwrites(state, settings)
        full: set[int] = set()
        noted_ids: list[int] = []

        async def make() -> ChannelFacts:
            while True:
                parent_id = await self._parent(state.guild_id, settings, channels, full)
                try:
                    channel = await self.rest.create_channel(
                        state.guild_id,
                        TEXT_CHANNEL,
                        name.lower(),
                        reason=name,
                        topic=room_topic(state.case_id),
                        parent_id=parent_id,
                        permission_overwrites=overwrite_payloads(overwrites),
                    )
                except discord.HTTPException as error:
                    # Channels that the bot can't see count too, and somebody else may have been faster.
                    if error.code != FORM_REFUSED or parent_id in full or "parent_id" not in error.text:
                        raise
                    full.add(parent_id)
                    continue
                noted_ids.append(channel.channel_id)
                await noted(channel.channel_id)
                return channel

        kept_id, doubles = await made_once(
            make,
            lambda: self.rest.channels(state.guild_id),
            lambda item: _is_room(item, state, overwrites),
            channels,
        )
        if kept_id not in noted_ids:
            await noted(kept_id)
        await remove_doubles(self.rest, state.guild_id, kept_id, doubles)

    async def set_access(
        self, channel: ChannelFacts, state: CaseState, settings: Settings, *, closed_to_id: int | None = None
    ) -> None:
        """Set who may do what in the channel, from the case as it is now."""
        wanted = await self._overwrites(state, settings)
        overwrites = merged(wanted, [item for item in channel.overwrites if item.target_id != closed_to_id])
        if set(overwrites) != set(channel.overwrites):
            await self.rest.set_overwrites(channel.channel_id, overwrites, reason=case_name(state.case_id))

    async def _overwrites(self, state: CaseState, settings: Settings) -> list[Overwrite]:
        grantable = await self.powers.of_bot(state.guild_id)
        return room_overwrites(state, settings, bot_id=self.rest.bot_id, grantable=grantable)

    async def _parent(self, guild_id: int, settings: Settings, channels: list[ChannelFacts], refused: set[int]) -> int:
        """The category for a new room: beside the configured cases channel, else one of the bot's making."""
        counted = {item.channel_id for item in channels if _rooms_in(channels, item.channel_id) >= CATEGORY_ROOMS}
        full = counted | refused
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

        async def make() -> ChannelFacts:
            return await self.rest.create_channel(guild_id, CATEGORY, title, reason=title)

        kept_id, doubles = await made_once(
            make,
            lambda: self.rest.channels(guild_id),
            lambda item: item.kind == CATEGORY and item.name == title,
            channels,
        )
        await remove_doubles(self.rest, guild_id, kept_id, doubles)
        return kept_id


async def made_once(
    make: Callable[[], Awaitable[ChannelFacts]],
    look: Callable[[], Awaitable[list[ChannelFacts]]],
    is_one: Callable[[ChannelFacts], bool],
    known: Iterable[ChannelFacts],
) -> tuple[int, list[int]]:
    """Make a channel or thread, and look whether there is one of it: a request repeated after a 502 may have been done
    twice. Whoever looks agrees on which one is kept; the others are to be removed."""
    made = await make()
    known_ids = {item.channel_id for item in known}
    new = [item.channel_id for item in await look() if is_one(item) and item.channel_id not in known_ids]
    kept_id, *doubles = new or [made.channel_id]
    return kept_id, doubles


async def remove_doubles(rest: DiscordRest, guild_id: int, kept_id: int, doubles: Iterable[int]) -> None:
    """Delete what was made twice, once it is known what is kept."""
    for channel_id in doubles:
        _logger.warning("channel_made_twice", guild_id=guild_id, kept_id=kept_id, deleted_id=channel_id)
        await rest.delete_channel(channel_id, reason="Made twice")


def _is_room(channel: ChannelFacts, state: CaseState, overwrites: list[Overwrite]) -> bool:
    return (
        channel.kind == TEXT_CHANNEL
        and channel.topic.split(" ", 1)[0] == case_name(state.case_id)
        # Anybody may call a channel so: one that lets others in was not made by us.
        and opens_to_no_more_than(channel.overwrites, overwrites)
    )


def _rooms_in(channels: list[ChannelFacts], category_id: int) -> int:
    return sum(1 for channel in channels if channel.parent_id == category_id)
