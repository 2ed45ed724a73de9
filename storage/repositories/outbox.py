"""Messages for Discord."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, case, func, or_, select, update

from bot.services.ports import ClaimedMessage, EffectKind, OutboxMessage
from storage.mapping import RowMapper
from storage.repositories.base import Repository, same
from storage.tables import outbox

_MESSAGE = RowMapper(OutboxMessage)
_EARLIER = outbox.alias("earlier")


class OutboxState(StrEnum):
    """What became of a message."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


class SqlOutboxRepository(Repository):
    """Messages in the order of their making; each target's go out one after the other."""

    async def put(self, messages: Sequence[OutboxMessage]) -> None:
        """Add messages; one whose dedupe key is there already is left out."""
        rows = [
            {**_MESSAGE.to_row(message), "state": OutboxState.PENDING.value, "attempts": 0, "not_before_ms": 0}
            for message in messages
        ]
        # One statement each: the order of the ids is the order of the messages.
        for row in rows:
            await self._transaction.execute(self._insert(outbox).values(**row).on_conflict_do_nothing())

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
                _EARLIER.c.state == OutboxState.PENDING.value,
                _EARLIER.c.outbox_id < outbox.c.outbox_id,
            )
            .exists()
        )
        pending = outbox.c.state == OutboxState.PENDING.value
        claimable = (
            select(outbox)
            .where(pending, outbox.c.not_before_ms <= now_ms, is_free, ~has_earlier)
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
        found = same(outbox, outbox_id=outbox_id, state=OutboxState.PENDING.value)
        await self._transaction.execute(
            update(outbox).where(*found).values(lease_owner=None, lease_until_ms=None, **values)
        )

    async def newer_of_kind(self, outbox_id: int, target: str, kind: EffectKind) -> bool:
        """Whether a later unsent message of the kind waits for the target: then the older one may be left out."""
        this = outbox.alias("this")
        newer = select(outbox.c.outbox_id).where(
            and_(*same(outbox, target=target, kind=kind.value, state=OutboxState.PENDING.value)),
            outbox.c.outbox_id > outbox_id,
            outbox.c.guild_id == select(this.c.guild_id).where(this.c.outbox_id == outbox_id).scalar_subquery(),
        )
        return await self._transaction.scalar(newer.limit(1)) is not None

    async def depth(self) -> int:
        """How many messages wait."""
        waiting = select(func.count()).select_from(outbox).where(outbox.c.state == OutboxState.PENDING.value)
        return await self._transaction.scalar(waiting)

    async def release_all(self) -> None:
        """Give back every lease. Only for a process that knows that no other sends."""
        leased = (*same(outbox, state=OutboxState.PENDING.value), outbox.c.lease_owner.is_not(None))
        await self._transaction.execute(update(outbox).where(*leased).values(lease_owner=None, lease_until_ms=None))

    async def next_attempt_ms(self) -> int | None:
        """When the first message that is backing off, or whose sender may have died, can be tried again."""
        backing_off = and_(outbox.c.not_before_ms > 0, outbox.c.lease_until_ms.is_(None))
        waits_until_ms = case((backing_off, outbox.c.not_before_ms), else_=outbox.c.lease_until_ms)
        pending = outbox.c.state == OutboxState.PENDING.value
        return await self._transaction.scalar(select(func.min(waits_until_ms)).where(pending))
