"""Threads over plain REST and by people's hands: who is inside, who may wake them, and how many may be active."""

import pytest

from bot.sandbox import Channel, Guild, Permission, Person, RefusedError, Sandbox
from tests.sandbox.conftest import ManualTime
from tests.sandbox.plain_rest import Rest
from tests.sandbox.test_channel_routes import BOT

MEMBERS_INTENT = 1 << 1


@pytest.fixture
def guild(sandbox: Sandbox) -> Guild:
    made = sandbox.create_guild("Guild")
    sandbox.invite_bot(made, permissions=BOT)
    return made


@pytest.fixture
async def thread(guild: Guild, channel: Channel, rest: Rest) -> Channel:
    body = {"name": "case-1", "type": 12, "invitable": False, "auto_archive_duration": 60}
    status, made = await rest("POST", f"/channels/{channel.id}/threads", body)
    assert status == 201
    return guild.channels[int(made["id"])]


def bot_may(sandbox: Sandbox, guild: Guild, permissions: int) -> None:
    role = next(role for role in guild.roles.values() if role.bot_user_id)
    sandbox.set_role_permissions(guild, role, permissions)
    sandbox.set_role_permissions(guild, guild.everyone, int(Permission.VIEW_CHANNEL))


async def test_listing_members_takes_the_members_intent_but_asking_for_one_does_not(
    sandbox: Sandbox, rest: Rest, thread: Channel, person: Person
):
    path = f"/channels/{thread.id}/thread-members"
    assert (await rest("GET", path))[0] == 200
    sandbox.world.allowed_privileged_intents &= ~MEMBERS_INTENT
    assert (await rest("GET", path))[1]["code"] == 50001
    assert (await rest("GET", f"{path}/{person.id}"))[1]["code"] == 10007


async def test_who_is_let_in_by_another_is_named_in_the_thread(
    sandbox: Sandbox, rest: Rest, thread: Channel, person: Person
):
    path = f"/channels/{thread.id}/thread-members/{person.id}"
    for _ in range(2):
        assert (await rest("PUT", path))[0] == 204
    _, messages = await rest("GET", f"/channels/{thread.id}/messages")
    assert [(message["type"], message["mentions"][0]["id"]) for message in messages] == [(1, str(person.id))]
    sandbox.remove_from_thread(thread, person, by=person)
    assert len(person.sees(thread)) == 0
    assert len((await rest("GET", f"/channels/{thread.id}/messages"))[1]) == 1, "who leaves says nothing"


async def test_who_leaves_the_server_is_no_member_of_its_threads_any_more(
    sandbox: Sandbox, guild: Guild, thread: Channel, person: Person
):
    sandbox.add_to_thread(thread, person)
    sandbox.leave(guild, person)
    sandbox.join(guild, person)
    assert not sandbox.world.can_see(thread, person.id)


async def test_a_message_wakes_an_archived_thread_but_no_locked_one(sandbox: Sandbox, thread: Channel, person: Person):
    sandbox.add_to_thread(thread, person)
    assert thread.thread is not None
    sandbox.archive_thread(thread)
    await person.say(thread, "Hello?")
    assert not thread.thread.is_archived
    sandbox.archive_thread(thread, locked=True)
    with pytest.raises(RefusedError):
        await person.say(thread, "Hello?")
    assert thread.thread.is_archived


async def test_a_locked_thread_is_woken_by_managers_only(sandbox: Sandbox, rest: Rest, guild: Guild, thread: Channel):
    path = f"/channels/{thread.id}"
    _, message = await rest("POST", f"{path}/messages", {"content": "hello"})
    sandbox.archive_thread(thread, locked=True)
    bot_may(sandbox, guild, BOT & ~int(Permission.MANAGE_THREADS))
    assert (await rest("PATCH", path, {"archived": False}))[1]["code"] == 50013
    sandbox.change_thread(thread, {"is_archived": False})
    assert (await rest("PATCH", f"{path}/messages/{message['id']}", {"content": "x"}))[1]["code"] == 160005
    assert (await rest("PATCH", path, {"locked": False}))[1]["code"] == 50013
    bot_may(sandbox, guild, BOT)
    assert (await rest("PATCH", path, {"locked": False, "archived": False}))[0] == 200


async def test_no_thread_is_woken_beyond_the_limit(sandbox: Sandbox, rest: Rest, channel: Channel, thread: Channel):
    sandbox.archive_thread(thread)
    sandbox.world.limits.active_threads = 1
    sandbox.create_thread(channel, "another")
    path = f"/channels/{thread.id}"
    assert (await rest("PATCH", path, {"archived": False}))[1]["code"] == 160006
    assert (await rest("POST", f"{path}/messages", {"content": "hello"}))[1]["code"] == 160006
    assert thread.thread is not None
    assert thread.thread.is_archived


async def test_archived_threads_that_the_bot_is_in_are_found_without_managing_threads(
    sandbox: Sandbox, rest: Rest, guild: Guild, channel: Channel, thread: Channel
):
    sandbox.archive_thread(thread)
    sandbox.archive_thread(sandbox.create_thread(channel, "not ours", private=True))
    bot_may(sandbox, guild, BOT & ~int(Permission.MANAGE_THREADS))
    assert (await rest("GET", f"/channels/{channel.id}/threads/archived/private"))[1]["code"] == 50013
    _, found = await rest("GET", f"/channels/{channel.id}/users/@me/threads/archived/private")
    assert [item["id"] for item in found["threads"]] == [str(thread.id)]


async def test_a_new_time_to_be_archived_counts_as_activity(rest: Rest, thread: Channel, clock: ManualTime):
    clock.move(seconds=3_000)
    before = (await rest("GET", f"/channels/{thread.id}"))[1]["thread_metadata"]["archive_timestamp"]
    _, changed = await rest("PATCH", f"/channels/{thread.id}", {"auto_archive_duration": 1440})
    assert changed["thread_metadata"]["archive_timestamp"] != before
    assert thread.thread is not None
    assert thread.thread.active_at_ms == clock.now_ms()
