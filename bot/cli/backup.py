"""`parley backup`: a copy of the database while the bot runs."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import ConfigOption, load_config, told_in_a_sentence


def backup(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The new file for the copy; an existing one is refused.")
    ],
    config: ConfigOption = None,
) -> None:
    """Copy an SQLite database to FILE and check the copy. Works while the bot runs. Says which folder to copy then."""
    settings = load_config(config)
    with told_in_a_sentence():
        from bot import upkeep

        made = upkeep.backup(settings, file)
    typer.echo(f"{made.source} is copied to {made.target} ({made.size_bytes:,} bytes), and the copy is whole.")
    typer.echo(
        f"The files of evidence are not in it. Now copy their folder too: {settings.evidence.dir.absolute()} "
        "(written once and never changed, so a plain copy will do)."
    )
