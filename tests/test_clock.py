"""The clocks: the machine's, and the one that stands still until it is moved."""

import time
from datetime import UTC, datetime

import pytest

from bot.clock import Clock, ManualClock, SystemClock, utc_of


def test_the_system_clock_is_the_machines() -> None:
    clock: Clock = SystemClock()
    before_ms = time.time_ns() // 1_000_000
    now_ms = clock.now_ms()
    assert before_ms <= now_ms <= time.time_ns() // 1_000_000
    assert clock.monotonic_ms() <= clock.monotonic_ms()


def test_a_manual_clock_stands_still() -> None:
    clock: Clock = ManualClock(5_000)
    assert [clock.now_ms(), clock.now_ms(), clock.monotonic_ms()] == [5_000, 5_000, 0]


def test_advancing_moves_both_clocks_by_the_same() -> None:
    clock = ManualClock(1_000)
    assert clock.advance(milliseconds=1, seconds=2, minutes=3, hours=4, days=5) == 1_000 + 446_582_001
    assert clock.monotonic_ms() == 446_582_001


def test_setting_lets_time_pass_on_both_clocks() -> None:
    clock = ManualClock(1_000)
    assert clock.set(90_000) == 90_000
    assert clock.monotonic_ms() == 89_000
    with pytest.raises(ValueError, match="does not go back"):
        clock.set(89_999)


def test_a_jump_of_the_wall_clock_is_not_seen_by_monotonic_time() -> None:
    clock = ManualClock(1_000)
    clock.jump(90_000)
    clock.jump(500)
    assert (clock.now_ms(), clock.monotonic_ms()) == (500, 0)


def test_time_does_not_go_back_by_advancing() -> None:
    clock = ManualClock(1_000)
    with pytest.raises(ValueError, match="does not go back"):
        clock.advance(seconds=-1)
    assert clock.now_ms() == 1_000


def test_listeners_hear_every_move_until_they_are_forgotten() -> None:
    clock = ManualClock(0)
    heard: list[int] = []
    forget = clock.on_move(heard.append)
    clock.advance(seconds=1)
    clock.jump(7)
    forget()
    forget()
    clock.advance(seconds=1)
    assert heard == [1_000, 7]


def test_a_listener_may_forget_itself_while_it_is_called() -> None:
    clock = ManualClock(0)
    heard: list[str] = []

    def once(_now_ms: int) -> None:
        heard.append("first")
        forget()

    forget = clock.on_move(once)
    clock.on_move(lambda _now_ms: heard.append("second"))
    clock.advance(seconds=1)
    clock.advance(seconds=1)
    assert heard == ["first", "second", "second"]


def test_moments_become_exact_datetimes() -> None:
    assert utc_of(1_767_225_600_123) == datetime(2026, 1, 1, 0, 0, 0, 123_000, tzinfo=UTC)
