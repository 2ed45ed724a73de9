"""Where rooms go when there is little place left, what becomes of them where the bot may no longer do a thing, and how
they end."""

import pytest

from bot.delivery import room_channels
from bot.sandbox import Permission
from bot.sandbox.model import ChannelType
from tests.acceptance.test_threads import bot_role, facts, in_threads, may_all_but, staff_read
from tests.acceptance.world import STATEMENT, World, both_databases

both_kinds = pytest.mark.parametrize("kind", ["channel", "thread"])


async def rooms_are(world: World, kind: str) -> None:
    if kind == "thread":
        await in_threads(world)


def fill(world: World, up_to: int) -> None:
    """So many channels are on the server from now on."""
    there = sum(not channel.is_thread for channel in world.guild.channels.values())
    for number in range(there, up_to):
        world.sandbox.create_channel(world.guild, f"other-{number}")


async def another_case(world: World) -> None:
    world.clock.advance(minutes=2)
    await world.case()


def parent_of(world: World):
    return world.guild.channels[world.room().parent_id or 0]


# Overflow.


@both_databases
async def test_near_the_channel_limit_rooms_are_threads(world: World):
    await world.case()
    assert world.room().kind is ChannelType.TEXT
    fill(world, room_channels.CHANNELS - room_channels.CHANNEL_RESERVE)
    await another_case(world)
    thread = world.room()
    assert (thread.name, thread.kind) == ("case-0002", ChannelType.PRIVATE_THREAD)
    assert (parent_of(world).name, parent_of(world).kind) == ("cases", ChannelType.TEXT)
    assert world.can_see(thread) == {world.admin, world.client, world.freelancer, world.moderator}
    await another_case(world)
    assert world.room().parent_id == thread.parent_id, "one channel for all of them"
    await world.freelancer.slash(thread, "dispute challenge", statement=STATEMENT)
    await world.freelancer.slash(world.rooms()[0], "dispute challenge", statement=STATEMENT)
    await world.settled()
    for number in (1, 2):
        room = await world.app.deliveries.room_of(world.guild.id, number)
        assert room is not None
        assert room.is_thread == (number == 2)


async def test_an_overflowing_thread_hangs_under_the_cases_channel_that_stays_as_it_is(world: World):
    court = world.sandbox.create_channel(world.guild, "how-it-works")
    await world.admin.slash(world.lobby, "config channel", kind="cases", channel=court)
    fill(world, room_channels.CHANNELS - room_channels.CHANNEL_RESERVE)
    await world.case()
    assert parent_of(world) is court
    assert await world.stranger.say(court, "Still open for questions.")
    assert world.stranger not in world.can_see(world.room())


async def test_a_server_that_takes_no_more_channels_gets_a_thread(world: World):
    """The bot may not know of all channels: Discord's answer counts."""
    court = world.sandbox.create_channel(world.guild, "disputes")
    await world.admin.slash(world.lobby, "config channel", kind="cases", channel=court)
    world.sandbox.world.limits.guild_channels = len(world.guild.channels)
    await world.case()
    assert (world.room().kind, parent_of(world)) == (ChannelType.PRIVATE_THREAD, court)


async def test_a_category_that_is_fuller_than_it_looks_is_left_for_another(world: World):
    category = world.sandbox.create_category(world.guild, "Cases")
    for number in range(50):
        hidden = world.sandbox.create_channel(world.guild, f"hidden-{number}", category=category)
        world.sandbox.set_overwrite(hidden, world.guild.everyone, deny=Permission.VIEW_CHANNEL)
    await world.case()
    assert (world.room().kind, parent_of(world).name) == (ChannelType.TEXT, "Cases 2")


async def test_a_server_with_all_its_active_threads_gets_a_channel(world: World):
    await in_threads(world)
    world.sandbox.world.limits.active_threads = 0
    await world.case()
    assert world.room().kind is ChannelType.TEXT
    assert world.can_see(world.room()) == {world.admin, world.client, world.freelancer, world.moderator}


async def test_where_there_is_no_place_at_all_people_are_told_directly(world: World, expected_faults: set[str]):
    expected_faults.add("outbox_given_up")
    limits = world.sandbox.world.limits
    limits.guild_channels, limits.active_threads = 0, 0
    await world.case()
    assert world.rooms() == []
    assert [message for message in world.freelancer.dms() if "CASE-0001" in message.text]
    limits.guild_channels, limits.active_threads = 500, 1_000
    await world.freelancer.slash(world.lobby, "dispute challenge", statement=STATEMENT, case="1")
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_a_thread_that_finds_no_place_to_wake_up_is_spoken_around(world: World, expected_faults: set[str]):
    expected_faults.add("outbox_given_up")
    await in_threads(world)
    await world.case()
    world.sandbox.world.limits.active_threads = 0
    world.sandbox.archive_thread(world.room())
    await world.freelancer.slash(world.lobby, "dispute challenge", statement=STATEMENT, case="1")
    await world.settled()
    assert [message for message in world.client.dms() if "challenged" in message.text]
    world.sandbox.world.limits.active_threads = 1_000
    await world.client.slash(world.lobby, "offer make", amount="300", case="1", confirm=True)
    await world.settled()
    assert not facts(world.room()).is_archived
    assert any("Offer 2" in notice.text for notice in world.notices())


async def test_r9_4_a_thread_that_cannot_be_woken_forfeits_nobody(world: World, expected_faults: set[str]):
    expected_faults.add("outbox_given_up")
    await in_threads(world)
    await world.case()
    world.freelancer.close_dms()
    world.sandbox.world.limits.active_threads = 0
    world.sandbox.archive_thread(world.room())
    await world.pass_time(days=5)
    assert [text for text in staff_read(world) if "Reminder:" in text]
    async with world.app.storage.read() as uow:
        case = await uow.cases.get(world.guild.id, 1)
    assert case is not None
    (deadline,) = case.state.alive_deadlines()
    assert (deadline.is_running, deadline.hold_reason) == (False, "room_unreachable")
    world.sandbox.world.limits.active_threads = 1_000
    await world.client.say(world.room(), "Is anybody here?")
    await world.moderator.slash(world.room(), "case resume")
    await world.settled()
    assert any("runs" in notice.text for notice in world.notices())


# Permissions that are taken away and given back.


@both_kinds
async def test_what_the_bot_could_not_do_is_made_good_when_it_may_again(
    world: World, kind: str, expected_faults: set[str]
):
    expected_faults.add("outbox_given_up")
    await rooms_are(world, kind)
    await world.case()
    role = bot_role(world)
    before = role.permissions
    room = world.room()
    place = parent_of(world) if kind == "thread" else room
    kept = dict(place.overwrites)
    for target in (world.guild.everyone, world.sandbox.bot):
        world.sandbox.set_overwrite(place, target, deny=Permission.VIEW_CHANNEL)
    world.sandbox.set_role_permissions(world.guild, role, 0)
    await world.freelancer.slash(world.lobby, "dispute challenge", statement=STATEMENT, case="1")
    await world.settled()
    assert [message for message in world.client.dms() if "challenged" in message.text]
    world.sandbox.set_role_permissions(world.guild, role, before)
    for overwrite in kept.values():
        target = world.guild.roles.get(overwrite.target_id) or world.sandbox.world.users[overwrite.target_id]
        world.sandbox.set_overwrite(place, target, allow=overwrite.allow, deny=overwrite.deny)
    await world.client.slash(world.lobby, "offer make", amount="300", case="1", confirm=True)
    await world.settled()
    assert world.room() is room
    assert "Negotiation" in world.card().text.splitlines()[0]
    assert any("Offer 2" in notice.text for notice in world.notices())


async def test_r9_4_a_clock_that_stands_for_its_room_runs_again_by_itself_when_there_are_rights_again(
    world: World, expected_faults: set[str]
):
    expected_faults.add("outbox_given_up")
    await world.case()
    role, room = bot_role(world), world.room()
    rights, kept = role.permissions, dict(room.overwrites)
    for target in (world.guild.everyone, world.sandbox.bot):
        world.sandbox.set_overwrite(room, target, deny=Permission.VIEW_CHANNEL)
    world.sandbox.set_role_permissions(world.guild, role, 0)
    await world.pass_time(days=4, minutes=5)
    status = await world.client.slash(world.lobby, "dispute status", case="1")
    assert "stands" in status.text
    world.sandbox.set_role_permissions(world.guild, role, rights)
    for overwrite in kept.values():
        target = world.guild.roles.get(overwrite.target_id) or world.sandbox.world.users[overwrite.target_id]
        world.sandbox.set_overwrite(room, target, allow=overwrite.allow, deny=overwrite.deny)
    for _ in range(2):
        await world.pass_time(hours=1, minutes=1)
    assert any("runs again" in notice.text or "whole window" in notice.text for notice in world.notices())
    status = await world.client.slash(world.lobby, "dispute status", case="1")
    assert "stands" not in status.text


@both_kinds
async def test_without_the_right_to_pin_there_is_still_one_card(world: World, kind: str):
    await rooms_are(world, kind)
    may_all_but(world, Permission.PIN_MESSAGES)
    await world.case()
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    [card] = world.cards()
    assert "Negotiation" in card.text.splitlines()[0]
    role = bot_role(world)
    world.sandbox.set_role_permissions(world.guild, role, role.permissions | Permission.PIN_MESSAGES)
    await world.client.slash(world.room(), "offer make", amount="300", confirm=True)
    await world.settled()
    assert world.card().buttons
    assert card.buttons == []


@both_kinds
async def test_an_unpinned_card_is_pinned_again_at_once(world: World, kind: str):
    await rooms_are(world, kind)
    await world.case()
    old = world.card()
    await world.admin.unpin(old)
    await world.settled()
    assert world.card() != old
    assert old.buttons == []
    pinned = len(world.cards())
    await world.admin.pin(world.notices()[0])
    await world.settled()
    assert len(world.cards()) == pinned, "what else is pinned is nobody's business"


# The end.


@both_kinds
@both_databases
async def test_a_room_that_may_not_be_removed_is_asked_for_again_each_day(world: World, kind: str):
    await rooms_are(world, kind)
    await world.case()
    await world.client.slash(world.room(), "dispute withdraw", reason="It was a mistake.", confirm=True)
    await world.settled()
    taken = Permission.MANAGE_THREADS if kind == "thread" else Permission.MANAGE_CHANNELS
    place = parent_of(world) if kind == "thread" else world.room()
    world.sandbox.set_overwrite(place, world.sandbox.bot, allow=Permission.VIEW_CHANNEL)
    may_all_but(world, taken)
    for _ in range(4):
        await world.pass_time(days=3)
    assert len(world.rooms()) == 1
    told = [text for text in staff_read(world) if "room's time is over" in text]
    assert len(told) == 1
    assert f"<#{world.room().id}>" in told[0]
    role = bot_role(world)
    world.sandbox.set_role_permissions(world.guild, role, role.permissions | taken)
    await world.pass_time(days=1)
    assert world.rooms() == []
    assert len([text for text in staff_read(world) if "room's time is over" in text]) == 1


@both_kinds
async def test_the_room_of_an_ended_case_deleted_by_hand_is_not_asked_for_again(world: World, kind: str):
    await rooms_are(world, kind)
    await world.case()
    await world.client.slash(world.room(), "dispute withdraw", reason="It was a mistake.", confirm=True)
    await world.settled()
    world.sandbox.delete_channel(world.room(), by=world.moderator)
    await world.settled()
    noted = await world.app.deliveries.room_of(world.guild.id, 1)
    assert noted is not None
    assert noted.removed_at_ms == world.clock.now_ms()
    await world.pass_time(days=9)
    assert await world.app.deliveries.room_of(world.guild.id, 1) == noted
    assert world.rooms() == []
