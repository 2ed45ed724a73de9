"""One writing process per SQLite file, by an advisory lock on a file beside it.

SQLite before 3.51.3 can corrupt a WAL file that two connections checkpoint at once, so a second writing process is
refused at start instead of being waited for. The kernel drops the lock when its holder dies, however it dies.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Final

from storage.errors import DatabaseInUseError, StorageError, UnsupportedDatabaseError

# Neither locks nor shared memory can be relied on there, and SQLite's WAL needs both.
_NETWORK_FILESYSTEMS: Final = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs"})
_MOUNTS: Final = Path("/proc/self/mounts")


class WriterLock:
    """The right to write to one SQLite file, held from creation until :meth:`release`."""

    def __init__(self, database_path: Path) -> None:
        """Take the lock of ``database_path``.

        Raises ``DatabaseInUseError`` if another process (or another handle of this one) holds it, and
        ``StorageError`` if the lock file cannot be made.
        """
        self.path = database_path.with_name(database_path.name + ".lock")
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            message = f"The lock file {self.path} cannot be made: {error.strerror}."
            raise StorageError(message) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(descriptor, 32, 0).decode(errors="replace").strip()
            os.close(descriptor)
            who = f"process {holder}" if holder else "another process"
            message = f"The database {database_path} is already being written by {who}; stop that one first."
            raise DatabaseInUseError(message) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor: int | None = descriptor

    def release(self) -> None:
        """Give the lock back; a second call does nothing. The empty file stays: removing it would race a new holder."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


def refuse_network_filesystem(database_path: Path) -> None:
    """Raise ``UnsupportedDatabaseError`` if the file would lie on a network file system (known on Linux only)."""
    if not _MOUNTS.exists():
        return
    folder = database_path.parent.resolve()
    best, best_type = Path("/"), ""
    for line in _MOUNTS.read_text(errors="replace").splitlines():
        _device, mount_point, filesystem, *_rest = line.split(" ")
        mounted_at = Path(mount_point.replace("\\040", " "))
        if folder.is_relative_to(mounted_at) and len(mounted_at.parts) >= len(best.parts):
            best, best_type = mounted_at, filesystem
    if best_type in _NETWORK_FILESYSTEMS:
        message = (
            f"The database {database_path} lies on a network file system ({best_type}), where SQLite's locks cannot "
            "be relied on; use a local disk or PostgreSQL."
        )
        raise UnsupportedDatabaseError(message)
