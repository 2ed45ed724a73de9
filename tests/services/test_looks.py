"""R9.4, R9.9: nothing is forfeited before it was looked whether the room and the party can be reached."""

import pytest
from sqlalchemy import select

from bot.domain.deadlines import DeadlineKind
from bot.services.commands import RequestRelease, SetRulebook
from bot.services.deadlines import DeadlineKeeper
from bot.services.ports import EffectKind, NoticeKind, RequestDelivery
from bot.services.request_clocks import RequestClocks
from storage.tables import outbox
from tests.services.world import CLIENT, FREELANCER, GUILD, World, admin, freelancer

MARGIN_MS = 90_000
LOOKS = [EffectKind.ROOM_CHECK.value, EffectKind.PARTY_CHECK.value]


async def waiting(world: World) -> list[tuple[str, int | None]]:
    """The looks that nobody has taken yet, with the party that each is for."""
    query = select(outbox).where(outbox.c.kind.in_(LOOKS), outbox.c.state == "pending").order_by(outbox.c.outbox_id)
    async with world.storage._database.read() as transaction:
        rows = (await transaction.execute(query)).mappings().all()
    return [(row["kind"], row["payload"].get("member_id")) for row in rows]


@pytest.fixture
async def slow(world: World) -> DeadlineKeeper:
    """A keeper whose relay is slow: looks wait until they are taken."""
    keeper = DeadlineKeeper(world.storage, world.clock, lambda: None, outage_after_ms=60_000)
    await keeper.guild_up(GUILD)
    return keeper


async def test_r9_9_a_deadline_waits_for_its_last_looks(world: World, slow: DeadlineKeeper) -> None:
    case_id = await world.case()
    for notice in NoticeKind:
        await world.deliver(case_id, DeadlineKind.RESPONSE, notice)
    due_at_ms = await world.due_at_ms(case_id, DeadlineKind.RESPONSE)
    world.clock.set(due_at_ms)
    await slow.sweep()
    assert set(await waiting(world)) == {("room_check", None), ("party_check", FREELANCER)}
    for _ in range(3):
        world.clock.advance(milliseconds=MARGIN_MS)
        await slow.sweep()
        assert (await world.state(case_id)).is_open
    wake_ms = await slow.next_wake_ms()
    assert wake_ms is not None
    assert wake_ms <= world.clock.now_ms() + 15_000, "it looks again soon"
    await world.keeper.looked()
    world.clock.advance(seconds=15)
    await slow.sweep()
    assert not (await world.state(case_id)).is_open


async def test_r9_9_a_request_waits_for_its_last_look(world: World, slow: DeadlineKeeper) -> None:
    await world.do(admin, SetRulebook("safepay"))
    milestone_id = await world.milestone()
    await world.do(freelancer, RequestRelease(milestone_id))
    requests = RequestClocks(world.storage, world.clock)
    due_at_ms = world.clock.now_ms() + 7 * 86_400_000
    for number, notice in enumerate(NoticeKind):
        at_ms = world.clock.now_ms()
        await requests.delivered(RequestDelivery(GUILD, milestone_id, 1, CLIENT, notice, at_ms, 900 + number))
    world.clock.set(due_at_ms)
    await slow.sweep()
    assert set(await waiting(world)) == {("party_check", CLIENT)}
    for _ in range(3):
        world.clock.advance(milliseconds=MARGIN_MS)
        await slow.sweep()
        assert await world.wallet(freelancer) == 0
    await world.keeper.looked()
    world.clock.advance(seconds=15)
    await slow.sweep()
    assert await world.wallet(freelancer) == 100_000


async def test_r9_9_each_reminder_looks_for_who_must_act(world: World, slow: DeadlineKeeper) -> None:
    case_id = await world.case()
    start_ms = world.clock.now_ms()
    due_at_ms = await world.due_at_ms(case_id, DeadlineKind.RESPONSE)
    world.clock.set((start_ms + due_at_ms) // 2)
    await slow.sweep()
    assert await waiting(world) == [("party_check", FREELANCER)]


async def test_r9_9_everybody_is_looked_for_when_a_server_comes_up(world: World, slow: DeadlineKeeper) -> None:
    await world.case()
    await world.do(admin, SetRulebook("safepay"))
    await world.do(freelancer, RequestRelease(await world.milestone()))
    await slow.guild_down(GUILD)
    world.clock.advance(seconds=5)
    await slow.guild_up(GUILD)
    assert await waiting(world) == [("party_check", CLIENT), ("party_check", FREELANCER)]
