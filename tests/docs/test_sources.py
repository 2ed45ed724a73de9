"""Each point of `docs/sources.md` names rules, and tests that are there."""

import re
from pathlib import Path

import pytest

from tests.docs.tables import DOCS

TESTS = Path(__file__).parents[1]
PAGE = (DOCS / "sources.md").read_text(encoding="utf-8")
POINTS = [
    " ".join(point.split()) for point in re.split(r"^- |^#.*$", PAGE, flags=re.MULTILINE) if point.startswith("**")
]
NAMES = {
    name
    for file in TESTS.rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_both_sources_are_listed() -> None:
    assert len(POINTS) == len(re.findall(r"^- ", PAGE, re.MULTILINE)) >= 38


@pytest.mark.parametrize("point", POINTS, ids=[point[2:42] for point in POINTS])
def test_each_point_names_rules_and_tests(point: str) -> None:
    parts = re.fullmatch(r"\*\*.+\.\*\* - (?P<rules>R[\dR., ]+)\.( Ours: .+\.)? - (?P<tests>`test_.+`)", point)
    assert parts is not None
    assert re.fullmatch(r"R\d+(\.\d+)?(, R\d+(\.\d+)?)*", parts["rules"])
    named = parts["tests"].split(", ")
    assert all(re.fullmatch(r"`test_\w+`", name) for name in named)
    assert {name.strip("`") for name in named} <= NAMES
