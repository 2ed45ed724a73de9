"""What staff do to a case besides judging it (R10): who decides it, who may be in its room."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.events import Event
from bot.domain.texts import TextRef


@dataclass(frozen=True, slots=True)
class ArbitratorAssigned(Event):
    """A moderator gave the case to an arbitrator (R10.1), in the place of another where there was one."""

    kind: ClassVar[str] = "arbitrator_assigned"
    moderator_id: int
    arbitrator_id: int
    former_id: int | None = None


@dataclass(frozen=True, slots=True)
class ArbitratorRecused(Event):
    """The arbitrator gave the case up, for good (R10.2, R10.3)."""

    kind: ClassVar[str] = "arbitrator_recused"
    arbitrator_id: int
    reason: TextRef


@dataclass(frozen=True, slots=True)
class ArbitratorLost(Event):
    """The arbitrator no longer has the role: their place is free again (R10.2)."""

    kind: ClassVar[str] = "arbitrator_lost"
    arbitrator_id: int


@dataclass(frozen=True, slots=True)
class RulingLate(Event):
    """The ruling did not come in time: the arbitrator's place is free again, if it was taken (R10.4)."""

    kind: ClassVar[str] = "ruling_late"
    due_at_ms: int
    former_id: int | None = None


@dataclass(frozen=True, slots=True)
class GuestRemoved(Event):
    """A moderator took somebody who is no party out of the room (R10.1)."""

    kind: ClassVar[str] = "guest_removed"
    moderator_id: int
    member_id: int
    reason: TextRef


@dataclass(frozen=True, slots=True)
class RoomClosed(Event):
    """A moderator closed the room of an ended case before its time (R10.1)."""

    kind: ClassVar[str] = "room_closed"
    moderator_id: int
