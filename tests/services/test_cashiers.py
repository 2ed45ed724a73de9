"""Cashiers (R2.8, R10.3): two of them for large sums and for earned fees, payments under way, and the queue."""

from dataclasses import replace

import pytest

from bot.domain.actors import StaffRole
from bot.domain.errors import (
    AmountOutOfRange,
    BeingPaid,
    ConflictOfInterest,
    HalfConfirmed,
    NotEnoughEarned,
    RequestClosed,
    SameCashier,
    StaffOnly,
)
from bot.services.commands import (
    CancelWalletRequest,
    ConfirmWalletRequest,
    DeclineWalletRequest,
    RequestDeposit,
    RequestWithdrawal,
    Rule,
    SetLimit,
)
from bot.services.quoting import QUOTE_LIFE_MS
from bot.services.receipts import Quote, Receipt
from bot.services.staff_commands import PayOutFees
from tests.services.refusals import Attempt, refuse
from tests.services.world import (
    CASHIER,
    FINDINGS,
    GUILD,
    Person,
    World,
    admin,
    arbitrator,
    cashier,
    client,
    freelancer,
    moderator,
)

SECOND = 25
second = Person(SECOND, StaffRole.CASHIER)


async def earned(world: World) -> int:
    """The fees that the server has earned and not paid out, in minor units."""
    return (await world.audit.run()).accounts[str(GUILD)].get("fees", {}).get("USD", 0)


async def test_r2_8_above_the_limit_two_cashiers_must_name_the_same_sum(world: World) -> None:
    await world.do(admin, SetLimit("two_people_amount", "100", "USD"))
    await world.do(client, RequestDeposit("100"))
    await world.do(cashier, ConfirmWalletRequest(1))
    assert await world.wallet(client) == 100_00
    await world.do(client, RequestDeposit("500", reference="slip 7"))
    half = await world.do(cashier, ConfirmWalletRequest(2, "480", "bank 9"))
    assert (half.what, half.facts["first_minor"]) == ("wallet_request_half_confirmed", 480_00)
    assert await world.wallet(client) == 100_00
    [seen] = await world.queries.cashier_queue(second.member)
    assert (seen.request.first_cashier_id, seen.request.first_minor, seen.takes_two) == (CASHIER, 480_00, True)
    other_sum = AmountOutOfRange(amount_minor=500_00, lowest_minor=480_00, highest_minor=480_00, currency="USD")
    await refuse(
        world,
        Attempt("R2.8", cashier, ConfirmWalletRequest(2), SameCashier(2)),
        Attempt("R2.8", cashier, ConfirmWalletRequest(2, "480"), SameCashier(2)),
        Attempt("R2.8", second, ConfirmWalletRequest(2, "500"), other_sum),
        Attempt("R2.8", client, CancelWalletRequest(2), HalfConfirmed(2, CASHIER)),
    )
    done = await world.do(second, ConfirmWalletRequest(2))
    assert (done.what, done.facts["settled_minor"]) == ("wallet_request_confirmed", 480_00)
    assert await world.wallet(client) == 580_00
    answered = (await world.queries.wallet_history(client.member)).requests[2]
    kept = (answered.first_cashier_id, answered.closed_by_id, answered.reference, answered.settled_reference)
    assert kept == (CASHIER, SECOND, "slip 7", "bank 9")
    for text in ("deposit_confirmed", "confirmed_by_two"):
        facts = (await world.told(text))[-1].payload["facts"]
        assert (facts["first_cashier_id"], facts["closed_by_id"], facts["reference"]) == (CASHIER, SECOND, "bank 9")
    assert len(await world.told("confirmed_by_two")) == 1


async def test_r2_8_a_sum_received_above_the_limit_takes_two_though_less_was_asked(world: World) -> None:
    await world.do(admin, SetLimit("two_people_amount", "100", "USD"))
    await world.do(client, RequestDeposit("100"))
    assert (await world.do(cashier, ConfirmWalletRequest(1, "100.01"))).what == "wallet_request_half_confirmed"
    # Neither does it help to say that less came in than was asked.
    await world.do(client, RequestDeposit("200"))
    assert (await world.do(cashier, ConfirmWalletRequest(2, "50"))).what == "wallet_request_half_confirmed"
    assert await world.wallet(client) == 0


async def test_r2_8_a_first_confirmation_is_taken_back_by_declining(world: World) -> None:
    await world.give("500", client)
    await world.do(admin, SetLimit("two_people_amount", "100", "USD"))
    await world.do(client, RequestWithdrawal("400"))
    await world.do(cashier, ConfirmWalletRequest(1))
    assert await world.wallet(client) == 100_00
    await world.do(cashier, DeclineWalletRequest(1, "I paid the wrong account."))
    assert await world.wallet(client) == 500_00


async def test_r2_8_the_quote_shows_what_the_other_cashier_has_said_meanwhile(world: World) -> None:
    await world.do(admin, SetLimit("two_people_amount", "100", "USD"))
    await world.do(client, RequestDeposit("500"))
    quotes = [await world.quote(person, ConfirmWalletRequest(1, "480")) for person in (cashier, second)]
    assert (await world.confirm(cashier, quotes[0])).what == "wallet_request_half_confirmed"
    anew = await world.confirm(second, quotes[1])
    assert isinstance(anew, Quote)
    assert anew.stale
    assert (anew.facts["first_cashier_id"], anew.facts["first_minor"]) == (CASHIER, 480_00)
    assert await world.wallet(client) == 0
    assert isinstance(await world.confirm(second, anew), Receipt)
    assert await world.wallet(client) == 480_00


async def test_r2_8_nobody_takes_back_or_answers_what_a_cashier_is_paying_out(world: World) -> None:
    await world.give("100", client)
    await world.do(client, RequestWithdrawal("60"))
    quote = await world.quote(cashier, ConfirmWalletRequest(1))
    paying = BeingPaid(request_id=1, cashier_id=CASHIER, until_ms=world.clock.now_ms() + QUOTE_LIFE_MS)
    await refuse(
        world,
        Attempt("R2.8", client, CancelWalletRequest(1), paying),
        Attempt("R2.8", second, ConfirmWalletRequest(1), paying),
        Attempt("R2.8", second, DeclineWalletRequest(1, "No such account."), paying),
    )
    [seen] = await world.queries.cashier_queue(second.member)
    assert seen.paying_id == CASHIER
    assert isinstance(await world.confirm(cashier, quote), Receipt)
    assert await world.wallet(client) == 40_00


async def test_r2_8_a_question_left_open_by_who_confirmed_otherwise_keeps_nobody(world: World) -> None:
    await world.give("500", client)
    await world.do(admin, SetLimit("two_people_amount", "100", "USD"))
    await world.do(client, RequestWithdrawal("400"))
    await world.quote(cashier, ConfirmWalletRequest(1))
    await world.do(cashier, ConfirmWalletRequest(1))
    await world.quote(second, ConfirmWalletRequest(1))
    await world.do(second, ConfirmWalletRequest(1))
    assert await world.wallet(client) == 100_00
    closed = RequestClosed(request_id=1, state="confirmed", by_member_id=SECOND, at_ms=world.clock.now_ms())
    await refuse(
        world,
        Attempt("R12.1", client, CancelWalletRequest(1), closed),
        Attempt("R12.1", cashier, DeclineWalletRequest(1, "No such account."), closed),
        Attempt("R12.1", cashier, ConfirmWalletRequest(1), closed),
    )


@pytest.mark.parametrize("ending", ["cancelled", "expired"])
async def test_r2_8_a_question_that_was_left_keeps_nobody(world: World, ending: str) -> None:
    await world.give("100", client)
    await world.do(client, RequestWithdrawal("60"))
    quote = await world.quote(cashier, ConfirmWalletRequest(1))
    if ending == "cancelled":
        await world.use_cases.cancel(cashier.member, quote.draft_id, world.request())
    else:
        world.clock.advance(milliseconds=QUOTE_LIFE_MS + 1)
    await world.do(client, CancelWalletRequest(1))
    assert await world.wallet(client) == 100_00
    closed = RequestClosed(request_id=1, state="cancelled", by_member_id=client.member_id, at_ms=world.clock.now_ms())
    await refuse(world, Attempt("R12.1", cashier, ConfirmWalletRequest(1), closed))


async def test_r2_8_earned_fees_are_paid_out_by_two_cashiers_and_from_nothing_else(world: World) -> None:
    await world.do(arbitrator, Rule(await world.arbitration(), "1,000", FINDINGS))
    total = await earned(world)
    assert total > 0
    held = {person: await world.wallet(person) for person in (client, freelancer)}
    too_little = NotEnoughEarned(earned_minor=total, needed_minor=total + 1, currency="USD")
    above = f"{(total + 1) // 100}.{(total + 1) % 100:02}"
    await refuse(
        world,
        Attempt("R10.6", moderator, PayOutFees("1"), StaffOnly("cashier")),
        Attempt("R10.6", admin, PayOutFees("1"), StaffOnly("cashier")),
        Attempt("R2.8", cashier, PayOutFees(above), too_little),
    )
    quote = await world.quote(cashier, PayOutFees("10", reference="bank 3"))
    assert quote.facts["wallet_minor"] == total
    assert isinstance(await world.confirm(cashier, quote), Receipt)
    assert await earned(world) == total - 10_00
    await refuse(
        world,
        Attempt("R10.3", cashier, ConfirmWalletRequest(1), ConflictOfInterest("own_request")),
        Attempt("R2.8", second, ConfirmWalletRequest(1, "9"), AmountOutOfRange(9_00, 10_00, 10_00, "USD")),
    )
    await world.do(second, DeclineWalletRequest(1, "Not this month."))
    assert await earned(world) == total
    await world.do(cashier, PayOutFees("10", reference="bank 4"))
    await world.do(second, ConfirmWalletRequest(2))
    assert await earned(world) == total - 10_00
    facts = (await world.told("confirmed_by_two"))[-1].payload["facts"]
    assert (facts["first_cashier_id"], facts["closed_by_id"], facts["reference"]) == (CASHIER, SECOND, "bank 4")
    await world.do(cashier, PayOutFees("5"))
    await world.do(cashier, CancelWalletRequest(3))
    assert await earned(world) == total - 10_00
    assert {person: await world.wallet(person) for person in (client, freelancer)} == held


async def test_r10_3_the_queue_says_what_a_cashier_may_not_answer(world: World) -> None:
    case_id = await world.case()
    party = replace(client, role=StaffRole.CASHIER)
    for person in (party, freelancer):
        await world.do(person, RequestDeposit("5"))
    await world.do(cashier, RequestDeposit("7", pays_fee_of_case_id=case_id))
    assert [item.barred for item in await world.queries.cashier_queue(party.member)] == [
        "own_request",
        "opponent_request",
        None,
    ]
    assert [item.barred for item in await world.queries.cashier_queue(cashier.member)] == [None, None, "own_request"]
    assert (await world.queries.cashier_queue(second.member))[2].request.pays_fee_of_case_id == case_id
    with pytest.raises(StaffOnly):
        await world.queries.cashier_queue(client.member)
