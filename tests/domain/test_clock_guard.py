"""R9.6 [P]: while the host's clock can't be trusted nothing is forfeited, and what that took counts as an outage."""

import pytest

from bot.domain.clock_guard import LARGEST_SKEW_MS, TRUST_AFTER_MS, ClockGuard, Distrust
from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS
from tests.domain.builders import T0

SWEEP_MS = 15 * SECOND_MS
MINUTE_MS = 60 * SECOND_MS


class Host:
    """A host whose two clocks are looked at every sweep."""

    def __init__(self) -> None:
        self.wall_ms, self.monotonic_ms = T0, 0
        self.guard = ClockGuard(T0, 0)

    def jump(self, step_ms: int) -> None:
        """Somebody sets the wall clock."""
        self.wall_ms += step_ms

    def hear(self, late_by_ms: int) -> None:
        """An interaction whose own time differs so much from the wall clock."""
        self.guard.heard(self.wall_ms - late_by_ms, self.monotonic_ms)

    def run(self, for_ms: int = SWEEP_MS) -> Distrust | None:
        """Time passes, looked at every sweep; the last thing to make good."""
        ended: Distrust | None = None
        while for_ms > 0:
            step_ms = min(for_ms, SWEEP_MS)
            self.wall_ms += step_ms
            self.monotonic_ms += step_ms
            for_ms -= step_ms
            ended = self.guard.look(self.wall_ms, self.monotonic_ms) or ended
        return ended


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.mark.parametrize("sign", [1, -1], ids=["forward", "back"])
@pytest.mark.parametrize(("step_ms", "holds"), [(LARGEST_SKEW_MS, False), (LARGEST_SKEW_MS + 1, True), (DAY_MS, True)])
def test_r9_6_a_jump_of_over_60_seconds_against_the_monotonic_clock_holds(host, step_ms, holds, sign):
    host.run()
    host.jump(sign * step_ms)
    assert host.run() is None
    assert host.guard.holds is holds


@pytest.mark.parametrize("sign", [1, -1], ids=["the host is ahead", "the host is behind"])
@pytest.mark.parametrize(("late_by_ms", "holds"), [(LARGEST_SKEW_MS, False), (LARGEST_SKEW_MS + 1, True)])
def test_r9_6_over_60_seconds_against_the_newest_interaction_holds(host, late_by_ms, holds, sign):
    host.hear(sign * late_by_ms)
    host.run()
    assert host.guard.holds is holds


def test_r9_6_only_the_newest_interaction_counts(host):
    host.hear(HOUR_MS)
    host.hear(0)
    host.run()
    assert not host.guard.holds


def test_r9_6_the_hold_ends_when_the_clocks_have_agreed_for_5_minutes(host):
    host.run(MINUTE_MS)
    right_ms = host.wall_ms
    host.jump(HOUR_MS)
    assert host.run(SWEEP_MS + TRUST_AFTER_MS - 1) is None
    assert host.guard.holds
    # The time held counts as an outage, and so does what the clock left out.
    assert host.run(1) == Distrust(right_ms, host.wall_ms)
    assert not host.guard.holds
    assert host.run(DAY_MS) is None


def test_r9_6_another_jump_begins_the_5_minutes_anew(host):
    host.jump(HOUR_MS)
    host.run(4 * MINUTE_MS)
    host.jump(-HOUR_MS)
    assert host.run(SWEEP_MS + TRUST_AFTER_MS - 1) is None
    ended = host.run(1)
    assert ended is not None
    assert ended.started_at_ms == T0


def test_r9_6_a_step_back_hides_nothing_of_what_is_made_good(host):
    host.run(HOUR_MS)
    host.jump(-30 * MINUTE_MS)
    began_ms = host.wall_ms
    ended = host.run(SWEEP_MS + TRUST_AFTER_MS)
    assert ended is not None
    assert began_ms <= ended.started_at_ms <= began_ms + SWEEP_MS


def ahead(host: Host, by_ms: int) -> None:
    """The host's clock is wrong from the beginning, which two interactions say."""
    host.hear(by_ms)
    host.run(LARGEST_SKEW_MS)
    host.hear(by_ms)
    host.run()


def test_r9_6_as_long_as_interactions_say_otherwise_it_holds(host):
    ahead(host, 2 * MINUTE_MS)
    assert host.run(HOUR_MS) is None
    assert host.guard.holds
    host.hear(0)
    assert host.run(TRUST_AFTER_MS) is not None


def test_r9_6_a_clock_behind_discord_holds_by_one_interaction_for_none_comes_early(host):
    host.hear(-2 * MINUTE_MS)
    assert host.run(HOUR_MS) is None
    assert host.guard.holds


def test_r9_6_one_late_interaction_does_not_hold_for_ever(host):
    host.run()
    host.hear(2 * MINUTE_MS)
    host.run()
    assert host.guard.holds
    ended = host.run(TRUST_AFTER_MS)
    assert ended is not None
    assert host.run(DAY_MS) is None
    assert not host.guard.holds


def test_r9_6_several_that_are_sent_again_at_once_do_not_confirm_each_other(host):
    host.run()
    for late_by_ms in (2 * MINUTE_MS, 2 * MINUTE_MS + SECOND_MS, HOUR_MS, 2 * MINUTE_MS):
        host.hear(late_by_ms)
    assert host.run(SWEEP_MS + TRUST_AFTER_MS) is not None
    assert not host.guard.holds


def test_r9_6_a_late_interaction_says_nothing_once_another_has_said_that_the_clock_is_right(host):
    host.hear(0)
    host.run(HOUR_MS)
    host.hear(2 * MINUTE_MS)
    host.run()
    assert not host.guard.holds


def test_r9_6_a_clock_that_drifts_as_little_as_the_network_takes_never_holds(host):
    for _ in range(24 * 60):
        host.run(MINUTE_MS)
        # Half a millisecond a second is the most by which NTP slews a clock.
        host.jump(30)
        host.hear(2 * SECOND_MS)
        assert not host.guard.holds


def test_r9_6_a_machine_that_slept_holds_and_makes_good_what_it_slept(host):
    host.run()
    slept_from_ms = host.wall_ms
    # Linux's monotonic clock stands while the machine sleeps.
    host.jump(2 * HOUR_MS)
    host.hear(0)
    host.run()
    assert host.guard.holds
    ended = host.run(TRUST_AFTER_MS)
    assert ended is not None
    assert (ended.started_at_ms, ended.ended_at_ms >= slept_from_ms + 2 * HOUR_MS) == (slept_from_ms, True)


def test_r9_6_a_process_that_was_stopped_is_no_jump(host):
    host.run()
    host.wall_ms += HOUR_MS
    host.monotonic_ms += HOUR_MS
    assert host.run() is None
    assert not host.guard.holds


def test_r9_6_all_the_time_held_counts_though_the_clock_is_set_back_meanwhile(host):
    host.hear(0)
    host.run()
    right_ms = host.wall_ms
    host.jump(HOUR_MS)
    host.run(2 * MINUTE_MS)
    # What was known before says the same: one interaction is enough.
    host.hear(HOUR_MS)
    host.run(3 * HOUR_MS)
    assert host.guard.holds
    host.jump(-HOUR_MS)
    ended = host.run(SWEEP_MS + TRUST_AFTER_MS)
    assert ended is not None
    assert ended.started_at_ms <= right_ms
    assert ended.ended_at_ms - ended.started_at_ms >= 3 * HOUR_MS


@pytest.mark.parametrize("is_known", [True, False], ids=["Discord's clock is known", "nobody has said anything yet"])
def test_r9_6_a_jump_that_the_next_interaction_calls_wrong_holds_until_the_clock_is_set_right(host, is_known):
    if is_known:
        host.hear(0)
    host.run()
    host.jump(2 * MINUTE_MS)
    host.run()
    host.hear(2 * MINUTE_MS)
    assert host.run(DAY_MS) is None
    host.jump(-2 * MINUTE_MS)
    assert host.run(SWEEP_MS + TRUST_AFTER_MS) is not None


def test_r9_6_a_clock_that_is_set_right_needs_nobody_to_say_so(host):
    ahead(host, 2 * MINUTE_MS)
    host.jump(-2 * MINUTE_MS)
    host.run()
    assert host.guard.holds
    assert host.run(TRUST_AFTER_MS) is not None


def test_r9_6_a_clock_that_drifts_back_slowly_is_trusted_again(host):
    ahead(host, 2 * MINUTE_MS)
    for _ in range(61):
        host.run()
        host.jump(-SECOND_MS)
    assert host.guard.holds
    assert host.run(SWEEP_MS + TRUST_AFTER_MS) is not None


def test_r9_6_a_restart_that_finds_the_clocks_agreeing_trusts_them(host):
    host.jump(HOUR_MS)
    host.run()
    assert host.guard.holds
    host.guard = ClockGuard(host.wall_ms, host.monotonic_ms)
    host.run()
    assert not host.guard.holds
