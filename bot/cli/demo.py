"""`parley demo`: a whole dispute on a Discord of its own."""

from enum import StrEnum
from typing import Annotated

import typer


class Ending(StrEnum):
    """How the dispute of the demo ends."""

    SETTLE = "settle"
    FORFEIT = "forfeit"
    RULING = "ruling"


def demo(
    ending: Annotated[
        Ending,
        typer.Option(help="How it ends: by an accepted offer, by a missed deadline, or by an arbitrator's ruling."),
    ] = Ending.RULING,
    slow: Annotated[bool, typer.Option("--slow", help="Print at reading pace.")] = False,
) -> None:
    """Play a whole dispute between two people, with the real bot on a Discord of its own; needs no token."""
    from bot import demo as story

    raise typer.Exit(story.run(ending=ending.value, slow=slow, rulebook="milestone"))
