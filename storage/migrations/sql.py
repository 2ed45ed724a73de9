"""The SQL of the revisions, one file per revision and dialect."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from alembic import op

FOLDER: Final = Path(__file__).parent / "sql"
_END: Final = ";\n\n"


def join_statements(statements: Iterable[str]) -> str:
    """One text of ``statements``, as :func:`run_file` reads it."""
    return "".join(f"{statement}{_END}" for statement in statements).rstrip("\n") + "\n"


def run_file(name: str) -> None:
    """Run the statements of ``sql/<name>.<dialect>.sql`` in the running migration."""
    connection = op.get_bind()
    text = (FOLDER / f"{name}.{connection.dialect.name}.sql").read_text(encoding="utf-8")
    for statement in (text + "\n").split(_END):
        if statement.strip():
            connection.exec_driver_sql(statement)
