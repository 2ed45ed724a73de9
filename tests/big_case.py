"""A case that is as large as cases get: thousands of messages, and all the exhibits that both sides may have."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import insert

from bot.domain.actors import Actor
from bot.domain.files import SealedFile
from bot.domain.texts import SealedText
from storage.engine import Database
from storage.tables import room_message_edits, room_messages
from storage.unit_of_work import SqlStorage

MESSAGES: Final = 5_000
EXHIBITS: Final = 80
_WORDS: Final = "We have spoken about this *before*, and <b>you</b> said that `it` would be done by Friday — 日本語. "


async def enlarge(
    database: Database,
    guild_id: int,
    case_id: int,
    at_ms: int,
    photos: Sequence[tuple[str, int]],
    messages: int = MESSAGES,
) -> None:
    """Make a case in which evidence is taken that large: straight into the database, so that nobody is told.

    Each photo, a SHA-256 and a size in bytes, becomes an exhibit of one side after the other; every fiftieth message is
    edited.
    """
    async with SqlStorage(database).write() as uow:
        case = await uow.cases.get(guild_id, case_id)
        assert case is not None
        parties = case.state.parties
        for number, (sha256, size_bytes) in enumerate(photos):
            actor = Actor(guild_id, parties[number % 2], frozenset())
            words = SealedText(f"big:{number}", f"salt:{number}", f"Exhibit {number}: {_WORDS * 3}")
            photo = SealedFile(f"file:{number}", f"salt:{number}", sha256, size_bytes, "image/png", f"{number}.png")
            decision = case.add_exhibit(words, by=actor, at_ms=at_ms, files=(photo,))
            await uow.texts.add(guild_id, decision.texts)
            await uow.files.add(guild_id, case_id, decision.files)
            await uow.events.append(guild_id, "case", case_id, decision.events, at_ms=at_ms, actor_id=decision.actor_id)
        await uow.cases.save(case)
        await uow.commit()
    said = [
        {
            "guild_id": guild_id,
            "message_id": 1_000_000 + number,
            "case_id": case_id,
            "author_id": parties[number % 2],
            "sent_at_ms": at_ms + number,
            "body": f"{number}: {_WORDS * 4}",
            "edited_at_ms": at_ms + number if number % 50 == 0 else None,
        }
        for number in range(messages)
    ]
    edited = [
        {**{name: row[name] for name in ("guild_id", "message_id", "edited_at_ms")}, "body": f"No. {row['body']}"}
        for row in said
        if row["edited_at_ms"] is not None
    ]
    async with database.write() as transaction:
        await transaction.execute(insert(room_messages), said)
        await transaction.execute(insert(room_message_edits), edited)
        await transaction.commit()
