"""What all commands are: something that a member asks for, as plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """Something a member asks for. Holds only what JSON can hold, since a quoted one waits in a draft."""


@dataclass(frozen=True, slots=True)
class CaseCommand(Command):
    """Something asked of one case."""

    case_id: int
