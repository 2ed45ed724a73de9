"""The ledger: posted once, never below zero, right under concurrency; and requests for a cashier."""

import asyncio
import random

import pytest

from bot.domain.actors import Actor, StaffRole
from bot.domain.errors import Busy, NotEnoughMoney
from bot.domain.ledger import FEES, WORLD, LedgerTransaction, member_account, transfer
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind
from tests.storage.builders import CLIENT, CURRENCY, FREELANCER, GUILD, OTHER_GUILD, START_MS, committed, give_money

CASHIER = Actor(GUILD, 301, frozenset({StaffRole.CASHIER}))


def move(key, source, target, amount_minor, currency=CURRENCY, case_id=None) -> LedgerTransaction:
    transaction = transfer(key, "moved", START_MS, currency, [(source, target, amount_minor)], case_id=case_id)
    assert transaction is not None
    return transaction


async def post(storage, transaction, guild_id=GUILD):
    async with storage.write() as uow:
        await uow.ledger.post(guild_id, transaction)
        await uow.commit()


async def test_a_posting_changes_balances_and_is_kept_whole(storage):
    await committed(storage, give_money, CLIENT, 10_000)
    transaction = move("pay", member_account(CLIENT), FEES, 2_500, case_id=7)
    await post(storage, transaction)
    async with storage.read() as uow:
        assert await uow.ledger.balances(GUILD) == {
            WORLD: {"USD": -10_000},
            member_account(CLIENT): {"USD": 7_500},
            FEES: {"USD": 2_500},
        }
        assert await uow.ledger.balance_minor(GUILD, FEES, "USD") == 2_500
        assert await uow.ledger.balance_minor(GUILD, FEES, "EUR") == 0
        assert await uow.ledger.balance_minor(OTHER_GUILD, FEES, "USD") == 0
        first, second = await uow.ledger.transactions(GUILD)
        newest, oldest = await uow.ledger.lines(GUILD, member_account(CLIENT), 10)
        assert len(await uow.ledger.lines(GUILD, member_account(CLIENT), 1)) == 1
    assert (second.idempotency_key, second.cause, second.case_id) == ("pay", "moved", 7)
    assert second.entries == transaction.entries
    assert second.digest == transaction.digest
    again = LedgerTransaction(first.idempotency_key, first.cause, first.at_ms, first.entries, first.case_id)
    assert again.digest == first.digest
    assert (newest.amount_minor, oldest.amount_minor) == (-2_500, 10_000)
    assert (newest.case_id, newest.cause, newest.currency) == (7, "moved", "USD")


async def test_nothing_is_posted_twice(storage):
    await committed(storage, give_money, CLIENT, 10_000)
    transaction = move("pay", member_account(CLIENT), FEES, 2_500)
    await post(storage, transaction)
    with pytest.raises(Busy):
        await post(storage, transaction)
    await post(storage, move("pay", WORLD, FEES, 5), guild_id=OTHER_GUILD)
    async with storage.read() as uow:
        assert await uow.ledger.balance_minor(GUILD, FEES, "USD") == 2_500


async def test_too_little_money_is_refused_with_the_shortfall_and_changes_nothing(storage):
    await committed(storage, give_money, CLIENT, 10_000)
    with pytest.raises(NotEnoughMoney) as caught:
        await post(storage, move("pay", member_account(CLIENT), FEES, 10_001))
    assert (caught.value.available_minor, caught.value.needed_minor, caught.value.shortfall_minor) == (
        10_000,
        10_001,
        1,
    )
    with pytest.raises(NotEnoughMoney):
        await post(storage, move("other", member_account(CLIENT), FEES, 1, currency="EUR"))
    async with storage.read() as uow:
        assert await uow.ledger.balances(GUILD) == {WORLD: {"USD": -10_000}, member_account(CLIENT): {"USD": 10_000}}
        assert len(await uow.ledger.transactions(GUILD)) == 1


async def test_money_in_several_currencies_stays_apart(storage):
    transaction = LedgerTransaction(
        "both",
        "moved",
        START_MS,
        (*move("a", WORLD, FEES, 5).entries, *move("b", WORLD, FEES, 9, currency="JPY").entries),
    )
    await post(storage, transaction)
    async with storage.read() as uow:
        assert (await uow.ledger.balances(GUILD))[FEES] == {"JPY": 9, "USD": 5}


async def test_fifty_concurrent_postings_end_right(storage):
    await committed(storage, give_money, CLIENT, 50)
    await asyncio.gather(
        *(post(storage, move(f"pay:{i}", member_account(CLIENT), member_account(FREELANCER), 1)) for i in range(50))
    )
    async with storage.read() as uow:
        assert await uow.ledger.balance_minor(GUILD, member_account(CLIENT), "USD") == 0
        assert await uow.ledger.balance_minor(GUILD, member_account(FREELANCER), "USD") == 50


async def test_a_wallet_is_never_overdrawn_by_racing_payments(storage):
    """Twenty payments race for money that is enough for seven: seven go through, the others are told."""
    await committed(storage, give_money, CLIENT, 7)
    results = await asyncio.gather(
        *(post(storage, move(f"pay:{i}", member_account(CLIENT), FEES, 1)) for i in range(20)), return_exceptions=True
    )
    assert [type(result) for result in results].count(NotEnoughMoney) == 13
    async with storage.read() as uow:
        assert await uow.ledger.balance_minor(GUILD, FEES, "USD") == 7


async def test_crossing_postings_of_many_accounts_do_not_deadlock(storage):
    """Each touches two accounts in either order; locks are taken in one order, so all get through."""
    people = list(range(1000, 1006))
    for person in people:
        await committed(storage, give_money, person, 100)
    generator = random.Random(5)
    pairs = [generator.sample(people, 2) for _ in range(60)]
    await asyncio.gather(
        *(
            post(storage, move(f"swap:{i}", member_account(giver), member_account(taker), 1))
            for i, (giver, taker) in enumerate(pairs)
        )
    )
    async with storage.read() as uow:
        balances = await uow.ledger.balances(GUILD)
    expected = {member_account(person): {"USD": 100} for person in people}
    for giver, taker in pairs:
        expected[member_account(giver)]["USD"] -= 1
        expected[member_account(taker)]["USD"] += 1
    assert {account: amounts for account, amounts in balances.items() if account != WORLD} == expected


async def test_a_storm_of_cancelled_payments_keeps_every_sum(storage):
    await committed(storage, give_money, CLIENT, 1_000)
    generator = random.Random(99)
    tasks = []
    for number in range(120):
        payment = move(f"pay:{number}", member_account(CLIENT), member_account(FREELANCER), 3)
        tasks.append(asyncio.create_task(post(storage, payment)))
        for _ in range(generator.randrange(25)):
            await asyncio.sleep(0)
        if number % 2:
            generator.choice(tasks).cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    done = sum(result is None for result in results)
    assert {type(result) for result in results} == {type(None), asyncio.CancelledError}
    async with storage.read() as uow:
        balances = await uow.ledger.balances(GUILD)
        transactions = await uow.ledger.transactions(GUILD)
    posted = len(transactions) - 1
    assert done <= posted <= len(tasks)
    assert balances[member_account(FREELANCER)]["USD"] == 3 * posted
    assert balances[member_account(CLIENT)]["USD"] == 1_000 - 3 * posted
    assert all(sum(entry.amount_minor for entry in transaction.entries) == 0 for transaction in transactions)


def wallet_request(number, kind=WalletRequestKind.DEPOSIT, member_id=CLIENT):
    return WalletRequest(
        GUILD,
        number,
        member_id,
        kind,
        CURRENCY,
        5_000,
        f"reference {number}",
        START_MS,
        pays_fee_of_case_id=number if kind is WalletRequestKind.DEPOSIT else None,
    )


async def test_wallet_requests_come_back_and_close_once(storage):
    async with storage.write() as uow:
        for request in (wallet_request(1), wallet_request(2), wallet_request(3, member_id=FREELANCER)):
            await uow.wallet_requests.add(request)
        await uow.commit()
    async with storage.read() as uow:
        assert await uow.wallet_requests.get(GUILD, 2) == wallet_request(2)
        assert await uow.wallet_requests.get(OTHER_GUILD, 2) is None
        assert [request.request_id for request in await uow.wallet_requests.pending(GUILD)] == [1, 2, 3]
        assert [request.request_id for request in await uow.wallet_requests.of_member(GUILD, CLIENT)] == [2, 1]

    async def confirm(number):
        async with storage.write() as uow:
            request = await uow.wallet_requests.get(GUILD, number)
            confirmed, transaction = request.confirm(
                by=CASHIER, at_ms=START_MS + 5, opponents=frozenset(), received_minor=4_000, reference="bank 1"
            )
            await uow.wallet_requests.save(confirmed)
            await uow.ledger.post(GUILD, transaction)
            await uow.commit()
        return confirmed

    results = await asyncio.gather(*(confirm(1) for _ in range(6)), return_exceptions=True)
    (confirmed,) = [result for result in results if isinstance(result, WalletRequest)]
    async with storage.read() as uow:
        assert await uow.wallet_requests.get(GUILD, 1) == confirmed
        assert [request.request_id for request in await uow.wallet_requests.pending(GUILD)] == [2, 3]
        assert await uow.ledger.balance_minor(GUILD, member_account(CLIENT), "USD") == 4_000
    async with storage.write() as uow:
        with pytest.raises(Busy):
            await uow.wallet_requests.save(confirmed)
