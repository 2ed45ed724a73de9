"""What those who run the bot see of its work: names, ids and outcomes, never what people wrote."""

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Final

from structlog.contextvars import bind_contextvars, unbind_contextvars

from bot.services.command import Command

_SUBJECTS: Final = ("case_id", "milestone_id")


def about(**ids: int | str | None) -> None:
    """Put ids on every log line that this task writes from now on; None takes one off."""
    unbind_contextvars(*(name for name, value in ids.items() if value is None))
    bind_contextvars(**{name: value for name, value in ids.items() if value is not None})


@dataclass(slots=True)
class Doing:
    """A command under way. `name` is one of a fixed set, and `outcome` holds once it has ended without an error."""

    name: str
    outcome: str = ""

    @classmethod
    def of(cls, command: Command) -> "Doing":
        """This command."""
        doing = cls(type(command).__name__)
        doing.is_about(command)
        return doing

    def is_about(self, command: Command) -> None:
        """It is known now which command it is, and what about."""
        self.name = type(command).__name__
        about(command=self.name, **{name: getattr(command, name, None) for name in _SUBJECTS})

    def ended(self, case_id: int | None, *, is_quote: bool) -> None:
        """It came to an end without an error: done, or quoted for a click that is still to come."""
        self.outcome = "quoted" if is_quote else "done"
        if case_id is not None:
            about(case_id=case_id)


Watch = Callable[[Doing], AbstractContextManager[None]]
"""Surrounds each command, from before its transaction to after its commit, and sees the error that leaves it."""


@contextmanager
def unwatched(_doing: Doing) -> Generator[None]:
    """Nobody looks."""
    yield
