"""What an operator does beside a running bot: prove the books, copy the database, have everything looked at.

Nothing here writes to the database, takes its lock or checkpoints it.
"""

import asyncio
import sqlite3
from pathlib import Path
from typing import Final

from bot.clock import SystemClock
from bot.config import Config, holds_secrets
from bot.delivery.access import ESSENTIAL
from bot.operations import machine_checks
from bot.operations.discord_checks import DiscordChecks
from bot.operations.findings import Finding, fault, fine, warning
from bot.services.audit import Audit, AuditReport
from bot.services.case_record import CaseRecord
from bot.services.records import Records
from bot.ui.invite import INVITATION
from storage.backup import Backup, back_up
from storage.engine import Database
from storage.errors import DatabaseMissingError, StorageError
from storage.examination import Examination, examine, file_of, has_wal_reset_bug
from storage.exhibit_files import ExhibitFiles
from storage.migrations import schema_state_of
from storage.unit_of_work import SqlStorage

_DATABASE: Final = "Database"


def audit(config: Config) -> AuditReport:
    """Prove that the books balance and the record is whole. Raises StorageError with a sentence for a person."""
    return asyncio.run(_audit(config))


async def _audit(config: Config) -> AuditReport:
    async with await Database.connect(config.database_url(), read_only=True) as database:
        (await schema_state_of(database)).require_current()
        return await Audit(SqlStorage(database), ExhibitFiles(config.evidence.dir, SystemClock())).run()


class ServerNotNamed(Exception):
    """The database holds not one server but `guild_ids`, so that one must be named."""

    def __init__(self, guild_ids: list[int]) -> None:
        super().__init__(guild_ids)
        self.guild_ids = guild_ids


def case_record_of(config: Config, guild_id: int | None, case_id: int) -> CaseRecord:
    """All that the record holds of a case, of the only server if none is named.

    Raises ServerNotNamed, NoSuchCase, StorageError.
    """
    return asyncio.run(_case_record_of(config, guild_id, case_id))


async def _case_record_of(config: Config, guild_id: int | None, case_id: int) -> CaseRecord:
    async with await Database.connect(config.database_url(), read_only=True) as database:
        (await schema_state_of(database)).require_current()
        storage = SqlStorage(database)
        if guild_id is None:
            guild_ids = await storage.guild_ids()
            if len(guild_ids) != 1:
                raise ServerNotNamed(guild_ids)
            (guild_id,) = guild_ids
        return await Records(storage, config.settings_defaults).of_case(guild_id, case_id)


def backup(config: Config, target: Path) -> Backup:
    """Copy the database to a new file, and check the copy. Raises StorageError with a sentence for a person."""
    return back_up(config.database_url(), target)


def doctor(config: Config, file: Path | None) -> list[Finding]:
    """Look at everything that the bot needs; `file` is where the settings stand. Raises ConfigFault without a token."""
    config.token()
    return asyncio.run(examined(config, file))


async def examined(config: Config, file: Path | None) -> list[Finding]:
    """All findings, in the order in which things must work."""
    checks = DiscordChecks(config, SystemClock(), needed=INVITATION, essential=ESSENTIAL)
    database_file = file_of(config.database_url())
    places = [("evidence", config.evidence.dir)]
    if database_file is not None:
        places.insert(0, ("the database", database_file.parent))
    return [
        *([] if file is None else [machine_checks.settings_file(file, holds_secrets=holds_secrets(file))]),
        *await checks.findings(),
        *await _database_findings(config.database_url(), database_file),
        machine_checks.evidence_folder(config.evidence.dir),
        *machine_checks.free_space(places),
    ]


async def _database_findings(url: str, file: Path | None) -> list[Finding]:
    try:
        found = [_version_finding(await examine(url))]
    except DatabaseMissingError as error:
        found = [fault(_DATABASE, str(error), "Run `parley migrate`, which makes it, or look at database.url.")]
    except StorageError as error:
        found = [fault(_DATABASE, str(error), "Look at database.url.")]
    if file is None:
        return found
    return [*found, *machine_checks.private_file(_DATABASE, file), _sqlite_finding()]


def _version_finding(database: Examination) -> Finding:
    where = "PostgreSQL" if database.path is None else str(database.path)
    match database.schema.relation:
        case "current":
            return fine(_DATABASE, f"{where}, version {database.schema.revision}.")
        case "newer":
            return fault(_DATABASE, f"{where} is of a newer version than this program.", "Update the program.")
        case "empty":
            return fault(_DATABASE, f"{where} has no tables yet.", "Run `parley migrate`.")
        case "older":
            mend = "Stop the bot, make a backup, and run `parley migrate`."
            return fault(_DATABASE, f"{where} is of an older version than this program.", mend)


def _sqlite_finding() -> Finding:
    if not has_wal_reset_bug():
        return fine("SQLite", f"{sqlite3.sqlite_version} doesn't have the WAL-reset bug.")
    return warning(
        "SQLite",
        f"{sqlite3.sqlite_version} has the WAL-reset bug, by which two programs that write to the file at once can "
        "damage it. The bot alone can't.",
        "Let no other program write to the file while the bot runs, or use a Python with SQLite 3.51.3 or later.",
    )
