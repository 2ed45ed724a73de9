"""Which notices reached whom."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.domain.deadlines import Notices
from bot.services.ports import Delivery, NoticeKind
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same
from storage.tables import deliveries, rooms

_DELIVERY = RowMapper(Delivery)


class SqlDeliveryRepository(Repository):
    """Delivered notices, by the messages that prove them."""

    async def add(self, delivery: Delivery) -> None:
        """Keep a delivery; the same message noted again changes nothing."""
        statement = self._insert(deliveries).values(**_DELIVERY.to_row(delivery)).on_conflict_do_nothing()
        await self._transaction.execute(statement)

    async def notices(self, guild_id: int, case_id: int, deadline_id: int, member_id: int, *, since_ms: int) -> Notices:
        """The first opening notice ever, and the first reminder since a moment, for one deadline and party."""
        theirs = same(deliveries, guild_id=guild_id, case_id=case_id, deadline_id=deadline_id, member_id=member_id)
        first = select(func.min(deliveries.c.delivered_at_ms)).where(*theirs)
        opening_at_ms = await self._transaction.scalar(first.where(deliveries.c.notice == NoticeKind.OPENING.value))
        reminder_at_ms = await self._transaction.scalar(
            first.where(deliveries.c.notice == NoticeKind.REMINDER.value, deliveries.c.delivered_at_ms >= since_ms)
        )
        unreachable = await self._transaction.scalar(
            select(rooms.c.unreachable).where(*same(rooms, guild_id=guild_id, case_id=case_id))
        )
        return Notices(opening_at_ms, reminder_at_ms, bool(unreachable))

    async def reached(self, guild_id: int, case_id: int) -> frozenset[int]:
        """The members who got at least one notice of the case."""
        found = same(deliveries, guild_id=guild_id, case_id=case_id)
        rows = await self._all(select(deliveries.c.member_id).where(*found).distinct())
        return frozenset(row["member_id"] for row in rows)
