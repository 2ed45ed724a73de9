"""Files that people ask for of what is kept: one at a time for each, and few at once for all (R11.2)."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from bot.services.ports import Member
from bot.ui.declined import Declined
from bot.ui.texts_records import EXPORT_UNDER_WAY

_AT_ONCE: Final = 2
"""How many are made at the same time: each may take much memory, and threads that files are read in as well."""


class Exports:
    """Keeps one member's wish from being made twice at once, and many wishes from taking the machine."""

    def __init__(self) -> None:
        self._of: set[tuple[int, int]] = set()
        self._places = asyncio.Semaphore(_AT_ONCE)

    @asynccontextmanager
    async def one_of(self, member: Member) -> AsyncGenerator[None]:
        """Hold the member's one place. Raises Declined where they have one already."""
        who = (member.guild_id, member.member_id)
        if who in self._of:
            raise Declined(EXPORT_UNDER_WAY)
        self._of.add(who)
        try:
            async with self._places:
                yield
        finally:
            self._of.discard(who)
