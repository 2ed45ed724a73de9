"""A case file with its exhibits' bytes as ZIPs that Discord takes: each of them whole by itself, none too large."""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.services.ports import ExhibitStoreFault

_LOCAL, _CENTRAL, _END = 30, 46, 22
"""What ZIP itself takes for an entry, without its name: before the bytes, in the list at the end; and for that list."""

_ENTRIES: Final = 60_000
"""The most entries of one part: more would take another form of ZIP."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to be put in: its path, its size in bytes, and how to get its bytes, which may raise ExhibitStoreFault.

    `is_dense` where the bytes hardly get smaller any more, as photos don't.
    """

    path: str
    size_bytes: int
    read: Callable[[], bytes]
    is_dense: bool = True


@dataclass(frozen=True, slots=True)
class Bundle:
    """The ZIPs that were written, in order, and the paths of what is in none: too large, or not to be had."""

    parts: tuple[Path, ...]
    left_out: tuple[str, ...]


def write_zips(
    entries: Iterable[Entry], folder: Path, stem: str, *, at_ms: int, limit_bytes: int | None = None
) -> Bundle:
    """Write `case-0042.zip`, `case-0042-part-2.zip`, … of at most `limit_bytes` each into the folder.

    In each, all lies in a folder called like the stem. One file's bytes are in memory at a time. Reads and writes
    files: made for a thread. Raises OSError where the disk doesn't take them.
    """
    moment = datetime.fromtimestamp(at_ms / 1_000, UTC).timetuple()[:6]
    left_out: list[str] = []
    paths: list[Path] = []
    part: zipfile.ZipFile | None = None
    size = count = 0
    try:
        for entry in entries:
            path = f"{stem}/{entry.path}"
            around = _LOCAL + _CENTRAL + 2 * len(path.encode())
            if limit_bytes is not None and _END + around + entry.size_bytes > limit_bytes and entry.is_dense:
                left_out.append(entry.path)
                continue
            try:
                data = entry.read()
            except ExhibitStoreFault:
                left_out.append(entry.path)
                continue
            largest = around + (len(data) if entry.is_dense else _deflated_bound(len(data)))
            if limit_bytes is not None and _END + largest > limit_bytes:
                left_out.append(entry.path)
                continue
            if part is None or (limit_bytes is not None and size + largest > limit_bytes) or count == _ENTRIES:
                if part is not None:
                    part.close()
                paths.append(folder / (f"{stem}.zip" if not paths else f"{stem}-part-{len(paths) + 1}.zip"))
                part, size, count = zipfile.ZipFile(paths[-1], "w"), _END, 0
            info = zipfile.ZipInfo(path, moment)
            info.external_attr = 0o100644 << 16
            part.writestr(info, data, zipfile.ZIP_STORED if entry.is_dense else zipfile.ZIP_DEFLATED)
            size += around + info.compress_size
            count += 1
    finally:
        if part is not None:
            part.close()
    return Bundle(tuple(paths), tuple(left_out))


def _deflated_bound(size: int) -> int:
    """The most bytes that compressing can make of so many, as zlib has it."""
    return size + (size >> 12) + (size >> 14) + (size >> 25) + 13
