"""Reading the record back: stored events by stream and kind."""

from collections.abc import Mapping
from typing import Any, Final, get_args

from bot.domain.case_events import CaseEvent
from bot.domain.codec import DamagedData, from_data
from bot.domain.events import Event
from bot.domain.milestone_events import MilestoneEvent

EVENT_KINDS: Final[Mapping[str, Mapping[str, type[Event]]]] = {
    "case": {kind.kind: kind for kind in get_args(CaseEvent)},
    "milestone": {kind.kind: kind for kind in get_args(MilestoneEvent)},
}
"""The events that a stream can have, by kind."""


def read_event(stream: str, kind: str, payload: Any) -> Event:
    """The event that was stored. Raises DamagedData for one that this program never wrote."""
    known = EVENT_KINDS.get(stream, {}).get(kind)
    if known is None:
        raise DamagedData(f"a {stream} has no event of the kind {kind!r}")
    return from_data(known, payload)
