"""`parley check`: validates a configuration."""

import typer

from bot.cli.common import ConfigOption, load_config, told_in_a_sentence


def check(config: ConfigOption = None) -> None:
    """Validate the configuration and show what it amounts to, without secrets. Connects to nothing."""
    settings = load_config(config)
    with told_in_a_sentence():
        settings.token()
    typer.echo("The configuration is valid.")
    for name, value in settings.summary().items():
        typer.echo(f"  {name}: {value}")
