"""The clocks of requests and proposals (R3.1, R3.4), kept like those of cases but without a room."""

from collections.abc import Collection
from functools import partial

from structlog.contextvars import bound_contextvars
from structlog.stdlib import get_logger

from bot.domain.deadlines import (
    SECOND_MS,
    Deadline,
    DeadlineKind,
    Fire,
    Hold,
    Move,
    Wait,
    judge_lapse,
    reminder_times,
    wake_time,
)
from bot.domain.milestones import Milestone, MilestoneDecision
from bot.domain.rulebook import Rulebook
from bot.services import looks
from bot.services.context import record_milestone
from bot.services.ports import Clock, DueRequest, RequestDelivery
from bot.services.transactions import retried
from bot.services.unit_of_work import Storage, UnitOfWork
from bot.services.wallet_effects import request_reminder

_logger = get_logger(__name__)

_BATCH = 100
_LATE_REMINDER_MS = 60 * SECOND_MS


class RequestClocks:
    """Works off what is due: reminders, requests that silence carries out, proposals that lapse."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def sweep(self, guild_ids: Collection[int]) -> tuple[int, list[Exception]]:
        """Handle every clock that is due in servers whose gateway session is up; returns how many were, and what went
        wrong with others: one that fails holds up no other."""
        async with self._storage.read() as uow:
            due = await uow.request_clocks.due(self._clock.now_ms(), _BATCH, guild_ids)
        handled = 0
        failures: list[Exception] = []
        for item in due:
            ids = {"guild_id": item.guild_id, "milestone_id": item.milestone_id, "deadline_id": item.deadline_id}
            with bound_contextvars(**ids):
                try:
                    handled += await retried(partial(self._handle, item))
                except Exception as error:
                    _logger.exception("request_clock_failed")
                    failures.append(error)
        return handled, failures

    async def next_wake_ms(self, guild_ids: Collection[int]) -> int | None:
        """When the next clock must be looked at."""
        async with self._storage.read() as uow:
            return await uow.request_clocks.next_wake_ms(guild_ids)

    async def _handle(self, item: DueRequest) -> bool:
        async with self._storage.write() as uow:
            milestone = await uow.milestones.get(item.guild_id, item.milestone_id)
            current = await uow.request_clocks.get(item.guild_id, item.milestone_id, item.deadline_id)
            now_ms = self._clock.now_ms()
            if milestone is None or current is None or current.wake_at_ms is None or current.wake_at_ms > now_ms:
                return False
            deadline = milestone.state.deadlines[item.deadline_id]
            rulebook = rulebook_of(milestone, deadline)
            if rulebook is None or not deadline.is_running:
                return False
            if now_ms >= deadline.due_at_ms + rulebook.settle_margin_seconds * SECOND_MS:
                await self._lapse(uow, milestone, deadline, now_ms)
            else:
                await self._remind(uow, milestone, deadline, rulebook, current.reminded_until_ms, now_ms)
            await uow.commit()
            return True

    async def _lapse(self, uow: UnitOfWork, milestone: Milestone, deadline: Deadline, now_ms: int) -> None:
        if not await looks.are_done(uow, looks.last_ones(milestone, deadline)):
            await self._look_again(uow, milestone, deadline, now_ms, now_ms + looks.UNDECIDED_MS)
            return
        match await self._judged(uow, milestone, deadline):
            case Fire():
                await record_milestone(uow, milestone, milestone.lapse(deadline.deadline_id, at_ms=now_ms))
            case Hold(reason):
                held = milestone.hold_deadline(deadline.deadline_id, reason, at_ms=now_ms)
                await record_milestone(uow, milestone, held)
            case Move(due_at_ms):
                moved = milestone.move_deadline(deadline.deadline_id, due_at_ms, "late_reminder", at_ms=now_ms)
                await record_milestone(uow, milestone, moved)
            case Wait():
                await uow.outbox.put(request_reminder(milestone, deadline, deadline.due_at_ms))
                await self._look_again(uow, milestone, deadline, now_ms, now_ms + _LATE_REMINDER_MS)

    async def _judged(self, uow: UnitOfWork, milestone: Milestone, deadline: Deadline) -> Fire | Wait | Move | Hold:
        """Whether a clock may take effect by what was delivered (R9.4)."""
        state = milestone.state
        notices = await uow.request_clocks.notices(
            state.guild_id,
            state.milestone_id,
            deadline.deadline_id,
            deadline.party_id or 0,
            since_ms=deadline.starts_at_ms,
        )
        return judge_lapse(deadline, notices)

    async def _remind(
        self,
        uow: UnitOfWork,
        milestone: Milestone,
        deadline: Deadline,
        rulebook: Rulebook,
        reminded_until_ms: int,
        now_ms: int,
    ) -> None:
        policy = rulebook.reminders
        steps = [at_ms for at_ms in reminder_times(deadline, policy) if reminded_until_ms < at_ms <= now_ms]
        if steps:
            await uow.outbox.put(request_reminder(milestone, deadline, steps[-1]))
            await uow.outbox.put(looks.for_party(milestone, deadline, steps[-1]))
        if reminded_until_ms < deadline.due_at_ms <= now_ms:
            await uow.outbox.put(looks.last_ones(milestone, deadline))
        wake_at_ms = wake_time(deadline, policy, rulebook.settle_margin_seconds, now_ms)
        await self._look_again(uow, milestone, deadline, now_ms, wake_at_ms)

    async def _look_again(
        self, uow: UnitOfWork, milestone: Milestone, deadline: Deadline, until_ms: int, wake_at_ms: int | None
    ) -> None:
        state = milestone.state
        await uow.request_clocks.reminded(
            state.guild_id, state.milestone_id, deadline.deadline_id, until_ms=until_ms, wake_at_ms=wake_at_ms
        )

    async def delivered(self, delivery: RequestDelivery) -> None:
        """Note a notice that reached who must answer (R9.4): a clock held for want of one runs again, whole, and one
        whose reminder came too late is due later at once."""

        async def work() -> None:
            async with self._storage.write() as uow:
                milestone = await uow.milestones.get(delivery.guild_id, delivery.milestone_id)
                await uow.request_clocks.add_delivery(delivery)
                if milestone is not None:
                    resumed = milestone.party_reached(delivery.member_id, at_ms=delivery.delivered_at_ms)
                    decision = resumed or await self._moved(uow, milestone, delivery)
                    if decision is not None:
                        await record_milestone(uow, milestone, decision)
                await uow.commit()

        await retried(work)

    async def undelivered(self, guild_id: int, milestone_id: int, deadline_id: int) -> None:
        """The notice of a request can't be delivered: its clock stands, and its author is told (R3.4)."""

        async def work() -> None:
            async with self._storage.write() as uow:
                milestone = await uow.milestones.get(guild_id, milestone_id)
                deadline = None if milestone is None else milestone.state.deadlines.get(deadline_id)
                if milestone is None or deadline is None or not deadline.is_running:
                    return
                verdict = await self._judged(uow, milestone, deadline)
                if isinstance(verdict, Hold):
                    held = milestone.hold_deadline(deadline_id, verdict.reason, at_ms=self._clock.now_ms())
                    await record_milestone(uow, milestone, held)
                    await uow.commit()

        await retried(work)

    async def _moved(
        self, uow: UnitOfWork, milestone: Milestone, delivery: RequestDelivery
    ) -> MilestoneDecision | None:
        deadline = milestone.state.deadlines.get(delivery.deadline_id)
        if deadline is None or not deadline.is_running or deadline.party_id != delivery.member_id:
            return None
        verdict = await self._judged(uow, milestone, deadline)
        if not isinstance(verdict, Move):
            return None
        at_ms = delivery.delivered_at_ms
        return milestone.move_deadline(deadline.deadline_id, verdict.due_at_ms, "late_reminder", at_ms=at_ms)


def rulebook_of(milestone: Milestone, deadline: Deadline) -> Rulebook | None:
    """The rulebook in force when the request or proposal was made (R3.4)."""
    if deadline.kind is DeadlineKind.PROPOSAL:
        return milestone.state.rulebook
    request = next((item for item in milestone.state.requests if item.number == deadline.subject), None)
    return None if request is None else request.rulebook


async def extend_requests_after_outage(
    uow: UnitOfWork, guild_id: int, started_at_ms: int, ended_at_ms: int, at_ms: int
) -> None:
    """Nothing is carried out by our outage (R9.5 [P])."""
    for milestone in await uow.milestones.with_clocks(guild_id):
        decision = milestone.extend_after_outage(started_at_ms, ended_at_ms, at_ms=at_ms)
        if decision is not None:
            await record_milestone(uow, milestone, decision)
