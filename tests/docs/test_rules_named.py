"""Each rule has tests that name it: of the domain, where it is decided, and over Discord's wire, where people meet it.

A test names rules in its name (`test_r5_3_…`, `test_r5_stage_2_…`) or in its docstring (`R5.3`, `R5 stage 2`).
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
SECTIONS: Final = {3: 4, 4: 6, 5: 8, 6: 5, 7: 5, 8: 5, 9: 11, 10: 7, 12: 2}
"""How many numbered rules each section has that is kept by tests of its own."""

STAGES: Final = tuple(f"R5 stage {number}" for number in range(1, 5))
RULES: Final = tuple(f"R{section}.{number}" for section, last in SECTIONS.items() for number in range(1, last + 1))
PLACES: Final = {"domain": "tests/domain", "wire": "tests/acceptance"}

ELSEWHERE: Final = {
    ("R4.3", "domain"): "what is quoted are the facts of R4.1 and R5.3; asking to settle first is a sentence of the ui",
    ("R12.2", "domain"): "whom a message reaches is for services and delivery; the domain says what happened",
}
"""Where a rule has no test, and why."""

_NAMED: Final = re.compile(r"\bR(\d+)\.(\d+)\b|(?<![a-z0-9])r(\d+)_(\d+)(?!\d)")
_STAGE: Final = re.compile(r"\bR5 stage (\d)|(?<![a-z0-9])r5_stage_(\d)")


def _tests(folder: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for path in sorted((ROOT / folder).rglob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                yield node


@cache
def named_in(folder: str) -> frozenset[str]:
    """The rules that some test of the folder names."""
    found: set[str] = set()
    for test in _tests(folder):
        words = f"{test.name.removeprefix('test_')}\n{ast.get_docstring(test) or ''}"
        found |= {f"R{match[1] or match[3]}.{match[2] or match[4]}" for match in _NAMED.finditer(words)}
        found |= {f"R5 stage {match[1] or match[2]}" for match in _STAGE.finditer(words)}
    return frozenset(found)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("rule", [*RULES, *STAGES])
def test_each_rule_has_a_test_that_names_it_or_a_reason(rule: str, place: str) -> None:
    is_named = rule in named_in(PLACES[place])
    if (rule, place) in ELSEWHERE:
        assert not is_named, f"{rule} has such a test now: the reason is out of date"
    else:
        assert is_named, f"no test in {PLACES[place]} names {rule}"


@pytest.mark.parametrize("place", PLACES)
def test_no_test_names_a_rule_that_there_is_not(place: str) -> None:
    theirs = {rule for rule in named_in(PLACES[place]) if int(re.findall(r"\d+", rule)[0]) in SECTIONS}
    assert theirs <= {*RULES, *STAGES}
