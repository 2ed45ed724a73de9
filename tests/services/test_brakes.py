"""Brakes: so many at once, so many a minute, each member and each hand for itself; and no memory of the idle."""

import pytest

from bot.clock import ManualClock
from bot.domain.errors import TooManyCommands
from bot.services.brakes import Brakes, Buckets, Hand

ANNA, BEN = 1, 2


def allowed(buckets: Buckets, member_id: int, now_ms: int, tries: int = 100) -> int:
    """How many of so many tries at one moment get through."""
    return sum(buckets.take(member_id, now_ms) == 0 for _ in range(tries))


def test_so_many_at_once_and_then_so_many_a_minute():
    buckets = Buckets(burst=20, per_minute=40)
    assert allowed(buckets, ANNA, 0) == 20
    assert allowed(buckets, ANNA, 1_499) == 0
    assert allowed(buckets, ANNA, 1_500) == 1
    # Between its acts nobody saves up more than the bucket holds.
    assert allowed(buckets, ANNA, 3_600_000) == 20
    assert sum(allowed(buckets, ANNA, 3_600_000 + second * 1_000, tries=9) for second in range(1, 61)) == 40


@pytest.mark.parametrize(("burst", "per_minute", "wait_ms"), [(1, 1, 60_000), (3, 40, 1_500), (2, 7, 8_572)])
def test_after_the_wait_that_is_named_and_no_earlier_there_is_one_again(burst: int, per_minute: int, wait_ms: int):
    buckets = Buckets(burst, per_minute)
    assert allowed(buckets, ANNA, 5) == burst
    assert buckets.take(ANNA, 5) == wait_ms
    assert buckets.take(ANNA, 5 + wait_ms - 1) == 1
    assert buckets.take(ANNA, 5 + wait_ms) == 0


def test_one_member_s_flood_is_nobody_else_s():
    buckets = Buckets(burst=2, per_minute=1)
    assert allowed(buckets, ANNA, 0) == 2
    assert allowed(buckets, BEN, 0) == 2


@pytest.mark.parametrize(("burst", "per_minute"), [(0, 40), (20, 0), (0, 0)])
def test_zero_lets_all_pass(burst: int, per_minute: int):
    buckets = Buckets(burst, per_minute)
    assert allowed(buckets, ANNA, 0) == 100
    assert len(buckets) == 0


def test_only_who_acted_lately_is_remembered():
    buckets = Buckets(burst=20, per_minute=40)
    for member_id in range(10_000):
        assert buckets.take(member_id, member_id) == 0
    # A single act is made good again after a second and a half.
    assert len(buckets) <= 1_501
    assert allowed(buckets, ANNA, 20_000, tries=20) == 20
    assert len(buckets) == 1
    buckets.take(BEN, 50_000)
    assert len(buckets) == 1


def test_commands_presses_and_answers_are_counted_apart():
    clock = ManualClock()
    brakes = Brakes(clock, burst=3, per_minute=40)
    for hand in Hand:
        for _ in range(3):
            brakes.require(hand, ANNA)
    for hand in Hand:
        with pytest.raises(TooManyCommands) as caught:
            brakes.require(hand, ANNA)
        assert caught.value.wait_seconds == 2
        brakes.require(hand, BEN)
    # Only time that really passed counts, whatever the wall clock is set to.
    clock.jump(clock.now_ms() + 3_600_000)
    with pytest.raises(TooManyCommands):
        brakes.require(Hand.COMMAND, ANNA)
    clock.advance(milliseconds=1_500)
    brakes.require(Hand.COMMAND, ANNA)


def test_suggestions_have_a_brake_of_their_own():
    brakes = Brakes(ManualClock(), burst=3, per_minute=40)
    assert sum(brakes.may_be_suggested(ANNA) for _ in range(100)) == 15
    brakes.require(Hand.COMMAND, ANNA)
