"""A copy of an SQLite database, made while the bot writes to it.

SQLite's own online backup reads one moment of the database in one step: in WAL mode that holds up no writer, and no
commit falls into its middle. The connection that reads can neither write nor checkpoint.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from storage.connections import normalised_url, sqlite_path
from storage.errors import BackupError, DatabaseMissingError, UnsupportedDatabaseError

_BUSY_SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made and found whole."""

    source: Path
    target: Path
    size_bytes: int


def back_up(url: str, target: Path) -> Backup:
    """Copy the SQLite database at ``url`` to the new file ``target``, readable by its owner alone, and check the copy.

    The file has its name only when it is whole, checked and on the disk. Raises ``UnsupportedDatabaseError`` for a
    database that isn't SQLite, ``DatabaseMissingError``, and ``BackupError``, each with a sentence for the operator.
    """
    parsed = normalised_url(url)
    if parsed.get_backend_name() != "sqlite":
        message = (
            "Parley copies only SQLite databases itself: copy a PostgreSQL database with pg_dump, for example "
            "`pg_dump --format=custom --file=parley.dump --dbname=parley`."
        )
        raise UnsupportedDatabaseError(message)
    source = sqlite_path(parsed)
    if not source.is_file():
        message = f"There is no database at {source}."
        raise DatabaseMissingError(message)
    target = target.absolute()
    _refuse_existing(target)
    try:
        unfinished = _unfinished(target)
        try:
            _copy(source, unfinished)
            _check(unfinished)
            _flush(unfinished)
            size_bytes = unfinished.stat().st_size
            # Asked again: the copying may have taken a while.
            _refuse_existing(target)
            unfinished.rename(target)
        finally:
            for left in (unfinished, *(unfinished.with_name(f"{unfinished.name}-{end}") for end in ("wal", "shm"))):
                left.unlink(missing_ok=True)
        _flush(target.parent)
    except (OSError, sqlite3.Error) as error:
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        message = f"The backup to {target} failed, and nothing is left of it: {reason}."
        raise BackupError(message) from error
    return Backup(source, target, size_bytes)


def _refuse_existing(target: Path) -> None:
    if target.exists() or target.is_symlink():
        message = f"{target} exists already, and a backup replaces nothing: name a new file."
        raise BackupError(message)


def _unfinished(target: Path) -> Path:
    """A new empty file beside the target, so that the renaming stays within one file system; mode 0600."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".unfinished", dir=target.parent)
    os.close(descriptor)
    return Path(name)


def _copy(source: Path, copy: Path) -> None:
    address = f"file:{quote(str(source))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as reader:
        reader.execute("PRAGMA query_only = ON")
        reader.execute("PRAGMA wal_autocheckpoint = 0")
        with closing(sqlite3.connect(copy)) as writer:
            # All pages in one step: with several, each commit in between would make it begin anew.
            reader.backup(writer, pages=-1)
            # One file that is complete by itself; the bot goes back to WAL when it opens it.
            writer.execute("PRAGMA journal_mode = DELETE")


def _check(copy: Path) -> None:
    """Raise ``BackupError`` unless the copy is whole."""
    with closing(sqlite3.connect(f"file:{quote(str(copy))}?mode=ro", uri=True)) as reader:
        faults = [row[0] for row in reader.execute("PRAGMA integrity_check(1)") if row[0] != "ok"]
        faults += [f"a row of {row[0]} refers to nothing" for row in reader.execute("PRAGMA foreign_key_check")]
    if faults:
        message = (
            f"The copy is damaged ({faults[0]}), so it was thrown away, and the database is probably damaged too: run "
            "`parley audit`, and keep your older backups."
        )
        raise BackupError(message)


def _flush(path: Path) -> None:
    """Put a file, or a folder's list of names, on the disk."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
