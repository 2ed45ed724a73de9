"""What all refusals are."""

from dataclasses import dataclass, fields
from typing import ClassVar


@dataclass(eq=False)
class Refusal(Exception):
    """What somebody asked for is not done; nothing has changed."""

    # Not frozen: Python itself writes tracebacks into exceptions.
    code: ClassVar[str]

    def __str__(self) -> str:
        facts = ", ".join(f"{field.name}={getattr(self, field.name)!r}" for field in fields(self))
        return f"{self.code}({facts})"
