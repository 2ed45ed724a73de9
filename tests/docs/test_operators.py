"""What the operators' guide names is what there is."""

import re
from pathlib import Path

import pytest

from bot.clock import ManualClock
from bot.operations.metrics import Metrics, Readings
from bot.services.ports import Backlog
from tests.sources import PRODUCT, ROOT, sources

GUIDE = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
COMMANDS = {path.stem for path in (ROOT / "bot" / "cli").glob("*.py")} - {"__init__", "common"}


def table(heading: str) -> list[str]:
    """The first cells of the table that begins with this heading."""
    rows = GUIDE.partition(f"\n| {heading} |")[2].split("\n\n")[0].splitlines()[2:]
    assert rows, heading
    return [row.split("|")[1].strip() for row in rows]


def quoted(cells: list[str]) -> set[str]:
    """What stands between backticks."""
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


def test_every_figure_has_its_line() -> None:
    text = Metrics(ManualClock()).rendered(Readings(True, 0, 0, Backlog(0, 0, 0))).decode()
    there = set(re.findall(r"^# TYPE (\w+) ", text, re.MULTILINE))
    assert quoted(table("figure")) == there
    alerts = set(re.findall(r"\bparley_\w+", GUIDE))
    assert {name.removesuffix("_count") for name in alerts} <= there | {"parley_restored"}


def test_every_event_that_is_explained_is_logged() -> None:
    logged = {
        found
        for source in sources(*PRODUCT)
        for found in re.findall(
            r'(?:log|logger)(?:\.\w+)?\(\s*"([a-z_]+)"', Path(ROOT / source.name).read_text(encoding="utf-8")
        )
    }
    assert quoted(table("event")) - logged == set()


def test_it_names_only_commands_and_files_that_exist() -> None:
    named = set(re.findall(r"parley ([a-z]+)\b(?= |`|$)", GUIDE, re.MULTILINE))
    assert {"run", "migrate", "check", "doctor", "audit", "backup"} <= named
    assert {name for name in named if f"`parley {name}`" in GUIDE or f"bin/parley {name}" in GUIDE} <= COMMANDS
    for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", GUIDE):
        assert (ROOT / "docs" / link).exists(), link
    for anchor in re.findall(r"\]\(#([^)]+)\)", GUIDE):
        assert anchor in {re.sub(r"[^a-z -]", "", line.lower()).replace(" ", "-") for line in headings()}, anchor


def headings() -> list[str]:
    """The guide's headings."""
    return re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)


@pytest.mark.parametrize("setting", ["StartLimitIntervalSec", "StartLimitBurst"])
def test_the_limit_of_starts_stands_where_systemd_reads_it(setting: str) -> None:
    unit = GUIDE.partition("```ini\n")[2].partition("```")[0]
    assert setting in unit.partition("[Service]")[0]
