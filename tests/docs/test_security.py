"""Each way of attacking in `docs/security.md` names what is tested against it, or says why it does not apply."""

import re

import pytest

from tests.docs.tables import DOCS
from tests.docs.test_sources import NAMES

PAGE = (DOCS / "security.md").read_text(encoding="utf-8")
WAYS = [" ".join(way.split()) for way in re.split(r"^(?=\d+\. \*\*)", PAGE, flags=re.MULTILINE)[1:]]


def test_all_are_listed_in_order() -> None:
    assert [int(way.partition(".")[0]) for way in WAYS] == list(range(1, 43))


@pytest.mark.parametrize("way", WAYS, ids=[way[:50] for way in WAYS])
def test_each_names_tests_or_why_it_does_not_apply(way: str) -> None:
    named = set(re.findall(r"`(test_\w+)`", way))
    assert named <= NAMES, "no such test"
    assert bool(named) is not ("Does not apply" in way)
