"""config.example.toml shows every key, its default, and a sentence why."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.config import Config, load
from bot.config.sections import WindowsSection

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
USED_BY_SAFEPAY = {"evidence", "question", "ruling", "request", "proposal"}


def leaves(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from leaves(field.annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def keys(table: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def test_the_example_holds_every_key() -> None:
    without_effect = {"rulebooks.milestone.windows.evidence"} | {
        f"rulebooks.safepay.windows.{name}" for name in set(WindowsSection.model_fields) - USED_BY_SAFEPAY
    }
    shown = set(keys(tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))))
    assert shown == set(leaves(Config)) - without_effect


def test_the_examples_values_are_the_defaults() -> None:
    assert load(EXAMPLE) == Config()


def test_every_key_of_the_example_follows_a_comment() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    bare = [
        line
        for before, line in zip(["", *lines], lines, strict=False)
        if "=" in line.split("#")[0] and not before.startswith("# ")
    ]
    assert bare == []
