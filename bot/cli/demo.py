"""`parley demo`: a whole dispute on a Discord of its own."""

from enum import StrEnum
from typing import Annotated

import typer


class Ending(StrEnum):
    """How the dispute of the demo ends."""

    SETTLE = "settle"
    FORFEIT = "forfeit"
    RULING = "ruling"


class Preset(StrEnum):
    """Which rulebook the demo is played under."""

    MILESTONE = "milestone"
    SAFEPAY = "safepay"


def demo(
    rulebook: Annotated[
        Preset,
        typer.Option(
            help="The rules it is played under: four stages with offers and a fee from each side, or a request and "
            "arbitration with a fee from the funds."
        ),
    ] = Preset.MILESTONE,
    ending: Annotated[
        Ending,
        typer.Option(
            help="How it ends: by an accepted offer, by a missed deadline, or by an arbitrator's ruling. Under safepay "
            "nobody forfeits: there, forfeit is a request for release that silence carries out."
        ),
    ] = Ending.RULING,
    slow: Annotated[bool, typer.Option("--slow", help="Print at reading pace.")] = False,
) -> None:
    """Play a whole dispute between two people, with the real bot on a Discord of its own; needs no token."""
    from bot import demo as story

    raise typer.Exit(story.run(ending=ending.value, slow=slow, rulebook=rulebook.value))
