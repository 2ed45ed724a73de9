"""R3.4, R9.4: silence under `safepay` carries a request out as asked, never without notice, and each by itself."""

import itertools

import pytest
from sqlalchemy import text

from bot.domain.deadlines import DAY_MS, HOUR_MS, Deadline, DeadlineKind, HoldReason
from bot.domain.errors import TooLate
from bot.domain.milestone_state import MilestoneState, RequestState
from bot.services.commands import AnswerRequest, ProposeMilestone, RequestRelease, RequestReturn, SetRulebook
from bot.services.ports import NoticeKind, RequestDelivery
from bot.services.request_clocks import RequestClocks
from storage.engine import Database
from tests.services.world import CLIENT, FREELANCER, GUILD, World, admin, client, freelancer

MARGIN_MS = 90_000
MESSAGE_IDS = itertools.count(80_000)


async def asked(world: World) -> int:
    """Under `safepay` the freelancer has asked for the release of a new milestone's 600.00."""
    await world.do(admin, SetRulebook("safepay"))
    milestone_id = await world.milestone()
    await world.do(freelancer, RequestRelease(milestone_id, "600"))
    return milestone_id


async def state_of(world: World, milestone_id: int) -> MilestoneState:
    async with world.storage.read() as uow:
        milestone = await uow.milestones.get(GUILD, milestone_id)
    assert milestone is not None
    return milestone.state


async def clock_of(world: World, milestone_id: int) -> Deadline:
    clocks = (await state_of(world, milestone_id)).alive_deadlines()
    return next(item for item in clocks if item.kind is DeadlineKind.REQUEST)


async def deliver(world: World, milestone_id: int, *notices: NoticeKind, at_ms: int | None = None) -> None:
    """Notices reach who must answer."""
    deadline = await clock_of(world, milestone_id)
    clocks = RequestClocks(world.storage, world.clock)
    for notice in notices:
        delivered_ms = world.clock.now_ms() if at_ms is None else at_ms
        await clocks.delivered(
            RequestDelivery(
                GUILD,
                milestone_id,
                deadline.deadline_id,
                deadline.party_id or 0,
                notice,
                delivered_ms,
                next(MESSAGE_IDS),
            )
        )


async def sweep_at(world: World, at_ms: int) -> None:
    world.clock.set(at_ms)
    await world.keeper.note_alive()
    await world.keeper.sweep()


@pytest.mark.parametrize("action", ["release", "return"])
async def test_r3_4_silence_for_7_days_carries_it_out_as_asked(world: World, action: str) -> None:
    await world.do(admin, SetRulebook("safepay"))
    milestone_id = await world.milestone()
    if action == "release":
        await world.do(freelancer, RequestRelease(milestone_id, "600"))
    else:
        await world.do(client, RequestReturn(milestone_id, "600"))
    clock = await clock_of(world, milestone_id)
    assert clock.party_id == (CLIENT if action == "release" else FREELANCER)
    assert clock.due_at_ms == world.clock.now_ms() + 7 * DAY_MS
    await deliver(world, milestone_id, *NoticeKind)
    await sweep_at(world, clock.due_at_ms + MARGIN_MS - 1)
    assert (await state_of(world, milestone_id)).unreleased_minor == 100_000
    await sweep_at(world, clock.due_at_ms + MARGIN_MS)
    state = await state_of(world, milestone_id)
    assert (state.unreleased_minor, state.requests[0].state) == (40_000, RequestState.CARRIED_OUT)
    taker = freelancer if action == "release" else client
    assert await world.wallet(taker) == 60_000
    assert len(await world.told("request_carried_out")) == 1
    (told,) = await world.told(f"milestone_{action}")
    assert told.payload["facts"]["by_silence"] is True


async def test_r3_4_r9_4_without_the_notice_it_is_held_and_runs_whole_once_they_are_reached(world: World) -> None:
    milestone_id = await asked(world)
    due_at_ms = (await clock_of(world, milestone_id)).due_at_ms
    await sweep_at(world, due_at_ms + MARGIN_MS)
    clock = await clock_of(world, milestone_id)
    assert (clock.is_running, clock.hold_reason) == (False, HoldReason.NEVER_REACHED)
    (held,) = await world.told("request_held")
    assert held.payload["member_id"] == FREELANCER
    world.clock.advance(days=2)
    await deliver(world, milestone_id, NoticeKind.OPENING)
    assert (await clock_of(world, milestone_id)).due_at_ms == world.clock.now_ms() + 7 * DAY_MS


async def test_r3_4_a_notice_that_cant_be_delivered_holds_at_once_and_the_author_is_told(world: World) -> None:
    milestone_id = await asked(world)
    clocks = RequestClocks(world.storage, world.clock)
    deadline_id = (await clock_of(world, milestone_id)).deadline_id
    for _ in range(2):
        await clocks.undelivered(GUILD, milestone_id, deadline_id)
    assert (await clock_of(world, milestone_id)).hold_reason == HoldReason.NEVER_REACHED
    (held,) = await world.told("request_held")
    assert held.payload["member_id"] == FREELANCER
    await world.do(client, AnswerRequest(milestone_id, approve=False))
    await clocks.undelivered(GUILD, milestone_id, deadline_id)


async def test_r9_4_closing_direct_messages_after_the_notice_undoes_nothing(world: World) -> None:
    milestone_id = await asked(world)
    await deliver(world, milestone_id, NoticeKind.OPENING)
    clock = await clock_of(world, milestone_id)
    await RequestClocks(world.storage, world.clock).undelivered(GUILD, milestone_id, clock.deadline_id)
    assert (await clock_of(world, milestone_id)).is_running


async def test_r9_4_a_late_reminder_moves_the_due_time_at_once_and_they_are_told(world: World) -> None:
    milestone_id = await asked(world)
    due_at_ms = (await clock_of(world, milestone_id)).due_at_ms
    await deliver(world, milestone_id, NoticeKind.OPENING)
    late_ms = due_at_ms - HOUR_MS // 2
    await deliver(world, milestone_id, NoticeKind.REMINDER, at_ms=late_ms)
    assert (await clock_of(world, milestone_id)).due_at_ms == late_ms + HOUR_MS
    (told,) = await world.told("request_resumed")
    assert (told.payload["member_id"], told.payload["facts"]["due_at_ms"]) == (CLIENT, late_ms + HOUR_MS)
    await world.do(client, AnswerRequest(milestone_id, approve=False), at_ms=due_at_ms + 60_000)


async def test_r9_4_without_a_reminder_it_waits_for_one(world: World) -> None:
    milestone_id = await asked(world)
    await deliver(world, milestone_id, NoticeKind.OPENING)
    due_at_ms = (await clock_of(world, milestone_id)).due_at_ms
    for minutes in range(3):
        await sweep_at(world, due_at_ms + MARGIN_MS + minutes * 60_000)
    assert (await state_of(world, milestone_id)).active_request is not None
    with pytest.raises(TooLate):
        await world.do(client, AnswerRequest(milestone_id, approve=False))
    await deliver(world, milestone_id, NoticeKind.REMINDER)
    reminded_ms = world.clock.now_ms()
    await world.do(client, AnswerRequest(milestone_id, approve=False), at_ms=reminded_ms + HOUR_MS)


async def test_r9_5_an_outage_gives_a_request_its_time_back(world: World) -> None:
    milestone_id = await asked(world)
    due_at_ms = (await clock_of(world, milestone_id)).due_at_ms
    world.clock.set(due_at_ms - HOUR_MS)
    await world.keeper.guild_down(GUILD)
    world.clock.advance(hours=3)
    await world.keeper.guild_up(GUILD)
    assert (await clock_of(world, milestone_id)).due_at_ms == due_at_ms + 2 * HOUR_MS + DAY_MS


async def test_r3_1_a_proposal_lapses_after_14_days(world: World) -> None:
    receipt = await world.do(freelancer, ProposeMilestone(CLIENT, "50", "A banner"))
    milestone_id = receipt.facts["milestone_id"]
    assert isinstance(milestone_id, int)
    due_at_ms = world.clock.now_ms() + 14 * DAY_MS
    await sweep_at(world, due_at_ms + MARGIN_MS - 1)
    assert (await state_of(world, milestone_id)).stage.value == "proposed"
    await sweep_at(world, due_at_ms + MARGIN_MS)
    assert (await state_of(world, milestone_id)).stage.value == "lapsed"
    (told,) = await world.told("proposal_lapsed")
    assert told.payload["member_id"] == FREELANCER


async def test_r9_1_a_request_whose_clock_fails_holds_up_no_other(database: Database) -> None:
    world = World(database)
    await world.set_up()
    broken = await asked(world)
    whole = await asked(world)
    due_at_ms = (await clock_of(world, whole)).due_at_ms
    for milestone_id in (broken, whole):
        await deliver(world, milestone_id, *NoticeKind)
    await world.keeper.note_alive()
    async with database.write() as transaction:
        await transaction.execute(text("UPDATE milestone_deadlines SET kind = 'tea' WHERE milestone_id = 1"))
        await transaction.commit()
    world.clock.set(due_at_ms + MARGIN_MS)
    await world.keeper.note_alive()
    with pytest.raises(ExceptionGroup):
        await world.keeper.sweep()
    assert broken == 1
    assert (await state_of(world, whole)).requests[0].state is RequestState.CARRIED_OUT
