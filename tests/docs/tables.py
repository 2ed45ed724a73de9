"""Reads the tables of a Markdown page."""

from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def table(page: str, *header: str) -> list[list[str]]:
    """The rows of the page's one table with this header, as plain cells."""
    found: list[list[list[str]]] = []
    rows: list[list[str]] = []
    for line in [*(DOCS / page).read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("|"):
            rows.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
        elif rows:
            found.append(rows)
            rows = []
    (wanted,) = [rows[2:] for rows in found if tuple(rows[0]) == header]
    assert wanted, header
    return wanted
