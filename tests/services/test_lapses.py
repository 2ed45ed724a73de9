"""R9.1, R9.2: each deadline lapses once, never early, after its margin; and what each kind's lapse does."""

from dataclasses import replace

import pytest

from bot.domain.case_state import OfferState
from bot.domain.deadlines import DAY_MS, HOUR_MS, DeadlineKind, DeadlineState
from bot.domain.errors import TooLate
from bot.domain.rulebook import Preset, Reminders, Windows
from bot.domain.settings import Settings
from bot.domain.stages import Outcome, Stage
from bot.services.commands import (
    AddExhibit,
    ClaimCase,
    MakeOffer,
    PayFee,
    Rule,
    SetFee,
    SetWindow,
)
from bot.services.ports import NoticeKind
from storage.engine import Database
from tests.services.world import FINDINGS, GUILD, World, admin, arbitrator, client, default_settings, freelancer

MARGIN_MS = 90_000


async def noticed(world: World, case_id: int, kind: DeadlineKind) -> int:
    """All notices were delivered in time; the answer is the due time."""
    await world.deliver(case_id, kind, NoticeKind.OPENING)
    await world.deliver(case_id, kind, NoticeKind.REMINDER)
    return await world.due_at_ms(case_id, kind)


async def fired(world: World, case_id: int, kind: DeadlineKind) -> bool:
    """Whether the deadline of a kind is over after a sweep."""
    await world.keeper.sweep()
    return not (await world.state(case_id)).alive_deadlines(kind)


@pytest.mark.parametrize("kind", [DeadlineKind.RESPONSE, DeadlineKind.FEE, DeadlineKind.CLOSING])
async def test_r9_2_nothing_fires_before_due_and_margin(world: World, kind: DeadlineKind) -> None:
    case_id = await (world.case() if kind is DeadlineKind.RESPONSE else world.negotiation())
    if kind is not DeadlineKind.RESPONSE:
        await world.do(freelancer, PayFee(case_id))
    if kind is DeadlineKind.CLOSING:
        await world.do(client, PayFee(case_id))
        due_at_ms = await world.due_at_ms(case_id, kind)
    else:
        due_at_ms = await noticed(world, case_id, kind)
    for at_ms in (due_at_ms - 1, due_at_ms, due_at_ms + MARGIN_MS - 1):
        world.clock.set(at_ms)
        assert not await fired(world, case_id, kind)
    assert await world.keeper.next_wake_ms() == due_at_ms + MARGIN_MS
    world.clock.set(due_at_ms + MARGIN_MS)
    assert await fired(world, case_id, kind)
    after = await world.everything()
    await world.keeper.sweep()
    assert await world.everything() == after


async def test_r9_10_a_forfeiture_moves_the_disputed_amount_only_and_says_why(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(client, PayFee(case_id))
    due_at_ms = await noticed(world, case_id, DeadlineKind.FEE)
    world.clock.set(due_at_ms + MARGIN_MS)
    await world.keeper.sweep()
    state = await world.state(case_id)
    assert (state.outcome, state.loser_id) == (Outcome.FORFEITED, freelancer.member_id)
    assert (await world.wallet(client), await world.wallet(freelancer)) == (110_000, 10_000)
    told = await world.told("ended_forfeited")
    assert len(told) == 3
    assert {(item.payload["facts"]["deadline_kind"], item.payload["facts"]["due_at_ms"]) for item in told} == {
        ("fee", due_at_ms)
    }


async def test_r9_10_an_offer_that_expired_meanwhile_is_not_what_was_missed(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(client, PayFee(case_id))
    due_at_ms = await noticed(world, case_id, DeadlineKind.FEE)
    await world.do(client, MakeOffer(case_id, "300", expires="2h"))
    world.clock.advance(hours=3)
    await world.keeper.sweep()
    world.clock.set(due_at_ms + MARGIN_MS)
    await world.keeper.sweep()
    told = await world.told("ended_forfeited")
    assert {(item.payload["facts"]["deadline_kind"], item.payload["facts"]["due_at_ms"]) for item in told} == {
        ("fee", due_at_ms)
    }


async def test_r5_closing_ends_evidence_and_starts_the_rulings_clock(world: World) -> None:
    case_id = await world.negotiation()
    for party in (client, freelancer):
        await world.do(party, PayFee(case_id))
    due_at_ms = await world.due_at_ms(case_id, DeadlineKind.CLOSING)
    assert due_at_ms == world.clock.now_ms() + DAY_MS
    world.clock.set(due_at_ms + 1_000)
    with pytest.raises(TooLate):
        await world.do(client, AddExhibit(case_id, "The brief."))
    world.clock.set(due_at_ms + MARGIN_MS)
    await world.keeper.sweep()
    state = await world.state(case_id)
    # From the window's end, not from when that was noted.
    assert state.evidence_closed_at_ms == due_at_ms
    ruling_due_ms = await world.due_at_ms(case_id, DeadlineKind.RULING)
    assert ruling_due_ms == due_at_ms + 7 * DAY_MS
    # A late ruling costs nobody anything, and its clock begins anew (R10.4).
    world.clock.set(ruling_due_ms + MARGIN_MS)
    await world.keeper.sweep()
    state = await world.state(case_id)
    (again,) = state.alive_deadlines()
    assert (state.stage, again.kind, again.starts_at_ms) == (
        Stage.ARBITRATION,
        DeadlineKind.RULING,
        world.clock.now_ms(),
    )
    await world.do(arbitrator, ClaimCase(case_id))
    await world.do(arbitrator, Rule(case_id, "600", FINDINGS))


async def test_r5_closing_of_nothing_closes_evidence_at_once(world: World) -> None:
    await world.do(admin, SetWindow("closing", "0"))
    case_id = await world.negotiation()
    for party in (client, freelancer):
        await world.do(party, PayFee(case_id))
    state = await world.state(case_id)
    assert state.evidence_closed_at_ms == world.clock.now_ms()
    assert [item.kind for item in state.alive_deadlines()] == [DeadlineKind.RULING]


async def test_r7_1_an_offer_expires_by_the_keeper(world: World) -> None:
    case_id = await world.negotiation()
    await world.do(freelancer, MakeOffer(case_id, "750", expires="2h"))
    expires_at_ms = world.clock.now_ms() + 2 * HOUR_MS
    world.clock.set(expires_at_ms + MARGIN_MS - 1)
    await world.keeper.sweep()
    assert (await world.state(case_id)).offers[1].state is OfferState.OPEN
    world.clock.advance(milliseconds=1)
    await world.keeper.sweep()
    state = await world.state(case_id)
    assert state.offers[1].state is OfferState.EXPIRED
    assert [item.state for item in state.deadlines.values() if item.kind is DeadlineKind.OFFER_EXPIRY] == [
        DeadlineState.FIRED
    ]
    assert len(await world.told("offer_expired")) == 1


def of_seconds(guild_id: int) -> Settings:
    """The windows of a trial, which only the configuration file may set."""
    settings = default_settings(guild_id)
    windows = Windows(response_freelancer=6, fee=6, closing=4, ruling=10)
    return replace(
        settings,
        terms={Preset.MILESTONE: replace(settings.terms[Preset.MILESTONE], windows=windows)},
        reminders=Reminders(half=True, before_seconds=()),
        settle_margin_seconds=1,
    )


async def test_windows_of_seconds_work_too(database: Database) -> None:
    world = World(database, defaults=of_seconds)
    await world.set_up()
    case_id = await world.case()
    began_ms = world.clock.now_ms()
    await world.deliver(case_id, DeadlineKind.RESPONSE, NoticeKind.OPENING)
    assert await world.keeper.next_wake_ms() == began_ms + 3_000
    world.clock.set(began_ms + 3_000)
    await world.keeper.sweep()
    assert len(await world.told("reminder")) == 2
    # A tenth of the window: the reminder may come 600 ms before due, and moves the due time if it comes later.
    await world.deliver(case_id, DeadlineKind.RESPONSE, NoticeKind.REMINDER, at_ms=began_ms + 5_700)
    assert await world.due_at_ms(case_id, DeadlineKind.RESPONSE) == began_ms + 6_300
    world.clock.set(began_ms + 7_299)
    assert not await fired(world, case_id, DeadlineKind.RESPONSE)
    world.clock.set(began_ms + 7_300)
    assert await fired(world, case_id, DeadlineKind.RESPONSE)
    assert (await world.state(case_id)).outcome is Outcome.FORFEITED


async def test_r5_5_refund_none_earns_both_fees(world: World) -> None:
    await world.do(admin, SetFee(refund="none"))
    case_id = await world.arbitration()
    await world.do(arbitrator, Rule(case_id, "600", FINDINGS))
    assert (await world.wallet(freelancer), await world.wallet(client)) == (65_000, 45_000)
    assert (await world.audit.run()).accounts[str(GUILD)]["fees"] == {"USD": 10_000}
