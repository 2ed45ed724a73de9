"""R2.3, R2.4: transactions balance per currency and prove themselves by a digest."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ledger import (
    FEES,
    WORLD,
    Entry,
    LedgerTransaction,
    deposit_account,
    escrow_account,
    member_account,
    transfer,
    withdrawal_account,
)
from tests.domain.builders import entries


def test_r2_4_accounts():
    assert [WORLD, member_account(7), escrow_account(3), deposit_account(4, 7), withdrawal_account(9), FEES] == [
        "world",
        "member:7",
        "escrow:3",
        "deposit:4:7",
        "withdrawal:9",
        "fees",
    ]


def test_r2_3_entries_must_sum_to_zero():
    with pytest.raises(ValueError, match="sum to zero"):
        LedgerTransaction("key", "cause", 0, (Entry("a", "USD", 5), Entry("b", "USD", -4)))


def test_r2_3_entries_must_sum_to_zero_in_each_currency():
    with pytest.raises(ValueError, match="sum to zero"):
        LedgerTransaction("key", "cause", 0, (Entry("a", "USD", 5), Entry("b", "EUR", -5)))
    both = (Entry("a", "USD", 5), Entry("b", "USD", -5), Entry("a", "EUR", 7), Entry("b", "EUR", -7))
    assert LedgerTransaction("key", "cause", 0, both).entries == both


def test_r2_3_no_empty_entries_or_transactions():
    with pytest.raises(ValueError, match="nothing"):
        LedgerTransaction("key", "cause", 0, (Entry("a", "USD", 0),))
    with pytest.raises(ValueError, match="sum to zero"):
        LedgerTransaction("key", "cause", 0, ())


def test_transfer_gathers_each_account_once():
    moved = transfer("key", "cause", 1, "USD", [("a", "b", 5), ("a", "c", 3), ("b", "c", 2)], case_id=4)
    assert moved is not None
    assert entries(moved) == {"a": -8, "b": 3, "c": 5}
    assert moved.case_id == 4


def test_transfer_of_nothing_is_none():
    assert transfer("key", "cause", 1, "USD", []) is None
    assert transfer("key", "cause", 1, "USD", [("a", "b", 0)]) is None
    assert transfer("key", "cause", 1, "USD", [("a", "b", 5), ("b", "a", 5)]) is None


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(0, 10**12))),
)
def test_r2_3_every_transfer_balances(moves):
    moved = transfer("key", "cause", 1, "USD", moves)
    if moved is not None:
        assert sum(entry.amount_minor for entry in moved.entries) == 0
        assert len({entry.account for entry in moved.entries}) == len(moved.entries)


def test_r11_1_the_digest_tells_every_part_apart():
    first = LedgerTransaction("key", "cause", 1, (Entry("a", "USD", 5), Entry("b", "USD", -5)))
    others = [
        replace(first, idempotency_key="other"),
        replace(first, cause="other"),
        replace(first, at_ms=2),
        replace(first, entries=(Entry("a", "USD", 6), Entry("b", "USD", -6))),
        replace(first, entries=(Entry("a", "EUR", 5), Entry("b", "EUR", -5))),
        replace(first, entries=(Entry("c", "USD", 5), Entry("b", "USD", -5))),
    ]
    assert len({transaction.digest for transaction in [first, *others]}) == 7
    assert first.digest == replace(first).digest
