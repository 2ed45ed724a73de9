"""Finding case files and exhibits in what somebody hands to `parley verify`: pages, JSON, ZIPs, folders.

All of it may be made by somebody who wishes us ill: nothing is unpacked, no link is followed, and each reading ends at
a bound.
"""

import hashlib
import os
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Final

from bot.casefile.document import CaseFile, exhibit_paths, from_json
from bot.casefile.page import from_page
from bot.casefile.proof import Bytes

_MIB: Final = 1_048_576
_LARGEST_DOCUMENT: Final = 128 * _MIB
_MOST_ENTRIES: Final = 20_000
_MOST_HASHED: Final = 4_096 * _MIB
_CHUNK: Final = _MIB
_DOCUMENT: Final = re.compile(r"case-\d[^/]*\.(?:html|json)", re.IGNORECASE)
_ZIP: Final = re.compile(r"case-\d[^/]*\.zip", re.IGNORECASE)
_CASE_FOLDER: Final = re.compile(r"case-\d+", re.IGNORECASE)
_EXHIBITS: Final = "exhibits"
_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How ZIPs of ours are packed. Others may take any amount of memory to unpack."""

_Open = Callable[[], IO[bytes]]


class Unreadable(Exception):
    """What was handed in can't be read as a case file; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a case file was read from; `html` is the page's whole text, None for plain data."""

    name: str
    html: str | None = None


@dataclass(slots=True)
class Found:
    """The case files that were found, each with all the places it was found in, and the bytes that came along."""

    documents: list[tuple[CaseFile, list[Source]]] = field(default_factory=list[tuple[CaseFile, list[Source]]])
    _exhibits: dict[tuple[str, str], list[_Open]] = field(
        default_factory=lambda: defaultdict[tuple[str, str], list[_Open]](list)
    )
    _hashed: int = 0

    def add(self, document: CaseFile, source: Source) -> None:
        """Keep a case file; the same one from another place is known already."""
        for known, sources in self.documents:
            if known == document:
                sources.append(source)
                return
        self.documents.append((document, [source]))

    def add_exhibit(self, path: PurePosixPath, opening: _Open) -> None:
        """Keep how to read a file that lies where exhibits lie: `case-0042/exhibits/C-1/1-photo.png`."""
        place = path.parts.index(_EXHIBITS)
        folder = path.parts[place - 1].lower() if place else ""
        case = folder if _CASE_FOLDER.fullmatch(folder) else ""
        self._exhibits[case, "/".join(path.parts[place:])].append(opening)

    def exhibits_of(self, document: CaseFile) -> dict[str, list[Bytes]]:
        """What came as bytes of a case file's exhibits, by the ids of their files. Raises Unreadable."""
        found: dict[str, list[Bytes]] = {}
        for file_id, path in exhibit_paths(document).items():
            openings = [*self._exhibits.get((document.stem, path), ()), *self._exhibits.get(("", path), ())]
            longest = document.files[file_id].size_bytes
            found[file_id] = [self._hash(path, opening, longest) for opening in openings]
        return found

    def _hash(self, path: str, opening: _Open, longest: int) -> Bytes:
        """What the bytes are; of a file that is too long anyway, no more than shows it."""
        digest = hashlib.sha256()
        size = 0
        with _told(path), closing(opening()) as file:
            while size <= longest and (chunk := file.read(min(_CHUNK, longest + 1 - size))):
                digest.update(chunk)
                size += len(chunk)
                self._hashed += len(chunk)
                if self._hashed > _MOST_HASHED:
                    raise Unreadable("The exhibits hold more bytes than this program reads in one go.")
        return Bytes(digest.hexdigest(), size)


class _told:  # noqa: N801 - it is used like a function
    """Turn whatever goes wrong in reading something into a sentence about it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, Unreadable):
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is damaged"
            raise Unreadable(f"{self._name} can't be read: {reason}.") from error


def find(paths: Sequence[Path]) -> Found:
    """All the case files in these pages, data, ZIPs and folders, with what lies beside them. Raises Unreadable."""
    found = Found()
    for path in paths:
        before = len(found.documents)
        if path.is_dir():
            with _told(str(path)):
                _find_in_folder(path, found)
        elif _is_zip(path):
            _find_in_zip(path, found)
        else:
            _read(path.name, lambda path=path: path.open("rb"), found)
        if len(found.documents) == before and path.is_dir():
            raise Unreadable(f"There is no file named like case-0042.html, .json or .zip in {path}.")
    if not found.documents:
        raise Unreadable("There is no case file in what was given: parts of a bundle need the first one.")
    return found


def _is_zip(path: Path) -> bool:
    """Whether it begins as a ZIP does: what a ZIP is only put behind, a browser would show as something else."""
    with _told(str(path)):
        if path.exists() and not path.is_file():
            raise Unreadable(f"{path} is no file.")
        with path.open("rb") as file:
            return file.read(2) == b"PK"


def _find_in_folder(folder: Path, found: Found) -> None:
    for path in _files_of(folder):
        within = PurePosixPath(folder.resolve().name, *path.relative_to(folder).parts)
        if _EXHIBITS in within.parts[:-1]:
            found.add_exhibit(within, lambda path=path: path.open("rb"))
        elif _DOCUMENT.fullmatch(path.name):
            _read(path.name, lambda path=path: path.open("rb"), found)
        elif _ZIP.fullmatch(path.name) and _is_zip(path):
            _find_in_zip(path, found)


def _files_of(folder: Path) -> Iterator[Path]:
    """The folder's files, in order; links and what is no file are passed over."""
    count = 0
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for path in (Path(parent, name) for name in sorted(names)):
            count += 1
            if count > _MOST_ENTRIES:
                raise Unreadable(f"{folder} holds more files than this program looks through.")
            if path.is_file() and not path.is_symlink():
                yield path


def _find_in_zip(path: Path, found: Found) -> None:
    with _told(path.name), zipfile.ZipFile(path) as packed:
        entries = packed.infolist()
    if len(entries) > _MOST_ENTRIES:
        raise Unreadable(f"{path.name} holds more files than this program looks through.")
    for entry in entries:
        within = PurePosixPath(entry.filename)

        def opening(entry: zipfile.ZipInfo = entry) -> IO[bytes]:
            if entry.compress_type not in _PACKINGS:
                raise Unreadable(f"{path.name} is packed in a way that case files aren't.")
            with zipfile.ZipFile(path) as packed:
                return packed.open(entry)

        if _EXHIBITS in within.parts[:-1]:
            found.add_exhibit(within, opening)
        elif _DOCUMENT.fullmatch(within.name):
            _read(f"{path.name}/{within.name}", opening, found)


def _read(name: str, opening: _Open, found: Found) -> None:
    with _told(name), closing(opening()) as file:
        data = file.read(_LARGEST_DOCUMENT + 1)
    if len(data) > _LARGEST_DOCUMENT:
        raise Unreadable(f"{name} is larger than a case file.")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name} is neither a page nor JSON nor a ZIP.") from error
    is_page = text.lstrip().startswith("<")
    try:
        document = from_page(text) if is_page else from_json(text)
    except ValueError as error:
        raise Unreadable(f"{name}: {error}") from error
    found.add(document, Source(name, text if is_page else None))
