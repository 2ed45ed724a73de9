"""Durations as people type them: `4d`, `36h`, `1d 12h`, `90s` or ISO 8601."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.durations import LONGEST_SECONDS, format_duration, parse_duration
from bot.domain.errors import DurationNotUnderstood


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("4d", 345_600),
        ("36h", 129_600),
        ("1d 12h", 129_600),
        ("1d12h", 129_600),
        ("90s", 90),
        ("2w", 1_209_600),
        ("1 day 12 hours", 129_600),
        ("3 Days", 259_200),
        ("5 min", 300),
        ("1 minute 1 sec", 61),
        ("0", 0),
        ("0h", 0),
        ("  4d  ", 345_600),
        ("1d \t 12h", 129_600),
        ("P4D", 345_600),
        ("PT36H", 129_600),
        ("P1DT12H", 129_600),
        ("pt90s", 90),
        ("P1W", 604_800),
        ("365d", LONGEST_SECONDS),
    ],
)
def test_typed(typed, seconds):
    assert parse_duration(typed) == seconds


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "d",
        "4",
        "4x",
        "-4d",
        "1.5h",
        "12h 1d",
        "1d 1d",
        "P",
        "PT",
        "P1DT",
        "366d",
        "4d!",
        "\N{ARABIC-INDIC DIGIT FOUR}d",
        "9" * 10 + "d",
    ],
)
def test_refused(typed):
    with pytest.raises(DurationNotUnderstood) as refused:
        parse_duration(typed)
    assert refused.value.text == typed


@pytest.mark.parametrize("blanks", [50, 90, 5_900])
def test_a_run_of_blanks_is_refused_in_no_time(blanks):
    """A pattern that tries every way of sharing out blanks would keep everybody else waiting."""
    began = time.process_time()
    with pytest.raises(DurationNotUnderstood):
        parse_duration("1w" + " " * blanks + "x")
    assert time.process_time() - began < 0.5


@given(st.integers(1, LONGEST_SECONDS))
def test_what_is_printed_can_be_typed(seconds):
    assert parse_duration(format_duration(seconds)) == seconds


@pytest.mark.parametrize(
    ("seconds", "printed"),
    [(0, "no time"), (1, "1 second"), (129_600, "1 day 12 hours"), (3_660, "1 hour 1 minute"), (172_800, "2 days")],
)
def test_printed(seconds, printed):
    assert format_duration(seconds) == printed
