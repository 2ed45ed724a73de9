"""All that the record holds of one case (R11.2), read in one transaction: what a case file is made from."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.case import Case
from bot.domain.case_events import ExhibitAdded
from bot.domain.events import RecordedEvent, text_refs
from bot.domain.files import SealedFile
from bot.domain.milestones import MilestoneState
from bot.domain.texts import SealedText, TextRef
from bot.services.ports import PostedTransaction, RoomMessage
from bot.services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case with everything that proves it. Texts and files are by id; an erased one is missing.

    Staff notes, other cases and other members' wallets are not in it (R11.3).
    """

    case: Case
    events: list[RecordedEvent]
    milestones: list[MilestoneState]
    texts: dict[str, SealedText]
    files: dict[str, SealedFile]
    transactions: list[PostedTransaction]
    messages: list[RoomMessage]
    names: dict[int, str]


async def case_record(uow: UnitOfWork, case: Case) -> CaseRecord:
    """Read it all."""
    state = case.state
    guild_id, case_id = state.guild_id, state.case_id
    events = await uow.events.of_stream(guild_id, "case", case_id)
    milestones: list[MilestoneState] = []
    for lock in state.locks:
        milestone = await uow.milestones.get(guild_id, lock.milestone_id)
        if milestone is not None:
            milestones.append(milestone.state)
    file_ids = [ref.text_id for item in events if isinstance(item.event, ExhibitAdded) for ref in item.event.files]
    refs = [ref for item in events for ref in text_refs(item.event)]
    refs += [ref for milestone in milestones for ref in _texts_of(milestone)]
    messages = await uow.rooms.messages(guild_id, case_id)
    people = set(_people(state.parties, events, messages))
    return CaseRecord(
        case=case,
        events=events,
        milestones=milestones,
        texts=await uow.texts.sealed(guild_id, [ref.text_id for ref in refs]),
        files=await uow.files.sealed(guild_id, file_ids),
        transactions=await uow.ledger.of_case(guild_id, case_id),
        messages=messages,
        names=await uow.names.names(guild_id, sorted(people)),
    )


def _texts_of(milestone: MilestoneState) -> Iterable[TextRef]:
    yield milestone.title
    if milestone.terms is not None:
        yield milestone.terms


def _people(parties: tuple[int, int], events: list[RecordedEvent], messages: list[RoomMessage]) -> Iterable[int]:
    yield from parties
    yield from (item.actor_id for item in events if item.actor_id is not None)
    yield from (message.author_id for message in messages)
