"""A case file as data: what the record holds of one case, in a form that anybody can check without us (R11.2).

The records prove it: each event carries the hash of the one before. Words, names and files lie beside them with their
salts, so that each can be checked against the salted hash that the record holds. The summary says nothing that the
records don't say: it is there to be read. `docs/case-file.md` explains it to strangers.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final, cast

from bot.domain.case_events import Lock, Payout
from bot.domain.case_parts import Deposit, Exhibit, Offer, Question, Ruling
from bot.domain.case_state import CaseState
from bot.domain.codec import DamagedData, from_data, to_data
from bot.domain.events import RecordedEvent, payload_of
from bot.domain.files import safe_name
from bot.domain.ids import case_name
from bot.domain.ledger import Entry
from bot.services.case_record import CaseRecord, hides_offers
from bot.services.ports import PostedTransaction, RoomMessage, RoomMessageEdit

FORMAT: Final = "parley.case-file"
VERSION: Final = 1

_UNSEEN: Final = re.compile(
    "[\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
"""What a reader of the JSON wouldn't see, or what would turn its letters around: written as escapes."""

_TOO_DEEP: Final = "This is no case file: it is nested too deeply."


@dataclass(frozen=True, slots=True)
class EventEntry:
    """One event of a record: number, time (UTC, milliseconds since 1970), who did it, what, and its hashes.

    `payload` is null only where the event tells of an offer, in a file made for an arbitrator who may not see any.
    """

    sequence: int
    at_ms: int
    actor_id: int | None
    kind: str
    payload: dict[str, Any] | None
    previous_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Record:
    """The events of one case or milestone, from its first."""

    stream: str
    stream_id: int
    events: tuple[EventEntry, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The number and hash of a record's last event; the case's own is posted in the records channel."""

    stream: str
    stream_id: int
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class TextEntry:
    """Somebody's words. Their SHA-256, after salt and a line break, is what the record holds."""

    salt: str
    body: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of an exhibit: what its bytes are and what it was called, size in bytes."""

    salt: str
    sha256: str
    size_bytes: int
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class TransactionEntry:
    """A ledger transaction of the case; its entries sum to zero, amounts in minor units."""

    idempotency_key: str
    cause: str
    at_ms: int
    digest: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class EditEntry:
    """What a room message was changed to, and when."""

    edited_at_ms: int
    body: str


@dataclass(frozen=True, slots=True)
class MessageEntry:
    """A message of the case room as it arrived, with its edits; one deleted in Discord says when. An erased one has no
    words any more."""

    message_id: int
    author_id: int
    sent_at_ms: int
    body: str | None
    edits: tuple[EditEntry, ...]
    deleted_at_ms: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """How the case stands, as its record says; amounts in minor units of the currency."""

    preset: str
    stage: str
    outcome: str | None
    currency: str
    disputed_minor: int
    charged_minor: int
    claimant_id: int
    respondent_id: int
    client_id: int
    freelancer_id: int
    opened_at_ms: int
    ended_at_ms: int | None
    locks: tuple[Lock, ...]
    payouts: tuple[Payout, ...]
    offers: tuple[Offer, ...]
    deposits: tuple[Deposit, ...]
    exhibits: tuple[Exhibit, ...]
    questions: tuple[Question, ...]
    arbitrator_id: int | None
    ruling: Ruling | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A whole case file. `records` and `heads` begin with the case's own; an erased text or file is missing from its
    table. `messages` is null where the reader has no access to the room, `program` the version that made the file."""

    format: str
    version: int
    program: str
    guild_id: int
    case_id: int
    exported_at_ms: int
    heads: tuple[Head, ...]
    summary: Summary
    names: dict[int, str]
    records: tuple[Record, ...]
    texts: dict[str, TextEntry]
    files: dict[str, FileEntry]
    ledger: tuple[TransactionEntry, ...]
    messages: tuple[MessageEntry, ...] | None

    @property
    def head(self) -> Head:
        """The case's own head."""
        return self.heads[0]

    @property
    def stem(self) -> str:
        """What files of the case are called: `case-0042`."""
        return case_name(self.case_id).lower()


def program_version() -> str:
    """The version of this program, `0` where it isn't installed."""
    try:
        return version("parley")
    except PackageNotFoundError:
        return "0"


def summary_of(state: CaseState) -> Summary:
    """What the record says of the case, for readers."""
    return Summary(
        preset=state.rulebook.preset.value,
        stage=state.stage.value,
        outcome=None if state.outcome is None else state.outcome.value,
        currency=state.currency,
        disputed_minor=state.disputed_minor,
        charged_minor=state.charged_minor,
        claimant_id=state.claimant_id,
        respondent_id=state.respondent_id,
        client_id=state.client_id,
        freelancer_id=state.freelancer_id,
        opened_at_ms=state.opened_at_ms,
        ended_at_ms=state.ended_at_ms,
        locks=state.locks,
        payouts=state.payouts,
        offers=tuple(state.offers),
        deposits=tuple(state.deposits.values()),
        exhibits=tuple(state.exhibits),
        questions=tuple(state.questions),
        arbitrator_id=state.arbitrator_id,
        ruling=state.ruling,
    )


def case_file(record: CaseRecord, *, exported_at_ms: int) -> CaseFile:
    """The case file of what was read, as of a moment. The same record and moment give the same file."""
    state = record.case.state
    records = (
        _record("case", state.case_id, record.events, offers_hidden=record.offers_hidden),
        *(_record("milestone", number, events) for number, events in record.milestone_events.items()),
    )
    return CaseFile(
        format=FORMAT,
        version=VERSION,
        program=program_version(),
        guild_id=state.guild_id,
        case_id=state.case_id,
        exported_at_ms=exported_at_ms,
        heads=tuple(_head(item) for item in records),
        summary=summary_of(state),
        names=dict(sorted(record.names.items())),
        records=records,
        texts={text_id: TextEntry(text.salt, text.body) for text_id, text in sorted(record.texts.items())},
        files={
            file_id: FileEntry(file.salt, file.sha256, file.size_bytes, file.media_type, file.name)
            for file_id, file in sorted(record.files.items())
        },
        ledger=tuple(_transaction(posted) for posted in record.transactions),
        messages=None if record.offers_hidden else tuple(_message(item, record.edits) for item in record.messages),
    )


def _head(record: Record) -> Head:
    return Head(record.stream, record.stream_id, record.events[-1].sequence, record.events[-1].hash)


def _record(stream: str, stream_id: int, events: Iterable[RecordedEvent], *, offers_hidden: bool = False) -> Record:
    entries = (
        EventEntry(
            item.sequence,
            item.at_ms,
            item.actor_id,
            item.event.kind,
            None if offers_hidden and hides_offers(item.event) else payload_of(item.event),
            item.previous_hash,
            item.hash,
        )
        for item in events
    )
    return Record(stream, stream_id, tuple(entries))


def _transaction(posted: PostedTransaction) -> TransactionEntry:
    return TransactionEntry(posted.idempotency_key, posted.cause, posted.at_ms, posted.digest, posted.entries)


def _message(message: RoomMessage, edits: Mapping[int, list[RoomMessageEdit]]) -> MessageEntry:
    return MessageEntry(
        message.message_id,
        message.author_id,
        message.sent_at_ms,
        message.body if message.erased_at_ms is None else None,
        tuple(EditEntry(edit.edited_at_ms, edit.body) for edit in edits.get(message.message_id, ())),
        message.deleted_at_ms,
    )


def exhibit_paths(document: CaseFile) -> dict[str, str]:
    """Where the bytes of exhibits lie beside a case file, by the ids of their files: `exhibits/C-1/1-photo.png`."""
    return {
        ref.text_id: f"exhibits/{safe_name(exhibit.name)}/{position}-{safe_name(document.files[ref.text_id].name)}"
        for exhibit in document.summary.exhibits
        for position, ref in enumerate(exhibit.files, 1)
        if ref.text_id in document.files
    }


def to_json(document: CaseFile) -> str:
    """The case file as JSON text, each part on lines of its own; all that can be seen stands there as it is."""
    text = json.dumps(to_data(document), ensure_ascii=False, indent=1)
    return _UNSEEN.sub(lambda found: json.dumps(found[0])[1:-1], text) + "\n"


def from_json(text: str) -> CaseFile:
    """Read a case file back. Raises ValueError, with a sentence, for what is none or is of another version."""
    try:
        data: Any = json.loads(text)
    except ValueError as error:
        raise ValueError("This is no JSON.") from error
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    said = cast("dict[str, Any]", data) if isinstance(data, dict) else {}
    if said.get("format") != FORMAT:
        raise ValueError("This is no case file of Parley.")
    if said.get("version") != VERSION or not isinstance(said["version"], int):
        raise ValueError(f"This case file is of another version of the format; this program reads version {VERSION}.")
    try:
        return from_data(CaseFile, said)
    except DamagedData as error:
        raise ValueError(f"This case file is damaged: {error}.") from error
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
