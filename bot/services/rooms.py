"""What happens in Discord without a command: messages in case rooms, and rooms and cards that are deleted."""

from dataclasses import replace
from itertools import count
from typing import Final

from bot.domain.case import Case
from bot.services.context import record_case
from bot.services.effects import card_effect, room_effect
from bot.services.names import keep_names
from bot.services.ports import EffectKind, Room, RoomMessage, Signal
from bot.services.room_effects import not_evidence_effects
from bot.services.transactions import retried
from bot.services.unit_of_work import Storage
from bot.services.watching import about

_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"


def storable(body: str) -> str:
    """What was said, but for what no database keeps: NUL, and halves of letters."""
    return body.replace("\0", _UNKNOWN).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class RoomEvents:
    """Keeps the record of what was said, and the rooms alive."""

    def __init__(self, storage: Storage, committed: Signal) -> None:
        self._storage = storage
        self._committed = committed
        self._shut_times = count(1)

    async def case_of(self, guild_id: int, channel_id: int) -> int | None:
        """The case whose room a channel is; None for every other channel."""
        async with self._storage.read() as uow:
            room = await uow.rooms.by_channel(guild_id, channel_id)
        case_id = None if room is None else room.case_id
        about(guild_id=guild_id, case_id=case_id)
        return case_id

    async def last_heard(self, guild_id: int) -> dict[int, int | None]:
        """The room channels of a server's open cases, each with the last message that was kept of it."""
        async with self._storage.read() as uow:
            heard: dict[int, int | None] = {}
            for case in await uow.cases.open_cases(guild_id):
                room = await uow.rooms.get(guild_id, case.state.case_id)
                if room is not None:
                    heard[room.channel_id] = await uow.rooms.last_message_id(guild_id, room.case_id)
            return heard

    async def message(
        self,
        guild_id: int,
        channel_id: int,
        message_id: int,
        author_id: int,
        sent_at_ms: int,
        body: str,
        *,
        author_is_bot: bool,
        author_name: str = "",
    ) -> None:
        """Keep a message of a case room (R8.3), and what its author is called.

        A respondent who speaks without answering is told so once (R5.1), and a party who writes in a thread after
        evidence has closed, that it is none.
        """
        case_id = await self.case_of(guild_id, channel_id)
        if case_id is None:
            return

        async def work() -> None:
            async with self._storage.write() as uow:
                case = await uow.cases.get(guild_id, case_id)
                room = await uow.rooms.get(guild_id, case_id)
                message = RoomMessage(guild_id, case_id, message_id, author_id, sent_at_ms, storable(body))
                await uow.rooms.add_message(message)
                await keep_names(uow, guild_id, {author_id: author_name})
                if case is not None and not author_is_bot and author_id in case.state.parties:
                    said = case.note_said(author_id, at_ms=sent_at_ms)
                    if said is not None:
                        await record_case(uow, case, said)
                if case is not None and room is not None and _is_no_evidence(case, room, message):
                    await uow.outbox.put(not_evidence_effects(case, author_id))
                await uow.commit()

        await retried(work)
        self._committed()

    async def message_edited(self, guild_id: int, message_id: int, body: str, at_ms: int) -> None:
        """Keep an edit beside the message as it was."""

        async def work() -> None:
            async with self._storage.write() as uow:
                await uow.rooms.message_edited(guild_id, message_id, storable(body), at_ms)
                await uow.commit()

        await retried(work)

    async def message_deleted(self, guild_id: int, message_id: int, at_ms: int) -> None:
        """Keep the fact that a message was deleted; its words stay in the record."""

        async def work() -> None:
            async with self._storage.write() as uow:
                await uow.rooms.message_deleted(guild_id, message_id, at_ms)
                await uow.commit()

        await retried(work)

    async def channel_deleted(self, guild_id: int, channel_id: int, deleted_by_id: int | None, at_ms: int) -> None:
        """A room deleted by hand is made anew, and the record says who deleted it; that of an ended case stays gone."""
        case_id = await self.case_of(guild_id, channel_id)
        if case_id is None:
            return

        async def work() -> None:
            async with self._storage.write() as uow:
                case = await uow.cases.get(guild_id, case_id)
                room = await uow.rooms.get(guild_id, case_id)
                if room is None or room.channel_id != channel_id:
                    return
                if case is not None and case.state.is_open:
                    await uow.rooms.delete(guild_id, case_id)
                    await record_case(uow, case, case.room_remade(deleted_by_id, at_ms=at_ms))
                elif room.removed_at_ms is None:
                    await uow.rooms.save(replace(room, removed_at_ms=at_ms))
                await uow.commit()

        await retried(work)
        self._committed()

    async def thread_shut(self, guild_id: int, thread_id: int, at_ms: int) -> None:
        """Somebody, or Discord itself, archived or locked a thread: the room of a running case is opened again."""
        case_id = await self.case_of(guild_id, thread_id)
        if case_id is None:
            return

        # Each time counts, also a second one within the same millisecond.
        why = f"shut:{thread_id}:{at_ms}:{next(self._shut_times)}"

        async def work() -> None:
            async with self._storage.write() as uow:
                case = await uow.cases.get(guild_id, case_id)
                if case is not None and case.state.is_open:
                    await uow.outbox.put([room_effect(case, EffectKind.ROOM_ACCESS, why)])
                    await uow.commit()

        await retried(work)
        self._committed()

    async def card_in(self, guild_id: int, channel_id: int) -> int | None:
        """The message that is the card of the case whose room a channel is; None if there is none."""
        async with self._storage.read() as uow:
            room = await uow.rooms.by_channel(guild_id, channel_id)
        about(guild_id=guild_id, case_id=None if room is None else room.case_id)
        return None if room is None else room.card_message_id

    async def card_lost(self, guild_id: int, channel_id: int, message_id: int) -> None:
        """Somebody deleted or unpinned the card: it is posted and pinned anew."""
        case_id = await self.case_of(guild_id, channel_id)
        if case_id is None:
            return

        async def work() -> None:
            async with self._storage.write() as uow:
                # The case first, as everywhere: two that lock in one order never wait for each other.
                case = await uow.cases.get(guild_id, case_id)
                room = await uow.rooms.get(guild_id, case_id)
                if case is not None and room is not None and room.card_message_id == message_id:
                    await uow.outbox.put([card_effect(case, f"lost:{message_id}")])
                    await uow.commit()

        await retried(work)
        self._committed()


def _is_no_evidence(case: Case, room: Room, message: RoomMessage) -> bool:
    """Whether a party writes where nobody has to read it: a thread stays open to both when evidence has closed."""
    state = case.state
    closed_at_ms = state.evidence_closed_at_ms
    return (
        room.is_thread
        and state.is_open
        and not state.parties_may_write
        and message.author_id in state.parties
        and closed_at_ms is not None
        and message.sent_at_ms >= closed_at_ms
    )
