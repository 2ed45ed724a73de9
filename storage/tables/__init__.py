"""The tables, by subject. Importing this package makes :data:`metadata` complete."""

from storage.tables.base import metadata
from storage.tables.cases import (
    case_milestones,
    cases,
    deadlines,
    deposits,
    events,
    exhibit_files,
    exhibits,
    offers,
    rulings,
)
from storage.tables.delivery import (
    alive_notes,
    connections,
    deliveries,
    outages,
    outbox,
    room_message_edits,
    room_messages,
    rooms,
)
from storage.tables.guilds import counters, drafts, guild_settings, requests, setting_changes, texts
from storage.tables.milestones import (
    milestone_deadlines,
    milestone_deliveries,
    milestone_requests,
    milestones,
    projects,
)
from storage.tables.money import accounts, ledger_entries, ledger_transactions, wallet_requests

__all__ = [
    "accounts",
    "alive_notes",
    "case_milestones",
    "cases",
    "connections",
    "counters",
    "deadlines",
    "deliveries",
    "deposits",
    "drafts",
    "events",
    "exhibit_files",
    "exhibits",
    "guild_settings",
    "ledger_entries",
    "ledger_transactions",
    "metadata",
    "milestone_deadlines",
    "milestone_deliveries",
    "milestone_requests",
    "milestones",
    "offers",
    "outages",
    "outbox",
    "projects",
    "requests",
    "room_message_edits",
    "room_messages",
    "rooms",
    "rulings",
    "setting_changes",
    "texts",
    "wallet_requests",
]
