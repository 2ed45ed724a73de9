"""R5.1, R8.3, R9.9: what happens in rooms without a command, and what is kept of it."""

import asyncio

from bot.domain.deadlines import DeadlineKind
from bot.services.commands import AddExhibit, Challenge, CreateMilestone, WithdrawCase
from bot.services.ports import EffectKind, Room
from bot.services.receipts import Receipt
from tests.services.world import CLIENT, FREELANCER, GUILD, REASON, STRANGER, World, client, freelancer


async def says(world: World, author_id: int, body: str, message_id: int, *, is_bot: bool = False) -> None:
    """Somebody writes in the room of case 1."""
    at_ms = world.clock.now_ms()
    await world.rooms.message(GUILD, 5_001, message_id, author_id, at_ms, body, author_is_bot=is_bot)


async def test_r5_1_speaking_without_answering_gets_one_reply_with_the_buttons(world: World) -> None:
    case_id = await world.case()
    for number, author_id in enumerate((CLIENT, STRANGER), 1):
        await says(world, author_id, "Hello.", number)
    await says(world, FREELANCER, "I am a bot.", 3, is_bot=True)
    assert await world.told("answer_asked") == []
    for number in (4, 5):
        await says(world, FREELANCER, "But I have delivered!", number)
    await world.do(freelancer, AddExhibit(case_id, "The delivery."))
    (asked,) = await world.told("answer_asked")
    assert asked.payload["mention"] == [FREELANCER]
    assert asked.payload["buttons"] == ["accept_offer", "challenge", "make_offer"]
    assert asked.payload["facts"]["due_at_ms"] == await world.due_at_ms(case_id, DeadlineKind.RESPONSE)


async def test_r5_1_an_exhibit_is_no_answer_either(world: World) -> None:
    case_id = await world.case()
    await world.do(client, AddExhibit(case_id, "The brief."))
    assert await world.told("answer_asked") == []
    await world.do(freelancer, AddExhibit(case_id, "The delivery."))
    assert len(await world.told("answer_asked")) == 1
    await world.do(freelancer, Challenge(case_id, REASON))
    await says(world, FREELANCER, "And now?", 1)
    assert len(await world.told("answer_asked")) == 1


async def test_r8_3_messages_edits_and_deletions_are_kept(world: World) -> None:
    await world.case()
    await says(world, CLIENT, "First words.", 1)
    await says(world, CLIENT, "Second \0 words.", 2)
    await world.rooms.message_edited(GUILD, 1, "Other words.", world.clock.now_ms() + 5)
    await world.rooms.message_deleted(GUILD, 1, world.clock.now_ms() + 9)
    await world.rooms.message_deleted(GUILD, 1, world.clock.now_ms() + 99)
    await world.rooms.message_edited(GUILD, 77, "Of no room.", world.clock.now_ms())
    # Delivered again after a resumed session.
    await says(world, CLIENT, "First words.", 1)
    async with world.storage.read() as uow:
        first, second = await uow.rooms.messages(GUILD, 1)
    assert (first.body, first.deleted_at_ms) == ("First words.", world.clock.now_ms() + 9)
    assert second.body == "Second \N{REPLACEMENT CHARACTER} words."
    edits = (await world.everything())["room_message_edits"]
    assert [row[-1] for row in edits] == ["Other words."]


async def test_other_channels_are_nobodys_business(world: World) -> None:
    await world.case()
    before = await world.everything()
    at_ms = world.clock.now_ms()
    await world.rooms.message(GUILD, 9, 1, FREELANCER, at_ms, "Elsewhere.", author_is_bot=False)
    await world.rooms.message(GUILD + 1, 5_001, 1, FREELANCER, at_ms, "Elsewhere.", author_is_bot=False)
    await world.rooms.channel_deleted(GUILD, 9, None, at_ms)
    await world.rooms.card_lost(
        GUILD,
        9,
        6_000,
    )
    await world.rooms.card_lost(GUILD, 5_001, 6_999)
    assert await world.everything() == before


async def test_a_room_deleted_by_hand_is_made_anew_once(world: World) -> None:
    case_id = await world.case()
    at_ms = world.clock.now_ms()
    await asyncio.gather(*(world.rooms.channel_deleted(GUILD, 5_001, CLIENT, at_ms) for _ in range(3)))
    (remade,) = await world.told("room_remade")
    assert remade.payload["facts"]["deleted_by_id"] == CLIENT
    outbox = (await world.everything())["outbox"]
    assert len([row for row in outbox if EffectKind.ROOM_OPEN.value in row]) == 2
    assert await world.deliveries.room_of(GUILD, case_id) is None
    await world.deliveries.room_made(Room(GUILD, case_id, 8_000))
    assert await world.rooms.case_of(GUILD, 8_000) == case_id
    assert await world.rooms.case_of(GUILD, 5_001) is None


async def test_the_room_of_an_ended_case_stays_gone(world: World) -> None:
    case_id = await world.case()
    await world.do(client, WithdrawCase(case_id))
    await world.rooms.channel_deleted(GUILD, 5_001, None, world.clock.now_ms())
    assert await world.told("room_remade") == []
    assert await world.deliveries.room_of(GUILD, case_id) is None


async def test_a_lost_card_is_asked_for_once(world: World) -> None:
    await world.case()
    before = len((await world.everything())["outbox"])
    for _ in range(2):
        await world.rooms.card_lost(GUILD, 5_001, 6_000)
    assert len((await world.everything())["outbox"]) == before + 1


async def test_r9_9_who_leaves_and_returns_is_noted_and_the_clock_runs_on(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, DeadlineKind.RESPONSE)
    for _ in range(2):
        await world.people.left(GUILD, FREELANCER, world.clock.now_ms())
    await world.people.left(GUILD, STRANGER, world.clock.now_ms())
    assert (await world.state(case_id)).left == {FREELANCER}
    assert len(await world.told("party_left")) == 1
    assert len(await world.told("staff_party_left")) == 1
    for _ in range(2):
        await world.people.joined(GUILD, FREELANCER, world.clock.now_ms())
    assert (await world.state(case_id)).left == set()
    assert len(await world.told("party_returned")) == 1
    assert await world.due_at_ms(case_id, DeadlineKind.RESPONSE) == due_at_ms


async def test_words_that_no_database_keeps_break_nothing(world: World) -> None:
    await world.give("5", client)
    title = "A lo\ud800go\0\N{RIGHT-TO-LEFT OVERRIDE}"
    quote = await world.quote(client, CreateMilestone(FREELANCER, "5", title, terms="One\ud800 draft."))
    assert quote.facts["title"] == "A logo"
    receipt = await world.confirm(client, quote)
    assert isinstance(receipt, Receipt)
    assert receipt.facts["title"] == "A logo"
    assert (await world.queries.milestone(freelancer.member, 1)).terms == "One draft."
