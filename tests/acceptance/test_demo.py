"""`parley demo`: each rulebook and ending plays in time, shows what it should, and fails when something is not so."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 30
EVERYWHERE = ("carol", "felix", "only felix sees", "The ledger", "The books balance, and the record is whole.")
STORIES = {
    ("milestone", "settle"): ("CASE-0001 · Settled", "proposes a milestone", "Offer 3"),
    ("milestone", "forfeit"): ("CASE-0001 · Forfeited", "Reminder", "logo.png"),
    ("milestone", "ruling"): ("CASE-0001 · Ruled", "Both agreed on more time", "mail.txt"),
    ("safepay", "settle"): ("CASE-0001 · Settled", "You have declined the release", "They never come back."),
    ("safepay", "forfeit"): ("carried out, because nobody answered in time", "Reminder"),
    ("safepay", "ruling"): ("CASE-0001 · Ruled", "50.00 USD were taken from the funds", "Question 1", "mail.txt"),
}


def run(*command: str, folder: Path, **environment: str) -> tuple[int, str]:
    """Exit code and all that was printed, in a folder."""
    # A real bot's settings in the environment are none of the demo's business.
    known = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    given = {**known, "PYTHONPATH": str(ROOT), "PARLEY_DISCORD__TOKEN": "a.real.token", **environment}
    answer = subprocess.run(
        [sys.executable, *command], cwd=folder, env=given, capture_output=True, text=True, timeout=100, check=False
    )
    return answer.returncode, answer.stdout + answer.stderr


@pytest.mark.parametrize(("rulebook", "ending"), STORIES)
def test_each_ending_of_each_rulebook_is_a_whole_story(rulebook: str, ending: str, tmp_path: Path):
    began = os.times().children_user
    code, story = run("-m", "bot", "demo", "--rulebook", rulebook, "--ending", ending, folder=tmp_path)
    assert code == 0, story[-3_000:]
    assert os.times().children_user - began < MOST_SECONDS
    for words in (*EVERYWHERE, *STORIES[rulebook, ending]):
        assert words in story, words
    assert ("CASE-" in story) == ((rulebook, ending) != ("safepay", "forfeit"))
    assert "Traceback" not in story
    assert "WARNING" not in story
    assert_fits(story, 100)
    if "CASE-" in story:
        assert_writes_a_case_file(story, tmp_path)


def test_it_fits_a_terminal_of_eighty_columns(tmp_path: Path):
    _, story = run("-m", "bot", "demo", "--rulebook", "safepay", "--ending", "settle", folder=tmp_path, COLUMNS="80")
    assert_fits(story, 80)


def assert_writes_a_case_file(story: str, folder: Path) -> None:
    """The page, the data and the ZIP lie where the story says, and prove themselves with every exhibit (R11.2)."""
    files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert files == [Path("demo-output", f"case-0001.{ending}") for ending in ("html", "json", "zip")]
    for path in files:
        assert str(path) in story
    code, answer = run("-m", "bot", "verify", "--json", "demo-output", folder=folder)
    assert code == 0, answer
    [case] = json.loads(answer)["case_files"]
    assert (case["case"], case["page"]) == ("CASE-0001", "matches")
    assert len(case["sources"]) == 4
    assert {exhibit["result"] for exhibit in case["exhibits"]} <= {"matches"}


def assert_fits(story: str, columns: int) -> None:
    """It uses the width, nothing is cut off, and no button is broken in two."""
    lines = story.splitlines()
    assert max(len(line) for line in lines) == columns
    assert "…" not in "".join(line for line in lines if "│" in line)
    for line in lines:
        assert line == line.rstrip()
        assert len(re.findall(r"\[ \w", line)) == len(re.findall(r"\w \]", line)), line


def test_the_help_says_what_forfeit_is_under_safepay(tmp_path: Path):
    code, told = run("-m", "bot", "demo", "--help", folder=tmp_path, COLUMNS="200")
    assert code == 0
    assert "silence carries out" in " ".join(told.split())


def test_a_step_that_shows_something_else_fails(tmp_path: Path):
    program = (
        "import sys, bot.demo, bot.demo.milestone_story as story\n"
        "first = story.fund_a_milestone\n"
        "async def other(tell):\n"
        "    await first(tell)\n"
        "    await tell.owns(tell.stage.client, 77)\n"
        "story.fund_a_milestone = other\n"
        "sys.exit(bot.demo.run(ending='settle', slow=False, rulebook='milestone'))\n"
    )
    code, story = run("-c", program, folder=tmp_path)
    assert code == 1
    assert "The story went wrong: step" in story
    assert "carol should see '0.77 USD'" in story
