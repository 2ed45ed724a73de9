"""Looking at a database without touching it: whether it can be read, which version it has, and its SQLite's own bug."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storage.connections import normalised_url, sqlite_path
from storage.engine import Database
from storage.lockfile import refuse_network_filesystem
from storage.migrations import SchemaState, schema_state_of
from storage.transaction import DialectName

_MENDED_IN: Final = (3, 51, 3)
_MENDED_EARLIER_IN: Final = {(3, 50): 7, (3, 44): 6}
"""Earlier lines that got the correction too, and from which patch on."""


@dataclass(frozen=True, slots=True)
class Examination:
    """A database that could be read: its file, for SQLite, and its version."""

    dialect: DialectName
    path: Path | None
    schema: SchemaState


async def examine(url: str) -> Examination:
    """Open the database for reading only, and close it again.

    Raises ``StorageError``, with a sentence for the operator, where it can't be read or lies where it must not.
    """
    async with await Database.connect(url, read_only=True) as database:
        path = sqlite_path(database.url) if database.dialect == "sqlite" else None
        if path is not None:
            refuse_network_filesystem(path)
        return Examination(database.dialect, path, await schema_state_of(database))


def file_of(url: str) -> Path | None:
    """The file of an SQLite database, there or not; None for PostgreSQL."""
    parsed = normalised_url(url)
    return sqlite_path(parsed) if parsed.get_backend_name() == "sqlite" else None


def has_wal_reset_bug(version: tuple[int, int, int] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite can corrupt a WAL file that two connections write or checkpoint at once."""
    major, minor, patch = version
    mended_from = _MENDED_EARLIER_IN.get((major, minor))
    return version < _MENDED_IN and (mended_from is None or patch < mended_from)
