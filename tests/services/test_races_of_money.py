"""R2.4, R4.4, R5, R10: fees, filings, releases, claims, rulings and wallets, asked for at the same moment."""

from bot.domain.actors import StaffRole
from bot.domain.errors import (
    AlreadyDone,
    ArbitratorTaken,
    CaseEnded,
    FilingTooSoon,
    MilestoneInCase,
    NotEnoughMoney,
    NothingFree,
    RequestClosed,
    WrongStage,
)
from bot.domain.stages import Outcome, Stage
from bot.services.commands import (
    CancelWalletRequest,
    ClaimCase,
    ConfirmWalletRequest,
    CreateMilestone,
    DeclineWalletRequest,
    GiveIn,
    OpenCase,
    PayFee,
    ReleaseMilestone,
    RequestDeposit,
    RequestWithdrawal,
    ReturnMilestone,
    Rule,
    SetLimit,
    SetWindow,
)
from tests.services.races import doing, in_every_order, race
from tests.services.world import (
    FINDINGS,
    FREELANCER,
    GUILD,
    REASON,
    Person,
    World,
    admin,
    arbitrator,
    cashier,
    client,
    freelancer,
)

other_arbitrator = Person(32, StaffRole.ARBITRATOR)
other_cashier = Person(33, StaffRole.CASHIER)


@in_every_order
async def test_r5_both_pay_the_fee_in_the_same_moment(world: World, order: int) -> None:
    case_id = await world.negotiation()
    result = await race(
        order,
        doing(world, client, PayFee(case_id)),
        doing(world, freelancer, PayFee(case_id)),
        doing(world, freelancer, PayFee(case_id)),
    )
    lost = result.the_loser()
    assert isinstance(lost, AlreadyDone | WrongStage)
    assert 0 in result.winners
    state = await world.state(case_id)
    assert (state.stage, len(state.deposits)) == (Stage.ARBITRATION, 2)
    assert (await world.wallet(client), await world.wallet(freelancer)) == (5_000, 5_000)


@in_every_order
async def test_r4_4_two_filings_on_one_milestone(world: World, order: int) -> None:
    number = await world.milestone()
    result = await race(
        order,
        doing(world, client, OpenCase(number, "200", REASON)),
        doing(world, freelancer, OpenCase(number, "900", REASON)),
        doing(world, client, OpenCase(number, "300", REASON)),
    )
    assert len(result.winners) == 1
    case_id = order + 1
    told = [(type(item), getattr(item, "case_id", None)) for item in result.refusals]
    assert told == [(MilestoneInCase, case_id)] * 2
    assert (await world.state(case_id)).disputed_minor == 100_000


@in_every_order
async def test_r4_6_the_brakes_hold_for_filings_at_once(world: World, order: int) -> None:
    await world.do(admin, SetLimit("filing_cooldown", "1h"))
    world.clock.advance(hours=1)
    numbers = [await world.milestone("100") for _ in range(3)]
    result = await race(order, *(doing(world, client, OpenCase(number, "20", REASON)) for number in numbers))
    assert len(result.winners) == 1
    assert {type(item) for item in result.refusals} == {FilingTooSoon}


@in_every_order
async def test_r4_1_release_against_filing(world: World, order: int) -> None:
    number = await world.milestone()
    result = await race(
        order,
        doing(world, client, ReleaseMilestone(number)),
        doing(world, freelancer, OpenCase(number, "900", REASON)),
        doing(world, freelancer, ReturnMilestone(number)),
    )
    assert len(result.winners) == 1
    assert {type(item) for item in result.refusals} <= {NothingFree}
    wallets = await world.wallet(freelancer), await world.wallet(client)
    assert wallets == {0: (100_000, 0), 1: (0, 0), 2: (0, 100_000)}[result.winners[0]]


@in_every_order
async def test_r10_2_two_arbitrators_claim_one_case(world: World, order: int) -> None:
    case_id = await world.negotiation()
    for party in (client, freelancer):
        await world.do(party, PayFee(case_id))
    result = await race(
        order,
        doing(world, arbitrator, ClaimCase(case_id)),
        doing(world, other_arbitrator, ClaimCase(case_id)),
    )
    lost = result.the_loser()
    assert isinstance(lost, ArbitratorTaken)
    winner = (arbitrator, other_arbitrator)[result.winners[0]]
    assert lost.arbitrator_id == winner.member_id == (await world.state(case_id)).arbitrator_id


@in_every_order
async def test_r7_3_ruling_against_giving_in(world: World, order: int) -> None:
    case_id = await world.arbitration()
    result = await race(
        order,
        doing(world, arbitrator, Rule(case_id, "600", FINDINGS)),
        doing(world, client, GiveIn(case_id)),
        doing(world, freelancer, GiveIn(case_id)),
    )
    assert len(result.winners) == 1
    outcome = (await world.state(case_id)).outcome
    assert {item.outcome for item in result.refusals if isinstance(item, CaseEnded)} == {outcome}
    # The loser's fee is earned, the winner has theirs back (R5.5).
    wallets = await world.wallet(freelancer), await world.wallet(client)
    assert wallets == {0: (70_000, 45_000), 1: (110_000, 5_000), 2: (5_000, 110_000)}[result.winners[0]]
    assert (outcome is Outcome.RULED) == (result.winners == [0])


@in_every_order
async def test_r2_8_two_cashiers_answer_one_deposit(world: World, order: int) -> None:
    await world.do(client, RequestDeposit("10"))
    number = (await world.queries.own_requests(client.member))[0].request_id
    result = await race(
        order,
        doing(world, cashier, ConfirmWalletRequest(number)),
        doing(world, other_cashier, ConfirmWalletRequest(number, "9")),
        doing(world, other_cashier, DeclineWalletRequest(number, "No such payment.")),
        doing(world, client, CancelWalletRequest(number)),
    )
    assert len(result.winners) == 1
    assert {type(item) for item in result.refusals} == {RequestClosed}
    assert await world.wallet(client) == {0: 1_000, 1: 900, 2: 0, 3: 0}[result.winners[0]]


@in_every_order
async def test_r2_4_a_wallet_is_spent_once(world: World, order: int) -> None:
    """Whatever is asked for at once, no account goes below zero, and the shortfall is said."""
    case_id = await world.negotiation()
    await world.do(client, RequestWithdrawal("30"))
    # 70.00 are left: enough for one of them, and for the fee with the smaller withdrawal.
    result = await race(
        order,
        doing(world, client, PayFee(case_id)),
        doing(world, client, RequestWithdrawal("60")),
        doing(world, client, CreateMilestone(FREELANCER, "65", "A banner")),
        doing(world, client, RequestWithdrawal("70")),
    )
    assert len(result.winners) == 1
    assert {type(item) for item in result.refusals} == {NotEnoughMoney}
    spent = {0: 5_000, 1: 6_000, 2: 6_500, 3: 7_000}[result.winners[0]]
    assert await world.wallet(client) == 7_000 - spent


@in_every_order
async def test_r10_5_two_admins_change_settings_at_once(world: World, order: int) -> None:
    result = await race(
        order,
        doing(world, admin, SetLimit("open_cases", f"{100 + order}")),
        doing(world, admin, SetLimit("max_exhibits", f"{7 + order}")),
        doing(world, admin, SetWindow("fee", f"{3 + order}d")),
    )
    assert result.refusals == []
    settings = await world.queries.settings_of(GUILD)
    assert (settings.limits.open_cases, settings.limits.max_exhibits) == (100 + order, 7 + order)
    assert settings.in_force.windows.fee == (3 + order) * 86_400


async def test_many_cases_at_once_keep_the_books_right(world: World) -> None:
    """Six pairs file and give in at the same time: what all share is waited for, not fought over."""
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    people = [(Person(100 + number), Person(200 + number)) for number in range(6)]
    for payer, payee in people:
        await world.fund(payer, "1,100")
        await world.do(payer, CreateMilestone(payee.member_id, "1,000", "A logo"))
    filed = await race(
        0, *(doing(world, payer, OpenCase(number, "200", REASON)) for number, (payer, _) in enumerate(people, 1))
    )
    assert filed.refusals == []
    cases = {case.state.client_id: case.state.case_id for case in await open_cases(world)}
    ended = await race(0, *(doing(world, payer, GiveIn(cases[payer.member_id])) for payer, _ in people))
    assert ended.refusals == []
    for payer, payee in people:
        assert (await world.wallet(payer), await world.wallet(payee)) == (10_000, 100_000)


async def open_cases(world: World) -> list:
    """All open cases."""
    async with world.storage.read() as uow:
        return await uow.cases.open_cases(GUILD)
