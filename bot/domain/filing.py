"""What a filing locks and charges (R4.2, R6.2): which milestones, in which order, how much of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.case_events import Lock
from bot.domain.deadlines import SECOND_MS
from bot.domain.errors import (
    FilingTooSoon,
    MilestoneInCase,
    NothingFree,
    OtherProject,
    RefileTooSoon,
    RequestNeeded,
    TooManyOpenCases,
    WholeBalance,
)
from bot.domain.fees import fee_for
from bot.domain.milestone_state import MilestoneState, RequestState
from bot.domain.money import require_between
from bot.domain.rulebook import Rulebook
from bot.domain.settings import Limits


@dataclass(frozen=True, slots=True)
class FilingPlan:
    """What is locked for the case, what is charged to the funds at opening, and whether a small balance is split."""

    locks: tuple[Lock, ...]
    charges: tuple[Lock, ...] = ()
    splits: bool = False

    @property
    def disputed_minor(self) -> int:
        """The disputed amount, in minor units."""
        return sum(lock.amount_minor for lock in self.locks)


def plan_of_parts(milestones: Sequence[MilestoneState], disputed_minor: int | None) -> FilingPlan:
    """Lock the disputed amount from the milestones in the order named, the first in full before the next (R4.2).

    Without an amount, all that no case has locked. Raises MilestoneInCase, OtherProject, NothingFree, AmountOutOfRange.
    """
    first = milestones[0]
    named = tuple({state.milestone_id: state for state in milestones}.values())
    for state in named:
        if state.locked_by_case_id is not None:
            raise MilestoneInCase(milestone_id=state.milestone_id, case_id=state.locked_by_case_id)
        if (state.project_id, state.currency) != (first.project_id, first.currency):
            raise OtherProject(milestone_id=state.milestone_id)
        if state.free_minor == 0:
            raise NothingFree(milestone_id=state.milestone_id, locked_minor=0, currency=state.currency)
    free_minor = sum(state.free_minor for state in named)
    left_minor = (
        free_minor if disputed_minor is None else require_between(disputed_minor, 1, free_minor, first.currency)
    )
    return FilingPlan(_taken(named, left_minor)[0])


def plan_of_balance(project: Sequence[MilestoneState], rulebook: Rulebook, *, small_splits_so_far: int) -> FilingPlan:
    """Take all of a project's balance in one currency to arbitration (R6.2, R6.3 [G]), milestones oldest first.

    A small balance is split without a fee, unless the two have had as many such splits as are allowed: then it is
    arbitrated without a fee. Raises NothingFree.
    """
    free = [state for state in project if state.free_minor > 0 and state.locked_by_case_id is None]
    if not free:
        empty = next((state for state in project if state.locked_by_case_id is None), project[0])
        raise NothingFree(
            milestone_id=empty.milestone_id,
            locked_minor=empty.locked_minor,
            currency=empty.currency,
            case_id=empty.locked_by_case_id,
        )
    balance_minor = sum(state.free_minor for state in free)
    if balance_minor <= rulebook.small_balance_minor:
        splits = small_splits_so_far < rulebook.small_splits
        return FilingPlan(_taken(free, balance_minor)[0], splits=splits)
    fee_minor = fee_for(balance_minor, rulebook.fee)
    charges, rest = _taken(free, fee_minor)
    return FilingPlan(tuple(lock for lock in rest if lock.amount_minor), charges)


def _taken(milestones: Sequence[MilestoneState], amount_minor: int) -> tuple[tuple[Lock, ...], tuple[Lock, ...]]:
    """An amount taken from milestones in order, and what it leaves of each."""
    taken: list[Lock] = []
    rest: list[Lock] = []
    left_minor = amount_minor
    for state in milestones:
        part_minor = min(left_minor, state.free_minor)
        left_minor -= part_minor
        if part_minor:
            taken.append(Lock(state.milestone_id, part_minor))
        rest.append(Lock(state.milestone_id, state.free_minor - part_minor))
    return tuple(taken), tuple(rest)


def require_request(project: Sequence[MilestoneState], milestone_id: int) -> None:
    """Raise RequestNeeded unless a request on one of the project's milestones is active or was declined (R6.1 [G])."""
    wanted = {RequestState.ACTIVE, RequestState.DECLINED}
    if not any(request.state in wanted for state in project for request in state.requests):
        raise RequestNeeded(milestone_id=milestone_id)


def require_no_parts(*, amount: bool, more_milestones: bool) -> None:
    """Raise WholeBalance: under `safepay` the whole balance is in arbitration (R6.2)."""
    if amount or more_milestones:
        raise WholeBalance(option="amount" if amount else "more_milestones")


def require_brakes(open_cases: int, last_filed_at_ms: int | None, limits: Limits, at_ms: int) -> None:
    """Raise TooManyOpenCases or FilingTooSoon where a member has filed too much or just now (R4.6 [P])."""
    if open_cases >= limits.open_cases:
        raise TooManyOpenCases(open_cases=open_cases, limit=limits.open_cases)
    from_ms = at_ms if last_filed_at_ms is None else last_filed_at_ms + limits.filing_cooldown_seconds * SECOND_MS
    if at_ms < from_ms:
        raise FilingTooSoon(from_ms=from_ms)


def require_refile_allowed(milestone_id: int, withdrawn_at_ms: int | None, rulebook: Rulebook, at_ms: int) -> None:
    """Raise RefileTooSoon when the same claimant withdrew a case about the milestone a short time ago (R5.6)."""
    from_ms = at_ms if withdrawn_at_ms is None else withdrawn_at_ms + rulebook.refile_seconds * SECOND_MS
    if at_ms < from_ms:
        raise RefileTooSoon(milestone_id=milestone_id, from_ms=from_ms)
