"""`parley run`: the bot."""

import signal
from typing import NoReturn

import typer

from bot.cli.common import ConfigOption, load_config, told_in_a_sentence


def run(config: ConfigOption = None) -> None:
    """Run the bot until it is stopped; SIGTERM and Ctrl-C stop it gracefully."""
    # Loading takes a moment, in which there is nothing yet to be finished.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    settings = load_config(config)
    with told_in_a_sentence():
        settings.token()
        from bot import app
        from bot.operations.logging import set_up_logging

        set_up_logging(level=settings.logging.level, form=settings.logging.format, secrets=settings.secrets())
        code = app.run(settings)
    raise typer.Exit(code)


def _end(_number: int, _frame: object) -> NoReturn:
    raise SystemExit(0)
