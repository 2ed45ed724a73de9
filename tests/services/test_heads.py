"""The heads of open cases' records: once a day for each server, those that moved, neither twice nor skipped (R11.1)."""

import asyncio

import pytest

from bot.domain.settings import ChannelKind
from bot.services.commands import Challenge, SetChannel
from bot.services.heads import DailyHeads, heads_posts
from bot.services.ports import RecordHead
from bot.ui.texts import notice_text
from tests.services.world import GUILD, REASON, World, admin, client, default_settings, freelancer

MOST_TEXT = 4_000
CHANNEL = 4_711


def heads_of(world: World) -> DailyHeads:
    """The service as a process that has just started has it."""
    return DailyHeads(world.storage, default_settings, world.clock, lambda: None)


async def named(world: World) -> list[list[tuple[int, int]]]:
    """Which cases each message names, with the numbers of their last events."""
    return [
        list(zip(message.payload["facts"]["case_ids"], message.payload["facts"]["sequences"], strict=True))
        for message in await world.told("heads")
    ]


async def head(world: World, case_id: int) -> tuple[int, int]:
    """A case with the number of its last event."""
    async with world.storage.read() as uow:
        return case_id, (await uow.events.of_stream(GUILD, "case", case_id))[-1].sequence


async def test_each_day_names_what_moved_since_the_last_whoever_looks(world: World):
    """R11.1: a restart posts neither twice nor skips; what hasn't moved isn't named again."""
    await world.do(admin, SetChannel(ChannelKind.RECORDS.value, CHANNEL))
    first, second = await world.case(), await world.case(by=freelancer)
    begun = [await head(world, first), await head(world, second)]
    await heads_of(world).look()
    await heads_of(world).look()
    assert await named(world) == [begun]

    await world.do(freelancer, Challenge(first, REASON))
    world.clock.advance(hours=2)
    await heads_of(world).look()
    assert await named(world) == [begun], "the day is the same"

    world.clock.advance(days=1)
    lasting = heads_of(world)
    await lasting.look()
    assert await named(world) == [begun, [await head(world, first)]]

    await world.accept(client, second, 1)
    world.clock.advance(days=3)
    await lasting.look()
    assert len(await named(world)) == 2, "an ended case's head went out with its file"


async def test_two_processes_take_a_day_once(world: World):
    """R11.1: whoever comes second finds the day taken."""
    await world.do(admin, SetChannel(ChannelKind.RECORDS.value, CHANNEL))
    case_id = await world.case()
    await asyncio.gather(*(heads_of(world).look() for _ in range(4)))
    assert await named(world) == [[await head(world, case_id)]]


async def test_a_server_without_a_records_channel_gets_them_once_it_has_one(world: World):
    """R11.1: no day is used up for nobody."""
    case_id = await world.case()
    await heads_of(world).look()
    assert await named(world) == []
    await world.do(admin, SetChannel(ChannelKind.RECORDS.value, CHANNEL))
    await heads_of(world).look()
    assert await named(world) == [[await head(world, case_id)]]


async def test_a_clock_that_was_far_ahead_keeps_nothing_from_being_posted(world: World):
    """R9.6: a day that was taken by a wrong clock is no day."""
    await world.do(admin, SetChannel(ChannelKind.RECORDS.value, CHANNEL))
    now_ms = world.clock.now_ms()
    world.clock.jump(now_ms + 400 * 86_400_000)
    await heads_of(world).look()
    world.clock.jump(now_ms)
    case_id = await world.case()
    await heads_of(world).look()
    assert await named(world) == [[await head(world, case_id)]]


@pytest.mark.parametrize("count", [0, 1, 35, 36, 100])
def test_many_heads_go_out_in_messages_that_discord_takes(count: int):
    heads = [RecordHead(10_000_000 + number, 1_000_000, "f" * 64) for number in range(count)]
    posts = heads_posts(GUILD, heads, 1_767_225_600_000)
    written = [notice_text(post.payload["text"], post.payload["facts"], {}) for post in posts]
    assert all(len(text) <= MOST_TEXT for text in written)
    assert len({post.dedupe_key for post in posts}) == len(posts)
    assert sum(text.count("CASE-") for text in written) == count
