"""What `parley doctor` finds: one line each, with how to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found there, and how to mend what isn't well; in sentences for the operator."""

    level: Level
    subject: str
    found: str
    mend: str = ""

    @property
    def line(self) -> str:
        """All of it but the level, on one line whatever others have put into names."""
        text = f"{self.subject}: {self.found}" + (f" {self.mend}" if self.mend else "")
        return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)


def fine(subject: str, found: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.OK, subject, found)


def warning(subject: str, found: str, mend: str) -> Finding:
    """The bot works, but something is lost or may go wrong."""
    return Finding(Level.WARNING, subject, found, mend)


def fault(subject: str, found: str, mend: str) -> Finding:
    """The bot can't work, or not as it should."""
    return Finding(Level.FAULT, subject, found, mend)
