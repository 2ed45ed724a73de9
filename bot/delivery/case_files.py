"""Case files for those whom a case concerns (R11.2): in the room, by direct message, in the records channel."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import discord

from bot.delivery.discord_rest import NO_RECIPIENT, TOO_LARGE, UNKNOWN_CHANNEL, DiscordRest, PostedMessage
from bot.delivery.notices import Notices
from bot.delivery.relay import Undeliverable
from bot.domain.case_state import CaseState
from bot.domain.deadlines import SECOND_MS
from bot.domain.settings import ChannelKind
from bot.services.deliveries import Deliveries
from bot.services.ports import ClaimedMessage, Clock
from bot.services.queries import Queries
from bot.ui.attached import Attached, Shape, shaped
from bot.ui.cards import NoticeMessage, notice_message
from bot.ui.case_file import MadeCaseFile, made

_GOOD_FOR_MS: Final = 60_000
"""How long a file that was made goes out as it is: the room, both parties and the records channel get the same one."""

_Send = Callable[[NoticeMessage, Sequence[Attached]], Awaitable[PostedMessage]]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A case file, its record's head, and when it was made."""

    guild_id: int
    state: CaseState
    head_sequence: int
    head_hash: str
    file: MadeCaseFile
    made_at_ms: int


@dataclass(slots=True)
class CaseFiles:
    """Posts case files. They are made beside the event loop, one at a time, from one consistent read each."""

    rest: DiscordRest
    queries: Queries
    deliveries: Deliveries
    notices: Notices
    clock: Clock
    _making: asyncio.Lock = field(default_factory=asyncio.Lock)
    _latest: _Ready | None = None

    async def post(self, claimed: ClaimedMessage) -> None:
        """Post a case file where the message says: `room`, `direct` or `records`. Raises Undeliverable.

        Who can't be written to finds it in the room; where there is none, staff are told (R12.2).
        """
        match claimed.message.payload["to"]:
            case "room":
                await self._in_room(claimed)
            case "direct":
                await self._direct(claimed)
            case _:
                await self._in_records(claimed)

    async def _in_room(self, claimed: ClaimedMessage) -> None:
        message = claimed.message
        room = await self.deliveries.room_of(message.guild_id, int(message.payload["case_id"]))
        if room is None or room.removed_at_ms is not None:
            # A small balance that was split never had one, and an ended case gets no new one.
            return
        ready = await self._ready(claimed)
        try:
            await self._sent(
                claimed,
                ready,
                self.rest.upload_limit(message.guild_id),
                lambda words, files: self.notices.post_in(room, claimed, words, files),
            )
        except discord.NotFound as error:
            if error.code != UNKNOWN_CHANNEL:
                raise
        except discord.Forbidden as error:
            raise Undeliverable(f"the room can't be posted in: {error.text}") from error

    async def _direct(self, claimed: ClaimedMessage) -> None:
        member_id = int(claimed.message.payload["member_id"])
        ready = await self._ready(claimed)
        try:
            channel_id = await self.rest.open_direct(member_id)
            await self._post_in(claimed, ready, channel_id, self.rest.upload_limit(None))
        except (discord.Forbidden, discord.NotFound):
            await self.notices.instead_of_direct(claimed.message, member_id)
        except discord.HTTPException as error:
            if error.code != NO_RECIPIENT:
                raise
            await self.notices.instead_of_direct(claimed.message, member_id)

    async def _in_records(self, claimed: ClaimedMessage) -> None:
        guild_id = claimed.message.guild_id
        channel_id = await self.notices.channel_id(guild_id, ChannelKind.RECORDS)
        if channel_id is None:
            return
        try:
            await self._post_in(claimed, await self._ready(claimed), channel_id, self.rest.upload_limit(guild_id))
        except (discord.Forbidden, discord.NotFound) as error:
            raise Undeliverable(f"the records channel can't be posted in: {error.text}") from error

    async def _post_in(self, claimed: ClaimedMessage, ready: _Ready, channel_id: int, limit_bytes: int) -> None:
        await self._sent(
            claimed,
            ready,
            limit_bytes,
            lambda words, files: self.notices.post_once(claimed, channel_id, words, files),
        )

    async def _sent(self, claimed: ClaimedMessage, ready: _Ready, limit_bytes: int, send: _Send) -> None:
        """Send the file as far as it fits: Discord may take less than it says, or no files in that place at all."""
        first = Shape.WHOLE
        while True:
            shape, files = await asyncio.to_thread(shaped, ready.file, limit_bytes, first)
            try:
                await send(await self._words(claimed, ready, shape), files)
            except discord.HTTPException as error:
                may_not_attach = isinstance(error, discord.Forbidden) and claimed.message.payload["to"] != "direct"
                if shape is Shape.LEFT_OUT or not (may_not_attach or error.code == TOO_LARGE):
                    raise
                first = Shape.LEFT_OUT if may_not_attach or shape is Shape.ZIP else Shape.ZIP
            else:
                return

    async def _words(self, claimed: ClaimedMessage, ready: _Ready, shape: Shape) -> NoticeMessage:
        message = claimed.message
        settings = await self.queries.settings_of(message.guild_id)
        ended_at_ms = ready.state.ended_at_ms or 0
        facts = {
            **message.payload["facts"],
            "shape": shape.value,
            "sequence": ready.head_sequence,
            "hash": ready.head_hash,
            "room_until_ms": ended_at_ms + settings.room_retention_seconds * SECOND_MS,
        }
        is_direct = message.payload["to"] == "direct"
        server_name = self.rest.server_name(message.guild_id) if is_direct else None
        return notice_message({**message.payload, "facts": facts}, {}, server_name=server_name)

    async def _ready(self, claimed: ClaimedMessage) -> _Ready:
        guild_id, case_id = claimed.message.guild_id, int(claimed.message.payload["case_id"])
        async with self._making:
            latest, now_ms = self._latest, self.clock.monotonic_ms()
            is_same = latest is not None and (latest.guild_id, latest.state.case_id) == (guild_id, case_id)
            if latest is None or not is_same or now_ms - latest.made_at_ms > _GOOD_FOR_MS:
                record = await self.queries.records.of_case(guild_id, case_id)
                file = await asyncio.to_thread(made, record, at_ms=self.clock.now_ms())
                head = record.events[-1]
                latest = _Ready(guild_id, record.case.state, head.sequence, head.hash, file, now_ms)
                self._latest = latest
            return latest
