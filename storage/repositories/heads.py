"""The heads of cases' records that were posted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select

from bot.services.ports import RecordHead
from storage.repositories.base import Repository
from storage.tables import cases, events, head_days, posted_heads


class SqlHeadRepository(Repository):
    """What was posted of a guild's records, and when last."""

    async def take_day(self, guild_id: int, day: int) -> bool:
        """Take a day for posting; False where it was taken before. A later day than tomorrow was a clock's fault."""
        new = self._insert(head_days).values(guild_id=guild_id, day=day)
        is_news = or_(head_days.c.day < new.excluded.day, head_days.c.day > new.excluded.day + 1)
        taken = await self._transaction.execute(
            new.on_conflict_do_update(index_elements=[head_days.c.guild_id], set_={"day": day}, where=is_news)
        )
        return taken.rowcount == 1

    async def moved(self, guild_id: int) -> list[RecordHead]:
        """The heads of open cases with events since theirs was last posted, by case."""
        of_case = and_(events.c.guild_id == guild_id, events.c.stream == "case", events.c.stream_id == cases.c.case_id)
        last = select(func.max(events.c.sequence)).where(of_case).correlate(cases).scalar_subquery()
        posted = and_(posted_heads.c.guild_id == guild_id, posted_heads.c.case_id == cases.c.case_id)
        query = (
            select(cases.c.case_id, events.c.sequence, events.c.hash)
            .join(events, and_(of_case, events.c.sequence == last))
            .outerjoin(posted_heads, posted)
            .where(cases.c.guild_id == guild_id, cases.c.ended_at_ms.is_(None))
            .where(or_(posted_heads.c.sequence.is_(None), posted_heads.c.sequence < events.c.sequence))
            .order_by(cases.c.case_id)
        )
        return [RecordHead(row["case_id"], row["sequence"], row["hash"]) for row in await self._all(query)]

    async def posted(self, guild_id: int, heads: Sequence[RecordHead]) -> None:
        """Note heads that are being posted."""
        rows = [{"guild_id": guild_id, "case_id": head.case_id, "sequence": head.sequence} for head in heads]
        if rows:
            new = self._insert(posted_heads)
            key = [posted_heads.c.guild_id, posted_heads.c.case_id]
            set_ = {"sequence": new.excluded.sequence}
            await self._transaction.execute(new.on_conflict_do_update(index_elements=key, set_=set_), rows)
