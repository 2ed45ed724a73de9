"""What `parley doctor` looks at on the machine itself: files, folders, who may read them, and the disk."""

import os
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bot.operations.findings import Finding, fault, fine, warning

_MEGABYTE: Final = 1_000_000
_GIGABYTE: Final = 1_000 * _MEGABYTE
_TOO_LITTLE_BYTES: Final = 200 * _MEGABYTE
_LITTLE_BYTES: Final = _GIGABYTE
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


def settings_file(path: Path, *, holds_secrets: bool) -> Finding:
    """Who may read the file with the settings."""
    if holds_secrets and others_may(path):
        return warning(
            "Settings",
            f"others on this machine may read {path}, and the token or a password stands in it.",
            f"Run `chmod 600 {path}`, or keep secrets in the environment.",
        )
    return fine("Settings", f"{path} is valid.")


def private_file(subject: str, path: Path) -> list[Finding]:
    """Whether a file, if it is there, can be used by this user, and read by nobody else."""
    found: list[Finding] = []
    if path.exists():
        if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK | os.X_OK):
            mend = "Give them to the bot's user (chown), and run doctor as that user."
            found.append(fault(subject, f"{path} and its folder can't both be written to by this user.", mend))
        if others_may(path):
            found.append(warning(subject, f"others on this machine may read {path}.", f"Run `chmod 600 {path}`."))
    return found


def evidence_folder(folder: Path) -> Finding:
    """Whether the files of evidence can be kept there, and by the bot's user alone."""
    folder = folder.absolute()
    subject = "Evidence"
    if not folder.exists():
        parent = next(above for above in folder.parents if above.exists())
        if not os.access(parent, os.W_OK | os.X_OK):
            return fault(
                subject,
                f"{folder} doesn't exist, and {parent} can't be written to.",
                "Make the folder, owned by the bot's user and with mode 0700.",
            )
        return fine(subject, f"{folder} isn't there yet: it is made with the first file.")
    if not folder.is_dir():
        return fault(subject, f"{folder} is not a folder.", "Set evidence.dir to one.")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return fault(
            subject,
            f"{folder} can't be read and written by this user.",
            "Give it to the bot's user (chown), and run doctor as that user.",
        )
    if others_may(folder):
        return warning(subject, f"others on this machine may look into {folder}.", f"Run `chmod 700 {folder}`.")
    return fine(subject, f"{folder} can be written to, and nobody else may look into it.")


def free_space(places: Iterable[tuple[str, Path]]) -> list[Finding]:
    """The room on the disk, once for each file system; of places named so."""
    by_device: dict[int, tuple[list[str], Path]] = {}
    for name, path in places:
        here = next(above for above in (path.absolute(), *path.absolute().parents) if above.exists())
        names, _ = by_device.setdefault(here.stat().st_dev, ([], here))
        names.append(name)
    return [_space(" and ".join(names), path) for names, path in by_device.values()]


def _space(what: str, path: Path) -> Finding:
    free_bytes = shutil.disk_usage(path).free
    found = f"{free_bytes / _GIGABYTE:,.1f} GB free for {what} ({path})."
    mend = "Make room: on a full disk nothing that people do can be recorded."
    if free_bytes < _TOO_LITTLE_BYTES:
        return fault("Disk", found, mend)
    if free_bytes < _LITTLE_BYTES:
        return warning("Disk", found, mend)
    return fine("Disk", found)


def others_may(path: Path) -> bool:
    """Whether anybody but the owner (and root) has access."""
    return bool(stat.S_IMODE(path.stat().st_mode) & _OTHERS)
