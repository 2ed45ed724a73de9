"""How quickly people are answered: the real bot and the sandbox in one process, over loopback sockets."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import discord

from benchmarks.bench import Bench
from benchmarks.measuring import Group, Line, Times
from bot.sandbox import Answer
from tests.acceptance.world import World

_EMPTY = "bare"
_BASELINE = "an empty command"
_WARM_UP = 2

Ask = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class _Taken:
    """The seconds until each first answer, and until each whole one where that isn't the first."""

    first: list[float] = field(default_factory=list[float])
    whole: list[float] = field(default_factory=list[float])


async def run(bench: Bench) -> list[Group]:
    """Ask the same things one at a time and many at once."""
    world = World(await bench.databases.migrated("sqlite"), bench.folder / "answers")
    async with world:
        await world.configure()
        await world.negotiation()
        await _add_empty_command(world)
        return [
            _group(in_flight, await _asked(world, in_flight, max(bench.size.answers // in_flight, 1)))
            for in_flight in (1, bench.size.in_flight)
        ]


async def _add_empty_command(world: World) -> None:
    """A command that does nothing but answer, in the same client: what discord.py itself takes."""

    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("Here.", ephemeral=True)

    tree = world.app.client.tree
    tree.add_command(discord.app_commands.Command(name=_EMPTY, description="Answers at once.", callback=answer))
    await tree.sync()


async def _asked(world: World, in_flight: int, rounds: int) -> dict[str, _Taken]:
    client, room, card = world.client, world.room(), world.card()
    asks: dict[str, Ask] = {
        _BASELINE: lambda: client.slash(room, _EMPTY),
        "/dispute status": lambda: client.slash(room, "dispute status"),
        "/offer make (its quote)": lambda: client.slash(room, "offer make", amount="300"),
        "autocomplete of a case": lambda: client.autocomplete(room, "dispute status", option="case"),
        "the button Details": lambda: client.click(card, "Details"),
    }
    interactions = world.sandbox.world.interactions
    taken = {what: _Taken() for what in asks}
    for number in range(_WARM_UP + rounds):
        for what, ask in asks.items():
            known = set(interactions)
            whole = await asyncio.gather(*(_whole_seconds(ask) for _ in range(in_flight)))
            if number >= _WARM_UP:
                first = [one.first_answer_seconds for key, one in interactions.items() if key not in known]
                taken[what].first += [seconds for seconds in first if seconds is not None]
                taken[what].whole += [seconds for seconds in whole if seconds is not None]
    return taken


async def _whole_seconds(ask: Ask) -> float | None:
    answer = await ask()
    return time.monotonic() - answer.interaction.sent_at_monotonic if isinstance(answer, Answer) else None


def _group(in_flight: int, taken: dict[str, _Taken]) -> Group:
    baseline = taken.pop(_BASELINE)
    lines = [Line(_BASELINE, Times(baseline.first))]
    for what, found in taken.items():
        lines.append(Line(f"{what}, first answer", Times(found.first), Times(baseline.first)))
        if found.whole:
            lines.append(Line(f"{what}, whole answer", Times(found.whole), Times(baseline.first)))
    return Group(f"Answers, {in_flight} in flight, SQLite", "an empty command of discord.py in the same process", lines)
