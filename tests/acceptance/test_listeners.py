"""What happens in Discord without a command goes into the record, and what is no business of ours does not."""

import discord
from discord.gateway import DiscordWebSocket

from bot.sandbox import Permission
from bot.services.ports import RoomMessage
from tests.acceptance.world import World, both_databases


async def said(world: World) -> list[RoomMessage]:
    """What people have said in the first case's room, as we keep it."""
    async with world.app.storage.read() as uow:
        messages = await uow.rooms.messages(world.guild.id, 1)
    return [message for message in messages if message.author_id != world.sandbox.bot.id]


async def test_what_is_said_edited_and_deleted_in_a_room_is_kept(world: World):
    """R8.3: edits and deletions of room messages are kept in the record."""
    await world.case()
    first = await world.client.say(world.room(), "It was never delivered.")
    await world.settled()
    world.clock.advance(minutes=3)
    await world.client.edit(first, "It was delivered late.")
    await world.settled()
    world.clock.advance(minutes=3)
    await world.client.delete(first)
    await world.settled()
    [kept] = await said(world)
    assert kept.body == "It was never delivered."
    assert kept.author_id == world.client.id
    assert kept.edited_at_ms == kept.sent_at_ms + 3 * 60_000
    assert kept.deleted_at_ms == kept.sent_at_ms + 6 * 60_000


async def test_what_is_said_while_the_bot_is_away_is_fetched(world: World):
    await world.case()
    await world.client.say(world.room(), "Before.")
    await world.settled()
    await world.stop_bot()
    world.clock.advance(minutes=2)
    missed = [await world.freelancer.say(world.room(), f"Number {number}.") for number in range(3)]
    await world.start_bot()
    await world.settled()
    kept = await said(world)
    assert [message.body for message in kept] == ["Before.", "Number 0.", "Number 1.", "Number 2."]
    assert [message.message_id for message in kept[1:]] == [message.id for message in missed]
    await world.restart()
    assert await said(world) == kept


async def test_what_is_said_elsewhere_is_not_kept(world: World):
    await world.case()
    elsewhere = await world.client.say(world.lobby, "Good morning.")
    await world.client.edit(elsewhere, "Good evening.")
    await world.client.delete(elsewhere)
    await world.settled()
    assert await said(world) == []


async def test_the_bots_own_edits_are_no_edits_of_the_record(world: World):
    await world.negotiation()
    async with world.app.storage.read() as uow:
        messages = await uow.rooms.messages(world.guild.id, 1)
    assert messages
    assert [message for message in messages if message.edited_at_ms is not None] == []


async def test_who_deleted_a_room_is_unknown_without_the_audit_log(world: World):
    await world.case()
    role = next(role for role in world.guild.roles.values() if role.name == "Parley")
    world.sandbox.set_role_permissions(world.guild, role, role.permissions & ~Permission.VIEW_AUDIT_LOG)
    old = world.room()
    world.sandbox.delete_channel(old, by=world.moderator)
    await world.sandbox.until(lambda: [room.id for room in world.rooms()] not in ([], [old.id]))
    await world.settled()
    assert not any(str(world.moderator.id) in notice.text for notice in world.notices())
    assert world.card().buttons


async def test_a_command_from_outside_a_server_is_refused(world: World):
    for command in world.sandbox.world.commands.values():
        command.body |= {"contexts": [0, 1, 2], "dm_permission": True}
    answer = await world.client.slash(world.client.dm_channel, "wallet show")
    assert "server" in answer.text
    assert await world.client.autocomplete(world.client.dm_channel, "milestone view", option="milestone") == []


async def test_a_command_that_the_bot_no_longer_has_is_explained(world: World):
    command = next(item for item in world.sandbox.world.commands.values() if item.body["name"] == "wallet")
    command.body["name"] = "purse"
    answer = await world.client.slash(world.lobby, "purse show")
    assert answer.ephemeral
    assert "changed" in answer.text


async def test_nothing_of_a_person_is_kept_in_memory(world: World):
    await world.case()
    await world.client.click(world.card(), "My options")
    await world.freelancer.click(world.card(), "Challenge")
    client = world.app.client
    assert list(client.cached_messages) == []
    assert client.persistent_views == []
    assert [member for guild in client.guilds for member in guild.members if member.id != world.sandbox.bot.id] == []


async def test_the_gateway_is_where_discord_says(world: World):
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == world.sandbox.gateway_url
    assert world.sandbox.api_url == discord.http.Route.BASE


async def test_several_shards_when_discord_asks_for_them(world: World):
    await world.stop_bot()
    world.sandbox.world.recommended_shards = 2
    await world.start_bot()
    assert world.app.client.shard_count == 2
    await world.case()
    assert "Details" in world.card().buttons
    home = world.guild.id >> 22
    client = world.app.client
    await client.on_shard_disconnect((home + 1) % 2)
    assert world.guild.id in world.app.keeper._up, "the other shard is no business of this server"
    await client.on_shard_disconnect(home % 2)
    assert world.guild.id not in world.app.keeper._up
    await client.on_shard_resumed(home % 2)
    assert world.guild.id in world.app.keeper._up


@both_databases
async def test_r8_3_what_is_said_changed_and_deleted_at_once_is_kept_in_that_order(world: World):
    await world.case()
    room, client = world.room(), world.client
    for number in range(8):
        message = await client.say(room, f"first {number}")
        await client.edit(message, f"second {number}")
        await client.delete(message)
    await world.settled()
    async with world.app.storage.read() as uow:
        messages = [item for item in await uow.rooms.messages(world.guild.id, 1) if item.author_id == client.id]
        edits = await uow.rooms.edits(world.guild.id, 1)
    assert [item.body for item in messages] == [f"first {number}" for number in range(8)]
    assert [[edit.body for edit in edits[item.message_id]] for item in messages] == [
        [f"second {number}"] for number in range(8)
    ]
    assert all(item.deleted_at_ms is not None for item in messages)
