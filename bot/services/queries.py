"""Reading: each query checks what the member may see. What isn't theirs doesn't exist for them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.case_events import ExhibitAdded, OfferClosed, OfferMade
from bot.domain.case_state import CaseState
from bot.domain.deadlines import DeadlineKind
from bot.domain.errors import (
    AlreadyDone,
    CaseNotNamed,
    NoSuchCase,
    NoSuchExhibit,
    NoSuchMilestone,
    NotTheArbitrator,
    Refusal,
    StaffOnly,
)
from bot.domain.events import RecordedEvent, payload_of
from bot.domain.files import SealedFile
from bot.domain.ids import parse_case_id
from bot.domain.ledger import deposit_account, escrow_account, member_account
from bot.domain.milestones import Milestone
from bot.domain.options import possible, possible_for_parties
from bot.domain.settings import Settings
from bot.domain.stages import CaseRole
from bot.domain.texts import TextRef
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind, WalletRequestState
from bot.services.ports import Clock, Member
from bot.services.transactions import SettingsDefaults, settings_of
from bot.services.unit_of_work import Storage, UnitOfWork
from bot.services.views import (
    CaseView,
    FeeView,
    HeldAmount,
    HistoryLine,
    MilestoneView,
    SettingsView,
    WalletHistory,
    WalletView,
)

_WALLET_LINES = 25
_CHANGES = 10


class Queries:
    """All that people can look at."""

    def __init__(self, storage: Storage, defaults: SettingsDefaults, clock: Clock) -> None:
        self._storage = storage
        self._defaults = defaults
        self._clock = clock

    async def case_id(self, guild_id: int, typed: str | None, channel_id: int | None) -> int:
        """The case meant: the typed number, or the room one is in. Raises CaseNotNamed or NumberNotUnderstood."""
        if typed:
            return parse_case_id(typed)
        if channel_id is not None:
            async with self._storage.read() as uow:
                room = await uow.rooms.by_channel(guild_id, channel_id)
            if room is not None:
                return room.case_id
        raise CaseNotNamed

    async def case(self, member: Member, case_id: int) -> CaseView:
        """One case with what the viewer can do, and for staff with their notes.

        Raises NoSuchCase, also for a case that isn't theirs to see.
        """
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            case = await self._visible(uow, actor, case_id)
            view = await self._case_view(uow, case, actor)
            if view.viewer_role not in (CaseRole.MODERATOR, CaseRole.ARBITRATOR):
                return view
            return replace(view, notes=tuple(await uow.notes.of_case(member.guild_id, case_id)))

    async def card(self, guild_id: int, case_id: int) -> CaseView:
        """One case as the shared card shows it: what at least one party can do. Raises NoSuchCase."""
        async with self._storage.read() as uow:
            case = await uow.cases.get(guild_id, case_id)
            if case is None:
                raise NoSuchCase(case_id=case_id)
            return await self._case_view(uow, case, None)

    async def cases_of(self, member: Member, state: str | None = None) -> list[CaseView]:
        """The member's own cases, newest first; `open` or `ended` ones only if so asked."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            cases = await uow.cases.of_party(member.guild_id, member.member_id)
            kept = [case for case in cases if state is None or case.state.is_open == (state == "open")]
            return await self._case_views(uow, kept, actor)

    async def queue(self, member: Member, stage: str | None = None, assigned_id: int | None = None) -> list[CaseView]:
        """Open cases for staff, what is due first; an arbitrator sees those in arbitration. Raises StaffOnly."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            if not actor.has(StaffRole.MODERATOR, StaffRole.ARBITRATOR):
                raise StaffOnly(role="moderator_or_arbitrator")
            cases = [case for case in await uow.cases.open_cases(member.guild_id) if case.is_visible_to(actor)]
            kept = [
                case
                for case in cases
                if (stage is None or case.state.stage.value == stage)
                and (assigned_id is None or case.state.arbitrator_id == assigned_id)
                and case.state.role_of(member.member_id) is None
            ]
            kept.sort(key=lambda case: _first_due_ms(case.state))
            return await self._case_views(uow, kept, actor)

    async def require_exhibit_possible(self, member: Member, case_id: int, at_ms: int) -> None:
        """Raise what handing in an exhibit now would be refused with: asked before files are fetched (R8.2)."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            case = await self._visible(uow, actor, case_id)
            case.require_exhibit_possible(by=actor, at_ms=at_ms)

    async def evidence(self, member: Member, case_id: int) -> CaseView:
        """One case for who wants to read its exhibits (R8.3). Raises NoSuchCase, NotTheArbitrator."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            return await self._case_view(uow, await self._with_evidence(uow, actor, case_id), actor)

    async def exhibit_files(self, member: Member, case_id: int, exhibit_name: str) -> list[SealedFile]:
        """The files of an exhibit, as they were handed in; an erased one is missing. Raises NoSuchCase,
        NotTheArbitrator, NoSuchExhibit.

        Also those of a withdrawn exhibit, which stays shown (R8.3).
        """
        async with self._storage.read() as uow:
            case = await self._with_evidence(uow, await self._actor(uow, member), case_id)
            wanted = exhibit_name.strip().upper()
            exhibit = next((item for item in case.state.exhibits if item.name == wanted), None)
            if exhibit is None:
                raise NoSuchExhibit(case_id=case_id, exhibit=exhibit_name)
            file_ids = [ref.text_id for ref in exhibit.files]
            sealed = await uow.files.sealed(member.guild_id, file_ids)
            return [sealed[file_id] for file_id in file_ids if file_id in sealed]

    async def history(self, member: Member, case_id: int) -> tuple[CaseView, list[HistoryLine]]:
        """The case's record, oldest first; without exhibits for who can't read them (R8.3)."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            case = await self._visible(uow, actor, case_id)
            events = await uow.events.of_stream(member.guild_id, "case", case_id)
            if not case.shows_evidence_to(actor):
                events = [item for item in events if not isinstance(item.event, ExhibitAdded)]
            if not case.shows_offers_to(actor):
                events = [item for item in events if not isinstance(item.event, OfferMade | OfferClosed)]
            return await self._case_view(uow, case, actor), await self._lines(uow, member.guild_id, events)

    async def milestone(self, member: Member, milestone_id: int) -> MilestoneView:
        """One milestone with history, terms, cases, findings. Raises NoSuchMilestone, also for another's."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            milestone = await uow.milestones.get(member.guild_id, milestone_id)
            if milestone is None:
                raise NoSuchMilestone(milestone_id=milestone_id)
            if not actor.has(StaffRole.MODERATOR):
                milestone.require_party(actor)
            events = await uow.events.of_stream(member.guild_id, "milestone", milestone_id)
            cases = await uow.cases.of_milestone(member.guild_id, milestone_id)
            return await self._milestone_view(
                uow,
                milestone,
                actor,
                await self._lines(uow, member.guild_id, events),
                await self._case_views(uow, cases, actor),
            )

    async def milestones_of(self, member: Member, state: str | None = None) -> list[MilestoneView]:
        """The member's milestones, newest first: `open` (money in escrow), `locked` (a case has part), `done`."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            milestones = await uow.milestones.of_party(member.guild_id, member.member_id)
            kept = [item for item in milestones if state is None or _milestone_is(item, state)]
            return [await self._milestone_view(uow, item, actor, [], []) for item in kept]

    async def wallet(self, member: Member) -> WalletView:
        """The member's free money, what is held and why, and what waits for a cashier."""
        async with self._storage.read() as uow:
            settings = await settings_of(uow, member.guild_id, self._defaults)
            own = member_account(member.member_id)
            accounts = await uow.ledger.balances(member.guild_id)
            balances = dict.fromkeys(settings.currencies, 0) | accounts.get(own, {})
            held: list[HeldAmount] = []
            for milestone in await uow.milestones.of_party(member.guild_id, member.member_id):
                if milestone.state.client_id == member.member_id:
                    account = escrow_account(milestone.state.milestone_id)
                    held += _held("escrow", milestone.state.milestone_id, accounts.get(account, {}))
            for case in await uow.cases.of_party(member.guild_id, member.member_id):
                account = deposit_account(case.state.case_id, member.member_id)
                held += _held("deposit", case.state.case_id, accounts.get(account, {}))
            requests = await uow.wallet_requests.of_member(member.guild_id, member.member_id)
            pending = [item for item in requests if item.state is WalletRequestState.PENDING]
            held += [
                HeldAmount("withdrawal", item.request_id, item.amount_minor, item.currency)
                for item in pending
                if item.kind is WalletRequestKind.WITHDRAWAL
            ]
            return WalletView(balances, held, pending)

    async def wallet_history(self, member: Member) -> WalletHistory:
        """The member's last wallet entries, newest first."""
        async with self._storage.read() as uow:
            account = member_account(member.member_id)
            return WalletHistory(await uow.ledger.lines(member.guild_id, account, _WALLET_LINES))

    async def pending_requests(self, member: Member) -> list[WalletRequest]:
        """Requests that wait for a cashier, oldest first. Raises StaffOnly."""
        async with self._storage.read() as uow:
            (await self._actor(uow, member)).require(StaffRole.CASHIER)
            return await uow.wallet_requests.pending(member.guild_id)

    async def own_requests(self, member: Member) -> list[WalletRequest]:
        """The member's own wallet requests, newest first."""
        async with self._storage.read() as uow:
            return await uow.wallet_requests.of_member(member.guild_id, member.member_id)

    async def settings(self, member: Member) -> SettingsView:
        """The server's configuration with its latest changes. Raises StaffOnly for all but admins."""
        async with self._storage.read() as uow:
            (await self._actor(uow, member)).require(StaffRole.ADMIN)
            settings = await settings_of(uow, member.guild_id, self._defaults)
            return SettingsView(settings, await uow.settings.changes(member.guild_id, _CHANGES))

    async def settings_of(self, guild_id: int) -> Settings:
        """The server's configuration, for the bot's own use."""
        async with self._storage.read() as uow:
            return await settings_of(uow, guild_id, self._defaults)

    async def texts(self, guild_id: int, text_ids: Sequence[str]) -> dict[str, str]:
        """Words by text id, for a notice that is about to be sent."""
        async with self._storage.read() as uow:
            return await uow.texts.bodies(guild_id, text_ids)

    async def fee(self, member: Member, case_id: int) -> FeeView:
        """What arbitration costs in a case, and whether the viewer can pay now."""
        view = await self.case(member, case_id)
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            account = member_account(member.member_id)
            wallet_minor = await uow.ledger.balance_minor(member.guild_id, account, view.state.currency)
        try:
            view.case.require_fee_payable(by=actor, at_ms=self._clock.now_ms())
        except AlreadyDone:
            verdict = "paid"
        except Refusal as refusal:
            verdict = refusal.code
        else:
            verdict = "can_pay" if wallet_minor >= view.case.fee_minor else "not_enough_money"
        return FeeView(view, view.case.fee_minor, wallet_minor, verdict)

    async def _actor(self, uow: UnitOfWork, member: Member) -> Actor:
        settings = await settings_of(uow, member.guild_id, self._defaults)
        return settings.actor(member.member_id, member.role_ids, manage_server=member.manage_server)

    async def _visible(self, uow: UnitOfWork, actor: Actor, case_id: int) -> Case:
        case = await uow.cases.get(actor.guild_id, case_id)
        if case is None or not case.is_visible_to(actor):
            raise NoSuchCase(case_id=case_id)
        return case

    async def _with_evidence(self, uow: UnitOfWork, actor: Actor, case_id: int) -> Case:
        case = await self._visible(uow, actor, case_id)
        if not case.shows_evidence_to(actor):
            raise NotTheArbitrator(case_id=case_id, arbitrator_id=case.state.arbitrator_id)
        return case

    async def _case_view(self, uow: UnitOfWork, case: Case, actor: Actor | None) -> CaseView:
        return (await self._case_views(uow, [case], actor))[0]

    async def _case_views(self, uow: UnitOfWork, found: Sequence[Case], actor: Actor | None) -> list[CaseView]:
        cases = [_as_shown(case, actor) for case in found]
        now_ms = self._clock.now_ms()
        guild_id = cases[0].state.guild_id if cases else 0
        titles: dict[int, TextRef] = {}
        for milestone_id in dict.fromkeys(lock.milestone_id for case in cases for lock in case.state.locks):
            milestone = await uow.milestones.get(guild_id, milestone_id)
            if milestone is not None:
                titles[milestone_id] = milestone.state.title
        refs = [*titles.values(), *(ref for case in cases for ref in _case_texts(case.state))]
        # One question for the words of all cases: a list of them is not to cost one each.
        bodies = await uow.texts.bodies(guild_id, [ref.text_id for ref in refs])
        file_ids = [ref.text_id for case in cases for exhibit in case.state.exhibits for ref in exhibit.files]
        files = await uow.files.sealed(guild_id, file_ids) if file_ids else {}
        return [
            CaseView(
                case=case,
                texts={ref.text_id: bodies[ref.text_id] for ref in _case_texts(case.state) if ref.text_id in bodies},
                titles={
                    lock.milestone_id: bodies.get(titles[lock.milestone_id].text_id, "")
                    for lock in case.state.locks
                    if lock.milestone_id in titles
                },
                room=await uow.rooms.get(guild_id, case.state.case_id),
                options=(
                    possible_for_parties(case, at_ms=now_ms) if actor is None else possible(case, actor, at_ms=now_ms)
                ),
                viewer_id=None if actor is None else actor.member_id,
                viewer_role=None if actor is None else _role(case.state, actor),
                at_ms=now_ms,
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

    async def _milestone_view(
        self,
        uow: UnitOfWork,
        milestone: Milestone,
        actor: Actor,
        history: list[HistoryLine],
        cases: list[CaseView],
    ) -> MilestoneView:
        state = milestone.state
        project = await uow.projects.get(state.guild_id, state.project_id)
        said = [ref for request in state.requests for ref in (request.note, request.reason)]
        named = (state.title, state.terms, None if project is None else project.title, state.close_reason, *said)
        refs = [ref for ref in named if ref is not None]
        bodies = await uow.texts.bodies(state.guild_id, [ref.text_id for ref in refs])
        return MilestoneView(
            state=state,
            title=bodies.get(state.title.text_id, ""),
            project_title="" if project is None else bodies.get(project.title.text_id, ""),
            terms=None if state.terms is None else bodies.get(state.terms.text_id, ""),
            history=history,
            cases=cases,
            viewer_id=actor.member_id,
            texts=bodies,
        )

    async def _lines(self, uow: UnitOfWork, guild_id: int, events: list[RecordedEvent]) -> list[HistoryLine]:
        refs = {name: ref for item in events for name, ref in _named_texts(item, item.sequence)}
        bodies = await uow.texts.bodies(guild_id, [ref.text_id for ref in refs.values()])
        return [
            HistoryLine(
                sequence=item.sequence,
                at_ms=item.at_ms,
                actor_id=item.actor_id,
                kind=item.event.kind,
                facts=payload_of(item.event),
                texts={
                    name[1]: bodies[ref.text_id]
                    for name, ref in _named_texts(item, item.sequence)
                    if ref.text_id in bodies
                },
                hash=item.hash,
            )
            for item in events
        ]


def _as_shown(case: Case, actor: Actor | None) -> Case:
    """The case with what the viewer may see of it; the whole where there is no one viewer."""
    hidden = actor is not None and not case.shows_offers_to(actor)
    return Case(replace(case.state, offers=[])) if hidden else case


def _role(state: CaseState, actor: Actor) -> CaseRole | None:
    party = state.role_of(actor.member_id)
    if party is not None:
        return party
    if state.arbitrator_id == actor.member_id:
        return CaseRole.ARBITRATOR
    return CaseRole.MODERATOR if actor.has(StaffRole.MODERATOR) else CaseRole.ARBITRATOR


def _first_due_ms(state: CaseState) -> int:
    # The reminder of an idle case is nothing that is due.
    due = (item.due_at_ms for item in state.alive_deadlines() if item.kind is not DeadlineKind.IDLE)
    return min(due, default=2**62)


def _milestone_is(milestone: Milestone, state: str) -> bool:
    if state == "locked":
        return milestone.state.locked_minor > 0
    return (milestone.state.unreleased_minor > 0) == (state == "open")


def _held(why: str, subject_id: int, amounts: dict[str, int]) -> list[HeldAmount]:
    return [HeldAmount(why, subject_id, amount, currency) for currency, amount in amounts.items() if amount]


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


def _named_texts(item: RecordedEvent, sequence: int) -> list[tuple[tuple[int, str], TextRef]]:
    values = ((name, getattr(item.event, name)) for name in item.event.__slots__)
    return [((sequence, name), value) for name, value in values if isinstance(value, TextRef)]
