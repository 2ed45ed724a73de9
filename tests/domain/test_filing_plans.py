"""R4.1 to R4.6, R5.6, R6.1 to R6.3: which milestones a filing locks and charges, in which order, and what bars it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Case
from bot.domain.case_events import Lock, Payout
from bot.domain.deadlines import DAY_MS, SECOND_MS
from bot.domain.errors import (
    AmountOutOfRange,
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
from bot.domain.filing import (
    FilingPlan,
    plan_of_balance,
    plan_of_parts,
    require_brakes,
    require_no_parts,
    require_refile_allowed,
    require_request,
)
from bot.domain.milestone_state import RequestState
from bot.domain.milestones import Milestone
from bot.domain.rulebook import MILESTONE
from bot.domain.settings import Limits
from tests.domain.builders import SAFEPAY, T0, Told, client, filing, freelancer
from tests.domain.escrows import Held, funded, held


def milestones(*amounts_minor: int) -> list[Milestone]:
    """Milestones 1, 2, … of one project."""
    return [funded(milestone_id=number, amount_minor=amount)[0] for number, amount in enumerate(amounts_minor, 1)]


def states(*amounts_minor: int):
    return [milestone.state for milestone in milestones(*amounts_minor)]


@pytest.mark.parametrize(
    ("amounts", "disputed", "locks"),
    [
        ((10_000,), None, [(1, 10_000)]),
        ((10_000,), 1, [(1, 1)]),
        ((10_000, 5_000), None, [(1, 10_000), (2, 5_000)]),
        ((10_000, 5_000), 10_000, [(1, 10_000)]),
        ((10_000, 5_000), 10_001, [(1, 10_000), (2, 1)]),
        ((10_000, 5_000, 7_000), 16_000, [(1, 10_000), (2, 5_000), (3, 1_000)]),
    ],
)
def test_r4_2_the_first_milestone_named_is_locked_in_full_before_the_next(amounts, disputed, locks):
    plan = plan_of_parts(states(*amounts), disputed)
    assert plan == FilingPlan(tuple(Lock(*lock) for lock in locks))
    assert plan.disputed_minor == (sum(amounts) if disputed is None else disputed)


def test_r4_2_the_order_is_the_one_in_which_they_are_named():
    first, second = states(10_000, 5_000)
    assert plan_of_parts([second, first], 6_000).locks == (Lock(2, 5_000), Lock(1, 1_000))


def test_r4_2_a_milestone_named_twice_counts_once():
    first, second = states(10_000, 5_000)
    assert plan_of_parts([first, second, first], None).locks == (Lock(1, 10_000), Lock(2, 5_000))
    with pytest.raises(AmountOutOfRange) as refused:
        plan_of_parts([first, first], 10_001)
    assert refused.value.highest_minor == 10_000


@pytest.mark.parametrize("disputed", [0, -1, 15_001])
def test_r4_1_the_disputed_amount_is_between_one_unit_and_all_that_is_free(disputed):
    with pytest.raises(AmountOutOfRange) as refused:
        plan_of_parts(states(10_000, 5_000), disputed)
    assert (refused.value.lowest_minor, refused.value.highest_minor) == (1, 15_000)


def test_r4_4_a_milestone_in_a_case_names_it():
    first, second = milestones(10_000, 5_000)
    second.lock(41, 1, at_ms=T0, by=client)
    with pytest.raises(MilestoneInCase) as refused:
        plan_of_parts([first.state, second.state], None)
    assert (refused.value.milestone_id, refused.value.case_id) == (2, 41)


def test_r4_1_milestones_are_of_one_project_and_currency():
    first, second = states(10_000, 5_000)
    for other in (replace(second, project_id=6), replace(second, currency="EUR")):
        with pytest.raises(OtherProject) as refused:
            plan_of_parts([first, other], None)
        assert refused.value.milestone_id == 2


def test_r4_1_an_empty_milestone_has_nothing_to_dispute():
    first, second = milestones(10_000, 5_000)
    second.release(None, by=client, at_ms=T0)
    with pytest.raises(NothingFree) as refused:
        plan_of_parts([first.state, second.state], None)
    assert refused.value.milestone_id == 2


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=4),
    st.fractions(0, 1),
    st.fractions(0, 1),
)
def test_r4_2_locks_and_payouts_take_the_milestones_in_order(amounts, part, share):
    disputed = max(1, int(sum(amounts) * part))
    plan = plan_of_parts(states(*amounts), disputed)
    assert plan.disputed_minor == disputed
    *full, last = plan.locks
    assert [lock.amount_minor for lock in full] == amounts[: len(full)]
    assert 0 < last.amount_minor <= amounts[len(full)]
    freelancer_minor = int(disputed * share)
    wanted = filing(amounts_minor=[lock.amount_minor for lock in plan.locks], offer_minor=0)
    case = Case.file(wanted, at_ms=T0)[0]
    payouts = case.payouts(freelancer_minor)
    assert sum(payout.freelancer_minor for payout in payouts) == freelancer_minor
    assert [payout.freelancer_minor + payout.client_minor for payout in payouts] == [
        lock.amount_minor for lock in plan.locks
    ]
    # Once the client gets something, the freelancer gets nothing of the milestones after.
    begun = False
    for payout in payouts:
        assert not (begun and payout.freelancer_minor)
        begun = begun or payout.client_minor > 0


def test_r4_2_what_no_case_has_locked_moves_freely_meanwhile():
    first, second = milestones(10_000, 5_000)
    plan = plan_of_parts([first.state, second.state], 12_000)
    told = Told(*Case.file(filing(amounts_minor=[10_000, 2_000], offer_minor=4_000), at_ms=T0))
    for lock, milestone in zip(plan.locks, (first, second), strict=True):
        milestone.lock(42, lock.amount_minor, at_ms=T0, by=client)
    second.release(3_000, by=client, at_ms=T0 + 1)
    told.take(told.case.give_in(by=client, at_ms=T0 + 2))
    assert told.case.state.payouts == (Payout(1, 10_000, 0), Payout(2, 2_000, 0))
    for payout, milestone in zip(told.case.state.payouts, (first, second), strict=True):
        milestone.unlock(42, payout, at_ms=T0 + 2)
    assert [item.state.unreleased_minor for item in (first, second)] == [0, 0]
    assert second.state.released_minor == 5_000


@pytest.mark.parametrize(
    ("amounts", "charges", "locks"),
    [
        # 1,000.00: the fee is 50.00, and 950.00 are in arbitration.
        ((100_000,), [(1, 5_000)], [(1, 95_000)]),
        # 50.01: 25.00 and 25.01.
        ((5_001,), [(1, 2_500)], [(1, 2_501)]),
        ((3_000, 97_000), [(1, 3_000), (2, 2_000)], [(2, 95_000)]),
        ((5_000, 95_000), [(1, 5_000)], [(2, 95_000)]),
        ((2_000, 1_000, 60_000), [(1, 2_000), (2, 1_000), (3, 150)], [(3, 59_850)]),
        ((4_000, 20_000), [(1, 2_500)], [(1, 1_500), (2, 20_000)]),
    ],
)
def test_r6_2_r6_3_the_fee_is_taken_first_and_from_the_oldest(amounts, charges, locks):
    plan = plan_of_balance(states(*amounts), SAFEPAY, small_splits_so_far=0)
    assert plan.charges == tuple(Lock(*charge) for charge in charges)
    assert plan.locks == tuple(Lock(*lock) for lock in locks)
    assert not plan.splits


@pytest.mark.parametrize("balance", [1, 2, 4_999, 5_000])
@pytest.mark.parametrize(("so_far", "splits"), [(0, True), (1, True), (2, False), (3, False)])
def test_r6_2_a_small_balance_is_split_twice_and_then_arbitrated_without_a_fee(balance, so_far, splits):
    plan = plan_of_balance(states(balance), SAFEPAY, small_splits_so_far=so_far)
    assert plan == FilingPlan((Lock(1, balance),), (), splits)


def test_r6_2_the_balance_is_the_projects_and_not_one_milestones():
    plan = plan_of_balance(states(3_000, 3_000), SAFEPAY, small_splits_so_far=0)
    assert (plan.splits, plan.charges, plan.locks) == (False, (Lock(1, 2_500),), (Lock(1, 500), Lock(2, 3_000)))


def test_r6_2_what_other_cases_have_is_not_in_it():
    first, second, third = milestones(60_000, 50_000, 40_000)
    second.lock(41, 50_000, at_ms=T0, by=client)
    third.release(None, by=client, at_ms=T0)
    plan = plan_of_balance([item.state for item in (first, second, third)], SAFEPAY, small_splits_so_far=0)
    assert (plan.charges, plan.locks) == ((Lock(1, 3_000),), (Lock(1, 57_000),))


def test_r6_1_without_funds_in_escrow_there_is_nothing_to_arbitrate():
    (only,) = milestones(10_000)
    only.release(None, by=client, at_ms=T0)
    with pytest.raises(NothingFree) as refused:
        plan_of_balance([only.state], SAFEPAY, small_splits_so_far=0)
    assert (refused.value.milestone_id, refused.value.locked_minor) == (1, 0)


def test_r6_1_what_is_empty_is_named_and_not_what_a_case_has_locked():
    locked, empty = milestones(10_000, 5_000)
    locked.lock(41, 10_000, at_ms=T0, by=client)
    empty.release(None, by=client, at_ms=T0)
    for project, named, locked_minor, case_id in (([locked, empty], 2, 0, None), ([locked], 1, 10_000, 41)):
        with pytest.raises(NothingFree) as refused:
            plan_of_balance([item.state for item in project], SAFEPAY, small_splits_so_far=0)
        refusal = refused.value
        assert (refusal.milestone_id, refusal.locked_minor, refusal.case_id) == (named, locked_minor, case_id)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=5), st.integers(0, 3))
def test_r2_5_a_balance_is_taken_in_whole(amounts, so_far):
    plan = plan_of_balance(states(*amounts), SAFEPAY, small_splits_so_far=so_far)
    charged = sum(charge.amount_minor for charge in plan.charges)
    assert charged + plan.disputed_minor == sum(amounts)
    small = sum(amounts) <= 5_000
    assert charged == (0 if small else fee_for(sum(amounts), SAFEPAY.fee))
    taken: dict[int, int] = {}
    for part in (*plan.charges, *plan.locks):
        assert part.amount_minor > 0
        taken[part.milestone_id] = taken.get(part.milestone_id, 0) + part.amount_minor
    assert taken == dict(enumerate(amounts, 1))


def asking(told: Held, end: str) -> Held:
    """A milestone whose request came to an end."""
    told.take(told.milestone.request("release", 1, SAFEPAY, by=freelancer, at_ms=T0))
    match end:
        case "approved":
            told.take(told.milestone.answer_request(approve=True, by=client, at_ms=T0))
        case "declined":
            told.take(told.milestone.answer_request(approve=False, by=client, at_ms=T0))
        case "cancelled":
            told.take(told.milestone.cancel(by=freelancer, at_ms=T0))
        case "carried_out":
            told.take(told.milestone.lapse(1, at_ms=T0 + 8 * DAY_MS))
        case "in_case":
            told.take(told.milestone.lock(41, 1, at_ms=T0, by=client))
        case "short":
            told.take(told.milestone.release(None, by=client, at_ms=T0))
        case "replaced":
            told.take(told.milestone.request("release", 2, SAFEPAY, by=freelancer, at_ms=T0))
        case _:
            pass
    return told


@pytest.mark.parametrize("end", RequestState)
def test_r6_1_a_request_must_be_active_or_declined(end):
    told = asking(held(), end.value)
    assert told.milestone.state.requests[0].state is end
    project = [told.milestone.state, *states(1)]
    # Replaced means that another one is active.
    if end in (RequestState.ACTIVE, RequestState.DECLINED, RequestState.REPLACED):
        require_request(project, 1)
        return
    with pytest.raises(RequestNeeded) as refused:
        require_request(project, 1)
    assert refused.value.milestone_id == 1


def test_r6_1_a_request_on_any_of_the_projects_milestones_will_do():
    with pytest.raises(RequestNeeded):
        require_request(states(1, 2), 1)
    require_request([*states(1, 2), asking(held(), "declined").milestone.state], 1)


@pytest.mark.parametrize(
    ("amount", "more", "option"), [(True, False, "amount"), (False, True, "more_milestones"), (True, True, "amount")]
)
def test_r6_2_parts_are_refused_where_the_whole_balance_is_in_arbitration(amount, more, option):
    with pytest.raises(WholeBalance) as refused:
        require_no_parts(amount=amount, more_milestones=more)
    assert refused.value.option == option
    require_no_parts(amount=False, more_milestones=False)


def test_r4_6_at_most_10_open_cases_a_member():
    require_brakes(9, None, Limits(), T0)
    for open_cases in (10, 11):
        with pytest.raises(TooManyOpenCases) as refused:
            require_brakes(open_cases, None, Limits(), T0)
        assert (refused.value.open_cases, refused.value.limit) == (open_cases, 10)
    require_brakes(0, None, Limits(open_cases=1), T0)
    with pytest.raises(TooManyOpenCases):
        require_brakes(1, None, Limits(open_cases=1), T0)


def test_r4_6_a_minute_between_two_filings():
    from_ms = T0 + 60 * SECOND_MS
    for at_ms in (T0, from_ms - 1):
        with pytest.raises(FilingTooSoon) as refused:
            require_brakes(1, T0, Limits(), at_ms)
        assert refused.value.from_ms == from_ms
    require_brakes(1, T0, Limits(), from_ms)
    require_brakes(1, None, Limits(), T0)
    require_brakes(1, T0, Limits(filing_cooldown_seconds=0), T0)


def test_r5_6_the_same_claimant_waits_7_days_before_filing_again():
    """R4.6: `refile` is one of the brakes."""
    from_ms = T0 + 7 * DAY_MS
    with pytest.raises(RefileTooSoon) as refused:
        require_refile_allowed(3, T0, MILESTONE, from_ms - 1)
    assert (refused.value.milestone_id, refused.value.from_ms) == (3, from_ms)
    require_refile_allowed(3, T0, MILESTONE, from_ms)
    require_refile_allowed(3, None, MILESTONE, T0)
    require_refile_allowed(3, T0, replace(MILESTONE, refile_seconds=0), T0)
    with pytest.raises(RefileTooSoon):
        require_refile_allowed(3, T0, replace(MILESTONE, refile_seconds=1), T0 + SECOND_MS - 1)
