"""R5 stages 2 and 3: negotiation, the first and the second fee, withdrawing, and the fee that isn't paid."""

from copy import deepcopy

import pytest

from bot.domain import case_events as happened
from bot.domain.case_events import DepositEnd
from bot.domain.case_state import DepositState, OfferState
from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS, DeadlineKind, DeadlineState
from bot.domain.durations import HOUR_SECONDS
from bot.domain.errors import AlreadyDone, TextLength, TooEarly, TooLate
from bot.domain.rulebook import FeePolicy, Windows
from bot.domain.stages import Command, Outcome, Stage
from tests.domain.builders import (
    CLIENT,
    FREELANCER,
    actor,
    client,
    entries,
    freelancer,
    in_stage,
    lapse_forfeit,
    rulebook,
    seal,
)

BOTH = pytest.mark.parametrize("payer_id", [CLIENT, FREELANCER], ids=["client pays first", "freelancer pays first"])


def other(member_id):
    return FREELANCER if member_id == CLIENT else CLIENT


@BOTH
def test_r5_3_the_first_fee_goes_into_a_deposit_and_opens_stage_3(payer_id):
    told = in_stage(Stage.FINAL_OFFERS, first_payer_id=payer_id)
    (paid,) = told.transactions
    assert entries(paid) == {f"member:{payer_id}": -5_000, f"deposit:42:{payer_id}": 5_000}
    assert told.last.events[0] == happened.FeePaid(payer_id, 5_000, paid.digest)
    state = told.case.state
    assert state.stage is Stage.FINAL_OFFERS
    assert (state.deposits[payer_id].amount_minor, state.deposits[payer_id].state) == (5_000, DepositState.HELD)
    deadline = told.deadline(DeadlineKind.FEE)
    assert (deadline.party_id, deadline.due_at_ms) == (other(payer_id), told.last.at_ms + 7 * DAY_MS)
    assert len(state.open_offers()) == 1


@BOTH
def test_r5_3_the_second_fee_opens_arbitration(payer_id):
    told = in_stage(Stage.FINAL_OFFERS, first_payer_id=payer_id)
    fee = told.deadline(DeadlineKind.FEE)
    told.take(told.case.pay_fee(by=actor(other(payer_id)), at_ms=fee.due_at_ms))
    state = told.case.state
    assert (state.stage, state.escalated) == (Stage.ARBITRATION, False)
    assert entries(told.transactions[-1]) == {
        f"member:{other(payer_id)}": -5_000,
        f"deposit:42:{other(payer_id)}": 5_000,
    }
    assert state.deadlines[fee.deadline_id].state is DeadlineState.MET
    assert state.offers[0].state is OfferState.VOID
    assert told.deadline(DeadlineKind.CLOSING).due_at_ms == fee.due_at_ms + DAY_MS


@BOTH
def test_r12_1_a_fee_is_paid_once(payer_id):
    told = in_stage(Stage.FINAL_OFFERS, first_payer_id=payer_id)
    before = deepcopy(told.case.state)
    with pytest.raises(AlreadyDone) as refused:
        told.case.pay_fee(by=actor(payer_id), at_ms=told.last.at_ms + 1)
    assert (refused.value.by_member_id, refused.value.at_ms) == (payer_id, told.last.at_ms)
    assert told.case.state == before


@BOTH
def test_r5_stage_3_a_fee_not_paid_forfeits_and_the_payers_comes_back(payer_id):
    told = in_stage(Stage.FINAL_OFFERS, first_payer_id=payer_id)
    fee = told.deadline(DeadlineKind.FEE)
    lapse_forfeit(told)
    state = told.case.state
    assert (state.outcome, state.loser_id) == (Outcome.FORFEITED, other(payer_id))
    assert entries(told.transactions[-1]) == {
        "escrow:1": -100_000,
        f"deposit:42:{payer_id}": -5_000,
        f"member:{payer_id}": 105_000,
    }
    assert happened.Forfeited(other(payer_id), "fee", fee.due_at_ms) in told.last.events
    assert (state.deposits[payer_id].state, state.deposits[payer_id].returned_minor) == (DepositState.ENDED, 5_000)


def test_r9_2_a_fee_after_the_due_second_is_too_late():
    told = in_stage(Stage.FINAL_OFFERS)
    due_ms = told.deadline(DeadlineKind.FEE).due_at_ms
    before = deepcopy(told.case.state)
    with pytest.raises(TooLate) as refused:
        told.case.pay_fee(by=freelancer, at_ms=due_ms + SECOND_MS)
    assert (refused.value.what, refused.value.due_at_ms) == (Command.PAY_FEE.value, due_ms)
    assert told.case.state == before


def test_r5_stage_2_the_first_fee_may_have_to_wait():
    told = in_stage(Stage.NEGOTIATION, rules=rulebook(Windows(min_negotiation=6 * HOUR_SECONDS)))
    from_ms = told.last.at_ms + 6 * HOUR_MS
    before = deepcopy(told.case.state)
    with pytest.raises(TooEarly) as refused:
        told.case.pay_fee(by=client, at_ms=from_ms - 1)
    assert refused.value.from_ms == from_ms
    assert told.case.state == before
    told.take(told.case.pay_fee(by=client, at_ms=from_ms))
    # The second fee doesn't wait: the source lets the other pay at any time.
    told.take(told.case.pay_fee(by=freelancer, at_ms=from_ms + 1))
    assert told.case.state.stage is Stage.ARBITRATION


def test_r5_stage_2_may_linger():
    told = in_stage(Stage.NEGOTIATION)
    assert [item.kind for item in told.case.state.alive_deadlines()] == [DeadlineKind.IDLE]
    told.take(told.case.pay_fee(by=client, at_ms=told.last.at_ms + 900 * DAY_MS))
    assert told.case.state.stage is Stage.FINAL_OFFERS


@pytest.mark.parametrize("stage", [Stage.NEGOTIATION, Stage.FINAL_OFFERS])
@BOTH
def test_r7_4_a_settlement_pays_both_shares_and_gives_deposits_back(stage, payer_id):
    told = in_stage(stage, first_payer_id=payer_id)
    told.take(told.case.make_offer(75_000, by=freelancer, at_ms=told.last.at_ms))
    told.take(told.case.accept_offer(2, by=client, at_ms=told.last.at_ms))
    expected = {"escrow:1": -100_000, f"member:{CLIENT}": 25_000, f"member:{FREELANCER}": 75_000}
    if stage is Stage.FINAL_OFFERS:
        expected[f"deposit:42:{payer_id}"] = -5_000
        expected[f"member:{payer_id}"] += 5_000
    assert entries(told.transactions[-1]) == expected
    state = told.case.state
    assert state.outcome is Outcome.SETTLED
    assert [offer.state for offer in state.offers] == [OfferState.VOID, OfferState.ACCEPTED]
    assert state.alive_deadlines() == ()


def test_r5_6_withdrawing_in_stage_2_moves_nothing():
    told = in_stage(Stage.NEGOTIATION)
    told.take(told.case.withdraw(by=client, at_ms=told.last.at_ms))
    assert (told.case.state.outcome, told.transactions) == (Outcome.WITHDRAWN, [])


def test_r5_6_withdrawing_in_stage_3_gives_ones_own_fee_back():
    told = in_stage(Stage.FINAL_OFFERS, first_payer_id=CLIENT)
    told.take(told.case.withdraw(by=client, at_ms=told.last.at_ms))
    state = told.case.state
    assert (state.outcome, state.payouts) == (Outcome.WITHDRAWN, ())
    assert entries(told.transactions[-1]) == {"deposit:42:101": -5_000, "member:101": 5_000}
    assert state.alive_deadlines() == ()


def test_a_withdrawals_reason_is_at_most_300_characters():
    told = in_stage(Stage.NEGOTIATION)
    before = deepcopy(told.case.state)
    with pytest.raises(TextLength):
        told.case.withdraw(by=client, at_ms=told.last.at_ms, reason=seal("x" * 301))
    assert told.case.state == before


@pytest.mark.parametrize("stage", [Stage.NEGOTIATION, Stage.FINAL_OFFERS])
@pytest.mark.parametrize(("giver", "winner_id"), [(client, FREELANCER), (freelancer, CLIENT)])
@BOTH
def test_r5_5_giving_in_before_stage_4_gives_deposits_back(stage, giver, winner_id, payer_id):
    told = in_stage(stage, first_payer_id=payer_id)
    told.take(told.case.give_in(by=giver, at_ms=told.last.at_ms))
    expected = {"escrow:1": -100_000, f"member:{winner_id}": 100_000}
    if stage is Stage.FINAL_OFFERS:
        expected[f"deposit:42:{payer_id}"] = -5_000
        expected[f"member:{payer_id}"] = expected.get(f"member:{payer_id}", 0) + 5_000
    assert entries(told.transactions[-1]) == expected
    assert told.case.state.outcome is Outcome.CONCEDED


@pytest.mark.parametrize(
    ("amounts", "fee"), [((600,), 300), ((100_000,), 5_000), ((50_000, 50_000), 5_000), ((1_000,), 500)]
)
def test_r5_3_the_fee_is_a_part_of_all_that_is_disputed(amounts, fee):
    told = in_stage(Stage.FINAL_OFFERS, amounts_minor=amounts, offer_minor=1)
    assert told.case.fee_minor == fee
    assert entries(told.transactions[0]) == {"member:101": -fee, "deposit:42:101": fee}


def test_r5_3_a_fee_of_nothing_moves_no_money_but_the_case():
    rules = rulebook(fee=FeePolicy(rate_bp=0, minimum_minor=0))
    told = in_stage(Stage.ARBITRATION, rules=rules)
    assert told.transactions == []
    assert told.case.state.deposits.keys() == {CLIENT, FREELANCER}
    told.take(told.case.give_in(by=client, at_ms=told.last.at_ms))
    assert entries(told.transactions[0]) == {"escrow:1": -100_000, "member:202": 100_000}
    assert told.last.events[-1].deposits == (DepositEnd(CLIENT, 0, 0), DepositEnd(FREELANCER, 0, 0))
