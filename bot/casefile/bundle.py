"""A case file with its exhibits' bytes as ZIPs that Discord takes: each of them whole by itself, none too large."""

import sys
import zipfile
import zlib
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
    most = sys.maxsize if limit_bytes is None else limit_bytes
    left_out: list[str] = []
    paths: list[Path] = []
    part: zipfile.ZipFile | None = None
    size = count = 0
    try:
        for entry in entries:
            path = f"{stem}/{entry.path}"
            around = _LOCAL + _CENTRAL + 2 * len(path.encode())
            data = _bytes_of(entry, most - _END - around)
            if data is None:
                left_out.append(entry.path)
                continue
            taken = around + _packed_size(entry, data)
            if part is None or size + taken > most or count == _ENTRIES:
                if part is not None:
                    part.close()
                paths.append(folder / (f"{stem}.zip" if not paths else f"{stem}-part-{len(paths) + 1}.zip"))
                part, size, count = zipfile.ZipFile(paths[-1], "w"), _END, 0
            info = zipfile.ZipInfo(path, moment)
            info.external_attr = 0o100644 << 16
            part.writestr(info, data, zipfile.ZIP_STORED if entry.is_dense else zipfile.ZIP_DEFLATED)
            size += taken
            count += 1
    finally:
        if part is not None:
            part.close()
    return Bundle(tuple(paths), tuple(left_out))


def _bytes_of(entry: Entry, most: int) -> bytes | None:
    """The entry's bytes; None where they can't be had, or take more than so many even alone."""
    if entry.is_dense and entry.size_bytes > most:
        return None
    try:
        data = entry.read()
    except ExhibitStoreFault:
        return None
    return data if _packed_size(entry, data) <= most else None


def _packed_size(entry: Entry, data: bytes) -> int:
    """How many bytes they are in a ZIP."""
    if entry.is_dense:
        return len(data)
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return len(packer.compress(data)) + len(packer.flush())
