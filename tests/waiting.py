"""Waiting for a condition, never for a time: the only place in the tests that sleeps."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable

_STEP_SECONDS = 0.005


async def until(
    condition: Callable[[], bool | Awaitable[bool]], *, within_seconds: int = 20, what: str = "the condition"
) -> None:
    """Return once the condition holds; it may be a coroutine function. Raises TimeoutError that names `what`."""
    give_up_at = time.monotonic() + within_seconds
    while True:
        answer = condition()
        if await answer if inspect.isawaitable(answer) else answer:
            return
        if time.monotonic() > give_up_at:
            raise TimeoutError(f"{what} did not come about within {within_seconds} s")
        await asyncio.sleep(_STEP_SECONDS)
