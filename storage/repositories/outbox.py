"""Messages for Discord."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select, update

from bot.services.ports import Backlog, ClaimedMessage, EffectKind, OutboxMessage
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same, spelled_out
from storage.tables import outbox

_MESSAGE = RowMapper(OutboxMessage)
_EARLIER = outbox.alias("earlier")


class OutboxState(StrEnum):
    """What became of a message."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


_PENDING = spelled_out(OutboxState.PENDING.value)
_IS_PENDING = outbox.c.state == _PENDING


class SqlOutboxRepository(Repository):
    """Messages in the order of their making; each target's go out one after the other."""

    async def put(self, messages: Sequence[OutboxMessage]) -> None:
        """Add messages; one whose dedupe key is there already is left out."""
        rows = [
            {**_MESSAGE.to_row(message), "state": OutboxState.PENDING.value, "attempts": 0, "not_before_ms": 0}
            for message in messages
        ]
        if rows:
            # Carried out once for each row: the order of the ids is the order of the messages.
            await self._transaction.execute(self._insert(outbox).on_conflict_do_nothing(), rows)

    async def claim(self, owner: str, now_ms: int, lease_ms: int, limit: int) -> list[ClaimedMessage]:
        """Lease the oldest unsent message of each target that is not backing off or leased.

        A target whose oldest message waits is left alone, so that its order holds; the others are not held up by it.
        """
        is_free = or_(outbox.c.lease_until_ms.is_(None), outbox.c.lease_until_ms <= now_ms)
        has_earlier = (
            select(_EARLIER.c.outbox_id)
            .where(
                _EARLIER.c.guild_id == outbox.c.guild_id,
                _EARLIER.c.target == outbox.c.target,
                _EARLIER.c.state == _PENDING,
                _EARLIER.c.outbox_id < outbox.c.outbox_id,
            )
            .exists()
        )
        claimable = (
            select(outbox)
            .where(_IS_PENDING, outbox.c.not_before_ms <= now_ms, is_free, ~has_earlier)
            .order_by(outbox.c.outbox_id)
            .limit(limit)
        )
        rows = await self._all(self._locked(claimable, skip_locked=True))
        if rows:
            lease = {
                "lease_owner": owner,
                "lease_until_ms": now_ms + lease_ms,
                "attempts": outbox.c.attempts + 1,
            }
            ids = [row["outbox_id"] for row in rows]
            await self._transaction.execute(update(outbox).where(outbox.c.outbox_id.in_(ids)).values(**lease))
        return [ClaimedMessage(row["outbox_id"], _MESSAGE.from_row(row), row["attempts"] + 1) for row in rows]

    async def mark_sent(self, outbox_id: int) -> None:
        """The message was delivered, or a newer one made it needless."""
        await self._end_lease(outbox_id, state=OutboxState.SENT.value)

    async def mark_failed(self, outbox_id: int, why: str) -> None:
        """The message will never be delivered."""
        await self._end_lease(outbox_id, state=OutboxState.FAILED.value, failure=why)

    async def retry_at(self, outbox_id: int, not_before_ms: int) -> None:
        """The message is tried again, not before a moment; its target waits for it."""
        await self._end_lease(outbox_id, not_before_ms=not_before_ms)

    async def _end_lease(self, outbox_id: int, **values: Any) -> None:
        # Whoever was late to report changes nothing: a message that was sent stays so.
        found = outbox.c.outbox_id == outbox_id
        await self._transaction.execute(
            update(outbox).where(found, _IS_PENDING).values(lease_owner=None, lease_until_ms=None, **values)
        )

    async def newer_of_kind(self, outbox_id: int, target: str, kind: EffectKind) -> bool:
        """Whether a later unsent message of the kind waits for the target: then the older one may be left out."""
        this = outbox.alias("this")
        newer = select(outbox.c.outbox_id).where(
            _IS_PENDING,
            *same(outbox, target=target, kind=kind.value),
            outbox.c.outbox_id > outbox_id,
            outbox.c.guild_id == select(this.c.guild_id).where(this.c.outbox_id == outbox_id).scalar_subquery(),
        )
        return await self._transaction.scalar(newer.limit(1)) is not None

    async def depth(self) -> int:
        """How many messages wait."""
        return await self._transaction.scalar(select(func.count()).select_from(outbox).where(_IS_PENDING))

    async def backlog(self) -> Backlog:
        """How many messages wait, and from which to which."""
        ids = outbox.c.outbox_id
        figures = (func.count().label("depth"), func.min(ids).label("oldest_id"), func.max(ids).label("newest_id"))
        [row] = await self._all(select(*figures).where(_IS_PENDING))
        return Backlog(**{name: value or 0 for name, value in row.items()})

    async def any_waits(self, guild_id: int, dedupe_keys: Collection[str]) -> bool:
        """Whether one of these messages has not been dealt with yet."""
        query = select(outbox.c.outbox_id).where(
            _IS_PENDING, outbox.c.guild_id == guild_id, outbox.c.dedupe_key.in_(dedupe_keys)
        )
        return await self._transaction.scalar(query.limit(1)) is not None

    async def release_all(self) -> None:
        """Give back every lease. Only for a process that knows that no other sends."""
        leased = outbox.c.lease_until_ms.is_not(None)
        await self._transaction.execute(
            update(outbox).where(_IS_PENDING, leased).values(lease_owner=None, lease_until_ms=None)
        )

    async def next_attempt_ms(self) -> int | None:
        """When the first message that is backing off, or whose sender may have died, can be tried again."""
        backing_off = (outbox.c.not_before_ms > spelled_out(0), outbox.c.lease_until_ms.is_(None))
        leased = outbox.c.lease_until_ms.is_not(None)
        # Two questions in one, each answered from an index of the few rows that it is about.
        questions = (
            select(func.min(outbox.c.not_before_ms)).where(_IS_PENDING, *backing_off),
            select(func.min(outbox.c.lease_until_ms)).where(_IS_PENDING, leased),
        )
        answers = await self._transaction.first(select(*(question.scalar_subquery() for question in questions)))
        return min((at_ms for at_ms in answers or () if at_ms is not None), default=None)
