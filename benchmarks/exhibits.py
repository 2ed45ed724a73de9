"""What keeping a file costs beside hashing and writing it, and whether anything else has to wait meanwhile."""

import asyncio
import hashlib
import itertools
import os
import tempfile
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.measuring import Group, Line, Times, Work, in_turns, longest_stall
from bot.clock import ManualClock
from bot.ui.intake import sniffed_type
from storage.exhibit_files import ExhibitFiles

_MIB = 1_048_576


async def run(bench: Bench) -> list[Group]:
    """Keep file after file, each of other bytes."""
    files = _Files(bench.size.exhibit_bytes)
    store = ExhibitFiles(bench.folder / "exhibits", ManualClock())
    plain_folder = bench.folder / "plain"
    plain_folder.mkdir()
    kept: list[str] = []

    async def put(_: int) -> None:
        kept.append(await store.put(files.next()))

    works: dict[str, Work] = {
        "plain": lambda _: asyncio.to_thread(_write_plainly, plain_folder, files.next()),
        "put": put,
        "put again": lambda _: store.put(files.last),
        "read": lambda _: store.read(kept[-1]),
        "sniff": lambda _: asyncio.to_thread(sniffed_type, files.last),
    }
    times = await in_turns(works, rounds=bench.size.exhibits)
    stalls = {what: await _stalls(works[what], bench.size.exhibits) for what in ("put", "read", "sniff")}
    plain = times["plain"]
    lines = [
        Line("keeping it", times["put"], plain),
        Line("keeping it a second time", times["put again"], plain),
        Line("reading and proving it", times["read"], plain),
        Line("telling its type", times["sniff"], plain),
        Line("the loop's longest wait while keeping it", stalls["put"], plain),
        Line("the loop's longest wait while reading it", stalls["read"], plain),
        Line("the loop's longest wait while telling its type", stalls["sniff"], plain),
    ]
    size = f"{bench.size.exhibit_bytes / _MIB:.1f} MiB"
    return [Group(f"An exhibit's file of {size}", "a plain hash, write and fsync of as many bytes", lines)]


class _Files:
    """Bytes that are new each time, and look like nothing in particular."""

    def __init__(self, size_bytes: int) -> None:
        self._body = os.urandom(size_bytes)
        self._numbers = itertools.count(1)
        self.last = self._body

    def next(self) -> bytes:
        number = next(self._numbers).to_bytes(8, "big")
        self.last = number + self._body[len(number) :]
        return self.last


def _write_plainly(folder: Path, data: bytes) -> None:
    hashlib.sha256(data).hexdigest()
    descriptor, _ = tempfile.mkstemp(dir=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


async def _stalls(work: Work, rounds: int) -> Times:
    found: list[float] = []
    for number in range(rounds):
        async with longest_stall() as stalls:
            await work(number)
        found += stalls
    return Times(found)
