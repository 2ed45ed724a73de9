"""ZIPs of case files: each whole by itself, none too large, and found again by who verifies."""

import random
import zipfile
from pathlib import Path

import pytest

from bot.casefile.bundle import Entry, write_zips
from bot.services.ports import ExhibitMissing

AT_MS = 1_767_700_000_000
LIMIT = 30_000


def photos(count: int, size: int) -> list[Entry]:
    bytes_of = random.Random(1).randbytes
    return [Entry(f"exhibits/C-{n}/1-ph\u00f6to.png", size, lambda: bytes_of(size)) for n in range(1, count + 1)]


def page(size: int) -> Entry:
    return Entry("case-0042.html", size, lambda: b"<p>" * (size // 3), is_dense=False)


def test_each_part_is_a_zip_within_the_limit_and_nothing_is_lost(tmp_path: Path) -> None:
    entries = [page(90_000), *photos(20, 7_000)]
    bundle = write_zips(entries, tmp_path, "case-0042", at_ms=AT_MS, limit_bytes=LIMIT)
    assert bundle.left_out == ()
    names = [path.name for path in bundle.parts]
    assert names[:3] == ["case-0042.zip", "case-0042-part-2.zip", "case-0042-part-3.zip"]
    assert len(names) == 5, "as full as they may be: four photos in each"
    held: list[str] = []
    for path in bundle.parts:
        assert path.stat().st_size <= LIMIT
        with zipfile.ZipFile(path) as packed:
            assert packed.testzip() is None
            assert {info.date_time for info in packed.infolist()} == {(2026, 1, 6, 11, 46, 40)}
            held += packed.namelist()
    assert held == [f"case-0042/{entry.path}" for entry in entries]


@pytest.mark.parametrize("room", range(140, 150))
def test_the_limit_holds_to_the_byte(tmp_path: Path, room: int) -> None:
    [photo] = photos(1, 1_000)
    bundle = write_zips([photo], tmp_path, "case-0042", at_ms=AT_MS, limit_bytes=1_000 + room)
    for path in bundle.parts:
        assert path.stat().st_size <= 1_000 + room
    whole = write_zips([photo], tmp_path, "case-0043", at_ms=AT_MS).parts[0].stat().st_size
    assert (bundle.left_out == ()) == (whole <= 1_000 + room)


def test_what_is_too_large_or_gone_is_named_and_the_rest_is_there(tmp_path: Path) -> None:
    def gone() -> bytes:
        raise ExhibitMissing("There is no such file.")

    entries = [page(300), *photos(1, LIMIT), Entry("exhibits/R-1/1-x.png", 5, gone), Entry("b.txt", 1, lambda: b"b")]
    bundle = write_zips(entries, tmp_path, "case-0042", at_ms=AT_MS, limit_bytes=LIMIT)
    assert bundle.left_out == ("exhibits/C-1/1-ph\u00f6to.png", "exhibits/R-1/1-x.png")
    [part] = bundle.parts
    with zipfile.ZipFile(part) as packed:
        assert packed.namelist() == ["case-0042/case-0042.html", "case-0042/b.txt"]
