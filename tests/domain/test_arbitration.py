"""R5 stage 4, R5.5, R5.8, R10.2, R10.3: escalation, the closing window, and the ruling."""

from copy import deepcopy

import pytest

from bot.domain import case_events as happened
from bot.domain.actors import StaffRole
from bot.domain.case_state import DepositState, OfferState
from bot.domain.deadlines import DAY_MS, DeadlineKind, DeadlineState
from bot.domain.durations import HOUR_SECONDS
from bot.domain.errors import (
    AlreadyDone,
    AmountOutOfRange,
    ArbitratorTaken,
    CaseEnded,
    ConflictOfInterest,
    NoSuchCase,
    NotTheArbitrator,
    StaffOnly,
    TextLength,
    TooEarly,
    WrongStage,
)
from bot.domain.events import payload_of
from bot.domain.rulebook import FeePolicy, RefundPolicy, Windows
from bot.domain.stages import Outcome, Stage
from tests.domain.builders import (
    ARBITRATOR,
    CLIENT,
    FINDINGS,
    FREELANCER,
    MODERATOR,
    T0,
    actor,
    arbitrator,
    client,
    close_evidence,
    entries,
    freelancer,
    in_stage,
    moderator,
    rulebook,
    seal,
)

STEP_MS = 1_000
EARLY_STAGES = pytest.mark.parametrize("stage", [Stage.RESPONSE, Stage.NEGOTIATION, Stage.FINAL_OFFERS])


def ready_to_rule(**options):
    """A case whose evidence is closed and whose arbitrator has it."""
    told = in_stage(Stage.ARBITRATION, **options)
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    close_evidence(told)
    return told


def ruled(freelancer_minor, **options):
    """A case ruled upon."""
    told = ready_to_rule(**options)
    told.take(told.case.rule(freelancer_minor, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms + STEP_MS))
    return told


@EARLY_STAGES
def test_r5_8_escalation_waives_fees_returns_a_deposit_and_cancels_party_deadlines(stage):
    told = in_stage(stage, first_payer_id=FREELANCER)
    if stage is not Stage.RESPONSE:
        told.take(told.case.make_offer(60_000, by=client, at_ms=told.last.at_ms, expires_seconds=HOUR_SECONDS))
    moved_before = len(told.transactions)
    reason = seal("Threats in the room.")
    told.take(told.case.escalate(reason, by=moderator, at_ms=told.last.at_ms + STEP_MS))
    state = told.case.state
    assert (state.stage, state.escalated, state.escalation_reason) == (Stage.ARBITRATION, True, reason.ref)
    assert {offer.state for offer in state.offers} <= {OfferState.VOID, OfferState.SUPERSEDED}
    (closing,) = state.alive_deadlines()
    assert (closing.kind, closing.due_at_ms) == (DeadlineKind.CLOSING, told.last.at_ms + 3 * DAY_MS)
    ended = {deadline.state for deadline in state.deadlines.values() if deadline.kind is not DeadlineKind.CLOSING}
    assert ended <= {DeadlineState.CANCELLED, DeadlineState.MET}
    back = told.transactions[moved_before:]
    if stage is Stage.FINAL_OFFERS:
        assert [entries(transaction) for transaction in back] == [{"deposit:42:202": -5_000, "member:202": 5_000}]
        assert state.deposits[FREELANCER].state is DepositState.ENDED
    else:
        assert back == []


def test_r5_8_after_an_escalation_nobody_is_charged():
    told = in_stage(Stage.FINAL_OFFERS)
    told.take(told.case.escalate(seal("Threats in the room."), by=moderator, at_ms=told.last.at_ms))
    close_evidence(told)
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    told.take(told.case.rule(25_000, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))
    assert entries(told.transactions[-1]) == {"escrow:1": -100_000, "member:101": 75_000, "member:202": 25_000}


def test_r5_8_who_was_never_reached_is_said_in_the_ruling():
    told = in_stage(Stage.RESPONSE)
    told.take(told.case.escalate(seal("Gone."), by=moderator, at_ms=T0, never_reached=(FREELANCER,)))
    close_evidence(told)
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    told.take(told.case.rule(0, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))
    assert told.case.state.ruling.never_reached == (FREELANCER,)


@pytest.mark.parametrize("length", [2, 501])
def test_r5_8_an_escalation_needs_a_reason(length):
    told = in_stage(Stage.RESPONSE)
    before = deepcopy(told.case.state)
    with pytest.raises(TextLength):
        told.case.escalate(seal("x" * length), by=moderator, at_ms=T0)
    assert told.case.state == before


def test_r5_stage_4_is_not_escalated_again():
    with pytest.raises(WrongStage):
        in_stage(Stage.ARBITRATION).case.escalate(seal("Again."), by=moderator, at_ms=T0)


def test_r7_1_entering_stage_4_voids_open_offers_and_takes_no_more():
    told = in_stage(Stage.ARBITRATION)
    assert told.case.state.open_offers() == ()
    with pytest.raises(WrongStage):
        told.case.make_offer(5, by=client, at_ms=told.last.at_ms)
    with pytest.raises(WrongStage):
        told.case.accept_offer(1, by=freelancer, at_ms=told.last.at_ms)


@pytest.mark.parametrize(("escalated", "days"), [(False, 1), (True, 3)])
def test_r5_stage_4_the_closing_window_ends_evidence_and_starts_the_rulings_clock(escalated, days):
    told = in_stage(Stage.ARBITRATION, escalated=escalated)
    closing = told.deadline(DeadlineKind.CLOSING)
    assert closing.due_at_ms == told.last.at_ms + days * DAY_MS
    assert closing.party_id is None
    close_evidence(told)
    assert told.case.state.evidence_closed_at_ms == closing.due_at_ms
    assert told.last.events[1] == happened.EvidenceClosed(both_rested=False, closed_at_ms=closing.due_at_ms)
    assert told.deadline(DeadlineKind.RULING).due_at_ms == closing.due_at_ms + 7 * DAY_MS


def test_r5_stage_4_evidence_that_was_closed_before_its_end_was_kept_reads_as_closed_then():
    told = in_stage(Stage.ARBITRATION)
    at_ms = told.last.at_ms + DAY_MS
    told.case.state.apply(happened.EvidenceClosed(both_rested=False), at_ms)
    assert told.case.state.evidence_closed_at_ms == at_ms
    assert payload_of(happened.EvidenceClosed(both_rested=False)) == {"both_rested": False}


@pytest.mark.parametrize("escalated", [False, True])
def test_r5_stage_4_a_closing_of_0_is_the_sources_letter(escalated):
    told = in_stage(Stage.ARBITRATION, escalated=escalated, rules=rulebook(Windows(closing=0, closing_escalated=0)))
    state = told.case.state
    assert state.evidence_closed_at_ms == told.last.at_ms
    assert [deadline.kind for deadline in state.alive_deadlines()] == [DeadlineKind.RULING]
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    told.take(told.case.rule(50_000, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))
    assert state.outcome is Outcome.RULED


@pytest.mark.parametrize("order", [(client, freelancer), (freelancer, client)])
def test_r5_stage_4_when_both_rest_the_closing_window_is_over(order):
    told = in_stage(Stage.ARBITRATION)
    told.take(told.case.rest(by=order[0], at_ms=told.last.at_ms))
    assert told.case.state.evidence_closed_at_ms is None
    with pytest.raises(AlreadyDone):
        told.case.rest(by=order[0], at_ms=told.last.at_ms)
    told.take(told.case.rest(by=order[1], at_ms=told.last.at_ms + STEP_MS))
    state = told.case.state
    assert state.evidence_closed_at_ms == told.last.at_ms
    assert told.last.events[-2] == happened.EvidenceClosed(both_rested=True)
    closing = next(deadline for deadline in state.deadlines.values() if deadline.kind is DeadlineKind.CLOSING)
    assert closing.state is DeadlineState.MET
    assert told.deadline(DeadlineKind.RULING).starts_at_ms == told.last.at_ms


def test_r5_stage_4_no_ruling_before_evidence_is_closed():
    told = in_stage(Stage.ARBITRATION)
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    due_ms = told.deadline(DeadlineKind.CLOSING).due_at_ms
    before = deepcopy(told.case.state)
    with pytest.raises(TooEarly) as refused:
        told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=due_ms + STEP_MS)
    assert refused.value.from_ms == due_ms
    assert told.case.state == before


def test_r10_2_one_arbitrator_a_case():
    told = in_stage(Stage.ARBITRATION)
    second = actor(999, StaffRole.ARBITRATOR)
    with pytest.raises(NotTheArbitrator) as nobody_yet:
        told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms)
    assert nobody_yet.value.arbitrator_id is None
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    assert told.case.state.arbitrator_id == ARBITRATOR
    with pytest.raises(ArbitratorTaken) as taken:
        told.case.claim(by=second, at_ms=told.last.at_ms)
    assert taken.value.arbitrator_id == ARBITRATOR
    with pytest.raises(AlreadyDone):
        told.case.claim(by=arbitrator, at_ms=told.last.at_ms)
    close_evidence(told)
    with pytest.raises(NotTheArbitrator) as another:
        told.case.rule(1, seal(FINDINGS), by=second, at_ms=told.last.at_ms)
    assert another.value.arbitrator_id == ARBITRATOR


@EARLY_STAGES
def test_r10_2_a_case_is_claimed_only_in_arbitration(stage):
    """Before that, only who sees the case for another reason is told more than that there is none (R12.1)."""
    with pytest.raises(NoSuchCase):
        in_stage(stage).case.claim(by=arbitrator, at_ms=T0)
    moderates_too = actor(ARBITRATOR, StaffRole.ARBITRATOR, StaffRole.MODERATOR)
    with pytest.raises(WrongStage) as refused:
        in_stage(stage).case.claim(by=moderates_too, at_ms=T0)
    assert refused.value.possible == ("arbitration",)


def test_r10_3_no_staff_power_over_ones_own_case():
    """A party with every role is a party all the same."""
    told = in_stage(Stage.ARBITRATION)
    for party in (CLIENT, FREELANCER):
        by = actor(party, *StaffRole)
        for ask in (
            lambda by=by: told.case.escalate(seal("For me."), by=by, at_ms=T0),
            lambda by=by: told.case.claim(by=by, at_ms=T0),
            lambda by=by: told.case.rule(1, seal(FINDINGS), by=by, at_ms=T0),
            lambda by=by: told.case.resume(by=by, at_ms=T0),
        ):
            with pytest.raises(ConflictOfInterest):
                ask()


def test_r10_2_the_role_is_checked_again_when_ruling():
    told = ready_to_rule()
    with pytest.raises(StaffOnly) as refused:
        told.case.rule(1, seal(FINDINGS), by=actor(ARBITRATOR, StaffRole.MODERATOR), at_ms=told.last.at_ms)
    assert refused.value.role == "arbitrator"


@pytest.mark.parametrize("amount", [-1, 100_001])
def test_r10_2_a_ruling_sums_to_what_is_held(amount):
    told = ready_to_rule()
    before = deepcopy(told.case.state)
    with pytest.raises(AmountOutOfRange) as refused:
        told.case.rule(amount, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms)
    assert (refused.value.lowest_minor, refused.value.highest_minor) == (0, 100_000)
    assert told.case.state == before


@pytest.mark.parametrize(("length", "fits"), [(49, False), (50, True), (3_500, True), (3_501, False)])
def test_r10_2_findings_have_50_to_3500_characters(length, fits):
    told = ready_to_rule()
    before = deepcopy(told.case.state)
    findings = seal("f" * length)
    if fits:
        assert told.case.rule(1, findings, by=arbitrator, at_ms=told.last.at_ms).texts == [findings]
        return
    with pytest.raises(TextLength):
        told.case.rule(1, findings, by=arbitrator, at_ms=told.last.at_ms)
    assert told.case.state == before


def test_r10_2_a_ruling_is_final():
    told = ruled(30_000)
    state = told.case.state
    assert (state.outcome, state.ruling.freelancer_minor, state.ruling.client_minor) == (Outcome.RULED, 30_000, 70_000)
    assert (state.ruling.arbitrator_id, state.ruling.made_at_ms) == (ARBITRATOR, told.last.at_ms)
    assert state.alive_deadlines() == ()
    ruling = next(deadline for deadline in state.deadlines.values() if deadline.kind is DeadlineKind.RULING)
    assert ruling.state is DeadlineState.MET
    with pytest.raises(CaseEnded):
        told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms)
    with pytest.raises(CaseEnded):
        told.case.give_in(by=client, at_ms=told.last.at_ms)


def test_r10_4_a_late_ruling_costs_nobody():
    told = ready_to_rule()
    deadline = told.deadline(DeadlineKind.RULING)
    told.take(told.case.lapse(deadline.deadline_id, at_ms=deadline.due_at_ms + 90_000))
    assert told.case.state.deadlines[deadline.deadline_id].state is DeadlineState.FIRED
    assert told.last.transactions == []
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    told.take(told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms))
    assert told.case.state.outcome is Outcome.RULED


@pytest.mark.parametrize(
    ("refund", "freelancer_minor", "back_to_client", "back_to_freelancer"),
    [
        (RefundPolicy.WINNER, 25_000, 5_000, 0),
        (RefundPolicy.WINNER, 75_000, 0, 5_000),
        (RefundPolicy.WINNER, 50_000, 2_500, 2_500),
        (RefundPolicy.WINNER, 50_001, 0, 5_000),
        (RefundPolicy.WINNER, 0, 5_000, 0),
        (RefundPolicy.WINNER, 100_000, 0, 5_000),
        (RefundPolicy.PROPORTIONAL, 25_000, 3_750, 1_250),
        (RefundPolicy.PROPORTIONAL, 50_000, 2_500, 2_500),
        (RefundPolicy.PROPORTIONAL, 33_333, 3_333, 1_667),
        (RefundPolicy.PROPORTIONAL, 0, 5_000, 0),
        (RefundPolicy.NONE, 25_000, 0, 0),
        (RefundPolicy.NONE, 50_000, 0, 0),
    ],
)
def test_r5_5_a_ruling_pays_shares_and_deals_with_the_deposits(
    refund, freelancer_minor, back_to_client, back_to_freelancer
):
    told = ruled(freelancer_minor, rules=rulebook(refund=refund))
    earned = 10_000 - back_to_client - back_to_freelancer
    expected = {
        "escrow:1": -100_000,
        "deposit:42:101": -5_000,
        "deposit:42:202": -5_000,
        "fees": earned,
        "member:101": 100_000 - freelancer_minor + back_to_client,
        "member:202": freelancer_minor + back_to_freelancer,
    }
    assert entries(told.transactions[-1]) == {account: amount for account, amount in expected.items() if amount}


def test_r5_5_half_of_an_odd_fee_is_rounded_up_for_both():
    odd_fee = rulebook(fee=FeePolicy(rate_bp=0, minimum_minor=501))
    told = ruled(50_000, rules=odd_fee)
    moved = entries(told.transactions[-1])
    assert (moved["member:101"], moved["member:202"], moved["fees"]) == (50_251, 50_251, 500)


@pytest.mark.parametrize("refund", RefundPolicy)
@pytest.mark.parametrize(("giver", "share"), [(client, 100_000), (freelancer, 0)])
def test_r5_5_giving_in_during_stage_4_is_charged_like_a_ruling(refund, giver, share):
    rules = rulebook(refund=refund)
    conceded = in_stage(Stage.ARBITRATION, rules=rules)
    conceded.take(conceded.case.give_in(by=giver, at_ms=conceded.last.at_ms))
    assert conceded.case.state.outcome is Outcome.CONCEDED
    assert entries(conceded.transactions[-1]) == entries(ruled(share, rules=rules).transactions[-1])


def test_r5_7_giving_in_is_possible_until_the_ruling():
    told = ready_to_rule()
    told.take(told.case.give_in(by=freelancer, at_ms=told.last.at_ms))
    assert told.case.state.loser_id == FREELANCER
    with pytest.raises(CaseEnded):
        told.case.rule(1, seal(FINDINGS), by=arbitrator, at_ms=told.last.at_ms)


def test_r5_8_giving_in_after_an_escalation_charges_nobody():
    told = in_stage(Stage.ARBITRATION, escalated=True)
    told.take(told.case.give_in(by=client, at_ms=told.last.at_ms))
    assert entries(told.transactions[-1]) == {"escrow:1": -100_000, "member:202": 100_000}


def test_r10_1_the_moderator_is_named_in_the_record():
    told = in_stage(Stage.ARBITRATION, escalated=True)
    assert told.last.actor_id == MODERATOR
    assert told.last.events[0].moderator_id == MODERATOR
