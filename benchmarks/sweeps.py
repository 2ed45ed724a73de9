"""Whether clocks that aren't due cost anything, and what a server's open cases cost when its session comes back."""

from sqlalchemy import select, tuple_, update

from benchmarks.bench import NAMES, Bench, a_server, bare_transaction, pairs, world_of
from benchmarks.measuring import Group, Line, Work, in_turns
from benchmarks.population import Copies
from benchmarks.stories import negotiating, responding, settled
from storage.engine import Database
from storage.tables import deadlines
from storage.transaction import DialectName
from tests.services.world import GUILD, World

_AWAY_MINUTES = 5


async def run(bench: Bench) -> list[Group]:
    """Sweep with few and with many clocks, and start with many open cases, on each database."""
    return [group for dialect in bench.dialects for group in await _measured(bench, dialect)]


async def many_cases(bench: Bench, dialect: DialectName) -> str:
    """A database with many servers full of open cases; the first has many ended ones too."""
    size = bench.size
    each = size.deadlines // size.servers
    waiting, running, over = await bench.story(responding), await bench.story(negotiating), await bench.story(settled)
    wanted = a_server(running, over, each, size.cases - each)
    wanted += [Copies(waiting, each, GUILD + number, pairs(each)) for number in range(1, size.servers)]
    return await bench.filled(dialect, "many", wanted, with_record=False)


async def _measured(bench: Bench, dialect: DialectName) -> list[Group]:
    size = bench.size
    few = [Copies(await bench.story(responding), size.due, GUILD, pairs(size.due))]
    few_url = await bench.filled(dialect, "few clocks", few, with_record=False)
    async with (
        await Database.connect(few_url) as quiet,
        await Database.connect(await many_cases(bench, dialect)) as busy,
    ):
        few_clocks, many_clocks = world_of(quiet), world_of(busy)
        await few_clocks.keeper.guild_up(GUILD)
        for number in range(size.servers):
            await many_clocks.keeper.guild_up(GUILD + number)
        times = await in_turns(
            {
                "few": lambda _: few_clocks.keeper.sweep(),
                "many": lambda _: many_clocks.keeper.sweep(),
                "next of few": lambda _: few_clocks.keeper.next_wake_ms(),
                "next of many": lambda _: many_clocks.keeper.next_wake_ms(),
            },
            rounds=size.sweeps,
            before={
                "few": await _making_due(few_clocks, quiet, size.due),
                "many": await _making_due(many_clocks, busy, size.due),
            },
        )
        starts = await _starts(bench, dialect, many_clocks, busy)
    lines = [
        Line(f"a sweep, {size.due} of {size.deadlines:,} clocks due", times["many"], times["few"]),
        Line(f"looking when the next of {size.deadlines:,} is due", times["next of many"], times["next of few"]),
    ]
    return [Group(f"Clocks, {NAMES[dialect]}", f"the same with {size.due} clocks in all", lines), starts]


async def _making_due(world: World, database: Database, due: int) -> Work:
    """Make a few clocks due again: reminders, so that every sweep finds the same."""
    key = (deadlines.c.guild_id, deadlines.c.case_id, deadlines.c.deadline_id)
    waiting = select(*key).where(deadlines.c.kind == "response", deadlines.c.state == "armed")
    async with database.read() as transaction:
        chosen = [tuple(row) for row in await transaction.rows(waiting.order_by(*key).limit(due))]
    statement = update(deadlines).where(tuple_(*key).in_(chosen)).values(wake_at_ms=world.clock.now_ms())

    async def make_due(_: int) -> None:
        async with database.write() as transaction:
            await transaction.execute(statement)
            await transaction.commit()

    return make_due


async def _starts(bench: Bench, dialect: DialectName, world: World, database: Database) -> Group:
    """A server's session comes back at once, or after an outage that every running window gets back (R9.5)."""
    still_open = bench.size.deadlines // bench.size.servers

    async def down(_: int) -> None:
        await world.keeper.guild_down(GUILD)

    async def down_for_long(_: int) -> None:
        await world.keeper.guild_down(GUILD)
        world.clock.advance(minutes=_AWAY_MINUTES)

    times = await in_turns(
        {
            "bare": bare_transaction(database),
            "at once": lambda _: world.keeper.guild_up(GUILD),
            "after an outage": lambda _: world.keeper.guild_up(GUILD),
        },
        rounds=bench.size.starts,
        before={"at once": down, "after an outage": down_for_long},
    )
    lines = [
        Line(f"back {when}, per case ({still_open:,} open)", times[when].shared(still_open), times["bare"])
        for when in ("at once", "after an outage")
    ]
    return Group(f"A server's session, {NAMES[dialect]}", "a transaction that inserts one row", lines)
