"""What stands around the code: pinned requirements, the Dockerfile, the commands that the docs name."""

import re
import shlex
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.sources import PRODUCT, ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COMMANDS = {"run", "demo", "migrate", "check", "audit", "export", "verify", "backup", "doctor"}


def pins(file: str) -> dict[str, tuple[str, int]]:
    """Each pinned distribution of a requirements file: its version and how many hashes it has."""
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    blocks = re.findall(r"^([a-z0-9][a-z0-9-]*)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})*)", text, re.MULTILINE)
    return {name: (version, hashes.count("--hash")) for name, version, hashes in blocks}


@pytest.mark.parametrize("file", ["build.txt", "run.txt", "dev.txt"])
def test_every_requirement_has_a_version_and_hashes(file: str) -> None:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    named = {line for line in text.splitlines() if line and not line.startswith((" ", "#"))}
    pinned = pins(file)
    assert len(named) == len(pinned) > 0
    assert [name for name, (_, hashes) in pinned.items() if hashes == 0] == []


@pytest.mark.parametrize("file", ["build.txt", "run.txt", "dev.txt"])
def test_no_requirement_names_a_host_or_a_path(file: str) -> None:
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    assert re.search(r"^\s*-(?!-hash)", text, re.MULTILINE) is None


def test_what_runs_is_what_is_tested() -> None:
    tested = pins("dev.txt")
    for file in ("run.txt", "build.txt"):
        assert {name: tested.get(name) for name in pins(file)} == pins(file)


def test_every_dependency_is_pinned() -> None:
    def names(requirements: list[str]) -> set[str]:
        return {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", text, maxsplit=1)[0]).lower() for text in requirements}

    assert names(PYPROJECT["project"]["dependencies"]) <= set(pins("run.txt"))
    assert names(PYPROJECT["project"]["optional-dependencies"]["dev"]) <= set(pins("dev.txt"))


def docker_instructions() -> list[list[str]]:
    joined = re.sub(r"\\\n\s*", " ", DOCKERFILE)
    lines = [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [shlex.split(line) if not line.startswith(("CMD", "VOLUME")) else line.split(None, 1) for line in lines]


def test_the_dockerfile_copies_only_what_exists_and_is_not_ignored() -> None:
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    copied = [words[1:-1] for words in docker_instructions() if words[0] == "COPY" and "--from=build" not in words]
    paths = [path for group in copied for path in group]
    assert {"bot", "cogs", "storage", "pyproject.toml", "requirements/run.txt"} <= set(paths)
    for path in paths:
        assert (ROOT / path).exists(), path
        assert any(PurePosixPath(path).is_relative_to(name) for name in allowed), path


def test_the_dockerfile_installs_with_hashes_runs_a_command_that_exists_and_is_not_root() -> None:
    text = re.sub(r"\\\n\s*", " ", DOCKERFILE)
    for file in re.findall(r"-r (\S+)", text):
        assert (ROOT / file).exists(), file
    assert text.count("--require-hashes") == text.count(" -r ") > 0
    command = re.search(r'^CMD \["parley", "(\w+)", "--config", "/config/config.toml"\]$', text, re.MULTILINE)
    assert command is not None
    assert command[1] in COMMANDS
    assert re.search(r"^USER parley$", text, re.MULTILINE)
    assert text.index("USER parley") < text.index("CMD")


def test_the_dockerfile_sets_only_settings_that_exist(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from bot.config import load

    variables = dict(re.findall(r'(PARLEY_\w+)="([^"]*)"', DOCKERFILE))
    assert variables
    monkeypatch.chdir(tmp_path)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert load().database_url() == "sqlite+aiosqlite:////data/parley.db"


def test_the_readme_names_only_commands_and_files_that_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
    assert {"demo", "test"} <= set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE)) <= targets
    assert (
        set(re.findall(r"parley (run|demo|playground|migrate|check|audit|export|verify|backup|doctor)\b", README))
        <= COMMANDS
    )
    for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", README):
        assert (ROOT / link).exists(), link


def test_the_invitation_asks_for_what_the_bot_uses() -> None:
    from discord import Permissions

    from bot.delivery import access
    from bot.ui.invite import INVITATION, invite_link

    # A bot may only grant and deny in a room what it has itself; making rooms needs roles, their end the audit log.
    needed = access._BOT | access._SILENCED | Permissions(manage_roles=True, view_audit_log=True).value
    assert needed == INVITATION
    assert invite_link(42).replace("=42&", "=YOUR_APPLICATION_ID&") in README


def test_the_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    wheel = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]))
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = [path for package in PRODUCT for path in (ROOT / package).rglob("*") if path.is_file()]
    expected = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert any(name.endswith(".sql") for name in expected)
    assert held == expected


def test_ci_runs_what_the_readme_tells_people_to_run() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert {"make test", "make lint"} <= set(script.read_text().splitlines())


def test_pre_commit_downloads_nothing() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text()
    assert re.findall(r"repo: (\S+)", text) == ["local"]
    assert set(re.findall(r"language: (\S+)", text)) == {"system"}


def test_the_version_has_its_place_in_the_changelog() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
