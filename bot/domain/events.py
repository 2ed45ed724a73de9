"""The append-only record (R11.1): events, their canonical form, and the hash chain that binds them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from bot.domain.plain import to_data
from bot.domain.texts import TextRef

FIRST_PREVIOUS_HASH: Final = "0" * 64
"""What the first event of a stream names as the hash before it."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Holds ids, amounts and times; texts only as salted hashes."""

    kind: ClassVar[str]


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event in its place in a stream (`case` or `milestone`), bound to the one before."""

    stream: str
    stream_id: int
    sequence: int
    at_ms: int
    actor_id: int | None
    event: Event
    previous_hash: str
    hash: str


def canonical_json(value: object) -> str:
    """The one spelling of a value that hashes are taken over."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def payload_of(event: Event) -> dict[str, Any]:
    """The event's facts as plain data, as they are stored and hashed.

    A field that joined an event later (see `bot.domain.plain`) is missing while it has its default.
    """
    return to_data(event)


def event_hash(
    previous_hash: str,
    stream: str,
    stream_id: int,
    sequence: int,
    at_ms: int,
    actor_id: int | None,
    kind: str,
    payload: dict[str, Any],
) -> str:
    """SHA-256 over the hash before and everything that the event says."""
    body = canonical_json([previous_hash, stream, stream_id, sequence, at_ms, actor_id, kind, payload])
    return hashlib.sha256(body.encode()).hexdigest()


def record(
    events: Sequence[Event],
    *,
    stream: str,
    stream_id: int,
    after_sequence: int,
    previous_hash: str,
    at_ms: int,
    actor_id: int | None,
) -> list[RecordedEvent]:
    """Put events at the end of a stream: number them and continue the hash chain."""
    recorded: list[RecordedEvent] = []
    for sequence, event in enumerate(events, after_sequence + 1):
        digest = event_hash(previous_hash, stream, stream_id, sequence, at_ms, actor_id, event.kind, payload_of(event))
        recorded.append(RecordedEvent(stream, stream_id, sequence, at_ms, actor_id, event, previous_hash, digest))
        previous_hash = digest
    return recorded


def first_break(events: Iterable[RecordedEvent]) -> int | None:
    """The sequence number of the first event that doesn't follow from the one before; None for a whole chain."""
    previous_hash = FIRST_PREVIOUS_HASH
    for expected, item in enumerate(events, 1):
        digest = event_hash(
            previous_hash,
            item.stream,
            item.stream_id,
            item.sequence,
            item.at_ms,
            item.actor_id,
            item.event.kind,
            payload_of(item.event),
        )
        if item.sequence != expected or item.previous_hash != previous_hash or item.hash != digest:
            return expected
        previous_hash = digest
    return None


def text_refs(event: Event) -> tuple[TextRef, ...]:
    """The sealed texts that the event names."""
    values = (getattr(event, name) for name in event.__slots__)
    return tuple(value for value in values if isinstance(value, TextRef))


def file_refs(event: Event) -> tuple[TextRef, ...]:
    """The sealed files that the event names."""
    files: tuple[TextRef, ...] = getattr(event, "files", ())
    return files
