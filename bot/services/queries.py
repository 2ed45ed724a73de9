"""Reading: each query checks what the member may see. What isn't theirs doesn't exist for them."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.case_events import ExhibitAdded
from bot.domain.errors import (
    AlreadyDone,
    CaseNotNamed,
    NoSuchCase,
    NoSuchExhibit,
    NoSuchMilestone,
    Refusal,
    StaffOnly,
)
from bot.domain.files import SealedFile
from bot.domain.ids import parse_case_id
from bot.domain.ledger import deposit_account, escrow_account, member_account
from bot.domain.milestones import Milestone
from bot.domain.settings import Settings
from bot.domain.stages import CaseRole
from bot.domain.visibility import sees_case
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind, WalletRequestState
from bot.services.case_record import without_offers
from bot.services.cashier import cashier_queue
from bot.services.figures import staff_figures
from bot.services.ports import CaseEntry, Clock, Member, Room, SettingChange
from bot.services.records import Records
from bot.services.transactions import SettingsDefaults, settings_of
from bot.services.unit_of_work import Storage, UnitOfWork
from bot.services.viewing import case_views, case_with_evidence, history_lines, milestone_views, visible_case
from bot.services.views import (
    CaseList,
    CaseName,
    CaseView,
    FeeView,
    FiguresView,
    HeldAmount,
    HistoryLine,
    MilestoneView,
    QueuedRequest,
    QueuePage,
    SettingsView,
    WalletHistory,
    WalletView,
)

_WALLET_LINES = 25
_CHANGES = 10
_ALL_CHANGES = 2_000
_NEVER = 2**62
QUEUE_PAGE = 8
"""How many cases of the staff's queue are on a page."""

MOST_LISTED = 50
"""How many cases of a list are looked at whole: no answer has room for more."""


class Queries:
    """All that people can look at."""

    def __init__(self, storage: Storage, defaults: SettingsDefaults, clock: Clock) -> None:
        self._storage = storage
        self._defaults = defaults
        self._clock = clock
        self.records = Records(storage, defaults)

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
        """One case with what the viewer can do, and for staff with their notes and the terms.

        Raises NoSuchCase, also for a case that isn't theirs to see.
        """
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            case = await visible_case(uow, actor, case_id)
            view = await self._case_view(uow, case, actor)
            if view.viewer_role not in (CaseRole.MODERATOR, CaseRole.ARBITRATOR):
                return view
            found = [await uow.milestones.get(member.guild_id, lock.milestone_id) for lock in case.state.locks]
            return replace(
                view,
                notes=tuple(await uow.notes.of_case(member.guild_id, case_id)),
                milestones=tuple(await milestone_views(uow, [item for item in found if item is not None], actor)),
            )

    async def card(self, guild_id: int, case_id: int) -> CaseView:
        """One case as the shared card shows it: what at least one party can do. Raises NoSuchCase."""
        async with self._storage.read() as uow:
            case = await uow.cases.get(guild_id, case_id)
            if case is None:
                raise NoSuchCase(case_id=case_id)
            return await self._case_view(uow, case, None)

    async def cases_of(self, member: Member, state: str | None = None) -> CaseList:
        """The member's own cases, newest first; `open` or `ended` ones only if so asked."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            entries = await uow.cases.entries_of_party(member.guild_id, member.member_id)
            kept = [entry for entry in entries if state is None or (entry.ended_at_ms is None) == (state == "open")]
            return await self._listed(uow, kept, actor)

    async def queue(
        self, member: Member, stage: str | None = None, assigned_id: int | None = None, number: int = 1
    ) -> QueuePage:
        """A page of open cases for staff, what is due first; the nearest page where there are not so many.

        An arbitrator sees those in arbitration. Raises StaffOnly.
        """
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            kept = [
                entry
                for entry in await _queue(uow, actor)
                if (stage is None or entry.stage.value == stage)
                and (assigned_id is None or entry.arbitrator_id == assigned_id)
            ]
            count = max(-(-len(kept) // QUEUE_PAGE), 1)
            at = min(max(number, 1), count)
            case_ids = [entry.case_id for entry in kept[(at - 1) * QUEUE_PAGE : at * QUEUE_PAGE]]
            views = await self._case_views(uow, await uow.cases.some(actor.guild_id, case_ids), actor)
            return QueuePage(views, at, count, len(kept), stage, assigned_id)

    async def case_names(self, member: Member) -> list[CaseName]:
        """The cases that a member may mean: one's own, newest first, then those in the queue for staff."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            entries = await uow.cases.entries_of_party(member.guild_id, member.member_id)
            with suppress(StaffOnly):
                entries += await _queue(uow, actor)
            milestone_ids = await uow.cases.milestone_ids(member.guild_id, [entry.case_id for entry in entries])
            named = [milestone_id for found in milestone_ids.values() for milestone_id in found]
            titles = await uow.milestones.titles(member.guild_id, named)
            bodies = await uow.texts.bodies(member.guild_id, [title.text_id for title in titles.values()])
            return [
                CaseName(
                    entry.case_id,
                    [bodies.get(titles[number].text_id, "") for number in milestone_ids[entry.case_id]],
                    entry.disputed_minor,
                    entry.currency,
                )
                for entry in entries
            ]

    async def require_exhibit_possible(self, member: Member, case_id: int, at_ms: int) -> None:
        """Raise what handing in an exhibit now would be refused with: asked before files are fetched (R8.2)."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            case = await visible_case(uow, actor, case_id)
            case.require_exhibit_possible(by=actor, at_ms=at_ms)

    async def require_filing_possible(self, member: Member, milestone_id: int) -> None:
        """Raise NoSuchMilestone for who could open no case about the milestone: asked before files are fetched, so that
        nobody fills the disk who has nothing at stake (R8.2)."""
        async with self._storage.read() as uow:
            milestone = await uow.milestones.get(member.guild_id, milestone_id)
            if milestone is None:
                raise NoSuchMilestone(milestone_id=milestone_id)
            milestone.require_party(await self._actor(uow, member))

    async def evidence(self, member: Member, case_id: int) -> CaseView:
        """One case for who wants to read its exhibits (R8.3). Raises NoSuchCase, NotTheArbitrator."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            return await self._case_view(uow, await case_with_evidence(uow, actor, case_id), actor)

    async def exhibit_files(self, member: Member, case_id: int, exhibit_name: str) -> list[SealedFile]:
        """The files of an exhibit, as they were handed in; an erased one is missing. Raises NoSuchCase,
        NotTheArbitrator, NoSuchExhibit.

        Also those of a withdrawn exhibit, which stays shown (R8.3).
        """
        async with self._storage.read() as uow:
            case = await case_with_evidence(uow, await self._actor(uow, member), case_id)
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
            case = await visible_case(uow, actor, case_id)
            events = await uow.events.of_stream(member.guild_id, "case", case_id)
            if not case.shows_evidence_to(actor):
                events = [item for item in events if not isinstance(item.event, ExhibitAdded)]
            if not case.shows_offers_to(actor):
                events = without_offers(events)
            return await self._case_view(uow, case, actor), await history_lines(uow, member.guild_id, events)

    async def milestone(self, member: Member, milestone_id: int) -> MilestoneView:
        """One milestone with history, terms, cases, findings. Raises NoSuchMilestone, also for another's.

        Who decides a case about it sees it too: what was agreed is what arbitrators review (R8.1 [G]).
        """
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            milestone = await uow.milestones.get(member.guild_id, milestone_id)
            if milestone is None:
                raise NoSuchMilestone(milestone_id=milestone_id)
            cases = await uow.cases.of_milestone(member.guild_id, milestone_id)
            if not actor.has(StaffRole.MODERATOR) and not any(case.shows_evidence_to(actor) for case in cases):
                milestone.require_party(actor)
            events = await uow.events.of_stream(member.guild_id, "milestone", milestone_id)
            cases = [case for case in cases if case.is_visible_to(actor)]
            [view] = await milestone_views(uow, [milestone], actor)
            lines = await history_lines(uow, member.guild_id, events)
            return replace(view, history=lines, cases=await self._case_views(uow, cases, actor))

    async def milestones_of(self, member: Member, state: str | None = None) -> list[MilestoneView]:
        """The member's milestones, newest first: `open` (money in escrow), `locked` (a case has part), `done`."""
        async with self._storage.read() as uow:
            actor = await self._actor(uow, member)
            milestones = await uow.milestones.of_party(member.guild_id, member.member_id)
            kept = [item for item in milestones if state is None or _milestone_is(item, state)]
            return await milestone_views(uow, kept, actor)

    async def wallet(self, member: Member) -> WalletView:
        """The member's free money, what is held and why, and what waits for a cashier."""
        async with self._storage.read() as uow:
            settings = await settings_of(uow, member.guild_id, self._defaults)
            own = member_account(member.member_id)
            holding = [
                ("escrow", milestone_id, escrow_account(milestone_id))
                for milestone_id in await uow.milestones.ids_of_client(member.guild_id, member.member_id)
            ]
            holding += [
                ("deposit", entry.case_id, deposit_account(entry.case_id, member.member_id))
                for entry in await uow.cases.entries_of_party(member.guild_id, member.member_id)
            ]
            named = [own, *(account for _, _, account in holding)]
            accounts = await uow.ledger.balances(member.guild_id, named)
            balances = dict.fromkeys(settings.currencies, 0) | accounts.get(own, {})
            held = [item for why, number, account in holding for item in _held(why, number, accounts.get(account, {}))]
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
            lines = await uow.ledger.lines(member.guild_id, account, _WALLET_LINES)
            numbers = {line.wallet_request_id for line in lines} - {None}
            asked = await uow.wallet_requests.some(member.guild_id, [number for number in numbers if number])
            return WalletHistory(lines, asked)

    async def pending_requests(self, member: Member) -> list[WalletRequest]:
        """Requests that wait for a cashier, oldest first. Raises StaffOnly."""
        async with self._storage.read() as uow:
            (await self._actor(uow, member)).require(StaffRole.CASHIER)
            return await uow.wallet_requests.pending(member.guild_id)

    async def cashier_queue(self, member: Member) -> list[QueuedRequest]:
        """The same with what the viewer must know of each to answer it. Raises StaffOnly."""
        async with self._storage.read() as uow:
            settings = await settings_of(uow, member.guild_id, self._defaults)
            return await cashier_queue(uow, await self._actor(uow, member), settings.limits, self._clock.now_ms())

    async def figures(self, member: Member, days: int) -> FiguresView:
        """What the last days came to (R10). Raises StaffOnly for all but moderators, arbitrators and admins."""
        async with self._storage.read() as uow:
            return await staff_figures(uow, await self._actor(uow, member), days, self._clock.now_ms())

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

    async def setting_history(self, member: Member) -> list[SettingChange]:
        """Who changed what and when, the newest first (R10.5). Raises StaffOnly for all but admins."""
        async with self._storage.read() as uow:
            (await self._actor(uow, member)).require(StaffRole.ADMIN)
            return await uow.settings.changes(member.guild_id, _ALL_CHANGES)

    async def settings_of(self, guild_id: int) -> Settings:
        """The server's configuration, for the bot's own use."""
        async with self._storage.read() as uow:
            return await settings_of(uow, guild_id, self._defaults)

    async def open_rooms(self, guild_id: int) -> list[Room]:
        """The rooms of open cases, for the bot's own use."""
        async with self._storage.read() as uow:
            entries = await uow.cases.open_entries(guild_id)
            rooms = await uow.rooms.of_cases(guild_id, [entry.case_id for entry in entries])
        return [rooms[case_id] for case_id in sorted(rooms)]

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

    async def _case_views(self, uow: UnitOfWork, cases: Sequence[Case], actor: Actor | None) -> list[CaseView]:
        return await case_views(uow, cases, actor, self._clock.now_ms())

    async def _case_view(self, uow: UnitOfWork, case: Case, actor: Actor | None) -> CaseView:
        return (await self._case_views(uow, [case], actor))[0]

    async def _listed(self, uow: UnitOfWork, entries: Sequence[CaseEntry], actor: Actor) -> CaseList:
        shown = await uow.cases.some(actor.guild_id, [entry.case_id for entry in entries[:MOST_LISTED]])
        return CaseList(await self._case_views(uow, shown, actor), len(entries) - len(shown))


async def _queue(uow: UnitOfWork, actor: Actor) -> list[CaseEntry]:
    """Open cases for staff, what is due first. Raises StaffOnly."""
    if not actor.has(StaffRole.MODERATOR, StaffRole.ARBITRATOR):
        raise StaffOnly(role="moderator_or_arbitrator")
    entries = [
        entry
        for entry in await uow.cases.open_entries(actor.guild_id)
        if actor.member_id not in entry.parties
        and sees_case(actor, parties=entry.parties, stage=entry.stage, arbitrator_id=entry.arbitrator_id)
    ]
    return sorted(entries, key=lambda entry: _NEVER if entry.first_due_ms is None else entry.first_due_ms)


def _milestone_is(milestone: Milestone, state: str) -> bool:
    if state == "locked":
        return milestone.state.locked_minor > 0
    return (milestone.state.unreleased_minor > 0) == (state == "open")


def _held(why: str, subject_id: int, amounts: dict[str, int]) -> list[HeldAmount]:
    return [HeldAmount(why, subject_id, amount, currency) for currency, amount in amounts.items() if amount]
