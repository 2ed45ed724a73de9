"""Two or more who act at the same moment, on connections of their own where the database has them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.errors import Busy, Refusal
from bot.services.commands import Command, ConfirmWalletRequest, RequestWithdrawal, SetLimit
from bot.services.receipts import Receipt
from tests.services.world import Person, World, admin, cashier, client, freelancer

Outcome = object | Refusal
Act = Callable[[], Awaitable[object]]

ORDERS = range(3)
"""How often each race is run: who begins changes every time."""

Race = Callable[[World, int], Awaitable[None]]


def in_every_order(run: Race) -> Callable[[World], Awaitable[None]]:
    """A test that runs a race in every order, each time about new money of people whose wallets are empty."""

    async def repeated(world: World) -> None:
        await world.do(admin, SetLimit("filing_cooldown", "0"))
        await world.do(admin, SetLimit("open_cases", "1000"))
        for order in ORDERS:
            for person in (client, freelancer):
                await _empty_wallet(world, person)
            await run(world, order)

    repeated.__name__ = run.__name__
    repeated.__doc__ = run.__doc__
    return repeated


async def _empty_wallet(world: World, person: Person) -> None:
    minor = await world.wallet(person)
    if minor:
        await world.do(person, RequestWithdrawal(f"{minor // 100}.{minor % 100:02d}"))
        request_id = (await world.queries.own_requests(person.member))[0].request_id
        await world.do(cashier, ConfirmWalletRequest(request_id))


@dataclass(frozen=True, slots=True)
class Result:
    """What became of each who raced, in the order of the entries."""

    outcomes: list[Outcome]

    @property
    def winners(self) -> list[int]:
        """Which of them got through."""
        return [place for place, outcome in enumerate(self.outcomes) if not isinstance(outcome, Refusal)]

    @property
    def refusals(self) -> list[Refusal]:
        """What the others were told."""
        return [outcome for outcome in self.outcomes if isinstance(outcome, Refusal)]

    def the_loser(self) -> Refusal:
        """The one refusal, of a race that has exactly one winner less than runners."""
        assert len(self.refusals) == 1, self.outcomes
        return self.refusals[0]


async def race(order: int, *acts: Act) -> Result:
    """Run all at once, beginning with another one in each order. Any exception but a refusal is raised."""
    turned = [(place + order) % len(acts) for place in range(len(acts))]
    if order % 2:
        turned.reverse()
    found = await asyncio.gather(*(acts[place]() for place in turned), return_exceptions=True)
    outcomes: list[Outcome] = [None] * len(acts)
    for place, outcome in zip(turned, found, strict=True):
        if isinstance(outcome, BaseException) and not isinstance(outcome, Refusal):
            raise outcome
        # Somebody has won, so that "try again" is no answer: what came first must be said.
        assert not isinstance(outcome, Busy)
        outcomes[place] = outcome
    return Result(outcomes)


def doing(world: World, person: Person, command: Command, *, at_ms: int | None = None) -> Act:
    """The person asks for it in a request of their own."""

    async def act() -> Receipt:
        return await world.do(person, command, at_ms=at_ms)

    return act
