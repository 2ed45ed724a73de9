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
    staff_notes,
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
from storage.tables.guilds import counters, drafts, guild_settings, member_names, requests, setting_changes, texts
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
    "member_names",
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
    "staff_notes",
    "texts",
    "wallet_requests",
]
