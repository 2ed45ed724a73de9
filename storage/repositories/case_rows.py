"""A case as rows of several tables, and back.

What a case is made of is written as it differs from what was read, so that a command touches only the rows that it is
about, and a row that nobody meant to change can't change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Table

from bot.domain.case_events import Lock, Payout
from bot.domain.case_state import CaseState, Deposit, Exhibit, Offer, Ruling
from bot.domain.deadlines import Deadline, wake_time
from storage.mapping import RowMapper
from storage.tables import case_milestones, deadlines, deposits, exhibits, offers, rulings

_CASE: Final = RowMapper(
    CaseState,
    columns={"rested": "rested_ids", "left": "left_ids"},
    without=("locks", "offers", "deposits", "exhibits", "deadlines", "ruling", "payouts"),
)
_OFFER: Final = RowMapper(Offer)
_DEPOSIT: Final = RowMapper(Deposit)
_EXHIBIT: Final = RowMapper(Exhibit)
_RULING: Final = RowMapper(Ruling)
_DEADLINE: Final = RowMapper(Deadline)

PART_KEYS: Final[Mapping[Table, str | None]] = {
    case_milestones: "position",
    offers: "number",
    deposits: "member_id",
    exhibits: "position",
    rulings: None,
    deadlines: "deadline_id",
}
"""The tables of a case's parts, each with the column that tells a case's rows apart; a case has at most one ruling."""

OUR_OWN_COLUMNS: Final = frozenset({"wake_at_ms", "reminded_until_ms"})
"""Columns of deadlines that are the worker's, no part of the case."""

RowsByKey = dict[int, dict[str, Any]]
CaseRows = dict[Table, RowsByKey]


def case_row(state: CaseState) -> dict[str, Any]:
    """The case's own row."""
    return {**_CASE.to_row(state), "disputed_minor": state.disputed_minor}


def part_rows(state: CaseState) -> CaseRows:
    """The rows of the case's parts, by table and key."""
    return {
        case_milestones: _lock_rows(state),
        offers: {offer.number: _OFFER.to_row(offer) for offer in state.offers},
        deposits: {member_id: _DEPOSIT.to_row(deposit) for member_id, deposit in state.deposits.items()},
        exhibits: {
            position: {"position": position, **_EXHIBIT.to_row(exhibit)}
            for position, exhibit in enumerate(state.exhibits, 1)
        },
        rulings: {} if state.ruling is None else {0: _RULING.to_row(state.ruling)},
        deadlines: {deadline_id: _DEADLINE.to_row(deadline) for deadline_id, deadline in state.deadlines.items()},
    }


def worker_columns(state: CaseState, deadline_id: int, reminded_until_ms: int) -> dict[str, int | None]:
    """When the worker must look at a deadline that was armed, moved, held or ended."""
    deadline = state.deadlines[deadline_id]
    rulebook = state.rulebook
    wake_at_ms = wake_time(deadline, rulebook.reminders, rulebook.settle_margin_seconds, reminded_until_ms)
    return {"wake_at_ms": wake_at_ms, "reminded_until_ms": reminded_until_ms}


def state_of(row: Mapping[Any, Any], parts: Mapping[Table, Sequence[Mapping[Any, Any]]]) -> CaseState:
    """The case that the rows hold. Raises DamagedRowError for values that were never written by us."""
    locks = sorted(parts[case_milestones], key=lambda lock: lock["position"])
    return _CASE.from_row(
        row,
        locks=tuple(Lock(lock["milestone_id"], lock["locked_minor"]) for lock in locks),
        payouts=tuple(
            Payout(lock["milestone_id"], lock["freelancer_minor"], lock["client_minor"])
            for lock in locks
            if lock["freelancer_minor"] is not None
        ),
        offers=[_OFFER.from_row(offer) for offer in _sorted(parts[offers], "number")],
        deposits={
            deposit["member_id"]: _DEPOSIT.from_row(deposit) for deposit in _sorted(parts[deposits], "paid_at_ms")
        },
        exhibits=[_EXHIBIT.from_row(exhibit) for exhibit in _sorted(parts[exhibits], "position")],
        ruling=next((_RULING.from_row(ruling) for ruling in parts[rulings]), None),
        deadlines={
            deadline["deadline_id"]: _DEADLINE.from_row(deadline)
            for deadline in _sorted(parts[deadlines], "deadline_id")
        },
    )


def _sorted(rows: Iterable[Mapping[Any, Any]], column: str) -> list[Mapping[Any, Any]]:
    return sorted(rows, key=lambda row: row[column])


def _lock_rows(state: CaseState) -> RowsByKey:
    paid = {payout.milestone_id: payout for payout in state.payouts}
    rows: RowsByKey = {}
    for position, lock in enumerate(state.locks, 1):
        payout = paid.get(lock.milestone_id)
        rows[position] = {
            "position": position,
            "milestone_id": lock.milestone_id,
            "locked_minor": lock.amount_minor,
            "is_open": state.is_open,
            "freelancer_minor": None if payout is None else payout.freelancer_minor,
            "client_minor": None if payout is None else payout.client_minor,
        }
    return rows
