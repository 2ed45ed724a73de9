"""Whether lists and suggestions get slower when a server has many cases that aren't in them."""

from benchmarks.bench import NAMES, Bench, a_server, pairs, world_of
from benchmarks.measuring import Group, Line, Work, in_turns
from benchmarks.stories import negotiating, settled
from benchmarks.sweeps import many_cases
from bot.services.suggestions import Suggestions
from storage.engine import Database
from storage.transaction import DialectName
from tests.services.world import GUILD, Person, World, moderator


async def run(bench: Bench) -> list[Group]:
    """Look at the same lists on a server with few and on one with many cases, on each database."""
    return [await _measured(bench, dialect) for dialect in bench.dialects]


async def _measured(bench: Bench, dialect: DialectName) -> Group:
    size = bench.size
    still_open = max(size.few_cases * size.deadlines // (size.servers * size.cases), 1)
    few = a_server(await bench.story(negotiating), await bench.story(settled), still_open, size.few_cases - still_open)
    few_url = await bench.filled(dialect, "few", few, with_record=False)
    async with (
        await Database.connect(few_url) as small,
        await Database.connect(await many_cases(bench, dialect)) as large,
    ):
        worlds = {"few": world_of(small), "many": world_of(large)}
        for world in worlds.values():
            await world.set_up()
        lists = {name: _lists(world) for name, world in worlds.items()}
        works = {(what, name): work for what in lists["few"] for name in lists for work in [lists[name][what]]}
        times = await in_turns({f"{what} {name}": work for (what, name), work in works.items()}, rounds=size.lists)
    lines = [Line(what, times[f"{what} many"], times[f"{what} few"]) for what in lists["few"]]
    title = f"Lists on a server with {size.cases:,} cases, {size.deadlines // size.servers:,} open, {NAMES[dialect]}"
    return Group(title, f"the same on one with {size.few_cases} cases, {still_open} open", lines)


def _lists(world: World) -> dict[str, Work]:
    party = Person(pairs(1)[0][0]).member
    staff = moderator.member
    queries, suggestions = world.queries, Suggestions(world.queries)
    return {
        "a party's cases": lambda _: queries.cases_of(party),
        "a party's milestones": lambda _: queries.milestones_of(party),
        "a party's wallet": lambda _: queries.wallet(party),
        "suggested cases, for a party": lambda _: suggestions.suggest(party, "case", ""),
        "suggested milestones": lambda _: suggestions.suggest(party, "funded_milestone", ""),
        "suggested cases, for a moderator": lambda _: suggestions.suggest(staff, "case", ""),
        "one case, by its number": lambda _: queries.case(party, 1),
        "the case of a room": lambda _: queries.case_id(GUILD, None, 1),
        "the queue, for a moderator": lambda _: queries.queue(staff),
    }
