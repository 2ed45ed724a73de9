"""A working directory of its own and no setting in the environment."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import ENVIRONMENT_PREFIX, Config, load


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(ENVIRONMENT_PREFIX):
            monkeypatch.delenv(name)


@pytest.fixture
def loaded(tmp_path: Path) -> Callable[[str], Config]:
    """Load a configuration from the text of a file."""

    def load_text(text: str) -> Config:
        file = tmp_path / "given.toml"
        file.write_text(text, encoding="utf-8")
        return load(file)

    return load_text
