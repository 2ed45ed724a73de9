"""Whole servers played at random: the books, the record, and that nobody forfeits wrongly (R2.5, R9)."""

from collections import Counter
from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.domain.deadlines import FORFEITING
from bot.domain.rulebook import Preset
from bot.domain.stages import ALLOWED, Outcome
from bot.domain.stages import Command as Act
from bot.services.use_cases import USE_CASES
from tests.conftest import LONG
from tests.databases import TestDatabases
from tests.simulation.asks import MAKERS, OF_CASES
from tests.simulation.machine import Server

SLOWER_THAN_OTHERS: Final = {"sqlite": 8, "postgresql": 30}
"""One server is played as long as so many examples of other tests take."""

IN_SHORT: Final = [phase for phase in Phase if phase not in (Phase.shrink, Phase.explain)]
"""Making a story shorter takes minutes; the long profile does it."""

EVERYTHING: Final = frozenset(
    {
        *(f"outcome {outcome.value}" for outcome in Outcome),
        *(f"stage {preset.value} {stage.value}" for preset in Preset for stage in ALLOWED[preset]),
        *(f"fired {kind.value}" for kind in FORFEITING),
        *(f"did {command.__name__}" for command in USE_CASES),
    }
)
"""What a long run comes by: each stage, outcome, costly silence and command."""


def test_every_command_is_made_up_somehow() -> None:
    assert set(MAKERS) == set(USE_CASES)
    assert set(OF_CASES) == set(Act)
    assert {what for what, _ in OF_CASES.values()} <= set(MAKERS)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_r2_5_r9_whole_servers(test_databases: TestDatabases, dialect: str) -> None:
    is_long = settings.default.max_examples == settings.get_profile(LONG).max_examples
    examples = settings.default.max_examples // SLOWER_THAN_OTHERS[dialect]
    # A short run plays the same servers each time, so that it tells of the change at hand; the long one plays new ones.
    chosen = settings(
        max_examples=examples, phases=list(Phase) if is_long else IN_SHORT, derandomize=not is_long, database=None
    )
    reached: Counter[str] = Counter()
    run_state_machine_as_test(_servers(test_databases, dialect, reached), settings=chosen)
    if is_long and dialect == "sqlite":
        assert EVERYTHING - reached.keys() == set(), "the simulation no longer gets everywhere"


def _servers(databases: TestDatabases, dialect: str, reached: Counter[str]) -> Callable[[], Server]:
    return lambda: Server(databases, dialect, reached)
