"""The state machine: hypothesis chooses which rule comes next, and one number by which each leaves the rest to chance.

One number a step, whatever the state: so that hypothesis can leave out steps when it shrinks a failing story, and isn't
confused where a race on a real server ends now so and now otherwise.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from hypothesis import event, note, target
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from storage.transaction import DialectName
from tests.databases import TestDatabases
from tests.simulation import happenings
from tests.simulation.asks import anything
from tests.simulation.people import Dice
from tests.simulation.play import Simulation
from tests.simulation.scenario import begin, business

numbers = st.integers(0, 2**32 - 1)
Step = Callable[[Simulation, Dice], Awaitable[None]]


class Server(RuleBasedStateMachine):
    """A server on a new database; one event loop a machine."""

    def __init__(self, databases: TestDatabases, dialect: DialectName, reached: Counter[str]) -> None:
        super().__init__()
        self._databases = databases
        self._reached = reached
        self._runner = asyncio.Runner()
        self._url = self._runner.run(databases.migrated(dialect))
        self._simulation = Simulation(self._url, note)

    def _play(self, step: Step, number: int) -> None:
        self._runner.run(self._played(step, Dice(number)))

    async def _played(self, step: Step, dice: Dice) -> None:
        await step(self._simulation, dice)
        await self._simulation.refresh()
        if self._simulation.is_prompt:
            await self._simulation.deliver(dice)

    @initialize(number=numbers)
    def begin(self, number: int) -> None:
        """The server is set up, and has a history."""
        self._runner.run(begin(self._simulation, Dice(number)))

    @rule(number=numbers)
    def do(self, number: int) -> None:
        """Somebody does what they can."""
        self._play(_ask, number)

    @rule(number=numbers)
    def do_more(self, number: int) -> None:
        """Several do what they can."""
        self._play(_ask_thrice, number)

    @rule(number=numbers)
    def try_anything(self, number: int) -> None:
        """Somebody asks for anything."""
        self._play(_ask_wildly, number)

    @rule(number=numbers)
    def come_late(self, number: int) -> None:
        """An interaction arrives some time after the person acted."""
        self._play(_ask_late, number)

    @rule(number=numbers)
    def repeat(self, number: int) -> None:
        """The same interaction again."""
        self._play(_repeat, number)

    @rule(number=numbers)
    def click(self, number: int) -> None:
        """On a quote."""
        self._play(happenings.click, number)

    @rule(number=numbers)
    def at_once(self, number: int) -> None:
        """Two at the same moment."""
        self._play(happenings.at_once, number)

    @rule(number=numbers)
    def wait(self, number: int) -> None:
        """Time passes."""
        self._play(happenings.wait, number)

    @rule(number=numbers)
    def wait_until_due(self, number: int) -> None:
        """Time passes until something is due."""
        self._play(happenings.wait_until_due, number)

    @rule(number=numbers)
    def keep_silent(self, number: int) -> None:
        """Nobody does anything until something has run out."""
        self._play(happenings.keep_silent, number)

    @rule(number=numbers)
    def something_else(self, number: int) -> None:
        """Outages, restarts, clocks that jump, people who come and go, rooms that are lost."""
        self._play(happenings.something_else, number)

    @rule(number=numbers)
    def business(self, number: int) -> None:
        """Two more people deal with each other."""
        self._play(business, number)

    def teardown(self) -> None:
        """The audit passes, whatever has happened; what was reached is counted."""
        try:
            self._runner.run(self._end())
        finally:
            self._runner.run(self._simulation.rig.close())
            self._runner.run(self._databases.drop(self._url))
            self._runner.close()

    async def _end(self) -> None:
        if not hasattr(self._simulation, "view"):
            return
        reached = self._simulation.count()
        for what in reached:
            if what.startswith(("outcome", "fired")):
                event(what)
        target(len(reached), label="different things reached")
        self._reached.update(reached)
        await self._simulation.end()


async def _ask(simulation: Simulation, dice: Dice) -> None:
    await simulation.ask(simulation.pick(dice), dice)


async def _ask_thrice(simulation: Simulation, dice: Dice) -> None:
    for _ in range(3):
        await simulation.ask(simulation.pick(dice), dice)


async def _ask_wildly(simulation: Simulation, dice: Dice) -> None:
    ask = anything(simulation.view, dice)
    if simulation.can_act(ask.by.member_id):
        await simulation.ask(ask, dice, wild=dice.chance(50))


async def _ask_late(simulation: Simulation, dice: Dice) -> None:
    await simulation.ask(simulation.pick(dice), dice, late_ms=dice.one([1, 1_000, 20_000, 59_000, 89_000]))


async def _repeat(simulation: Simulation, dice: Dice) -> None:
    if simulation.done:
        await simulation.repeat(dice)
