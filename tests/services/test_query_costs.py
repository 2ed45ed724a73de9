"""A list costs as many questions to the database as one of its lines does, and looks at no more cases than it shows."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import event

from bot.services import queries
from bot.services.commands import RequestDeposit, SetLimit, WithdrawCase
from bot.services.suggestions import Suggestions
from storage.engine import Database
from tests.services.world import World, admin, cashier, client, freelancer, moderator

Ask = Callable[[World], Awaitable[object]]

LISTS: dict[str, Ask] = {
    "own cases": lambda world: world.queries.cases_of(client.member),
    "the queue": lambda world: world.queries.queue(moderator.member),
    "own milestones": lambda world: world.queries.milestones_of(client.member),
    "the figures": lambda world: world.queries.figures(moderator.member, 30),
    "the cashiers' queue": lambda world: world.queries.cashier_queue(cashier.member),
    "one's wallet": lambda world: world.queries.wallet(client.member),
    "suggested cases": lambda world: Suggestions(world.queries).suggest(moderator.member, "case", ""),
    "suggested milestones": lambda world: Suggestions(world.queries).suggest(freelancer.member, "milestone", ""),
}


@pytest.mark.parametrize("what", LISTS)
async def test_more_lines_take_no_more_questions(what: str, world: World, database: Database) -> None:
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    await world.case()
    await world.do(client, RequestDeposit("5"))
    asked_of_one = await questions(database, LISTS[what](world))
    for _ in range(3):
        await world.case()
        await world.do(client, RequestDeposit("5"))
    assert await questions(database, LISTS[what](world)) == asked_of_one


async def questions(database: Database, work: Awaitable[object]) -> int:
    """How many statements the work sends."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    for engine in database.engines:
        event.listen(engine.sync_engine, "before_cursor_execute", note)
    await work
    for engine in database.engines:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
    return len(sent)


async def test_a_long_list_says_how_many_cases_come_after_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_LISTED", 2)
    await world.do(admin, SetLimit("filing_cooldown", "0"))
    numbers = [await world.case() for _ in range(4)]
    own = await world.queries.cases_of(client.member)
    assert ([view.state.case_id for view in own.views], own.left_out) == (numbers[:1:-1], 2)
    await world.do(client, WithdrawCase(numbers[0]))
    still_open = await world.queries.cases_of(client.member, "open")
    assert ([view.state.case_id for view in still_open.views], still_open.left_out) == (numbers[:1:-1], 1)
