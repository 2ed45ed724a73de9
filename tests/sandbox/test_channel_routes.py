"""Channels, overwrites, threads and members over plain REST: what Discord gives, and what it refuses."""

from urllib.parse import quote

import pytest

from bot.sandbox import DEFAULT_EVERYONE, Guild, Overwrite, Permission, Sandbox
from tests.sandbox.plain_rest import Rest

BOT = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MANAGE_CHANNELS
    | Permission.MANAGE_ROLES
    | Permission.MANAGE_THREADS
)
VIEW = int(Permission.VIEW_CHANNEL)


@pytest.fixture
def guild(sandbox: Sandbox) -> Guild:
    made = sandbox.create_guild("Guild")
    sandbox.set_role_permissions(made, made.everyone, DEFAULT_EVERYONE)
    sandbox.invite_bot(made, permissions=BOT)
    return made


async def test_the_token_is_checked(rest: Rest):
    assert (await rest("GET", "/users/@me", headers={"Authorization": "Bot wrong"}))[0] == 401


async def test_unknown_routes_answer_loudly(sandbox: Sandbox, rest: Rest, caplog):
    assert await rest("GET", "/stickers/1") == (404, {"message": "404: Not Found", "code": 0})
    assert sandbox.unknown_routes == ["GET /stickers/1"]
    assert "no such route" in caplog.text
    sandbox.unknown_routes.clear()


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/channels/1", 404, 10003),
        ("/guilds/1", 404, 10004),
        ("/users/1", 404, 10013),
        ("/guilds/{guild}/members/1", 404, 10013),
        ("/guilds/{guild}/members/{stranger}", 404, 10007),
        ("/guilds/{guild}/roles/1", 404, 10011),
        ("/channels/{channel}/messages/1", 404, 10008),
    ],
)
async def test_unknown_things_have_their_codes(sandbox: Sandbox, rest: Rest, guild, channel, path, status, code):
    stranger = sandbox.create_person("stranger")
    found = await rest("GET", path.format(guild=guild.id, channel=channel.id, stranger=stranger.id))
    assert (found[0], found[1]["code"]) == (status, code)


async def test_a_channel_that_the_bot_cannot_see(sandbox: Sandbox, rest: Rest, guild, channel):
    sandbox.set_overwrite(channel, guild.everyone, deny=VIEW)
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/messages"), ("POST", "/messages")):
        status, body = await rest(method, f"/channels/{channel.id}{path}", {} if method != "GET" else None)
        assert (status, body["code"]) == (403, 50001)
    listed = await rest("GET", f"/guilds/{guild.id}/channels")
    assert listed == (200, [])


async def test_making_channels_takes_manage_channels(sandbox: Sandbox, rest: Rest, guild):
    role = next(role for role in guild.roles.values() if role.bot_user_id)
    sandbox.set_role_permissions(guild, role, 0)
    status, body = await rest("POST", f"/guilds/{guild.id}/channels", {"name": "room"})
    assert (status, body["code"]) == (403, 50013)


async def test_overwrites_hold_only_what_the_bot_has(rest: Rest, guild):
    for permission, status in ((VIEW, 201), (int(Permission.BAN_MEMBERS), 403), (int(Permission.MANAGE_ROLES), 403)):
        overwrite = {"id": str(guild.id), "type": 0, "allow": "0", "deny": str(permission)}
        body = {"name": "room", "permission_overwrites": [overwrite]}
        assert (await rest("POST", f"/guilds/{guild.id}/channels", body))[0] == status


async def test_a_bot_can_lock_itself_out(rest: Rest, guild):
    overwrite = {"id": str(guild.id), "type": 0, "allow": "0", "deny": str(VIEW)}
    _, made = await rest("POST", f"/guilds/{guild.id}/channels", {"name": "room", "permission_overwrites": [overwrite]})
    assert (await rest("GET", f"/channels/{made['id']}"))[1]["code"] == 50001


async def test_editing_overwrites_takes_manage_roles(sandbox: Sandbox, rest: Rest, guild, channel):
    path = f"/channels/{channel.id}/permissions/{guild.owner.id}"
    body = {"type": 1, "allow": str(VIEW), "deny": "0"}
    assert (await rest("PUT", path, body))[0] == 204
    assert channel.overwrites[guild.owner.id] == Overwrite(guild.owner.id, 1, VIEW, 0)
    assert (await rest("DELETE", path))[0] == 204
    assert (await rest("DELETE", path))[1]["code"] == 10009
    role = next(role for role in guild.roles.values() if role.bot_user_id)
    sandbox.set_role_permissions(guild, role, BOT & ~int(Permission.MANAGE_ROLES))
    assert (await rest("PUT", path, body))[1]["code"] == 50013


async def test_names_and_topics_have_limits(rest: Rest, guild):
    path = f"/guilds/{guild.id}/channels"
    for body, field in (
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a", "topic": "x" * 1025}, "topic"),
    ):
        status, answer = await rest("POST", path, body)
        assert (status, answer["code"]) == (400, 50035)
        assert answer["errors"][field]["_errors"][0]["code"] == "BASE_TYPE_BAD_LENGTH"
    assert (await rest("POST", path, {"name": "Case 42"}))[1]["name"] == "case-42"


async def test_channel_limits(sandbox: Sandbox, rest: Rest, guild):
    sandbox.world.limits.guild_channels = 4
    sandbox.world.limits.category_channels = 1
    category = sandbox.create_category(guild, "Cases")
    path = f"/guilds/{guild.id}/channels"
    inside = {"name": "a", "parent_id": str(category.id)}
    assert (await rest("POST", path, inside))[0] == 201
    status, body = await rest("POST", path, inside)
    assert (status, body["code"]) == (400, 50035)
    assert "CHANNEL_PARENT_MAX_CHANNELS" in str(body["errors"])
    assert (await rest("POST", path, {"name": "b"}))[0] == 201
    assert (await rest("POST", path, {"name": "c"}))[0] == 201
    assert (await rest("POST", path, {"name": "d"}))[1]["code"] == 30013


async def test_channels_take_the_overwrites_of_their_category(sandbox: Sandbox, rest: Rest, guild):
    category = sandbox.create_category(guild, "Cases")
    sandbox.set_overwrite(category, guild.owner, allow=VIEW)
    _, made = await rest("POST", f"/guilds/{guild.id}/channels", {"name": "a", "parent_id": str(category.id)})
    assert [overwrite["id"] for overwrite in made["permission_overwrites"]] == [str(guild.owner.id)]


async def test_a_channel_is_renamed_twice_in_ten_minutes(rest: Rest, channel, clock):
    path = f"/channels/{channel.id}"
    assert (await rest("PATCH", path, {"name": "one"}))[0] == 200
    assert (await rest("PATCH", path, {"topic": "two"}))[0] == 200
    status, body = await rest("PATCH", path, {"name": "three"})
    assert (status, body["retry_after"], body["global"]) == (429, 600.0, False)
    assert (await rest("PATCH", path, {"rate_limit_per_user": 5}))[0] == 200
    clock.move(seconds=600)
    assert (await rest("PATCH", path, {"name": "three"}))[0] == 200


async def test_moving_channels(sandbox: Sandbox, rest: Rest, guild, channel):
    category = sandbox.create_category(guild, "Cases")
    sandbox.set_overwrite(category, guild.owner, allow=VIEW)
    move = {"id": str(channel.id), "parent_id": str(category.id), "position": 3, "lock_permissions": True}
    assert (await rest("PATCH", f"/guilds/{guild.id}/channels", [move]))[0] == 204
    assert (channel.parent_id, channel.position, list(channel.overwrites)) == (category.id, 3, [guild.owner.id])


async def test_audit_reasons_are_counted_as_they_travel(rest: Rest, channel):
    path = f"/channels/{channel.id}"
    for letters, status in ((85, 200), (86, 400)):
        headers = {"X-Audit-Log-Reason": quote("Ж" * letters)}
        assert (await rest("PATCH", path, {"position": 1}, headers=headers))[0] == status


async def test_deleting_a_channel_takes_its_threads(sandbox: Sandbox, rest: Rest, guild, channel):
    thread = sandbox.create_thread(channel, "thread")
    assert (await rest("DELETE", f"/channels/{channel.id}"))[0] == 200
    assert channel.id not in guild.channels
    assert (await rest("GET", f"/channels/{thread.id}"))[1]["code"] == 10003


async def test_private_threads(sandbox: Sandbox, rest: Rest, guild, channel):
    body = {"name": "case-1", "type": 12, "invitable": False, "auto_archive_duration": 1440}
    status, thread = await rest("POST", f"/channels/{channel.id}/threads", body)
    assert status == 201
    members = f"/channels/{thread['id']}/thread-members"
    person = sandbox.create_person("ann")
    assert (await rest("PUT", f"{members}/{person.id}"))[1]["code"] == 50001
    sandbox.join(guild, person)
    assert (await rest("PUT", f"{members}/{person.id}"))[0] == 204
    assert len((await rest("GET", members))[1]) == 2
    assert (await rest("GET", f"{members}/{person.id}"))[1]["user_id"] == str(person.id)
    assert (await rest("DELETE", f"{members}/{person.id}"))[0] == 204
    assert (await rest("GET", f"{members}/{person.id}"))[1]["code"] == 10007


async def test_archived_threads_refuse_changes(sandbox: Sandbox, rest: Rest, channel):
    _, thread = await rest("POST", f"/channels/{channel.id}/threads", {"name": "t", "type": 12})
    path = f"/channels/{thread['id']}"
    _, message = await rest("POST", f"{path}/messages", {"content": "hello"})
    assert (await rest("PATCH", path, {"archived": True, "locked": True}))[0] == 200
    assert (await rest("PATCH", f"{path}/messages/{message['id']}", {"content": "x"}))[1]["code"] == 50083
    assert (await rest("PUT", f"{path}/thread-members/{sandbox.create_person('x').id}"))[1]["code"] == 50083
    # A new message un-archives, for a bot that manages threads even a locked one.
    assert (await rest("POST", f"{path}/messages", {"content": "again"}))[0] == 200
    assert (await rest("GET", path))[1]["thread_metadata"]["archived"] is False


async def test_quiet_threads_are_archived_by_the_clock(sandbox: Sandbox, rest: Rest, guild, channel, clock):
    body = {"name": "t", "type": 12, "auto_archive_duration": 60}
    _, thread = await rest("POST", f"/channels/{channel.id}/threads", body)
    clock.move(seconds=3601)
    assert (await rest("GET", f"/channels/{thread['id']}"))[1]["thread_metadata"]["archived"] is True
    assert (await rest("GET", f"/guilds/{guild.id}/threads/active"))[1]["threads"] == []
    _, listed = await rest("GET", f"/channels/{channel.id}/threads/archived/private")
    assert [found["id"] for found in listed["threads"]] == [thread["id"]]


async def test_thread_limit(sandbox: Sandbox, rest: Rest, channel):
    sandbox.world.limits.active_threads = 1
    path = f"/channels/{channel.id}/threads"
    assert (await rest("POST", path, {"name": "a", "type": 12}))[0] == 201
    assert (await rest("POST", path, {"name": "b", "type": 12}))[1]["code"] == 160006


async def test_the_audit_log_says_who_deleted(sandbox: Sandbox, rest: Rest, guild, channel):
    sandbox.delete_channel(channel)
    assert (await rest("GET", f"/guilds/{guild.id}/audit-logs"))[1]["code"] == 50013
    role = next(role for role in guild.roles.values() if role.bot_user_id)
    sandbox.set_role_permissions(guild, role, int(Permission.VIEW_AUDIT_LOG))
    _, log = await rest("GET", f"/guilds/{guild.id}/audit-logs?action_type=12&limit=1")
    [entry] = log["audit_log_entries"]
    assert (entry["user_id"], entry["target_id"]) == (str(guild.owner.id), str(channel.id))
    assert log["users"][0]["username"] == "owner"
