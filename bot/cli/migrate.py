"""`parley migrate`: brings the database to this version."""

import typer

from bot.cli.common import ConfigOption, load_config, told_in_a_sentence


def migrate(config: ConfigOption = None) -> None:
    """Bring the database to this version, and say what is done. Stop the bot first."""
    settings = load_config(config)
    with told_in_a_sentence():
        from bot import app

        for sentence in app.migrate(settings):
            typer.echo(sentence)
