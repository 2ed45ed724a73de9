"""The store of exhibits' bytes: written once, proved when read, whole after a crash, swept when nobody names them."""

import asyncio
import hashlib
import os
import stat
import subprocess
import sys

import pytest

from bot.clock import ManualClock
from bot.services import ports
from bot.services.ports import ExhibitAltered, ExhibitMissing, ExhibitStoreFault
from storage.exhibit_files import ExhibitFiles
from tests.storage.builders import GUILD, START_MS, committed, file_case
from tests.storage.samples import sealed_file

DAY_SECONDS = 86_400
DATA = bytes(range(256)) * 40
SHA256 = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def clock():
    return ManualClock(START_MS)


@pytest.fixture
def store(tmp_path, clock) -> ports.ExhibitStore:
    return ExhibitFiles(tmp_path / "some" / "evidence", clock)


def place(store, sha256=SHA256):
    return store._folder / sha256[:2] / sha256


def kept(store):
    """The files in the store, but for its lock."""
    return sorted(path for path in store._folder.rglob("*") if path.is_file() and path.name != "lock")


async def nobody(_sha256):
    return False


async def test_bytes_come_back_as_they_were(store):
    assert await store.put(DATA) == SHA256
    assert await store.read(SHA256) == DATA
    assert await store.put(b"") == hashlib.sha256(b"").hexdigest()
    assert await store.read(hashlib.sha256(b"").hexdigest()) == b""


async def test_only_the_owner_may_read_them(store):
    await store.put(DATA)
    for path in (store._folder, *store._folder.rglob("*")):
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


async def test_the_same_bytes_are_kept_once_and_not_written_again(store):
    await store.put(DATA)
    before = place(store).stat()
    await store.put(DATA)
    assert kept(store) == [place(store)]
    assert place(store).stat().st_ino == before.st_ino


async def test_many_at_once_with_the_same_bytes(tmp_path, clock):
    stores = [ExhibitFiles(tmp_path, clock) for _ in range(3)]
    puts = [stores[i % 3].put(DATA if i % 2 else b"other") for i in range(24)]
    assert set(await asyncio.gather(*puts)) == {SHA256, hashlib.sha256(b"other").hexdigest()}
    assert len(kept(stores[0])) == 2
    assert await stores[0].read(SHA256) == DATA


@pytest.mark.parametrize("wrong", [DATA[:-1], b"x" + DATA[1:], b""])
async def test_altered_bytes_are_found_out_and_repaired_by_the_right_ones(store, wrong):
    await store.put(DATA)
    place(store).write_bytes(wrong)
    with pytest.raises(ExhibitAltered, match=SHA256):
        await store.read(SHA256)
    await store.put(DATA)
    assert await store.read(SHA256) == DATA
    assert kept(store) == [place(store)]


async def test_missing_bytes_are_told(store):
    with pytest.raises(ExhibitMissing, match=SHA256):
        await store.read(SHA256)
    await store.put(DATA)
    place(store).unlink()
    with pytest.raises(ExhibitMissing):
        await store.read(SHA256)


@pytest.mark.parametrize("name", ["", "../lock", "/etc/passwd", "a" * 63, SHA256.upper(), SHA256 + "\n"])
async def test_a_name_that_is_no_digest_reads_nothing(store, name):
    await store.put(DATA)
    with pytest.raises(ExhibitMissing):
        await store.read(name)


async def test_a_name_appears_only_once_the_bytes_are_whole_and_flushed(store, monkeypatch):
    """The order on disk: the bytes are flushed, then named, then the name is flushed, before `put` answers."""
    steps = []
    fsync, replace = os.fsync, os.replace

    def note_fsync(descriptor):
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        steps.append("flush folder" if is_folder else "flush bytes")
        fsync(descriptor)

    def note_replace(source, target):
        steps.append("name")
        replace(source, target)

    await store.check()
    await store.put(b"first")
    monkeypatch.setattr(os, "fsync", note_fsync)
    monkeypatch.setattr(os, "replace", note_replace)
    await store.put(DATA)
    assert steps[-3:] == ["flush bytes", "name", "flush folder"]
    steps.clear()
    # Another may have named it a moment ago and not flushed the name yet.
    await store.put(DATA)
    assert steps == ["flush folder"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
async def test_a_disk_that_fails_leaves_nothing_and_is_told(store, monkeypatch, step):
    await store.check()

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(ExhibitStoreFault, match="No space left on device"):
        await store.put(DATA)
    assert kept(store) == []
    monkeypatch.undo()
    await store.put(DATA)
    assert await store.read(SHA256) == DATA


CRASH = """
import asyncio, os, sys
from pathlib import Path
from bot.clock import SystemClock
from storage.exhibit_files import ExhibitFiles
setattr(os, sys.argv[2], lambda *_: os._exit(9))
asyncio.run(ExhibitFiles(Path(sys.argv[1]), SystemClock()).put(bytes(range(256)) * 40))
"""


async def test_a_crash_while_writing_leaves_an_unfinished_file_that_is_swept(tmp_path, clock):
    store = ExhibitFiles(tmp_path, clock)
    await store.put(b"something else")
    command = [sys.executable, "-c", CRASH, str(tmp_path), "replace"]
    assert (await asyncio.to_thread(subprocess.run, command, check=False)).returncode == 9
    with pytest.raises(ExhibitMissing):
        await store.read(SHA256)
    (unfinished,) = (tmp_path / "unfinished").iterdir()
    clock.jump(unfinished.stat().st_mtime_ns // 1_000_000)

    async def everybody(_sha256):
        return True

    assert await store.sweep(everybody, DAY_SECONDS) == 0
    clock.advance(days=1, seconds=1)
    assert await store.sweep(everybody, DAY_SECONDS) == 1
    assert len(kept(store)) == 1


async def test_a_crash_between_write_and_commit_leaves_neither_row_nor_file(storage, store, clock):
    """The bytes were kept and the command's transaction was never committed: the sweep takes them, and only them."""
    await committed(storage, file_case)
    committed_file, lost_file = sealed_file("f1", DATA), sealed_file("f2", b"never committed")
    await store.put(DATA)
    await committed(storage, lambda uow: uow.files.add(GUILD, 1, [committed_file]))
    await store.put(b"never committed")
    async with storage.write() as uow:
        await uow.files.add(GUILD, 1, [lost_file])

    async def is_referenced(sha256):
        async with storage.read() as uow:
            return await uow.files.is_referenced(sha256)

    assert await store.sweep(is_referenced, DAY_SECONDS) == 0
    clock.advance(days=2)
    assert await store.sweep(is_referenced, DAY_SECONDS) == 1
    assert await store.sweep(is_referenced, DAY_SECONDS) == 0
    assert await store.read(SHA256) == DATA
    with pytest.raises(ExhibitMissing):
        await store.read(lost_file.sha256)


async def test_bytes_handed_in_again_are_young_again(store, clock):
    await store.put(DATA)
    clock.advance(days=2)
    await store.put(DATA)
    assert await store.sweep(nobody, DAY_SECONDS) == 0
    assert await store.read(SHA256) == DATA


async def test_bytes_handed_in_while_a_sweep_asks_for_them_are_kept(store, clock):
    await store.put(DATA)
    clock.advance(days=2)

    async def handed_in_meanwhile(sha256):
        await store.put(DATA)
        return False

    assert await store.sweep(handed_in_meanwhile, DAY_SECONDS) == 0
    assert await store.read(SHA256) == DATA


async def test_two_sweeps_at_once_count_each_file_once(store, clock):
    for number in range(10):
        await store.put(bytes([number]))
    clock.advance(days=2)
    assert sum(await asyncio.gather(*(store.sweep(nobody, DAY_SECONDS) for _ in range(3)))) == 10
    assert kept(store) == []


async def test_a_sweep_leaves_what_is_not_ours(store, clock):
    assert await store.sweep(nobody, 0) == 0
    await store.put(DATA)
    for name in ("notes.txt", "00/notes.txt", f"00/{SHA256}"):
        (store._folder / name).parent.mkdir(exist_ok=True)
        (store._folder / name).write_bytes(b"somebody's own")
    # Those files were written at the machine's own time, not at the test's.
    clock.set(max(path.stat().st_mtime_ns for path in kept(store)) // 1_000_000)
    clock.advance(days=2)
    assert await store.sweep(nobody, DAY_SECONDS) == 1
    assert len(kept(store)) == 3


async def test_check_tells_whether_files_can_be_written(tmp_path, clock):
    await ExhibitFiles(tmp_path / "evidence", clock).check()
    assert kept(ExhibitFiles(tmp_path / "evidence", clock)) == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExhibitStoreFault, match="cannot be written to"):
        await ExhibitFiles(tmp_path / "file", clock).check()
    with pytest.raises(ExhibitStoreFault):
        await ExhibitFiles(tmp_path / "file" / "below", clock).put(DATA)


async def test_the_event_loop_goes_on_while_bytes_are_written(store, monkeypatch):
    """The disk is slow: it answers only after the loop has done something else."""
    done_elsewhere = asyncio.Event()
    loop, fsync = asyncio.get_running_loop(), os.fsync

    def slow(descriptor):
        asyncio.run_coroutine_threadsafe(done_elsewhere.wait(), loop).result(30)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", slow)
    putting = asyncio.create_task(store.put(DATA))
    await asyncio.sleep(0)
    assert not putting.done()
    done_elsewhere.set()
    assert await putting == SHA256
