"""What each outbox message does in Discord. Every effect may be attempted again and does its work once."""

from contextlib import suppress
from dataclasses import dataclass

from bot.delivery.cards import Cards
from bot.delivery.case_files import CaseFiles
from bot.delivery.notices import Notices
from bot.delivery.parties import Parties
from bot.delivery.relay import RoomGone, RoomNeverMade
from bot.delivery.rooms import Rooms
from bot.delivery.set_up import ServerSetUp
from bot.domain.settings import ChannelKind
from bot.services.outbox import OutboxQueue
from bot.services.ports import ClaimedMessage, EffectKind


@dataclass(frozen=True, slots=True)
class DiscordEffects:
    """Hands a claimed message to whom it concerns."""

    queue: OutboxQueue
    rooms: Rooms
    cards: Cards
    parties: Parties
    notices: Notices
    case_files: CaseFiles
    set_up: ServerSetUp

    async def dispatch(self, claimed: ClaimedMessage) -> None:
        """Do what the message asks for. Raises Undeliverable, and what discord.py raises for a call that failed."""
        with suppress(RoomNeverMade):
            await self._do(claimed)
        self.notices.done(claimed)

    async def _do(self, claimed: ClaimedMessage) -> None:
        message = claimed.message
        match message.kind:
            case (
                EffectKind.ROOM_OPEN
                | EffectKind.ROOM_ACCESS
                | EffectKind.ROOM_CHECK
                | EffectKind.ROOM_REMOVE
                | EffectKind.CARD
            ):
                await self._look_after_room(claimed)
            case EffectKind.SET_UP:
                await self.set_up.carry_out(message)
            case EffectKind.PARTY_CHECK:
                await self.parties.look(message.guild_id, int(message.payload["member_id"]))
            case EffectKind.ROOM_POST:
                await self.notices.room_post(claimed)
            case EffectKind.DIRECT:
                await self.notices.direct(claimed)
            case EffectKind.STAFF_POST:
                await self.notices.channel_post(claimed, ChannelKind.STAFF)
            case EffectKind.CASHIER_POST:
                await self.notices.channel_post(claimed, ChannelKind.CASHIER)
            case EffectKind.RECORDS_POST:
                await self.notices.channel_post(claimed, ChannelKind.RECORDS)
            case EffectKind.CASE_FILE:
                await self.case_files.post(claimed)

    async def _look_after_room(self, claimed: ClaimedMessage) -> None:
        message = claimed.message
        guild_id, case_id = message.guild_id, int(message.payload["case_id"])
        match message.kind:
            case EffectKind.ROOM_OPEN:
                await self.rooms.verify(guild_id, case_id)
                await self.cards.refresh(guild_id, case_id, message.dedupe_key)
            case EffectKind.ROOM_ACCESS:
                closed_to_id = message.payload.get("closed_to_id")
                await self.rooms.open_to_whom_it_concerns(guild_id, case_id, closed_to_id=closed_to_id)
            case EffectKind.ROOM_CHECK:
                await self.rooms.check(guild_id, case_id)
            case EffectKind.ROOM_REMOVE:
                await self.rooms.remove(guild_id, case_id)
            case _:
                # The newest card wins: whoever comes later shows at least as much.
                if not await self.queue.newer_of_kind(claimed.outbox_id, message.target, message.kind):
                    with suppress(RoomGone):
                        await self.cards.refresh(guild_id, case_id, message.dedupe_key)
