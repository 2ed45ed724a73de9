"""What staff and admins need: notes, names, two cashiers, and words that can be erased."""

from alembic import op

from storage.errors import StorageError
from storage.migrations.sql import run_file

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables, and widen the old ones; what the old ones held is kept."""
    run_file("0003_staff_and_record")


def downgrade() -> None:
    """Take it all back. Raises StorageError for payouts, which the older version doesn't know."""
    query = "SELECT count(*) FROM wallet_requests WHERE kind = 'payout'"
    unheld = op.get_bind().exec_driver_sql(query).scalar_one()
    if unheld:
        raise StorageError(f"{unheld} payouts of earned fees can't be kept by the older version; nothing changed.")
    run_file("0003_staff_and_record_down")
