"""All that the record holds of one case (R11.2), read in one transaction: what a case file is made from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.case import Case
from bot.domain.case_events import CaseChallenged, OfferClosed, OfferMade
from bot.domain.events import Event, RecordedEvent, file_refs, text_refs
from bot.domain.files import SealedFile
from bot.domain.staff_events import ArbitratorRecused, GuestRemoved
from bot.domain.texts import SealedText, TextRef
from bot.services.ports import PostedTransaction, RoomMessage, RoomMessageEdit
from bot.services.unit_of_work import UnitOfWork

_OFFERS: Final = (OfferMade, OfferClosed)

_STAFF_WORDS: Final = (ArbitratorRecused, GuestRemoved)
"""Events whose words only staff read (R11.3)."""

_PEOPLE: Final = (
    "member_id",
    "by_member_id",
    "author_id",
    "moderator_id",
    "arbitrator_id",
    "former_id",
    "deleted_by_id",
    "terms_author_id",
)


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case with everything that proves it. Texts and files are by id; an erased one is missing.

    The milestones' own records are in it, for the terms and what became of them. Staff notes, staff's reasons, other
    cases' records and other members' wallets are not (R11.3). `without_offers` is how it is for an arbitrator to whom
    offers are hidden.
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
    offers_hidden: bool = False

    def without_offers(self) -> "CaseRecord":
        """The record for an arbitrator in a case whose offers are hidden (R7.5): no offers, and no word of the room."""
        hidden = {ref.text_id for item in self.events if hides_offers(item.event) for ref in text_refs(item.event)}
        return replace(
            self,
            case=Case(replace(self.case.state, offers=[])),
            texts={text_id: text for text_id, text in self.texts.items() if text_id not in hidden},
            messages=[],
            edits={},
            offers_hidden=True,
        )


def hides_offers(event: Event) -> bool:
    """Whether the event is withheld where offers are hidden."""
    return isinstance(event, _OFFERS)


def without_offers(events: Iterable[RecordedEvent]) -> list[RecordedEvent]:
    """The record for whom offers are hidden from (R7.5); also without the statement that is an offer's note (R5.1)."""
    kept = list(events)
    notes = {item.event.note for item in kept if isinstance(item.event, OfferMade)}
    return [
        replace(item, event=CaseChallenged(None))
        if isinstance(item.event, CaseChallenged) and item.event.statement in notes
        else item
        for item in kept
        if not hides_offers(item.event)
    ]


def shown_refs(event: Event) -> tuple[TextRef, ...]:
    """The texts of an event that a case file shows: not what staff wrote for staff."""
    return () if isinstance(event, _STAFF_WORDS) else text_refs(event)


async def case_record(uow: UnitOfWork, case: Case) -> CaseRecord:
    """Read it all."""
    state = case.state
    guild_id, case_id = state.guild_id, state.case_id
    events = await uow.events.of_stream(guild_id, "case", case_id)
    milestone_events = {
        lock.milestone_id: await uow.events.of_stream(guild_id, "milestone", lock.milestone_id) for lock in state.locks
    }
    everything = [*events, *(item for stream in milestone_events.values() for item in stream)]
    messages = await uow.rooms.messages(guild_id, case_id)
    people = {*state.parties, *_people(everything), *(message.author_id for message in messages)}
    return CaseRecord(
        case=case,
        events=events,
        milestone_events=milestone_events,
        texts=await uow.texts.sealed(guild_id, [ref.text_id for item in everything for ref in shown_refs(item.event)]),
        files=await uow.files.sealed(guild_id, [ref.text_id for item in events for ref in file_refs(item.event)]),
        transactions=await uow.ledger.of_case(guild_id, case_id),
        messages=messages,
        edits=await uow.rooms.edits(guild_id, case_id),
        names=await uow.names.names(guild_id, sorted(people)),
    )


def _people(events: list[RecordedEvent]) -> Iterable[int]:
    for item in events:
        named = (item.actor_id, *(getattr(item.event, name, None) for name in _PEOPLE))
        yield from (member_id for member_id in named if member_id is not None)
