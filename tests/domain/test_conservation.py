"""R2.3 to R2.5: whatever a project goes through, each escrow holds what its milestone says, and all sums to nothing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Case
from bot.domain.deadlines import DAY_MS
from bot.domain.errors import Refusal
from bot.domain.filing import FilingPlan, plan_of_balance, plan_of_parts
from bot.domain.ledger import FEES, escrow_account, member_account
from bot.domain.milestones import Milestone
from bot.domain.rulebook import MILESTONE, Preset, Rulebook
from tests.domain.builders import (
    CLIENT,
    FINDINGS,
    FREELANCER,
    SAFEPAY,
    T0,
    Books,
    Told,
    actor,
    arbitrator,
    client,
    close_evidence,
    filing,
    freelancer,
    moderator,
    seal,
)
from tests.domain.escrows import Held, funding

WALLET_MINOR = 10**13
ENDS = ("settled", "conceded by the client", "conceded by the freelancer", "ruled", "withdrawn", "forfeited")


class Ledgered:
    """A project of funded milestones whose every move is posted."""

    def __init__(self, amounts_minor: list[int]) -> None:
        self.books = Books({member_account(party): WALLET_MINOR for party in (CLIENT, FREELANCER)})
        self.milestones: list[Held] = []
        for number, amount in enumerate(amounts_minor, 1):
            told = Held(*Milestone.fund(funding(milestone_id=number, amount_minor=amount), at_ms=T0))
            self.books.post(told.decisions[0].transactions)
            self.milestones.append(told)

    def do(self, number: int, decide) -> None:
        told = self.milestones[number]
        try:
            decision = decide(told.milestone)
        except (Refusal, ValueError, KeyError):
            # Refused, or no such clock: nothing has changed.
            return
        self.books.post(told.take(decision).transactions)
        self.look()

    def look(self) -> None:
        for told in self.milestones:
            state = told.milestone.state
            assert self.books.balances[escrow_account(state.milestone_id)] == state.unreleased_minor
            assert 0 <= state.locked_minor <= state.unreleased_minor
            gone = state.released_minor + state.returned_minor + state.charged_minor
            assert state.funded_minor == state.unreleased_minor + gone

    def file(self, plan: FilingPlan, rules: Rulebook, claimant_id: int, offer_minor: int) -> Told:
        """Open a case as the plan says, in one commit with its locks and charges."""
        wanted = filing(
            claimant_id=claimant_id,
            amounts_minor=(),
            offer_minor=offer_minor,
            rules=rules,
            charges=plan.charges,
            splits=plan.splits,
        )
        case, decision = Case.file(replace(wanted, locks=plan.locks), at_ms=T0)
        by = client if claimant_id == CLIENT else freelancer
        for charge in plan.charges:
            told = self.milestones[charge.milestone_id - 1]
            told.take(told.milestone.charge(42, charge.amount_minor, at_ms=T0, by=by))
        for lock in plan.locks:
            told = self.milestones[lock.milestone_id - 1]
            told.take(told.milestone.lock(42, lock.amount_minor, at_ms=T0, by=by))
        self.books.post(decision.transactions)
        self.close(case)
        self.look()
        return Told(case, decision)

    def close(self, case: Case) -> None:
        """Lift the locks of a case that has ended."""
        if case.state.is_open:
            return
        payouts = {payout.milestone_id: payout for payout in case.state.payouts}
        for lock in case.state.locks:
            told = self.milestones[lock.milestone_id - 1]
            told.take(told.milestone.unlock(42, payouts.get(lock.milestone_id), at_ms=T0))


def end(told: Told, way: str) -> None:
    """Bring a case to its end by the way named, or by the nearest that its rulebook has."""
    case, at_ms = told.case, told.last.at_ms
    in_milestone = case.state.rulebook.preset is Preset.MILESTONE
    match way:
        case "settled":
            told.take(case.accept_offer(1, by=actor(case.state.respondent_id), at_ms=at_ms))
        case "conceded by the client":
            told.take(case.give_in(by=client, at_ms=at_ms))
        case "withdrawn" if in_milestone:
            told.take(case.withdraw(by=actor(case.state.claimant_id), at_ms=at_ms))
        case "forfeited" if in_milestone:
            told.take(case.lapse(1, at_ms=at_ms + 30 * DAY_MS))
        case "ruled":
            if in_milestone:
                told.take(case.escalate(seal("Threats."), by=moderator, at_ms=at_ms))
            close_evidence(told)
            told.take(case.claim(by=arbitrator, at_ms=told.last.at_ms))
            told.take(case.rule(case.state.disputed_minor // 3, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))
        case _:
            told.take(case.give_in(by=freelancer, at_ms=at_ms))


@given(
    st.lists(st.integers(1, 200_000), min_size=1, max_size=4),
    st.sampled_from([MILESTONE, SAFEPAY]),
    st.sampled_from([CLIENT, FREELANCER]),
    st.sampled_from(ENDS),
    st.integers(0, 3),
    st.fractions(0, 1),
)
def test_r2_5_what_a_case_pays_out_and_charges_equals_what_it_held(amounts, rules, claimant_id, way, so_far, part):
    project = Ledgered(amounts)
    states = [told.milestone.state for told in project.milestones]
    if rules is MILESTONE:
        plan = plan_of_parts(states, max(1, int(sum(amounts) * part)))
    else:
        plan = plan_of_balance(states, rules, small_splits_so_far=so_far)
    disputed = plan.disputed_minor
    told = project.file(plan, rules, claimant_id, 0 if claimant_id == CLIENT else disputed)
    if not plan.splits:
        # Meanwhile what no case has locked moves freely.
        for number in range(len(amounts)):
            project.do(number, lambda milestone: milestone.release(None, by=client, at_ms=T0))
        before = len(told.decisions)
        end(told, way)
        for decision in told.decisions[before:]:
            project.books.post(decision.transactions)
        project.close(told.case)
    project.look()
    charged = sum(charge.amount_minor for charge in plan.charges)
    assert project.books.balances[FEES] == charged == told.case.state.charged_minor
    paid = sum(payout.freelancer_minor + payout.client_minor for payout in told.case.state.payouts)
    assert paid == (0 if way == "withdrawn" and rules is MILESTONE else disputed)
    assert all(state.locked_minor == 0 and state.locked_by_case_id is None for state in states)


MOVES = {
    "release": lambda amount, at_ms: lambda item: item.release(amount, by=client, at_ms=at_ms),
    "return": lambda amount, at_ms: lambda item: item.return_money(amount, by=freelancer, at_ms=at_ms),
    "ask for release": lambda amount, at_ms: (
        lambda item: item.request("release", amount, SAFEPAY, by=freelancer, at_ms=at_ms)
    ),
    "ask for return": lambda amount, at_ms: (
        lambda item: item.request("return", amount, SAFEPAY, by=client, at_ms=at_ms)
    ),
    "client approves": lambda _, at_ms: lambda item: item.answer_request(approve=True, by=client, at_ms=at_ms),
    "freelancer declines": lambda _, at_ms: lambda item: item.answer_request(approve=False, by=freelancer, at_ms=at_ms),
    "cancel": lambda _, at_ms: lambda item: item.cancel(by=freelancer, at_ms=at_ms),
    "lapse": lambda _, at_ms: lambda item: item.lapse(len(item.state.deadlines), at_ms=at_ms + 8 * DAY_MS),
    "lock": lambda amount, at_ms: lambda item: item.lock(42, amount, at_ms=at_ms, by=client),
    "unlock": lambda _, at_ms: lambda item: item.unlock(42, None, at_ms=at_ms),
}


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(MOVES)), st.integers(1, 6_000), st.integers(0, DAY_MS)),
        max_size=25,
    )
)
def test_r2_5_a_milestones_walk_keeps_its_escrow(moves):
    project = Ledgered([10_000])
    at_ms = T0
    for name, amount, later_ms in moves:
        at_ms += later_ms
        project.do(0, MOVES[name](amount, at_ms))
        state = project.milestones[0].milestone.state
        request = state.active_request
        assert request is None or request.amount_minor <= state.free_minor
        assert len([item for item in state.requests if item.state.value == "active"]) <= 1
        assert len(state.alive_deadlines()) == (0 if request is None else 1)
