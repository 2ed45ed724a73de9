"""Bringing a database to this program's version, and telling whether it is there.

Each revision holds its own SQL per dialect, frozen, so that later changes of the tables cannot change what an earlier
revision did. A migration is one transaction on both databases: it happens as a whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext, MigrationInfo
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from storage.engine import Database
from storage.errors import SchemaMismatchError, StorageError
from storage.transaction import DialectName
from storage.triggers import create_triggers, drop_triggers, existing_triggers

FOLDER: Final = Path(__file__).parent
HEAD: Final = "head"
BASE: Final = "base"
# Any number that nothing else in the database locks.
_MIGRATION_LOCK: Final = 7_275_395

Relation = Literal["current", "empty", "older", "newer"]


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Where a database stands: its revision, this program's, and how they relate."""

    revision: str | None
    wanted: str
    relation: Relation

    def require_current(self) -> None:
        """Raise ``SchemaMismatchError`` with what to do, unless the tables fit this program."""
        if self.relation == "current":
            return
        if self.relation == "newer":
            message = f"The database is of a newer version ({self.revision}) than this program; update the program."
        elif self.relation == "empty":
            message = "The database has no tables yet; run `parley migrate` first."
        else:
            message = f"The database is of an older version ({self.revision}); run `parley migrate` first."
        raise SchemaMismatchError(message)


async def migrate(url: str, *, to: str = HEAD) -> list[str]:
    """Bring the database at ``url`` to this program's version (or revision ``to``) and say what was done.

    Needs to be the only writer: raises ``DatabaseInUseError`` while the bot runs on the same SQLite file, and
    ``SchemaMismatchError`` for a database of a newer version.
    """
    return await _migrate_to(url, command.upgrade, to)


async def downgrade(url: str, *, to: str = BASE) -> list[str]:
    """Take the database at ``url`` back to revision ``to``; what the later tables held is lost."""
    return await _migrate_to(url, command.downgrade, to)


async def _migrate_to(url: str, move: Callable[[Config, str], None], target: str) -> list[str]:
    async with await Database.connect(url, for_migration=True) as database:
        state = await schema_state_of(database)
        if state.relation == "newer":
            state.require_current()
        async with database.write() as transaction:
            done = await transaction.run_sync(_move, database.dialect, move, target)
            await transaction.commit()
    return done or ["The database is at this program's version already; nothing was done."]


def _move(connection: Connection, dialect: DialectName, move: Callable[[Config, str], None], target: str) -> list[str]:
    done: list[str] = []

    def note(*, step: MigrationInfo, **_: Any) -> None:
        verb = "Applied" if step.is_upgrade else "Took back"
        script = scripts.get_revision(step.up_revision_id or BASE)
        done.append(f"{verb} version {script.revision}: {script.doc}")

    config = _config()
    scripts = ScriptDirectory.from_config(config)
    config.attributes.update(connection=connection, on_version_apply=note)
    if dialect == "postgresql":
        # Two that migrate at once go one after the other; SQLite's lock file has refused the second already.
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
    existing = [name for (name,) in connection.exec_driver_sql(existing_triggers(dialect))]
    for statement in drop_triggers(dialect, existing):
        connection.exec_driver_sql(statement)
    move(config, target)
    if _revision(connection) == scripts.get_current_head():
        for statement in create_triggers(dialect):
            connection.exec_driver_sql(statement)
    if dialect == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            message = f"The migration would leave {len(broken)} rows that refer to nothing; nothing was changed."
            raise StorageError(message)
    return done


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    # Made in code: the project's own files are not beside an installed package.
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


async def schema_state(url: str) -> SchemaState:
    """Where the database at ``url`` stands; opens it for reading only."""
    async with await Database.connect(url, read_only=True) as database:
        return await schema_state_of(database)


async def schema_state_of(database: Database) -> SchemaState:
    """Where an open database stands."""
    async with database.read() as transaction:
        revision = await transaction.run_sync(_revision)
    scripts = ScriptDirectory.from_config(_config())
    wanted = scripts.get_current_head() or BASE
    if revision == wanted:
        return SchemaState(revision, wanted, "current")
    if revision is None:
        return SchemaState(revision, wanted, "empty")
    try:
        scripts.get_revision(revision)
    except CommandError:
        return SchemaState(revision, wanted, "newer")
    return SchemaState(revision, wanted, "older")
