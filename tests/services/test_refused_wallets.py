"""R2.8, R10.3, R10.6: what wallets and cashiers are refused, and that nothing changes by it."""

from dataclasses import replace

from bot.domain.actors import StaffRole
from bot.domain.errors import (
    AmountOutOfRange,
    ConflictOfInterest,
    CurrencyUnknown,
    NoSuchRequest,
    NotEnoughMoney,
    NotSetUp,
    RequestClosed,
    StaffOnly,
    TextLength,
)
from bot.services.commands import (
    CancelWalletRequest,
    Command,
    ConfirmWalletRequest,
    DeclineWalletRequest,
    RequestDeposit,
    RequestWithdrawal,
)
from storage.engine import Database
from tests.services.refusals import TYPED_AMOUNTS, Attempt, amount_refusal, refuse
from tests.services.world import (
    CASHIER,
    CLIENT,
    GUILD,
    World,
    admin,
    arbitrator,
    cashier,
    client,
    freelancer,
    moderator,
    stranger,
)


async def test_r2_8_what_a_wallet_request_refuses(world: World) -> None:
    await world.fund(client, "10")
    reference = TextLength(field="reference", length=101, shortest=1, longest=100)
    attempts = [
        Attempt("R2.8", client, RequestWithdrawal("10.01"), NotEnoughMoney(1_000, 1_001, "USD")),
        Attempt("R2.8", stranger, RequestWithdrawal("0.01"), NotEnoughMoney(0, 1, "USD")),
    ]
    for kind in (RequestDeposit, RequestWithdrawal):
        attempts += [
            Attempt("R2.7", client, kind("1", currency="CHF"), CurrencyUnknown("CHF", ("USD",))),
            Attempt("R2.8", client, kind("1", reference="x" * 101), reference),
            Attempt("R9.11", replace(client, guild_id=GUILD + 1), kind("1"), NotSetUp(("cashier",))),
            *(Attempt("R2.2", client, kind(typed), amount_refusal(typed, reason)) for typed, reason in TYPED_AMOUNTS),
        ]
    await refuse(world, *attempts)


async def test_r10_6_only_cashiers_answer_requests_and_never_their_own(world: World) -> None:
    await world.fund(client, "10")
    await world.do(client, RequestDeposit("5"))
    await world.do(client, RequestWithdrawal("7"))
    await world.do(cashier, RequestDeposit("5"))
    deposit, withdrawal, own = 2, 3, 4
    attempts: list[Attempt] = []
    for number in (deposit, withdrawal, 99):
        answers: tuple[Command, ...] = (ConfirmWalletRequest(number), DeclineWalletRequest(number, "No such payment."))
        attempts += [
            Attempt("R10.6", person, answer, StaffOnly("cashier"))
            for person in (client, stranger, moderator, arbitrator, admin)
            for answer in answers
        ]
    elsewhere = replace(cashier, guild_id=GUILD + 1)
    other_sum = AmountOutOfRange(amount_minor=699, lowest_minor=700, highest_minor=700, currency="USD")
    attempts += [
        Attempt("R10.3", cashier, ConfirmWalletRequest(own), ConflictOfInterest("own_request")),
        Attempt("R10.3", cashier, ConfirmWalletRequest(own, "4"), ConflictOfInterest("own_request")),
        Attempt("R10.3", cashier, DeclineWalletRequest(own, "No."), ConflictOfInterest("own_request")),
        Attempt("not there", cashier, ConfirmWalletRequest(99), NoSuchRequest(99)),
        Attempt("not there", cashier, DeclineWalletRequest(99, "No."), NoSuchRequest(99)),
        Attempt("another server's", elsewhere, ConfirmWalletRequest(deposit), StaffOnly("cashier")),
        Attempt("R2.8", cashier, ConfirmWalletRequest(withdrawal, "6.99"), other_sum),
        Attempt("a reason", cashier, DeclineWalletRequest(deposit, "no"), TextLength("staff_reason", 2, 3, 500)),
        Attempt("R2.2", cashier, ConfirmWalletRequest(deposit, "0"), amount_refusal("0", "zero")),
        Attempt("R2.2", cashier, ConfirmWalletRequest(deposit, "-1"), amount_refusal("-1", "negative")),
        Attempt("not one's own", stranger, CancelWalletRequest(deposit), NoSuchRequest(deposit)),
        Attempt("not one's own", cashier, CancelWalletRequest(deposit), NoSuchRequest(deposit)),
        Attempt("not there", client, CancelWalletRequest(99), NoSuchRequest(99)),
    ]
    await refuse(world, *attempts)


async def test_r10_3_no_cashier_for_anybody_with_whom_one_has_an_open_case(world: World) -> None:
    await world.case()
    await world.do(freelancer, RequestDeposit("5"))
    party = replace(client, role=StaffRole.CASHIER)
    opponent = ConflictOfInterest("opponent_request")
    number = (await world.queries.own_requests(freelancer.member))[0].request_id
    await refuse(
        world,
        Attempt("R10.3", party, ConfirmWalletRequest(number), opponent),
        Attempt("R10.3", party, DeclineWalletRequest(number, "No such payment."), opponent),
    )


async def test_r12_1_an_answered_request_says_by_whom_and_when(world: World) -> None:
    await world.fund(client, "100")
    for asked in (RequestDeposit("5"), RequestWithdrawal("7"), RequestDeposit("9")):
        await world.do(client, asked)
    at_ms = world.clock.now_ms()
    await world.do(cashier, ConfirmWalletRequest(2))
    await world.do(cashier, DeclineWalletRequest(3, "The account is unknown."))
    await world.do(client, CancelWalletRequest(4))
    world.clock.advance(hours=1)
    ended = {2: ("confirmed", CASHIER), 3: ("declined", CASHIER), 4: ("cancelled", CLIENT)}
    attempts: list[Attempt] = []
    for number, (state, by_id) in ended.items():
        closed = RequestClosed(request_id=number, state=state, by_member_id=by_id, at_ms=at_ms)
        attempts += [
            Attempt("R12.1", cashier, ConfirmWalletRequest(number), closed),
            Attempt("R12.1", cashier, ConfirmWalletRequest(number, "3"), closed),
            Attempt("R12.1", cashier, DeclineWalletRequest(number, "Too late."), closed),
            Attempt("R12.1", client, CancelWalletRequest(number), closed),
        ]
    await refuse(world, *attempts)
    assert await world.wallet(client) == 10_500


async def test_r2_8_what_a_request_does_to_the_wallet(world: World) -> None:
    await world.fund(client, "10")
    await world.do(client, RequestDeposit("100", reference="INV-7"))
    await world.do(cashier, ConfirmWalletRequest(2, "99.50"))
    assert await world.wallet(client) == 10_950
    await world.do(client, RequestWithdrawal("50"))
    assert await world.wallet(client) == 5_950
    await world.do(cashier, DeclineWalletRequest(3, "Name an account."))
    assert await world.wallet(client) == 10_950
    await world.do(client, RequestWithdrawal("50"))
    await world.do(client, CancelWalletRequest(4))
    await world.do(client, RequestWithdrawal("50"))
    await world.do(cashier, ConfirmWalletRequest(5, "50.00", "SEPA 42"))
    assert await world.wallet(client) == 5_950
    accounts = (await world.audit.run()).accounts[str(GUILD)]
    assert accounts["world"] == {"USD": -5_950}
    assert await world.queries.pending_requests(cashier.member) == []


async def test_r9_11_no_wallet_without_a_cashier(database: Database) -> None:
    world = World(database)
    missing = NotSetUp(("cashier",))
    await refuse(
        world,
        Attempt("R9.11", client, RequestDeposit("1"), missing),
        Attempt("R9.11", client, RequestWithdrawal("1"), missing),
        Attempt("R10.6", cashier, ConfirmWalletRequest(1), StaffOnly("cashier")),
    )
