"""The keeper of deadlines (R9): reminders, lapses, outages. Something else wakes it; the rows are the truth."""

import asyncio
from dataclasses import replace
from functools import partial

from structlog.contextvars import bound_contextvars
from structlog.stdlib import get_logger

from bot.domain.case import Case
from bot.domain.clock_guard import ClockGuard
from bot.domain.deadlines import SECOND_MS, Deadline, Fire, Hold, Move, Wait, judge_lapse, reminder_times, wake_time
from bot.services import looks
from bot.services.context import record_case
from bot.services.effects import card_effect, reminder_effects
from bot.services.effects_base import clock_alert
from bot.services.ports import Clock, DueDeadline, OutboxMessage, Signal
from bot.services.request_clocks import RequestClocks, extend_requests_after_outage
from bot.services.transactions import retried
from bot.services.unit_of_work import Storage, UnitOfWork

_logger = get_logger(__name__)

_BATCH = 100
_LATE_REMINDER_MS = 60 * SECOND_MS
"""How soon to look again at a due deadline whose reminder has not been delivered, in milliseconds."""


class DeadlineKeeper:
    """Works off what is due. Any number of processes may do so: each deadline is handled under its case's lock."""

    def __init__(self, storage: Storage, clock: Clock, committed: Signal, *, outage_after_ms: int) -> None:
        """`outage_after_ms`: no note of being alive for longer than this is an outage (R9.5)."""
        self._storage = storage
        self._clock = clock
        self._committed = committed
        self.outage_after_ms = outage_after_ms
        self._requests = RequestClocks(storage, clock)
        self._guard = ClockGuard(clock.now_ms(), clock.monotonic_ms())
        self._alerted = False
        # Since when the clock was not trusted, for the servers where that is still to be made good (R9.6).
        self._owed: dict[int, int] = {}
        self._trust = asyncio.Lock()
        self._up: set[int] = set()
        # Coming up takes a while: a session that is lost meanwhile must not count as up afterwards.
        self._sessions = asyncio.Lock()

    async def sweep(self) -> int:
        """Handle every deadline that is due; returns how many were. Servers whose gateway session is down must wait.

        One that fails holds up no other. Raises ExceptionGroup afterwards, with what failed.
        """
        await self.note_alive()
        if not self._live:
            return 0
        async with self._storage.read() as uow:
            due = await uow.deadlines.due(self._clock.now_ms(), _BATCH, self._live)
        handled = 0
        failures: list[Exception] = []
        for item in due:
            with bound_contextvars(guild_id=item.guild_id, case_id=item.case_id, deadline_id=item.deadline_id):
                try:
                    if item.guild_id in self._live:
                        handled += await retried(partial(self._handle, item))
                except Exception as error:
                    _logger.exception("deadline_failed")
                    failures.append(error)
        of_requests, failed = await self._requests.sweep(self._live)
        handled += of_requests
        failures += failed
        if handled:
            self._committed()
        if failures:
            raise ExceptionGroup("deadlines that could not be handled", failures)
        return handled

    async def _handle(self, item: DueDeadline) -> bool:
        async with self._storage.write() as uow:
            case = await uow.cases.get(item.guild_id, item.case_id)
            current = await uow.deadlines.get(item.guild_id, item.case_id, item.deadline_id)
            now_ms = self._clock.now_ms()
            if case is None or current is None or current.wake_at_ms is None or current.wake_at_ms > now_ms:
                return False
            deadline = case.state.deadlines[item.deadline_id]
            if not deadline.is_running:
                return False
            is_over = now_ms >= deadline.due_at_ms + case.state.rulebook.settle_margin_seconds * SECOND_MS
            if is_over:
                await self._lapse(uow, case, deadline, now_ms)
            else:
                await self._remind(uow, case, deadline, current.reminded_until_ms, now_ms)
            await uow.commit()
        _logger.info("deadline_handled", kind=deadline.kind.value, is_over=is_over, due_at_ms=deadline.due_at_ms)
        return True

    async def _lapse(self, uow: UnitOfWork, case: Case, deadline: Deadline, now_ms: int) -> None:
        """Let the deadline take effect, unless its party had no notice (R9.4 [P])."""
        state = case.state
        if not await looks.are_done(uow, looks.last_ones(case, deadline)):
            await self._look_again(uow, case, deadline, now_ms, now_ms + looks.UNDECIDED_MS)
            return
        room = await uow.rooms.get(state.guild_id, state.case_id)
        notices = await uow.deliveries.notices(
            state.guild_id,
            state.case_id,
            deadline.deadline_id,
            deadline.party_id or 0,
            since_ms=deadline.starts_at_ms,
        )
        unreachable = room is None or room.unreachable
        match judge_lapse(deadline, replace(notices, room_unreachable=unreachable)):
            case Fire():
                said_ms = await uow.rooms.last_said_at_ms(state.guild_id, state.case_id, state.parties)
                decision = case.lapse(deadline.deadline_id, at_ms=now_ms, active_at_ms=said_ms)
                await record_case(uow, case, decision)
            case Hold(reason):
                await record_case(uow, case, case.hold_deadline(deadline.deadline_id, reason, at_ms=now_ms))
            case Move(due_at_ms):
                moved = case.move_deadline(deadline.deadline_id, due_at_ms, "late_reminder", at_ms=now_ms)
                await record_case(uow, case, moved)
            case Wait():
                # One reminder more, in case none was ever queued; its key keeps it from being sent twice.
                await uow.outbox.put(reminder_effects(case, deadline, deadline.due_at_ms))
                await self._look_again(uow, case, deadline, now_ms, now_ms + _LATE_REMINDER_MS)

    async def _remind(
        self, uow: UnitOfWork, case: Case, deadline: Deadline, reminded_until_ms: int, now_ms: int
    ) -> None:
        policy = case.state.rulebook.reminders
        steps = [at_ms for at_ms in reminder_times(deadline, policy) if reminded_until_ms < at_ms <= now_ms]
        if steps:
            # Steps that were missed fold into the last one: nobody is reminded twice of the same thing at once.
            await uow.outbox.put(reminder_effects(case, deadline, steps[-1]))
            await uow.outbox.put(looks.for_party(case, deadline, steps[-1]))
        if reminded_until_ms < deadline.due_at_ms <= now_ms:
            await uow.outbox.put(looks.last_ones(case, deadline))
        margin_seconds = case.state.rulebook.settle_margin_seconds
        await self._look_again(uow, case, deadline, now_ms, wake_time(deadline, policy, margin_seconds, now_ms))

    async def _look_again(
        self, uow: UnitOfWork, case: Case, deadline: Deadline, until_ms: int, wake_at_ms: int | None
    ) -> None:
        await uow.deadlines.reminded(
            case.state.guild_id,
            case.state.case_id,
            deadline.deadline_id,
            until_ms=until_ms,
            wake_at_ms=wake_at_ms,
        )

    async def next_wake_ms(self) -> int | None:
        """When the next deadline must be looked at; None when none runs where the gateway session is up."""
        async with self._storage.read() as uow:
            of_cases = await uow.deadlines.next_wake_ms(self._live)
        of_requests = await self._requests.next_wake_ms(self._live)
        return min((at_ms for at_ms in (of_cases, of_requests) if at_ms is not None), default=None)

    def heard(self, acted_at_ms: int) -> None:
        """Take note of an interaction's or a message's own time (R9.6)."""
        # What was missed while a session was lost is sent again before it is up: it comes late, and says nothing.
        if self._up:
            self._guard.heard(acted_at_ms, self._clock.monotonic_ms())

    @property
    def _live(self) -> list[int]:
        """The servers where clocks run now, in one order, so that two processes never wait for each other."""
        return [] if self._guard.holds else sorted(self._up - self._owed.keys())

    async def _look_at_clock(self) -> None:
        """Nothing lapses while the host's clock has jumped, which staff are told, nor before the time held is made good
        (R9.6)."""
        async with self._trust:
            ended = self._guard.look(self._clock.now_ms(), self._clock.monotonic_ms())
            if ended is not None:
                _logger.warning("clock_trusted_again")
                self._alerted = False
                for guild_id in self._up:
                    self._owed[guild_id] = min(ended.started_at_ms, self._owed.get(guild_id, ended.started_at_ms))
            if self._guard.holds:
                await self._alert()
                return
            for guild_id, since_ms in sorted(self._owed.items()):
                try:
                    await retried(partial(self._work_off_outage, guild_id, since_ms))
                except Exception:
                    # Nothing lapses there until it has been; elsewhere it does.
                    _logger.exception("outage_not_made_good", guild_id=guild_id)
                else:
                    self._owed.pop(guild_id, None)
                    self._committed()

    async def _alert(self) -> None:
        if self._alerted:
            return
        _logger.error("clock_jumped")
        await retried(
            partial(self._put, [clock_alert(guild_id, self._clock.now_ms()) for guild_id in sorted(self._up)])
        )
        self._alerted = True
        self._committed()

    async def _put(self, messages: list[OutboxMessage]) -> None:
        async with self._storage.write() as uow:
            await uow.outbox.put(messages)
            await uow.commit()

    async def _extend_all(self, uow: UnitOfWork, guild_id: int, started_at_ms: int, ended_at_ms: int) -> set[int]:
        """Give back to every running window what an outage took (R9.5); the cases that were touched."""
        now_ms = self._clock.now_ms()
        touched: set[int] = set()
        for case in await uow.cases.open_cases(guild_id):
            decision = case.extend_after_outage(started_at_ms, ended_at_ms, at_ms=now_ms)
            if decision is not None:
                await record_case(uow, case, decision)
                touched.add(case.state.case_id)
        await extend_requests_after_outage(uow, guild_id, started_at_ms, ended_at_ms, now_ms)
        return touched

    async def note_alive(self) -> None:
        """Note that the bot is alive, and connected for the servers whose gateway session is up (R9.5).

        While the clock isn't trusted none counts as connected, so that the time held is an outage also for the process
        that comes next (R9.6).
        """
        await self._look_at_clock()
        now_ms = self._clock.now_ms()

        async def work() -> None:
            async with self._storage.write() as uow:
                await uow.liveness.note_alive(now_ms)
                await uow.liveness.note_all_connected(self._live, now_ms)
                await uow.commit()

        await retried(work)

    async def stood_still(self) -> None:
        """This process did not run for a while (R9.5): what it took is worked off before anything may lapse."""
        async with self._sessions:
            await self._look_at_clock()
            for guild_id in self._live:
                await retried(partial(self._work_off_outage, guild_id))
        self._committed()

    async def guild_up(self, guild_id: int) -> None:
        """The gateway session for a server is up: an outage before it is worked off before anything may lapse (R9.5).

        All cards of the server's open cases are brought up to date, since clicks and edits may have been missed, and
        their parties are looked for, since they may be gone or kept away (R9.9). While the clock isn't trusted the
        outage goes on (R9.6).
        """
        async with self._sessions:
            if guild_id in self._up:
                return
            await self._look_at_clock()
            await retried(partial(self._come_up_held if self._guard.holds else self._work_off_outage, guild_id))
            self._up.add(guild_id)
        self._committed()

    async def _come_up_held(self, guild_id: int) -> None:
        async with self._storage.read() as uow:
            cards = await self._caught_up(uow, guild_id, set[int]())
        await self._put([clock_alert(guild_id, self._clock.now_ms()), *cards])

    async def _work_off_outage(self, guild_id: int, since_ms: int | None = None) -> None:
        """Give back what the time since the last note took, or the time since a moment before it."""
        now_ms = self._clock.now_ms()
        async with self._storage.write() as uow:
            last_ms = await uow.liveness.last_connected_ms(guild_id)
            started_ms = min((at_ms for at_ms in (last_ms, since_ms) if at_ms is not None), default=now_ms)
            is_outage = now_ms - started_ms > self.outage_after_ms
            is_new = is_outage and await uow.liveness.add_outage(guild_id, started_ms, now_ms)
            touched = await self._extend_all(uow, guild_id, started_ms, now_ms) if is_new else set[int]()
            await uow.outbox.put(await self._caught_up(uow, guild_id, touched))
            # A note from the future was made by a clock that was wrong.
            is_reset = since_ms is not None or (last_ms or 0) > now_ms
            await uow.liveness.note_connected(guild_id, now_ms, is_reset=is_reset)
            await uow.commit()

    async def _caught_up(self, uow: UnitOfWork, guild_id: int, but: set[int]) -> list[OutboxMessage]:
        why = f"up:{self._clock.now_ms()}"
        cases = await uow.cases.open_entries(guild_id)
        cards = [card_effect(case, why) for case in cases if case.case_id not in but]
        return [*cards, *await looks.for_everybody(uow, guild_id, self._clock.now_ms())]

    async def guild_down(self, guild_id: int) -> None:
        """The gateway session for a server is gone: nothing lapses there until it is back."""
        async with self._sessions:
            if guild_id not in self._up:
                return
            await self._look_at_clock()
            was_live = guild_id in self._live
            self._up.discard(guild_id)
            self._owed.pop(guild_id, None)
            if not was_live:
                return
            now_ms = self._clock.now_ms()
            async with self._storage.write() as uow:
                await uow.liveness.note_connected(guild_id, now_ms)
                await uow.commit()
