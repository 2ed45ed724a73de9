"""Cases with their offers, deposits, exhibits, deadlines and ruling."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, case, func, insert, or_, select, tuple_, update

from bot.domain.case import Case
from bot.domain.case_state import CaseState
from storage.errors import StorageError
from storage.repositories.base import Repository, Row, chunks, same
from storage.repositories.case_rows import PART_KEYS, CaseRows, case_row, part_rows, state_of, worker_columns
from storage.tables import case_milestones, cases, deadlines
from storage.transaction import Transaction

_Key = tuple[int, int]


@dataclass(slots=True)
class _Loaded:
    """What the database holds of a case: its version and rows, and how far its deadlines' reminders are queued."""

    version: int
    parts: CaseRows
    reminded_until_ms: dict[int, int]


class SqlCaseRepository(Repository):
    """Cases of all guilds; a saved one must have been read in the same transaction."""

    def __init__(self, transaction: Transaction, *, writes: bool) -> None:
        super().__init__(transaction, writes=writes)
        self._loaded: dict[_Key, _Loaded] = {}

    async def get(self, guild_id: int, case_id: int) -> Case | None:
        """The case of that number; its row is locked in a writing transaction, before any other."""
        row = await self._one(self._locked(select(cases).where(*same(cases, guild_id=guild_id, case_id=case_id))))
        return None if row is None else (await self._with_parts([row]))[0]

    async def add(self, case: Case) -> None:
        """Keep a new case. Raises Busy if one of its milestones got an open case meanwhile."""
        await self._transaction.execute(insert(cases).values(**case_row(case.state)))
        self._loaded[_key(case.state)] = _Loaded(case.state.version, {table: {} for table in PART_KEYS}, {})
        await self._save_parts(case.state)

    async def save(self, case: Case) -> None:
        """Write what has changed. Raises Busy if another transaction changed the case since it was read."""
        state = case.state
        loaded = self._loaded.get(_key(state))
        if loaded is None:
            message = f"case {state.case_id} is saved in a transaction that did not read it"
            raise StorageError(message)
        found = same(cases, guild_id=state.guild_id, case_id=state.case_id, version=loaded.version)
        await self._change_one(update(cases).where(*found).values(**case_row(state)))
        loaded.version = state.version
        await self._save_parts(state)

    async def _save_parts(self, state: CaseState) -> None:
        loaded = self._loaded[_key(state)]
        now = part_rows(state)
        for table, rows in now.items():
            before = loaded.parts[table]
            changed = {key: row for key, row in rows.items() if key in before and before[key] != row}
            new = {key: row for key, row in rows.items() if key not in before}
            # First what ends, then what begins: one open offer a party, one clock of a kind.
            for key, row in changed.items():
                await self._update_part(table, state, key, row)
            if new:
                await self._transaction.execute(
                    insert(table), [self._part_values(table, state, key, row) for key, row in new.items()]
                )
        loaded.parts = now

    async def _update_part(self, table: Table, state: CaseState, key: int, row: dict[str, Any]) -> None:
        found = same(table, guild_id=state.guild_id, case_id=state.case_id)
        column = PART_KEYS[table]
        if column is not None:
            found = (*found, table.c[column] == key)
        await self._change_one(update(table).where(*found).values(**self._part_values(table, state, key, row)))

    def _part_values(self, table: Table, state: CaseState, key: int, row: dict[str, Any]) -> dict[str, Any]:
        values = {"guild_id": state.guild_id, "case_id": state.case_id, **row}
        if table is deadlines:
            reminded = self._loaded[_key(state)].reminded_until_ms
            reminded.setdefault(key, state.deadlines[key].starts_at_ms)
            values |= worker_columns(state, key, reminded[key])
        return values

    async def of_party(self, guild_id: int, member_id: int) -> list[Case]:
        """All of which the member is a party, newest first."""
        return list(reversed(await self._find(cases.c.guild_id == guild_id, _is_party(member_id))))

    async def open_cases(self, guild_id: int | None = None) -> list[Case]:
        """All open cases, of one guild or of all, oldest first."""
        of_guild = () if guild_id is None else (cases.c.guild_id == guild_id,)
        return await self._find(*of_guild, _IS_OPEN)

    async def of_milestone(self, guild_id: int, milestone_id: int) -> list[Case]:
        """All cases that the milestone was in, oldest first."""
        found = same(case_milestones, guild_id=guild_id, milestone_id=milestone_id)
        case_ids = select(case_milestones.c.case_id).where(*found)
        return await self._find(cases.c.guild_id == guild_id, cases.c.case_id.in_(case_ids))

    async def all(self, guild_id: int) -> list[Case]:
        """All of the guild, oldest first."""
        return await self._find(cases.c.guild_id == guild_id)

    async def opponents(self, guild_id: int, member_id: int) -> frozenset[int]:
        """The members with whom the member has an open case."""
        other = case((cases.c.claimant_id == member_id, cases.c.respondent_id), else_=cases.c.claimant_id)
        query = select(other.label("member_id")).where(cases.c.guild_id == guild_id, _IS_OPEN, _is_party(member_id))
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
        query = select(cases).where(*conditions).order_by(cases.c.opened_at_ms, cases.c.guild_id, cases.c.case_id)
        return await self._with_parts(await self._all(query))

    async def _with_parts(self, rows: list[Row]) -> list[Case]:
        found: list[Case] = []
        for chunk in chunks(rows, 200):
            keys = [(row["guild_id"], row["case_id"]) for row in chunk]
            parts = {table: await self._parts(table, keys) for table in PART_KEYS}
            for row, key in zip(chunk, keys, strict=True):
                state = state_of(row, {table: by_case[key] for table, by_case in parts.items()})
                reminded = {row["deadline_id"]: row["reminded_until_ms"] for row in parts[deadlines][key]}
                self._loaded[key] = _Loaded(state.version, part_rows(state), reminded)
                found.append(Case(state))
        return found

    async def _parts(self, table: Table, keys: list[_Key]) -> defaultdict[_Key, list[Row]]:
        by_case: defaultdict[_Key, list[Row]] = defaultdict(list)
        for row in await self._all(select(table).where(tuple_(table.c.guild_id, table.c.case_id).in_(keys))):
            by_case[row["guild_id"], row["case_id"]].append(row)
        return by_case


_IS_OPEN = cases.c.ended_at_ms.is_(None)


def _is_party(member_id: int) -> ColumnElement[bool]:
    return or_(cases.c.claimant_id == member_id, cases.c.respondent_id == member_id)


def _key(state: CaseState) -> _Key:
    return state.guild_id, state.case_id
