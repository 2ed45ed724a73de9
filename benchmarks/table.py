"""The results as people read them: tables that fit 100 columns."""

from collections.abc import Sequence
from typing import Final

from benchmarks.measuring import Group, Line

_COLUMNS: Final = {
    "p50_ms": "p50 ms",
    "p99_ms": "p99 ms",
    "baseline_p50_ms": "baseline",
    "ratio_p50": "ratio p50",
    "ratio_p99": "ratio p99",
}
_WHAT: Final = 50
_NUMBER: Final = 10


def table(groups: Sequence[Group]) -> str:
    """All groups below one another."""
    return "\n\n".join(_one(group) for group in groups)


def _one(group: Group) -> str:
    heading = " " * _WHAT + "".join(f"{name:>{_NUMBER}}" for name in _COLUMNS.values())
    return "\n".join([group.title, f"  ratios are to {group.against}", heading, *map(_line, group.lines)])


def _line(line: Line) -> str:
    figures = line.figures()
    numbers = (f"{_number(figures[key]) if key in figures else '':>{_NUMBER}}" for key in _COLUMNS)
    return f"  {line.what:<{_WHAT - 2}}{''.join(numbers)}".rstrip()


def _number(value: float) -> str:
    """Three digits that count: more than that is noise."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
