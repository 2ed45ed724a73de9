"""Which notices reached whom."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, func, select

from bot.domain.deadlines import Notices
from bot.services.ports import Delivery, NoticeKind, RequestDelivery
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same
from storage.repositories.clock_hands import MilestoneClockHands
from storage.tables import deliveries, milestone_deliveries, rooms

_DELIVERY = RowMapper(Delivery)
_REQUEST_DELIVERY = RowMapper(RequestDelivery)


class _Notices(Repository):
    """Reads when notices were delivered."""

    async def _first_notices(
        self, table: Table, since_ms: int, *theirs: ColumnElement[bool]
    ) -> tuple[int | None, int | None]:
        """The first opening notice ever, and the first reminder since a moment."""
        first = select(func.min(table.c.delivered_at_ms)).where(*theirs)
        opening_at_ms = await self._transaction.scalar(first.where(table.c.notice == NoticeKind.OPENING.value))
        reminder = first.where(table.c.notice == NoticeKind.REMINDER.value, table.c.delivered_at_ms >= since_ms)
        return opening_at_ms, await self._transaction.scalar(reminder)


class SqlDeliveryRepository(_Notices):
    """Delivered notices of cases, by the messages that prove them."""

    async def add(self, delivery: Delivery) -> None:
        """Keep a delivery; the same message noted again changes nothing."""
        statement = self._insert(deliveries).values(**_DELIVERY.to_row(delivery)).on_conflict_do_nothing()
        await self._transaction.execute(statement)

    async def notices(self, guild_id: int, case_id: int, deadline_id: int, member_id: int, *, since_ms: int) -> Notices:
        """The first opening notice ever, and the first reminder since a moment, for one deadline and party."""
        theirs = same(deliveries, guild_id=guild_id, case_id=case_id, deadline_id=deadline_id, member_id=member_id)
        opening_at_ms, reminder_at_ms = await self._first_notices(deliveries, since_ms, *theirs)
        unreachable = await self._transaction.scalar(
            select(rooms.c.unreachable).where(*same(rooms, guild_id=guild_id, case_id=case_id))
        )
        return Notices(opening_at_ms, reminder_at_ms, bool(unreachable))

    async def of_member(self, guild_id: int, member_id: int) -> list[Delivery]:
        """What reached one member, oldest first."""
        theirs = same(deliveries, guild_id=guild_id, member_id=member_id)
        rows = await self._all(select(deliveries).where(*theirs).order_by(deliveries.c.message_id))
        return [_DELIVERY.from_row(row) for row in rows]

    async def reached(self, guild_id: int, case_id: int) -> frozenset[int]:
        """The members who got at least one notice of the case."""
        found = same(deliveries, guild_id=guild_id, case_id=case_id)
        rows = await self._all(select(deliveries.c.member_id).where(*found).distinct())
        return frozenset(row["member_id"] for row in rows)


class SqlRequestClockRepository(MilestoneClockHands, _Notices):
    """The clocks of requests and proposals, with the notices that reached who must answer."""

    async def add_delivery(self, delivery: RequestDelivery) -> None:
        """Keep a delivery; the same message noted again changes nothing."""
        row = _REQUEST_DELIVERY.to_row(delivery)
        await self._transaction.execute(self._insert(milestone_deliveries).values(**row).on_conflict_do_nothing())

    async def deliveries_of(self, guild_id: int, member_id: int) -> list[RequestDelivery]:
        """What reached one member, oldest first."""
        theirs = same(milestone_deliveries, guild_id=guild_id, member_id=member_id)
        query = select(milestone_deliveries).where(*theirs).order_by(milestone_deliveries.c.message_id)
        return [_REQUEST_DELIVERY.from_row(row) for row in await self._all(query)]

    async def notices(
        self, guild_id: int, milestone_id: int, deadline_id: int, member_id: int, *, since_ms: int
    ) -> Notices:
        """The first opening notice ever, and the first reminder since a moment; there is no room to be unreachable."""
        theirs = same(
            milestone_deliveries,
            guild_id=guild_id,
            milestone_id=milestone_id,
            deadline_id=deadline_id,
            member_id=member_id,
        )
        opening_at_ms, reminder_at_ms = await self._first_notices(milestone_deliveries, since_ms, *theirs)
        return Notices(opening_at_ms, reminder_at_ms)
