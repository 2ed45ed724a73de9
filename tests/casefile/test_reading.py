"""`parley verify`: what it takes, what it says, and that nothing hostile makes it fall over or write anything."""

import json
import os
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.casefile import reading
from bot.cli import app
from bot.services.case_record import CaseRecord
from bot.services.ports import ExhibitMissing
from bot.ui.case_file import MadeCaseFile, made, zips
from tests.casefile.cases import LETTER, PHOTO, handed
from tests.casefile.retold import retold

AT_MS = 1_767_700_000_000
Recorded = Callable[[str], CaseRecord]
STORE = {handed(data, "", "")["sha256"]: data for data in (PHOTO, LETTER)}


def load(sha256: str) -> bytes:
    """The bytes of the ruled case's exhibits."""
    try:
        return STORE[sha256]
    except KeyError:
        raise ExhibitMissing("not here") from None


def verify(*paths: Path | str) -> tuple[int, str, str]:
    """Exit code, standard output, standard error; what a person would see, and never a trace."""
    result = CliRunner().invoke(app, ["verify", *map(str, paths)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result.exit_code, result.stdout, result.stderr


def as_data(*paths: Path | str) -> tuple[int, Any]:
    code, out, _ = verify("--json", *paths)
    return code, json.loads(out)


@pytest.fixture
def ruled(recorded: Recorded) -> MadeCaseFile:
    return made(recorded("ruled"), at_ms=AT_MS)


@pytest.fixture
def whole(ruled: MadeCaseFile, tmp_path: Path) -> Path:
    """The ruled case's ZIP with its exhibits."""
    [path] = zips(ruled, load, tmp_path).parts
    return path


def results(answer: Any) -> list[str]:
    [case] = answer["case_files"]
    return [exhibit["result"] for exhibit in case["exhibits"]]


def test_r11_3_it_takes_pages_json_zips_and_folders(ruled: MadeCaseFile, whole: Path, tmp_path: Path) -> None:
    """R11.3: each alone, all together, and it says which exhibits it could check."""
    page, data = tmp_path / ruled.html_name, tmp_path / ruled.json_name
    page.write_bytes(ruled.html)
    data.write_bytes(ruled.json)
    for path, shown in ((page, "matches"), (data, None)):
        code, answer = as_data(path)
        assert (code, answer["ok"], answer["case_files"][0]["page"]) == (0, True, shown)
        assert results(answer) == ["not included", "not included"]
    code, answer = as_data(whole)
    assert (code, results(answer)) == (0, ["matches", "matches"])
    whole.unlink()
    with pytest.raises(FileNotFoundError):
        whole.open()
    code, answer = as_data(tmp_path)
    assert (code, results(answer), len(answer["case_files"][0]["sources"])) == (0, ["not included"] * 2, 2)


def test_an_unpacked_zip_and_each_part_of_one_are_taken(ruled: MadeCaseFile, whole: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "elsewhere"
    with zipfile.ZipFile(whole) as packed:
        packed.extractall(unpacked)
    for folder in (unpacked, unpacked / "case-0001"):
        code, answer = as_data(folder)
        assert (code, results(answer)) == (0, ["matches", "matches"])
    (unpacked / "case-0001" / "exhibits" / "C-1" / "2-letter.txt").write_bytes(b"Dear Carol, here is nothing.\n")
    code, out, _ = verify(unpacked)
    assert code == 1
    assert "Broken: exhibit C-1: the bytes of letter.txt aren't those that were handed in." in out

    parts = zips(ruled, load, tmp_path, limit_bytes=len(whole.read_bytes()) - 100).parts
    assert len(parts) == 2
    assert as_data(*parts)[1]["ok"]
    assert results(as_data(*parts)[1]) == ["matches", "matches"]
    assert results(as_data(parts[0])[1]) == ["matches", "not included"]
    code, _, err = verify(parts[1])
    assert (code, err) == (2, "There is no case file in what was given: parts of a bundle need the first one.\n")


def test_it_tells_people_what_was_proved_and_what_was_not(recorded: Recorded, whole: Path, tmp_path: Path) -> None:
    code, out, err = verify(whole)
    assert (code, err) == (0, "")
    record = recorded("ruled")
    for said in (
        "CASE-0001 of server 900000000000000001",
        "Whole: 47 events, 12 texts and 3 ledger transactions are as they were recorded.",
        record.events[-1].hash,
        "Left out: 1 text of staff for staff.",
        "Exhibits that are as they were handed in: C-1 the logo.png, C-1 letter.txt.",
        "don't cover members' names",
    ):
        assert said in out, said
    gone = tmp_path / "erased.json"
    gone.write_bytes(made(recorded("erased"), at_ms=AT_MS).json)
    code, out, _ = verify(gone)
    assert code == 0
    assert "Erased: 4 texts. The record is whole without." in out
    hidden = tmp_path / "hidden.html"
    hidden.write_bytes(made(recorded("crowded").without_offers(), at_ms=AT_MS).html)
    code, out, _ = verify(hidden)
    assert code == 0
    assert "Left out: 1 event about offers. This file can't prove them, nor that what came before" in out


def test_the_first_break_is_one_sentence_and_exit_code_1(ruled: MadeCaseFile, tmp_path: Path) -> None:
    forged = tmp_path / "case-0001.json"
    forged.write_bytes(ruled.json.replace(b'"freelancer_minor": 30000', b'"freelancer_minor": 90000'))
    code, out, err = verify(forged)
    assert (code, err) == (1, "")
    assert out.splitlines()[1] == "  Broken: CASE-0001: event 40 (ruling_made) isn't what its hash says."
    code, answer = as_data(forged)
    assert (code, answer["ok"]) == (1, False)
    assert answer["case_files"][0]["first_break"] == "CASE-0001: event 40 (ruling_made) isn't what its hash says"


def test_a_page_that_shows_something_else_is_broken(ruled: MadeCaseFile, tmp_path: Path) -> None:
    page = tmp_path / "case-0001.html"
    page.write_bytes(ruled.html.replace(b"<strong>300.00", b"<strong>900.00"))
    code, out, _ = verify(page)
    assert code == 1
    assert "case-0001.html: the page shows something else than its data say" in out
    older = ruled.html.replace(b"Parley 0", b"Parley 9").replace(
        b"&#34;program&#34;: &#34;0", b"&#34;program&#34;: &#34;9"
    )
    page.write_bytes(older)
    assert as_data(page)[1]["case_files"][0]["page"] == "matches"
    page.write_bytes(older.replace(b"In short", b"Briefly"))
    code, out, _ = verify(page)
    assert code == 0
    assert "Only its data were checked: another version of Parley made the page" in out


def test_a_zip_behind_a_page_is_not_looked_at_instead_of_it(whole: Path, tmp_path: Path) -> None:
    """A browser would show the page: what is proved must be what is read."""
    both = tmp_path / "case-0001.html"
    both.write_bytes(b"<!DOCTYPE html><p>Carol gets everything.</p>" + whole.read_bytes())
    code, _, err = verify(both)
    assert code == 2
    assert err.startswith("case-0001.html")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"{}",
        b"[]",
        b"null",
        b'{"format": "parley.case-file"}',
        b'{"format": "parley.case-file", "version": 2}',
        b'{"format": "parley.case-file", "version": true}',
        b'{"format": "parley.case-file", "version": 1}',
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"format": "parley.case-file", "version": 1, "names": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"format": "parley.case-file", "version": ' + b"9" * 10_000 + b"}",
        b'{"format": "parley.case-file", "version": NaN}',
        b"<html></html>",
        b'<pre id="record" tabindex="0">',
        b'<pre id="record" tabindex="0">{}</pre>',
        b"<!--" * 100_000,
        b"\xff\xfe\x00<",
        b"PK\x03\x04 and nothing",
        b"PK\x05\x06" + b"\0" * 18,
        bytes(range(256)),
    ],
    ids=lambda data: repr(data[:24]),
)
def test_what_is_no_case_file_is_one_sentence_and_exit_code_2(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "case-0001.json"
    path.write_bytes(data)
    code, out, err = verify(path)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.endswith(".\n")
    code, answer = as_data(path)
    assert (code, answer["ok"]) == (2, False)


def test_what_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for path, said in (
        (tmp_path / "nowhere.json", "can't be read: No such file or directory.\n"),
        (tmp_path / "empty", f"There is no file named like case-0042.html, .json or .zip in {tmp_path / 'empty'}.\n"),
        (tmp_path / "pipe", "is no file.\n"),
    ):
        code, out, err = verify(path)
        assert (code, out) == (2, "")
        assert err.endswith(said)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draw=st.data())
def test_no_damaged_zip_makes_it_fall_over(whole: Path, tmp_path: Path, draw: st.DataObject) -> None:
    data = bytearray(whole.read_bytes())
    for _ in range(draw.draw(st.integers(1, 4))):
        data[draw.draw(st.integers(2, len(data) - 1))] = draw.draw(st.integers(0, 255))
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(bytes(data[: draw.draw(st.integers(2, len(data)))]))
    assert verify(damaged)[0] in (0, 1, 2)


def test_hostile_zips_are_read_to_a_bound_and_write_nothing(
    ruled: MadeCaseFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bombs, paths that lead out, and packings that take any memory."""
    monkeypatch.setattr(reading, "_LARGEST_DOCUMENT", 1_000_000)
    monkeypatch.setattr(reading, "_MOST_ENTRIES", 50)
    inside = tmp_path / "inside"
    inside.mkdir()
    bomb, many, odd, out = (inside / f"{name}.zip" for name in ("bomb", "many", "odd", "out"))
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("case-0001/case-0001.json", b" " * 50_000_000)
    with zipfile.ZipFile(many, "w") as packed:
        for number in range(60):
            packed.writestr(f"{number}", b"")
    with zipfile.ZipFile(odd, "w", zipfile.ZIP_LZMA) as packed:
        packed.writestr("case-0001.json", ruled.json)
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("../../case-0001.json", ruled.json)
        packed.writestr("/exhibits/C-1/1-the logo.png", PHOTO)
        packed.writestr("../exhibits/C-1/../../2-letter.txt", LETTER)
        packed.writestr("exhibits", b"")
    before = sorted(tmp_path.rglob("*"))
    for path, said in (
        (bomb, "larger than a case file"),
        (many, "more files than this program looks through"),
        (odd, "packed in a way that case files aren't"),
    ):
        code, _, err = verify(path)
        assert code == 2
        assert said in err
    code, answer = as_data(out)
    assert (code, results(answer)) == (0, ["matches", "not included"])
    assert sorted(tmp_path.rglob("*")) == before


def test_an_exhibit_that_swells_is_read_no_further_than_it_may_be_long(ruled: MadeCaseFile, tmp_path: Path) -> None:
    path = tmp_path / "swollen.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("case-0001/case-0001.json", ruled.json)
        packed.writestr("case-0001/exhibits/C-1/1-the logo.png", b"\0" * 200_000_000)
    code, answer = as_data(path)
    assert code == 1
    assert results(answer) == ["differs", "not included"]


def test_an_exhibit_may_be_a_case_file_and_a_link_is_not_followed(
    recorded: Recorded, ruled: MadeCaseFile, tmp_path: Path
) -> None:
    """What somebody handed in is never taken for the case's own file."""
    folder = tmp_path / "case-0001"
    (folder / "exhibits" / "C-1").mkdir(parents=True)
    (folder / ruled.json_name).write_bytes(ruled.json)
    (folder / "exhibits" / "C-1" / "case-0002.json").write_bytes(made(recorded("split"), at_ms=AT_MS).json)
    (tmp_path / "photo").write_bytes(PHOTO)
    (folder / "exhibits" / "C-1" / "1-the logo.png").symlink_to(tmp_path / "photo")
    (folder / "round").symlink_to(folder)
    code, answer = as_data(folder)
    assert (code, results(answer)) == (0, ["not included", "not included"])


def test_several_cases_are_told_apart(recorded: Recorded, whole: Path, tmp_path: Path) -> None:
    other = tmp_path / "case-0009.json"
    other.write_bytes(made(recorded("split"), at_ms=AT_MS).json.replace(b'"salt": "', b'"salt": "0'))
    code, answer = as_data(tmp_path)
    assert code == 1
    assert sorted(item["ok"] for item in answer["case_files"]) == [False, True]


def test_names_of_a_forged_file_move_no_cursor(recorded: Recorded, tmp_path: Path) -> None:
    path = tmp_path / "forged.json"
    record = retold(recorded("ruled"), every_file_name="\x1b[2J\x1b]0;owned\x07 a\nWhole: everything.png")
    path.write_bytes(made(record, at_ms=AT_MS).json)
    code, out, _ = verify(path)
    assert code == 0
    assert "\x1b" not in out
    assert not any(line.startswith("Whole") for line in out.splitlines())


def test_a_zip_with_a_false_size_is_no_trap(ruled: MadeCaseFile, tmp_path: Path) -> None:
    path = tmp_path / "false.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("case-0001.json", ruled.json)
    data = path.read_bytes()
    place = data.rindex(b"PK\x01\x02")
    path.write_bytes(data[: place + 20] + struct.pack("<II", 2**32 - 2, 2**32 - 2) + data[place + 28 :])
    assert verify(path)[0] == 2
    shutil.rmtree(tmp_path)
