"""R9.3: reminders at half of the window, 24 h and 1 h before; once each, folded when missed, to who must act."""

import pytest

from bot.domain.deadlines import DAY_MS, HOUR_MS, DeadlineKind
from bot.services.commands import Challenge, PayFee, SetWindow
from bot.services.ports import EffectKind
from tests.services.world import CLIENT, REASON, World, admin, freelancer


async def reminders(world: World) -> int:
    """How many reminders were put out; each goes to the room and by direct message."""
    messages = await world.told("reminder")
    kinds = [message.kind for message in messages]
    assert kinds == [EffectKind.ROOM_POST, EffectKind.DIRECT] * (len(kinds) // 2)
    return len(kinds) // 2


async def moments_of_reminders(world: World, until_ms: int) -> list[int]:
    """When reminders come, from now on in ms, up to a moment: the keeper says when it wants to be woken."""
    began_ms, moments = world.clock.now_ms(), []
    while (wake_ms := await world.keeper.next_wake_ms()) is not None and wake_ms < until_ms:
        seen = await reminders(world)
        # Nothing comes a moment too early, nor twice.
        for at_ms, more in ((wake_ms - 1, 0), (wake_ms, 1), (wake_ms + 1, 1)):
            world.clock.set(at_ms)
            await world.keeper.sweep()
            assert await reminders(world) == seen + more
        moments.append(wake_ms - began_ms)
    return moments


@pytest.mark.parametrize(
    ("window", "hours"),
    [("4d", [48, 72, 95]), ("30h", [6, 15, 29]), ("24h", [12, 23]), ("4h", [2, 3]), ("2h", [1])],
)
async def test_r9_3_half_a_day_and_an_hour_before_once_each(world: World, window: str, hours: list[int]) -> None:
    await world.do(admin, SetWindow("response_freelancer", window))
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, DeadlineKind.RESPONSE)
    moments = await moments_of_reminders(world, due_at_ms)
    assert moments == [hour * HOUR_MS for hour in hours]


async def test_r9_3_a_step_before_the_windows_start_is_left_out_and_half_stays(world: World) -> None:
    await world.do(admin, SetWindow("response_freelancer", "1h"))
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, DeadlineKind.RESPONSE)
    assert await moments_of_reminders(world, due_at_ms) == [HOUR_MS // 2]


async def test_r9_3_missed_steps_fold_into_one(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, DeadlineKind.RESPONSE)
    world.clock.set(due_at_ms - HOUR_MS // 2)
    for _ in range(3):
        await world.keeper.sweep()
    assert await reminders(world) == 1


async def test_r9_3_only_who_must_act_is_reminded(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, PayFee(case_id))
    world.clock.advance(milliseconds=7 * DAY_MS // 2)
    await world.keeper.sweep()
    room, direct = await world.told("reminder")
    assert room.payload["mention"] == [CLIENT]
    assert direct.payload["member_id"] == CLIENT
    deadline = (await world.state(case_id)).alive_deadlines(DeadlineKind.FEE)[0]
    mark = {"kind": "reminder", "deadline_id": deadline.deadline_id, "member_id": CLIENT}
    assert room.payload["notice"] == direct.payload["notice"] == mark
    assert direct.payload["facts"]["due_at_ms"] == deadline.due_at_ms


async def test_r9_3_nobody_is_reminded_of_what_is_done(world: World) -> None:
    await world.do(admin, SetWindow("idle_reminder", "off"))
    case_id = await world.case()
    await world.do(freelancer, Challenge(case_id, REASON))
    world.clock.advance(days=30)
    await world.keeper.sweep()
    assert await reminders(world) == 0
    assert await world.keeper.next_wake_ms() is None


async def test_r5_a_client_has_14_days_to_answer(world: World) -> None:
    case_id = await world.case(by=freelancer)
    deadline = (await world.state(case_id)).deadlines[1]
    assert (deadline.party_id, deadline.window_seconds) == (CLIENT, 14 * 86_400)
    assert await moments_of_reminders(world, deadline.due_at_ms) == [
        7 * DAY_MS,
        13 * DAY_MS,
        14 * DAY_MS - HOUR_MS,
    ]
