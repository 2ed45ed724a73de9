"""Proving a case file without us (R11.3): chains, words, files, money; and the summary."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from bot.casefile.document import CaseFile, EventEntry, Record, summary_of
from bot.domain.case import Case
from bot.domain.case_events import CaseEvent, ExhibitAdded
from bot.domain.codec import DamagedData
from bot.domain.events import FIRST_PREVIOUS_HASH, Event, event_hash, text_refs
from bot.domain.files import SealedFile
from bot.domain.ids import case_name, milestone_name
from bot.domain.ledger import LedgerTransaction
from bot.domain.recorded import read_event
from bot.domain.texts import TextRef, text_digest

NOT_INCLUDED: Final = "not included"


@dataclass(frozen=True, slots=True)
class ExhibitCheck:
    """One exhibit's file: `matches`, `differs`, `not included` (its bytes aren't there) or `erased`."""

    exhibit: str
    name: str | None
    result: str


@dataclass(slots=True)
class Proof:
    """What was checked of a case file. `first_break` is a sentence; None where everything that is there is right."""

    case: str
    head_sequence: int
    head_hash: str
    first_break: str | None = None
    events: int = 0
    texts: int = 0
    erased_texts: int = 0
    transactions: int = 0
    exhibits: list[ExhibitCheck] = field(default_factory=list[ExhibitCheck])

    @property
    def ok(self) -> bool:
        """Whether nothing that is there was found to be wrong."""
        return self.first_break is None


def prove(document: CaseFile, exhibits: Mapping[str, bytes] | None = None) -> Proof:
    """Check a case file, with the bytes of exhibits that came with it, by the ids of their files."""
    proof = Proof(case_name(document.case_id), document.head.sequence, document.head.hash)
    proof.first_break = next(_breaks(document, proof), None)
    if proof.ok:
        proof.exhibits = list(_exhibits(document, exhibits or {}))
        broken = next((item for item in proof.exhibits if item.result == "differs"), None)
        if broken is not None:
            proof.first_break = (
                f"exhibit {broken.exhibit}: the bytes of {broken.name} are not those that were handed in"
            )
    return proof


def _breaks(document: CaseFile, proof: Proof) -> Iterator[str]:
    if not document.records or (document.records[0].stream, document.records[0].stream_id) != (
        "case",
        document.case_id,
    ):
        yield "the case's own record is missing"
        return
    for record in document.records:
        yield from _chain_breaks(record)
        proof.events += len(record.events)
    last = document.records[0].events[-1]
    if (document.head.sequence, document.head.hash) != (last.sequence, last.hash):
        yield f"the head names event {document.head.sequence}, the record ends with event {last.sequence}"
    events = [(record, item, read_event(record.stream, item.kind, item.payload)) for record, item in _all(document)]
    yield from _summary_breaks(
        document, [(event, item.at_ms) for record, item, event in events if record.stream == "case"]
    )
    refs = [ref for _, _, event in events for ref in text_refs(event)]
    yield from _text_breaks(document, refs, proof)
    yield from _file_breaks(document, [event for _, _, event in events])
    yield from _ledger_breaks(document, [item.payload.get("transaction_digest") for item in document.records[0].events])
    proof.transactions = len(document.ledger)


def _all(document: CaseFile) -> Iterator[tuple[Record, EventEntry]]:
    for record in document.records:
        for item in record.events:
            yield record, item


def _chain_breaks(record: Record) -> Iterator[str]:
    name = case_name(record.stream_id) if record.stream == "case" else milestone_name(record.stream_id)
    if not record.events:
        yield f"{name}: its record is empty"
    previous_hash = FIRST_PREVIOUS_HASH
    for expected, item in enumerate(record.events, 1):
        if item.sequence != expected:
            yield f"{name}: event {expected} is missing; the next one is event {item.sequence}"
        if item.previous_hash != previous_hash:
            yield f"{name}: event {item.sequence} doesn't follow from the one before it"
        digest = event_hash(
            previous_hash,
            record.stream,
            record.stream_id,
            item.sequence,
            item.at_ms,
            item.actor_id,
            item.kind,
            item.payload,
        )
        if digest != item.hash:
            yield f"{name}: event {item.sequence} ({item.kind}) is not what its hash says"
        try:
            read_event(record.stream, item.kind, item.payload)
        except DamagedData as error:
            yield f"{name}: event {item.sequence} can't be read: {error}"
        previous_hash = item.hash


def _summary_breaks(document: CaseFile, events: Sequence[tuple[Event, int]]) -> Iterator[str]:
    try:
        state = Case.replay((cast("CaseEvent", event), at_ms) for event, at_ms in events).state
    except (ValueError, LookupError) as error:
        yield f"the record can't be replayed: {error}"
        return
    if (state.guild_id, state.case_id) != (document.guild_id, document.case_id):
        yield f"the record is of {case_name(state.case_id)} of server {state.guild_id}"
    told, recorded = document.summary, summary_of(state)
    for name in recorded.__slots__:
        if getattr(told, name) != getattr(recorded, name):
            yield f"the summary's {name} is not what the record says"


def _text_breaks(document: CaseFile, refs: Iterable[TextRef], proof: Proof) -> Iterator[str]:
    named: set[str] = set()
    for ref in refs:
        named.add(ref.text_id)
        text = document.texts.get(ref.text_id)
        if text is None:
            proof.erased_texts += 1
        elif text_digest(text.salt, text.body) != ref.digest:
            yield f"text {ref.text_id} is not what was written"
        else:
            proof.texts += 1
    for text_id in document.texts.keys() - named:
        yield f"text {text_id} belongs to no event"


def _file_breaks(document: CaseFile, events: Iterable[Event]) -> Iterator[str]:
    named: set[str] = set()
    for event in events:
        for ref in event.files if isinstance(event, ExhibitAdded) else ():
            named.add(ref.text_id)
            file = document.files.get(ref.text_id)
            if file is None:
                continue
            sealed = SealedFile(ref.text_id, file.salt, file.sha256, file.size_bytes, file.media_type, file.name)
            if sealed.ref != ref:
                yield f"file {ref.text_id} ({file.name}) is not what was handed in"
    for file_id in document.files.keys() - named:
        yield f"file {file_id} belongs to no exhibit"


def _ledger_breaks(document: CaseFile, digests: Sequence[str | None]) -> Iterator[str]:
    posted = {item.digest for item in document.ledger}
    for item in document.ledger:
        name = f"ledger transaction {item.idempotency_key}"
        try:
            digest = LedgerTransaction(
                item.idempotency_key, item.cause, item.at_ms, item.entries, document.case_id
            ).digest
        except ValueError as error:
            yield f"{name}: {error}"
            continue
        if digest != item.digest:
            yield f"{name} is not what its digest says"
        if item.digest not in digests:
            yield f"{name} is named by no event"
    for sequence, digest in enumerate(digests, 1):
        if digest is not None and digest not in posted:
            yield f"event {sequence} names a ledger transaction that isn't there"


def _exhibits(document: CaseFile, given: Mapping[str, bytes]) -> Iterator[ExhibitCheck]:
    for exhibit in document.summary.exhibits:
        for ref in exhibit.files:
            file = document.files.get(ref.text_id)
            if file is None:
                yield ExhibitCheck(exhibit.name, None, "erased")
                continue
            data = given.get(ref.text_id)
            if data is None:
                yield ExhibitCheck(exhibit.name, file.name, NOT_INCLUDED)
            else:
                is_same = hashlib.sha256(data).hexdigest() == file.sha256 and len(data) == file.size_bytes
                yield ExhibitCheck(exhibit.name, file.name, "matches" if is_same else "differs")
