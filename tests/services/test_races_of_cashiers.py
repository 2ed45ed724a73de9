"""R2.8: cashiers and members who act on one request at the same moment."""

from bot.domain.actors import StaffRole
from bot.domain.errors import BeingPaid, NotEnoughEarned, RequestClosed
from bot.services.commands import (
    CancelWalletRequest,
    ConfirmWalletRequest,
    RequestDeposit,
    RequestWithdrawal,
    Rule,
    SetLimit,
)
from bot.services.receipts import Quote
from bot.services.staff_commands import PayOutFees
from tests.services.races import doing, in_every_order, race
from tests.services.world import FINDINGS, GUILD, Person, World, admin, arbitrator, cashier, client

second = Person(33, StaffRole.CASHIER)


async def newest(world: World) -> int:
    return (await world.queries.own_requests(client.member))[0].request_id


@in_every_order
async def test_r2_8_two_cashiers_above_the_limit_at_once_book_the_sum_once(world: World, order: int) -> None:
    await world.do(admin, SetLimit("two_people_amount", "100", "USD"))
    await world.do(client, RequestDeposit("500"))
    number = await newest(world)
    result = await race(
        order,
        doing(world, cashier, ConfirmWalletRequest(number)),
        doing(world, second, ConfirmWalletRequest(number)),
    )
    assert result.refusals == []
    assert await world.wallet(client) == 500_00
    request = (await world.queries.own_requests(client.member))[0]
    assert {request.first_cashier_id, request.closed_by_id} == {cashier.member_id, second.member_id}


@in_every_order
async def test_r2_8_asking_to_pay_out_against_taking_it_back(world: World, order: int) -> None:
    await world.give("60", client)
    await world.do(client, RequestWithdrawal("60"))
    number = await newest(world)

    async def ask() -> Quote:
        return await world.quote(cashier, ConfirmWalletRequest(number))

    result = await race(order, ask, doing(world, client, CancelWalletRequest(number)))
    [winner] = result.winners
    [refused] = result.refusals
    if winner == 0:
        assert isinstance(refused, BeingPaid)
        quote = result.outcomes[0]
        assert isinstance(quote, Quote)
        await world.confirm(cashier, quote)
        assert await world.wallet(client) == 0
    else:
        assert isinstance(refused, RequestClosed)
        assert await world.wallet(client) == 60_00


async def test_r2_8_earned_fees_are_paid_out_once_whoever_asks_at_once(world: World) -> None:
    await world.do(arbitrator, Rule(await world.arbitration(), "1,000", FINDINGS))
    earned = (await world.audit.run()).accounts[str(GUILD)]["fees"]["USD"]
    amount = f"{earned // 100}.{earned % 100:02}"
    result = await race(0, *(doing(world, person, PayOutFees(amount)) for person in (cashier, second, cashier, second)))
    assert len(result.winners) == 1
    assert all(isinstance(refusal, NotEnoughEarned) for refusal in result.refusals)
