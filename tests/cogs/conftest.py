"""A client that never connects: its services are never asked."""

from typing import Any, cast

import aiohttp
import pytest_asyncio

from bot.clock import ManualClock
from bot.discord_bot import ParleyBot
from cogs import ALL_COGS


@pytest_asyncio.fixture
async def bot():
    nothing = cast("Any", None)
    client = ParleyBot(
        use_cases=nothing,
        queries=nothing,
        rooms=nothing,
        people=nothing,
        keeper=nothing,
        set_up=nothing,
        exhibits=nothing,
        clock=ManualClock(),
        intents_members=False,
        intents_message_content=False,
        http_trace=aiohttp.TraceConfig(),
    )
    for cog in ALL_COGS:
        await client.add_cog(cog(client.desk))
    return client
