"""What one use case costs in the database: everything from reading its settings to its commit."""

from collections import Counter
from typing import Any

from sqlalchemy import event

from benchmarks.bench import NAMES, Bench, bare_transaction, pairs, world_of
from benchmarks.measuring import Group, Line, Work, in_turns
from benchmarks.population import Copies
from benchmarks.stories import negotiating
from bot.services.commands import AcceptOffer, MakeOffer, PayFee
from storage.engine import Database
from storage.transaction import DialectName
from tests.services.world import GUILD, Person

_WARM_UP = 2
_BASELINE = "a bare insert and commit"


async def run(bench: Bench) -> list[Group]:
    """Take one case after the other from an offer to its settlement, on each database."""
    return [await _measured(bench, dialect) for dialect in bench.dialects]


async def _measured(bench: Bench, dialect: DialectName) -> Group:
    people = pairs(_WARM_UP + bench.size.use_cases)
    wanted = [Copies(await bench.story(negotiating), len(people), GUILD, people)]
    async with await Database.connect(await bench.filled(dialect, "use cases", wanted, with_record=True)) as database:
        world = world_of(database)
        await world.set_up()
        clients, freelancers = ([Person(pair[side]) for pair in people] for side in (0, 1))
        statements = _Statements(database)
        works: dict[str, Work] = {
            _BASELINE: bare_transaction(database),
            "an offer is made": lambda turn: world.do(clients[turn], MakeOffer(turn + 1, "350")),
            "a fee is paid": lambda turn: world.do(clients[turn], PayFee(turn + 1)),
            "an offer is accepted": lambda turn: world.do(freelancers[turn], AcceptOffer(turn + 1, 4)),
        }
        counted = {what: statements.counted(what, work) for what, work in works.items()}
        times = await in_turns(counted, rounds=bench.size.use_cases, warm_up=_WARM_UP)
    lines = [
        Line(f"{what}, {statements.mean(what)} statements", taken, None if what == _BASELINE else times[_BASELINE])
        for what, taken in times.items()
    ]
    return Group(f"Use cases, {NAMES[dialect]}", "a transaction that inserts one row", lines)


class _Statements:
    """Counts what is sent to the database, apart from beginning and committing."""

    def __init__(self, database: Database) -> None:
        self._sent: Counter[str] = Counter()
        self._runs: Counter[str] = Counter()
        self._what = ""
        for engine in database.engines:
            event.listen(engine.sync_engine, "before_cursor_execute", self._count)

    def _count(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            self._sent[self._what] += 1

    def counted(self, what: str, work: Work) -> Work:
        """The same work, its statements counted by that name."""

        async def counting(turn: int) -> None:
            self._what = what
            self._runs[what] += 1
            await work(turn)

        return counting

    def mean(self, what: str) -> int:
        """How many statements it sent, on average."""
        return round(self._sent[what] / self._runs[what])
