"""R7: offers are numbered, immutable, one open per party, and end in exactly one way."""

from copy import deepcopy

import pytest

from bot.domain.case import Case
from bot.domain.case_state import OfferState
from bot.domain.deadlines import HOUR_MS, SECOND_MS, DeadlineKind, DeadlineState
from bot.domain.durations import HOUR_SECONDS
from bot.domain.errors import (
    AmountOutOfRange,
    NoOpenOffer,
    NoSuchOffer,
    OfferNotOpen,
    OwnOffer,
    TextLength,
)
from bot.domain.stages import Outcome, Stage
from tests.domain.builders import (
    CLIENT,
    FREELANCER,
    SETTLE_MS,
    client,
    freelancer,
    in_stage,
    moderator,
    seal,
)

STAGES = pytest.mark.parametrize("stage", [Stage.NEGOTIATION, Stage.FINAL_OFFERS])


@STAGES
def test_r7_1_a_new_offer_supersedes_ones_own_and_leaves_the_others(stage):
    told = in_stage(stage)
    for number, (by, amount) in enumerate([(freelancer, 90_000), (client, 45_000), (freelancer, 80_000)], 2):
        told.take(told.case.make_offer(amount, by=by, at_ms=told.last.at_ms + 1))
        assert told.case.state.offers[-1].number == number
    state = told.case.state
    assert [offer.state.value for offer in state.offers] == ["superseded", "superseded", "open", "open"]
    assert state.open_offer_of(CLIENT).freelancer_minor == 45_000
    assert state.open_offer_of(FREELANCER).freelancer_minor == 80_000
    assert state.offers[1].closed_by_id == FREELANCER


@STAGES
@pytest.mark.parametrize("amount", [0, 1, 100_000])
def test_r7_1_later_offers_may_be_anything_up_to_the_disputed_amount(stage, amount):
    for by in (client, freelancer):
        told = in_stage(stage)
        told.take(told.case.make_offer(amount, by=by, at_ms=told.last.at_ms))
        assert told.case.state.open_offer_of(by.member_id).freelancer_minor == amount
        assert told.case.state.outcome is None


@STAGES
@pytest.mark.parametrize("amount", [-1, 100_001])
def test_r7_1_an_offer_outside_the_disputed_amount_changes_nothing(stage, amount):
    told = in_stage(stage)
    before = deepcopy(told.case.state)
    with pytest.raises(AmountOutOfRange):
        told.case.make_offer(amount, by=client, at_ms=told.last.at_ms)
    assert told.case.state == before


@pytest.mark.parametrize(("length", "fits"), [(300, True), (301, False)])
def test_r7_1_a_note_has_up_to_300_characters(length, fits):
    told = in_stage(Stage.NEGOTIATION)
    before = deepcopy(told.case.state)
    note = seal("n" * length)
    if fits:
        told.case.make_offer(1, by=client, at_ms=told.last.at_ms, note=note)
        assert told.case.state.offers[-1].note == note.ref
        return
    with pytest.raises(TextLength):
        told.case.make_offer(1, by=client, at_ms=told.last.at_ms, note=note)
    assert told.case.state == before


@STAGES
def test_r7_2_nobody_accepts_or_declines_their_own(stage):
    told = in_stage(stage)
    for ask in (told.case.accept_offer, told.case.decline_offer):
        with pytest.raises(OwnOffer):
            ask(1, by=client, at_ms=told.last.at_ms)


@pytest.mark.parametrize("number", [0, 2, -1, 10**9])
def test_r7_2_an_offer_is_named_by_its_number(number):
    told = in_stage(Stage.NEGOTIATION)
    for ask in (told.case.accept_offer, told.case.decline_offer):
        with pytest.raises(NoSuchOffer) as refused:
            ask(number, by=freelancer, at_ms=told.last.at_ms)
        assert refused.value.number == number


@STAGES
def test_r7_2_an_acceptance_never_carries_over_to_another_offer(stage):
    told = in_stage(stage)
    told.take(told.case.make_offer(30_000, by=client, at_ms=told.last.at_ms + 1))
    before = deepcopy(told.case.state)
    with pytest.raises(OfferNotOpen) as refused:
        told.case.accept_offer(1, by=freelancer, at_ms=told.last.at_ms)
    assert (refused.value.state, refused.value.closed_at_ms) == ("superseded", told.last.at_ms)
    assert told.case.state == before


@STAGES
def test_r7_1_declined_offers_stay_declined(stage):
    told = in_stage(stage)
    reason = seal("Too little.")
    told.take(told.case.decline_offer(1, by=freelancer, at_ms=told.last.at_ms + 1, reason=reason))
    assert told.case.state.offers[0].state is OfferState.DECLINED
    assert told.last.texts == [reason]
    for ask in (told.case.accept_offer, told.case.decline_offer):
        with pytest.raises(OfferNotOpen):
            ask(1, by=freelancer, at_ms=told.last.at_ms)


def test_a_reason_for_declining_has_up_to_300_characters():
    told = in_stage(Stage.NEGOTIATION)
    before = deepcopy(told.case.state)
    with pytest.raises(TextLength):
        told.case.decline_offer(1, by=freelancer, at_ms=told.last.at_ms, reason=seal("r" * 301))
    assert told.case.state == before


@STAGES
def test_r7_1_withdrawing_takes_back_ones_own_open_offer(stage):
    told = in_stage(stage)
    told.take(told.case.withdraw_offer(by=client, at_ms=told.last.at_ms + 1))
    assert told.case.state.offers[0].state is OfferState.WITHDRAWN
    for by in (client, freelancer):
        with pytest.raises(NoOpenOffer):
            told.case.withdraw_offer(by=by, at_ms=told.last.at_ms)
    with pytest.raises(OfferNotOpen) as refused:
        told.case.accept_offer(1, by=freelancer, at_ms=told.last.at_ms)
    assert refused.value.state == "withdrawn"
    with pytest.raises(NoOpenOffer):
        told.case.offer_to_answer(freelancer)


def test_r7_2_without_a_number_the_others_open_offer_is_meant():
    told = in_stage(Stage.NEGOTIATION)
    assert told.case.offer_to_answer(freelancer).number == 1
    with pytest.raises(NoOpenOffer):
        told.case.offer_to_answer(client)


def expiring(stage=Stage.NEGOTIATION):
    told = in_stage(stage)
    told.take(told.case.make_offer(90_000, by=freelancer, at_ms=told.last.at_ms, expires_seconds=HOUR_SECONDS))
    return told, told.last.at_ms + HOUR_MS


@STAGES
def test_r9_2_the_second_in_which_an_offer_expires_is_in(stage):
    told, expires_ms = expiring(stage)
    last_ms = expires_ms + SECOND_MS - 1 - expires_ms % SECOND_MS
    case = Case.replay(told.history)
    case.accept_offer(2, by=client, at_ms=last_ms)
    assert case.state.outcome is Outcome.SETTLED
    for ask in (told.case.accept_offer, told.case.decline_offer):
        with pytest.raises(OfferNotOpen) as refused:
            ask(2, by=client, at_ms=last_ms + 1)
        assert (refused.value.state, refused.value.closed_at_ms) == ("expired", expires_ms)
    with pytest.raises(OfferNotOpen):
        told.case.withdraw_offer(by=freelancer, at_ms=last_ms + 1)


def test_r7_1_an_offer_expires_once():
    told, expires_ms = expiring()
    deadline = told.deadline(DeadlineKind.OFFER_EXPIRY)
    assert (deadline.due_at_ms, deadline.subject, deadline.party_id) == (expires_ms, 2, FREELANCER)
    told.take(told.case.lapse(deadline.deadline_id, at_ms=expires_ms + SETTLE_MS))
    assert told.case.state.offers[1].state is OfferState.EXPIRED
    assert told.case.state.deadlines[deadline.deadline_id].state is DeadlineState.FIRED
    assert told.case.state.stage is Stage.NEGOTIATION
    with pytest.raises(OfferNotOpen) as refused:
        told.case.accept_offer(2, by=client, at_ms=told.last.at_ms)
    assert refused.value.state == "expired"


ENDINGS = {
    "accepted": lambda told: told.case.accept_offer(2, by=client, at_ms=told.last.at_ms),
    "declined": lambda told: told.case.decline_offer(2, by=client, at_ms=told.last.at_ms),
    "withdrawn": lambda told: told.case.withdraw_offer(by=freelancer, at_ms=told.last.at_ms),
    "superseded": lambda told: told.case.make_offer(1, by=freelancer, at_ms=told.last.at_ms),
    "void": lambda told: told.case.give_in(by=client, at_ms=told.last.at_ms),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_r7_1_however_an_offer_ends_its_clock_ends_with_it(ending):
    told, _expires_ms = expiring()
    deadline = told.deadline(DeadlineKind.OFFER_EXPIRY)
    told.take(ENDINGS[ending](told))
    assert told.case.state.offers[1].state.value == ending
    assert told.case.state.deadlines[deadline.deadline_id].state is DeadlineState.CANCELLED
    assert told.case.state.alive_deadlines(DeadlineKind.OFFER_EXPIRY) == ()


INTO_THE_VOID = {
    "second fee": lambda case, at_ms: case.pay_fee(by=freelancer, at_ms=at_ms),
    "escalation": lambda case, at_ms: case.escalate(seal("Threats."), by=moderator, at_ms=at_ms),
    "withdrawal of the case": lambda case, at_ms: case.withdraw(by=client, at_ms=at_ms),
    "giving in": lambda case, at_ms: case.give_in(by=freelancer, at_ms=at_ms),
    "forfeiture": lambda case, _at_ms: case.lapse(
        case.state.alive_deadlines(DeadlineKind.FEE)[0].deadline_id,
        at_ms=case.state.alive_deadlines(DeadlineKind.FEE)[0].due_at_ms + SETTLE_MS,
    ),
}


@pytest.mark.parametrize("way", INTO_THE_VOID)
def test_r7_1_stage_4_and_every_end_void_what_is_open(way):
    told = in_stage(Stage.FINAL_OFFERS, first_payer_id=CLIENT)
    told.take(told.case.make_offer(90_000, by=freelancer, at_ms=told.last.at_ms, expires_seconds=HOUR_SECONDS))
    assert len(told.case.state.open_offers()) == 2
    told.take(INTO_THE_VOID[way](told.case, told.last.at_ms + 1))
    assert [offer.state for offer in told.case.state.offers] == [OfferState.VOID, OfferState.VOID]
    assert told.case.state.alive_deadlines(DeadlineKind.OFFER_EXPIRY) == ()


def test_r7_1_an_acceptance_voids_the_other_open_offer():
    told = in_stage(Stage.NEGOTIATION)
    told.take(told.case.make_offer(90_000, by=freelancer, at_ms=told.last.at_ms))
    told.take(told.case.accept_offer(1, by=freelancer, at_ms=told.last.at_ms))
    assert [offer.state for offer in told.case.state.offers] == [OfferState.ACCEPTED, OfferState.VOID]
