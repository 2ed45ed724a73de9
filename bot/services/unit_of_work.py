"""Storage as the use cases see it: repositories behind one transaction."""

from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.services.repositories import (
    CaseRepository,
    CopyRepository,
    DeadlineRepository,
    DeliveryRepository,
    DraftRepository,
    EventRepository,
    FiguresRepository,
    FileRepository,
    HeadRepository,
    LedgerRepository,
    LivenessRepository,
    MilestoneRepository,
    NameRepository,
    NoteRepository,
    NumberRepository,
    OutboxRepository,
    ProjectRepository,
    RequestClockRepository,
    RequestRepository,
    RoomRepository,
    SettingsRepository,
    TextRepository,
    WalletRequestRepository,
)


class UnitOfWork(Protocol):
    """One transaction. Without `commit` it is rolled back at its end, whatever happened."""

    @property
    def settings(self) -> SettingsRepository: ...
    @property
    def numbers(self) -> NumberRepository: ...
    @property
    def projects(self) -> ProjectRepository: ...
    @property
    def milestones(self) -> MilestoneRepository: ...
    @property
    def cases(self) -> CaseRepository: ...
    @property
    def events(self) -> EventRepository: ...
    @property
    def texts(self) -> TextRepository: ...
    @property
    def ledger(self) -> LedgerRepository: ...
    @property
    def wallet_requests(self) -> WalletRequestRepository: ...
    @property
    def drafts(self) -> DraftRepository: ...
    @property
    def requests(self) -> RequestRepository: ...
    @property
    def outbox(self) -> OutboxRepository: ...
    @property
    def deadlines(self) -> DeadlineRepository: ...
    @property
    def request_clocks(self) -> RequestClockRepository: ...
    @property
    def files(self) -> FileRepository: ...
    @property
    def deliveries(self) -> DeliveryRepository: ...
    @property
    def rooms(self) -> RoomRepository: ...
    @property
    def figures(self) -> FiguresRepository: ...
    @property
    def notes(self) -> NoteRepository: ...
    @property
    def names(self) -> NameRepository: ...
    @property
    def copies(self) -> CopyRepository: ...
    @property
    def heads(self) -> HeadRepository: ...
    @property
    def liveness(self) -> LivenessRepository: ...

    async def commit(self) -> None: ...


class Storage(Protocol):
    """Where units of work come from."""

    def write(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A writing transaction. Raises Busy when the database could not serialise it: the whole may be tried again."""
        ...

    def read(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A reading transaction on a consistent state; it takes no locks and never commits."""
        ...

    async def guild_ids(self) -> list[int]:
        """All guilds that have any row."""
        ...
