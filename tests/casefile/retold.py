"""The same case with other words: the record is made anew around them, as if people had written these."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, cast

from bot.domain.case import Case
from bot.domain.case_events import CaseEvent
from bot.domain.events import FIRST_PREVIOUS_HASH, Event, RecordedEvent, record
from bot.domain.texts import SealedText, TextRef
from bot.services.case_record import CaseRecord


def retold(
    told: CaseRecord,
    *,
    texts: Mapping[str, str] | None = None,
    every_text: str | None = None,
    every_file_name: str | None = None,
    every_name: str | None = None,
    every_message: str | None = None,
) -> CaseRecord:
    """The record with other words, by text id or all of them, other file names, members' names and messages."""
    bodies = {text_id: text.body if every_text is None else every_text for text_id, text in told.texts.items()}
    bodies |= texts or {}
    sealed = {text_id: SealedText(text_id, told.texts[text_id].salt, body) for text_id, body in bodies.items()}
    files = {
        file_id: file if every_file_name is None else replace(file, name=every_file_name)
        for file_id, file in told.files.items()
    }
    refs = {text_id: text.ref for text_id, text in sealed.items()} | {key: file.ref for key, file in files.items()}
    events = _chained(told.events, refs)
    case = Case.replay((cast("CaseEvent", item.event), item.at_ms) for item in events)
    return replace(
        told,
        case=case,
        events=events,
        milestone_events={number: _chained(stream, refs) for number, stream in told.milestone_events.items()},
        texts=sealed,
        files=files,
        names=told.names if every_name is None else dict.fromkeys(told.names, every_name),
        messages=[item if every_message is None else replace(item, body=every_message) for item in told.messages],
        edits=told.edits
        if every_message is None
        else {key: [replace(edit, body=every_message) for edit in edits] for key, edits in told.edits.items()},
    )


def _chained(items: Sequence[RecordedEvent], refs: Mapping[str, TextRef]) -> list[RecordedEvent]:
    made: list[RecordedEvent] = []
    previous_hash = FIRST_PREVIOUS_HASH
    for item in items:
        made += record(
            [_with_refs(item.event, refs)],
            stream=item.stream,
            stream_id=item.stream_id,
            after_sequence=item.sequence - 1,
            previous_hash=previous_hash,
            at_ms=item.at_ms,
            actor_id=item.actor_id,
        )
        previous_hash = made[-1].hash
    return made


def _with_refs(event: Event, refs: Mapping[str, TextRef]) -> Event:
    changes: dict[str, Any] = {}
    for field in fields(event):
        value = getattr(event, field.name)
        if isinstance(value, TextRef):
            changes[field.name] = refs.get(value.text_id, value)
        elif field.name == "files":
            changes[field.name] = tuple(refs.get(ref.text_id, ref) for ref in value)
    return replace(event, **changes)
