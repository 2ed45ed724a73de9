"""What can go wrong with a database before any rule is involved; each message is one sentence for the operator."""

from __future__ import annotations


class StorageError(Exception):
    """The database cannot be used as asked; the message says why, in words for the operator."""


class UnsupportedDatabaseError(StorageError):
    """The database address names something this program cannot keep money in."""


class DatabaseMissingError(StorageError):
    """A read-only command was pointed at a database file that is not there."""


class DatabaseInUseError(StorageError):
    """Another process holds the right to write to this SQLite file."""


class BackupError(StorageError):
    """A copy of the database could not be made, or was not whole; nothing is left of it."""


class DatabaseClosedError(StorageError):
    """The database was closed while, or before, it was used."""


class TransactionFinishedError(StorageError):
    """A transaction was used outside its block, or after its commit."""


class SchemaMismatchError(StorageError):
    """The tables are older or newer than this program."""
