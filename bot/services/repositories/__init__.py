"""What is stored, as the use cases see it: a repository each, all of one transaction."""

from bot.services.repositories.business import (
    CaseRepository,
    LedgerRepository,
    MilestoneRepository,
    NumberRepository,
    ProjectRepository,
    SettingsRepository,
    WalletRequestRepository,
)
from bot.services.repositories.machinery import (
    DeadlineRepository,
    DeliveryRepository,
    DraftRepository,
    LivenessRepository,
    OutboxRepository,
    RequestClockRepository,
    RequestRepository,
)
from bot.services.repositories.record import (
    CopyRepository,
    EventRepository,
    FiguresRepository,
    FileRepository,
    HeadRepository,
    NameRepository,
    NoteRepository,
    RoomRepository,
    TextRepository,
)

__all__ = [
    "CaseRepository",
    "CopyRepository",
    "DeadlineRepository",
    "DeliveryRepository",
    "DraftRepository",
    "EventRepository",
    "FiguresRepository",
    "FileRepository",
    "HeadRepository",
    "LedgerRepository",
    "LivenessRepository",
    "MilestoneRepository",
    "NameRepository",
    "NoteRepository",
    "NumberRepository",
    "OutboxRepository",
    "ProjectRepository",
    "RequestClockRepository",
    "RequestRepository",
    "RoomRepository",
    "SettingsRepository",
    "TextRepository",
    "WalletRequestRepository",
]
