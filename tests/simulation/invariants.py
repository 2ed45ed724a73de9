"""What holds of every server at every moment (R2.3 to R2.5, R4.4, R5, R7.1), and of every change between two."""

from collections import Counter, defaultdict
from dataclasses import replace
from typing import Final

from bot.domain.case_state import CaseState, DepositState, OfferState
from bot.domain.deadlines import FORFEITING, DeadlineKind
from bot.domain.milestone_state import MilestoneState, RequestState
from bot.domain.stages import Outcome, Stage
from tests.simulation.view import View

MOVES_NOTHING: Final = frozenset({Outcome.WITHDRAWN, Outcome.DORMANT})


def look_at(view: View, abroad_minor: Counter[str]) -> None:
    """Money is where it should be, and every case and milestone is possible. `abroad_minor`: what came in less what
    went out, by currency, as the cashiers said it."""
    _look_at_accounts(view, abroad_minor)
    for case in view.cases.values():
        _look_at_case(view, case.state)
    for milestone in view.milestones.values():
        _look_at_milestone(view, milestone.state)


def look_at_change(before: View, after: View) -> None:
    """What is over stays as it was, and what was paid never comes back."""
    assert before.cases.keys() <= after.cases.keys()
    for number, case in before.cases.items():
        old, new = case.state, after.cases[number].state
        assert new.version >= old.version
        assert new.locks == old.locks
        assert new.rulebook == old.rulebook, "a case keeps its rules (R4.5)"
        if old.outcome is not None:
            closed = {name: getattr(new, name) for name in ("version", "moderated", "room_closed_by_id")}
            assert new == replace(old, **closed), f"case {number} was over, and has changed"
            assert new.version == old.version or old.room_closed_by_id is None, "a room is closed once (R10.1)"
        elif new.ruling is not None:
            _look_at_ruling(old, new)
        closed = [offer for offer in old.offers if offer.state is not OfferState.OPEN]
        assert [new.offers[offer.number - 1] for offer in closed] == closed
        assert old.evidence_closed_at_ms in (None, new.evidence_closed_at_ms)
    assert before.milestones.keys() <= after.milestones.keys()
    for number, milestone in before.milestones.items():
        old, new = milestone.state, after.milestones[number].state
        assert new.released_minor >= old.released_minor
        assert new.returned_minor >= old.returned_minor
        assert new.charged_minor >= old.charged_minor
        if old.funded_minor:
            assert new.funded_minor == old.funded_minor
            assert new.unreleased_minor <= old.unreleased_minor, "money that left escrow never comes back"
        closed = [request for request in old.requests if request.state is not RequestState.ACTIVE]
        assert [new.requests[request.number - 1] for request in closed] == closed


def _look_at_ruling(before: CaseState, after: CaseState) -> None:
    """Who has ruled was free to (R10.3, R7.5)."""
    ruled_by = 0 if after.ruling is None else after.ruling.arbitrator_id
    assert ruled_by == after.arbitrator_id
    assert ruled_by not in after.recused, "no ruling after giving the case up"
    if after.rulebook.offers_hidden and after.room_closed_by_id is None:
        assert ruled_by not in before.moderated | after.moderated, "no ruling by who has moderated the case"


def _look_at_accounts(view: View, abroad_minor: Counter[str]) -> None:
    sums: defaultdict[str, int] = defaultdict(int)
    for account, own in view.balances.items():
        for currency, minor in own.items():
            sums[currency] += minor
            assert minor >= 0 or account == "world", (account, currency, minor)
    assert not any(sums.values()), sums
    world = {currency: -minor for currency, minor in view.balances.get("world", {}).items() if minor}
    assert world == {currency: minor for currency, minor in abroad_minor.items() if minor}


def _look_at_milestone(view: View, state: MilestoneState) -> None:
    left_minor = state.funded_minor - state.released_minor - state.returned_minor - state.charged_minor
    assert state.unreleased_minor == left_minor
    assert 0 <= state.locked_minor <= state.unreleased_minor
    held_minor = view.balances.get(f"escrow:{state.milestone_id}", {}).get(state.currency, 0)
    assert held_minor == state.unreleased_minor
    active = [request for request in state.requests if request.state is RequestState.ACTIVE]
    assert len(active) <= 1
    assert all(request.amount_minor <= state.free_minor for request in active), "a request for what isn't there (R3.4)"
    holders = [
        (case.state.case_id, lock.amount_minor)
        for case in view.open_cases
        for lock in case.state.locks
        if lock.milestone_id == state.milestone_id
    ]
    locked = [] if state.locked_by_case_id is None else [(state.locked_by_case_id, state.locked_minor)]
    assert holders == locked, "one open case a milestone (R4.4)"


def _look_at_case(view: View, state: CaseState) -> None:
    assert (state.outcome is None) is state.is_open
    authors = [offer.author_id for offer in state.open_offers()]
    assert len(authors) == len(set(authors)), "one open offer a party (R7.1)"
    assert len([offer for offer in state.offers if offer.state is OfferState.ACCEPTED]) == (
        state.outcome is Outcome.SETTLED
    )
    assert (state.ruling is not None) is (state.outcome is Outcome.RULED)
    assert state.arbitrator_id not in (*state.parties, *state.recused), "no conflict of interest (R10.3)"
    alive = state.alive_deadlines()
    assert len([deadline for deadline in alive if deadline.kind in FORFEITING]) <= 1
    for deadline in alive:
        assert deadline.is_running is (deadline.hold_reason is None)
        if deadline.kind is not DeadlineKind.TIME_OUT and state.hold is not None:
            assert not deadline.is_running, "a moderator's hold stops all clocks (R9.8)"
    for party_id in state.parties:
        deposit = state.deposits.get(party_id)
        held_minor = deposit.amount_minor if deposit is not None and deposit.state is DepositState.HELD else 0
        balances = view.balances.get(f"deposit:{state.case_id}:{party_id}", {})
        assert balances.get(state.currency, 0) == held_minor
    if state.outcome is not None:
        _look_at_end(state)
    elif state.stage is Stage.ARBITRATION:
        assert state.evidence_closed_at_ms is not None or any(
            item.kind in (DeadlineKind.CLOSING, DeadlineKind.ANSWER) for item in alive
        ), "evidence must come to an end"


def _look_at_end(state: CaseState) -> None:
    """What a case pays out is what it held (R2.5)."""
    assert not state.alive_deadlines()
    assert not state.open_offers()
    assert all(deposit.state is DepositState.ENDED for deposit in state.deposits.values())
    for deposit in state.deposits.values():
        assert deposit.returned_minor + deposit.earned_minor == deposit.amount_minor
        assert not deposit.earned_minor or state.outcome in (Outcome.RULED, Outcome.CONCEDED), "fees go back (R5.5)"
    paid = [(payout.milestone_id, payout.freelancer_minor + payout.client_minor) for payout in state.payouts]
    locked = [(lock.milestone_id, lock.amount_minor) for lock in state.locks]
    assert paid == ([] if state.outcome in MOVES_NOTHING else locked)
    if state.outcome is Outcome.FORFEITED:
        assert state.loser_id is not None
        shares = {state.freelancer_id: sum(p.freelancer_minor for p in state.payouts)}
        shares[state.client_id] = state.disputed_minor - shares[state.freelancer_id]
        assert shares[state.loser_id] == 0, "who forfeits loses the disputed amount, and nobody else does (R9.10)"
