"""R2.8, R10.3, R10.6: money in and out, as a cashier confirms or declines it."""

import pytest

from bot.domain.actors import StaffRole
from bot.domain.errors import (
    AmountOutOfRange,
    ConflictOfInterest,
    HalfConfirmed,
    NoSuchRequest,
    RequestClosed,
    SameCashier,
    StaffOnly,
)
from bot.domain.money import LARGEST_TYPED_MINOR
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind, WalletRequestState, moved_for
from tests.domain.builders import CASHIER, CLIENT, FREELANCER, GUILD, T0, Books, actor, client, entries, stranger

SECOND = 9
cashier = actor(CASHIER, StaffRole.CASHIER)
second = actor(SECOND, StaffRole.CASHIER)
NOBODY: frozenset[int] = frozenset()
WITHDRAWAL, DEPOSIT = WalletRequestKind.WITHDRAWAL, WalletRequestKind.DEPOSIT
PAYOUT = WalletRequestKind.PAYOUT


def request_of(kind, amount_minor=10_000):
    return WalletRequest(GUILD, 12, CLIENT, kind, "USD", amount_minor, "invoice 5", T0)


def confirm(request, *, by=cashier, opponents=NOBODY, received_minor=None, reference=None):
    return request.confirm(by=by, at_ms=T0 + 1, opponents=opponents, received_minor=received_minor, reference=reference)


def decline(request, *, by=cashier, opponents=NOBODY):
    return request.decline(by=by, at_ms=T0 + 1, opponents=opponents, reason="Nothing came in.")


def test_r2_8_a_deposit_holds_nothing_and_is_credited_when_confirmed():
    request = request_of(DEPOSIT)
    assert request.hold() is None
    closed, transaction = confirm(request, reference="bank 77")
    assert entries(transaction) == {"world": -10_000, f"member:{CLIENT}": 10_000}
    assert (closed.state, closed.settled_minor) == (WalletRequestState.CONFIRMED, 10_000)
    assert (closed.settled_reference, closed.closed_by_id, closed.closed_at_ms) == ("bank 77", CASHIER, T0 + 1)
    assert request.state is WalletRequestState.PENDING


@pytest.mark.parametrize("received", [1, 9_999, 10_001, LARGEST_TYPED_MINOR])
def test_r2_8_a_different_sum_received_can_be_named(received):
    closed, transaction = confirm(request_of(DEPOSIT), received_minor=received)
    assert entries(transaction)[f"member:{CLIENT}"] == received
    assert (closed.amount_minor, closed.settled_minor) == (10_000, received)


@pytest.mark.parametrize("received", [0, -1, LARGEST_TYPED_MINOR + 1])
def test_r2_8_a_sum_that_cannot_have_come_in_is_refused(received):
    with pytest.raises(AmountOutOfRange):
        confirm(request_of(DEPOSIT), received_minor=received)


def test_r2_8_a_withdrawal_is_held_until_it_is_paid_out():
    request, books = request_of(WITHDRAWAL), Books({f"member:{CLIENT}": 10_000})
    books.post([request.hold()])
    assert books.balances["withdrawal:12"] == 10_000
    closed, transaction = confirm(request)
    books.post([transaction])
    assert {name: left for name, left in books.balances.items() if left} == {}
    assert (closed.state, closed.settled_minor) == (WalletRequestState.CONFIRMED, 10_000)


def test_r2_8_a_withdrawal_is_paid_as_it_was_held():
    assert confirm(request_of(WITHDRAWAL), received_minor=10_000)[0].settled_minor == 10_000
    for other_minor in (9_999, 10_001, 0):
        with pytest.raises(AmountOutOfRange):
            confirm(request_of(WITHDRAWAL), received_minor=other_minor)


@pytest.mark.parametrize(
    ("ending", "state", "by_id"),
    [
        (decline, WalletRequestState.DECLINED, CASHIER),
        (lambda request: request.cancel(by=client, at_ms=T0 + 1), WalletRequestState.CANCELLED, CLIENT),
    ],
    ids=["declined", "cancelled"],
)
def test_r2_8_what_was_held_goes_back(ending, state, by_id):
    request, books = request_of(WITHDRAWAL), Books({f"member:{CLIENT}": 10_000})
    books.post([request.hold()])
    closed, transaction = ending(request)
    books.post([transaction])
    assert books.balances[f"member:{CLIENT}"] == 10_000
    assert (closed.state, closed.closed_by_id, closed.settled_minor) == (state, by_id, None)
    closed, transaction = ending(request_of(DEPOSIT))
    assert (closed.state, transaction) == (state, None)


@pytest.mark.parametrize("kind", WalletRequestKind)
@pytest.mark.parametrize("first", [confirm, decline, lambda request: request.cancel(by=client, at_ms=T0 + 1)])
def test_r12_1_a_closed_request_says_how_by_whom_and_when(kind, first):
    closed, _ = first(request_of(kind))
    for second in (confirm, decline, lambda request: request.cancel(by=client, at_ms=T0 + 2)):
        with pytest.raises(RequestClosed) as refused:
            second(closed)
        assert refused.value.state == closed.state.value
        assert (refused.value.by_member_id, refused.value.at_ms) == (closed.closed_by_id, T0 + 1)


@pytest.mark.parametrize("ask", [confirm, decline])
def test_r10_6_only_cashiers_answer(ask):
    for by in (stranger, client, actor(9, StaffRole.MODERATOR, StaffRole.ARBITRATOR, StaffRole.ADMIN)):
        with pytest.raises(StaffOnly) as refused:
            ask(request_of(DEPOSIT), by=by)
        assert refused.value.role == "cashier"


@pytest.mark.parametrize("ask", [confirm, decline])
def test_r10_3_no_cashier_for_oneself_or_an_opponent(ask):
    with pytest.raises(ConflictOfInterest) as own:
        ask(request_of(DEPOSIT), by=actor(CLIENT, StaffRole.CASHIER))
    assert own.value.reason == "own_request"
    with pytest.raises(ConflictOfInterest) as opponent:
        ask(request_of(DEPOSIT), by=actor(FREELANCER, StaffRole.CASHIER), opponents=frozenset({CLIENT, 1}))
    assert opponent.value.reason == "opponent_request"
    assert ask(request_of(DEPOSIT), opponents=frozenset({FREELANCER}))[0].closed_by_id == CASHIER


def test_r2_8_only_its_author_cancels():
    for by in (stranger, cashier):
        with pytest.raises(NoSuchRequest):
            request_of(WITHDRAWAL).cancel(by=by, at_ms=T0)


def by_two(request, by, *, limit_minor=5_000, received_minor=None, reference=None):
    return request.confirm(
        by=by,
        at_ms=T0 + 1,
        opponents=NOBODY,
        received_minor=received_minor,
        reference=reference,
        two_people_minor=limit_minor,
    )


@pytest.mark.parametrize(
    ("kind", "amount_minor", "limit_minor", "takes_two"),
    [
        (DEPOSIT, 10_000, None, False),
        (DEPOSIT, 10_000, 10_000, False),
        (DEPOSIT, 10_001, 10_000, True),
        (WITHDRAWAL, 1, 0, True),
        (PAYOUT, 1, None, True),
        (PAYOUT, 1, 10_000, True),
    ],
)
def test_r2_8_what_takes_two_cashiers(kind, amount_minor, limit_minor, takes_two):
    assert request_of(kind, amount_minor).takes_two(limit_minor) is takes_two


@pytest.mark.parametrize("kind", [DEPOSIT, WITHDRAWAL])
def test_r2_8_a_first_confirmation_moves_nothing_and_the_second_names_the_same_sum(kind):
    half, transaction = by_two(request_of(kind), cashier, reference="bank 7")
    assert transaction is None
    assert (half.state, half.first_cashier_id, half.first_minor) == (WalletRequestState.PENDING, CASHIER, 10_000)
    with pytest.raises(SameCashier):
        by_two(half, cashier)
    with pytest.raises(HalfConfirmed):
        half.cancel(by=client, at_ms=T0 + 1)
    for other_minor in (9_999, 10_001):
        with pytest.raises(AmountOutOfRange):
            by_two(half, second, received_minor=other_minor)
    whole, transaction = by_two(half, second, received_minor=10_000)
    assert entries(transaction)[f"member:{CLIENT}" if kind is DEPOSIT else "world"] == 10_000
    assert (whole.settled_minor, whole.first_of_two_id, whole.closed_by_id) == (10_000, CASHIER, SECOND)
    # What the first found the payment by stays known until the second names something better.
    assert whole.settled_reference == "bank 7"
    assert by_two(half, second, reference="bank 8")[0].settled_reference == "bank 8"


def test_r2_8_the_first_cashier_takes_back_what_they_confirmed_by_declining():
    half, _ = by_two(request_of(WITHDRAWAL), cashier)
    closed, transaction = decline(half)
    assert closed.state is WalletRequestState.DECLINED
    assert entries(transaction)[f"member:{CLIENT}"] == 10_000


def test_r2_8_a_payout_comes_from_earned_fees_and_is_confirmed_by_another():
    payout, books = request_of(PAYOUT), Books({"fees": 10_000, f"member:{CLIENT}": 10_000})
    books.post([payout.hold()])
    assert (books.balances["fees"], books.balances[f"member:{CLIENT}"]) == (0, 10_000)
    with pytest.raises(ConflictOfInterest):
        confirm(payout, by=actor(CLIENT, StaffRole.CASHIER))
    whole, transaction = confirm(payout)
    books.post([transaction])
    left = {name: minor for name, minor in books.balances.items() if minor}
    assert left == {"world": -10_000, f"member:{CLIENT}": 10_000}
    assert (whole.first_of_two_id, whole.closed_by_id) == (CLIENT, CASHIER)


@pytest.mark.parametrize(("key", "number"), [("wallet:12:hold", 12), ("case:3:ruled", None), ("walletx:1:a", None)])
def test_a_movement_of_money_names_its_request(key, number):
    assert moved_for(key) == number
