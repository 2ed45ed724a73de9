"""Proving a case file without us (R11.3): chains, words, files, money; and the summary.

Whoever made a file could have made anything up, and counted its hashes: so nothing in here trusts what it reads.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from bot.casefile.document import CaseFile, EventEntry, FileEntry, Head, Record, summary_of
from bot.domain.case import Case
from bot.domain.case_events import CaseEvent, OfferClosed, OfferMade
from bot.domain.codec import DamagedData
from bot.domain.events import FIRST_PREVIOUS_HASH, Event, event_hash, file_refs, text_refs
from bot.domain.files import SealedFile
from bot.domain.ids import case_name, milestone_name
from bot.domain.ledger import LedgerTransaction
from bot.domain.milestone_events import MilestoneEvent
from bot.domain.milestones import Milestone
from bot.domain.recorded import read_event
from bot.domain.texts import text_digest
from bot.services.case_record import shown_refs

_OFFERS: Final = {OfferMade.kind, OfferClosed.kind}


@dataclass(frozen=True, slots=True)
class Bytes:
    """What the bytes of a file that came with a case file are; the size in bytes."""

    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ExhibitCheck:
    """One exhibit's file: `matches`, `differs`, `not included` (its bytes aren't there) or `erased`."""

    exhibit: str
    name: str | None
    result: str


@dataclass(slots=True)
class Proof:
    """What was checked of a case file. `first_break` is a sentence; None where everything that is there is right.

    `withheld_events` are those of offers in an open case's file for an arbitrator, and `withheld_texts` what staff
    wrote for staff: nobody can check these with this file alone, nor that the head goes with what came before such an
    event.
    """

    guild_id: int
    case: str
    heads: tuple[Head, ...]
    first_break: str | None = None
    events: int = 0
    withheld_events: int = 0
    texts: int = 0
    erased_texts: int = 0
    withheld_texts: int = 0
    transactions: int = 0
    exhibits: list[ExhibitCheck] = field(default_factory=list[ExhibitCheck])

    @property
    def ok(self) -> bool:
        """Whether nothing that is there was found to be wrong."""
        return self.first_break is None


_Told = tuple[Record, EventEntry, Event]


def prove(document: CaseFile, exhibits: Mapping[str, Sequence[Bytes]] | None = None) -> Proof:
    """Check a case file, with what came with it as bytes of its exhibits, by the ids of their files.

    Where several are given for one file, one that is right is enough.
    """
    proof = Proof(document.guild_id, case_name(document.case_id), document.heads)
    try:
        proof.first_break = next(_breaks(document, proof), None)
    except Exception as error:  # noqa: BLE001 - a made-up record may lead the rules anywhere, and is none then
        proof.first_break = f"the record can't be followed: it doesn't keep to the rules ({type(error).__name__})"
    if proof.ok:
        proof.exhibits = list(_exhibits(document, exhibits or {}))
        broken = next((item for item in proof.exhibits if item.result == "differs"), None)
        if broken is not None:
            proof.first_break = f"exhibit {broken.exhibit}: the bytes of {broken.name} aren't those that were handed in"
    return proof


def _breaks(document: CaseFile, proof: Proof) -> Iterator[str]:
    yield from _shape_breaks(document)
    told: list[_Told] = []
    for record, head in zip(document.records, document.heads, strict=True):
        yield from _chain_breaks(record, head, proof, told)
    yield from _replay_breaks(document, told)
    yield from _withheld_breaks(document)
    yield from _text_breaks(document, told, proof)
    yield from _file_breaks(document, [event for _, _, event in told])
    yield from _ledger_breaks(document, [(item.sequence, event) for record, item, event in told if _is_case(record)])
    proof.transactions = len(document.ledger)


def _is_case(record: Record) -> bool:
    return record.stream == "case"


def _name(record: Record) -> str:
    return case_name(record.stream_id) if _is_case(record) else milestone_name(record.stream_id)


def _shape_breaks(document: CaseFile) -> Iterator[str]:
    """Whether the records are there that the file speaks of, each once, with a head each."""
    streams = [(record.stream, record.stream_id) for record in document.records]
    wanted = [("case", document.case_id), *(("milestone", lock.milestone_id) for lock in document.summary.locks)]
    if streams != wanted:
        yield "the records in it aren't those of the case and its milestones"
    if [(head.stream, head.stream_id) for head in document.heads] != streams:
        yield "its heads aren't those of its records"


def _withheld_breaks(document: CaseFile) -> Iterator[str]:
    """Whether offers are withheld where nobody hides them any more: nothing binds what came before such an event to the
    head, so that whoever wants to change what has ended would withhold one."""
    is_over = document.summary.outcome is not None
    if is_over and any(item.payload is None for record in document.records for item in record.events):
        yield "events about offers say nothing, and only those of an open case may be withheld"


def _chain_breaks(record: Record, head: Head, proof: Proof, told: list[_Told]) -> Iterator[str]:
    name = _name(record)
    previous_hash = FIRST_PREVIOUS_HASH
    for expected, item in enumerate(record.events, 1):
        if item.sequence != expected:
            yield f"{name}: where event {expected} belongs, there is event {item.sequence}"
        if item.previous_hash != previous_hash:
            yield f"{name}: event {item.sequence} doesn't follow from the one before it"
        previous_hash = item.hash
        proof.events += 1
        if item.payload is None:
            if not _is_case(record) or item.kind not in _OFFERS:
                yield f"{name}: event {item.sequence} ({item.kind}) says nothing, and only offers may be withheld"
            proof.withheld_events += 1
            continue
        said = (record.stream, record.stream_id, item.sequence, item.at_ms, item.actor_id, item.kind, item.payload)
        if event_hash(item.previous_hash, *said) != item.hash:
            yield f"{name}: event {item.sequence} ({item.kind}) isn't what its hash says"
        try:
            told.append((record, item, read_event(record.stream, item.kind, item.payload)))
        except DamagedData as error:
            yield f"{name}: event {item.sequence} can't be read: {error}"
    if not record.events or (head.sequence, head.hash) != (record.events[-1].sequence, previous_hash):
        yield f"{name}: its record doesn't end with the event that its head names"


def _replay_breaks(document: CaseFile, told: Sequence[_Told]) -> Iterator[str]:
    state = Case.replay(
        (cast("CaseEvent", event), item.at_ms) for record, item, event in told if _is_case(record)
    ).state
    if (state.guild_id, state.case_id) != (document.guild_id, document.case_id):
        yield f"the record is of {case_name(state.case_id)} of server {state.guild_id}"
    recorded = summary_of(state)
    for name in recorded.__slots__:
        if getattr(document.summary, name) != getattr(recorded, name):
            yield f"the summary's {name} isn't what the record says"
    for record in document.records[1:]:
        events = ((cast("MilestoneEvent", event), item.at_ms) for where, item, event in told if where is record)
        milestone = Milestone.replay(events).state
        known = (milestone.guild_id, milestone.milestone_id, milestone.client_id, milestone.freelancer_id)
        if known != (state.guild_id, record.stream_id, state.client_id, state.freelancer_id):
            yield f"{_name(record)}: its record is of something else"


def _text_breaks(document: CaseFile, told: Iterable[_Told], proof: Proof) -> Iterator[str]:
    named: set[str] = set()
    for record, item, event in told:
        shown = shown_refs(event)
        for ref in text_refs(event):
            named.add(ref.text_id)
            text = document.texts.get(ref.text_id)
            if text is not None:
                proof.texts += 1
                if text_digest(text.salt, text.body) != ref.digest:
                    yield f"{_name(record)}: the words of event {item.sequence} aren't those that were written"
            elif ref in shown:
                proof.erased_texts += 1
            else:
                proof.withheld_texts += 1
    for text_id in document.texts.keys() - named:
        yield f"text {text_id!r} belongs to no event"


def _file_breaks(document: CaseFile, events: Iterable[Event]) -> Iterator[str]:
    named: set[str] = set()
    for ref in (ref for event in events for ref in file_refs(event)):
        named.add(ref.text_id)
        file = document.files.get(ref.text_id)
        if file is None:
            continue
        sealed = SealedFile(ref.text_id, file.salt, file.sha256, file.size_bytes, file.media_type, file.name)
        if sealed.ref != ref:
            yield f"what is said of file {file.name!r} isn't what was handed in"
    for file_id in document.files.keys() - named:
        yield f"file {file_id!r} belongs to no exhibit"


def _ledger_breaks(document: CaseFile, events: Sequence[tuple[int, Event]]) -> Iterator[str]:
    named = {getattr(event, "transaction_digest", None): sequence for sequence, event in events}
    named.pop(None, None)
    posted: set[str] = set()
    for item in document.ledger:
        name = f"ledger transaction {item.idempotency_key!r}"
        try:
            transaction = LedgerTransaction(item.idempotency_key, item.cause, item.at_ms, item.entries)
        except ValueError:
            yield f"{name}: its entries don't sum to zero"
            continue
        if transaction.digest != item.digest:
            yield f"{name} isn't what its digest says"
        if item.digest not in named or item.digest in posted:
            yield f"{name} is named by no event"
        posted.add(item.digest)
    for digest, sequence in named.items():
        if digest not in posted:
            yield f"event {sequence} names a ledger transaction that isn't there"


def _exhibits(document: CaseFile, given: Mapping[str, Sequence[Bytes]]) -> Iterator[ExhibitCheck]:
    for exhibit in document.summary.exhibits:
        for ref in exhibit.files:
            file = document.files.get(ref.text_id)
            if file is None:
                yield ExhibitCheck(exhibit.name, None, "erased")
            else:
                yield ExhibitCheck(exhibit.name, file.name, _result(file, given.get(ref.text_id, ())))


def _result(file: FileEntry, given: Sequence[Bytes]) -> str:
    if not given:
        return "not included"
    return "matches" if Bytes(file.sha256, file.size_bytes) in given else "differs"
