"""The case file at a case's end (R11.2): in the room, by direct message, in the records channel; each of it once."""

import io
import zipfile

import pytest
from sqlalchemy import delete

from bot.casefile.document import from_json
from bot.casefile.page import from_page
from bot.casefile.proof import prove
from bot.sandbox import Channel, Permission, SeenMessage
from storage.tables import room_messages
from tests.acceptance.test_rest_faults import FAULTS
from tests.acceptance.test_threads import facts, in_threads
from tests.acceptance.world import STATEMENT, World, both_databases
from tests.waiting import until

NAMES = ["case-0001.html", "case-0001.json"]


async def records_channel(world: World) -> Channel:
    """A channel for records that only moderators and the bot see."""
    channel = world.sandbox.create_channel(world.guild, "records")
    await world.admin.slash(world.lobby, "config channel", kind="records", channel=channel)
    return channel


def with_files(messages: list[SeenMessage]) -> list[SeenMessage]:
    """Those that bring files."""
    return [message for message in messages if message.files]


async def settle(world: World) -> None:
    """The case ends: its opening offer is accepted."""
    await world.freelancer.slash(world.room(), "offer accept", number=1, confirm=True)
    await world.settled()


@both_databases
async def test_the_case_file_goes_to_the_room_to_both_and_to_the_records(world: World):
    """R11.1, R11.2: the same page and data for all, which prove themselves; the records name the head."""
    records = await records_channel(world)
    await world.case()
    await settle(world)
    posted = [
        with_files(world.client.sees(world.room())),
        with_files(world.client.dms()),
        with_files(world.freelancer.dms()),
        with_files(world.admin.sees(records)),
    ]
    assert [len(messages) for messages in posted] == [1, 1, 1, 1]
    for [message] in posted:
        assert [file.filename for file in message.files] == NAMES
        assert "CASE-0001" in message.text
    [[in_room], [direct], _, [recorded]] = posted
    assert [file.content for file in in_room.files] == [file.content for file in recorded.files]
    page, data = (file.content.decode() for file in direct.files)
    document = from_json(data)
    assert from_page(page) == document
    proof = prove(document)
    assert proof.ok, proof
    assert document.head.hash in recorded.text
    assert f"event {document.head.sequence}" in recorded.text
    assert document.summary.outcome == "settled"
    assert "Makers" in direct.text, "a direct message says from which server it is"


@both_databases
async def test_r11_2_the_transcript_has_what_the_bot_says_with_buttons(world: World):
    """R11.2: who reads the case file reads what was offered and asked in the room, but not each look of the card."""
    await world.negotiation()
    await world.freelancer.slash(
        world.room(), "offer make", amount="700", note="All but the last sketch.\n**Half**?", confirm=True
    )
    await world.settled()

    async def kept() -> dict[int, str]:
        async with world.app.storage.read() as uow:
            return {message.message_id: message.body for message in await uow.rooms.messages(world.guild.id, 1)}

    heard = await kept()
    async with world.app.storage._database.write() as transaction:
        await transaction.execute(delete(room_messages))
        await transaction.commit()
    await world.restart()
    await world.settled()
    assert await kept() == heard, "what was said unheard is fetched, and reads the same"
    asked = [message for message in world.notices() if message.buttons]
    assert any("All but the last sketch." in message.text and "Accept" in message.buttons for message in asked)
    await world.client.slash(world.room(), "offer accept", number=2, confirm=True)
    await world.settled()
    [message] = with_files(world.client.dms())
    document = from_page(message.files[0].content.decode())
    transcript = {message.message_id: message.body for message in document.messages or ()}
    assert {message.id: transcript[message.id] for message in asked} == {message.id: message.text for message in asked}
    assert [transcript[card.id] for card in world.cards()] == [""]
    assert [message for message in document.messages or () if message.edits] == []


async def test_the_heads_of_open_cases_are_posted_daily(world: World):
    """R11.1: once a day in the records channel, what has moved; also after a restart."""
    records = await records_channel(world)
    await world.case()
    await world.pass_time(days=1, hours=1)
    posted = [message.text for message in world.admin.sees(records)]
    assert posted, "the case's head"
    assert all("CASE-0001 · event " in text for text in posted)
    await world.restart()
    await world.settled()
    assert [message.text for message in world.admin.sees(records)] == posted


async def test_no_records_channel_leaves_it_out(world: World):
    """R11.2: the others have it all the same."""
    await world.case()
    await settle(world)
    assert len(with_files(world.client.sees(world.room()))) == 1
    assert len(with_files(world.client.dms())) == 1


@pytest.mark.parametrize("fault", ["503_before", "502_after", "reset_after"])
async def test_each_gets_the_file_once_whatever_discord_answers(world: World, fault: str):
    """A failure before or after Discord has taken a message leaves one file in each place."""
    records = await records_channel(world)
    await world.case()
    for channel in (records, world.room()):
        FAULTS[fault](world, f"POST /channels/{channel.id}/messages")
    await settle(world)
    assert [fault.hits for fault in world.sandbox.faults.pending] == [1, 1]
    assert len(with_files(world.client.sees(world.room()))) == 1
    assert len(with_files(world.admin.sees(records))) == 1
    assert len(with_files(world.client.dms())) == len(with_files(world.freelancer.dms())) == 1


async def test_closed_direct_messages_leave_it_in_the_room_and_keep_no_room(world: World):
    """R11.2, R12.2: who can't be written to finds it in the room; the room goes in time."""
    await world.case()
    world.client.close_dms()
    await settle(world)
    assert len(with_files(world.client.sees(world.room()))) == 1
    assert not any("did not reach" in message.text for message in world.moderator.sees(world.staff_channel))
    await world.pass_time(days=7, hours=2)
    assert world.rooms() == []


async def test_staff_hear_of_a_file_that_reached_nobody(world: World):
    """R12.2: no way to the member and no room to find it in."""
    await world.safepay("20", amount="40")
    assert world.rooms() == []
    [filed] = with_files(world.freelancer.dms())
    assert "CASE-0001" in filed.text

    world.client.close_dms()
    second = await world.milestone("40")
    await world.freelancer.slash(world.lobby, "milestone request-release", milestone=second)
    world.clock.advance(minutes=2)
    await world.freelancer.slash(
        world.lobby, "dispute open", milestone=second, offer="20", reason=STATEMENT, confirm=True
    )
    await world.settled()
    told = [message for message in world.moderator.sees(world.staff_channel) if "/dispute export" in message.text]
    assert len(told) == 1
    assert str(world.client.id) in told[0].text
    assert not told[0].files


async def test_what_is_too_large_goes_as_a_zip_or_says_how_to_get_it(world: World):
    """R11.2: Discord may take less than it said; nothing is lost, and nobody waits for it for ever."""
    records = await records_channel(world)
    await world.case()
    world.sandbox.world.limits.attachment_bytes = 20_000
    await settle(world)
    [message] = with_files(world.client.sees(world.room()))
    [file] = message.files
    assert file.filename == "case-0001.zip"
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert archive.namelist() == NAMES
        assert prove(from_json(archive.read(NAMES[1]).decode())).ok
    assert len(with_files(world.admin.sees(records))) == 1


async def test_what_is_much_too_large_is_told(world: World):
    """R11.1, R11.2: the head is posted even where the file can't be."""
    records = await records_channel(world)
    await world.case()
    world.sandbox.world.limits.attachment_bytes = 100
    await settle(world)
    assert with_files(world.client.sees(world.room())) == []
    assert "parley export" in world.notices()[-1].text
    [recorded] = [message for message in world.admin.sees(records) if "parley export" in message.text]
    assert "The record ends with event" in recorded.text


async def test_the_room_waits_for_its_file(world: World):
    """R11.2: the room goes when its time is over, but not before the file that can still be delivered."""
    await world.case()
    room = world.room()
    await world.freelancer.slash(room, "offer accept", number=1, confirm=True)
    world.sandbox.faults.fail_before(f"POST /channels/{room.id}/messages", status=503, times=1_000)
    world.clock.advance(days=8)
    world.app.scheduling.wake()
    await until(lambda: world.sandbox.faults.pending[0].hits > 3, what="attempts to post in the room")
    assert world.rooms() == [room]
    world.sandbox.faults.clear()
    await world.settled()
    await world.pass_time(hours=2)
    assert world.rooms() == []


async def test_where_no_files_may_be_attached_the_head_is_posted_all_the_same(world: World):
    """R11.1: it is the head that nobody must be able to change later."""
    records = await records_channel(world)
    world.sandbox.set_overwrite(records, world.sandbox.bot, deny=Permission.ATTACH_FILES)
    await world.case()
    await settle(world)
    [recorded] = [message for message in world.admin.sees(records) if "parley export" in message.text]
    assert "The record ends with event" in recorded.text
    assert len(with_files(world.client.sees(world.room()))) == 1


async def test_a_thread_gets_its_file_and_sleeps_again(world: World):
    """R11.2, R10.7: a room that is shut at the end is woken for the file, and shut once more."""
    await in_threads(world)
    await world.case()
    room = world.room()
    await settle(world)
    assert len(with_files(world.client.sees(room))) == 1
    assert facts(room).is_archived
    assert facts(room).is_locked
