"""R4.1, R4.2 and stage 1 of R5: filing, answering, and silence."""

from copy import deepcopy

import pytest

from bot.domain import case_events as happened
from bot.domain.case import Case
from bot.domain.case_events import Payout
from bot.domain.case_state import OfferState
from bot.domain.deadlines import DAY_MS, SECOND_MS, DeadlineKind, DeadlineState
from bot.domain.durations import HOUR_SECONDS
from bot.domain.errors import (
    AmountOutOfRange,
    DecliningIsNoAnswer,
    OfferGivesAll,
    OfferNotBetter,
    OpeningOfferFixed,
    TextLength,
    TooLate,
    WrongStage,
)
from bot.domain.rulebook import Windows
from bot.domain.stages import Outcome, Stage
from tests.domain.builders import (
    CLIENT,
    FREELANCER,
    SETTLE_MS,
    STATEMENT,
    T0,
    client,
    entries,
    filed,
    filing,
    freelancer,
    lapse_forfeit,
    rulebook,
    seal,
)


def test_r4_5_filing_opens_stage_1_with_the_offer_and_a_copy_of_the_rulebook():
    rules = rulebook(Windows(response_freelancer=5 * HOUR_SECONDS))
    told = filed(rules=rules)
    state = told.case.state
    assert (state.stage, state.outcome, state.version) == (Stage.RESPONSE, None, 3)
    assert (state.claimant_id, state.respondent_id) == (CLIENT, FREELANCER)
    assert state.rulebook == rules
    assert state.disputed_minor == 100_000
    (offer,) = state.offers
    assert (offer.number, offer.author_id, offer.freelancer_minor, offer.expires_at_ms) == (1, CLIENT, 40_000, None)
    assert told.transactions == []
    assert len(told.last.texts) == 2


@pytest.mark.parametrize(
    ("claimant_id", "party_id", "days"), [(CLIENT, FREELANCER, 4), (FREELANCER, CLIENT, 14)], ids=["4 days", "14 days"]
)
def test_r5_stage_1_window_depends_on_who_must_answer(claimant_id, party_id, days):
    deadline = filed(claimant_id=claimant_id).deadline(DeadlineKind.RESPONSE)
    assert (deadline.party_id, deadline.starts_at_ms, deadline.due_at_ms) == (party_id, T0, T0 + days * DAY_MS)


@pytest.mark.parametrize(("claimant_id", "offer", "side"), [(CLIENT, 100_000, "client"), (FREELANCER, 0, "freelancer")])
def test_r4_1_an_opening_offer_that_gives_all_is_refused(claimant_id, offer, side):
    with pytest.raises(OfferGivesAll) as refused:
        Case.file(filing(claimant_id=claimant_id, offer_minor=offer), at_ms=T0)
    assert refused.value.side == side


@pytest.mark.parametrize(
    ("claimant_id", "offer"), [(CLIENT, 0), (CLIENT, 99_999), (FREELANCER, 100_000), (FREELANCER, 1)]
)
def test_r4_1_an_opening_offer_may_ask_for_all(claimant_id, offer):
    assert filed(claimant_id=claimant_id, offer_minor=offer).case.state.offers[0].freelancer_minor == offer


@pytest.mark.parametrize("offer", [-1, 100_001])
def test_r4_1_an_opening_offer_stays_within_the_disputed_amount(offer):
    with pytest.raises(AmountOutOfRange) as refused:
        Case.file(filing(offer_minor=offer), at_ms=T0)
    assert refused.value.highest_minor == 100_000


@pytest.mark.parametrize(("length", "fits"), [(19, False), (20, True), (2_000, True), (2_001, False)])
def test_r4_1_the_reason_has_20_to_2000_characters(length, fits):
    wanted = filing(reason="r" * length)
    if fits:
        assert Case.file(wanted, at_ms=T0)[0].state.reason == wanted.reason.ref
        return
    with pytest.raises(TextLength) as refused:
        Case.file(wanted, at_ms=T0)
    assert (refused.value.field, refused.value.length) == ("reason", length)


def test_r4_2_the_freelancer_is_paid_from_the_milestones_in_order():
    case = filed(amounts_minor=(30_000, 50_000, 20_000)).case
    assert case.payouts(0) == (Payout(1, 0, 30_000), Payout(2, 0, 50_000), Payout(3, 0, 20_000))
    assert case.payouts(45_000) == (Payout(1, 30_000, 0), Payout(2, 15_000, 35_000), Payout(3, 0, 20_000))
    assert case.payouts(100_000) == (Payout(1, 30_000, 0), Payout(2, 50_000, 0), Payout(3, 20_000, 0))


def test_r5_stage_1_accepting_settles_and_pays_out_at_once():
    told = filed()
    told.take(told.case.accept_offer(1, by=freelancer, at_ms=T0 + 5))
    state = told.case.state
    assert (state.outcome, state.ended_at_ms, state.loser_id) == (Outcome.SETTLED, T0 + 5, None)
    (paid,) = told.transactions
    assert entries(paid) == {"escrow:1": -100_000, f"member:{FREELANCER}": 40_000, f"member:{CLIENT}": 60_000}
    assert paid.cause == "case_settled"
    assert state.offers[0].state is OfferState.ACCEPTED
    assert state.alive_deadlines() == ()
    assert state.deadlines[1].state is DeadlineState.MET
    (closed,) = [event for event in told.last.events if isinstance(event, happened.CaseClosed)]
    assert closed.transaction_digest == paid.digest


def test_r5_1_challenging_opens_stage_2_and_leaves_the_opening_offer_open():
    told = filed()
    statement = seal(STATEMENT)
    told.take(told.case.challenge(statement, by=freelancer, at_ms=T0 + 7))
    state = told.case.state
    assert (state.stage, state.stage_entered_at_ms) == (Stage.NEGOTIATION, T0 + 7)
    assert state.statement == statement.ref
    assert [offer.number for offer in state.open_offers()] == [1]
    assert [item.kind for item in state.alive_deadlines()] == [DeadlineKind.IDLE]
    assert told.transactions == []


def test_r5_1_a_challenge_may_bring_an_offer():
    told = filed()
    told.take(told.case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0, offer_minor=90_000))
    assert [(offer.author_id, offer.freelancer_minor) for offer in told.case.state.open_offers()] == [
        (CLIENT, 40_000),
        (FREELANCER, 90_000),
    ]


@pytest.mark.parametrize("offer", [-1, 100_001])
def test_r12_1_a_challenge_with_an_impossible_offer_changes_nothing(offer):
    case = filed().case
    before = deepcopy(case.state)
    with pytest.raises(AmountOutOfRange):
        case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0, offer_minor=offer)
    with pytest.raises(AmountOutOfRange):
        case.make_offer(offer, by=freelancer, at_ms=T0)
    assert case.state == before


@pytest.mark.parametrize("length", [0, 19, 2_001])
def test_r5_1_a_statement_has_20_to_2000_characters(length):
    case = filed().case
    before = deepcopy(case.state)
    with pytest.raises(TextLength) as refused:
        case.challenge(seal("s" * length), by=freelancer, at_ms=T0)
    assert (refused.value.shortest, refused.value.longest) == (20, 2_000)
    assert case.state == before


def test_r5_1_an_offer_of_the_respondent_is_a_challenge_and_its_note_the_statement():
    told = filed()
    note = seal("Half of it.")
    told.take(told.case.make_offer(50_000, by=freelancer, at_ms=T0, note=note))
    state = told.case.state
    assert (state.stage, state.statement) == (Stage.NEGOTIATION, note.ref)
    assert [offer.number for offer in state.open_offers()] == [1, 2]
    assert state.offers[1].note == note.ref


def test_r5_1_an_offer_as_a_challenge_needs_no_statement():
    told = filed()
    told.take(told.case.make_offer(50_000, by=freelancer, at_ms=T0, expires_seconds=HOUR_SECONDS))
    assert (told.case.state.stage, told.case.state.statement) == (Stage.NEGOTIATION, None)
    assert told.deadline(DeadlineKind.OFFER_EXPIRY).subject == 2


def test_r5_1_declining_answers_nothing_and_says_when_the_answer_is_due():
    told = filed()
    before = deepcopy(told.case.state)
    with pytest.raises(DecliningIsNoAnswer) as refused:
        told.case.decline_offer(1, by=freelancer, at_ms=T0)
    assert refused.value.due_at_ms == T0 + 4 * DAY_MS
    assert told.case.state == before


def test_r5_1_speaking_without_answering_is_told_once():
    told = filed()
    told.take(told.case.note_unanswered(at_ms=T0 + 1))
    assert told.case.state.answer_asked
    assert told.case.note_unanswered(at_ms=T0 + 2) is None
    answered = filed()
    answered.take(answered.case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0))
    assert answered.case.note_unanswered(at_ms=T0 + 2) is None


@pytest.mark.parametrize(
    ("claimant_id", "better", "not_better"),
    [(CLIENT, (40_001, 70_000, 100_000), (40_000, 39_999, 0)), (FREELANCER, (39_999, 0), (40_000, 40_001, 100_000))],
    ids=["client files", "freelancer files"],
)
def test_r5_2_the_claimants_new_offer_must_be_better_for_the_respondent(claimant_id, better, not_better):
    claimant = client if claimant_id == CLIENT else freelancer
    for amount in better:
        told = filed(claimant_id=claimant_id)
        told.take(told.case.make_offer(amount, by=claimant, at_ms=T0))
        state = told.case.state
        assert state.stage is Stage.RESPONSE
        assert [offer.state for offer in state.offers] == [OfferState.SUPERSEDED, OfferState.OPEN]
        assert told.deadline(DeadlineKind.RESPONSE).due_at_ms == state.deadlines[1].due_at_ms
    for amount in not_better:
        case = filed(claimant_id=claimant_id).case
        before = deepcopy(case.state)
        with pytest.raises(OfferNotBetter) as refused:
            case.make_offer(amount, by=claimant, at_ms=T0)
        assert refused.value.open_minor == 40_000
        assert refused.value.freelancer_answers is (claimant_id == CLIENT)
        assert case.state == before


@pytest.mark.parametrize(("claimant_id", "amount"), [(CLIENT, 100_001), (FREELANCER, -1)])
def test_r5_2_a_better_offer_stays_within_the_disputed_amount(claimant_id, amount):
    case = filed(claimant_id=claimant_id).case
    before = deepcopy(case.state)
    with pytest.raises(AmountOutOfRange):
        case.make_offer(amount, by=client if claimant_id == CLIENT else freelancer, at_ms=T0)
    assert case.state == before


def test_r5_2_in_stage_1_the_claimants_offer_neither_expires_nor_is_withdrawn():
    case = filed().case
    with pytest.raises(OpeningOfferFixed):
        case.make_offer(50_000, by=client, at_ms=T0, expires_seconds=HOUR_SECONDS)
    with pytest.raises(OpeningOfferFixed):
        case.withdraw_offer(by=client, at_ms=T0)
    case.make_offer(50_000, by=client, at_ms=T0)
    with pytest.raises(OpeningOfferFixed):
        case.withdraw_offer(by=client, at_ms=T0)


def test_r5_2_after_the_challenge_the_opening_offer_is_an_ordinary_one():
    told = filed()
    told.take(told.case.challenge(seal(STATEMENT), by=freelancer, at_ms=T0))
    told.take(told.case.make_offer(10_000, by=client, at_ms=T0))
    told.take(told.case.withdraw_offer(by=client, at_ms=T0))
    assert [offer.state for offer in told.case.state.offers] == [OfferState.SUPERSEDED, OfferState.WITHDRAWN]


def test_r5_stage_1_withdrawing_lifts_the_lock_and_moves_nothing():
    told = filed()
    why = seal("We talked.")
    told.take(told.case.withdraw(by=client, at_ms=T0, reason=why))
    state = told.case.state
    assert (state.outcome, state.payouts, told.transactions) == (Outcome.WITHDRAWN, (), [])
    assert state.offers[0].state is OfferState.VOID
    assert state.alive_deadlines() == ()
    assert told.last.texts == [why]


@pytest.mark.parametrize(
    ("claimant_id", "gets_all"), [(CLIENT, CLIENT), (FREELANCER, FREELANCER)], ids=["client files", "freelancer files"]
)
def test_r5_stage_1_silence_forfeits_the_disputed_amount_to_the_claimant(claimant_id, gets_all):
    told = filed(claimant_id=claimant_id, amounts_minor=(70_000, 30_000))
    loser_id = told.case.state.respondent_id
    deadline = told.deadline(DeadlineKind.RESPONSE)
    decision = lapse_forfeit(told)
    state = told.case.state
    assert (state.outcome, state.loser_id) == (Outcome.FORFEITED, loser_id)
    (paid,) = told.transactions
    assert entries(paid) == {"escrow:1": -70_000, "escrow:2": -30_000, f"member:{gets_all}": 100_000}
    assert happened.Forfeited(loser_id, "response", deadline.due_at_ms) in decision.events
    assert decision.actor_id is None
    assert state.deadlines[deadline.deadline_id].state is DeadlineState.FIRED
    assert state.offers[0].state is OfferState.VOID


def test_r9_2_the_whole_due_second_is_in_time():
    told = filed(at_ms=T0 + 300)
    due_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms
    case = Case.replay(told.history)
    case.challenge(seal(STATEMENT), by=freelancer, at_ms=due_ms + 699)
    assert case.state.stage is Stage.NEGOTIATION
    case = Case.replay(told.history)
    with pytest.raises(TooLate) as refused:
        case.challenge(seal(STATEMENT), by=freelancer, at_ms=due_ms + 700)
    assert refused.value.due_at_ms == due_ms


def test_r9_2_between_due_time_and_firing_only_giving_in_ends_the_case():
    told = filed()
    late_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms + SECOND_MS
    assert late_ms < told.deadline(DeadlineKind.RESPONSE).due_at_ms + SETTLE_MS
    case = told.case
    before = deepcopy(case.state)
    for ask in (
        lambda: case.accept_offer(1, by=freelancer, at_ms=late_ms),
        lambda: case.challenge(seal(STATEMENT), by=freelancer, at_ms=late_ms),
        lambda: case.make_offer(50_000, by=freelancer, at_ms=late_ms),
        lambda: case.make_offer(50_000, by=client, at_ms=late_ms),
        lambda: case.withdraw(by=client, at_ms=late_ms),
    ):
        with pytest.raises(TooLate):
            ask()
        assert case.state == before
    told.take(case.give_in(by=freelancer, at_ms=late_ms))
    assert case.state.outcome is Outcome.CONCEDED


def test_r9_4_a_held_clock_makes_nobody_late():
    told = filed()
    deadline = told.deadline(DeadlineKind.RESPONSE)
    told.take(told.case.hold_deadline(deadline.deadline_id, "never_reached", at_ms=deadline.due_at_ms))
    told.take(told.case.challenge(seal(STATEMENT), by=freelancer, at_ms=deadline.due_at_ms + DAY_MS))
    assert told.case.state.stage is Stage.NEGOTIATION


@pytest.mark.parametrize(("giver", "gets_all"), [(client, FREELANCER), (freelancer, CLIENT)])
def test_r5_7_giving_in_gives_the_other_side_all(giver, gets_all):
    told = filed()
    told.take(told.case.give_in(by=giver, at_ms=T0))
    assert told.case.state.outcome is Outcome.CONCEDED
    assert told.case.state.loser_id == giver.member_id
    assert entries(told.transactions[0]) == {"escrow:1": -100_000, f"member:{gets_all}": 100_000}


def test_stage_1_has_no_fee_yet():
    with pytest.raises(WrongStage):
        filed().case.pay_fee(by=client, at_ms=T0)
