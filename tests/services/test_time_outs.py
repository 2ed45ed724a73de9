"""R9.9: a time-out holds its party's clock until it ends, whenever that is; a kick or ban until it is decided."""

import pytest

from bot.domain.deadlines import DAY_MS, HOUR_MS, Deadline, DeadlineKind, HoldReason
from bot.services.commands import RequestRelease, Resume, SetRulebook
from tests.services.world import CLIENT, FREELANCER, GUILD, World, admin, freelancer, moderator

MARGIN_MS = 90_000
RESPONSE = DeadlineKind.RESPONSE


async def timed_out(world: World, member_id: int, until_ms: int) -> None:
    await world.people.timed_out(GUILD, member_id, world.clock.now_ms(), until_ms)


async def sweep_at(world: World, at_ms: int) -> None:
    world.clock.set(at_ms)
    await world.keeper.sweep()


async def response(world: World, case_id: int) -> Deadline:
    return (await world.state(case_id)).alive_deadlines(RESPONSE)[0]


@pytest.mark.parametrize(("first_ms", "then_ms"), [(DAY_MS, 2 * DAY_MS), (3 * DAY_MS, 2 * DAY_MS)])
async def test_r9_9_a_time_out_that_is_made_longer_or_shorter_ends_when_it_ends(
    world: World, first_ms: int, then_ms: int
) -> None:
    case_id = await world.case()
    began_ms, due_at_ms = world.clock.now_ms(), await world.due_at_ms(case_id, RESPONSE)
    await timed_out(world, FREELANCER, began_ms + first_ms)
    await sweep_at(world, began_ms + HOUR_MS)
    for _ in range(2):
        await timed_out(world, FREELANCER, began_ms + then_ms)
    await sweep_at(world, began_ms + then_ms + MARGIN_MS - 1)
    assert (await response(world, case_id)).hold_reason == HoldReason.TIMED_OUT
    await sweep_at(world, began_ms + then_ms + MARGIN_MS)
    clock = await response(world, case_id)
    assert (clock.is_running, clock.due_at_ms) == (True, due_at_ms + then_ms + MARGIN_MS)
    # What the first one said ends nothing any more.
    await sweep_at(world, began_ms + max(first_ms, then_ms) + MARGIN_MS)
    assert (await response(world, case_id)) == clock
    assert len(await world.told("party_restricted")) == len(await world.told("party_freed")) == 1


@pytest.mark.parametrize(("first_ms", "then_ms"), [(DAY_MS, 2 * DAY_MS), (3 * DAY_MS, 2 * DAY_MS)])
async def test_r9_9_the_same_for_a_request_that_silence_would_carry_out(
    world: World, first_ms: int, then_ms: int
) -> None:
    await world.do(admin, SetRulebook("safepay"))
    milestone_id = await world.milestone()
    await world.do(freelancer, RequestRelease(milestone_id))
    began_ms = world.clock.now_ms()

    async def clock() -> Deadline:
        async with world.storage.read() as uow:
            milestone = await uow.milestones.get(GUILD, milestone_id)
        assert milestone is not None
        found = milestone.state.clock_of(CLIENT)
        assert found is not None
        return found

    due_at_ms = (await clock()).due_at_ms
    await timed_out(world, CLIENT, began_ms + first_ms)
    await sweep_at(world, began_ms + HOUR_MS)
    await timed_out(world, CLIENT, began_ms + then_ms)
    await sweep_at(world, began_ms + then_ms + MARGIN_MS - 1)
    assert (await clock()).hold_reason == HoldReason.TIMED_OUT
    await sweep_at(world, began_ms + then_ms + MARGIN_MS)
    assert (await clock()).due_at_ms == due_at_ms + then_ms + MARGIN_MS
    # A kick or ban holds it until they are back.
    await world.people.removed(GUILD, CLIENT, world.clock.now_ms(), banned=True, by_member_id=None)
    world.clock.advance(days=30)
    await world.keeper.sweep()
    assert (await clock()).hold_reason == HoldReason.BANNED
    await world.people.joined(GUILD, CLIENT, world.clock.now_ms())
    assert (await clock()).due_at_ms == due_at_ms + then_ms + MARGIN_MS + 30 * DAY_MS


async def test_r9_9_a_time_out_after_a_ban_was_decided_counts_anew(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await world.people.removed(GUILD, FREELANCER, world.clock.now_ms(), banned=True, by_member_id=None)
    world.clock.advance(days=1)
    await world.do(moderator, Resume(case_id))
    assert (await response(world, case_id)).due_at_ms == due_at_ms + DAY_MS
    await timed_out(world, FREELANCER, world.clock.now_ms() + DAY_MS)
    assert (await response(world, case_id)).hold_reason == HoldReason.TIMED_OUT
