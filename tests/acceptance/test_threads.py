"""Case rooms that are private threads: a whole case in one, who is inside, and what becomes of it by people's hands."""

import pytest

from bot.sandbox import Channel, Permission, Person, RefusedError
from bot.sandbox.model import ChannelType
from bot.sandbox.model import Thread as ThreadFacts
from tests.acceptance.world import FINDINGS, STATEMENT, World, both_databases

VIEW = Permission.VIEW_CHANNEL


async def in_threads(world: World) -> Channel:
    """Rooms are threads from now on; the channel that they hang under."""
    cases = world.sandbox.create_channel(world.guild, "disputes")
    await world.admin.slash(world.lobby, "config channel", kind="cases", channel=cases)
    await world.admin.slash(world.lobby, "config rooms", kind="thread")
    return cases


def facts(thread: Channel) -> ThreadFacts:
    assert thread.thread is not None
    return thread.thread


def inside(world: World) -> set[Person]:
    """Who of the people is a member of the newest room."""
    people = (world.client, world.freelancer, world.moderator, world.arbitrator, world.stranger)
    return {person for person in people if person.id in facts(world.room()).members}


def bot_role(world: World):
    return next(role for role in world.guild.roles.values() if role.bot_user_id is not None)


def may_all_but(world: World, taken: Permission) -> None:
    """The bot loses a permission on the whole server."""
    role = bot_role(world)
    world.sandbox.set_role_permissions(world.guild, role, role.permissions & ~taken)


def staff_read(world: World) -> list[str]:
    return [message.text for message in world.moderator.sees(world.staff_channel)]


@both_databases
async def test_a_whole_case_in_a_thread(world: World):
    cases = await in_threads(world)
    await world.case()
    room = world.room()
    assert (room.name, room.kind, room.parent_id) == ("case-0001", ChannelType.PRIVATE_THREAD, cases.id)
    assert not facts(room).is_invitable
    assert inside(world) == {world.client, world.freelancer}
    assert world.can_see(room) == {world.admin, world.client, world.freelancer, world.moderator}
    challenging = await world.freelancer.click(world.card(), "Challenge")
    await world.freelancer.submit(challenging, {"Why don't you agree?": STATEMENT})
    await world.settled()
    for person in (world.client, world.freelancer):
        paying = await person.click(world.card(), "Pay fee")
        await person.click(paying, "Confirm")
        await world.settled()
    await world.arbitrator.slash(world.lobby, "case claim", case="1")
    await world.settled()
    assert inside(world) == {world.client, world.freelancer, world.arbitrator}
    assert await world.arbitrator.say(room, "I have read it all.")
    for person in (world.client, world.freelancer):
        await person.click(await person.click(world.card(), "Nothing to add"), "Confirm")
        await world.settled()
    await world.arbitrator.slash(room, "case rule", freelancer_amount="250", findings=FINDINGS, confirm=True)
    await world.settled()
    assert len(world.rooms()) == 1
    assert "Ruled" in world.card().text.splitlines()[0]
    assert (facts(room).is_archived, facts(room).is_locked) == (True, True)
    with pytest.raises(RefusedError):
        await world.client.say(room, "Thank you.")
    assert world.client.sees(room), "it can be read until it goes"


async def test_a_thread_that_is_archived_or_locked_is_opened_again(world: World):
    await in_threads(world)
    await world.case()
    room = world.room()
    for locked in (False, True):
        world.sandbox.archive_thread(room, locked=locked, by=world.moderator)
        await world.settled()
        assert (facts(room).is_archived, facts(room).is_locked) == (False, False)
    world.sandbox.change_thread(room, {"is_locked": True}, by=world.moderator)
    await world.settled()
    assert (await world.client.click(world.card(), "My options")).text
    world.sandbox.change_thread(room, {"is_invitable": True}, by=world.moderator)
    await world.freelancer.slash(room, "dispute challenge", statement=STATEMENT)
    await world.pass_time(days=8)
    assert not facts(room).is_archived
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_a_thread_that_went_to_sleep_while_the_bot_was_away_is_woken(world: World):
    await in_threads(world)
    await world.case()
    room = world.room()
    await world.stop_bot()
    world.sandbox.archive_thread(room, locked=True, by=world.moderator)
    world.clock.advance(minutes=5)
    await world.start_bot()
    await world.settled()
    assert (facts(room).is_archived, facts(room).is_locked) == (False, False)
    assert len(world.rooms()) == 1


@both_databases
async def test_a_deleted_thread_is_made_anew(world: World):
    await in_threads(world)
    await world.case()
    old = world.room()
    world.sandbox.delete_channel(old, by=world.moderator)
    await world.settled()
    assert world.rooms() != [old]
    assert len(world.rooms()) == 1
    assert inside(world) == {world.client, world.freelancer}
    assert "Challenge" in world.card().buttons
    assert any(str(world.moderator.id) in notice.text for notice in world.notices()), "the record says who"
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)


async def test_threads_go_with_their_channel_and_are_made_anew_elsewhere(world: World):
    cases = await in_threads(world)
    await world.case()
    world.sandbox.delete_channel(cases, by=world.admin)
    await world.settled()
    assert len(world.rooms()) == 1
    assert world.guild.channels[world.room().parent_id or 0].name == "cases"
    assert inside(world) == {world.client, world.freelancer}
    assert any(str(world.admin.id) in notice.text for notice in world.notices()), "the record says who"


async def test_a_thread_of_somebody_elses_making_is_no_room(world: World):
    cases = await in_threads(world)
    trap = world.sandbox.create_thread(cases, "case-0001", private=True, by=world.stranger)
    old = world.sandbox.create_thread(cases, "case-0001", private=True)
    facts(old).owner_id = world.sandbox.bot.id
    facts(old).members |= {world.sandbox.bot.id: 0, world.stranger.id: 0}
    await world.case()
    assert world.room() not in (trap, old)
    assert world.stranger not in world.can_see(world.room())


@pytest.mark.parametrize("sleeps", [False, True])
async def test_a_thread_that_an_attempt_left_behind_is_taken(world: World, sleeps: bool):
    cases = await in_threads(world)
    left = world.sandbox.create_thread(cases, "case-0001", private=True)
    facts(left).owner_id = world.sandbox.bot.id
    facts(left).members = {world.sandbox.bot.id: 0}
    if sleeps:
        world.sandbox.archive_thread(left)
    await world.case()
    assert world.rooms() == [left]
    assert inside(world) == {world.client, world.freelancer}


async def test_a_thread_made_twice_by_a_repeated_request_is_left_once(world: World):
    await in_threads(world)
    world.sandbox.faults.fail_after("POST /channels/{channel_id}/threads")
    await world.case()
    assert len(world.rooms()) == 1
    assert inside(world) == {world.client, world.freelancer}


async def test_r9_4_a_bot_that_may_not_write_in_threads_forfeits_nobody(world: World, expected_faults: set[str]):
    expected_faults.add("outbox_given_up")
    await in_threads(world)
    await world.case()
    for days, hours, minutes in ((2, 0, 0), (1, 0, 0), (0, 23, 30)):
        await world.pass_time(days=days, hours=hours, minutes=minutes)
    may_all_but(world, Permission.SEND_MESSAGES_IN_THREADS)
    everyone = world.guild.everyone
    kept = everyone.permissions & ~Permission.SEND_MESSAGES_IN_THREADS
    world.sandbox.set_role_permissions(world.guild, everyone, kept)
    cases = world.guild.channels[world.room().parent_id or 0]
    world.sandbox.set_overwrite(cases, world.sandbox.bot, deny=Permission.SEND_MESSAGES_IN_THREADS)
    await world.pass_time(minutes=45)
    async with world.app.storage.read() as uow:
        case = await uow.cases.get(world.guild.id, 1)
    assert case is not None
    (deadline,) = case.state.alive_deadlines()
    assert (deadline.is_running, deadline.hold_reason) == (False, "room_unreachable")


async def test_the_notice_that_late_words_are_no_evidence_comes_once(world: World):
    await in_threads(world)
    await world.arbitration()
    await world.client.say(world.room(), "In time.")
    await world.pass_time(days=1, seconds=90)
    assert not late(world)
    await world.arbitrator.say(world.room(), "Thank you both.")
    await world.moderator.say(world.room(), "Now we wait.")
    await world.settled()
    assert not late(world)
    await world.freelancer.say(world.room(), "One more thing.")
    await world.settled()
    [told] = late(world)
    assert f"<@{world.freelancer.id}>" in told
    await world.restart()
    await world.client.say(world.room(), "I too have one more thing.")
    await world.settled()
    assert len(late(world)) == 1
    assert (await world.client.click(world.card(), "My options")).text


def late(world: World) -> list[str]:
    return [notice.text for notice in world.notices() if "isn't evidence" in notice.text]


async def test_a_card_lost_in_a_thread_is_posted_anew(world: World):
    await in_threads(world)
    await world.case()
    first = world.card()
    await world.admin.unpin(first)
    await world.settled()
    second = world.card()
    assert (second != first, first.buttons) == (True, [])
    world.sandbox.world.limits.old_message_edits = 0
    world.clock.advance(hours=2)
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    assert world.card() not in (first, second)
    world.sandbox.delete_message(world.card(), by=world.admin)
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_a_thread_goes_after_a_week_and_stays_gone(world: World):
    await in_threads(world)
    await world.case()
    await world.client.slash(world.room(), "dispute withdraw", reason="It was a mistake.", confirm=True)
    await world.pass_time(days=6)
    assert len(world.rooms()) == 1
    await world.pass_time(days=2)
    assert world.rooms() == []
    room = await world.app.deliveries.room_of(world.guild.id, 1)
    assert room is not None
    assert room.removed_at_ms is not None
    await world.restart()
    assert world.rooms() == []


async def test_a_card_deleted_in_a_shut_thread_comes_back_and_the_thread_stays_shut(world: World):
    await in_threads(world)
    await world.case()
    await world.freelancer.slash(world.room(), "offer accept", number=1, confirm=True)
    await world.settled()
    old = world.card()
    world.sandbox.delete_message(old, by=world.moderator)
    await world.settled()
    assert world.card() != old
    assert (facts(world.room()).is_archived, facts(world.room()).is_locked) == (True, True)
