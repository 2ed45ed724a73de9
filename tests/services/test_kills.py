"""kill -9 at each statement of acceptance, payment, forfeiture and ruling: all or nothing, and a retry does it once."""

import asyncio
import json
import os
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from bot.domain.deadlines import DeadlineKind
from bot.domain.stages import Outcome, Stage
from bot.services.commands import MakeOffer, PayFee
from bot.services.ports import NoticeKind
from storage.engine import Database
from tests.conftest import PROFILE_VARIABLE, SHORT
from tests.databases import DIALECTS, TestDatabases
from tests.services.killing import FIRST_ID, SWEEP, perform
from tests.services.world import World, client, freelancer


async def offer_open(world: World) -> int:
    """The freelancer's offer of 750.00 waits for the client."""
    case_id = await world.negotiation()
    await world.do(freelancer, MakeOffer(case_id, "750"))
    return case_id


async def one_has_paid(world: World) -> int:
    """The freelancer has paid the fee."""
    case_id = await world.negotiation()
    await world.do(freelancer, PayFee(case_id))
    return case_id


async def overdue(world: World) -> int:
    """The client's fee is due, all notices were delivered, and the margin is over."""
    case_id = await one_has_paid(world)
    await world.deliver(case_id, DeadlineKind.FEE, NoticeKind.OPENING)
    await world.deliver(case_id, DeadlineKind.FEE, NoticeKind.REMINDER)
    due_at_ms = (await world.state(case_id)).alive_deadlines(DeadlineKind.FEE)[0].due_at_ms
    world.clock.set(due_at_ms + 90_000)
    await world.keeper.note_alive()
    return case_id


async def evidence_closed(world: World) -> int:
    """The arbitrator may rule."""
    return await world.arbitration()


@dataclass(frozen=True)
class Scene:
    """Where a command is killed, and what it leads to: the wallets of freelancer and client."""

    prepare: Callable[[World], Awaitable[int]]
    stage: Stage
    outcome: Outcome | None
    wallets: tuple[int, int]


SCENES = {
    "accept": Scene(offer_open, Stage.ENDED, Outcome.SETTLED, (85_000, 35_000)),
    "pay": Scene(one_has_paid, Stage.ARBITRATION, None, (5_000, 5_000)),
    "rule": Scene(evidence_closed, Stage.ENDED, Outcome.RULED, (70_000, 45_000)),
    SWEEP: Scene(overdue, Stage.ENDED, Outcome.FORFEITED, (110_000, 10_000)),
}


async def row_counts(world: World) -> Counter[str]:
    """How many rows each table has."""
    return Counter({name: len(rows) for name, rows in (await world.everything()).items()})


def step_on(dialect: str) -> int:
    """SQLite dies at every statement; a PostgreSQL server, which only loses a client, at every one in the long run."""
    is_short = os.environ.get(PROFILE_VARIABLE, SHORT) == SHORT
    return 6 if dialect == "postgresql" and is_short else 1


async def killed(url: str, name: str, case_id: int, now_ms: int, step: int) -> dict[str, object]:
    """What the process that dies again and again has to say."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.services.killing",
        url,
        name,
        str(case_id),
        str(now_ms),
        str(step),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complaint = await process.communicate()
    assert process.returncode == 0, complaint.decode()
    # The log of what it did stands before.
    return json.loads(said.splitlines()[-1])


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", SCENES)
async def test_kill_9_at_each_statement_then_retry(test_databases: TestDatabases, name: str, dialect: str) -> None:
    scene = SCENES[name]
    url = await test_databases.migrated(dialect)
    async with await Database.connect(url) as database:
        world = World(database)
        await world.set_up()
        case_id, now_ms = await scene.prepare(world), world.clock.now_ms()
        before = await row_counts(world)
    report = await killed(url, name, case_id, now_ms, step_on(dialect))
    lived_at, changed = report["lived_at"], report["changed"]
    assert isinstance(lived_at, int)
    assert lived_at > 20
    # Nothing is to be seen of the command until its commit, and then all of it; what comes after changes nothing.
    assert isinstance(changed, list)
    assert len(changed) + int(bool(report["changed_by_survivor"])) == 1
    if step_on(dialect) == 1:
        assert len(changed) == 1
    async with await Database.connect(url) as database:
        world = World(database, first_id=2 * FIRST_ID)
        world.clock.set(now_ms)
        await perform(world, name, case_id)
        state = await world.state(case_id)
        assert (state.stage, state.outcome) == (scene.stage, scene.outcome)
        assert (await world.wallet(freelancer), await world.wallet(client)) == scene.wallets
        added = await row_counts(world) - before
        assert added == await added_by_one_that_lives(test_databases, name)
        assert (await world.audit.run()).faults == []
    await test_databases.drop(url)


async def added_by_one_that_lives(test_databases: TestDatabases, name: str) -> Counter[str]:
    """How many rows the command adds where nobody dies."""
    url = await test_databases.migrated("sqlite")
    async with await Database.connect(url) as database:
        world = World(database)
        await world.set_up()
        case_id = await SCENES[name].prepare(world)
        before = await row_counts(world)
        await perform(world, name, case_id)
        if name == SWEEP:
            # The killed one was connected anew, which brings the card up to date and looks for both parties once more.
            before["outbox"] -= 3
        return await row_counts(world) - before
