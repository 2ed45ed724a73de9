"""All that is stored about one member on a server, as plain data for them alone.

Others appear by their ids only: what they wrote is theirs, and stands in the case files of the cases that one shares
with them. Amounts are in minor units, times in milliseconds since 1970-01-01 UTC.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.domain.case_state import CaseState
from bot.domain.deadlines import Deadline
from bot.domain.events import RecordedEvent, file_refs, payload_of, text_refs
from bot.domain.files import SealedFile
from bot.domain.ledger import deposit_account, escrow_account, member_account
from bot.domain.milestone_state import MilestoneState
from bot.domain.plain import to_data
from bot.domain.settings import Settings
from bot.domain.texts import TextRef
from bot.services.ports import RoomMessage, RoomMessageEdit
from bot.services.unit_of_work import UnitOfWork

_ALL: Final = 2**31 - 1
"""More lines than anybody has."""

Plain = dict[str, Any]


async def own_data(uow: UnitOfWork, settings: Settings, member_id: int) -> Plain:
    """It all, by subject, read in one transaction."""
    guild_id = settings.guild_id
    milestones = [item.state for item in await uow.milestones.of_party(guild_id, member_id)]
    cases = [item.state for item in await uow.cases.of_party(guild_id, member_id)]
    acts = await uow.events.of_actor(guild_id, member_id)
    words = await _words(uow, guild_id, member_id, milestones, acts)
    files = await uow.files.sealed(guild_id, [ref.text_id for item in acts for ref in file_refs(item.event)])
    projects = {state.project_id for state in milestones} | {state.project_id for state in cases}
    project_titles = await uow.projects.titles(guild_id, projects)
    title_words = await uow.texts.bodies(guild_id, [ref.text_id for ref in project_titles.values()])
    messages = await uow.rooms.messages_of(guild_id, member_id)
    edits = await uow.rooms.edits_of(guild_id, member_id)
    mine = f"<@{member_id}>"
    changes = await uow.settings.changes(guild_id, _ALL)
    return {
        "server_id": guild_id,
        "member_id": member_id,
        "name": (await uow.names.names(guild_id, [member_id])).get(member_id),
        "wallet": await _wallet(uow, guild_id, member_id, milestones, cases),
        "projects": [
            {"project_id": number, "title": title_words.get(ref.text_id)}
            for number, ref in sorted(project_titles.items())
        ],
        "milestones": [_milestone(state, member_id, words) for state in milestones],
        "cases": [_case(state, member_id, words, files) for state in cases],
        "acts": [_act(item, words, files) for item in acts],
        "room_messages": [_message(message, edits) for message in messages],
        "staff_notes": [to_data(item) for item in await uow.notes.of_author(guild_id, member_id)],
        "settings": {
            "is_blocked": member_id in settings.blocked_ids,
            "changes": [to_data(item) for item in changes if item.changed_by_id == member_id or mine in item.key],
        },
        "quotes": [to_data(item) for item in await uow.drafts.of_member(guild_id, member_id)],
        "notices": [
            *map(to_data, await uow.deliveries.of_member(guild_id, member_id)),
            *map(to_data, await uow.request_clocks.deliveries_of(guild_id, member_id)),
        ],
    }


async def _words(
    uow: UnitOfWork, guild_id: int, member_id: int, milestones: Iterable[MilestoneState], acts: Iterable[RecordedEvent]
) -> Mapping[str, str]:
    """The member's own words by id, and the titles that both sides call a milestone by."""
    # Who funds a proposal repeats the terms that the other wrote.
    others = {
        state.terms.text_id
        for state in milestones
        if state.terms is not None and state.terms_author_id not in (None, member_id)
    }
    own = {ref.text_id for item in acts for ref in text_refs(item.event)} - others
    return await uow.texts.bodies(guild_id, sorted(own | {state.title.text_id for state in milestones}))


async def _wallet(
    uow: UnitOfWork, guild_id: int, member_id: int, milestones: Iterable[MilestoneState], cases: Iterable[CaseState]
) -> Plain:
    account = member_account(member_id)
    escrows = {escrow_account(state.milestone_id) for state in milestones if state.client_id == member_id}
    deposits = {deposit_account(state.case_id, member_id) for state in cases}
    held = await uow.ledger.balances(guild_id, [account, *sorted(escrows | deposits)])
    handled = await uow.wallet_requests.handled_by(guild_id, member_id)
    return {
        "balances": held.pop(account, {}),
        "held": held,
        "entries": [to_data(line) for line in await uow.ledger.lines(guild_id, account, _ALL)],
        "requests": [to_data(item) for item in await uow.wallet_requests.of_member(guild_id, member_id)],
        "handled_as_cashier": [
            _picked(item, "request_id", "kind", "state", "first_cashier_id", "closed_by_id", "closed_at_ms")
            | (
                {"reference": item.settled_reference, "reason": item.close_reason}
                if item.closed_by_id == member_id
                else {}
            )
            for item in handled
        ],
    }


def _milestone(state: MilestoneState, member_id: int, words: Mapping[str, str]) -> Plain:
    return {
        **_picked(
            state,
            *("milestone_id", "project_id", "client_id", "freelancer_id", "currency", "stage", "created_at_ms"),
            *("funded_minor", "proposed_minor", "unreleased_minor", "released_minor", "returned_minor"),
            *("charged_minor", "locked_minor", "locked_by_case_id", "terms_author_id", "terms_accepted_at_ms"),
            *("closed_at_ms", "closed_by_id"),
        ),
        "title": _said(state.title, words),
        "terms": _said(state.terms, words),
        "close_reason": _said(state.close_reason, words),
        "requests": [
            {
                **_picked(item, "number", "action", "author_id", "amount_minor", "made_at_ms", "state", "closed_at_ms"),
                "note": _said(item.note, words),
                "reason": _said(item.reason, words),
            }
            for item in state.requests
        ],
        "clocks": _clocks(state.deadlines.values(), member_id),
    }


def _case(state: CaseState, member_id: int, words: Mapping[str, str], files: Mapping[str, SealedFile]) -> Plain:
    ruling = state.ruling
    return {
        **_picked(
            state,
            *("case_id", "project_id", "currency", "disputed_minor", "charged_minor", "stage", "outcome"),
            *("claimant_id", "respondent_id", "client_id", "freelancer_id", "arbitrator_id", "loser_id"),
            *("opened_at_ms", "ended_at_ms", "locks", "payouts"),
        ),
        "reason": _said(state.reason, words),
        "category": _said(state.category, words),
        "statement": _said(state.statement, words),
        "offers": [
            _picked(item, "number", "freelancer_minor", "made_at_ms", "expires_at_ms", "state", "closed_at_ms")
            | {"note": _said(item.note, words)}
            for item in state.offers
            if item.author_id == member_id
        ],
        "deposit": to_data(state.deposits.get(member_id)),
        "exhibits": [
            _picked(item, "name", "added_at_ms", "withdrawn_at_ms", "is_late", "is_copy")
            | {
                "description": _said(item.description, words),
                "link": _said(item.link, words),
                "files": [to_data(files[ref.text_id]) for ref in item.files if ref.text_id in files],
            }
            for item in state.exhibits
            if item.author_id == member_id
        ],
        "answers": [
            {"question": item.number, "answer": _said(item.answers[member_id], words)}
            for item in state.questions
            if member_id in item.answers
        ],
        "ruling": None if ruling is None else _picked(ruling, "freelancer_minor", "client_minor", "made_at_ms"),
        "has_rested": member_id in state.rested,
        "has_taken_time_alone": member_id in state.extended_alone,
        "has_left": member_id in state.left,
        "is_kept_out": state.restricted.get(member_id),
        "was_never_reached": member_id in state.never_reached,
        "clocks": _clocks(state.deadlines.values(), member_id),
    }


def _clocks(deadlines: Iterable[Deadline], member_id: int) -> list[Plain]:
    return [to_data(item) for item in deadlines if item.party_id == member_id]


def _act(item: RecordedEvent, words: Mapping[str, str], files: Mapping[str, SealedFile]) -> Plain:
    """Something that the member did, as the record has it, with their words and files beside it."""
    said = {ref.text_id: words[ref.text_id] for ref in text_refs(item.event) if ref.text_id in words}
    handed = {ref.text_id: to_data(files[ref.text_id]) for ref in file_refs(item.event) if ref.text_id in files}
    return {
        **_picked(item, "stream", "stream_id", "sequence", "at_ms", "hash"),
        "kind": item.event.kind,
        "payload": payload_of(item.event),
        "texts": said,
        "files": handed,
    }


def _message(message: RoomMessage, edits: Mapping[int, list[RoomMessageEdit]]) -> Plain:
    return to_data(message) | {"edits": [to_data(edit) for edit in edits.get(message.message_id, ())]}


def _said(ref: TextRef | None, words: Mapping[str, str]) -> str | None:
    """The member's own words; None for another's, and for what was erased."""
    return None if ref is None else words.get(ref.text_id)


def _picked(value: object, *names: str) -> Plain:
    return {name: to_data(getattr(value, name)) for name in names}
