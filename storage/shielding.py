"""Awaiting what must not be cut in half.

A cancelled task may stop between two statements, never inside one: a statement given up half-way leaves the driver's
thread (SQLite) or its socket (PostgreSQL) in the middle of something, and with it whoever uses the connection next.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """Run ``work`` to its end whatever happens to the caller, and return its result.

    If the caller was cancelled meanwhile, ``CancelledError`` is raised afterwards in place of the result; an error of
    ``work`` is then its cause.
    """
    task = asyncio.create_task(work)
    cancellation: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancellation = error
    if cancellation is not None:
        raise cancellation from (None if task.cancelled() else task.exception())
    return task.result()
