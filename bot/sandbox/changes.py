"""Waiting for the world to change, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

ResultT = TypeVar("ResultT")


class Changes:
    """Wakes everyone who waits whenever anything in the world changes."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def notify(self) -> None:
        """Wake all waiters; they look again whether what they wait for has come."""
        self._event.set()
        self._event = asyncio.Event()

    async def until(self, predicate: Callable[[], ResultT], timeout_seconds: float) -> ResultT:
        """Wait until `predicate` returns something true, and return it.

        The predicate is tried at once and after every change of the world. Raises TimeoutError.
        """
        async with asyncio.timeout(timeout_seconds):
            while not (result := predicate()):
                await self._event.wait()
        return result
