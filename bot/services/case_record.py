"""All that the record holds of one case (R11.2), read in one transaction: what a case file is made from."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.case import Case
from bot.domain.case_events import ExhibitAdded
from bot.domain.events import RecordedEvent, text_refs
from bot.domain.files import SealedFile
from bot.domain.texts import SealedText
from bot.services.ports import PostedTransaction, RoomMessage, RoomMessageEdit
from bot.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case with everything that proves it. Texts and files are by id; an erased one is missing.

    The milestones' own records are in it, for the terms and what became of them. Staff notes, other cases' records and
    other members' wallets are not (R11.3).
    """

    case: Case
    events: list[RecordedEvent]
    milestone_events: dict[int, list[RecordedEvent]]
    texts: dict[str, SealedText]
    files: dict[str, SealedFile]
    transactions: list[PostedTransaction]
    messages: list[RoomMessage]
    edits: dict[int, list[RoomMessageEdit]]
    names: dict[int, str]


async def case_record(uow: UnitOfWork, case: Case) -> CaseRecord:
    """Read it all."""
    state = case.state
    guild_id, case_id = state.guild_id, state.case_id
    events = await uow.events.of_stream(guild_id, "case", case_id)
    milestone_events = {
        lock.milestone_id: await uow.events.of_stream(guild_id, "milestone", lock.milestone_id) for lock in state.locks
    }
    everything = [*events, *(item for stream in milestone_events.values() for item in stream)]
    file_ids = [ref.text_id for item in events if isinstance(item.event, ExhibitAdded) for ref in item.event.files]
    refs = [ref for item in everything for ref in text_refs(item.event)]
    messages = await uow.rooms.messages(guild_id, case_id)
    people = set(_people(state.parties, everything, messages))
    return CaseRecord(
        case=case,
        events=events,
        milestone_events=milestone_events,
        texts=await uow.texts.sealed(guild_id, [ref.text_id for ref in refs]),
        files=await uow.files.sealed(guild_id, file_ids),
        transactions=await uow.ledger.of_case(guild_id, case_id),
        messages=messages,
        edits=await uow.rooms.edits(guild_id, case_id),
        names=await uow.names.names(guild_id, sorted(people)),
    )


def _people(parties: tuple[int, int], events: list[RecordedEvent], messages: list[RoomMessage]) -> Iterable[int]:
    yield from parties
    yield from (item.actor_id for item in events if item.actor_id is not None)
    yield from (message.author_id for message in messages)
