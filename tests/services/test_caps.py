"""What one member may ask of others in vain has an end [P]; what keeps a right alive has none."""

import pytest

from bot.domain.caps import REQUESTS, Cap
from bot.domain.errors import TooManyWaiting, TooOften
from bot.services.commands import (
    CancelMilestone,
    CancelWalletRequest,
    ConfirmWalletRequest,
    ProposeMilestone,
    RequestDeposit,
    RequestRelease,
)
from tests.services.refusals import Attempt, refuse
from tests.services.world import CLIENT, STRANGER, World, cashier, client, freelancer, stranger

HOUR_MS = 3_600_000


def test_so_many_wait_and_so_many_are_made_within_an_hour():
    cap = Cap("thing", waiting=3, an_hour=4)
    cap.require(waiting=2, made_at_ms=[1, 1, 1], at_ms=2)
    with pytest.raises(TooManyWaiting) as waiting:
        cap.require(waiting=3, made_at_ms=[], at_ms=2)
    assert (waiting.value.what, waiting.value.limit) == ("thing", 3)
    made = [7, 5, 6, 8, 9]
    with pytest.raises(TooOften) as often:
        cap.require(waiting=0, made_at_ms=made, at_ms=10)
    # Four are too many until the second oldest of five is an hour old.
    assert often.value.from_ms == 6 + HOUR_MS
    with pytest.raises(TooOften):
        cap.require(waiting=0, made_at_ms=made, at_ms=6 + HOUR_MS - 1)
    cap.require(waiting=0, made_at_ms=made, at_ms=6 + HOUR_MS)


async def test_cashiers_are_asked_for_25_things_at_a_time(world: World) -> None:
    for _ in range(25):
        await world.do(client, RequestDeposit("5"))
    await refuse(world, Attempt("R2.8", client, RequestDeposit("5"), TooManyWaiting("wallet_request", 25)))
    await world.do(stranger, RequestDeposit("5"))
    await world.do(cashier, ConfirmWalletRequest(1))
    await world.do(client, RequestDeposit("5"))
    for number in range(2, 26):
        await world.do(client, CancelWalletRequest(number))
    for _ in range(74):
        asked = await world.do(client, RequestDeposit("5"))
        await world.do(client, CancelWalletRequest(int(str(asked.facts["request_id"]))))
    from_ms = world.clock.now_ms() + HOUR_MS
    await refuse(world, Attempt("R2.8", client, RequestDeposit("5"), TooOften("wallet_request", 100, from_ms)))
    world.clock.advance(hours=1)
    await world.do(client, RequestDeposit("5"))


async def test_r5_4_a_fee_can_be_paid_by_deposit_however_much_waits(world: World) -> None:
    case_id = await world.negotiation()
    for _ in range(25):
        await world.do(client, RequestDeposit("5"))
    full = TooManyWaiting("wallet_request", 25)
    await refuse(world, Attempt("R2.8", client, RequestDeposit("50"), full))
    await world.do(client, RequestDeposit("50", pays_fee_of_case_id=case_id))
    await refuse(
        world,
        Attempt("R2.8", client, RequestDeposit("50", pays_fee_of_case_id=case_id), full),
        # A fee that isn't theirs is no reason.
        Attempt("R2.8", client, RequestDeposit("50"), full),
    )


async def test_r3_1_a_freelancer_has_twenty_proposals_at_a_time(world: World) -> None:
    for number in range(20):
        await world.do(freelancer, ProposeMilestone(CLIENT if number % 2 else STRANGER, "30", f"Banner {number}"))
    another = ProposeMilestone(CLIENT, "30", "A banner")
    await refuse(world, Attempt("R3.1", freelancer, another, TooManyWaiting("proposal", 20)))
    await world.do(stranger, another)
    await world.do(freelancer, CancelMilestone(1))
    for _ in range(40):
        made = await world.do(freelancer, another)
        await world.do(freelancer, CancelMilestone(int(str(made.facts["milestone_id"]))))
    from_ms = world.clock.now_ms() + HOUR_MS
    await refuse(world, Attempt("R3.1", freelancer, another, TooOften("proposal", 60, from_ms)))
    world.clock.advance(hours=1)
    await world.do(freelancer, another)


async def test_r3_4_twenty_requests_an_hour_about_one_milestone(world: World) -> None:
    one, other = await world.milestone(), await world.milestone()
    for _ in range(REQUESTS.an_hour):
        await world.do(freelancer, RequestRelease(one, "10"))
    from_ms = world.clock.now_ms() + HOUR_MS
    await refuse(world, Attempt("R3.4", freelancer, RequestRelease(one, "10"), TooOften("request", 20, from_ms)))
    await world.do(freelancer, RequestRelease(other, "10"))
    world.clock.advance(hours=1)
    await world.do(freelancer, RequestRelease(one, "10"))
