"""A storm of cancelled tasks: no transaction stays open, nothing is half done, the next command works."""

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine
from typing import cast

import pytest
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from bot.domain.errors import Refusal
from bot.services.commands import (
    AcceptOffer,
    AddExhibit,
    ClaimCase,
    Command,
    CreateMilestone,
    Escalate,
    GiveIn,
    MakeOffer,
    PayFee,
    RequestDeposit,
    RequestWithdrawal,
    SetLimit,
    WithdrawOffer,
)
from storage.engine import POSTGRESQL_WRITE_CONNECTIONS, READ_CONNECTIONS, Database
from tests.conftest import SEED_OF_ALL
from tests.services.world import FREELANCER, Person, World, admin, arbitrator, client, freelancer, moderator

ROUNDS = 8
TICKS = 5_000
"""How many turns of the event loop a round lasts: most commands end before, so some get through."""


def commands_on(case_id: int) -> list[tuple[Person, Command]]:
    """What people ask for in the storm; whoever comes late is refused."""
    return [
        (freelancer, MakeOffer(case_id, "750", "This is fair.")),
        (client, MakeOffer(case_id, "600")),
        (freelancer, WithdrawOffer(case_id)),
        (client, AcceptOffer(case_id, 2)),
        (freelancer, AcceptOffer(case_id, 1)),
        (client, PayFee(case_id)),
        (freelancer, PayFee(case_id)),
        (client, AddExhibit(case_id, "The brief.", "https://example.org/brief")),
        (moderator, Escalate(case_id, "They talk in circles.")),
        (arbitrator, ClaimCase(case_id)),
        (client, RequestDeposit("5")),
        (client, RequestWithdrawal("5")),
        (client, CreateMilestone(FREELANCER, "5", "A card")),
    ]


def require_idle(database: Database) -> None:
    """No connection is out, and every slot is free."""
    write_slots = POSTGRESQL_WRITE_CONNECTIONS if database.dialect == "postgresql" else 1
    assert (database._write_slots._value, database._read_slots._value) == (write_slots, READ_CONNECTIONS)
    pools = [cast("QueuePool", engine.sync_engine.pool) for engine in database.engines]
    assert [pool.checkedout() for pool in pools] == [0, 0]


async def storm(chance: random.Random, *work: Coroutine[object, object, object]) -> Counter[str]:
    """Run all at once and cancel each at a turn of the event loop of its own; says how they ended."""
    tasks = [asyncio.create_task(item) for item in work]
    turns: dict[int, list[asyncio.Task[object]]] = {}
    for task in tasks:
        turns.setdefault(chance.randrange(TICKS), []).append(task)
    for turn in range(TICKS):
        for task in turns.get(turn, ()):
            task.cancel()
        await asyncio.sleep(0)
    ends: Counter[str] = Counter()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, BaseException) and not isinstance(outcome, Refusal | asyncio.CancelledError):
            raise outcome
        kind = outcome if isinstance(outcome, asyncio.CancelledError | Refusal) else "done"
        ends[kind if isinstance(kind, str) else type(kind).__name__] += 1
    return ends


async def test_cancelled_commands_leave_nothing_behind(
    world: World, database: Database, pytestconfig: pytest.Config
) -> None:
    seed = f"{pytestconfig.option.hypothesis_seed}"
    chance = random.Random(seed)
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    await world.do(admin, SetLimit("open_cases", "100"))
    ends: Counter[str] = Counter()
    for number in range(ROUNDS):
        case_id = await world.negotiation()
        asked = commands_on(case_id)
        chance.shuffle(asked)
        work = [world.do(person, command) for person, command in asked]
        work += [world.quote(client, GiveIn(case_id)), world.queries.case(client.member, case_id)]
        work += [world.keeper.sweep(), world.keeper.note_alive()]
        ends += await storm(chance, *work)
        require_idle(database)
        faults = (await world.audit.run()).faults
        assert faults == [], f"repeat with --{SEED_OF_ALL.replace('_', '-')}={seed}"
        # The next command works, whatever became of the ones before.
        await world.do(admin, SetLimit("open_cases", f"{101 + number}"))
    assert ends["CancelledError"] > 0, ends


async def test_cancelled_clicks_confirm_once_or_not_at_all(
    world: World, database: Database, pytestconfig: pytest.Config
) -> None:
    chance = random.Random(f"{pytestconfig.option.hypothesis_seed} clicks")
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    for _ in range(ROUNDS):
        case_id = await world.negotiation()
        quote = await world.quote(freelancer, AcceptOffer(case_id))
        before = await world.wallet(freelancer)
        click = world.request()
        await storm(
            chance,
            *(world.use_cases.confirm(freelancer.member, quote.draft_id, click) for _ in range(3)),
        )
        require_idle(database)
        # Discord delivers the click again, and this time nobody is in the way.
        receipt = await world.use_cases.confirm(freelancer.member, quote.draft_id, click)
        assert receipt.what == "offer_accepted"
        assert await world.wallet(freelancer) == before + 20_000


async def test_whoever_is_cancelled_at_the_commit_still_wakes_the_others(world: World, database: Database) -> None:
    """What was committed is told at once, though its task was cancelled meanwhile."""
    task = asyncio.create_task(world.do(client, RequestDeposit("5")))
    event.listen(database.engines[0].sync_engine, "commit", lambda _: task.cancel())
    woken = world.commits
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(outcome, asyncio.CancelledError)
    assert len(await world.queries.own_requests(client.member)) == 1
    assert world.commits == woken + 1
