"""R5.4: a deposit request holds the fee's deadline until a cashier answers; *Deposit and pay* pays on confirmation."""

import pytest

from bot.domain.deadlines import DAY_MS, HOUR_MS, Deadline, DeadlineKind, HoldReason
from bot.domain.errors import AmountOutOfRange
from bot.domain.stages import Outcome, Stage
from bot.services.commands import (
    CancelWalletRequest,
    ConfirmWalletRequest,
    DeclineWalletRequest,
    PayFee,
    RequestDeposit,
    RequestWithdrawal,
    SetLimit,
)
from bot.services.ports import EffectKind, NoticeKind
from bot.services.receipts import Receipt
from bot.ui.cards import receipt_card
from tests.services.world import World, admin, cashier, client, freelancer
from tests.ui.shown import text_of

FEE = DeadlineKind.FEE


async def fee_due(world: World, wallet: str | None = None) -> int:
    """The client's fee of 50.00 is due in 7 days; in the wallet are 100.00, or what is said."""
    case_id = await world.negotiation()
    await world.do(freelancer, PayFee(case_id))
    if wallet is not None:
        await world.do(client, RequestWithdrawal("100"))
        await world.do(cashier, ConfirmWalletRequest(1))
        await world.give(wallet, client)
    return case_id


async def fee_clock(world: World, case_id: int) -> Deadline:
    return (await world.state(case_id)).alive_deadlines(FEE)[0]


def number_of(receipt: Receipt) -> int:
    request_id = receipt.facts["request_id"]
    assert isinstance(request_id, int)
    return request_id


@pytest.mark.parametrize(
    ("wallet", "asked", "holds"),
    [("20", "30", True), ("20", "29.99", False), ("20", "500", True), ("50", "1", False), ("49.99", "0.01", True)],
)
async def test_r5_4_a_request_of_at_least_what_is_missing_holds(
    world: World, wallet: str, asked: str, holds: bool
) -> None:
    """R5.4: nothing is missing where the wallet suffices, and then nothing is held."""
    case_id = await fee_due(world, wallet)
    receipt = await world.do(client, RequestDeposit(asked))
    assert receipt.facts["holds_case_id"] == (case_id if holds else None)
    clock = await fee_clock(world, case_id)
    assert clock.hold_reason == (HoldReason.DEPOSIT if holds else None)
    assert len(await world.told("deposit_awaited")) == holds


async def test_r5_4_only_who_must_pay_and_only_before_the_fee_is_due(world: World) -> None:
    case_id = await fee_due(world, "20")
    due_at_ms = (await fee_clock(world, case_id)).due_at_ms
    assert (await world.do(freelancer, RequestDeposit("500"))).facts["holds_case_id"] is None
    late = await world.do(client, RequestDeposit("500"), at_ms=due_at_ms + 1_000)
    assert late.facts["holds_case_id"] is None
    in_time = await world.do(client, RequestDeposit("500"), at_ms=due_at_ms + 999)
    assert in_time.facts["holds_case_id"] == case_id


async def test_r5_4_the_case_that_was_named_or_the_one_due_first(world: World) -> None:
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    first = await fee_due(world)
    world.clock.advance(days=1)
    second = await world.negotiation()
    await world.do(freelancer, PayFee(second))
    await world.do(client, RequestWithdrawal("200"))
    named = await world.do(client, RequestDeposit("50", pays_fee_of_case_id=second))
    assert named.facts["holds_case_id"] == second
    assert (await world.do(client, RequestDeposit("50"))).facts["holds_case_id"] == first
    # Once a case.
    assert (await world.do(client, RequestDeposit("50"))).facts["holds_case_id"] is None


@pytest.mark.parametrize("answer", ["declined", "cancelled", "confirmed"])
@pytest.mark.parametrize(("left_ms", "then_left_ms"), [(2 * DAY_MS, 2 * DAY_MS), (HOUR_MS, DAY_MS)])
async def test_r5_4_after_the_answer_the_time_left_runs_on_at_least_24_hours(
    world: World, answer: str, left_ms: int, then_left_ms: int
) -> None:
    case_id = await fee_due(world, "20")
    world.clock.set((await fee_clock(world, case_id)).due_at_ms - left_ms)
    request_id = number_of(await world.do(client, RequestDeposit("30")))
    world.clock.advance(days=3)
    if answer == "cancelled":
        await world.do(client, CancelWalletRequest(request_id))
    elif answer == "declined":
        await world.do(cashier, DeclineWalletRequest(request_id, "Nothing came in."))
    else:
        await world.do(cashier, ConfirmWalletRequest(request_id))
    clock = await fee_clock(world, case_id)
    assert (clock.is_running, clock.due_at_ms) == (True, world.clock.now_ms() + then_left_ms)
    (told, direct) = await world.told("clock_moved")
    assert told.payload["facts"]["cause"] == direct.payload["facts"]["cause"] == "resumed"
    assert told.payload["facts"]["is_whole"] is False
    assert told.payload["notice"] is not None


@pytest.mark.parametrize(("received", "pays"), [(None, True), ("40", True), ("30", True), ("29.99", False)])
async def test_r5_4_deposit_and_pay_pays_on_confirmation_if_the_sum_received_suffices(
    world: World, received: str | None, pays: bool
) -> None:
    case_id = await fee_due(world, "20")
    request_id = number_of(await world.do(client, RequestDeposit("35", pays_fee_of_case_id=case_id)))
    await world.do(cashier, ConfirmWalletRequest(request_id, received))
    state = await world.state(case_id)
    assert state.stage is (Stage.ARBITRATION if pays else Stage.FINAL_OFFERS)
    assert (client.member_id in state.deposits) is pays
    received_minor = {None: 3_500, "40": 4_000, "30": 3_000, "29.99": 2_999}[received]
    assert await world.wallet(client) == 2_000 + received_minor - 5_000 * pays


async def test_r5_4_deposit_and_pay_takes_no_less_than_what_is_missing(world: World) -> None:
    """R5.4: less would hold nothing and pay nothing, and its author would think that the fee is taken care of."""
    case_id = await fee_due(world, "20")
    due_at_ms = (await fee_clock(world, case_id)).due_at_ms
    with pytest.raises(AmountOutOfRange) as refused:
        await world.do(client, RequestDeposit("29.99", pays_fee_of_case_id=case_id))
    assert refused.value.lowest_minor == 3_000
    first = await world.do(client, RequestDeposit("30", pays_fee_of_case_id=case_id))
    assert (first.facts["pays_case_id"], first.facts["fee_minor"]) == (case_id, 5_000)
    await world.do(cashier, DeclineWalletRequest(number_of(first), "Nothing came in."))
    # The clock waits once a case: then the receipt says until when it runs.
    second = await world.do(client, RequestDeposit("30", pays_fee_of_case_id=case_id))
    assert (second.facts["holds_case_id"], second.facts["due_at_ms"]) == (None, due_at_ms)


@pytest.mark.parametrize(("received", "pays"), [("30", True), ("29.99", False)])
async def test_r5_4_whoever_deposited_hears_what_came_of_it(world: World, received: str, pays: bool) -> None:
    """R9.4: they did nothing at that moment, so no receipt tells them that their time for evidence has begun."""
    case_id = await fee_due(world, "20")
    request_id = number_of(await world.do(client, RequestDeposit("30", pays_fee_of_case_id=case_id)))
    receipt = await world.do(cashier, ConfirmWalletRequest(request_id, received))
    (told,) = await world.told("deposit_confirmed")
    # The cashier reads it too, and not that all of it lies in a wallet.
    answer = text_of(receipt_card(receipt))
    # How much the fee is, is the case's matter.
    assert "50.00" not in answer
    assert ("was paid from their wallet at once" in answer) is pays
    assert ("are in the wallet of" in answer) is ("**not paid**" in answer) is not pays
    assert told.payload["facts"].get("paid_case_id") == (case_id if pays else None)
    assert told.payload["facts"].get("unpaid_case_id") == (None if pays else case_id)
    began = await world.told("arbitration_began")
    directs = {message.payload.get("member_id") for message in began if message.kind is EffectKind.DIRECT}
    assert directs == ({client.member_id, freelancer.member_id} if pays else set())
    # A clock that paying has ended doesn't run on.
    assert bool(await world.told("clock_moved")) is not pays


async def test_r5_4_a_deposit_alone_pays_nothing(world: World) -> None:
    case_id = await fee_due(world, "20")
    request_id = number_of(await world.do(client, RequestDeposit("30")))
    await world.do(cashier, ConfirmWalletRequest(request_id))
    assert (await world.state(case_id)).stage is Stage.FINAL_OFFERS
    assert await world.wallet(client) == 5_000


async def test_r5_4_a_silent_cashier_holds_7_days_and_what_comes_afterwards_still_pays(world: World) -> None:
    case_id = await fee_due(world, "20")
    request_id = number_of(await world.do(client, RequestDeposit("30", pays_fee_of_case_id=case_id)))
    asked_ms = world.clock.now_ms()
    world.clock.set(asked_ms + 7 * DAY_MS + 90_000)
    await world.keeper.note_alive()
    await world.keeper.sweep()
    clock = await fee_clock(world, case_id)
    assert (clock.is_running, clock.due_at_ms) == (True, asked_ms + 14 * DAY_MS + 90_000)
    await world.do(cashier, ConfirmWalletRequest(request_id))
    assert (await world.state(case_id)).stage is Stage.ARBITRATION


async def test_r5_4_a_fee_that_is_due_no_longer_leaves_the_money_in_the_wallet(world: World) -> None:
    case_id = await fee_due(world, "20")
    request_id = number_of(await world.do(client, RequestDeposit("30", pays_fee_of_case_id=case_id)))
    world.clock.advance(days=8)
    await world.keeper.sweep()
    for notice in NoticeKind:
        await world.deliver(case_id, FEE, notice)
    world.clock.set((await fee_clock(world, case_id)).due_at_ms + 90_000)
    await world.keeper.sweep()
    assert (await world.state(case_id)).outcome is Outcome.FORFEITED
    await world.do(cashier, ConfirmWalletRequest(request_id))
    assert await world.wallet(client) == 5_000
