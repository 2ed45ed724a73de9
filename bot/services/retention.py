"""What goes after a while (R11.2, R9.2): rooms of ended cases, and quotes that nobody confirmed."""

from functools import partial

from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS
from bot.services.effects_base import room_target
from bot.services.hourly import Hourly
from bot.services.ports import Clock, EffectKind, OutboxMessage, Signal
from bot.services.transactions import SettingsDefaults, retried, settings_of
from bot.services.unit_of_work import Storage


class Retention:
    """Looks once an hour at most."""

    def __init__(self, storage: Storage, defaults: SettingsDefaults, clock: Clock, committed: Signal) -> None:
        self._storage = storage
        self._defaults = defaults
        self._hourly = Hourly(clock)
        self._committed = committed

    async def sweep(self) -> None:
        """Ask for the removal of rooms whose time is over, once a day until they are gone, and forget quotes that can't
        be confirmed any more."""
        now_ms = self._hourly.due_at_ms()
        if now_ms is None:
            return
        for guild_id in await self._storage.guild_ids():
            await retried(partial(self._rooms, guild_id, now_ms))
        await retried(partial(self._drafts, now_ms))
        self._committed()

    async def _rooms(self, guild_id: int, now_ms: int) -> None:
        async with self._storage.write() as uow:
            settings = await settings_of(uow, guild_id, self._defaults)
            before_ms = now_ms - settings.room_retention_seconds * SECOND_MS
            rooms = await uow.rooms.to_remove(guild_id, before_ms)
            await uow.outbox.put(
                [
                    OutboxMessage(
                        guild_id,
                        room_target(guild_id, room.case_id),
                        EffectKind.ROOM_REMOVE,
                        f"remove:{guild_id}:{room.case_id}:{room.channel_id}:{now_ms // DAY_MS}",
                        {"case_id": room.case_id},
                    )
                    for room in rooms
                ]
            )
            await uow.commit()

    async def _drafts(self, now_ms: int) -> None:
        async with self._storage.write() as uow:
            await uow.drafts.delete_expired(now_ms - HOUR_MS)
            await uow.commit()
