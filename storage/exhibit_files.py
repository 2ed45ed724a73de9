"""The bytes of exhibits on disk: named by their SHA-256, written once, never changed.

A file is whole before it has its name, and on the disk before anybody is told of it; so a crash leaves at most a file
that no row names, which a sweep removes. Several processes may share a folder: who writes and who sweeps keep out of
each other's way by a lock on a file in it.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from bot.services.ports import Clock, ExhibitAltered, ExhibitMissing, ExhibitStoreFault

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_UNFINISHED: Final = "unfinished"
_LOCK: Final = "lock"


class ExhibitFiles:
    """A store of bytes in one folder, readable by its owner alone; the folder is made when first needed.

    A file's modification time is when its bytes were last handed in, by the given clock: a sweep goes by it.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    async def put(self, data: bytes) -> str:
        """Keep the bytes durably and return their SHA-256; bytes that are there already are kept once.

        Raises ExhibitStoreFault if the disk doesn't take them.
        """
        return await asyncio.to_thread(self._put, data)

    async def read(self, sha256: str) -> bytes:
        """The bytes of that SHA-256.

        Raises ExhibitMissing if there are none, ExhibitAltered if they are others now, and ExhibitStoreFault if they
        cannot be read.
        """
        return await asyncio.to_thread(self.load, sha256)

    async def sweep(self, is_referenced: Callable[[str], Awaitable[bool]], older_than_seconds: int) -> int:
        """Remove what nobody refers to and was handed in longer ago than that, and return how many files that were.

        The age must be more than a command takes from handing in the bytes to its commit. Raises ExhibitStoreFault.
        """
        before_ms = self._clock.now_ms() - older_than_seconds * 1_000
        removed = 0
        for path in await asyncio.to_thread(self._older_than, before_ms):
            if _DIGEST.fullmatch(path.name) and await is_referenced(path.name):
                continue
            removed += await asyncio.to_thread(self._remove, path, before_ms)
        return removed

    async def check(self) -> None:
        """Raise ExhibitStoreFault, with a sentence for the operator, unless files can be written here."""
        await asyncio.to_thread(self._check)

    def _put(self, data: bytes) -> str:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        with self._told("cannot be written to"), self._locked(fcntl.LOCK_SH):
            _make_folder(path.parent)
            if self._is_whole(path, sha256):
                self._stamp(path)
            else:
                # Nothing there, or (after damage) something else in its place.
                self._write(path, data)
            # Also where another just wrote the same: its name may not be on the disk yet.
            _flush_folder(path.parent)
        return sha256

    def _write(self, path: Path, data: bytes) -> None:
        unfinished = self._folder / _UNFINISHED
        _make_folder(unfinished)
        descriptor, name = tempfile.mkstemp(dir=unfinished)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                self._stamp(Path(name))
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def load(self, sha256: str) -> bytes:
        """As `read`, but at once: for who is in a thread already."""
        try:
            if not _DIGEST.fullmatch(sha256):
                raise FileNotFoundError
            data = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise ExhibitMissing(f"There is no file {sha256[:64]} in {self._folder}.") from error
        except OSError as error:
            raise ExhibitStoreFault(f"File {sha256} in {self._folder} cannot be read: {error.strerror}.") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ExhibitAltered(f"File {sha256} in {self._folder} has been altered: its bytes are not what was kept.")
        return data

    def _is_whole(self, path: Path, sha256: str) -> bool:
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
        except FileNotFoundError:
            return False

    def _older_than(self, before_ms: int) -> list[Path]:
        if not self._folder.is_dir():
            return []
        with self._told("cannot be read"):
            folders = [folder for folder in self._folder.iterdir() if folder.is_dir()]
            files = [path for folder in folders for path in folder.iterdir() if self._is_ours(path)]
            return sorted(path for path in files if _is_older(path, before_ms))

    def _is_ours(self, path: Path) -> bool:
        """What this store may remove: files by their digest in their place, and unfinished ones."""
        if path.parent == self._folder / _UNFINISHED:
            return True
        return bool(_DIGEST.fullmatch(path.name)) and path == self._path(path.name)

    def _remove(self, path: Path, before_ms: int) -> bool:
        with self._told("cannot be swept"), self._locked(fcntl.LOCK_EX):
            # Asked again: the same bytes may have been handed in meanwhile.
            if not _is_older(path, before_ms):
                return False
            path.unlink()
            return True

    def _check(self) -> None:
        with self._told("cannot be written to"), self._locked(fcntl.LOCK_SH):
            unfinished = self._folder / _UNFINISHED
            _make_folder(unfinished)
            with tempfile.TemporaryFile(dir=unfinished) as file:
                file.write(b"check")
                file.flush()
                os.fsync(file.fileno())

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _stamp(self, path: Path) -> None:
        now_ns = self._clock.now_ms() * 1_000_000
        os.utime(path, ns=(now_ns, now_ns))

    @contextmanager
    def _locked(self, kind: int) -> Generator[None]:
        """Writers share the lock; who removes has it alone."""
        _make_folder(self._folder)
        descriptor = os.open(self._folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, kind)
            yield
        finally:
            os.close(descriptor)

    @contextmanager
    def _told(self, trouble: str) -> Generator[None]:
        try:
            yield
        except OSError as error:
            message = f"The folder {self._folder} for evidence {trouble}: {error.strerror or error}."
            raise ExhibitStoreFault(message) from error


def _is_older(path: Path, before_ms: int) -> bool:
    """Whether the file is there, and its bytes were last handed in before a moment."""
    try:
        return path.stat().st_mtime_ns // 1_000_000 < before_ms
    except FileNotFoundError:
        return False


def _make_folder(folder: Path) -> None:
    """Make the folder with those above it, each on the disk before anything is put into it."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    _flush_folder(folder.parent)


def _flush_folder(folder: Path) -> None:
    """Put the folder's list of names on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
