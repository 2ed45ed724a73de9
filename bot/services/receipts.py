"""What a use case gives back: plain facts under a key; the words are made in `bot/ui/texts.py`."""

from dataclasses import dataclass, field

Fact = int | str | bool | None | list[int] | list[str]
Facts = dict[str, Fact]
"""Facts by name. Units last: `amount_minor`, `due_at_ms`, `window_seconds`; ids say what they are."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done, for the one who asked. `case_id` where a case is concerned."""

    what: str
    facts: Facts = field(default_factory=dict[str, Fact])
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """What a command would do, waiting as a draft for its author's click (R9.2).

    `stale` says that an earlier quote of the same command no longer held and this one replaces it.
    """

    draft_id: str
    what: str
    facts: Facts
    expires_at_ms: int
    case_id: int | None = None
    stale: bool = False
