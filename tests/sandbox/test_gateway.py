"""The gateway by hand: identify, filters, resume, close codes, and its ways to fail."""

import asyncio

import aiohttp
import pytest

from bot.sandbox import NoAnswerError, Permission, Sandbox
from tests.sandbox.raw_bot import ALL_INTENTS, GUILD_MEMBERS, GUILD_MESSAGES, GUILDS, MESSAGE_CONTENT, raw_bot


@pytest.mark.parametrize("compress", [None, "zlib-stream", "zstd-stream"])
async def test_identify(sandbox: Sandbox, guild, channel, compress):
    async with raw_bot(sandbox, compress=compress) as bot:
        await bot.send(1, None)
        assert (await bot.receive())["op"] == 11
        await bot.identify()
        ready = await bot.event("READY")
        assert ready["resume_gateway_url"] == sandbox.gateway_url
        assert ready["guilds"] == [{"id": str(guild.id), "unavailable": True}]
        created = await bot.event("GUILD_CREATE")
        assert [found["name"] for found in created["channels"]] == ["general"]
        assert created["members"][0]["user"]["id"] == str(sandbox.bot.id)
        assert created["member_count"] == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"token": "wrong"}, 4004),
        ({"shard": [1, 1]}, 4010),
        ({"intents": 1 << 30}, 4013),
        ({"intents": GUILD_MEMBERS}, 4014),
    ],
)
async def test_refused_identifies(sandbox: Sandbox, change, code):
    sandbox.world.allowed_privileged_intents = MESSAGE_CONTENT
    async with raw_bot(sandbox) as bot:
        await bot.identify(**({"intents": 1} | change))
        assert await bot.receive() == {"close": code}
    assert not sandbox.gateway.is_connected


async def test_misuse_closes_the_connection(sandbox: Sandbox):
    for op, data, code in ((8, {}, 4003), (2, "x" * 5000, 4002)):
        async with raw_bot(sandbox) as bot:
            await bot.send(op, data)
            assert await bot.receive() == {"close": code}
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("READY")
        await bot.identify()
        assert await bot.receive() == {"close": 4005}
    async with raw_bot(sandbox) as bot:
        for _ in range(121):
            await bot.send(1, None)
        while "close" not in (payload := await bot.receive()):
            assert payload["op"] == 11
        assert payload == {"close": 4008}


async def test_content_needs_its_intent(sandbox: Sandbox, channel, person):
    async with raw_bot(sandbox) as bot:
        await bot.identify(GUILDS | GUILD_MESSAGES)
        await bot.event("GUILD_CREATE")
        await person.say(channel, "secret")
        assert (await bot.event("MESSAGE_CREATE"))["content"] == ""
        await person.say(channel, f"for {sandbox.bot.mention}")
        assert (await bot.event("MESSAGE_CREATE"))["content"] == f"for {sandbox.bot.mention}"
    async with raw_bot(sandbox) as bot:
        await bot.identify(GUILDS | GUILD_MESSAGES | MESSAGE_CONTENT)
        await bot.event("GUILD_CREATE")
        await person.say(channel, "open")
        assert (await bot.event("MESSAGE_CREATE"))["content"] == "open"


async def test_members_need_their_intent(sandbox: Sandbox, guild, channel, person):
    other = sandbox.create_person("bob")
    async with raw_bot(sandbox) as bot:
        await bot.identify(ALL_INTENTS & ~GUILD_MEMBERS)
        await bot.event("GUILD_CREATE")
        sandbox.join(guild, other)
        sandbox.leave(guild, other)
        await person.say(channel, "end")
        names = []
        while (payload := await bot.receive())["t"] != "MESSAGE_CREATE":
            names.append(payload["t"])
        assert names == []
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("GUILD_CREATE")
        sandbox.join(guild, other)
        assert (await bot.event("GUILD_MEMBER_ADD"))["user"]["username"] == "bob"
        sandbox.ban(guild, other, reason="why")
        assert (await bot.event("GUILD_MEMBER_REMOVE"))["user"]["username"] == "bob"
        assert (await bot.event("GUILD_BAN_ADD"))["user"]["username"] == "bob"
        entry = await bot.event("GUILD_AUDIT_LOG_ENTRY_CREATE")
        assert (entry["action_type"], entry["reason"]) == (22, "why")


async def test_hidden_channels_are_obfuscated(sandbox: Sandbox, guild, channel, person):
    role = next(role for role in guild.roles.values() if role.bot_user_id)
    sandbox.set_role_permissions(guild, role, 0)
    sandbox.set_overwrite(channel, guild.everyone, deny=Permission.VIEW_CHANNEL)
    sandbox.set_overwrite(channel, person, allow=Permission.VIEW_CHANNEL)
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        [hidden] = (await bot.event("GUILD_CREATE"))["channels"]
        assert (hidden["name"], hidden["flags"], hidden["id"]) == ("___hidden___", 1 << 17, str(channel.id))
        await person.say(channel, "unheard")
        sandbox.set_overwrite(channel, sandbox.bot, allow=Permission.VIEW_CHANNEL)
        payload = await bot.receive()
        assert (payload["t"], payload["d"]["name"]) == ("CHANNEL_UPDATE", "general")
        sandbox.set_overwrite(channel, sandbox.bot)
        assert (await bot.event("CHANNEL_UPDATE"))["name"] == "___hidden___"
        sandbox.set_role_permissions(guild, role, Permission.ADMINISTRATOR)
        assert (await bot.event("CHANNEL_UPDATE"))["name"] == "general"


async def test_threads_and_channels_announce_themselves(sandbox: Sandbox, guild, channel, person):
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("GUILD_CREATE")
        thread = sandbox.create_thread(channel, "thread", private=True)
        assert (await bot.event("THREAD_CREATE"))["newly_created"] is True
        sandbox.add_to_thread(thread, person)
        members = await bot.event("THREAD_MEMBERS_UPDATE")
        assert members["added_members"][0]["user_id"] == str(person.id)
        sandbox.archive_thread(thread, locked=True)
        assert (await bot.event("THREAD_UPDATE"))["thread_metadata"]["locked"] is True
        sandbox.delete_channel(channel)
        assert (await bot.event("THREAD_DELETE"))["id"] == str(thread.id)
        assert (await bot.event("CHANNEL_DELETE"))["id"] == str(channel.id)
        sandbox.remove_bot(guild)
        assert await bot.event("GUILD_DELETE") == {"id": str(guild.id)}
        sandbox.invite_bot(guild)
        await bot.event("GUILD_CREATE")


async def test_members_on_request(sandbox: Sandbox, guild, person):
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("GUILD_CREATE")
        await bot.send(8, {"guild_id": str(guild.id), "query": "", "limit": 0, "nonce": "n"})
        chunk = await bot.event("GUILD_MEMBERS_CHUNK")
        assert (len(chunk["members"]), chunk["nonce"], chunk["chunk_count"]) == (3, "n", 1)
        await bot.send(8, {"guild_id": str(guild.id), "user_ids": [str(person.id), "1"], "limit": 0})
        chunk = await bot.event("GUILD_MEMBERS_CHUNK")
        assert [member["user"]["username"] for member in chunk["members"]] == ["ann"]
        assert chunk["not_found"] == ["1"]


async def test_resume_replays_in_order(sandbox: Sandbox, channel, person):
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("GUILD_CREATE")
        await person.say(channel, "heard")
        await bot.event("MESSAGE_CREATE")
        session_id, sequence = bot.session_id, bot.sequence
        await sandbox.gateway.drop(4000)
        assert await bot.receive() == {"close": 4000}
    for word in ("one", "two"):
        await person.say(channel, word)
    async with raw_bot(sandbox) as bot:
        await bot.resume(session_id, sequence)
        payloads = [await bot.receive() for _ in range(3)]
        assert [payload["t"] for payload in payloads] == ["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"]
        assert [payload["d"].get("content") for payload in payloads] == ["one", "two", None]
        assert [payload["s"] for payload in payloads] == [sequence + 1, sequence + 2, sequence + 3]
    assert sandbox.gateway.resumes == 1


async def test_sessions_that_cannot_be_resumed(sandbox: Sandbox):
    async with raw_bot(sandbox) as bot:
        await bot.resume("unknown", 1)
        assert await bot.receive() == {"op": 9, "d": False}
        await bot.identify()
        await bot.event("READY")
        session_id = bot.session_id
        await bot.socket.close(code=1000)
    async with raw_bot(sandbox) as bot:
        # A clean close by the client ended it.
        await bot.resume(session_id, 1)
        assert await bot.receive() == {"op": 9, "d": False}
        await bot.identify()
        await bot.event("READY")
        session_id = bot.session_id
    await sandbox.until(lambda: not sandbox.gateway.is_connected)
    sandbox.gateway.forget_sessions()
    async with raw_bot(sandbox) as bot:
        await bot.resume(session_id, 1)
        assert await bot.receive() == {"op": 9, "d": False}


async def test_sequences_from_the_future_are_refused(sandbox: Sandbox):
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("READY")
        session_id = bot.session_id
        sandbox.gateway.cut()
        assert (await bot.receive())["close"] in (None, 1006)
    async with raw_bot(sandbox) as bot:
        await bot.resume(session_id, 99)
        assert await bot.receive() == {"close": 4007}


async def test_operations_that_send_the_client_away(sandbox: Sandbox):
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("READY")
        await sandbox.gateway.ask_reconnect()
        assert await bot.receive() == {"op": 7, "d": None}
        await sandbox.gateway.invalidate()
        assert await bot.receive() == {"op": 9, "d": False}
        await sandbox.gateway.send_garbage("not json")
        with pytest.raises(ValueError, match="Expecting value"):
            await bot.receive()
        sandbox.gateway.inject("WEIRD_EVENT", {"a": 1})
    sandbox.gateway.refuse_new(1)
    with pytest.raises(aiohttp.WSServerHandshakeError):
        async with raw_bot(sandbox):
            pass
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("READY")
        sandbox.gateway.inject("WEIRD_EVENT", {"a": 1})
        assert await bot.event("WEIRD_EVENT") == {"a": 1}


async def test_guilds_go_to_their_shards(sandbox: Sandbox):
    guilds = [sandbox.create_guild(f"g{number}") for number in range(4)]
    for guild in guilds:
        sandbox.invite_bot(guild)
    shard = (guilds[0].id >> 22) % 2
    async with raw_bot(sandbox) as bot:
        await bot.identify(shard=[shard, 2])
        ready = await bot.event("READY")
        assert {int(guild["id"]) for guild in ready["guilds"]} == {
            guild.id for guild in guilds if (guild.id >> 22) % 2 == shard
        }


async def test_what_happens_without_a_session_is_lost(sandbox: Sandbox, rest, guild, channel, person):
    await rest("PUT", f"/applications/{sandbox.application_id}/commands", [{"name": "ping", "description": "Ping."}])
    with pytest.raises(NoAnswerError):
        await person.slash(channel, "ping")
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("GUILD_CREATE")
        await bot.send(1, None)
        assert (await bot.receive())["op"] == 11


async def test_an_interaction_survives_a_short_drop(sandbox: Sandbox, rest, guild, channel, person):
    await rest("PUT", f"/applications/{sandbox.application_id}/commands", [{"name": "ping", "description": "Ping."}])
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("GUILD_CREATE")
        session_id, sequence = bot.session_id, bot.sequence
        await sandbox.gateway.drop(4000)
    asked = asyncio.create_task(person.slash(channel, "ping"))
    async with raw_bot(sandbox) as bot:
        await bot.resume(session_id, sequence)
        first = await bot.event("INTERACTION_CREATE")
        sandbox.replay_interaction(int(first["id"]))
        assert await bot.event("INTERACTION_CREATE") == first
        path = f"/interactions/{first['id']}/{first['token']}/callback"
        assert (await rest("POST", path, {"type": 4, "data": {"content": "pong"}}))[0] == 204
        assert (await rest("POST", path, {"type": 4, "data": {"content": "pong"}}))[1]["code"] == 40060
    assert (await asked).text == "pong"
