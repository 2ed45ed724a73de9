"""What the relay reports back: notices that reached somebody, rooms made and lost (R9.4)."""

from dataclasses import replace

from bot.services.context import record_case
from bot.services.ports import Delivery, Room, Signal
from bot.services.unit_of_work import Storage, UnitOfWork
from bot.services.use_cases import retried


class Deliveries:
    """Keeps the proof of delivery, on which every forfeiture depends."""

    def __init__(self, storage: Storage, committed: Signal) -> None:
        self._storage = storage
        self._committed = committed

    async def delivered(self, delivery: Delivery) -> None:
        """Note a notice that reached a party; a clock that was held for want of one runs again, whole (R9.4)."""

        async def work() -> None:
            async with self._storage.write() as uow:
                case = await uow.cases.get(delivery.guild_id, delivery.case_id)
                await uow.deliveries.add(delivery)
                if case is not None and case.state.is_open:
                    resumed = case.party_reached(delivery.member_id, at_ms=delivery.delivered_at_ms)
                    if resumed is not None:
                        await record_case(uow, case, resumed)
                await uow.commit()
            self._committed()

        await retried(work)

    async def room_made(self, room: Room) -> None:
        """The room is there."""
        await self._save(room)

    async def room_of(self, guild_id: int, case_id: int) -> Room | None:
        """The case's room, as last known."""
        async with self._storage.read() as uow:
            return await uow.rooms.get(guild_id, case_id)

    async def card_posted(self, guild_id: int, case_id: int, message_id: int) -> None:
        """The case's card is this message from now on."""
        await self._change(guild_id, case_id, card_message_id=message_id)

    async def room_unreachable(self, guild_id: int, case_id: int) -> None:
        """The bot can't post in the room: no deadline of the case fires on notices that went there (R9.4)."""
        await self._change(guild_id, case_id, unreachable=True)

    async def room_reached(self, guild_id: int, case_id: int) -> None:
        """The bot can post in the room."""
        await self._change(guild_id, case_id, unreachable=False)

    async def _change(self, guild_id: int, case_id: int, **changes: int | bool) -> None:
        async def work() -> None:
            async with self._storage.write() as uow:
                room = await uow.rooms.get(guild_id, case_id)
                if room is not None and replace(room, **changes) != room:
                    await self._put(uow, replace(room, **changes))

        await retried(work)

    async def _save(self, room: Room) -> None:
        async def work() -> None:
            async with self._storage.write() as uow:
                await self._put(uow, room)

        await retried(work)

    async def _put(self, uow: UnitOfWork, room: Room) -> None:
        await uow.rooms.save(room)
        await uow.commit()
