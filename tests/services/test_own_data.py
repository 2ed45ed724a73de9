"""All that is stored about a member is in their export: each table has its place there, or a reason."""

import json
from collections.abc import Callable
from typing import Any, Final

from bot.domain.deadlines import DeadlineKind
from bot.services.commands import (
    AddExhibit,
    AnswerQuestion,
    Ask,
    Challenge,
    ClaimCase,
    CreateMilestone,
    HandedFile,
    MakeOffer,
    PayFee,
    RequestDeposit,
    RequestRelease,
    Rest,
    Rule,
)
from bot.services.ports import Member, NoticeKind, RequestDelivery
from bot.services.setting_commands import BlockMember
from bot.services.staff_commands import AddNote
from storage.tables import metadata
from tests.services.world import (
    CLIENT,
    FINDINGS,
    FREELANCER,
    GUILD,
    World,
    admin,
    arbitrator,
    cashier,
    client,
    freelancer,
)

Data = dict[str, Any]
OTHERS_WORDS: Final = "These are the words of somebody else entirely."

EXPORTED: Final[dict[str, Callable[[Data], object]]] = {
    "accounts": lambda data: data["wallet"]["balances"],
    "ledger_entries": lambda data: data["wallet"]["entries"],
    "ledger_transactions": lambda data: [entry["cause"] for entry in data["wallet"]["entries"]],
    "wallet_requests": lambda data: data["wallet"]["requests"],
    "projects": lambda data: data["projects"],
    "milestones": lambda data: data["milestones"],
    "milestone_requests": lambda data: [item for one in data["milestones"] for item in one["requests"]],
    "milestone_deliveries": lambda data: [item for item in data["notices"] if "milestone_id" in item],
    "cases": lambda data: data["cases"],
    "case_milestones": lambda data: data["cases"][0]["locks"],
    "offers": lambda data: data["cases"][0]["offers"],
    "deposits": lambda data: data["cases"][0]["deposit"],
    "deadlines": lambda data: data["cases"][0]["clocks"],
    "exhibits": lambda data: data["cases"][0]["exhibits"],
    "exhibit_files": lambda data: data["cases"][0]["exhibits"][0]["files"],
    "rulings": lambda data: data["cases"][0]["ruling"],
    "deliveries": lambda data: [item for item in data["notices"] if "case_id" in item],
    "events": lambda data: data["acts"],
    "texts": lambda data: [text for act in data["acts"] for text in act["texts"].values()],
    "room_messages": lambda data: data["room_messages"],
    "room_message_edits": lambda data: data["room_messages"][0]["edits"],
    "drafts": lambda data: data["quotes"],
    "member_names": lambda data: data["name"],
    "guild_settings": lambda data: data["settings"]["is_blocked"],
    "setting_changes": lambda data: data["settings"]["changes"],
}
"""What a party finds of each table: something, once they have done everything."""

BY_STAFF: Final[dict[str, Callable[[Data], object]]] = {
    "staff_notes": lambda data: data["staff_notes"],
}

LEFT_OUT: Final = {
    "milestone_deadlines": "clocks of requests, which run under `safepay` only; they stand with the milestone's clocks",
    "requests": "answers kept for a repeated press, by the interaction's id: whose they are isn't stored",
    "outbox": "messages made from what is exported here; kept so that none is sent twice",
    "rooms": "which channel belongs to a case",
    "alive_notes": "when the bot ran",
    "connections": "when the bot was connected",
    "outages": "when it wasn't",
    "counters": "the last numbers given out",
    "head_days": "when heads of records were posted",
    "posted_heads": "which heads of records were posted",
}
"""What holds nothing about a member that isn't elsewhere."""


def test_every_table_is_exported_or_says_why_not():
    assert EXPORTED.keys() | BY_STAFF.keys() | LEFT_OUT.keys() == {table.name for table in metadata.sorted_tables}
    assert not (EXPORTED.keys() | BY_STAFF.keys()) & LEFT_OUT.keys()


async def test_who_has_done_everything_finds_everything(world: World):
    """Their own words and files, nobody else's: others are there by id."""
    case_id = await everything_done(world)
    data = await exported(world, client.member)
    assert {table: find(data) for table, find in EXPORTED.items() if not find(data)} == {}
    written = json.dumps(data)
    assert OTHERS_WORDS not in written
    assert FINDINGS not in written
    assert "what the freelancer hands in" not in written
    for own in ("my word in the room", "my word changed", "My answer to it.", "photo of mine.png", "Carol"):
        assert own in written, own
    assert str(FREELANCER) in written
    assert data["cases"][0]["case_id"] == case_id
    assert data["wallet"]["balances"]["USD"] == await world.wallet(client)

    theirs = json.dumps(await exported(world, freelancer.member))
    assert OTHERS_WORDS in theirs
    for other in ("my word in the room", "My answer to it.", "photo of mine.png", "Carol"):
        assert other not in theirs, other


async def test_staff_find_what_they_did(world: World):
    """Notes, rulings with their findings, and which requests a cashier answered."""
    await everything_done(world)
    data = await exported(world, arbitrator.member)
    assert {table: find(data) for table, find in BY_STAFF.items() if not find(data)} == {}
    assert FINDINGS in json.dumps(data)
    assert (await exported(world, cashier.member))["wallet"]["handled_as_cashier"]
    nobody = await exported(world, Member(GUILD, 999))
    assert not any(
        value for name, value in nobody.items() if name not in {"server_id", "member_id", "wallet", "settings"}
    )


async def exported(world: World, member: Member) -> Data:
    """The export, as JSON gives it back."""
    return json.loads(json.dumps(await world.queries.records.own_data(member)))


async def everything_done(world: World) -> int:
    """A ruled case in which the client, who is blocked by now, has done all that one can; its number."""
    photo: HandedFile = {"sha256": "0" * 64, "size_bytes": 1, "media_type": "image/png", "name": "photo of mine.png"}
    case_id = await world.case()
    await world.use_cases.run(Member(GUILD, CLIENT, name="Carol"), RequestDeposit("10"), world.request())
    await world.fund(client, "10")
    await world.do(freelancer, Challenge(case_id, OTHERS_WORDS))
    await world.do(client, MakeOffer(case_id, "300", "My best offer."))
    await world.do(freelancer, MakeOffer(case_id, "900", OTHERS_WORDS))
    await world.do(client, AddExhibit(case_id, "What I hand in.", None, [photo]))
    await world.do(freelancer, AddExhibit(case_id, "what the freelancer hands in"))
    await world.do(freelancer, PayFee(case_id))
    await world.deliver(case_id, DeadlineKind.FEE, NoticeKind.OPENING)
    await world.do(client, PayFee(case_id))
    for number, person in enumerate((client, freelancer), 1):
        words = "my word in the room" if person is client else OTHERS_WORDS
        await world.rooms.message(
            GUILD, 5_000 + case_id, number, person.member_id, world.clock.now_ms(), words, author_is_bot=False
        )
        await world.do(person, Rest(case_id))
    await world.rooms.message_edited(GUILD, 1, "my word changed", world.clock.now_ms())
    await world.do(arbitrator, ClaimCase(case_id))
    await world.do(arbitrator, AddNote(case_id, "Looks simple."))
    await world.do(arbitrator, Ask(case_id, "both", "What did you agree on?"))
    await world.do(client, AnswerQuestion(case_id, "My answer to it."))
    await world.do(freelancer, AnswerQuestion(case_id, OTHERS_WORDS))
    await world.do(arbitrator, Rule(case_id, "400", FINDINGS))
    await world.do(admin, BlockMember(CLIENT, True, "Too many cases."))
    milestone_id = await world.milestone()
    await world.do(freelancer, RequestRelease(milestone_id, "100", OTHERS_WORDS))
    async with world.storage.write() as uow:
        at_ms = world.clock.now_ms()
        await uow.request_clocks.add_delivery(
            RequestDelivery(GUILD, milestone_id, 1, CLIENT, NoticeKind.OPENING, at_ms, 77)
        )
        await uow.commit()
    await world.give("50", client)
    await world.quote(client, CreateMilestone(FREELANCER, "50", "Another logo"))
    return case_id
