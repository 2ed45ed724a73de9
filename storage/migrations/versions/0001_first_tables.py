"""The first tables."""

from alembic import op

from storage.migrations.sql import run_file

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Children before parents.
_TABLES = (
    "rulings",
    "offers",
    "exhibits",
    "deposits",
    "deadlines",
    "case_milestones",
    "milestones",
    "ledger_entries",
    "cases",
    "wallet_requests",
    "texts",
    "setting_changes",
    "rooms",
    "room_messages",
    "requests",
    "projects",
    "outbox",
    "outages",
    "ledger_transactions",
    "guild_settings",
    "events",
    "drafts",
    "deliveries",
    "counters",
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
