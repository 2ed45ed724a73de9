"""How what is stored is put together for showing: each list with as many questions as a single one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.case_state import CaseState
from bot.domain.deadlines import DeadlineKind
from bot.domain.errors import ConflictOfInterest, NoSuchCase, NotTheArbitrator
from bot.domain.events import RecordedEvent, payload_of
from bot.domain.milestone_state import MilestoneState
from bot.domain.milestones import Milestone
from bot.domain.options import possible, possible_for_parties
from bot.domain.stages import CaseRole
from bot.domain.texts import TextRef
from bot.services.unit_of_work import UnitOfWork
from bot.services.views import CaseView, HistoryLine, MilestoneView
from bot.services.watching import about


async def visible_case(uow: UnitOfWork, actor: Actor, case_id: int) -> Case:
    """The case, for who may see it. Raises NoSuchCase."""
    about(case_id=case_id)
    case = await uow.cases.get(actor.guild_id, case_id)
    if case is None or not case.is_visible_to(actor):
        raise NoSuchCase(case_id=case_id)
    return case


async def case_with_evidence(uow: UnitOfWork, actor: Actor, case_id: int) -> Case:
    """The case, for who may read its exhibits (R8.3). Raises NoSuchCase, NotTheArbitrator, ConflictOfInterest."""
    case = await visible_case(uow, actor, case_id)
    if not case.shows_evidence_to(actor):
        if actor.member_id in case.state.recused:
            raise ConflictOfInterest(reason="recused")
        raise NotTheArbitrator(case_id=case_id, arbitrator_id=case.state.arbitrator_id)
    return case


async def case_views(uow: UnitOfWork, found: Sequence[Case], actor: Actor | None, at_ms: int) -> list[CaseView]:
    """Cases of one server as the actor sees them at a moment, or as cards show them to all if there is no actor."""
    if not found:
        return []
    cases = [_as_shown(case, actor) for case in found]
    guild_id = cases[0].state.guild_id
    case_ids = [case.state.case_id for case in cases]
    titles = await uow.milestones.titles(guild_id, {lock.milestone_id for case in cases for lock in case.state.locks})
    refs = [*titles.values(), *(ref for case in cases for ref in _case_texts(case.state))]
    bodies = await uow.texts.bodies(guild_id, [ref.text_id for ref in refs])
    file_ids = [ref.text_id for case in cases for exhibit in case.state.exhibits for ref in exhibit.files]
    files = await uow.files.sealed(guild_id, file_ids) if file_ids else {}
    rooms = await uow.rooms.of_cases(guild_id, case_ids)
    return [
        CaseView(
            case=case,
            texts={ref.text_id: bodies[ref.text_id] for ref in _case_texts(case.state) if ref.text_id in bodies},
            titles={
                lock.milestone_id: bodies.get(titles[lock.milestone_id].text_id, "")
                for lock in case.state.locks
                if lock.milestone_id in titles
            },
            room=rooms.get(case.state.case_id),
            options=possible_for_parties(case, at_ms=at_ms) if actor is None else possible(case, actor, at_ms=at_ms),
            viewer_id=None if actor is None else actor.member_id,
            viewer_role=None if actor is None else _role(case.state, actor),
            at_ms=at_ms,
            offers_hidden=actor is not None and not case.shows_offers_to(actor),
            files={
                ref.text_id: files[ref.text_id]
                for exhibit in case.state.exhibits
                for ref in exhibit.files
                if ref.text_id in files
            },
        )
        for case in cases
    ]


async def milestone_views(uow: UnitOfWork, milestones: Sequence[Milestone], actor: Actor) -> list[MilestoneView]:
    """Milestones of the actor's server, without their history and cases."""
    states = [milestone.state for milestone in milestones]
    projects = await uow.projects.titles(actor.guild_id, {state.project_id for state in states})
    refs = [*projects.values(), *(ref for state in states for ref in _milestone_texts(state))]
    bodies = await uow.texts.bodies(actor.guild_id, [ref.text_id for ref in refs])
    return [
        MilestoneView(
            state=state,
            title=bodies.get(state.title.text_id, ""),
            project_title=bodies.get(projects[state.project_id].text_id, "") if state.project_id in projects else "",
            terms=None if state.terms is None else bodies.get(state.terms.text_id, ""),
            history=[],
            cases=[],
            viewer_id=actor.member_id,
            texts={ref.text_id: bodies[ref.text_id] for ref in _milestone_texts(state) if ref.text_id in bodies},
        )
        for state in states
    ]


async def history_lines(uow: UnitOfWork, guild_id: int, events: Sequence[RecordedEvent]) -> list[HistoryLine]:
    """A record with its words, where they still exist."""
    refs = [ref for item in events for ref in _event_texts(item).values()]
    bodies = await uow.texts.bodies(guild_id, [ref.text_id for ref in refs])
    return [
        HistoryLine(
            sequence=item.sequence,
            at_ms=item.at_ms,
            actor_id=item.actor_id,
            kind=item.event.kind,
            facts=payload_of(item.event),
            texts={name: bodies[ref.text_id] for name, ref in _event_texts(item).items() if ref.text_id in bodies},
            hash=item.hash,
        )
        for item in events
    ]


def _as_shown(case: Case, actor: Actor | None) -> Case:
    """The case with what the viewer may see of it (R7.5); the whole where there is no one viewer."""
    if actor is None or case.shows_offers_to(actor):
        return case
    clocks = case.state.deadlines.items()
    seen = {number: clock for number, clock in clocks if clock.kind is not DeadlineKind.OFFER_EXPIRY}
    # What was said with an offer is the offer's, though it stands as the statement (R5.1).
    is_note = case.state.statement in {offer.note for offer in case.state.offers}
    statement = None if is_note else case.state.statement
    return Case(replace(case.state, offers=[], deadlines=seen, statement=statement))


def _role(state: CaseState, actor: Actor) -> CaseRole | None:
    party = state.role_of(actor.member_id)
    if party is not None:
        return party
    if state.arbitrator_id == actor.member_id:
        return CaseRole.ARBITRATOR
    return CaseRole.MODERATOR if actor.has(StaffRole.MODERATOR) else CaseRole.ARBITRATOR


def _case_texts(state: CaseState) -> Iterable[TextRef]:
    yield state.category
    yield state.reason
    for exhibit in state.exhibits:
        yield exhibit.description
        if exhibit.link is not None:
            yield exhibit.link
    optional = [offer.note for offer in state.offers]
    optional += [state.statement, state.escalation_reason, None if state.ruling is None else state.ruling.findings]
    optional += [None if state.hold is None else state.hold.reason]
    optional += [None if state.extension is None else state.extension.reason]
    for question in state.questions:
        optional += [question.question, *question.answers.values()]
    yield from (ref for ref in optional if ref is not None)


def _milestone_texts(state: MilestoneState) -> Iterable[TextRef]:
    said = [ref for request in state.requests for ref in (request.note, request.reason)]
    yield from (ref for ref in (state.title, state.terms, state.close_reason, *said) if ref is not None)


def _event_texts(item: RecordedEvent) -> dict[str, TextRef]:
    values = ((name, getattr(item.event, name)) for name in item.event.__slots__)
    return {name: value for name, value in values if isinstance(value, TextRef)}
