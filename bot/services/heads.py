"""The heads of open cases' records, posted once a day where the server lets its records be read (R11.1)."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from bot.domain.deadlines import DAY_MS
from bot.domain.settings import ChannelKind
from bot.services.effects_base import Words, records_target
from bot.services.hourly import Hourly
from bot.services.ports import Clock, EffectKind, OutboxMessage, RecordHead, Signal
from bot.services.receipts import Facts
from bot.services.transactions import SettingsDefaults, retried, settings_of
from bot.services.unit_of_work import Storage

_MOST_IN_ONE: Final = 35
"""How many heads one message has room for."""


class DailyHeads:
    """Posts the heads of the open cases that moved since theirs was last posted. Looks once an hour at most.

    The day that a server's heads were last posted on is a row, taken in the same commit as the messages: no restart and
    no second process posts them twice, and none is skipped.
    """

    def __init__(self, storage: Storage, defaults: SettingsDefaults, clock: Clock, committed: Signal) -> None:
        self._storage = storage
        self._defaults = defaults
        self._hourly = Hourly(clock)
        self._committed = committed

    async def look(self) -> None:
        """Post today's heads for each server that has a records channel, unless that is done."""
        now_ms = self._hourly.due_at_ms()
        if now_ms is None:
            return
        for guild_id in await self._storage.guild_ids():
            if await retried(partial(self._post, guild_id, now_ms)):
                self._committed()

    async def _post(self, guild_id: int, now_ms: int) -> bool:
        async with self._storage.write() as uow:
            settings = await settings_of(uow, guild_id, self._defaults)
            if ChannelKind.RECORDS not in settings.channel_ids:
                return False
            if not await uow.heads.take_day(guild_id, now_ms // DAY_MS):
                return False
            heads = await uow.heads.moved(guild_id)
            await uow.outbox.put(heads_posts(guild_id, heads, now_ms))
            await uow.heads.posted(guild_id, heads)
            await uow.commit()
            return True


def heads_posts(guild_id: int, heads: Sequence[RecordHead], at_ms: int) -> list[OutboxMessage]:
    """The messages that name the heads, as many as they take; none for no heads."""
    parts = [heads[begin : begin + _MOST_IN_ONE] for begin in range(0, len(heads), _MOST_IN_ONE)]
    return [
        OutboxMessage(
            guild_id,
            records_target(guild_id),
            EffectKind.RECORDS_POST,
            f"heads:{guild_id}:{at_ms}:{number}",
            {"case_id": None, **_words(part, number, len(parts), at_ms).payload()},
        )
        for number, part in enumerate(parts, 1)
    ]


def _words(heads: Sequence[RecordHead], number: int, parts: int, at_ms: int) -> Words:
    facts: Facts = {
        "case_ids": [head.case_id for head in heads],
        "sequences": [head.sequence for head in heads],
        "hashes": [head.hash for head in heads],
        "part": number,
        "parts": parts,
        "at_ms": at_ms,
    }
    return Words("heads", facts, {})
