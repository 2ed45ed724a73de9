"""The guides name commands that are there, and lead to pages that are there; README leads to each guide."""

import re
from pathlib import Path

import pytest

from tests.docs.commands import PAGE, named
from tests.docs.tables import DOCS

ROOT = DOCS.parent
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md"])
GUIDES = ("parties", "staff", "admins", "operators", "security", "architecture", "commands", "rules", "case-file")
COMMAND = re.compile(r"`/([a-z]+ [a-z-]+)")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_commands_and_links_of_a_page_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert set(COMMAND.findall(text)) <= set(named(PAGE.read_text(encoding="utf-8")))
    assert [link for link in LINK.findall(text) if not (page.parent / link).exists()] == []


def test_the_readme_leads_to_every_guide() -> None:
    links = LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {f"docs/{guide}.md" for guide in GUIDES} <= set(links)
