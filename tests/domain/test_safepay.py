"""R6 [G]: the rulebook `safepay` from opening to its end."""

from copy import deepcopy

import pytest

from bot.domain import case_events as happened
from bot.domain.case import Case
from bot.domain.case_events import Lock, Payout
from bot.domain.case_state import OfferState
from bot.domain.deadlines import DAY_MS, SECOND_MS, DeadlineKind, DeadlineState
from bot.domain.errors import CaseEnded, OfferGivesAll, TooEarly, TooLate, WrongStage
from bot.domain.rulebook import Windows
from bot.domain.stages import Outcome, Stage
from tests.domain.builders import (
    CLIENT,
    FINDINGS,
    FREELANCER,
    SAFEPAY,
    SETTLE_MS,
    STATEMENT,
    T0,
    Told,
    arbitrated,
    arbitrator,
    client,
    close_evidence,
    entries,
    filing,
    freelancer,
    moderator,
    seal,
)

BOTH = pytest.mark.parametrize("claimant_id", [CLIENT, FREELANCER], ids=["client files", "freelancer files"])


def split(amounts_minor, *, claimant_id=CLIENT, offer_minor=1):
    wanted = filing(
        claimant_id=claimant_id, amounts_minor=amounts_minor, offer_minor=offer_minor, rules=SAFEPAY, splits=True
    )
    return Told(*Case.file(wanted, at_ms=T0))


@pytest.mark.parametrize(
    ("disputed", "fee"), [(95_000, 5_000), (2_501, 2_500)], ids=["1,000.00: 50.00, 950.00", "50.01: 25.00, 25.01"]
)
@BOTH
def test_r6_3_the_fee_is_taken_from_the_funds_at_opening(disputed, fee, claimant_id):
    told = arbitrated(claimant_id=claimant_id, amounts_minor=(disputed,), charges=(Lock(1, fee),), offer_minor=1_000)
    (transaction,) = told.transactions
    assert entries(transaction) == {"escrow:1": -fee, "fees": fee}
    assert happened.FeeCharged(fee, transaction.digest) in told.last.events
    assert (told.case.state.charged_minor, told.case.state.disputed_minor) == (fee, disputed)
    assert told.case.state.deposits == {}


def test_r6_2_the_fee_comes_from_the_oldest_milestones():
    told = arbitrated(amounts_minor=(95_000,), charges=(Lock(7, 3_000), Lock(1, 2_000)))
    assert entries(told.transactions[0]) == {"escrow:7": -3_000, "escrow:1": -2_000, "fees": 5_000}


def test_r6_4_a_case_is_in_arbitration_at_once_and_the_opening_offer_stands():
    told = arbitrated()
    state = told.case.state
    assert (state.stage, state.escalated, state.evidence_closed_at_ms) == (Stage.ARBITRATION, False, None)
    (offer,) = state.open_offers()
    assert (offer.number, offer.author_id, offer.freelancer_minor) == (1, CLIENT, 40_000)
    assert told.deadline(DeadlineKind.CLOSING).due_at_ms == T0 + 3 * DAY_MS
    assert told.deadline(DeadlineKind.RULING).due_at_ms == T0 + 7 * DAY_MS
    assert {item.kind for item in state.alive_deadlines()} == {DeadlineKind.CLOSING, DeadlineKind.RULING}


def test_r6_2_the_third_small_case_is_arbitrated_without_a_fee():
    told = arbitrated(amounts_minor=(5_000,), charges=(), offer_minor=1_000)
    assert (told.transactions, told.case.state.stage, told.case.state.charged_minor) == ([], Stage.ARBITRATION, 0)
    told.take(told.case.claim(by=arbitrator, at_ms=T0))
    close_evidence(told)
    told.take(told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))
    assert entries(told.transactions[0]) == {"escrow:1": -5_000, "member:101": 4_999, "member:202": 1}


@pytest.mark.parametrize(
    ("balance", "claimants", "respondents"), [(5_000, 2_500, 2_500), (4_999, 2_499, 2_500), (1, 0, 1)]
)
@BOTH
def test_r6_2_a_small_balance_is_split_and_the_odd_unit_goes_to_the_respondent(
    balance, claimants, respondents, claimant_id
):
    offer = 0 if claimant_id == CLIENT else balance
    told = split((balance,), claimant_id=claimant_id, offer_minor=offer)
    state = told.case.state
    other_id = CLIENT + FREELANCER - claimant_id
    expected = {"escrow:1": -balance, f"member:{claimant_id}": claimants, f"member:{other_id}": respondents}
    assert [entries(item) for item in told.transactions] == [
        {key: amount for key, amount in expected.items() if amount}
    ]
    assert (state.stage, state.outcome, state.ended_at_ms) == (Stage.ENDED, Outcome.SPLIT, T0)
    assert state.alive_deadlines() == ()
    assert state.charged_minor == 0


def test_r6_2_a_splits_opening_offer_is_kept_and_has_no_effect():
    told = split((5_000,), offer_minor=4_000)
    (offer,) = told.case.state.offers
    assert (offer.freelancer_minor, offer.state) == (4_000, OfferState.VOID)
    with pytest.raises(CaseEnded):
        told.case.accept_offer(1, by=freelancer, at_ms=T0)
    assert Case.replay(told.history).state == told.case.state


def test_r6_2_a_split_pays_the_freelancer_from_the_oldest_first():
    assert split((2_000, 2_001)).case.state.payouts == (Payout(1, 2_000, 0), Payout(2, 1, 2_000))


def test_r4_1_an_opening_offer_that_gives_all_is_refused_in_safepay_too():
    with pytest.raises(OfferGivesAll):
        arbitrated(offer_minor=95_000)


def test_r6_4_no_ruling_before_the_three_days():
    told = arbitrated()
    told.take(told.case.claim(by=arbitrator, at_ms=T0))
    before = deepcopy(told.case.state)
    with pytest.raises(TooEarly) as refused:
        told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=T0 + 3 * DAY_MS)
    assert refused.value.from_ms == T0 + 3 * DAY_MS
    assert told.case.state == before
    close_evidence(told)
    told.take(told.case.rule(30_000, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))
    assert told.case.state.outcome is Outcome.RULED


def test_r6_4_unless_both_have_nothing_to_add():
    told = arbitrated()
    ruling = told.deadline(DeadlineKind.RULING)
    told.take(told.case.claim(by=arbitrator, at_ms=T0))
    for party in (client, freelancer):
        told.take(told.case.rest(by=party, at_ms=T0 + SECOND_MS))
    # The ruling's clock has run since opening: it is neither ended nor started anew.
    assert told.deadline(DeadlineKind.RULING) == ruling
    assert [item.kind for item in told.case.state.alive_deadlines()] == [DeadlineKind.RULING]
    told.take(told.case.rule(30_000, seal(FINDINGS), by=arbitrator, at_ms=T0 + SECOND_MS))
    assert told.case.state.outcome is Outcome.RULED


@pytest.mark.parametrize(
    ("at_ms", "is_late"),
    [(T0, False), (T0 + 3 * DAY_MS, False), (T0 + 3 * DAY_MS + SECOND_MS, True), (T0 + 6 * DAY_MS, True)],
)
@pytest.mark.parametrize("fired", [True, False], ids=["window over", "not noted yet"])
def test_r6_4_evidence_is_taken_until_the_ruling_and_marked_late_after_three_days(at_ms, is_late, fired):
    told = arbitrated()
    if fired and is_late:
        closing = told.deadline(DeadlineKind.CLOSING)
        told.take(told.case.lapse(closing.deadline_id, at_ms=closing.due_at_ms))
    told.take(told.case.add_exhibit(seal("The signed order."), by=client, at_ms=at_ms))
    assert told.case.state.exhibits[0].is_late is is_late
    assert told.case.state.alive_deadlines(DeadlineKind.ANSWER) == ()


def test_r8_4_in_safepay_exhibits_after_both_rested_are_late():
    told = arbitrated()
    for party in (client, freelancer):
        told.take(told.case.rest(by=party, at_ms=T0))
    told.take(told.case.add_exhibit(seal("One thing more."), by=client, at_ms=T0 + SECOND_MS))
    assert told.case.state.exhibits[0].is_late
    assert told.case.state.evidence_closed_at_ms == T0
    with pytest.raises(TooLate):
        told.case.rest(by=client, at_ms=T0 + SECOND_MS)


def test_r6_4_late_evidence_can_be_withdrawn():
    told = arbitrated()
    close_evidence(told)
    told.take(told.case.add_exhibit(seal("The brief."), by=client, at_ms=told.last.at_ms))
    told.take(told.case.withdraw_exhibit("C-1", by=client, at_ms=told.last.at_ms))
    assert told.case.state.exhibits[0].withdrawn_at_ms == told.last.at_ms


@pytest.mark.parametrize("late", [True, False])
def test_r6_4_the_parties_settle_by_offer_until_the_ruling_and_the_fee_stays_earned(late):
    told = arbitrated()
    if late:
        close_evidence(told)
    told.take(told.case.make_offer(60_000, by=freelancer, at_ms=told.last.at_ms))
    told.take(told.case.accept_offer(2, by=client, at_ms=told.last.at_ms))
    assert entries(told.transactions[-1]) == {"escrow:1": -95_000, "member:101": 35_000, "member:202": 60_000}
    assert (told.case.state.outcome, len(told.transactions)) == (Outcome.SETTLED, 2)
    assert [offer.state for offer in told.case.state.offers] == [OfferState.VOID, OfferState.ACCEPTED]


def test_r6_4_the_respondent_accepts_the_claimants_opening_offer():
    told = arbitrated()
    told.take(told.case.accept_offer(1, by=freelancer, at_ms=T0 + 1))
    assert entries(told.transactions[-1]) == {"escrow:1": -95_000, "member:101": 55_000, "member:202": 40_000}


@pytest.mark.parametrize(("giver", "winner_id"), [(client, FREELANCER), (freelancer, CLIENT)])
def test_r6_4_giving_in_is_possible_until_the_ruling_and_the_fee_stays_earned(giver, winner_id):
    told = arbitrated()
    told.take(told.case.give_in(by=giver, at_ms=T0 + 1))
    assert entries(told.transactions[-1]) == {"escrow:1": -95_000, f"member:{winner_id}": 95_000}
    assert told.case.state.outcome is Outcome.CONCEDED


def test_r6_5_the_ruling_distributes_the_funds_and_is_final():
    told = arbitrated()
    told.take(told.case.claim(by=arbitrator, at_ms=T0))
    close_evidence(told)
    findings = seal(FINDINGS)
    told.take(told.case.rule(30_000, findings, by=arbitrator, at_ms=told.last.at_ms))
    state = told.case.state
    assert entries(told.transactions[-1]) == {"escrow:1": -95_000, "member:101": 65_000, "member:202": 30_000}
    assert (state.ruling.findings, state.open_offers()) == (findings.ref, ())
    for ask in (
        lambda: told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms),
        lambda: told.case.add_exhibit(seal("No appeal."), by=client, at_ms=told.last.at_ms),
        lambda: told.case.make_offer(1, by=client, at_ms=told.last.at_ms),
    ):
        with pytest.raises(CaseEnded):
            ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda case: case.withdraw(by=client, at_ms=T0),
        lambda case: case.pay_fee(by=client, at_ms=T0),
        lambda case: case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0),
        lambda case: case.escalate(seal("Why not."), by=moderator, at_ms=T0),
    ],
    ids=["withdrawal", "fee", "challenge", "escalation"],
)
def test_r6_3_r6_4_there_is_no_withdrawal_fee_challenge_or_escalation(ask):
    case = arbitrated().case
    before = deepcopy(case.state)
    with pytest.raises(WrongStage) as refused:
        ask(case)
    assert refused.value.possible == ()
    assert case.state == before


def test_r10_4_a_late_ruling_costs_nobody_in_safepay_either():
    told = arbitrated()
    close_evidence(told)
    ruling = told.deadline(DeadlineKind.RULING)
    told.take(told.case.lapse(ruling.deadline_id, at_ms=ruling.due_at_ms + SETTLE_MS))
    assert told.case.state.deadlines[ruling.deadline_id].state is DeadlineState.FIRED
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    told.take(told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))
    assert told.case.state.outcome is Outcome.RULED


def test_r4_5_the_windows_are_the_rulebooks():
    told = arbitrated(windows=Windows(evidence=3_600, ruling=7_200))
    assert told.deadline(DeadlineKind.CLOSING).due_at_ms == T0 + 3_600 * SECOND_MS
    assert told.deadline(DeadlineKind.RULING).due_at_ms == T0 + 7_200 * SECOND_MS


def test_r9_4_nothing_in_safepay_forfeits():
    told = arbitrated()
    for deadline in told.case.state.alive_deadlines():
        told.take(told.case.lapse(deadline.deadline_id, at_ms=T0 + 30 * DAY_MS))
    assert (told.case.state.outcome, told.case.state.payouts) == (None, ())
