"""R9.4 [P]: no forfeiture without notice that was delivered: deadlines wait, move, are held, and run again."""

import itertools

from bot.domain.deadlines import DAY_MS, HOUR_MS, DeadlineKind, DeadlineState
from bot.domain.stages import Outcome
from bot.services.commands import Challenge, Resume, SetWindow
from bot.services.ports import Delivery, NoticeKind, Room, Route
from tests.services.world import CLIENT, FREELANCER, GUILD, REASON, World, admin, freelancer, moderator

MARGIN_MS = 90_000
RESPONSE = DeadlineKind.RESPONSE
MESSAGE_IDS = itertools.count(70_000)


async def sweep_at(world: World, at_ms: int) -> None:
    """The keeper comes by at a moment."""
    world.clock.set(at_ms)
    await world.keeper.sweep()


async def the_clock(world: World, case_id: int) -> tuple[DeadlineState, str | None]:
    """Whether the response's clock runs, and why not."""
    deadline = (await world.state(case_id)).deadlines[1]
    return deadline.state, deadline.hold_reason


async def test_r9_4_without_the_opening_notice_the_deadline_is_held_and_staff_are_told(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await sweep_at(world, due_at_ms + MARGIN_MS)
    assert await the_clock(world, case_id) == (DeadlineState.HELD, "never_reached")
    assert len(await world.told("staff_clock_held")) == 1
    # The party and the other side are told; whoever tells them, has reached them.
    held = await world.told("clock_held")
    mark = {"kind": "opening", "deadline_id": 1, "member_id": FREELANCER}
    assert [(item.payload.get("member_id"), item.payload["notice"]) for item in held] == [
        (None, mark),
        (CLIENT, None),
        (FREELANCER, mark),
    ]
    world.clock.advance(days=60)
    await world.keeper.sweep()
    assert (await world.state(case_id)).is_open


async def test_r9_4_the_bot_resumes_with_the_whole_window_once_the_party_is_reached(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await sweep_at(world, due_at_ms + MARGIN_MS)
    world.clock.advance(days=3)
    reached_ms = world.clock.now_ms()
    await reach(world, case_id, CLIENT)
    assert await the_clock(world, case_id) == (DeadlineState.HELD, "never_reached")
    await reach(world, case_id, FREELANCER)
    assert await the_clock(world, case_id) == (DeadlineState.ARMED, None)
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    assert due_at_ms == reached_ms + 4 * DAY_MS
    (room, direct) = await world.told("clock_moved")
    assert room.payload["facts"]["is_whole"] is direct.payload["facts"]["is_whole"] is True
    # Reminded anew: at half of the new window.
    assert await world.keeper.next_wake_ms() == reached_ms + 2 * DAY_MS
    await sweep_at(world, reached_ms + 2 * DAY_MS)
    await world.deliver(case_id, RESPONSE, NoticeKind.REMINDER)
    await sweep_at(world, due_at_ms + MARGIN_MS)
    assert (await world.state(case_id)).outcome is Outcome.FORFEITED


async def reach(world: World, case_id: int, member_id: int, route: Route = Route.DIRECT) -> None:
    """A notice of the response's deadline reaches somebody."""
    now_ms, message_id = world.clock.now_ms(), next(MESSAGE_IDS)
    delivery = Delivery(GUILD, case_id, 1, member_id, NoticeKind.OPENING, route, now_ms, message_id)
    await world.deliveries.delivered(delivery)


async def test_r9_4_a_moderator_resumes_with_the_whole_window(world: World) -> None:
    case_id = await world.case()
    await sweep_at(world, await world.due_at_ms(case_id, RESPONSE) + MARGIN_MS)
    world.clock.advance(days=1)
    receipt = await world.do(moderator, Resume(case_id))
    assert receipt.facts["due_at_ms"] == world.clock.now_ms() + 4 * DAY_MS
    assert await the_clock(world, case_id) == (DeadlineState.ARMED, None)
    # Resuming is no notice: if nobody is reached this time either, it is held again.
    await sweep_at(world, await world.due_at_ms(case_id, RESPONSE) + MARGIN_MS)
    assert await the_clock(world, case_id) == (DeadlineState.HELD, "never_reached")


async def test_r9_8_a_hold_stops_the_clock_not_the_people(world: World) -> None:
    case_id = await world.case()
    await sweep_at(world, await world.due_at_ms(case_id, RESPONSE) + MARGIN_MS)
    world.clock.advance(days=9)
    await world.do(freelancer, Challenge(case_id, REASON))
    assert (await the_clock(world, case_id))[0] is DeadlineState.MET


async def test_r9_4_without_a_reminder_the_deadline_waits_for_one(world: World) -> None:
    case_id = await world.case()
    await world.deliver(case_id, RESPONSE, NoticeKind.OPENING)
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await sweep_at(world, due_at_ms + MARGIN_MS)
    assert len(await world.told("reminder")) == 2
    for _ in range(3):
        world.clock.advance(minutes=1)
        await world.keeper.sweep()
    assert (await world.state(case_id)).is_open
    # It is asked for once, however often the keeper looks.
    assert len(await world.told("reminder")) == 2
    await world.deliver(case_id, RESPONSE, NoticeKind.REMINDER)
    delivered_ms = world.clock.now_ms()
    assert await world.due_at_ms(case_id, RESPONSE) == delivered_ms + HOUR_MS
    await sweep_at(world, delivered_ms + HOUR_MS + MARGIN_MS - 1)
    assert (await world.state(case_id)).is_open
    await sweep_at(world, delivered_ms + HOUR_MS + MARGIN_MS)
    assert (await world.state(case_id)).outcome is Outcome.FORFEITED


async def test_r9_4_a_late_reminder_moves_the_due_time_at_once(world: World) -> None:
    case_id = await world.case()
    await world.deliver(case_id, RESPONSE, NoticeKind.OPENING)
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    late_ms = due_at_ms - HOUR_MS // 2
    await world.deliver(case_id, RESPONSE, NoticeKind.REMINDER, at_ms=late_ms)
    assert await world.due_at_ms(case_id, RESPONSE) == late_ms + HOUR_MS
    moved = await world.told("clock_moved")
    assert moved[0].payload["facts"]["cause"] == "late_reminder"
    # The first one counts: later ones move nothing.
    await world.deliver(case_id, RESPONSE, NoticeKind.REMINDER, at_ms=due_at_ms)
    assert await world.due_at_ms(case_id, RESPONSE) == late_ms + HOUR_MS
    await world.do(freelancer, Challenge(case_id, REASON), at_ms=due_at_ms + 60_000)


async def test_r9_4_a_reminder_just_in_time_moves_nothing(world: World) -> None:
    case_id = await world.case()
    await world.deliver(case_id, RESPONSE, NoticeKind.OPENING)
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await world.deliver(case_id, RESPONSE, NoticeKind.REMINDER, at_ms=due_at_ms - HOUR_MS)
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms


async def test_r9_4_a_tenth_of_a_short_window(world: World) -> None:
    await world.do(admin, SetWindow("response_freelancer", "2h"))
    case_id = await world.case()
    await world.deliver(case_id, RESPONSE, NoticeKind.OPENING)
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await world.deliver(case_id, RESPONSE, NoticeKind.REMINDER, at_ms=due_at_ms - 60_000)
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms - 60_000 + 12 * 60_000


async def test_r9_4_a_room_out_of_reach_holds_the_deadline(world: World) -> None:
    case_id = await world.case()
    await world.deliver(case_id, RESPONSE, NoticeKind.OPENING)
    await world.deliver(case_id, RESPONSE, NoticeKind.REMINDER)
    await world.deliveries.room_unreachable(GUILD, case_id)
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await sweep_at(world, due_at_ms + MARGIN_MS)
    assert await the_clock(world, case_id) == (DeadlineState.HELD, "room_unreachable")
    await world.deliveries.room_reached(GUILD, case_id)
    # A direct message says nothing of the room.
    await reach(world, case_id, FREELANCER)
    assert await the_clock(world, case_id) == (DeadlineState.HELD, "room_unreachable")
    await reach(world, case_id, FREELANCER, Route.ROOM)
    assert await the_clock(world, case_id) == (DeadlineState.ARMED, None)
    assert await world.due_at_ms(case_id, RESPONSE) == world.clock.now_ms() + 4 * DAY_MS


async def test_r9_4_a_room_that_is_gone_holds_the_deadline(world: World) -> None:
    case_id = await world.case()
    await world.deliver(case_id, RESPONSE, NoticeKind.OPENING)
    await world.rooms.channel_deleted(GUILD, 5_000 + case_id, None, world.clock.now_ms())
    await sweep_at(world, await world.due_at_ms(case_id, RESPONSE) + MARGIN_MS)
    assert await the_clock(world, case_id) == (DeadlineState.HELD, "room_unreachable")
    await world.deliveries.room_made(Room(GUILD, case_id, 9_000, 9_001))
    await reach(world, case_id, FREELANCER, Route.ROOM)
    assert await the_clock(world, case_id) == (DeadlineState.ARMED, None)


async def test_r9_4_a_notice_noted_twice_counts_once(world: World) -> None:
    case_id = await world.case()
    delivery = Delivery(GUILD, case_id, 1, FREELANCER, NoticeKind.OPENING, Route.ROOM, world.clock.now_ms(), 77)
    for _ in range(2):
        await world.deliveries.delivered(delivery)
    assert len((await world.everything())["deliveries"]) == 1
