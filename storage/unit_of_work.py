"""One transaction as the use cases see it."""

from __future__ import annotations

import sqlite3
from types import TracebackType
from typing import Final

from sqlalchemy import select, union
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bot.domain.errors import Busy
from bot.services import repositories as ports
from bot.services.unit_of_work import UnitOfWork
from storage.engine import Database
from storage.repositories.cases import SqlCaseRepository
from storage.repositories.clock_hands import CaseClockHands
from storage.repositories.copies import SqlCopyRepository
from storage.repositories.deliveries import SqlDeliveryRepository, SqlRequestClockRepository
from storage.repositories.drafts import SqlDraftRepository
from storage.repositories.events import SqlEventRepository
from storage.repositories.figures import SqlFiguresRepository
from storage.repositories.files import SqlFileRepository
from storage.repositories.heads import SqlHeadRepository
from storage.repositories.ledger import SqlLedgerRepository
from storage.repositories.liveness import SqlLivenessRepository
from storage.repositories.milestones import SqlMilestoneRepository
from storage.repositories.names import SqlNameRepository
from storage.repositories.notes import SqlNoteRepository
from storage.repositories.numbers import SqlNumberRepository
from storage.repositories.outbox import SqlOutboxRepository
from storage.repositories.projects import SqlProjectRepository
from storage.repositories.requests import SqlRequestRepository
from storage.repositories.rooms import SqlRoomRepository
from storage.repositories.settings import SqlSettingsRepository
from storage.repositories.texts import SqlTextRepository
from storage.repositories.wallet_requests import SqlWalletRequestRepository
from storage.tables import accounts, cases, guild_settings, milestones, wallet_requests
from storage.transaction import Transaction, is_conflict

# unique_violation, lock_not_available.
_BUSY_STATES: Final = frozenset({"23505", "55P03"})


class SqlUnitOfWork:
    """The repositories of one transaction."""

    def __init__(self, transaction: Transaction, *, writes: bool) -> None:
        self._transaction = transaction
        self.settings: ports.SettingsRepository = SqlSettingsRepository(transaction, writes=writes)
        self.numbers: ports.NumberRepository = SqlNumberRepository(transaction, writes=writes)
        self.projects: ports.ProjectRepository = SqlProjectRepository(transaction, writes=writes)
        self.milestones: ports.MilestoneRepository = SqlMilestoneRepository(transaction, writes=writes)
        self.cases: ports.CaseRepository = SqlCaseRepository(transaction, writes=writes)
        self.events: ports.EventRepository = SqlEventRepository(transaction, writes=writes)
        self.texts: ports.TextRepository = SqlTextRepository(transaction, writes=writes)
        self.ledger: ports.LedgerRepository = SqlLedgerRepository(transaction, writes=writes)
        self.wallet_requests: ports.WalletRequestRepository = SqlWalletRequestRepository(transaction, writes=writes)
        self.drafts: ports.DraftRepository = SqlDraftRepository(transaction, writes=writes)
        self.requests: ports.RequestRepository = SqlRequestRepository(transaction, writes=writes)
        self.outbox: ports.OutboxRepository = SqlOutboxRepository(transaction, writes=writes)
        self.deadlines: ports.DeadlineRepository = CaseClockHands(transaction, writes=writes)
        self.request_clocks: ports.RequestClockRepository = SqlRequestClockRepository(transaction, writes=writes)
        self.files: ports.FileRepository = SqlFileRepository(transaction, writes=writes)
        self.deliveries: ports.DeliveryRepository = SqlDeliveryRepository(transaction, writes=writes)
        self.rooms: ports.RoomRepository = SqlRoomRepository(transaction, writes=writes)
        self.notes: ports.NoteRepository = SqlNoteRepository(transaction, writes=writes)
        self.copies: ports.CopyRepository = SqlCopyRepository(transaction, writes=writes)
        self.names: ports.NameRepository = SqlNameRepository(transaction, writes=writes)
        self.figures: ports.FiguresRepository = SqlFiguresRepository(transaction, writes=writes)
        self.heads: ports.HeadRepository = SqlHeadRepository(transaction, writes=writes)
        self.liveness: ports.LivenessRepository = SqlLivenessRepository(transaction, writes=writes)

    async def commit(self) -> None:
        """Make everything durable, at once."""
        await self._transaction.commit()


class _UnitOfWorkBlock:
    """A unit of work as an ``async with`` block, in which a lost race becomes Busy.

    A class and not a generator: what is raised inside passes through as it is.
    """

    def __init__(self, transaction: Transaction, *, writes: bool) -> None:
        self._transaction = transaction
        self._writes = writes

    async def __aenter__(self) -> UnitOfWork:
        try:
            await self._transaction.__aenter__()
        except DBAPIError as error:
            raise _busy_or_itself(error) from error
        return SqlUnitOfWork(self._transaction, writes=self._writes)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transaction.__aexit__(kind, error, trace)
        if isinstance(error, DBAPIError):
            raised = _busy_or_itself(error)
            if raised is not error:
                raise raised from error


def _busy_or_itself(error: DBAPIError) -> Exception:
    """Busy for what another attempt may get through: a conflict, a lock not given, a row that another wrote first."""
    if is_conflict(error) or getattr(error.orig, "sqlstate", None) in _BUSY_STATES:
        return Busy()
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        if isinstance(error, IntegrityError) and code in _SQLITE_TAKEN:
            return Busy()
        if isinstance(error, OperationalError) and code & 0xFF in _SQLITE_LOCKED:
            return Busy()
    return error


_SQLITE_TAKEN: Final = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})
_SQLITE_LOCKED: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


class SqlStorage:
    """Where units of work come from: the port's one implementation, on either database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def write(self) -> _UnitOfWorkBlock:
        """A writing transaction. Raises Busy when the database could not serialise it: the whole may be tried again."""
        return _UnitOfWorkBlock(self._database.write(), writes=True)

    def read(self) -> _UnitOfWorkBlock:
        """A reading transaction on a consistent state; it takes no locks and never commits."""
        return _UnitOfWorkBlock(self._database.read(), writes=False)

    async def guild_ids(self) -> list[int]:
        """All guilds that have any row."""
        tables = (guild_settings, accounts, milestones, cases, wallet_requests)
        async with self._database.read() as transaction:
            found = await transaction.rows(union(*(select(table.c.guild_id) for table in tables)))
        return sorted(row[0] for row in found)
