"""A sandbox for each test, and a small real discord.py bot to put against it."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord.ext import commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.sandbox import Channel, Guild, Person, Sandbox
from tests.sandbox.hand import COMMANDS, Hand
from tests.sandbox.openapi import VARIABLE
from tests.sandbox.plain_rest import Rest
from tests.sandbox.raw_bot import raw_bot


class ManualTime:
    """A clock that stands still until it is moved."""

    def __init__(self, start_ms: int = 1_790_000_000_000) -> None:
        self.moment_ms = start_ms

    def now_ms(self) -> int:
        return self.moment_ms

    def move(self, *, seconds: float) -> None:
        self.moment_ms += int(seconds * 1000)


class SmallBot(commands.AutoShardedBot):
    """A bot whose commands each test adds in `setup`."""

    def __init__(self, setup: Callable[["SmallBot"], None], intents: discord.Intents, **options: Any) -> None:
        super().__init__(
            command_prefix="!", intents=intents, chunk_guilds_at_startup=False, guild_ready_timeout=0.05, **options
        )
        self._setup = setup
        self.connecting: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        self._setup(self)
        await self.tree.sync()

    async def wait_closed(self) -> None:
        """Wait until the connection ends by itself, and raise what ended it."""
        assert self.connecting is not None
        await self.connecting


@pytest.fixture
def clock() -> ManualTime:
    return ManualTime()


@pytest.fixture
async def sandbox(clock: ManualTime) -> AsyncIterator[Sandbox]:
    async with Sandbox(clock=clock) as running:
        yield running
        assert running.unknown_routes == []


@pytest.fixture
def guild(sandbox: Sandbox) -> Guild:
    made = sandbox.create_guild("Guild")
    sandbox.invite_bot(made)
    return made


@pytest.fixture
def channel(sandbox: Sandbox, guild: Guild) -> Channel:
    return sandbox.create_channel(guild, "general")


@pytest.fixture
def person(sandbox: Sandbox, guild: Guild) -> Person:
    ann = sandbox.create_person("ann")
    sandbox.join(guild, ann)
    return ann


@asynccontextmanager
async def running_bot(
    sandbox: Sandbox,
    setup: Callable[[SmallBot], None],
    *,
    waits: bool = True,
) -> AsyncIterator[SmallBot]:
    """Connect a real discord.py client to a sandbox, and close it at the end. What ended it early is raised."""
    old_base, old_gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = sandbox.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)
    bot = SmallBot(setup, discord.Intents.all())
    await bot.login(sandbox.token)
    bot.connecting = asyncio.create_task(bot.connect())
    try:
        if waits:
            await bot.wait_until_ready()
        yield bot
    finally:
        await bot.close()
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = old_base, old_gateway
        await asyncio.gather(bot.connecting, return_exceptions=True)


@pytest.fixture
async def rest(sandbox: Sandbox) -> AsyncIterator[Rest]:
    async with aiohttp.ClientSession() as session:
        yield Rest(sandbox, session)


@pytest.fixture
async def hand(sandbox: Sandbox, rest: Rest, guild: Guild) -> AsyncIterator[Hand]:
    assert (await rest("PUT", f"/applications/{sandbox.application_id}/commands", COMMANDS))[0] == 200
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("GUILD_CREATE")
        yield Hand(bot, rest, sandbox.application_id)


# The traffic check needs Discord's OpenAPI document, which is not part of this project.
collect_ignore = [] if os.environ.get(VARIABLE) else ["test_traffic.py"]
