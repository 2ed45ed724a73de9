"""Making the channels of `/config setup`: each is looked for before it is made, so that it may be asked for again."""

from dataclasses import dataclass
from typing import Final

import discord
import structlog

from bot.delivery.access import VIEW, merged, opens_to_no_more_than, parent_overwrites
from bot.delivery.discord_rest import (
    CATEGORY,
    CHANNELS_FULL,
    TEXT_CHANNEL,
    ChannelFacts,
    DiscordRest,
    Overwrite,
    overwrite_payloads,
)
from bot.delivery.powers import Powers
from bot.delivery.room_channels import made_once, remove_doubles
from bot.domain.actors import StaffRole
from bot.domain.settings import ChannelKind, Settings
from bot.services.needs import CATEGORY_ROOMS
from bot.services.ports import Clock, OutboxMessage
from bot.services.set_up import SetUps, kinds_for
from bot.ui.texts_set_up import NAMES, SET_UP_CATEGORY, TOPICS

_logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)

_READ: Final = discord.Permissions(view_channel=True, read_message_history=True, use_application_commands=True).value
_WRITE: Final = _READ | discord.Permissions(send_messages=True, embed_links=True, attach_files=True).value
_POST: Final = discord.Permissions(
    send_messages=True, create_public_threads=True, create_private_threads=True, send_messages_in_threads=True
).value
_WHOSE: Final = {
    ChannelKind.STAFF: (StaffRole.MODERATOR, _WRITE),
    ChannelKind.RECORDS: (StaffRole.MODERATOR, _READ),
    ChannelKind.CASHIER: (StaffRole.CASHIER, _WRITE),
}
"""Who gets into a channel that is closed to all others, and what they may do there."""


@dataclass(frozen=True, slots=True)
class ServerSetUp:
    """Makes what is missing, opens it to the roles that are set, and has it noted."""

    rest: DiscordRest
    powers: Powers
    set_ups: SetUps
    clock: Clock

    async def carry_out(self, message: OutboxMessage) -> None:
        """Make what there isn't yet. What Discord refuses is told to the admin who asked; what is made stays."""
        guild_id, member_id = message.guild_id, int(message.payload["member_id"])
        try:
            settings = await self.set_ups.settings(guild_id)
            found = [await self._channel(settings, kind, member_id) for kind in kinds_for(settings)]
        except discord.HTTPException as error:
            if not (isinstance(error, discord.Forbidden) or error.code in CHANNELS_FULL):
                raise
            _logger.warning("set_up_refused", guild_id=guild_id, code=error.code, error=error.text)
            is_full = error.code in CHANNELS_FULL
            await self.set_ups.refused(guild_id, member_id, is_full=is_full, key=message.dedupe_key)
        else:
            made = [channel_id for channel_id in found if channel_id not in settings.channel_ids.values()]
            if made:
                await self.set_ups.done(guild_id, member_id, made, message.dedupe_key)

    async def _channel(self, settings: Settings, kind: ChannelKind, member_id: int) -> int:
        channels = await self.rest.channels(settings.guild_id)
        set_id = settings.channel_ids.get(kind)
        found = next((item for item in channels if item.channel_id == set_id), None)
        if set_id is not None and (found is None or not _is_own(found, kind)):
            # The server's own: who may do what there is for its admins to say.
            return set_id
        if found is None:
            fresh = await self._overwrites(settings, kind, ())
            found = next((item for item in channels if _is_own(item, kind) and _is_ours(item, kind, fresh)), None)
        wanted = await self._overwrites(settings, kind, () if found is None else found.overwrites)
        if found is None:
            channel_id = await self._make(settings.guild_id, kind, wanted, channels)
        else:
            channel_id = found.channel_id
            if set(wanted) != set(found.overwrites):
                await self.rest.set_overwrites(channel_id, wanted, reason=NAMES[kind])
        await self.set_ups.made(settings.guild_id, kind, channel_id, member_id, self.clock.now_ms())
        return channel_id

    async def _overwrites(
        self, settings: Settings, kind: ChannelKind, present: tuple[Overwrite, ...]
    ) -> list[Overwrite]:
        guild_id, bot_id = settings.guild_id, self.rest.bot_id
        grantable = await self.powers.of_bot(guild_id)
        if kind is ChannelKind.CASES:
            wanted = parent_overwrites(present, settings, bot_id=bot_id, grantable=grantable, is_own=True)
            return merged(wanted, present)
        role, allow = _WHOSE[kind]
        handed_out = grantable | VIEW
        wanted = [
            Overwrite(guild_id, is_member=False, allow=0, deny=VIEW | (_POST & grantable if allow == _READ else 0)),
            Overwrite(bot_id, is_member=True, allow=_WRITE & handed_out, deny=0),
        ]
        if role in settings.role_ids:
            wanted.append(Overwrite(settings.role_ids[role], is_member=False, allow=allow & handed_out, deny=0))
        # A role that had the channel before loses it; what admins have set for others stays.
        kept = [item for item in present if item.is_member or (item.allow, item.deny) != (allow & handed_out, 0)]
        return merged(wanted, kept)

    async def _make(
        self, guild_id: int, kind: ChannelKind, overwrites: list[Overwrite], channels: list[ChannelFacts]
    ) -> int:
        parent_id = await self._category(guild_id, channels)

        async def make() -> ChannelFacts:
            return await self.rest.create_channel(
                guild_id,
                TEXT_CHANNEL,
                NAMES[kind],
                reason=NAMES[kind],
                topic=TOPICS[kind],
                parent_id=parent_id,
                permission_overwrites=overwrite_payloads(overwrites),
            )

        kept_id, doubles = await made_once(
            make, lambda: self.rest.channels(guild_id), lambda item: _is_own(item, kind), channels
        )
        await remove_doubles(self.rest, guild_id, kept_id, doubles)
        return kept_id

    async def _category(self, guild_id: int, channels: list[ChannelFacts]) -> int | None:
        """The category of the channels; none where it is full."""

        def is_it(channel: ChannelFacts) -> bool:
            return channel.kind == CATEGORY and channel.name == SET_UP_CATEGORY

        found = next(filter(is_it, channels), None)
        if found is not None:
            inside = sum(1 for item in channels if item.parent_id == found.channel_id)
            return found.channel_id if inside < CATEGORY_ROOMS else None
        kept_id, doubles = await made_once(
            lambda: self.rest.create_channel(guild_id, CATEGORY, SET_UP_CATEGORY, reason=SET_UP_CATEGORY),
            lambda: self.rest.channels(guild_id),
            is_it,
            channels,
        )
        await remove_doubles(self.rest, guild_id, kept_id, doubles)
        return kept_id


def _is_ours(channel: ChannelFacts, kind: ChannelKind, overwrites: list[Overwrite]) -> bool:
    """Whether an attempt has left a channel that ended before it was noted. Anybody may give theirs such a topic, but
    one that lets others in was not made by us."""
    return kind is ChannelKind.CASES or opens_to_no_more_than(channel.overwrites, overwrites)


def _is_own(channel: ChannelFacts, kind: ChannelKind) -> bool:
    return channel.kind == TEXT_CHANNEL and channel.topic == TOPICS[kind]
