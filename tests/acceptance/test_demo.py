"""`parley demo`: each ending plays in time, shows what it should, and fails when something is not so."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 30


def run(*command: str) -> tuple[int, str]:
    """Exit code and all that was printed."""
    # A real bot's settings in the environment are none of the demo's business.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PARLEY_DISCORD__TOKEN": "a.real.token"}
    answer = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    return answer.returncode, answer.stdout + answer.stderr


@pytest.mark.parametrize(("ending", "outcome"), [("settle", "Settled"), ("forfeit", "Forfeited"), ("ruling", "Ruled")])
def test_each_ending_is_a_whole_story(ending: str, outcome: str, tmp_path: Path):
    began = time.process_time(), os.times().children_user
    code, story = run("-m", "bot", "demo", "--ending", ending)
    assert code == 0, story[-3_000:]
    assert os.times().children_user - began[1] < MOST_SECONDS
    for words in ("carol", "felix", "/dispute open", "only felix sees", f"CASE-0001 · {outcome}", "The ledger"):
        assert words in story, words
    assert "The books balance, and the record is whole." in story
    assert "Traceback" not in story
    assert "WARNING" not in story


def test_a_step_that_shows_something_else_fails(tmp_path: Path):
    program = (
        "import sys, bot.demo, bot.demo.script as script\n"
        "script.TITLE = 'Logo'; first = script.fund_a_milestone\n"
        "async def other(tell):\n"
        "    await first(tell)\n"
        "    await tell.owns(tell.stage.client, 77)\n"
        "script.fund_a_milestone = other\n"
        "sys.exit(bot.demo.run(ending='settle', slow=False, rulebook='milestone'))\n"
    )
    code, story = run("-c", program)
    assert code == 1
    assert "The story went wrong: step" in story
    assert "carol should see '0.77 USD'" in story
