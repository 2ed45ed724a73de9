"""Keeps a connection running: whatever ends it but a shutdown or a wrong setting, it is started anew.

discord.py's client ends when its first connection fails and when one event can't be parsed; neither may end the bot.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import aiohttp
import discord
from structlog.stdlib import get_logger

from bot.config import ConfigFault

FIRST_DELAY_SECONDS: Final = 1
LONGEST_DELAY_SECONDS: Final = 300
SETTLED_MS: Final = 60_000
"""A run at least this long counts as a success: the next failure waits the shortest delay again."""

_MOST_DOUBLINGS: Final = 16
_NETWORK: Final = (OSError, TimeoutError, aiohttp.ClientError, discord.GatewayNotFound, discord.DiscordServerError)
_log = get_logger(__name__)


class Supervisor:
    """Runs one coroutine function for as long as the process lives."""

    def __init__(
        self,
        run: Callable[[], Awaitable[None]],
        *,
        monotonic_ms: Callable[[], int],
        sleep: Callable[[int], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`run` connects and cleans up after itself, each time anew; `sleep` takes whole seconds."""
        self._run = run
        self._monotonic_ms = monotonic_ms
        self._sleep = sleep
        self._failures_in_a_row = 0
        self.restarts = 0

    async def run(self) -> None:
        """Run until the coroutine returns by itself or this task is cancelled. Raises ConfigFault."""
        while True:
            started_at_ms = self._monotonic_ms()
            try:
                await self._run()
            except Exception as error:
                fault = config_fault_of(error)
                if fault is not None:
                    raise fault from error
                await self._wait_after(error, ran_ms=self._monotonic_ms() - started_at_ms)
                self.restarts += 1
            else:
                return

    async def _wait_after(self, error: Exception, *, ran_ms: int) -> None:
        self._failures_in_a_row = 1 if ran_ms >= SETTLED_MS else self._failures_in_a_row + 1
        doublings = min(self._failures_in_a_row - 1, _MOST_DOUBLINGS)
        delay_seconds = min(FIRST_DELAY_SECONDS << doublings, LONGEST_DELAY_SECONDS)
        # Where the network is at fault, a trace through three libraries says no more than the error itself.
        is_network = isinstance(error, _NETWORK)
        _log.warning(
            "connection_lost",
            error=type(error).__name__,
            why=str(error) if is_network else None,
            ran_ms=ran_ms,
            next_try_seconds=delay_seconds,
            exc_info=None if is_network else error,
        )
        await self._sleep(delay_seconds)


def config_fault_of(error: BaseException) -> ConfigFault | None:
    """The wrong setting behind an exception that no restart mends; None for any other."""
    match error:
        case discord.LoginFailure():
            return ConfigFault(
                "discord.token",
                "Discord refuses discord.token: copy the bot's token anew from the developer portal "
                "(Bot, Reset Token) and set PARLEY_DISCORD__TOKEN to it.",
            )
        case discord.PrivilegedIntentsRequired():
            return ConfigFault(
                "discord.intents",
                "Discord refuses a privileged intent: switch it on in the developer portal (Bot, Privileged Gateway "
                'Intents), or set discord.intents.members and discord.intents.message_content to "auto" or false.',
            )
        case _:
            return None
