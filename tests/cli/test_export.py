"""`parley export`: a case file from the database of a bot that runs, which `parley verify` then proves."""

import asyncio
import json
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import SystemClock
from storage.engine import Database
from storage.exhibit_files import ExhibitFiles
from tests.casefile.cases import LETTER, PHOTO, ruled
from tests.services.world import GUILD, World

Export = Callable[..., Result]


@pytest.fixture
async def export(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Export]:
    """Run `parley export` beside a bot whose database has a ruled case, in an empty folder."""
    world = World(database)
    await world.set_up()
    await ruled(world)
    store = ExhibitFiles(tmp_path / "evidence", SystemClock())
    for data in (PHOTO, LETTER):
        await store.put(data)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    config = tmp_path / "config.toml"
    config.write_text(f'[database]\nurl = "{database_url}"\n[evidence]\ndir = "{tmp_path / "evidence"}"\n')

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["export", *arguments, "--config", str(config)])

    before = await world.everything()
    # The bot is in the middle of a command.
    async with world.storage.write() as uow:
        await uow.names.seen(GUILD, 11, "Somebody else")
        yield run
    assert await world.everything() == before


def written() -> dict[str, int]:
    """What was written here, and who may read it."""
    return {path.name: path.stat().st_mode & 0o777 for path in sorted(Path().iterdir())}


async def test_it_reads_while_the_bot_runs_and_what_it_writes_is_proved(export: Export) -> None:
    """Page and data, or one ZIP with the exhibits; for nobody else to read; and the database is as it was."""
    answer = await asyncio.to_thread(export, "CASE-0001", "--guild", str(GUILD))
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert answer.stderr == "Written: case-0001.html\nWritten: case-0001.json\n"
    answer = await asyncio.to_thread(export, "1", "--with-exhibits", "--out", "all.zip")
    assert (answer.exit_code, answer.stderr) == (0, "Written: all.zip\n")
    assert written() == {"all.zip": 0o600, "case-0001.html": 0o600, "case-0001.json": 0o600}
    with zipfile.ZipFile("all.zip") as packed:
        assert packed.read("case-0001/exhibits/C-1/2-letter.txt") == LETTER
    proved = CliRunner().invoke(app, ["verify", "--json", "case-0001.html", "case-0001.json", "all.zip"])
    assert proved.exit_code == 0
    for case in json.loads(proved.stdout)["case_files"]:
        assert case["page"] == "matches"
        assert [exhibit["result"] for exhibit in case["exhibits"]] == ["matches", "matches"]


async def test_json_alone_goes_to_a_file_or_to_standard_output(export: Export) -> None:
    printed = await asyncio.to_thread(export, "1", "--guild", str(GUILD), "--json", "-")
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert json.loads(printed.stdout)["case_id"] == 1
    await asyncio.to_thread(export, "1", "--guild", str(GUILD), "--json", "data.json")
    assert list(written()) == ["data.json"]
    assert CliRunner().invoke(app, ["verify", "data.json"]).exit_code == 0


async def test_what_is_not_there_is_one_sentence(export: Export, tmp_path: Path) -> None:
    for arguments, code, said in (
        (("2", "--guild", str(GUILD)), 2, f"There is no CASE-0002 on server {GUILD}.\n"),
        (("1", "--guild", "77"), 2, "There is no CASE-0001 on server 77.\n"),
        (("2",), 2, "There is no CASE-0002 on this server.\n"),
        (("1", "--guild", "Makers"), 2, "'Makers' isn't a server's ID, which is a number: copy it in Discord "),
        (("one", "--guild", str(GUILD)), 2, "'one' isn't a case's number: type it like 42 or CASE-0042.\n"),
        (("1", "--guild", str(GUILD), "--out", "no/where.html"), 1, "The case file can't be written: "),
    ):
        answer = await asyncio.to_thread(export, *arguments)
        assert answer.exit_code == code
        assert answer.stdout == ""
        assert answer.stderr.startswith(said)
        assert len(answer.stderr.splitlines()) == 1
    [letter] = [path for path in (tmp_path / "evidence").rglob("*") if path.is_file() and path.stat().st_size == 35]
    letter.write_bytes(b"Dear Carol, here is something new.\n")
    answer = await asyncio.to_thread(export, "1", "--guild", str(GUILD), "--with-exhibits")
    assert answer.exit_code == 1
    assert "Left out, because its bytes are missing or altered: exhibits/C-1/2-letter.txt\n" in answer.stderr
    assert list(written()) == ["case-0001.zip"]
