"""A client that never connects: its services are never asked."""

import inspect
from typing import Any, cast

import pytest_asyncio

from bot.clock import ManualClock
from bot.discord_bot import ParleyBot
from cogs import ALL_COGS

_PLAIN = ("clock", "intents_members", "intents_message_content")


async def unconnected() -> ParleyBot:
    """The client with all its commands."""
    services = {name: None for name in inspect.signature(ParleyBot).parameters if name not in _PLAIN}
    client = ParleyBot(**cast("Any", services), clock=ManualClock(), **dict.fromkeys(_PLAIN[1:], False))
    for cog in ALL_COGS:
        await client.add_cog(cog(client.desk))
    return client


@pytest_asyncio.fixture
async def bot():
    return await unconnected()
