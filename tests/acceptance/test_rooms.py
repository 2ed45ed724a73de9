"""The case room: who sees it, who may write in it, and what becomes of it when people delete things."""

import pytest

from bot.sandbox import Permission, RefusedError
from tests.acceptance.world import STATEMENT, World
from tests.waiting import until


async def test_only_those_concerned_see_it(world: World):
    """R10.7: both parties, moderators, the bot; the arbitrator once they have the case; admins see everything."""
    await world.case()
    room = world.room()
    assert room.name == "case-0001"
    assert world.can_see(room) == {world.admin, world.client, world.freelancer, world.moderator}
    await world.freelancer.slash(room, "dispute challenge", statement=STATEMENT)
    for person in (world.client, world.freelancer):
        await person.slash(room, "fee pay", confirm=True)
    await world.arbitrator.slash(world.lobby, "case claim", case="CASE-0001")
    await world.settled()
    assert world.can_see(room) == {world.admin, world.client, world.freelancer, world.moderator, world.arbitrator}
    assert await world.arbitrator.say(room, "I have read it all.")


async def test_parties_write_while_evidence_is_open(world: World):
    """R5 stage 4: afterwards the room is read-only for them."""
    await world.arbitration()
    room = world.room()
    await world.client.say(room, "There is one more mail.")
    with pytest.raises(RefusedError):
        await world.stranger.say(room, "Hello?")
    await world.pass_time(days=1, seconds=90)
    for person in (world.client, world.freelancer):
        with pytest.raises(RefusedError):
            await person.say(room, "And another one.")
        assert person.can(room, Permission.READ_MESSAGE_HISTORY)
        assert not person.can(room, Permission.CREATE_PUBLIC_THREADS)
        assert not person.can(room, Permission.ADD_REACTIONS)
        assert (await person.click(world.card(person), "My options")).text
    assert await world.arbitrator.say(room, "I am writing the findings.")


async def test_a_guest_keeps_their_place(world: World):
    await world.case()
    guest = world.stranger
    world.sandbox.set_overwrite(world.room(), guest, allow=Permission.VIEW_CHANNEL)
    await world.freelancer.slash(world.room(), "offer accept", number=1, confirm=True)
    await world.settled()
    assert guest in world.can_see(world.room())


async def test_a_deleted_room_is_made_anew(world: World):
    await world.case()
    old = world.room()
    world.sandbox.delete_channel(old, by=world.moderator)
    await world.sandbox.until(lambda: [room.id for room in world.rooms()] not in ([], [old.id]))
    await world.settled()
    assert len(world.rooms()) == 1
    assert "Challenge" in world.card().buttons
    assert any(str(world.moderator.id) in notice.text for notice in world.notices()), "the record says who"
    assert world.can_see(world.room()) == {world.admin, world.client, world.freelancer, world.moderator}
    history = await world.client.slash(world.room(), "dispute history")
    assert str(world.moderator.id) in history.text


async def test_a_deleted_card_is_posted_anew(world: World):
    await world.case()
    old = world.card()
    world.sandbox.delete_message(old, by=world.admin)
    await world.sandbox.until(lambda: bool(world.client.pinned(world.room())))
    await world.settled()
    assert world.card() != old


async def test_a_card_too_old_to_edit_is_posted_anew(world: World):
    await world.case()
    old = world.card()
    world.sandbox.world.limits.old_message_edits = 0
    world.clock.advance(hours=2)
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    assert world.card() != old
    assert old.deleted or old.buttons == []
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_an_unpinned_card_is_replaced(world: World):
    await world.case()
    old = world.card()
    await world.admin.unpin(old)
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    assert world.card() != old
    assert old.buttons == []


async def test_rooms_overflow_into_a_further_category(world: World):
    for number in range(50):
        category = next((item for item in world.guild.channels.values() if item.name == "Cases"), None)
        category = category or world.sandbox.create_category(world.guild, "Cases")
        world.sandbox.create_channel(world.guild, f"old-{number}", category=category)
    await world.case()
    parent = world.guild.channels[world.room().parent_id or 0]
    assert parent.name == "Cases 2"


async def test_rooms_stand_beside_the_named_channel(world: World):
    category = world.sandbox.create_category(world.guild, "Court")
    channel = world.sandbox.create_channel(world.guild, "how-it-works", category=category)
    await world.admin.slash(world.lobby, "config channel", kind="cases", channel=channel)
    await world.case()
    assert world.room().parent_id == category.id


async def test_a_bot_without_the_right_to_make_rooms_tells_people_directly(world: World, expected_faults: set[str]):
    """R12.2: room, then direct message, then staff; and nobody forfeits for want of a room (R9.4)."""
    role = next(role for role in world.guild.roles.values() if role.name == "Parley")
    world.sandbox.set_role_permissions(world.guild, role, role.permissions & ~Permission.MANAGE_CHANNELS)
    expected_faults.add("outbox_given_up")
    await world.case()
    assert world.rooms() == []
    told = [message.text for message in world.freelancer.dms() if "CASE-0001" in message.text]
    assert len(told) == 1, "the news of the room and the direct message are one"
    assert [message for message in world.client.dms() if "CASE-0001" in message.text]


async def test_r12_2_with_every_way_closed_staff_hear_each_thing_once(world: World, expected_faults: set[str]):
    expected_faults.add("outbox_given_up")
    await world.case()
    for person in (world.client, world.freelancer):
        person.close_dms()
    role = next(role for role in world.guild.roles.values() if role.bot_user_id is not None)
    world.sandbox.set_role_permissions(world.guild, role, Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES)
    world.sandbox.set_overwrite(world.room(), world.sandbox.bot, deny=Permission.VIEW_CHANNEL)
    await world.pass_time(days=5)
    seen = [message.text for message in world.moderator.sees(world.staff_channel)]
    reminders = [text for text in seen if "Reminder:" in text]
    assert len(reminders) == 3
    assert all(f"Could not be delivered to <@{world.freelancer.id}>:" in text for text in reminders)
    assert len([text for text in seen if "stands:" in text]) == 1


async def test_a_new_room_is_known_as_soon_as_people_see_it(world: World):
    """A command typed there at once is about the case."""
    milestone = await world.milestone()
    await world.settled()
    # A look at the channels comes first, one after the category is made, and one after the room.
    looks = "GET /guilds/{guild_id}/channels"
    world.sandbox.faults.delay(looks, seconds=0, times=2)
    slow = world.sandbox.faults.delay(looks, seconds=3)
    await world.client.slash(
        world.lobby, "dispute open", milestone=milestone, offer="200", reason=STATEMENT, confirm=True
    )
    await until(lambda: bool(slow.hits), what="the look at what was made")
    shown = await world.client.slash(world.room(), "dispute status")
    assert "CASE-0001" in shown.text
    await world.settled()
