"""What can happen to the clocks that people wait for, and to the parties that they wait for (R9)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar, Final

from bot.domain.deadlines import Deadline
from bot.domain.events import Event
from bot.domain.texts import TextRef


@dataclass(frozen=True, slots=True)
class DeadlineArmed(Event):
    """A clock was started."""

    kind: ClassVar[str] = "deadline_armed"
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class DeadlineEnded(Event):
    """A clock was met, cancelled, or fired."""

    kind: ClassVar[str] = "deadline_ended"
    deadline_id: int
    state: str


@dataclass(frozen=True, slots=True)
class DeadlineMoved(Event):
    """A due time changed; `cause` is a key: `outage`, `late_reminder`, `resumed`."""

    kind: ClassVar[str] = "deadline_moved"
    deadline_id: int
    due_at_ms: int
    cause: str
    starts_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class DeadlineHeld(Event):
    """A clock stands; `reason` is a key."""

    kind: ClassVar[str] = "deadline_held"
    deadline_id: int
    reason: str


RUNS_FROM_NOW: Final = frozenset({"resumed", "activity", "answer"})
"""Causes of a move that make a clock run from the moment of the decision on."""


def set_going(events: Collection[object]) -> set[int]:
    """The numbers of the clocks that these events start, or let run on."""
    started = {event.deadline.deadline_id for event in events if isinstance(event, DeadlineArmed)}
    moved = (event for event in events if isinstance(event, DeadlineMoved) and event.cause in RUNS_FROM_NOW)
    return started | {event.deadline_id for event in moved}


@dataclass(frozen=True, slots=True)
class ExtensionAsked(Event):
    """A party asks the other for more time (R9.7)."""

    kind: ClassVar[str] = "extension_asked"
    member_id: int
    deadline_id: int
    seconds: int
    reason: TextRef | None = None


@dataclass(frozen=True, slots=True)
class ExtensionAnswered(Event):
    """The other side agreed or refused (R9.7)."""

    kind: ClassVar[str] = "extension_answered"
    member_id: int
    agreed: bool


@dataclass(frozen=True, slots=True)
class ExtendedAlone(Event):
    """A party took more time on their own deadline, once a case (R9.7)."""

    kind: ClassVar[str] = "extended_alone"
    member_id: int
    seconds: int
    reason: TextRef | None = None


@dataclass(frozen=True, slots=True)
class ExtendedByStaff(Event):
    """A moderator gave more time, with a reason (R9.7)."""

    kind: ClassVar[str] = "extended_by_staff"
    moderator_id: int
    seconds: int
    reason: TextRef


@dataclass(frozen=True, slots=True)
class CaseHeld(Event):
    """A moderator stopped all the case's clocks (R9.8)."""

    kind: ClassVar[str] = "case_held"
    moderator_id: int
    reason: TextRef


@dataclass(frozen=True, slots=True)
class CaseResumed(Event):
    """A moderator let the clocks run again (R9.8)."""

    kind: ClassVar[str] = "case_resumed"
    moderator_id: int


@dataclass(frozen=True, slots=True)
class PartyRestricted(Event):
    """A party was timed out, kicked or banned: their clock stands (R9.9); by whom, if the server says so."""

    kind: ClassVar[str] = "party_restricted"
    member_id: int
    how: str
    by_member_id: int | None = None


@dataclass(frozen=True, slots=True)
class PartyFreed(Event):
    """A party's time-out is over: their clock runs again (R9.9)."""

    kind: ClassVar[str] = "party_freed"
    member_id: int


@dataclass(frozen=True, slots=True)
class PartyLeft(Event):
    """A party left the server; the clocks run on (R9.9)."""

    kind: ClassVar[str] = "party_left"
    member_id: int


@dataclass(frozen=True, slots=True)
class PartyReturned(Event):
    """A party is back and has their way into the room again (R9.9)."""

    kind: ClassVar[str] = "party_returned"
    member_id: int


@dataclass(frozen=True, slots=True)
class DepositAwaited(Event):
    """A party's deposit request holds their fee's deadline, once a case (R5.4)."""

    kind: ClassVar[str] = "deposit_awaited"
    member_id: int
    request_id: int


@dataclass(frozen=True, slots=True)
class IdleReminded(Event):
    """Nobody did anything for a while in stage 2: both were reminded, and staff see it (R5 stage 2 [F])."""

    kind: ClassVar[str] = "idle_reminded"
