"""Every benchmark runs to its end with tiny sizes, and its results can be read. Nothing here depends on a time."""

import json
import math
import sys
import time
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS, main, measured
from benchmarks.bench import NAMES, Bench
from benchmarks.measuring import Group, Line, Times, in_turns, longest_stall
from benchmarks.sizes import TINY
from benchmarks.table import table
from tests.databases import TestDatabases

WIDEST = 100
ON_ONE_DATABASE = {"answers", "exhibits"}


@pytest.mark.parametrize("name", BENCHMARKS)
async def test_a_benchmark_runs(name: str, test_databases: TestDatabases, tmp_path: Path):
    told: list[str] = []
    groups = await measured([name], Bench(TINY, tmp_path, test_databases), tell=told.append)
    assert told == [f"measuring {name} …"]
    for group in groups:
        figures = [line.figures() for line in group.lines]
        assert any("ratio_p50" in line for line in figures)
        assert all(math.isfinite(value) and value > 0 for line in figures for value in line.values())
    assert json.loads(json.dumps([group.data() for group in groups]))
    assert max(len(line) for line in table(groups).splitlines()) <= WIDEST
    for database in NAMES.values():
        assert name in ON_ONE_DATABASE or any(group.title.endswith(database) for group in groups)


def test_an_unknown_name_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "argv", ["benchmarks"])
    with pytest.raises(SystemExit) as ended:
        main(["answer"])
    assert ended.value.code == 2
    assert "there is no benchmark 'answer'; there are answers, use-cases" in capsys.readouterr().err


def test_a_line_tells_times_and_ratios():
    times = Times([number / 1_000 for number in range(1, 101)])
    line = Line("it", times, Times([0.1, 0.01]))
    assert line.figures() == pytest.approx(
        {
            "p50_ms": 50,
            "p99_ms": 99,
            "baseline_p50_ms": 10,
            "baseline_p99_ms": 100,
            "ratio_p50": 5,
            "ratio_p99": 0.99,
        }
    )
    assert Line("the baseline", times).figures().keys() == {"p50_ms", "p99_ms"}
    assert times.shared(10).percentile_ms(1) == pytest.approx(10)
    shown = table([Group("Title", "something", [line, Line("the baseline", times)])]).splitlines()
    assert [row.split() for row in shown[3:]] == [
        ["it", "50", "99", "10", "5", "0.99"],
        ["the", "baseline", "50", "99"],
    ]


async def test_works_take_turns_and_what_makes_ready_comes_before():
    done: list[str] = []

    async def note(what: str) -> None:
        done.append(what)

    times = await in_turns(
        {"a": lambda turn: note(f"a{turn}"), "b": lambda turn: note(f"b{turn}")},
        rounds=2,
        before={"b": lambda turn: note(f"ready{turn}")},
    )
    assert done == ["a0", "ready0", "b0", "a1", "ready1", "b1", "a2", "ready2", "b2"]
    assert [len(taken.seconds) for taken in times.values()] == [2, 2]


async def test_a_stall_of_the_loop_is_seen():
    async with longest_stall() as stalls:
        began = time.perf_counter()
        sum(range(300_000))
        held_seconds = time.perf_counter() - began
    # The watch was asleep for its own tick, a thousandth of a second, when the loop was taken.
    assert stalls[0] >= held_seconds - 0.001
