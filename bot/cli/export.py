"""`parley export`: writes a case file."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.common import EXIT_CONFIG, EXIT_FAULT, ConfigOption, load_config, told_in_a_sentence

if TYPE_CHECKING:
    from bot.config import Config
    from bot.services.case_record import CaseRecord
    from bot.ui.case_file import MadeCaseFile

_STDOUT: Final = "-"
_ID_DIGITS: Final = 19


def export(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case: 42 or CASE-0042.", show_default=False)],
    guild: Annotated[
        str | None,
        typer.Option("--guild", metavar="ID", help="The server's ID; needed where the database holds several."),
    ] = None,
    with_exhibits: Annotated[
        bool, typer.Option("--with-exhibits", help="Write one ZIP with the page, the data and the exhibits' files.")
    ] = False,
    json_to: Annotated[
        str | None, typer.Option("--json", metavar="FILE", help="Write only the data, to this file; - prints them.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where to write the page (the data go beside it) or the ZIP; without it, case-0042.html or .zip here.",
        ),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Write a case file: a page that needs nothing else, and its data. Works while the bot runs."""
    if out is not None and out.suffix == ".json":
        raise typer.BadParameter("This is where the page goes, which is no JSON: use --json for the data alone.")
    settings = load_config(config)
    record = _record(settings, guild, case)
    from bot.clock import SystemClock
    from bot.ui.case_file import made

    file = made(record, at_ms=SystemClock().now_ms())
    try:
        if json_to == _STDOUT:
            typer.echo(file.json, nl=False)
        elif json_to is not None:
            _write(Path(json_to), file.json)
        if with_exhibits:
            left_out = _write_zip(settings, out or Path(f"{file.stem}.zip"), file)
            for path in left_out:
                typer.echo(f"Left out, because its bytes are missing or altered: {path}", err=True)
            if left_out:
                raise typer.Exit(EXIT_FAULT)
        elif json_to is None:
            page = out or Path(file.html_name)
            _write(page, file.html)
            _write(page.with_name(f"{page.stem}.json"), file.json)
    except OSError as error:
        typer.echo(f"The case file can't be written: {error.strerror or error}.", err=True)
        raise typer.Exit(EXIT_FAULT) from None


def _record(settings: "Config", guild: str | None, typed: str) -> "CaseRecord":
    """What the case's file is made from. Ends the process with a sentence where there is no such case."""
    with told_in_a_sentence():
        from bot import upkeep
        from bot.domain.errors import NoSuchCase, NumberNotUnderstood
        from bot.domain.ids import case_name, parse_case_id

        is_id = guild is None or (guild.isascii() and guild.isdigit() and len(guild) <= _ID_DIGITS)
        try:
            if is_id:
                return upkeep.case_record_of(settings, None if guild is None else int(guild), parse_case_id(typed))
            fault = f"{guild!r} isn't a server's ID, which is a number: copy it in Discord with a right click."
        except NumberNotUnderstood as refusal:
            fault = f"{typed!r} isn't a case's number: type it like 42 or {refusal.example}."
        except NoSuchCase as refusal:
            server = "this server" if guild is None else f"server {guild}"
            fault = f"There is no {case_name(refusal.case_id or 0)} on {server}."
        except upkeep.ServerNotNamed as refusal:
            known = ", ".join(str(guild_id) for guild_id in refusal.guild_ids)
            fault = f"Name the server with --guild: the database holds {known}." if known else "There is no case yet."
    typer.echo(fault, err=True)
    raise typer.Exit(EXIT_CONFIG)


def _write(path: Path, data: bytes) -> None:
    """Write the file whole or not at all, for its owner alone. Raises OSError."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    typer.echo(f"Written: {path}", err=True)


def _write_zip(settings: "Config", path: Path, file: "MadeCaseFile") -> tuple[str, ...]:
    """Write the ZIP, and say which exhibits' files could not be put into it. Raises OSError."""
    from bot.clock import SystemClock
    from bot.ui.case_file import zips
    from storage.exhibit_files import ExhibitFiles

    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as folder:
        store = ExhibitFiles(settings.evidence.dir, SystemClock())
        bundle = zips(file, store.load, Path(folder))
        bundle.parts[0].chmod(0o600)
        bundle.parts[0].replace(path)
    typer.echo(f"Written: {path}", err=True)
    return bundle.left_out
