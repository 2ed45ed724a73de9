"""R9.6 [P]: while the host's clock can't be trusted nothing lapses, staff are told, and the time held is made good."""

import pytest
from sqlalchemy import text

from bot.domain.deadlines import DAY_MS, HOUR_MS, DeadlineKind
from bot.domain.stages import Outcome
from bot.services.commands import Challenge
from bot.services.deadlines import DeadlineKeeper
from bot.services.ports import NoticeKind
from storage.engine import Database
from tests.services.world import GUILD, REASON, World, freelancer

MARGIN_MS = 90_000
RESPONSE = DeadlineKind.RESPONSE


async def noticed(world: World) -> tuple[int, int]:
    """A case whose respondent had every notice in time, and when the answer is due."""
    case_id = await world.case()
    for notice in NoticeKind:
        await world.deliver(case_id, RESPONSE, notice)
    await world.keeper.sweep()
    return case_id, await world.due_at_ms(case_id, RESPONSE)


async def agreeing(world: World, minutes: int = 5) -> None:
    """Both clocks run on, and the keeper comes by."""
    await world.keeper.sweep()
    for _ in range(4 * minutes):
        world.clock.advance(seconds=15)
        await world.keeper.sweep()


async def last_connected_ms(world: World) -> int | None:
    async with world.storage.read() as uow:
        return await uow.liveness.last_connected_ms(GUILD)


async def test_r9_6_a_jump_forward_forfeits_nothing_and_is_made_good(world: World) -> None:
    case_id, due_at_ms = await noticed(world)
    before_ms = world.clock.now_ms()
    world.clock.jump(due_at_ms + DAY_MS)
    for _ in range(3):
        assert await world.keeper.sweep() == 0
    assert await world.keeper.next_wake_ms() is None
    assert len(await world.told("staff_clock_jumped")) == 1
    await agreeing(world)
    state = await world.state(case_id)
    assert state.is_open
    jumped_ms = world.clock.now_ms() - before_ms
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + jumped_ms
    # The clock counts again, and a jump later on is told anew.
    assert await last_connected_ms(world) == world.clock.now_ms()
    world.clock.jump(world.clock.now_ms() + HOUR_MS)
    await world.keeper.sweep()
    assert len(await world.told("staff_clock_jumped")) == 2


async def test_r9_6_a_restart_while_it_held_makes_good_the_same(world: World) -> None:
    case_id, due_at_ms = await noticed(world)
    before_ms = world.clock.now_ms()
    world.clock.jump(due_at_ms + DAY_MS)
    await world.keeper.sweep()
    world.clock.advance(minutes=1)
    await world.keeper.note_alive()
    await world.keeper.guild_down(GUILD)
    assert await last_connected_ms(world) == before_ms
    # The next process finds the clocks agreeing.
    another = DeadlineKeeper(world.storage, world.clock, lambda: None, outage_after_ms=60_000)
    await another.guild_up(GUILD)
    await another.sweep()
    assert (await world.state(case_id)).is_open
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + world.clock.now_ms() - before_ms


async def test_r9_6_a_step_back_holds_and_what_was_noted_ahead_hides_no_outage(world: World) -> None:
    case_id, due_at_ms = await noticed(world)
    world.clock.advance(days=1)
    await world.keeper.note_alive()
    ahead_ms = world.clock.now_ms()
    world.clock.jump(ahead_ms - HOUR_MS)
    await agreeing(world)
    assert len(await world.told("staff_clock_jumped")) == 1
    held_ms = await world.due_at_ms(case_id, RESPONSE) - due_at_ms
    assert held_ms == world.clock.now_ms() - (ahead_ms - HOUR_MS)
    await world.keeper.guild_down(GUILD)
    world.clock.advance(minutes=10)
    await world.keeper.guild_up(GUILD)
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + held_ms + 10 * 60_000


async def test_r9_6_a_process_that_finds_a_note_from_the_future_counts_from_now_on(world: World) -> None:
    case_id, due_at_ms = await noticed(world)
    world.clock.advance(days=1)
    await world.keeper.note_alive()
    world.clock.jump(world.clock.now_ms() - HOUR_MS)
    another = DeadlineKeeper(world.storage, world.clock, lambda: None, outage_after_ms=60_000)
    await another.guild_up(GUILD)
    await another.guild_down(GUILD)
    world.clock.advance(minutes=10)
    await another.guild_up(GUILD)
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + 10 * 60_000


async def test_r9_6_a_server_that_comes_up_while_it_holds_is_told_and_made_good(world: World) -> None:
    case_id, due_at_ms = await noticed(world)
    before_ms = world.clock.now_ms()
    await world.keeper.guild_down(GUILD)
    world.clock.jump(due_at_ms + DAY_MS)
    await world.keeper.sweep()
    assert await world.told("staff_clock_jumped") == []
    await world.keeper.guild_up(GUILD)
    assert len(await world.told("staff_clock_jumped")) == 1
    await agreeing(world)
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + world.clock.now_ms() - before_ms


async def test_r9_6_while_it_holds_people_go_on(world: World) -> None:
    case_id, _ = await noticed(world)
    acted_ms = world.clock.now_ms()
    world.clock.jump(world.clock.now_ms() + 30 * DAY_MS)
    await world.keeper.sweep()
    await world.do(freelancer, Challenge(case_id, REASON), at_ms=acted_ms)
    assert not (await world.state(case_id)).alive_deadlines(RESPONSE)


async def test_r9_6_an_interaction_that_came_late_holds_no_longer_than_5_minutes(world: World) -> None:
    case_id, due_at_ms = await noticed(world)
    world.clock.set(due_at_ms - 1)
    await world.keeper.sweep()
    world.clock.set(due_at_ms + MARGIN_MS)
    world.keeper.heard(world.clock.now_ms() - 10 * 60_000)
    assert await world.keeper.sweep() == 0
    assert (await world.state(case_id)).is_open
    await agreeing(world)
    # It was due, and is a day off again, as after every outage that touches the last hour.
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    assert due_at_ms == world.clock.now_ms() + DAY_MS
    world.clock.set(due_at_ms + MARGIN_MS)
    await world.keeper.sweep()
    assert (await world.state(case_id)).outcome is Outcome.FORFEITED


async def test_r9_6_a_clock_that_interactions_contradict_holds_until_it_is_set_right(world: World) -> None:
    case_id, due_at_ms = await noticed(world)
    began_ms = world.clock.now_ms()
    world.keeper.heard(began_ms + 10 * 60_000)
    await agreeing(world)
    world.clock.set(due_at_ms + MARGIN_MS)
    await agreeing(world, minutes=60)
    assert (await world.state(case_id)).is_open
    world.clock.jump(world.clock.now_ms() + 10 * 60_000)
    await agreeing(world)
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + world.clock.now_ms() - began_ms


async def test_r9_5_what_could_not_be_made_good_is_tried_again_before_anything_lapses(database: Database) -> None:
    world = World(database)
    await world.set_up()
    case_id, due_at_ms = await noticed(world)
    before_ms = world.clock.now_ms()
    world.clock.jump(due_at_ms + MARGIN_MS)
    await world.keeper.sweep()
    await kind_is(database, "tea")
    await agreeing(world)
    assert await world.keeper.next_wake_ms() is None
    await kind_is(database, RESPONSE.value)
    await world.keeper.sweep()
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + world.clock.now_ms() - before_ms


async def kind_is(database: Database, kind: str) -> None:
    """Somebody breaks the rows of deadlines by hand, or mends them."""
    async with database.write() as transaction:
        await transaction.execute(text("UPDATE deadlines SET kind = :kind"), {"kind": kind})
        await transaction.commit()


@pytest.mark.parametrize("step_ms", [59_000, -59_000])
async def test_r9_6_small_steps_of_ntp_hold_nothing(world: World, step_ms: int) -> None:
    _, due_at_ms = await noticed(world)
    world.clock.jump(world.clock.now_ms() + step_ms)
    await world.keeper.sweep()
    assert await world.told("staff_clock_jumped") == []
    assert await world.keeper.next_wake_ms() is not None
    assert due_at_ms == await world.due_at_ms(1, RESPONSE)
