"""Each line of `docs/sources.md` names rules, and tests that are there."""

import re
from pathlib import Path

import pytest

from tests.docs.tables import DOCS

TESTS = Path(__file__).parents[1]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (DOCS / "sources.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| What", "|---"))
]
NAMES = {
    name
    for file in TESTS.rglob("test_*.py")
    for name in re.findall(r"^(?:async )?def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
}


def test_both_sources_are_listed() -> None:
    assert len(ROWS) >= 38


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_each_line_names_rules_and_tests(row: list[str]) -> None:
    said, rules, tests, _ = row
    assert said
    assert re.fullmatch(r"R\d+(\.\d+)?(, R\d+(\.\d+)?)*", rules)
    named = tests.split(", ")
    assert all(re.fullmatch(r"`test_\w+`", name) for name in named)
    assert {name.strip("`") for name in named} <= NAMES
