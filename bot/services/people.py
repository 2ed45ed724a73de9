"""Parties who come, go and are kept away (R9.9): what Discord tells of them, and what it answers when asked."""

from collections.abc import Callable, Collection
from functools import partial

from bot.domain.actors import StaffRole
from bot.domain.case import Case
from bot.domain.case_core import Decision
from bot.domain.deadlines import HoldReason
from bot.domain.milestones import Milestone, MilestoneDecision
from bot.services.context import record_case, record_milestone
from bot.services.effects import room_effect
from bot.services.ports import EffectKind, Signal
from bot.services.staff_commands import EraseMember
from bot.services.transactions import SettingsDefaults, retried, settings_of
from bot.services.unit_of_work import Storage, UnitOfWork

CaseChange = Callable[[Case], Decision | None]
MilestoneChange = Callable[[Milestone], MilestoneDecision | None]


class People:
    """Takes note of where the parties of open cases are, and those whose answer to a request has a clock; and of
    arbitrators who no longer are."""

    def __init__(self, storage: Storage, defaults: SettingsDefaults, committed: Signal) -> None:
        self._storage = storage
        self._defaults = defaults
        self._committed = committed

    async def concern(self, guild_id: int, member_id: int) -> bool:
        """Whether a member's coming and going matters here: nothing that happens to anybody else is looked into."""
        async with self._storage.read() as uow:
            if any(case.state.is_open for case in await uow.cases.of_party(guild_id, member_id)):
                return True
            milestones = await uow.milestones.of_party(guild_id, member_id)
            return any(milestone.state.clock_of(member_id) is not None for milestone in milestones)

    async def is_new_that_gone(self, guild_id: int, member_id: int) -> bool:
        """Whether it would be news that a member is not on the server: only then it is asked how they went."""
        async with self._storage.read() as uow:
            cases = await uow.cases.of_party(guild_id, member_id)
            if any(case.state.is_open and member_id not in case.state.left for case in cases):
                return True
            clocks = [item.state.clock_of(member_id) for item in await uow.milestones.of_party(guild_id, member_id)]
            return any(clock is not None and clock.is_running for clock in clocks)

    async def is_away(self, guild_id: int, member_id: int) -> bool:
        """Whether a member is a party who is known to be gone."""
        async with self._storage.read() as uow:
            cases = await uow.cases.of_party(guild_id, member_id)
            return any(case.state.is_open and member_id in case.state.left for case in cases)

    async def left(self, guild_id: int, member_id: int, at_ms: int) -> None:
        """A party left the server: the clocks run, the other side and staff are told (R9.9)."""
        await self._change(guild_id, member_id, lambda case: case.party_left(member_id, at_ms=at_ms))

    async def joined(self, guild_id: int, member_id: int, at_ms: int) -> None:
        """A party is back: their way into the room is restored (R9.9)."""
        await self._change(
            guild_id,
            member_id,
            lambda case: case.party_returned(member_id, at_ms=at_ms),
            lambda milestone: milestone.party_returned(member_id, at_ms=at_ms),
        )
        await retried(partial(self._let_in, guild_id, member_id, at_ms))
        self._committed()

    async def keep_words_of(self, guild_id: int, member_id: int, at_ms: int) -> None:
        """Somebody joined the server: whether to erase what they wrote was asked while they were away (R11.1)."""

        async def asked(uow: UnitOfWork) -> list[str]:
            drafts = await uow.drafts.open_of(guild_id, EraseMember.__name__, at_ms)
            return [draft.draft_id for draft in drafts if draft.arguments["command"]["member_id"] == member_id]

        async def work() -> None:
            async with self._storage.write() as uow:
                for draft_id in await asked(uow):
                    await uow.drafts.delete(draft_id)
                await uow.commit()

        async with self._storage.read() as uow:
            is_asked = bool(await asked(uow))
        if is_asked:
            await retried(work)

    async def _let_in(self, guild_id: int, member_id: int, at_ms: int) -> None:
        """A thread forgets who leaves the server, and never knew who wasn't there: a channel lets both in by itself."""
        async with self._storage.write() as uow:
            for case in await uow.cases.of_party(guild_id, member_id):
                room = await uow.rooms.get(guild_id, case.state.case_id) if case.state.is_open else None
                if room is not None and room.is_thread:
                    why = f"joined:{member_id}:{at_ms}"
                    await uow.outbox.put([room_effect(case, EffectKind.ROOM_ACCESS, why)])
            await uow.commit()

    async def removed(
        self, guild_id: int, member_id: int, at_ms: int, *, banned: bool, by_member_id: int | None
    ) -> None:
        """A party was kicked or banned: that party's clocks stand until a moderator decides (R9.9)."""
        how = HoldReason.BANNED if banned else HoldReason.KICKED
        await self._change(
            guild_id,
            member_id,
            lambda case: case.party_restricted(member_id, how, at_ms=at_ms, by_member_id=by_member_id),
            lambda milestone: milestone.party_restricted(member_id, how, at_ms=at_ms),
        )

    async def timed_out(
        self, guild_id: int, member_id: int, at_ms: int, until_ms: int, *, heard_late: bool = False
    ) -> None:
        """A party can't use commands or buttons for a while: that party's clocks stand as long (R9.9)."""
        how = HoldReason.TIMED_OUT
        await self._change(
            guild_id,
            member_id,
            lambda case: case.party_restricted(member_id, how, at_ms=at_ms, until_ms=until_ms, heard_late=heard_late),
            lambda milestone: milestone.party_restricted(
                member_id, how, at_ms=at_ms, until_ms=until_ms, heard_late=heard_late
            ),
        )

    async def freed(self, guild_id: int, member_id: int, at_ms: int) -> None:
        """A party's time-out was lifted."""
        await self._change(
            guild_id,
            member_id,
            lambda case: case.party_freed(member_id, at_ms=at_ms),
            lambda milestone: milestone.party_freed(member_id, at_ms=at_ms),
        )

    async def found(self, guild_id: int, member_id: int, at_ms: int, timed_out_until_ms: int | None) -> None:
        """A look found a party on the server: whatever happened since the last one may have been missed."""
        await self._change(
            guild_id,
            member_id,
            # Who isn't known to be away isn't back, though a clock of theirs may stand.
            lambda case: case.party_returned(member_id, at_ms=at_ms) if member_id in case.state.left else None,
            lambda milestone: milestone.party_returned(member_id, at_ms=at_ms),
        )
        if timed_out_until_ms is not None and timed_out_until_ms > at_ms:
            await self.timed_out(guild_id, member_id, at_ms, timed_out_until_ms, heard_late=True)
        else:
            await self.freed(guild_id, member_id, at_ms)

    async def missed(
        self, guild_id: int, member_id: int, at_ms: int, how: HoldReason | None, by_member_id: int | None
    ) -> None:
        """A look did not find a party. `how`: kicked or banned, and by whom; None for who went by themselves."""

        def of_case(case: Case) -> Decision | None:
            if member_id in case.state.left:
                return None
            if how is None:
                return case.party_left(member_id, at_ms=at_ms)
            return case.party_restricted(member_id, how, at_ms=at_ms, by_member_id=by_member_id, heard_late=True)

        def of_milestone(milestone: Milestone) -> MilestoneDecision | None:
            return None if how is None else milestone.party_restricted(member_id, how, at_ms=at_ms, heard_late=True)

        await self._change(guild_id, member_id, of_case, of_milestone)

    async def decides(self, guild_id: int, member_id: int) -> bool:
        """Whether a member is the arbitrator of an open case: then it matters whether they still have the role."""
        async with self._storage.read() as uow:
            return any(case.arbitrator_id == member_id for case in await uow.cases.open_entries(guild_id))

    async def has_roles(self, guild_id: int, member_id: int, role_ids: Collection[int], at_ms: int) -> None:
        """Who no longer has the arbitrator role, be it that they left the server, loses their cases (R10.2)."""
        async with self._storage.read() as uow:
            role_id = (await settings_of(uow, guild_id, self._defaults)).role_ids.get(StaffRole.ARBITRATOR)
            cases = await uow.cases.open_entries(guild_id)
        if role_id is None or role_id in role_ids:
            return

        def lost(case: Case) -> Decision | None:
            return case.arbitrator_lost(at_ms=at_ms) if case.state.arbitrator_id == member_id else None

        for entry in cases:
            if entry.arbitrator_id == member_id:
                await retried(partial(self._change_case, guild_id, entry.case_id, lost))
        self._committed()

    async def _change(
        self, guild_id: int, member_id: int, of_case: CaseChange, of_milestone: MilestoneChange | None = None
    ) -> None:
        async with self._storage.read() as uow:
            cases = await uow.cases.of_party(guild_id, member_id)
            case_ids = [case.state.case_id for case in cases if case.state.is_open]
            milestones = await uow.milestones.of_party(guild_id, member_id)
            milestone_ids = [
                item.state.milestone_id for item in milestones if item.state.clock_of(member_id) is not None
            ]
        for case_id in case_ids:
            await retried(partial(self._change_case, guild_id, case_id, of_case))
        if of_milestone is not None:
            for milestone_id in milestone_ids:
                await retried(partial(self._change_milestone, guild_id, milestone_id, of_milestone))
        self._committed()

    async def _change_case(self, guild_id: int, case_id: int, change: CaseChange) -> None:
        async with self._storage.write() as uow:
            case = await uow.cases.get(guild_id, case_id)
            decision = None if case is None else change(case)
            if case is not None and decision is not None:
                await record_case(uow, case, decision)
                await uow.commit()

    async def _change_milestone(self, guild_id: int, milestone_id: int, change: MilestoneChange) -> None:
        async with self._storage.write() as uow:
            milestone = await uow.milestones.get(guild_id, milestone_id)
            decision = None if milestone is None else change(milestone)
            if milestone is not None and decision is not None:
                await record_milestone(uow, milestone, decision)
                await uow.commit()
