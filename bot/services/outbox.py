"""The outbox as the relay sees it: each step in a short transaction of its own, since the call happens outside."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.services.ports import Backlog, ClaimedMessage, EffectKind
from bot.services.repositories import OutboxRepository
from bot.services.transactions import retried
from bot.services.unit_of_work import Storage

Result = TypeVar("Result")


class OutboxQueue:
    """Claims by lease, so that a process that dies loses nothing: its messages are claimed again later."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def claim(self, owner: str, now_ms: int, lease_ms: int, limit: int) -> list[ClaimedMessage]:
        """The oldest unsent message of each target that may be sent now."""
        return await self._write(lambda outbox: outbox.claim(owner, now_ms, lease_ms, limit))

    async def mark_sent(self, outbox_id: int) -> None:
        """It is done, and never tried again."""
        await self._write(lambda outbox: outbox.mark_sent(outbox_id))

    async def mark_failed(self, outbox_id: int, why: str) -> None:
        """It can't be done, and is never tried again."""
        await self._write(lambda outbox: outbox.mark_failed(outbox_id, why))

    async def retry_at(self, outbox_id: int, not_before_ms: int) -> None:
        """Try it again, not before a moment of the system's clock."""
        await self._write(lambda outbox: outbox.retry_at(outbox_id, not_before_ms))

    async def newer_of_kind(self, outbox_id: int, target: str, kind: EffectKind) -> bool:
        """Whether a later message of the kind waits for the target."""
        async with self._storage.read() as uow:
            return await uow.outbox.newer_of_kind(outbox_id, target, kind)

    async def depth(self) -> int:
        """How many messages wait."""
        async with self._storage.read() as uow:
            return await uow.outbox.depth()

    async def backlog(self) -> Backlog:
        """How many messages wait, and from which to which."""
        async with self._storage.read() as uow:
            return await uow.outbox.backlog()

    async def next_attempt_ms(self) -> int | None:
        """When the first message that is backing off may be tried again."""
        async with self._storage.read() as uow:
            return await uow.outbox.next_attempt_ms()

    async def release_all(self) -> None:
        """Give back what a process that died had claimed. Only for one that knows that no other sends."""
        await self._write(lambda outbox: outbox.release_all())

    async def _write(self, step: Callable[[OutboxRepository], Awaitable[Result]]) -> Result:
        async def work() -> Result:
            async with self._storage.write() as uow:
                result = await step(uow.outbox)
                await uow.commit()
                return result

        return await retried(work)
