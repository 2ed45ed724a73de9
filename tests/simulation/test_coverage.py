"""The simulation gets everywhere: a fixed row of servers reaches every stage, outcome, costly silence and command."""

from collections import Counter
from random import Random
from typing import Final

from bot.domain.deadlines import FORFEITING
from bot.domain.rulebook import Preset
from bot.domain.stages import ALLOWED, Outcome
from bot.services.use_cases import USE_CASES
from tests.databases import TestDatabases
from tests.simulation.machine import STEPS
from tests.simulation.people import Dice
from tests.simulation.play import Simulation
from tests.simulation.scenario import begin

MOST_SERVERS: Final = 80
"""So many are played at most; it ends as soon as everything has been reached."""

STEPS_EACH: Final = 25

EVERYTHING: Final = frozenset(
    {
        *(f"outcome {outcome.value}" for outcome in Outcome),
        *(f"stage {preset.value} {stage.value}" for preset in Preset for stage in ALLOWED[preset]),
        *(f"fired {kind.value}" for kind in FORFEITING),
        *(f"did {command.__name__}" for command in USE_CASES),
    }
)


async def played(databases: TestDatabases, seed: int) -> Counter[str]:
    """What a server comes to whose every step follows from a seed."""
    random, url = Random(seed), await databases.migrated("sqlite")
    simulation = Simulation(url, lambda _: None)
    try:
        await begin(simulation, Dice(random.getrandbits(32)))
        for _ in range(STEPS_EACH):
            dice = Dice(random.getrandbits(32))
            await random.choice(list(STEPS.values()))(simulation, dice)
            if simulation.is_prompt:
                await simulation.deliver(dice)
        await simulation.end()
        return simulation.count()
    finally:
        await simulation.rig.close()
        await databases.drop(url)


async def test_every_stage_outcome_and_command_is_reached(test_databases: TestDatabases) -> None:
    reached: Counter[str] = Counter()
    for seed in range(MOST_SERVERS):
        reached += await played(test_databases, seed)
        if reached.keys() >= EVERYTHING:
            break
    assert EVERYTHING - reached.keys() == set()


async def test_a_server_is_played_alike_each_time(test_databases: TestDatabases) -> None:
    assert await played(test_databases, 7) == await played(test_databases, 7)
