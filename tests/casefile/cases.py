"""Whole cases to make case files of, played through the use cases; and what their exhibits hold."""

import hashlib
from pathlib import Path

from bot.services.case_record import CaseRecord, case_record
from bot.services.commands import (
    AcceptTerms,
    AddExhibit,
    AnswerQuestion,
    Ask,
    Challenge,
    ClaimCase,
    CreateMilestone,
    HandedFile,
    MakeOffer,
    OpenCase,
    PayFee,
    RequestRelease,
    Rest,
    Rule,
    SetRulebook,
    WithdrawExhibit,
)
from bot.services.ports import Room
from bot.services.staff_commands import AddNote, EraseMember, Recuse
from storage.engine import Database
from storage.migrations import migrate
from tests.services.world import (
    ARBITRATOR,
    CLIENT,
    FINDINGS,
    FREELANCER,
    GUILD,
    REASON,
    Person,
    StaffRole,
    World,
    admin,
    arbitrator,
    client,
    freelancer,
    moderator,
)

PHOTO, LETTER = b"\x89PNG\r\n\x1a\n" + bytes(200), b"Dear Carol, here are the drawings.\n"
STAFF_NOTE = "They have quarrelled before, see the lobby."
RECUSED_FOR = "I have worked with one of them before."
TERMS = "Three drafts by Friday, in colour.\nOne round of changes."
SECOND_ARBITRATOR = Person(25, StaffRole.ARBITRATOR)
NAMES = {CLIENT: "Carol", FREELANCER: "Felix", ARBITRATOR: "Ada"}
"""The second arbitrator's name isn't known."""


def handed(data: bytes, name: str, media_type: str) -> HandedFile:
    """A file as the front end hands it in."""
    return HandedFile(sha256=hashlib.sha256(data).hexdigest(), size_bytes=len(data), media_type=media_type, name=name)


async def ruled(world: World) -> int:
    """All that a case can have: terms, offers with notes, exhibits, a recusal, questions, talk, a ruling."""
    await world.give("1100", client)
    await world.give("100", freelancer)
    await world.do(client, CreateMilestone(FREELANCER, "1,000.00", "A logo & a <b>banner</b>", terms=TERMS))
    await world.do(freelancer, AcceptTerms(1))
    await world.do(client, OpenCase(1, "200", REASON, amount="800", category="Quality"))
    await world.deliveries.room_made(Room(GUILD, 1, 5_001, 6_001))
    await _name(world)
    await world.rooms.message(GUILD, 5_001, 7_001, CLIENT, world.clock.now_ms(), "Look at it!", author_is_bot=False)
    await world.do(freelancer, Challenge(1, "It is what was agreed, in each colour that was asked for."))
    await world.do(freelancer, MakeOffer(1, "600", note="Half of it is done, as you can see."))
    await world.rooms.message(
        GUILD, 5_001, 7_002, FREELANCER, world.clock.now_ms(), "You are a crook.", author_is_bot=False
    )
    await world.rooms.message_edited(GUILD, 7_002, "You are mistaken.", world.clock.now_ms() + 5_000)
    await world.rooms.message_deleted(GUILD, 7_001, world.clock.now_ms() + 9_000)
    await world.do(client, MakeOffer(1, "250", expires="2d"))
    photo, letter = handed(PHOTO, "the logo.png", "image/png"), handed(LETTER, "letter.txt", "text/plain")
    await world.do(client, AddExhibit(1, "What I was sent, and the letter.", files=[photo, letter]))
    await world.do(freelancer, AddExhibit(1, "The drafts.", link="https://example.org/drafts"))
    await world.do(freelancer, WithdrawExhibit(1, "R-1"))
    for party in (client, freelancer):
        await world.do(party, PayFee(1))
    await world.do(moderator, AddNote(1, STAFF_NOTE))
    await world.do(SECOND_ARBITRATOR, ClaimCase(1))
    await world.do(SECOND_ARBITRATOR, Recuse(1, RECUSED_FOR))
    await world.do(arbitrator, ClaimCase(1))
    await world.do(arbitrator, Ask(1, "both", "What was agreed about the colours?"))
    await world.do(client, AnswerQuestion(1, "Blue and white, and nothing else."))
    for party in (client, freelancer):
        await world.do(party, Rest(1))
    world.clock.advance(days=3)
    await world.do(arbitrator, Rule(1, "300", FINDINGS))
    return 1


async def split(world: World) -> int:
    """A balance so small that `safepay` splits it at once."""
    await world.do(admin, SetRulebook("safepay"))
    await world.give("40", client)
    await world.do(client, CreateMilestone(FREELANCER, "40", "A sticker", terms="One sticker."))
    await world.do(freelancer, RequestRelease(1))
    receipt = await world.do(client, OpenCase(1, "10", REASON))
    await _name(world)
    assert receipt.case_id is not None
    return receipt.case_id


async def erased(world: World) -> int:
    """A case that was ruled, whose freelancer has left and had all their words erased."""
    case_id = await ruled(world)
    await world.do(admin, EraseMember(FREELANCER, "They asked for it."))
    return case_id


async def crowded(world: World) -> int:
    """A case with as many exhibits as the parties may hand in."""
    case_id = await world.negotiation()
    await _name(world)
    for number in range(1, 41):
        files = [handed(b"%d" % number, f"drawing {number}.png", "image/png")] if number % 3 else []
        party = (client, freelancer)[number % 2]
        await world.do(party, AddExhibit(case_id, f"Drawing {number}, as it was sent on that day.", files=files))
    return case_id


PLAYS = {"ruled": ruled, "split": split, "erased": erased, "crowded": crowded}


async def record_of(name: str, folder: Path) -> CaseRecord:
    """The record of one of these cases, on a database of its own in the folder."""
    url = f"sqlite+aiosqlite:///{folder / f'{name}.db'}"
    await migrate(url)
    async with await Database.connect(url) as database:
        world = World(database)
        await world.set_up()
        return await read(world, await PLAYS[name](world))


async def read(world: World, case_id: int) -> CaseRecord:
    """What the case's file is made from."""
    async with world.storage.read() as uow:
        case = await uow.cases.get(GUILD, case_id)
        assert case is not None
        return await case_record(uow, case)


async def _name(world: World) -> None:
    async with world.storage.write() as uow:
        for member_id, name in NAMES.items():
            await uow.names.seen(GUILD, member_id, name)
        await uow.commit()
