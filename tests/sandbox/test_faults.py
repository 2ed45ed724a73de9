"""What the real discord.py client does when its Discord stumbles, on the wire and in the gateway."""

import asyncio
import time

import aiohttp
import discord
import pytest

from bot.sandbox import Attachment, NoAnswerError, Sandbox
from tests.sandbox.conftest import SmallBot, running_bot
from tests.sandbox.plain_rest import Rest

MESSAGES = "POST /channels/{channel_id}/messages"


class Counter(discord.ui.DynamicItem[discord.ui.Button], template=r"count:(?P<number>\d+)"):
    def __init__(self, number: int) -> None:
        super().__init__(discord.ui.Button(label="More", custom_id=f"count:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(cls, interaction, item, match):
        return cls(int(match["number"]))

    async def callback(self, interaction: discord.Interaction) -> None:
        view = discord.ui.View(timeout=None).add_item(Counter(self.number + 1))
        await interaction.response.edit_message(content=str(self.number + 1), view=view)


def setup(bot: SmallBot) -> None:
    bot.add_dynamic_items(Counter)

    @bot.tree.command(name="ping", description="Ping.")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong")

    @bot.tree.command(name="count", description="Count.")
    async def count(interaction: discord.Interaction) -> None:
        view = discord.ui.View(timeout=None).add_item(Counter(0))
        await interaction.response.send_message("0", view=view)


async def test_errors_before_and_after_the_work(sandbox: Sandbox, rest: Rest, channel):
    path = f"/channels/{channel.id}/messages"
    fault = sandbox.faults.fail_before(MESSAGES, status=503)
    assert (await rest("POST", path, {"content": "a"}))[0] == 503
    assert (fault.hits, len(channel.messages)) == (1, 0)
    sandbox.faults.fail_after(f"POST /channels/{channel.id}/messages", status=500)
    assert (await rest("POST", path, {"content": "b"}))[0] == 500
    assert [message.content for message in channel.messages.values()] == ["b"]
    sandbox.faults.fail_after("GET *", status=502, times=2)
    assert [(await rest("GET", "/users/@me"))[0] for _ in range(3)] == [502, 502, 200]


async def test_connection_resets(sandbox: Sandbox, rest: Rest, channel):
    path = f"/channels/{channel.id}/messages"
    sandbox.faults.reset_before(MESSAGES)
    with pytest.raises(aiohttp.ClientError):
        await rest("POST", path, {"content": "a"})
    assert channel.messages == {}
    sandbox.faults.reset_after(MESSAGES)
    with pytest.raises(aiohttp.ClientError):
        await rest("POST", path, {"content": "b"})
    assert len(channel.messages) == 1


async def test_delays_and_clearing(sandbox: Sandbox, rest: Rest):
    sandbox.faults.delay("GET /users/@me", seconds=0.05)
    started = time.monotonic()
    await rest("GET", "/users/@me")
    assert time.monotonic() - started >= 0.05
    sandbox.faults.fail_before("*", times=99)
    sandbox.faults.clear()
    assert (await rest("GET", "/users/@me"))[0] == 200


async def test_one_of_so_many_requests_to_an_address(sandbox: Sandbox, rest: Rest, channel):
    sandbox.faults.fail_before("GET *", status=503, times=99).every = 3
    for path in ("/users/@me", f"/channels/{channel.id}"):
        assert [(await rest("GET", path))[0] for _ in range(5)] == [503, 200, 200, 503, 200]


async def test_files_are_late_refused_cut_off_and_then_whole(sandbox: Sandbox, person, channel):
    said = await person.say(channel, files=[Attachment("a.txt", b"0123456789" * 1_000)])
    route = "GET /attachments/{channel_id}/{file_id}/{filename}"
    sandbox.faults.fail_before(route, status=503)
    sandbox.faults.rate_limit(route, seconds=1)
    # aiohttp asks once more by itself where nothing came back.
    sandbox.faults.reset_before(route, times=2)
    sandbox.faults.reset_after(route)
    sandbox.faults.delay(route, seconds=0.01)
    async with aiohttp.ClientSession() as web:
        for status in (503, 429):
            async with web.get(said.files[0].url) as response:
                assert response.status == status
        for _ in range(2):
            with pytest.raises(aiohttp.ClientError):
                async with web.get(said.files[0].url) as response:
                    await response.read()
        async with web.get(said.files[0].url) as response:
            assert await response.read() == said.files[0].content


async def test_cloudflares_own_rate_limit_is_no_wait(sandbox: Sandbox, channel):
    async with running_bot(sandbox, setup) as bot:
        fault = sandbox.faults.rate_limit(MESSAGES, seconds=60, by_cloudflare=True)
        with pytest.raises(discord.HTTPException) as refused:
            await bot.get_partial_messageable(channel.id).send("a")
        assert (refused.value.status, fault.hits) == (429, 1)


async def test_the_client_waits_out_rate_limits(sandbox: Sandbox, channel):
    async with running_bot(sandbox, setup) as bot:
        sandbox.faults.rate_limit(MESSAGES, seconds=0.01, times=2)
        await bot.get_channel(channel.id).send("hello")
    statuses = [exchange.status for exchange in sandbox.traffic.calls(MESSAGES)]
    assert statuses == [429, 429, 200]


async def test_a_send_that_was_applied_is_not_doubled(sandbox: Sandbox, channel):
    async with running_bot(sandbox, setup) as bot:
        sandbox.faults.fail_after(MESSAGES, status=502)
        await bot.get_channel(channel.id).send("once")
    assert [message.content for message in channel.messages.values()] == ["once"]
    assert len(sandbox.traffic.calls(MESSAGES)) == 2


async def test_the_client_sees_a_reset_as_an_os_error(sandbox: Sandbox, channel):
    async with running_bot(sandbox, setup) as bot:
        sandbox.faults.reset_after(MESSAGES)
        with pytest.raises((OSError, aiohttp.ClientError)):
            await bot.get_channel(channel.id).send("gone")
    assert len(channel.messages) == 1


async def test_the_client_resumes_and_hears_what_it_missed(sandbox: Sandbox, channel, person):
    heard: list[str] = []

    def listen(bot: SmallBot) -> None:
        setup(bot)

        @bot.listen()
        async def on_message(message: discord.Message) -> None:
            heard.append(message.content)
            sandbox.world.changes.notify()

    async with running_bot(sandbox, listen):
        await sandbox.gateway.ask_reconnect()
        await sandbox.until(lambda: not sandbox.gateway.is_connected)
        await person.say(channel, "missed")
        await sandbox.until(lambda: heard == ["missed"])
        assert (sandbox.gateway.resumes, sandbox.gateway.identifies) == (1, 1)
        assert (await person.slash(channel, "ping")).text == "pong"
        await sandbox.gateway.invalidate()
        await sandbox.until(lambda: sandbox.gateway.identifies == 2)
        await sandbox.until_connected()
        assert (await person.slash(channel, "ping")).text == "pong"


async def test_a_restarted_bot_answers_old_buttons(sandbox: Sandbox, channel, person):
    async with running_bot(sandbox, setup):
        shown = await person.slash(channel, "count")
        assert (await person.click(shown, "More")).text == "1"
    with pytest.raises(NoAnswerError):
        await person.click(shown, "More")
    async with running_bot(sandbox, setup):
        assert (await person.click(shown, "More")).text == "2"
    assert sandbox.gateway.identifies == 2


async def test_missing_intents_end_the_client(sandbox: Sandbox, guild):
    sandbox.world.allowed_privileged_intents = 0
    async with running_bot(sandbox, setup, waits=False) as bot:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await bot.wait_closed()


async def test_garbage_ends_the_client(sandbox: Sandbox, guild):
    async with running_bot(sandbox, setup) as bot:
        await sandbox.gateway.send_garbage()
        with pytest.raises(KeyError):
            await bot.wait_closed()


async def test_an_outage_of_discord(rest: Rest, sandbox: Sandbox, channel, tmp_path):
    sandbox.traffic.path = tmp_path / "traffic.jsonl"
    for word in ("before", "after"):
        await sandbox.stop()
        with pytest.raises(aiohttp.ClientError):
            await rest("GET", "/users/@me")
        await sandbox.start()
        assert (await rest("POST", f"/channels/{channel.id}/messages", {"content": word}))[0] == 200
    assert [message.content for message in channel.messages.values()] == ["before", "after"]
    assert len(sandbox.traffic.path.read_text().splitlines()) == 2


async def test_many_people_at_once(sandbox: Sandbox, guild, channel):
    people = [sandbox.create_person(f"p{number}") for number in range(20)]
    for person in people:
        sandbox.join(guild, person)
    async with running_bot(sandbox, setup):
        answers = await asyncio.gather(*(person.slash(channel, "ping") for person in people))
    assert {answer.text for answer in answers} == {"pong"}
    assert len(channel.messages) == 20


async def test_starting_is_quick():
    started = time.monotonic()
    async with Sandbox():
        assert time.monotonic() - started < 0.1
