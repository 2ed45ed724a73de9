"""What storage keeps beside the business: events, their words and files, notes, names, rooms."""

from collections.abc import Collection, Sequence
from typing import Protocol

from bot.domain.events import Event, RecordedEvent
from bot.domain.figures import CaseFigure, Step
from bot.domain.files import SealedFile
from bot.domain.texts import SealedText
from bot.services.ports import (
    RecordHead,
    Room,
    RoomMessage,
    RoomMessageEdit,
    StaffNote,
)


class EventRepository(Protocol):
    """The append-only record; streams are `case` and `milestone`."""

    async def append(
        self,
        guild_id: int,
        stream: str,
        stream_id: int,
        events: Sequence[Event],
        *,
        at_ms: int,
        actor_id: int | None,
    ) -> list[RecordedEvent]:
        """Put events at the end of their stream, numbered and chained."""
        ...

    async def of_stream(self, guild_id: int, stream: str, stream_id: int) -> list[RecordedEvent]: ...
    async def of_actor(self, guild_id: int, actor_id: int) -> list[RecordedEvent]:
        """What one member did, in whatever stream, oldest first."""
        ...


class TextRepository(Protocol):
    """The words beside the record."""

    async def add(self, guild_id: int, texts: Sequence[SealedText]) -> None: ...
    async def bodies(self, guild_id: int, text_ids: Sequence[str]) -> dict[str, str]:
        """The texts by id; an erased or unknown one is missing."""
        ...

    async def sealed(self, guild_id: int, text_ids: Sequence[str]) -> dict[str, SealedText]: ...
    async def known(self, guild_id: int, text_ids: Sequence[str]) -> set[str]:
        """Which of them there are rows for, erased or not."""
        ...

    async def erase(self, guild_id: int, text_ids: Sequence[str], at_ms: int) -> None:
        """Remove words and salts for good; that they are gone stays known."""
        ...


class FileRepository(Protocol):
    """What is known of the files of exhibits; the bytes lie in a store of their own, by their SHA-256."""

    async def add(self, guild_id: int, case_id: int, files: Sequence[SealedFile]) -> None: ...
    async def sealed(self, guild_id: int, file_ids: Sequence[str]) -> dict[str, SealedFile]:
        """The files by id; an erased or unknown one is missing."""
        ...

    async def known(self, guild_id: int, file_ids: Sequence[str]) -> set[str]:
        """Which of them there are rows for, erased or not."""
        ...

    async def of_case(self, guild_id: int, case_id: int) -> list[SealedFile]: ...
    async def is_referenced(self, sha256: str) -> bool:
        """Whether any file of any guild has these bytes."""
        ...

    async def erase(self, guild_id: int, file_ids: Sequence[str], at_ms: int) -> None:
        """Forget the files' names, salts and bytes' hashes for good; that they are gone stays known."""
        ...


class HeadRepository(Protocol):
    """Which heads of records were posted (R11.1)."""

    async def take_day(self, guild_id: int, day: int) -> bool:
        """Take a day for posting, with the commit; False where it was taken before, by whatever process."""
        ...

    async def moved(self, guild_id: int) -> list[RecordHead]:
        """The heads of open cases with events since theirs was last posted, by case."""
        ...

    async def posted(self, guild_id: int, heads: Sequence[RecordHead]) -> None: ...


class NoteRepository(Protocol):
    """What staff wrote down about cases (R10.1)."""

    async def add(self, note: StaffNote) -> None: ...
    async def of_case(self, guild_id: int, case_id: int) -> list[StaffNote]:
        """A case's notes, oldest first."""
        ...

    async def of_author(self, guild_id: int, author_id: int) -> list[StaffNote]:
        """One member's notes, oldest first."""
        ...


class NameRepository(Protocol):
    """What members were last called on a server; no record holds it, and it can be erased."""

    async def seen(self, guild_id: int, member_id: int, name: str) -> None:
        """Keep a member's name, where it is news."""
        ...

    async def names(self, guild_id: int, member_ids: Sequence[int]) -> dict[int, str]:
        """Names by member; an unknown or erased one is missing."""
        ...

    async def erase(self, guild_id: int, member_id: int) -> None: ...


class CopyRepository(Protocol):
    """Copies of words that lie outside their own place: in kept answers, messages to others and quotes."""

    async def forget(self, guild_id: int, words: Collection[str]) -> None:
        """Take these words out of all of them."""
        ...


class RoomRepository(Protocol):
    """Case rooms and what was said in them."""

    async def get(self, guild_id: int, case_id: int) -> Room | None: ...
    async def of_cases(self, guild_id: int, case_ids: Collection[int]) -> dict[int, Room]:
        """The rooms of cases, by case; never locked."""
        ...

    async def by_channel(self, guild_id: int, channel_id: int) -> Room | None: ...
    async def save(self, room: Room) -> None: ...
    async def delete(self, guild_id: int, case_id: int) -> None: ...
    async def add_message(self, message: RoomMessage) -> None:
        """Keep a message; one that is there already is left as it is."""
        ...

    async def message_edited(self, guild_id: int, message_id: int, body: str, at_ms: int) -> None: ...
    async def message_deleted(self, guild_id: int, message_id: int, at_ms: int) -> None: ...
    async def messages(self, guild_id: int, case_id: int) -> list[RoomMessage]: ...
    async def last_said_at_ms(self, guild_id: int, case_id: int, member_ids: Sequence[int]) -> int | None:
        """When one of the members last said something in the room."""
        ...

    async def to_remove(self, guild_id: int, ended_before_ms: int) -> list[Room]:
        """Rooms that still stand of cases that ended before a moment."""
        ...

    async def last_message_id(self, guild_id: int, case_id: int) -> int | None: ...

    async def edits(self, guild_id: int, case_id: int) -> dict[int, list[RoomMessageEdit]]:
        """What messages of a case's room were changed to, oldest first, by message."""
        ...

    async def messages_of(self, guild_id: int, author_id: int) -> list[RoomMessage]:
        """What somebody said in rooms, oldest first."""
        ...

    async def edits_of(self, guild_id: int, author_id: int) -> dict[int, list[RoomMessageEdit]]:
        """What they changed of it, oldest first, by message."""
        ...

    async def erase_messages(
        self, guild_id: int, author_id: int, at_ms: int, case_ids: Collection[int] | None = None
    ) -> None:
        """Remove the words of all that somebody said in rooms, or in those of some cases; that and when they said
        something stays."""
        ...


class FiguresRepository(Protocol):
    """Cases as light as counting needs them: those that are open, or ended at or after a moment."""

    async def cases(self, guild_id: int, since_ms: int) -> list[CaseFigure]: ...

    async def steps(self, guild_id: int, since_ms: int, kinds: Sequence[str]) -> list[Step]:
        """The events of these kinds in their records, each case's in its order."""
        ...
