"""R9.5 [P]: no forfeiture by our outage; and what a lost session or a failing deadline does to the others."""

import asyncio

import pytest
from sqlalchemy import text

from bot.domain.deadlines import DAY_MS, HOUR_MS, DeadlineKind
from bot.domain.errors import TooLate
from bot.domain.stages import Outcome
from bot.services.commands import (
    AddExhibit,
    Challenge,
    HoldCase,
    MakeOffer,
    OpenCase,
    PayFee,
    RequestRelease,
    Rest,
    Resume,
    SetRulebook,
    SetWindow,
)
from bot.services.ports import EffectKind, NoticeKind
from bot.services.receipts import Receipt
from storage.engine import Database
from tests.services.races import in_every_order, race
from tests.services.world import GUILD, REASON, Keeper, World, admin, client, freelancer, moderator

MARGIN_MS = 90_000
RESPONSE = DeadlineKind.RESPONSE


async def outage(world: World, from_ms: int, lasting_ms: int) -> None:
    """The gateway session of the server is gone for a while."""
    world.clock.set(from_ms)
    await world.keeper.guild_down(GUILD)
    world.clock.set(from_ms + lasting_ms)
    await world.keeper.guild_up(GUILD)


def another_process(world: World) -> Keeper:
    """A keeper that knows nothing but the database."""
    return Keeper(world.storage, world.clock, lambda: None, outage_after_ms=60_000)


@pytest.mark.parametrize(("lasting_ms", "counts"), [(60_000, False), (60_001, True)])
async def test_r9_5_more_than_60_s_are_an_outage(world: World, lasting_ms: int, counts: bool) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await outage(world, due_at_ms - 2 * DAY_MS, lasting_ms)
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + lasting_ms * counts
    moved = await world.told("clock_moved")
    assert [item.payload["facts"]["cause"] for item in moved] == ["outage"] * counts


@pytest.mark.parametrize(
    ("window", "before_due_ms", "lasting_ms", "from_end_ms"),
    [
        pytest.param("4d", 2 * DAY_MS, 30 * 60_000, None, id="a short one gives its time back"),
        pytest.param("4d", 3 * DAY_MS, 2 * HOUR_MS, None, id="a long one far from the end, too"),
        pytest.param("4d", 3 * HOUR_MS, 2 * HOUR_MS, DAY_MS, id="a long one near the end gives a day"),
        pytest.param("4d", HOUR_MS, 120_000, DAY_MS, id="one that covers the last hour gives a day"),
        pytest.param("4d", 5 * HOUR_MS, 30 * 60_000, None, id="a short one before the last hour does not"),
        pytest.param("4h", HOUR_MS // 2, 120_000, 4 * HOUR_MS, id="or the window's own length, if less"),
        pytest.param("4d", HOUR_MS, 5 * HOUR_MS, DAY_MS, id="one that covers the due time itself"),
    ],
)
async def test_r9_5_what_an_outage_gives_back(
    world: World, window: str, before_due_ms: int, lasting_ms: int, from_end_ms: int | None
) -> None:
    await world.do(admin, SetWindow("response_freelancer", window))
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await outage(world, due_at_ms - before_due_ms, lasting_ms)
    ended_ms = due_at_ms - before_due_ms + lasting_ms
    expected_ms = due_at_ms + lasting_ms if from_end_ms is None else ended_ms + from_end_ms
    assert await world.due_at_ms(case_id, RESPONSE) == expected_ms


async def test_r9_5_nothing_lapses_while_the_session_is_down(world: World) -> None:
    case_id = await world.case()
    for notice in NoticeKind:
        await world.deliver(case_id, RESPONSE, notice)
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    world.clock.set(due_at_ms - HOUR_MS)
    await world.keeper.guild_down(GUILD)
    world.clock.set(due_at_ms + 9 * HOUR_MS)
    assert await world.keeper.sweep() == 0
    assert await world.keeper.next_wake_ms() is None
    await world.keeper.guild_up(GUILD)
    await world.keeper.sweep()
    assert (await world.state(case_id)).is_open
    # The party has a day from the end, and may use it.
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + 9 * HOUR_MS + DAY_MS
    await world.do(freelancer, Challenge(case_id, REASON))


async def test_r9_5_after_the_extension_it_lapses_like_any_other(world: World) -> None:
    case_id = await world.case()
    for notice in NoticeKind:
        await world.deliver(case_id, RESPONSE, notice)
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await outage(world, due_at_ms - HOUR_MS, 2 * HOUR_MS)
    new_due_ms = due_at_ms + HOUR_MS + DAY_MS
    world.clock.set(new_due_ms + MARGIN_MS - 1)
    await world.keeper.sweep()
    assert (await world.state(case_id)).is_open
    with pytest.raises(TooLate):
        await world.do(freelancer, Challenge(case_id, REASON))
    world.clock.advance(milliseconds=1)
    await world.keeper.sweep()
    assert (await world.state(case_id)).outcome is Outcome.FORFEITED


async def test_r9_5_what_was_due_before_the_outage_was_missed(world: World) -> None:
    case_id = await world.case()
    for notice in NoticeKind:
        await world.deliver(case_id, RESPONSE, notice)
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    await outage(world, due_at_ms + 10_000, HOUR_MS)
    await world.keeper.sweep()
    assert (await world.state(case_id)).outcome is Outcome.FORFEITED


async def test_r9_5_only_the_windows_own_part_of_an_outage_counts(world: World) -> None:
    began_ms = world.clock.now_ms()
    await world.keeper.guild_down(GUILD)
    world.clock.advance(minutes=10)
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    world.clock.advance(minutes=10)
    await world.keeper.guild_up(GUILD)
    assert world.clock.now_ms() == began_ms + 20 * 60_000
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + 10 * 60_000


LATE_MS = 89_000
"""How long ago somebody acted who is heard only when the session is back."""


async def test_r9_5_what_begins_with_an_act_in_an_outage_that_is_heard_after_it_has_its_whole_window(
    world: World,
) -> None:
    milestone_id = await world.milestone()
    running = await world.case()
    await outage(world, world.clock.now_ms() + DAY_MS, 20 * 60_000)
    due_at_ms, up_ms = await world.due_at_ms(running, RESPONSE), world.clock.now_ms()
    acted_ms = up_ms - LATE_MS
    await world.do(admin, SetRulebook("safepay"))
    asked = await world.do(freelancer, RequestRelease(milestone_id), at_ms=acted_ms)
    await world.do(admin, SetRulebook("milestone"))
    assert asked.facts["due_at_ms"] == up_ms + 7 * DAY_MS
    filed = await world.do(client, OpenCase(await world.milestone(), "200", REASON), at_ms=acted_ms)
    case_id = filed.case_id or 0
    assert await world.due_at_ms(case_id, RESPONSE) == up_ms + 4 * DAY_MS
    assert await world.due_at_ms(running, RESPONSE) == due_at_ms
    [moved] = [item for item in await world.told("clock_moved") if item.payload["case_id"] == case_id]
    assert moved.payload["facts"]["cause"] == "outage"


@in_every_order
async def test_r9_5_it_has_its_whole_window_whether_it_or_the_session_comes_first(world: World, order: int) -> None:
    milestone_id = await world.milestone()
    await world.keeper.guild_down(GUILD)
    world.clock.advance(minutes=20)
    up_ms = world.clock.now_ms()
    filed, _ = (
        await race(
            order,
            lambda: world.do(client, OpenCase(milestone_id, "200", REASON), at_ms=up_ms - LATE_MS),
            lambda: world.keeper.guild_up(GUILD),
        )
    ).outcomes
    assert isinstance(filed, Receipt)
    assert await world.due_at_ms(filed.case_id or 0, RESPONSE) == up_ms + 4 * DAY_MS


async def test_r9_5_what_runs_on_by_an_act_in_an_outage_that_is_heard_after_it_loses_nothing(world: World) -> None:
    case_id = await world.case()
    due_at_ms, held_ms = await world.due_at_ms(case_id, RESPONSE), world.clock.now_ms()
    await world.do(moderator, HoldCase(case_id, REASON))
    await outage(world, held_ms + DAY_MS, 20 * 60_000)
    up_ms = world.clock.now_ms()
    await world.do(moderator, Resume(case_id), at_ms=up_ms - LATE_MS)
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + up_ms - held_ms


async def test_r9_5_an_outage_whose_end_a_wrong_clock_put_in_the_future_lengthens_nothing_that_begins_later(
    world: World,
) -> None:
    await world.keeper.guild_down(GUILD)
    right_ms = world.clock.now_ms()
    world.clock.jump(right_ms + 900 * DAY_MS)
    await another_process(world).guild_up(GUILD)
    world.clock.jump(right_ms + HOUR_MS)
    await another_process(world).guild_up(GUILD)
    case_id = await world.case()
    assert await world.due_at_ms(case_id, RESPONSE) == right_ms + HOUR_MS + 4 * DAY_MS


async def test_r9_5_a_process_that_died_is_an_outage_since_its_last_note(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    world.clock.set(due_at_ms - HOUR_MS)
    await world.keeper.note_alive()
    # kill -9: nobody notes anything; another process comes after the due time.
    world.clock.set(due_at_ms + 2 * HOUR_MS)
    next_one = another_process(world)
    assert await next_one.sweep() == 0
    await next_one.guild_up(GUILD)
    await next_one.sweep()
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + 2 * HOUR_MS + DAY_MS


async def test_r9_5_an_outage_that_two_processes_see_counts_once(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    world.clock.advance(hours=1)
    for keeper in (another_process(world), another_process(world)):
        await keeper.guild_up(GUILD)
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + HOUR_MS
    assert len((await world.everything())["outages"]) == 1


async def test_r9_5_a_process_that_stood_still_works_it_off_before_anything_lapses(world: World) -> None:
    case_id = await world.case()
    due_at_ms = await world.due_at_ms(case_id, RESPONSE)
    world.clock.set(due_at_ms - HOUR_MS)
    await world.keeper.note_alive()
    world.clock.set(due_at_ms + HOUR_MS)
    await world.keeper.stood_still()
    await world.keeper.sweep()
    assert await world.due_at_ms(case_id, RESPONSE) == due_at_ms + HOUR_MS + DAY_MS
    await world.keeper.stood_still()
    assert len((await world.everything())["outages"]) == 1


async def test_r9_5_closing_is_extended_and_an_offers_expiry_is_not(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, MakeOffer(case_id, "750", expires="10h"))
    expiry_ms = await world.due_at_ms(case_id, DeadlineKind.OFFER_EXPIRY)
    await outage(world, world.clock.now_ms() + HOUR_MS, HOUR_MS)
    assert await world.due_at_ms(case_id, DeadlineKind.OFFER_EXPIRY) == expiry_ms
    for party in (client, freelancer):
        await world.do(party, PayFee(case_id))
    closing_ms = await world.due_at_ms(case_id, DeadlineKind.CLOSING)
    await outage(world, closing_ms - HOUR_MS, 2 * HOUR_MS)
    await world.do(client, AddExhibit(case_id, "The brief."), at_ms=closing_ms + HOUR_MS)
    assert await world.due_at_ms(case_id, DeadlineKind.CLOSING) == closing_ms + HOUR_MS + DAY_MS
    for party in (client, freelancer):
        await world.do(party, Rest(case_id))
    ruling_ms = await world.due_at_ms(case_id, DeadlineKind.RULING)
    await outage(world, world.clock.now_ms(), 3 * HOUR_MS)
    assert await world.due_at_ms(case_id, DeadlineKind.RULING) == ruling_ms + 3 * HOUR_MS


async def test_cards_are_brought_up_to_date_after_a_lost_session(world: World) -> None:
    await world.case()
    before = len(await cards(world))
    await outage(world, world.clock.now_ms(), 1_000)
    assert len(await cards(world)) == before + 1


async def cards(world: World) -> list[tuple[object, ...]]:
    """The card updates in the outbox."""
    return [row for row in (await world.everything())["outbox"] if EffectKind.CARD.value in row]


async def test_a_deadline_that_fails_holds_up_no_other(database: Database) -> None:
    world = World(database)
    await world.set_up()
    broken = await world.case()
    world.clock.advance(minutes=1)
    whole = await world.case()
    due_at_ms = await world.due_at_ms(whole, RESPONSE)
    async with database.write() as transaction:
        await transaction.execute(text("UPDATE deadlines SET kind = 'tea' WHERE case_id = 1"))
        await transaction.commit()
    world.clock.set(due_at_ms + MARGIN_MS)
    with pytest.raises(ExceptionGroup):
        await world.keeper.sweep()
    assert not (await world.state(whole)).alive_deadlines(RESPONSE)[0].is_running
    assert broken != whole


async def test_a_session_lost_while_it_comes_up_is_down(world: World) -> None:
    await world.keeper.guild_down(GUILD)
    await world.case()
    await asyncio.gather(world.keeper.guild_up(GUILD), world.keeper.guild_down(GUILD))
    assert await world.keeper.next_wake_ms() is None
