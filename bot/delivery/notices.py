"""Short messages: in the room, by direct message, to staff. What fails one way is tried the next (R12.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

import discord

from bot.delivery.discord_rest import NO_RECIPIENT, UNKNOWN_CHANNEL, DiscordRest, PostedMessage
from bot.delivery.nonces import nonce_of, personal_nonce
from bot.delivery.relay import NoPlaceForRoom, Undeliverable
from bot.delivery.rooms import Rooms
from bot.domain.settings import ChannelKind
from bot.services.deliveries import Deliveries
from bot.services.ports import (
    ClaimedMessage,
    Clock,
    Delivery,
    NoticeKind,
    OutboxMessage,
    RequestDelivery,
    Room,
    Route,
    Signal,
)
from bot.services.queries import Queries
from bot.services.request_clocks import RequestClocks
from bot.ui.attached import Attached
from bot.ui.cards import NoticeMessage, notice_message, undelivered_message
from bot.ui.posted import text_of

HOUR_MS: Final = 3_600_000
_CLOCK_DIFFERENCE_MS: Final = 60_000
_STAFF_HEAR_ANYWAY: Final = frozenset({"clock_held", "party_left"})
"""News that staff get as a message of their own, which says that or why somebody can't be reached."""


@dataclass(frozen=True, slots=True)
class Notices:
    """Posts what people are told, and reports which notices reached whom."""

    rest: DiscordRest
    queries: Queries
    deliveries: Deliveries
    requests: RequestClocks
    rooms: Rooms
    clock: Clock
    committed: Signal
    first_tried_ms: dict[int, int] = field(default_factory=dict[int, int])
    """When this process first tried a message that has failed since, by outbox id."""

    async def room_post(self, claimed: ClaimedMessage) -> None:
        """Post in the case room; where that can't be, tell each person mentioned, and where that can't be, staff."""
        message = claimed.message
        case_id = int(message.payload["case_id"])
        words = await self._words(message)
        notice = message.payload.get("notice")
        try:
            if notice is not None:
                # Somebody may have taken a party's way into the room away: what counts as notice must be readable.
                await self.rooms.open_to_whom_it_concerns(message.guild_id, case_id)
            room, posted = await self._post_in_room(claimed, case_id, words)
        except (discord.Forbidden, discord.NotFound, NoPlaceForRoom) as error:
            await self.deliveries.room_unreachable(message.guild_id, case_id)
            await self._instead_of_room(message, error)
            return
        await self.deliveries.room_reached(message.guild_id, case_id)
        if notice is not None and await self._counts_in(room, notice):
            await self._delivered(message, notice, Route.ROOM, posted.message_id)

    async def _counts_in(self, room: Room, notice: Mapping[str, Any]) -> bool:
        """Whether a notice in the room is delivered: the party sees it, or has heard the opening notice before; after
        that, posting counts, whatever the party did meanwhile (R9.4)."""
        member_id, deadline_id = int(notice["member_id"]), int(notice["deadline_id"])
        reminds = notice["kind"] == NoticeKind.REMINDER
        if reminds and await self.deliveries.has_heard(room.guild_id, room.case_id, deadline_id, member_id):
            return True
        return await self.rooms.can_see(room, member_id)

    async def _post_in_room(
        self, claimed: ClaimedMessage, case_id: int, words: NoticeMessage
    ) -> tuple[Room, PostedMessage]:
        room = await self.rooms.ensure(claimed.message.guild_id, case_id)
        try:
            return room, await self.post_in(room, claimed, words)
        except discord.NotFound as error:
            if error.code != UNKNOWN_CHANNEL:
                raise
            room = await self.rooms.gone(room)
            return room, await self.post_in(room, claimed, words)

    async def post_in(
        self, room: Room, claimed: ClaimedMessage, words: NoticeMessage, files: Sequence[Attached] = ()
    ) -> PostedMessage:
        """Post in a room once, waking a thread that sleeps."""
        return await self.rooms.use(room, lambda: self.post_once(claimed, room.channel_id, words, files))

    async def post_once(
        self, claimed: ClaimedMessage, channel_id: int, words: NoticeMessage, files: Sequence[Attached] = ()
    ) -> PostedMessage:
        """Post, unless an earlier attempt did: the nonce is good for minutes only, so a late one looks first."""
        since_ms = self._since_ms(claimed)
        if since_ms is not None:
            wanted = text_of(words.content, words.view)
            for message in await self.rest.recent(channel_id):
                same = message.author_id == self.rest.bot_id and message.text == wanted
                if same and message.made_at_ms >= since_ms:
                    return message
        return await self._send(channel_id, nonce_of(claimed.message.dedupe_key), words, files)

    def _since_ms(self, claimed: ClaimedMessage) -> int | None:
        """From when on a message like this one is this one; None at the first attempt, when there is none."""
        now_ms = self.clock.now_ms()
        if claimed.attempts <= 1:
            self.first_tried_ms[claimed.outbox_id] = now_ms
            return None
        first_ms = self.first_tried_ms.get(claimed.outbox_id)
        if first_ms is not None:
            return first_ms - _CLOCK_DIFFERENCE_MS
        # The process that tried it has died. Only reminders read alike again and again, an hour apart at least.
        notice = claimed.message.payload.get("notice")
        return now_ms - HOUR_MS if notice is not None and notice["kind"] == NoticeKind.REMINDER else 0

    def done(self, claimed: ClaimedMessage) -> None:
        """The message is dealt with and won't be tried again."""
        self.first_tried_ms.pop(claimed.outbox_id, None)

    async def _send(
        self, channel_id: int, nonce: str, words: NoticeMessage, files: Sequence[Attached] = ()
    ) -> PostedMessage:
        return await self.rest.post(
            channel_id,
            nonce=nonce,
            content=words.content,
            view=words.view,
            mention_ids=words.mention_ids,
            files=files or words.files,
        )

    async def _instead_of_room(self, message: OutboxMessage, error: discord.HTTPException | NoPlaceForRoom) -> None:
        notice = message.payload.get("notice")
        told = False
        unreached: list[int] = []
        for member_id in map(int, message.payload.get("mention") or ()):
            direct_id = await self._direct_message(message, member_id)
            if direct_id is None:
                unreached.append(member_id)
                continue
            told = True
            if notice is not None and int(notice["member_id"]) == member_id:
                await self._delivered(message, notice, Route.DIRECT, direct_id)
        for member_id in unreached or (() if told else (None,)):
            told |= await self._to_staff(message, member_id)
        if not told:
            raise Undeliverable(f"the room is out of reach, and nobody else could be told: {error}")

    async def direct(self, claimed: ClaimedMessage) -> None:
        """Send a direct message; where that can't be, the room has the same news, or staff are told."""
        message = claimed.message
        member_id = int(message.payload["member_id"])
        if await self._room_is_enough(message, member_id):
            return
        posted_id = await self._direct_message(message, member_id)
        if posted_id is not None:
            notice = message.payload.get("notice")
            if notice is not None:
                await self._delivered(message, notice, Route.DIRECT, posted_id)
            return
        await self._not_delivered(message)
        await self.instead_of_direct(message, member_id)

    async def _room_is_enough(self, message: OutboxMessage, member_id: int) -> bool:
        """Whether direct messages are switched off, and a party has the same news in the room, where it counts as
        notice too (R9.4). Who doesn't see the room is still written to, and so is staff."""
        facts = cast("dict[str, Any]", message.payload.get("facts") or {})
        if member_id not in (facts.get("client_id"), facts.get("freelancer_id")):
            return False
        settings = await self.queries.settings_of(message.guild_id)
        return not settings.dm_notices and await self._room_tells(message, member_id)

    async def instead_of_direct(self, message: OutboxMessage, member_id: int) -> None:
        """A direct message was refused: the room has the same news, or staff are told (R12.2). Raises Undeliverable."""
        if await self._room_tells(message, member_id):
            return
        if not await self._to_staff(message, member_id):
            raise Undeliverable("the direct message was refused, and there is no other way to tell")

    async def _not_delivered(self, message: OutboxMessage) -> None:
        """A request's notice has no room to fall back on: then nothing is carried out by silence (R3.4)."""
        notice, milestone_id = message.payload.get("notice"), message.payload.get("milestone_id")
        if notice is None or milestone_id is None:
            return
        await self.requests.undelivered(message.guild_id, int(milestone_id), int(notice["deadline_id"]))
        self.committed()

    async def _room_tells(self, message: OutboxMessage, member_id: int) -> bool:
        """Whether a room has the news: all that a case tells directly, it also tells in its room."""
        case_id = message.payload.get("case_id")
        if case_id is None:
            return False
        try:
            # The news may be the opening itself, whose room is only being made.
            room = await self.rooms.ensure(message.guild_id, int(case_id))
        except (discord.Forbidden, discord.NotFound, Undeliverable):
            return False
        return not room.unreachable and await self.rooms.can_see(room, member_id)

    async def _direct_message(self, message: OutboxMessage, member_id: int) -> int | None:
        """The message's id, or None if the person can't be sent any."""
        words = await self._words(message, server_name=self.rest.server_name(message.guild_id))
        try:
            channel_id = await self.rest.open_direct(member_id)
            posted = await self._send(channel_id, personal_nonce(message, member_id), words)
        except (discord.Forbidden, discord.NotFound):
            return None
        except discord.HTTPException as error:
            if error.code == NO_RECIPIENT:
                return None
            raise
        return posted.message_id

    async def channel_post(self, claimed: ClaimedMessage, kind: ChannelKind) -> None:
        """Post in the staff's or the cashiers' channel, if the server has named one."""
        words = await self._words(claimed.message)
        channel_id = await self.channel_id(claimed.message.guild_id, kind)
        if channel_id is None:
            return
        try:
            await self.post_once(claimed, channel_id, words)
        except (discord.Forbidden, discord.NotFound) as error:
            raise Undeliverable(f"the {kind.value} channel can't be posted in: {error.text}") from error

    async def _to_staff(self, message: OutboxMessage, member_id: int | None) -> bool:
        """Tell staff what didn't reach a member, or the room if None; whether they know. Once for each member."""
        channel_id = await self.channel_id(message.guild_id, ChannelKind.STAFF)
        if channel_id is None:
            return False
        if message.payload["text"] in _STAFF_HEAR_ANYWAY:
            return True
        key = message.dedupe_key if member_id is None else personal_nonce(message, member_id)
        words = undelivered_message(message.payload, await self._texts(message), member_id)
        try:
            await self._send(channel_id, nonce_of(f"staff:{key}"), words)
        except (discord.Forbidden, discord.NotFound):
            return False
        return True

    async def channel_id(self, guild_id: int, kind: ChannelKind) -> int | None:
        """The channel that the server has named for something."""
        return (await self.queries.settings_of(guild_id)).channel_ids.get(kind)

    async def _words(self, message: OutboxMessage, *, server_name: str | None = None) -> NoticeMessage:
        texts = await self._texts(message)
        return notice_message(message.payload, texts, guild_id=message.guild_id, server_name=server_name)

    async def _texts(self, message: OutboxMessage) -> dict[str, str]:
        text_ids: Mapping[str, str] = message.payload.get("text_ids") or {}
        bodies = await self.queries.texts(message.guild_id, list(text_ids.values()))
        return {name: bodies[text_id] for name, text_id in text_ids.items() if text_id in bodies}

    async def _delivered(
        self, message: OutboxMessage, notice: Mapping[str, Any], route: Route, message_id: int
    ) -> None:
        milestone_id = message.payload.get("milestone_id")
        if milestone_id is not None:
            await self.requests.delivered(
                RequestDelivery(
                    guild_id=message.guild_id,
                    milestone_id=int(milestone_id),
                    deadline_id=int(notice["deadline_id"]),
                    member_id=int(notice["member_id"]),
                    notice=NoticeKind(notice["kind"]),
                    delivered_at_ms=self.clock.now_ms(),
                    message_id=message_id,
                )
            )
            self.committed()
            return
        await self.deliveries.delivered(
            Delivery(
                guild_id=message.guild_id,
                case_id=int(message.payload["case_id"]),
                deadline_id=int(notice["deadline_id"]),
                member_id=int(notice["member_id"]),
                notice=NoticeKind(notice["kind"]),
                route=route,
                delivered_at_ms=self.clock.now_ms(),
                message_id=message_id,
            )
        )
