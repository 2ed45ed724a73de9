"""Cases with their offers, deposits, exhibits, deadlines and ruling."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from bot.domain.case import Case
from bot.domain.case_state import CaseState
from bot.domain.codec import hints_of
from bot.domain.deadlines import ALIVE, DeadlineKind
from bot.domain.stages import Outcome
from bot.services.ports import CaseEntry
from storage.mapping import RowMapper
from storage.repositories.base import chunks, same
from storage.repositories.case_rows import CASE_SHAPE
from storage.repositories.wholes import WholeRepository
from storage.tables import case_milestones, cases, deadlines
from storage.transaction import Transaction

_OLDEST_FIRST: Final = (cases.c.opened_at_ms, cases.c.guild_id, cases.c.case_id)
_ENTRY: Final = RowMapper(CaseEntry)
_ENTRY_COLUMNS: Final = [cases.c[name] for name in hints_of(CaseEntry) if name in cases.c]
# The reminder of an idle case is nothing that is due.
_FIRST_DUE_MS: Final = (
    select(func.min(deadlines.c.due_at_ms))
    .where(
        deadlines.c.guild_id == cases.c.guild_id,
        deadlines.c.case_id == cases.c.case_id,
        deadlines.c.state.in_([state.value for state in sorted(ALIVE)]),
        deadlines.c.kind.not_in([DeadlineKind.IDLE.value, DeadlineKind.OFFER_EXPIRY.value]),
    )
    .scalar_subquery()
)


class SqlCaseRepository(WholeRepository[CaseState]):
    """Cases of all guilds; a saved one must have been read in the same transaction."""

    def __init__(self, transaction: Transaction, *, writes: bool) -> None:
        super().__init__(transaction, CASE_SHAPE, writes=writes)

    async def get(self, guild_id: int, case_id: int) -> Case | None:
        """The case of that number; its row is locked in a writing transaction, before any other."""
        state = await self._get_state(guild_id, case_id)
        return None if state is None else Case(state)

    async def add(self, case: Case) -> None:
        """Keep a new case. Raises Busy if one of its milestones got an open case meanwhile."""
        await self._add_state(case.state)

    async def save(self, case: Case) -> None:
        """Write what has changed. Raises Busy if another transaction changed the case since it was read."""
        await self._save_state(case.state)

    async def of_party(self, guild_id: int, member_id: int) -> list[Case]:
        """All of which the member is a party, newest first."""
        return list(reversed(await self._find(_is_party(guild_id, member_id))))

    async def entries_of_party(self, guild_id: int, member_id: int) -> list[CaseEntry]:
        """All of which the member is a party, newest first, as lists need them."""
        return list(reversed(await self._entries(_is_party(guild_id, member_id))))

    async def open_entries(self, guild_id: int) -> list[CaseEntry]:
        """All open cases of a guild, oldest first, as lists need them."""
        return await self._entries(cases.c.guild_id == guild_id, _IS_OPEN)

    async def some(self, guild_id: int, case_ids: Sequence[int]) -> list[Case]:
        """The cases of these numbers, in this order; unknown ones are missing."""
        found = await self._find(cases.c.guild_id == guild_id, cases.c.case_id.in_(case_ids))
        return sorted(found, key=lambda case: case_ids.index(case.state.case_id))

    async def milestone_ids(self, guild_id: int, case_ids: Collection[int]) -> dict[int, list[int]]:
        """The milestones of each case, in the order in which they were named."""
        found: dict[int, list[int]] = {case_id: [] for case_id in case_ids}
        named = case_milestones.c
        for chunk in chunks(case_ids):
            query = select(named.case_id, named.milestone_id).where(
                named.guild_id == guild_id, named.case_id.in_(chunk)
            )
            for row in await self._all(query.order_by(named.case_id, named.position)):
                found[row["case_id"]].append(row["milestone_id"])
        return found

    async def open_cases(self, guild_id: int | None = None) -> list[Case]:
        """All open cases, of one guild or of all, oldest first."""
        of_guild = () if guild_id is None else (cases.c.guild_id == guild_id,)
        return await self._find(*of_guild, _IS_OPEN)

    async def of_milestone(self, guild_id: int, milestone_id: int) -> list[Case]:
        """All cases that the milestone was in, oldest first."""
        return await self._find(cases.c.guild_id == guild_id, cases.c.case_id.in_(_cases_of(guild_id, milestone_id)))

    async def last_withdrawn_at_ms(self, guild_id: int, claimant_id: int, milestone_id: int) -> int | None:
        """When the claimant last withdrew a case about the milestone (R5.6)."""
        theirs = same(cases, guild_id=guild_id, claimant_id=claimant_id, outcome=Outcome.WITHDRAWN.value)
        about = cases.c.case_id.in_(_cases_of(guild_id, milestone_id))
        return await self._transaction.scalar(select(func.max(cases.c.ended_at_ms)).where(*theirs, about))

    async def small_splits(self, guild_id: int, member_id: int, other_id: int, since_ms: int) -> int:
        """How many small balances between the two, whoever filed, were split since a moment (R6.2)."""
        between = or_(
            and_(*same(cases, guild_id=guild_id, claimant_id=member_id, respondent_id=other_id)),
            and_(*same(cases, guild_id=guild_id, claimant_id=other_id, respondent_id=member_id)),
        )
        split = cases.c.outcome == Outcome.SPLIT.value
        query = select(func.count()).select_from(cases).where(between, split, cases.c.ended_at_ms >= since_ms)
        return await self._transaction.scalar(query)

    async def all(self, guild_id: int) -> list[Case]:
        """All of the guild, oldest first."""
        return await self._find(cases.c.guild_id == guild_id)

    async def opponents(self, guild_id: int, member_id: int) -> frozenset[int]:
        """The members with whom the member has an open case."""
        other = case((cases.c.claimant_id == member_id, cases.c.respondent_id), else_=cases.c.claimant_id)
        query = select(other.label("member_id")).where(_is_party(guild_id, member_id), _IS_OPEN)
        return frozenset(row["member_id"] for row in await self._all(query))

    async def open_count(self, guild_id: int, member_id: int) -> int:
        """How many open cases the member has filed."""
        filed = same(cases, guild_id=guild_id, claimant_id=member_id)
        return await self._transaction.scalar(select(func.count()).select_from(cases).where(*filed, _IS_OPEN))

    async def last_filed_at_ms(self, guild_id: int, member_id: int) -> int | None:
        """When the member last filed a case."""
        filed = same(cases, guild_id=guild_id, claimant_id=member_id)
        return await self._transaction.scalar(select(func.max(cases.c.opened_at_ms)).where(*filed))

    async def _find(self, *conditions: ColumnElement[bool]) -> list[Case]:
        query = select(cases).where(*conditions).order_by(*_OLDEST_FIRST)
        return [Case(state) for state in await self._states(query)]

    async def _entries(self, *conditions: ColumnElement[bool]) -> list[CaseEntry]:
        query = select(*_ENTRY_COLUMNS, _FIRST_DUE_MS.label("first_due_ms")).where(*conditions)
        return [_ENTRY.from_row(row) for row in await self._all(query.order_by(*_OLDEST_FIRST))]


_IS_OPEN = cases.c.ended_at_ms.is_(None)


def _is_party(guild_id: int, member_id: int) -> ColumnElement[bool]:
    # With the guild in either half SQLite uses an index for each.
    return or_(
        and_(*same(cases, guild_id=guild_id, claimant_id=member_id)),
        and_(*same(cases, guild_id=guild_id, respondent_id=member_id)),
    )


def _cases_of(guild_id: int, milestone_id: int) -> Select[int]:
    found = same(case_milestones, guild_id=guild_id, milestone_id=milestone_id)
    return select(case_milestones.c.case_id).where(*found)
