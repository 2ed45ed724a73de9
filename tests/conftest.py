"""What every test shares: how many examples hypothesis tries, and the seed that repeats a run."""

import gc
import os
import secrets
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

PROFILE_VARIABLE = "PARLEY_TEST_PROFILE"
SHORT = "short"
LONG = "long"
SEED_OF_ALL = "hypothesis_seed"

# Two cores shared with a database server make single examples slow now and then: a run is bounded by its timeout.
settings.register_profile(
    SHORT,
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(LONG, settings.get_profile(SHORT), max_examples=1500, stateful_step_count=80)


def pytest_configure(config: pytest.Config) -> None:
    """Load the chosen profile and fix a seed, so that a failing run can be repeated from its last line."""
    # All that is imported and collected stays to the end: looking through it for garbage would take minutes in all.
    gc.disable()
    settings.load_profile(os.environ.get(PROFILE_VARIABLE, SHORT))
    if config.option.hypothesis_seed is None:
        given = getattr(config, "workerinput", {}).get(SEED_OF_ALL)
        config.option.hypothesis_seed = given or str(secrets.randbits(32))


def pytest_collection_finish() -> None:
    """From here on only what tests have made is looked through for garbage."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the seed to a worker of xdist, which would draw its own."""
    node.workerinput[SEED_OF_ALL] = node.config.option.hypothesis_seed


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the seed, also when -q leaves the header out."""
    profile = os.environ.get(PROFILE_VARIABLE, SHORT)
    terminalreporter.write_line(f"profile {profile}, repeat with --hypothesis-seed={config.option.hypothesis_seed}")
