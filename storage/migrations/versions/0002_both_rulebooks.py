"""Proposals, requests, files and all that both rulebooks need."""

from alembic import op

from storage.errors import StorageError
from storage.migrations.sql import run_file

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables, and widen the old ones; what the old ones held is kept."""
    run_file("0002_both_rulebooks")


def downgrade() -> None:
    """Take it all back. Raises StorageError for milestones that the older tables cannot hold."""
    query = "SELECT count(*) FROM milestones WHERE proposed_minor IS NOT NULL OR charged_minor > 0"
    unheld = op.get_bind().exec_driver_sql(query).scalar_one()
    if unheld:
        message = (
            f"{unheld} milestones were proposed or paid a fee, which the older version cannot keep; nothing changed."
        )
        raise StorageError(message)
    run_file("0002_both_rulebooks_down")
