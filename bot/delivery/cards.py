"""The pinned card of each case: edited in place, and posted anew where that is no longer possible."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import discord
import structlog

from bot.delivery.discord_rest import (
    OLD_EDIT_LIMIT,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    DiscordRest,
    PostedMessage,
)
from bot.delivery.nonces import nonce_of
from bot.delivery.rooms import Rooms
from bot.domain.ids import case_name
from bot.services.deliveries import Deliveries
from bot.services.ports import Room
from bot.services.queries import Queries
from bot.ui.cards import case_card
from bot.ui.notes import note
from bot.ui.posted import are_a_cards
from bot.ui.texts_rooms import card_replaced

_logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)

_LOST: Final = frozenset({UNKNOWN_MESSAGE, OLD_EDIT_LIMIT})


@dataclass(frozen=True, slots=True)
class Cards:
    """Keeps one current, pinned card in each room."""

    rest: DiscordRest
    queries: Queries
    deliveries: Deliveries
    rooms: Rooms
    hears_messages: Callable[[], bool]

    async def refresh(self, guild_id: int, case_id: int, key: str) -> None:
        """Bring the card up to date; where it is lost, unpinned or too old, post and pin a new one.

        `key` makes a repeated attempt post the same message.
        """
        room = await self.rooms.ensure(guild_id, case_id)
        try:
            await self._refresh_in(room, key)
        except discord.NotFound as error:
            if error.code != UNKNOWN_CHANNEL:
                raise
            await self._refresh_in(await self.rooms.gone(room), key)

    async def _refresh_in(self, room: Room, key: str) -> None:
        await self.rooms.use(room, lambda: self._refresh(room, key))

    async def _refresh(self, room: Room, key: str) -> None:
        card_id = room.card_message_id
        card_id = await self._adopted(room) if card_id is None else card_id
        edited = None if card_id is None else await self._edited(room, card_id)
        if edited is not None and (edited.pinned or not await self.rooms.may_pin(room)):
            await self._note(room, edited.message_id)
            return
        if edited is not None and room.card_message_id is None:
            # Posted by an attempt that ended before it was pinned and noted.
            await self._pin(room, edited.message_id)
            return
        posted = await self._post(room, key)
        await self._pin(room, posted.message_id)
        if card_id is not None and card_id != posted.message_id:
            await self._retire(room, card_id)

    async def _adopted(self, room: Room) -> int | None:
        """A card in the room that nobody noted: an earlier attempt's."""
        for message in await self.rest.recent(room.channel_id):
            if message.author_id == self.rest.bot_id and are_a_cards(message.custom_ids):
                return message.message_id
        return None

    async def _card(self, room: Room) -> discord.ui.LayoutView:
        view = await self.queries.card(room.guild_id, room.case_id)
        return case_card(view, keeps_messages=self.hears_messages())

    async def _edited(self, room: Room, card_id: int) -> PostedMessage | None:
        view = await self._card(room)
        try:
            return await self.rest.edit(room.channel_id, card_id, view=view)
        except discord.HTTPException as error:
            if error.code in _LOST:
                return None
            raise

    async def _post(self, room: Room, key: str) -> PostedMessage:
        view = await self._card(room)
        return await self.rest.post(room.channel_id, nonce=nonce_of(f"card:{key}"), view=view)

    async def _pin(self, room: Room, message_id: int) -> None:
        try:
            await self.rest.pin(room.channel_id, message_id, reason=case_name(room.case_id))
        except discord.Forbidden as error:
            # It is the card all the same; once the bot may pin again, it is replaced by one that is pinned.
            _logger.warning("card_not_pinned", guild_id=room.guild_id, channel_id=room.channel_id, error=error.text)
        await self._note(room, message_id)

    async def _note(self, room: Room, message_id: int) -> None:
        await self.deliveries.card_posted(room.guild_id, room.case_id, message_id)

    async def _retire(self, room: Room, card_id: int) -> None:
        """Take the old card's buttons away; one that can't be edited goes as a whole."""
        try:
            await self.rest.edit(room.channel_id, card_id, view=note(card_replaced(room.case_id)))
        except discord.HTTPException as error:
            if error.code == OLD_EDIT_LIMIT:
                await self.rest.delete_message(room.channel_id, card_id)
            elif error.code != UNKNOWN_MESSAGE:
                raise
