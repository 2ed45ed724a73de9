"""What buttons and panels offer is what the commands take, at the edges of time too (the walks compare at random)."""

from dataclasses import replace

import pytest

from bot.domain.actors import StaffRole
from bot.domain.deadlines import FORFEITING, SECOND_MS, DeadlineKind
from bot.domain.durations import HOUR_SECONDS
from bot.domain.options import possible, possible_for_parties
from bot.domain.rulebook import MILESTONE, Windows
from bot.domain.stages import Command, Stage
from tests.domain.attempts import not_refused
from tests.domain.builders import (
    CLIENT,
    FREELANCER,
    T0,
    actor,
    arbitrator,
    client,
    freelancer,
    in_stage,
    moderator,
    rulebook,
    seal,
    stranger,
)
from tests.domain.situations import PERSONS, SITUATIONS, person, situation
from tests.domain.walks import PEOPLE

C = Command


@pytest.mark.parametrize("claimant_id", [CLIENT, FREELANCER])
@pytest.mark.parametrize("where", SITUATIONS)
def test_in_every_situation_options_are_what_is_not_refused(where, claimant_id):
    told = situation(where, claimant_id)
    for who in PERSONS:
        by = person(who, told.case)
        assert possible(told.case, by, at_ms=told.last.at_ms) == not_refused(told.case, by, told.last.at_ms), who


@pytest.mark.parametrize("stage", [Stage.RESPONSE, Stage.FINAL_OFFERS, Stage.ARBITRATION])
@pytest.mark.parametrize("after_due_ms", [-1, 0, SECOND_MS])
def test_r9_2_around_the_due_time_options_are_what_is_not_refused(stage, after_due_ms):
    told = in_stage(stage)
    (deadline,) = told.case.state.alive_deadlines(*FORFEITING, DeadlineKind.CLOSING)
    at_ms = deadline.due_at_ms + after_due_ms
    for by in PEOPLE:
        assert possible(told.case, by, at_ms=at_ms) == not_refused(told.case, by, at_ms)


def test_r9_2_after_the_due_second_the_respondent_can_only_give_in_and_add_evidence():
    told = in_stage(Stage.RESPONSE)
    late_ms = told.deadline(DeadlineKind.RESPONSE).due_at_ms + SECOND_MS
    assert possible(told.case, freelancer, at_ms=late_ms) == {C.GIVE_IN, C.ADD_EXHIBIT}


def test_options_in_stage_1():
    case = in_stage(Stage.RESPONSE).case
    assert possible(case, client, at_ms=T0) == {C.MAKE_OFFER, C.ADD_EXHIBIT, C.WITHDRAW_CASE, C.GIVE_IN, C.EXTEND}
    assert possible(case, freelancer, at_ms=T0) == {
        C.ACCEPT_OFFER,
        C.CHALLENGE,
        C.MAKE_OFFER,
        C.ADD_EXHIBIT,
        C.GIVE_IN,
        C.EXTEND,
    }
    assert possible(case, moderator, at_ms=T0) == {C.ESCALATE, C.HOLD, C.EXTEND_BY_STAFF, C.REMOVE_GUEST}
    assert possible(case, arbitrator, at_ms=T0) == possible(case, stranger, at_ms=T0) == frozenset()
    assert possible_for_parties(case, at_ms=T0) == {
        C.ACCEPT_OFFER,
        C.CHALLENGE,
        C.MAKE_OFFER,
        C.ADD_EXHIBIT,
        C.WITHDRAW_CASE,
        C.GIVE_IN,
        C.EXTEND,
    }


def test_r10_3_a_party_with_staff_roles_has_a_partys_options():
    case = in_stage(Stage.ARBITRATION).case
    assert possible(case, actor(CLIENT, *StaffRole), at_ms=T0) == possible(case, client, at_ms=T0)


def test_r5_2_an_offer_that_gives_all_cannot_be_bettered():
    told = in_stage(Stage.RESPONSE)
    told.take(told.case.make_offer(100_000, by=client, at_ms=T0))
    assert C.MAKE_OFFER not in possible(told.case, client, at_ms=T0)
    assert not_refused(told.case, client, T0) == possible(told.case, client, at_ms=T0)


def test_r5_the_fee_is_offered_when_it_can_be_paid():
    told = in_stage(Stage.NEGOTIATION, rules=rulebook(Windows(min_negotiation=HOUR_SECONDS)))
    from_ms = told.last.at_ms + HOUR_SECONDS * SECOND_MS
    assert told.case.fee_payable_from_ms == from_ms
    for at_ms, offered in ((from_ms - 1, False), (from_ms, True)):
        assert (C.PAY_FEE in possible(told.case, client, at_ms=at_ms)) is offered
        assert possible(told.case, client, at_ms=at_ms) == not_refused(told.case, client, at_ms)


@pytest.mark.parametrize("after_expiry_ms", [-1, 0, 999, SECOND_MS, 90 * SECOND_MS])
def test_r7_1_an_expired_offer_is_not_offered(after_expiry_ms):
    told = in_stage(Stage.NEGOTIATION)
    told.take(told.case.make_offer(90_000, by=freelancer, at_ms=told.last.at_ms, expires_seconds=HOUR_SECONDS))
    at_ms = told.last.at_ms + HOUR_SECONDS * SECOND_MS + after_expiry_ms
    for by in (client, freelancer):
        assert possible(told.case, by, at_ms=at_ms) == not_refused(told.case, by, at_ms)
    assert (C.ACCEPT_OFFER in possible(told.case, client, at_ms=at_ms)) is (after_expiry_ms < SECOND_MS)


def test_r8_2_with_all_exhibits_used_up_none_is_offered():
    told = in_stage(Stage.RESPONSE, rules=replace(MILESTONE, max_exhibits=1))
    told.take(told.case.add_exhibit(seal("The only one."), by=client, at_ms=T0))
    assert C.ADD_EXHIBIT not in possible(told.case, client, at_ms=T0)
    assert C.ADD_EXHIBIT in possible(told.case, freelancer, at_ms=T0)
