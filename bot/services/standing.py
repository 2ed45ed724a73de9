"""Clocks that stand, looked after once an hour: what nobody tells the bot of is found out by looking."""

from functools import partial

from bot.domain.deadlines import HoldReason
from bot.services.effects import room_effect
from bot.services.hourly import Hourly
from bot.services.ports import Clock, EffectKind, Signal
from bot.services.set_up_watch import hold_all_that_lack_a_role
from bot.services.transactions import SettingsDefaults, retried, settings_of
from bot.services.unit_of_work import Storage


class StandingClocks:
    """Looks once an hour at most."""

    def __init__(self, storage: Storage, defaults: SettingsDefaults, clock: Clock, committed: Signal) -> None:
        self._storage = storage
        self._defaults = defaults
        self._hourly = Hourly(clock)
        self._committed = committed

    async def look(self) -> None:
        """Try the rooms again for which clocks stand (R9.4), and stop clocks that began while the role that they need
        is gone (R9.11)."""
        now_ms = self._hourly.due_at_ms()
        if now_ms is None:
            return
        for guild_id in await self._storage.guild_ids():
            await retried(partial(self._look_at, guild_id, now_ms))
        self._committed()

    async def _look_at(self, guild_id: int, now_ms: int) -> None:
        async with self._storage.write() as uow:
            settings = await settings_of(uow, guild_id, self._defaults)
            for case in await uow.cases.open_cases(guild_id):
                if any(item.hold_reason == HoldReason.ROOM_UNREACHABLE for item in case.state.alive_deadlines()):
                    await uow.outbox.put([room_effect(case, EffectKind.ROOM_CHECK, f"again:{now_ms}")])
                await hold_all_that_lack_a_role(uow, settings, case, now_ms)
            await uow.commit()
