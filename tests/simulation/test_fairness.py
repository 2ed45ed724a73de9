"""The witness itself: it says nothing about what was fair, and something about each way of being wronged (R9)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from bot.services.ports import NoticeKind
from tests.simulation.fairness import DAY_MS, HOUR_MS, SECOND_MS, Lapse, Span, Witness

BEGINS_MS: Final = 1_767_225_600_000
WINDOW_MS: Final = 4 * DAY_MS
DUE_MS: Final = BEGINS_MS + WINDOW_MS
MARGIN_MS: Final = 90 * SECOND_MS
PARTY: Final = 12
KEY: Final = ("case", 1, 1)
LAPSE: Final = Lapse(
    key=KEY,
    kind="fee",
    party_id=PARTY,
    begins_ms=BEGINS_MS,
    window_ms=WINDOW_MS,
    due_ms=DUE_MS,
    fired_ms=DUE_MS + MARGIN_MS,
    told_due_ms=DUE_MS,
    fired_by_host_ms=DUE_MS + MARGIN_MS,
    margin_ms=MARGIN_MS,
)


def told(*, reminded_ms: int = DUE_MS - HOUR_MS, seen: bool = True) -> Witness:
    """Somebody who had both notices."""
    witness = Witness()
    witness.noticed(KEY, BEGINS_MS, NoticeKind.OPENING, seen=seen)
    witness.noticed(KEY, reminded_ms, NoticeKind.REMINDER, seen=seen)
    return witness


def later(milliseconds: int) -> Lapse:
    """The same, due and fired so much later."""
    return replace(
        LAPSE,
        due_ms=DUE_MS + milliseconds,
        told_due_ms=DUE_MS + milliseconds,
        fired_ms=LAPSE.fired_ms + milliseconds,
        fired_by_host_ms=LAPSE.fired_ms + milliseconds,
    )


def test_what_was_fair_is_no_complaint() -> None:
    assert told().complaints(LAPSE) == []
    late = told(reminded_ms=DUE_MS)
    assert late.complaints(later(HOUR_MS)) == []


def test_r9_2_too_early_for_the_margin_or_the_promise() -> None:
    hasty = replace(LAPSE, fired_by_host_ms=DUE_MS + MARGIN_MS - 1)
    assert "before" in told().complaints(hasty)[0]
    witness = told()
    witness.promised(("case", 1, "fee"), DUE_MS + 1)
    assert "was promised" in witness.complaints(LAPSE)[0]


def test_r9_4_without_the_notices_in_time() -> None:
    assert "opening" in Witness().complaints(LAPSE)[0]
    # A reminder in a room that they have never seen is none.
    assert "opening" in told(seen=False).complaints(LAPSE)[0]
    assert "reminder" in told(reminded_ms=DUE_MS - HOUR_MS + 3 * SECOND_MS).complaints(LAPSE)[0]
    assert "reminder" in told(reminded_ms=BEGINS_MS - HOUR_MS).complaints(LAPSE)[0]


STOPS: Final[dict[str, Callable[[Witness, Span], None]]] = {
    "an outage (R9.5)": lambda witness, span: witness.outages.append(span),
    "a hold (R9.8)": lambda witness, span: witness.holds[1].append(span),
    "a time-out (R9.9)": lambda witness, span: witness.known_time_outs[PARTY].append(span),
    "a kick (R9.9)": lambda witness, span: witness.removals[PARTY].append(span),
    "a deposit (R5.4)": lambda witness, span: witness.deposits[1].append(span),
    "no cashier (R9.11)": lambda witness, span: witness.no_cashier.append(span),
    "a clock that jumped (R9.6)": lambda witness, span: witness.distrusts.append(span),
}


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS.keys())
def test_what_stops_a_clock_must_be_given_back(stop: Callable[[Witness, Span], None]) -> None:
    witness = told(reminded_ms=BEGINS_MS + DAY_MS)
    stop(witness, Span(BEGINS_MS + HOUR_MS, BEGINS_MS + 3 * HOUR_MS))
    assert "instead of" in witness.complaints(LAPSE)[0]
    assert "instead of" in witness.complaints(later(2 * HOUR_MS - 3 * SECOND_MS))[0]
    assert witness.complaints(later(2 * HOUR_MS)) == []


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS.keys())
def test_nothing_lapses_while_its_clock_stands(stop: Callable[[Witness, Span], None]) -> None:
    witness = told()
    stop(witness, Span(BEGINS_MS + HOUR_MS))
    assert any("when the clock stood" in complaint for complaint in witness.complaints(LAPSE))


def test_what_was_due_before_it_stopped_was_missed() -> None:
    witness = told()
    witness.outages.append(Span(DUE_MS + 1, DUE_MS + DAY_MS))
    assert witness.complaints(LAPSE) == []


def test_r9_5_a_day_is_left_after_a_long_outage() -> None:
    witness = told()
    witness.outages.append(Span(DUE_MS - 3 * HOUR_MS, DUE_MS - HOUR_MS))
    assert "too soon after the outage" in witness.complaints(later(2 * HOUR_MS))[0]
    witness = told(reminded_ms=DUE_MS)
    witness.outages.append(Span(DUE_MS - 3 * HOUR_MS, DUE_MS - HOUR_MS))
    assert witness.complaints(later(DAY_MS - HOUR_MS)) == []


def test_r5_4_a_day_is_left_after_the_cashiers_answer() -> None:
    witness = told()
    witness.deposits[1].append(Span(DUE_MS - HOUR_MS, DUE_MS))
    assert "too soon after the cashier" in witness.complaints(later(HOUR_MS))[0]


def test_r9_7_more_time_is_more_time() -> None:
    witness = told()
    witness.extensions[1].append((BEGINS_MS + HOUR_MS, 7_200))
    assert "7200000 more" in witness.complaints(LAPSE)[0]
    assert witness.complaints(later(7_200_000)) == []


def test_r9_9_who_was_timed_out_when_it_was_due_lost_nothing() -> None:
    witness = told()
    witness.time_outs[PARTY].append(Span(DUE_MS - 1, DUE_MS + DAY_MS))
    assert "timed out" in witness.complaints(LAPSE)[0]


def test_r9_9_a_moderator_decides_about_a_kick() -> None:
    witness = told()
    witness.removals[PARTY].append(Span(BEGINS_MS + HOUR_MS))
    witness.resumes[1].append(BEGINS_MS + 2 * HOUR_MS)
    assert witness.complaints(later(HOUR_MS)) == []


def test_r9_6_nothing_lapses_within_five_minutes_after_a_jump() -> None:
    witness = told()
    witness.jumped(DUE_MS + 10 * SECOND_MS, DAY_MS)
    witness.looked(DUE_MS + 20 * SECOND_MS, DAY_MS)
    assert "clocks disagreed" in witness.complaints(LAPSE)[0]
    # Nobody has heard since whether the jump was for the better.
    witness.looked(DUE_MS + 6 * 60 * SECOND_MS, DAY_MS)
    assert witness.complaints(later(DAY_MS)) == []


def test_r9_6_nothing_lapses_while_interactions_say_that_the_clock_is_wrong() -> None:
    witness = told()
    witness.heard()
    for minutes in range(10):
        witness.looked(DUE_MS + minutes * 60 * SECOND_MS, 2 * HOUR_MS)
    assert "clocks disagreed" in witness.complaints(later(9 * 60 * SECOND_MS))[0]
