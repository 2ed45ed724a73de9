"""Where the bot connects to: what it is told, and never beyond the day's limit."""

import asyncio

import pytest
from discord import AutoShardedClient
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord_bot import intents_of, point_at


@pytest.fixture(autouse=True)
def _addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    # Both are the library's own, for the whole process: put them back.
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


async def connect(bot, monkeypatch: pytest.MonkeyPatch, *, remaining: int) -> list[str]:
    """What the bot does on its way to the gateway."""
    steps: list[str] = []

    async def told():
        return 3, "ws://127.0.0.1:9/gateway/", {"total": 1_000, "remaining": remaining, "reset_after": 1_500}

    async def launched(client) -> None:
        steps.append(f"{client.shard_count} shards to {DiscordWebSocket.DEFAULT_GATEWAY}")

    async def waited(seconds: float) -> None:
        steps.append(f"waits {seconds} s")

    monkeypatch.setattr(bot.http, "get_bot_gateway", told)
    monkeypatch.setattr(AutoShardedClient, "launch_shards", launched)
    monkeypatch.setattr(asyncio, "sleep", waited)
    await bot.launch_shards()
    return steps


async def test_it_connects_where_it_is_told(bot, monkeypatch: pytest.MonkeyPatch):
    assert await connect(bot, monkeypatch, remaining=3) == ["3 shards to ws://127.0.0.1:9/gateway/"]


async def test_it_waits_when_the_days_connections_are_used_up(bot, monkeypatch: pytest.MonkeyPatch):
    steps = await connect(bot, monkeypatch, remaining=2)
    assert steps == ["waits 1.5 s", "3 shards to ws://127.0.0.1:9/gateway/"]


def test_rest_goes_where_the_configuration_says():
    point_at("http://127.0.0.1:8/api/v10/")
    assert Route("GET", "/users/@me").url == "http://127.0.0.1:8/api/v10/users/@me"


def test_only_what_is_needed_is_asked_for():
    assert [name for name, value in intents_of(members=False, message_content=False) if value] == [
        "guilds",
        "guild_messages",
    ]
    assert intents_of(members=True, message_content=True).members
