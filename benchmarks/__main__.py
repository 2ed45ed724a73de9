"""Measures how fast the bot is, and prints ratios within this run: times alone say little, since machines differ."""

import argparse
import asyncio
import json
import logging
import os
import platform
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import structlog

from benchmarks import answers, audits, case_files, exhibits, lists, outbox, sweeps, use_cases
from benchmarks.bench import Bench
from benchmarks.measuring import Group
from benchmarks.sizes import FULL, TINY
from benchmarks.table import table
from tests.databases import TestDatabases

BENCHMARKS: Final[Mapping[str, Callable[[Bench], Awaitable[list[Group]]]]] = {
    "answers": answers.run,
    "use-cases": use_cases.run,
    "clocks": sweeps.run,
    "lists": lists.run,
    "outbox": outbox.run,
    "exhibits": exhibits.run,
    "audit": audits.run,
    "case-files": case_files.run,
}


async def measured(names: Sequence[str], bench: Bench, *, done: Callable[[list[Group]], None]) -> list[Group]:
    """Run benchmarks one after the other; `done` hears of each what it found."""
    groups: list[Group] = []
    for name in names:
        found = await BENCHMARKS[name](bench)
        done(found)
        groups += found
    return groups


def main(arguments: Sequence[str] | None = None) -> None:
    """Read what is wanted, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which ones; all if none: {', '.join(BENCHMARKS)}")
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--tiny", action="store_true", help="only try that everything runs; the times mean nothing")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are {', '.join(BENCHMARKS)}")
    # What the bot logs of its own doings would be between the tables.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    done: Callable[[list[Group]], None] = _forget if options.json else _show
    with tempfile.TemporaryDirectory(prefix="parley-benchmarks-") as folder:
        databases = TestDatabases(Path(folder), durable=True)
        bench = Bench(TINY if options.tiny else FULL, Path(folder), databases)
        try:
            groups = asyncio.run(measured(options.names or list(BENCHMARKS), bench, done=done))
        finally:
            databases.close()
    if options.json:
        print(json.dumps({"machine": _machine(), "groups": [group.data() for group in groups]}, indent=2))


def _show(groups: list[Group]) -> None:
    print(table(groups), end="\n\n", flush=True)


def _forget(groups: list[Group]) -> None:
    """JSON is printed whole."""


def _machine() -> dict[str, object]:
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.platform(),
        "cores": os.cpu_count(),
    }


if __name__ == "__main__":
    main()
