"""The first tables."""

from alembic import op

from storage.migrations.sql import run_file

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Children before parents.
_TABLES = (
    "room_message_edits",
    "rulings",
    "rooms",
    "room_messages",
    "offers",
    "exhibits",
    "deposits",
    "deliveries",
    "deadlines",
    "case_milestones",
    "milestones",
    "ledger_entries",
    "cases",
    "wallet_requests",
    "texts",
    "setting_changes",
    "requests",
    "projects",
    "outbox",
    "outages",
    "ledger_transactions",
    "guild_settings",
    "events",
    "drafts",
    "counters",
    "connections",
    "alive_notes",
    "accounts",
)


def upgrade() -> None:
    """Create everything."""
    run_file("0001_first_tables")


def downgrade() -> None:
    """Drop everything."""
    for table in _TABLES:
        op.drop_table(table)
