"""What commands share: the option that names the configuration, and faults told as one sentence."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from bot.config import Config

EXIT_FAULT: Final = 1
EXIT_CONFIG: Final = 2
EXIT_UNREADABLE: Final = 2

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The configuration file; without it config.toml, if there is one here. PARLEY_… variables stand over it.",
    ),
]


def load_config(path: Path | None) -> "Config":
    """The configuration; a fault in it is printed as one sentence, and the process ends with exit code 2."""
    from bot.config import load

    with told_in_a_sentence():
        return load(path)


@contextmanager
def told_in_a_sentence() -> Generator[None]:
    """Turn what keeps a command from starting into one sentence on standard error and an exit code."""
    from bot.config import ConfigFault
    from storage.errors import StorageError

    try:
        yield
    except ConfigFault as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(EXIT_CONFIG) from None
    except StorageError as fault:
        typer.echo(str(fault), err=True)
        raise typer.Exit(EXIT_FAULT) from None
