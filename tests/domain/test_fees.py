"""R5.3, R5.5: what arbitration costs, and who gets a deposit back after a ruling."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.fees import fee_for, refunds
from bot.domain.rulebook import SAFEPAY_FEE, FeePolicy, RefundPolicy

A, B = 1, 2
POLICY = FeePolicy()


@pytest.mark.parametrize(
    ("disputed", "fee"),
    [
        (600, 300),  # 6.00 in dispute costs 3.00: the cap wins over the minimum.
        (999, 500),  # half of 9.99 is 4.995, half up 5.00.
        (1_000, 500),
        (1_001, 500),
        (5_001, 500),  # 50.01: 5 % are 2.50, so the minimum.
        (10_000, 500),
        (10_009, 500),
        (10_010, 501),  # 5.005, half up.
        (100_000, 5_000),  # 1,000.00 costs 50.00.
        (1, 1),  # rates round half up, the cap's too.
        (10**12, 5 * 10**10),
    ],
)
def test_r5_3_rate_minimum_and_cap_over_both(disputed, fee):
    assert fee_for(disputed, POLICY) == fee


def test_r5_3_cap_wins_over_minimum():
    assert fee_for(600, POLICY) == 300
    assert fee_for(600, replace(POLICY, cap_bp=None)) == 500


def test_r5_3_cap_wins_over_rate():
    assert fee_for(100_000, replace(POLICY, rate_bp=9_000)) == 50_000
    assert fee_for(100_000, replace(POLICY, rate_bp=9_000, cap_bp=None)) == 90_000


def test_r6_3_safepay_fee_of_1000_is_50_and_of_60_the_minimum():
    assert fee_for(100_000, SAFEPAY_FEE) == 5_000
    assert fee_for(6_000, SAFEPAY_FEE) == 2_500


@given(
    st.integers(1, 10**12),
    st.integers(0, 10_000),
    st.integers(0, 10**9),
    st.one_of(st.none(), st.integers(0, 10_000)),
)
def test_r5_3_a_fee_is_never_negative_nor_above_a_rounded_cap(disputed, rate, minimum, cap):
    fee = fee_for(disputed, FeePolicy(rate, minimum, cap))
    assert fee >= 0
    if cap is not None:
        assert 20_000 * fee <= 2 * disputed * cap + 10_000


@pytest.mark.parametrize(
    ("policy", "share_of_a", "back"),
    [
        (RefundPolicy.WINNER, 100, {A: 5, B: 0}),
        (RefundPolicy.WINNER, 51, {A: 5, B: 0}),
        (RefundPolicy.WINNER, 49, {A: 0, B: 5}),
        (RefundPolicy.WINNER, 0, {A: 0, B: 5}),
        (RefundPolicy.WINNER, 50, {A: 3, B: 3}),  # even: half back each, rounded up.
        (RefundPolicy.PROPORTIONAL, 100, {A: 5, B: 0}),
        (RefundPolicy.PROPORTIONAL, 75, {A: 4, B: 1}),  # 3.75 and 1.25.
        (RefundPolicy.PROPORTIONAL, 50, {A: 3, B: 3}),  # 2.5 each, half up.
        (RefundPolicy.PROPORTIONAL, 10, {A: 1, B: 5}),  # 0.5 and 4.5, half up.
        (RefundPolicy.PROPORTIONAL, 0, {A: 0, B: 5}),
        (RefundPolicy.NONE, 100, {A: 0, B: 0}),
        (RefundPolicy.NONE, 50, {A: 0, B: 0}),
    ],
)
def test_r5_5_refund_policies(policy, share_of_a, back):
    assert refunds(policy, {A: 5, B: 5}, {A: share_of_a, B: 100 - share_of_a}, 100) == back


def test_r5_5_an_even_split_of_an_even_fee():
    assert refunds(RefundPolicy.WINNER, {A: 5_000, B: 5_000}, {A: 50, B: 50}, 100) == {A: 2_500, B: 2_500}


def test_r5_5_one_unit_more_is_winning():
    assert refunds(RefundPolicy.WINNER, {A: 5, B: 5}, {A: 50, B: 51}, 101) == {A: 0, B: 5}


def test_r5_8_without_deposits_nothing_comes_back():
    assert refunds(RefundPolicy.WINNER, {}, {A: 60, B: 40}, 100) == {}


@given(
    st.sampled_from(RefundPolicy),
    st.integers(1, 10**12),
    st.integers(0, 10**12),
    st.fractions(0, 1),
)
def test_r5_5_nothing_more_than_the_deposit_comes_back(policy, disputed, fee, part):
    share = int(disputed * part)
    back = refunds(policy, {A: fee, B: fee}, {A: share, B: disputed - share}, disputed)
    assert back.keys() == {A, B}
    assert all(0 <= returned <= fee for returned in back.values())
