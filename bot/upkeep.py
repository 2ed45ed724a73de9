"""What an operator does beside a running bot: copy the database, and have everything looked at.

Nothing here writes to the database, takes its lock or checkpoints it.
"""

from pathlib import Path

from bot.config import Config
from storage.backup import Backup, back_up


def backup(config: Config, target: Path) -> Backup:
    """Copy the database to a new file, and check the copy. Raises StorageError with a sentence for a person."""
    return back_up(config.database_url(), target)
