"""Case rooms and what was said in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, delete, func, select, update

from bot.services.ports import Room, RoomMessage, RoomMessageEdit
from storage.mapping import RowMapper
from storage.repositories.base import Repository, chunks, same
from storage.tables import cases, room_message_edits, room_messages, rooms

_ROOM = RowMapper(Room)
_MESSAGE = RowMapper(RoomMessage)
_EDIT = RowMapper(RoomMessageEdit)


class SqlRoomRepository(Repository):
    """Rooms of a guild's cases. A room may go; the messages stay."""

    async def get(self, guild_id: int, case_id: int) -> Room | None:
        """The room of a case; locked in a writing transaction."""
        return await self._room(guild_id=guild_id, case_id=case_id)

    async def of_cases(self, guild_id: int, case_ids: Collection[int]) -> dict[int, Room]:
        """The rooms of cases, by case; never locked."""
        found: dict[int, Room] = {}
        for chunk in chunks(case_ids):
            rows = await self._all(select(rooms).where(rooms.c.guild_id == guild_id, rooms.c.case_id.in_(chunk)))
            found |= {row["case_id"]: _ROOM.from_row(row) for row in rows}
        return found

    async def by_channel(self, guild_id: int, channel_id: int) -> Room | None:
        """The room that a channel is; locked in a writing transaction."""
        return await self._room(guild_id=guild_id, channel_id=channel_id)

    async def _room(self, **found: int) -> Room | None:
        row = await self._one(self._locked(select(rooms).where(*same(rooms, **found))))
        return None if row is None else _ROOM.from_row(row)

    async def save(self, room: Room) -> None:
        """Keep a new room, or what has changed of a known one."""
        row = _ROOM.to_row(room)
        key = [rooms.c.guild_id, rooms.c.case_id]
        await self._transaction.execute(
            self._insert(rooms).values(**row).on_conflict_do_update(index_elements=key, set_=row)
        )

    async def delete(self, guild_id: int, case_id: int) -> None:
        """Forget a room that is gone."""
        await self._transaction.execute(delete(rooms).where(*same(rooms, guild_id=guild_id, case_id=case_id)))

    async def add_message(self, message: RoomMessage) -> None:
        """Keep a message; one that is there already is left as it is."""
        statement = self._insert(room_messages).values(**_MESSAGE.to_row(message)).on_conflict_do_nothing()
        await self._transaction.execute(statement)

    async def message_edited(self, guild_id: int, message_id: int, body: str, at_ms: int) -> None:
        """Keep an edit beside the message as it arrived; an unknown message or a known edit changes nothing."""
        found = same(room_messages, guild_id=guild_id, message_id=message_id)
        changed = await self._transaction.execute(update(room_messages).where(*found).values(edited_at_ms=at_ms))
        if changed.rowcount:
            edit = {"guild_id": guild_id, "message_id": message_id, "edited_at_ms": at_ms, "body": body}
            await self._transaction.execute(self._insert(room_message_edits).values(**edit).on_conflict_do_nothing())

    async def message_deleted(self, guild_id: int, message_id: int, at_ms: int) -> None:
        """Note that a message was deleted; its words stay. An unknown one changes nothing, the first time counts."""
        found = same(room_messages, guild_id=guild_id, message_id=message_id)
        not_yet = room_messages.c.deleted_at_ms.is_(None)
        await self._transaction.execute(update(room_messages).where(*found, not_yet).values(deleted_at_ms=at_ms))

    async def messages(self, guild_id: int, case_id: int) -> list[RoomMessage]:
        """All messages of a case, oldest first."""
        return await self._messages(guild_id=guild_id, case_id=case_id)

    async def messages_of(self, guild_id: int, author_id: int) -> list[RoomMessage]:
        """What somebody said in rooms, oldest first."""
        return await self._messages(guild_id=guild_id, author_id=author_id)

    async def _messages(self, **found: int) -> list[RoomMessage]:
        query = select(room_messages).where(*same(room_messages, **found)).order_by(room_messages.c.message_id)
        return [_MESSAGE.from_row(row) for row in await self._all(query)]

    async def edits(self, guild_id: int, case_id: int) -> dict[int, list[RoomMessageEdit]]:
        """What messages of a case's room were changed to, oldest first, by message."""
        return await self._edits(guild_id=guild_id, case_id=case_id)

    async def edits_of(self, guild_id: int, author_id: int) -> dict[int, list[RoomMessageEdit]]:
        """What somebody changed of what they said, oldest first, by message."""
        return await self._edits(guild_id=guild_id, author_id=author_id)

    async def _edits(self, **found: int) -> dict[int, list[RoomMessageEdit]]:
        together = and_(
            room_messages.c.guild_id == room_message_edits.c.guild_id,
            room_messages.c.message_id == room_message_edits.c.message_id,
        )
        rows = await self._all(
            select(room_message_edits)
            .join(room_messages, together)
            .where(*same(room_messages, **found))
            .order_by(room_message_edits.c.message_id, room_message_edits.c.edited_at_ms)
        )
        edits: dict[int, list[RoomMessageEdit]] = defaultdict(list)
        for row in rows:
            edits[row["message_id"]].append(_EDIT.from_row(row))
        return dict(edits)

    async def erase_messages(
        self, guild_id: int, author_id: int, at_ms: int, case_ids: Collection[int] | None = None
    ) -> None:
        """Remove the words of all that somebody said in rooms, or in those of some cases; that and when they said
        something stays."""
        for chunk in [None] if case_ids is None else chunks(case_ids):
            theirs = same(room_messages, guild_id=guild_id, author_id=author_id)
            await self._erase(
                guild_id, at_ms, *theirs, *([] if chunk is None else [room_messages.c.case_id.in_(chunk)])
            )

    async def _erase(self, guild_id: int, at_ms: int, *theirs: ColumnElement[bool]) -> None:
        ids = select(room_messages.c.message_id).where(*theirs)
        edits = (room_message_edits.c.guild_id == guild_id, room_message_edits.c.message_id.in_(ids))
        await self._transaction.execute(delete(room_message_edits).where(*edits))
        kept = room_messages.c.erased_at_ms.is_(None)
        await self._transaction.execute(update(room_messages).where(*theirs, kept).values(body="", erased_at_ms=at_ms))

    async def last_said_at_ms(self, guild_id: int, case_id: int, member_ids: Sequence[int]) -> int | None:
        """When one of the members last said something in the room, deleted or not."""
        found = same(room_messages, guild_id=guild_id, case_id=case_id)
        theirs = room_messages.c.author_id.in_(member_ids)
        return await self._transaction.scalar(select(func.max(room_messages.c.sent_at_ms)).where(*found, theirs))

    async def to_remove(self, guild_id: int, ended_before_ms: int) -> list[Room]:
        """Rooms that still stand of cases that ended before a moment, those of the oldest cases first."""
        of_case = and_(cases.c.guild_id == rooms.c.guild_id, cases.c.case_id == rooms.c.case_id)
        query = (
            select(rooms)
            .join(cases, of_case)
            .where(rooms.c.guild_id == guild_id, rooms.c.removed_at_ms.is_(None), cases.c.ended_at_ms < ended_before_ms)
            .order_by(rooms.c.case_id)
        )
        return [_ROOM.from_row(row) for row in await self._all(query)]

    async def last_message_id(self, guild_id: int, case_id: int) -> int | None:
        """The newest stored message: what came after it must be fetched."""
        found = same(room_messages, guild_id=guild_id, case_id=case_id)
        return await self._transaction.scalar(select(func.max(room_messages.c.message_id)).where(*found))
