"""The case file at a case's end (R11.2): in the room, by direct message, in the records channel, and each of it once."""

import io
import json
import zipfile

import pytest

from bot.casefile.document import from_json
from bot.casefile.page import from_page
from bot.casefile.proof import prove
from bot.sandbox import Channel, SeenMessage
from tests.acceptance.test_rest_faults import FAULTS
from tests.acceptance.world import World, both_databases

MESSAGES = "POST /channels/{channel_id}/messages"
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
