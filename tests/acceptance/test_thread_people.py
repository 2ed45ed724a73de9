"""Who is inside a case's thread, who sees the channel above it, and what is told of what is missing there."""

import pytest

from bot.delivery.discord_rest import DiscordRest
from bot.delivery.rooms import Rooms
from bot.sandbox import Permission, Person, RefusedError
from bot.sandbox.model import ChannelType
from bot.services.effects_base import room_target
from bot.services.ports import EffectKind, OutboxMessage
from tests.acceptance.test_threads import VIEW, facts, in_threads, inside, may_all_but, staff_read
from tests.acceptance.world import STATEMENT, World

ROOMS_NEED = ("queries", "deliveries", "room_events", "clock")


async def test_members_see_the_cases_channel_but_write_only_in_their_threads(world: World):
    cases = await in_threads(world)
    await world.case()
    assert cases in world.stranger.channels(world.guild)
    assert world.room() not in world.stranger.channels(world.guild)
    for person in (world.stranger, world.client):
        with pytest.raises(RefusedError):
            await person.say(cases, "Hello?")
        assert not person.can(cases, Permission.CREATE_PUBLIC_THREADS | Permission.CREATE_PRIVATE_THREADS)
    assert await world.client.say(world.room(), "Hello.")
    assert await world.moderator.say(world.room(), "I am looking into it.")
    assert staff_read(world)
    assert not any("Rooms are threads" in text for text in staff_read(world))


async def test_a_private_cases_channel_is_not_thrown_open(world: World):
    """Its admins say who sees it; rooms are elsewhere, and staff are told why."""
    cases = await in_threads(world)
    world.sandbox.set_overwrite(cases, world.guild.everyone, deny=VIEW)
    world.sandbox.set_overwrite(cases, world.sandbox.bot, allow=VIEW)
    await world.case()
    assert cases not in world.stranger.channels(world.guild)
    own = world.guild.channels[world.room().parent_id or 0]
    assert (own.name, own.kind) == ("cases", ChannelType.TEXT)
    assert inside(world) == {world.client, world.freelancer}
    with pytest.raises(RefusedError):
        await world.client.say(own, "Hello?")
    [told] = [text for text in staff_read(world) if "Rooms are threads" in text]
    assert f"<#{cases.id}> can't be seen by both parties" in told
    world.clock.advance(minutes=2)
    await world.case()
    assert (world.room().name, world.room().parent_id) == ("case-0002", own.id)


async def test_what_the_bot_may_not_set_is_told_to_staff(world: World):
    may_all_but(world, Permission.MANAGE_ROLES | Permission.MANAGE_THREADS)
    cases = await in_threads(world)
    await world.case()
    assert world.room().parent_id == cases.id
    assert world.moderator not in world.can_see(world.room())
    [told] = [text for text in staff_read(world) if "Rooms are threads" in text]
    assert "manage threads" in told
    assert "moderator role" in told
    assert "members post beside" in told


async def test_who_was_taken_out_is_let_in_again_before_a_notice_counts(world: World):
    """R9.4: a party sees a thread only from inside."""
    await in_threads(world)
    await world.case()
    world.freelancer.close_dms()
    world.sandbox.remove_from_thread(world.room(), world.freelancer, by=world.moderator)
    assert world.freelancer not in world.can_see(world.room())
    await world.pass_time(days=2)
    assert world.freelancer in world.can_see(world.room())
    assert [notice for notice in world.notices(world.freelancer) if "Reminder:" in notice.text]


async def test_r9_4_a_thread_reaches_only_who_sees_the_channel_above(world: World):
    cases = await in_threads(world)
    await world.case()
    room = await world.app.deliveries.room_of(world.guild.id, 1)
    assert room is not None
    rooms = Rooms(DiscordRest(lambda: world.app.client), *(getattr(world.app, name) for name in ROOMS_NEED))
    people = (world.admin, world.client, world.freelancer, world.moderator, world.arbitrator, world.stranger)

    async def see() -> set[Person]:
        return {person for person in people if await rooms.can_see(room, person.id)}

    assert await see() == world.can_see(world.room())
    world.sandbox.set_overwrite(cases, world.freelancer, deny=VIEW)
    world.sandbox.remove_from_thread(world.room(), world.client)
    world.sandbox.add_to_thread(world.room(), world.stranger)
    assert await see() == world.can_see(world.room()) == {world.admin, world.moderator, world.stranger}


async def test_who_returns_to_the_server_is_let_in_again(world: World):
    await in_threads(world)
    await world.case()
    world.sandbox.leave(world.guild, world.freelancer)
    await world.settled()
    world.sandbox.join(world.guild, world.freelancer)
    await world.settled()
    assert world.freelancer in world.can_see(world.room())


async def test_a_party_who_was_never_there_is_let_in_when_they_come(world: World):
    await in_threads(world)
    milestone = await world.milestone()
    await world.settled()
    await world.stop_bot()
    world.sandbox.leave(world.guild, world.freelancer)
    await world.start_bot()
    await world.client.slash(
        world.lobby, "dispute open", milestone=milestone, offer="200", reason=STATEMENT, confirm=True
    )
    await world.settled()
    assert inside(world) == {world.client}
    world.sandbox.join(world.guild, world.freelancer)
    await world.settled()
    assert inside(world) == {world.client, world.freelancer}


async def test_a_guest_stays_until_they_are_closed_out(world: World):
    await in_threads(world)
    await world.case()
    world.sandbox.add_to_thread(world.room(), world.stranger, by=world.moderator)
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    assert world.stranger in inside(world)
    for close, is_open in (("first", True), ("second", False)):
        world.sandbox.add_to_thread(world.room(), world.stranger, by=world.moderator)
        if not is_open:
            await world.client.slash(world.room(), "dispute withdraw", reason="A mistake.", confirm=True)
            await world.settled()
        await close_out(world, world.stranger, close)
        assert inside(world) == {world.client, world.freelancer}
        assert facts(world.room()).is_archived != is_open


async def close_out(world: World, person: Person, key: str) -> None:
    payload = {"case_id": 1, "closed_to_id": person.id}
    target = room_target(world.guild.id, 1)
    async with world.app.storage.write() as uow:
        await uow.outbox.put([OutboxMessage(world.guild.id, target, EffectKind.ROOM_ACCESS, key, payload)])
        await uow.commit()
    await world.settled()


async def test_a_new_moderator_role_sees_the_threads_and_the_old_one_no_more(world: World):
    await in_threads(world)
    await world.case()
    role = world.sandbox.create_role(world.guild, "New moderators")
    newcomer = world.sandbox.create_person("nora")
    world.sandbox.join(world.guild, newcomer, roles=[role])
    await world.admin.slash(world.lobby, "config role", kind="moderator", role=role)
    await world.settled()
    assert newcomer.can(world.room(), VIEW)
    assert world.moderator not in world.can_see(world.room())
