"""What the relay reports back: notices that reached somebody, rooms made and lost (R9.4)."""

from dataclasses import replace

from bot.domain.case import Case
from bot.domain.case_core import Decision
from bot.domain.deadlines import HoldReason, Move, judge_lapse
from bot.services.context import record_case
from bot.services.effects import held_effects
from bot.services.ports import Delivery, OutboxMessage, Room, Route, Signal
from bot.services.transactions import retried
from bot.services.unit_of_work import Storage, UnitOfWork


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
                    resumed = case.party_reached(
                        delivery.member_id,
                        at_ms=delivery.delivered_at_ms,
                        in_room=delivery.route is Route.ROOM,
                    )
                    decision = resumed or await self._moved(uow, case, delivery)
                    if decision is not None:
                        await record_case(uow, case, decision)
                await uow.commit()
            self._committed()

        await retried(work)

    async def _moved(self, uow: UnitOfWork, case: Case, delivery: Delivery) -> Decision | None:
        """The due time moves as soon as a reminder turns out to have come too late: its party may act on it (R9.4)."""
        state = case.state
        deadline = state.deadlines.get(delivery.deadline_id)
        if deadline is None or not deadline.is_running or deadline.party_id != delivery.member_id:
            return None
        notices = await uow.deliveries.notices(
            state.guild_id,
            state.case_id,
            deadline.deadline_id,
            delivery.member_id,
            since_ms=deadline.starts_at_ms,
        )
        verdict = judge_lapse(deadline, notices)
        if not isinstance(verdict, Move):
            return None
        return case.move_deadline(
            deadline.deadline_id, verdict.due_at_ms, "late_reminder", at_ms=delivery.delivered_at_ms
        )

    async def has_heard(self, guild_id: int, case_id: int, deadline_id: int, member_id: int) -> bool:
        """Whether the opening notice of a deadline has reached its party."""
        async with self._storage.read() as uow:
            notices = await uow.deliveries.notices(guild_id, case_id, deadline_id, member_id, since_ms=0)
        return notices.opening_at_ms is not None

    async def room_made(self, room: Room) -> None:
        """The room is there."""
        await self._save(room)

    async def room_removed(self, room: Room, at_ms: int) -> None:
        """The room was taken away after its time; its row stays."""
        await self._change(room.guild_id, room.case_id, removed_at_ms=at_ms)

    async def tell_staff(self, message: OutboxMessage) -> None:
        """Ask for a message to staff, for something that only shows when a room is made or removed."""

        async def work() -> None:
            async with self._storage.write() as uow:
                await uow.outbox.put([message])
                await uow.commit()

        await retried(work)
        self._committed()

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

    async def tell_held(self, guild_id: int, case_id: int, at_ms: int) -> None:
        """The room was looked at and can be posted to: the clocks that stand for it are told of in it, and run again
        when that has arrived (R9.4)."""

        async def work() -> None:
            async with self._storage.write() as uow:
                case = await uow.cases.get(guild_id, case_id)
                clocks = () if case is None else case.state.alive_deadlines()
                for deadline in clocks:
                    if case is not None and deadline.hold_reason == HoldReason.ROOM_UNREACHABLE:
                        await uow.outbox.put(held_effects(case, deadline, at_ms))
                await uow.commit()

        await retried(work)
        self._committed()

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
