"""A case as rows of several tables, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.domain.case_events import Lock, Payout
from bot.domain.case_state import CaseState, Deposit, Exhibit, Offer, Ruling
from storage.mapping import RowMapper
from storage.repositories.wholes import (
    FoundParts,
    PartRows,
    RowsByKey,
    Shape,
    by_column,
    deadline_rows,
    deadlines_of,
)
from storage.tables import case_milestones, cases, deadlines, deposits, exhibits, offers, rulings

_CASE: Final = RowMapper(
    CaseState,
    columns={"rested": "rested_ids", "left": "left_ids", "recused": "recused_ids", "moderated": "moderated_ids"},
    without=("locks", "offers", "deposits", "exhibits", "deadlines", "ruling", "payouts"),
)
_OFFER: Final = RowMapper(Offer)
_DEPOSIT: Final = RowMapper(Deposit)
_EXHIBIT: Final = RowMapper(Exhibit)
_RULING: Final = RowMapper(Ruling)


def _case_row(state: CaseState) -> dict[str, Any]:
    """The case's own row."""
    return {**_CASE.to_row(state), "disputed_minor": state.disputed_minor}


def _part_rows(state: CaseState) -> PartRows:
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
        deadlines: deadline_rows(state.deadlines),
    }


def _state_of(row: Mapping[Any, Any], parts: FoundParts) -> CaseState:
    """The case that the rows hold. Raises DamagedData for values that were never written by us."""
    locks = by_column(parts[case_milestones], "position")
    return _CASE.from_row(
        row,
        locks=tuple(Lock(lock["milestone_id"], lock["locked_minor"]) for lock in locks),
        payouts=tuple(
            Payout(lock["milestone_id"], lock["freelancer_minor"], lock["client_minor"])
            for lock in locks
            if lock["freelancer_minor"] is not None
        ),
        offers=[_OFFER.from_row(offer) for offer in by_column(parts[offers], "number")],
        deposits={
            deposit["member_id"]: _DEPOSIT.from_row(deposit) for deposit in by_column(parts[deposits], "paid_at_ms")
        },
        exhibits=[_EXHIBIT.from_row(exhibit) for exhibit in by_column(parts[exhibits], "position")],
        ruling=next((_RULING.from_row(ruling) for ruling in parts[rulings]), None),
        deadlines=deadlines_of(parts[deadlines]),
    )


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


CASE_SHAPE: Final = Shape(
    table=cases,
    id_column="case_id",
    part_keys={
        case_milestones: "position",
        offers: "number",
        deposits: "member_id",
        exhibits: "position",
        rulings: None,
        deadlines: "deadline_id",
    },
    clocks=deadlines,
    row_of=_case_row,
    parts_of=_part_rows,
    state_of=_state_of,
    rulebook_of=lambda state, _: state.rulebook,
)
