"""What a person sees of the command line before anything is started: help, and faults in one sentence."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKEN = "made-up-token"

Parley = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def parley(tmp_path: Path) -> Parley:
    """Run `python -m bot` in an empty folder, with nothing of ours in the environment but what is given."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=tmp_path,
            env={**inherited, "PYTHONPATH": str(ROOT), "COLUMNS": "120", **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def test_help_names_every_command(parley: Parley) -> None:
    answer = parley("--help")
    assert answer.returncode == 0
    for command in ("run", "demo", "migrate", "check", "audit", "export", "verify", "backup", "doctor"):
        assert f" {command} " in answer.stdout


COMMANDS = ["run", "demo", "migrate", "check", "audit", "export", "verify", "backup", "doctor"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(parley: Parley, command: str) -> None:
    answer = parley(command, "--help")
    assert answer.returncode == 0
    assert f"parley {command}" in answer.stdout


def test_help_loads_nothing_heavy() -> None:
    heavy = "{'discord', 'sqlalchemy', 'pydantic', 'alembic', 'apscheduler', 'aiohttp', 'structlog'}"
    program = f"import sys, bot.cli; loaded = {heavy} & set(sys.modules); print(sorted(loaded)); sys.exit(bool(loaded))"
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert answer.returncode == 0, answer.stdout


def test_check_shows_the_settings_without_secrets(parley: Parley) -> None:
    answer = parley(
        "check", PARLEY_DISCORD__TOKEN=TOKEN, PARLEY_DATABASE__URL="postgresql://me:hunter2@db.example/parley"
    )
    assert answer.returncode == 0
    assert "The configuration is valid." in answer.stdout
    assert "postgresql://db.example/parley" in answer.stdout
    assert TOKEN not in answer.stdout + answer.stderr
    assert "hunter2" not in answer.stdout + answer.stderr


def test_check_reads_the_named_file(parley: Parley, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f'[discord]\ntoken = "{TOKEN}"\napi_url = "http://127.0.0.1:9/api/v10"\n')
    answer = parley("check", "--config", "mine.toml")
    assert answer.returncode == 0
    assert "http://127.0.0.1:9/api/v10" in answer.stdout


@pytest.mark.parametrize("command", ["run", "check", "migrate", "audit"])
def test_a_config_fault_is_one_sentence_and_exit_code_2(parley: Parley, tmp_path: Path, command: str) -> None:
    (tmp_path / "config.toml").write_text(f'[discord]\ntoken = "{TOKEN}"\n[deadlines]\nsweep_evry = 3\n')
    answer = parley(command)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert answer.stderr == "deadlines.sweep_evry is not a setting: did you mean deadlines.sweep_every?\n"


@pytest.mark.parametrize("command", ["run", "check", "doctor"])
def test_a_missing_token_is_one_sentence_and_exit_code_2(parley: Parley, command: str) -> None:
    answer = parley(command)
    assert answer.returncode == 2
    assert answer.stderr == "discord.token is missing: set PARLEY_DISCORD__TOKEN to your bot's token.\n"


def test_a_missing_file_is_one_sentence_and_exit_code_2(parley: Parley) -> None:
    answer = parley("check", "--config", "nowhere.toml")
    assert answer.returncode == 2
    assert answer.stderr == "--config: nowhere.toml can't be read: No such file or directory.\n"


def test_an_unknown_ending_is_refused_with_those_there_are(parley: Parley) -> None:
    answer = parley("demo", "--ending", "shouting")
    assert answer.returncode == 2
    assert "forfeit" in answer.stderr
