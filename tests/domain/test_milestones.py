"""R3.1 to R3.3, R4.2, R4.4: funding, terms, giving, locking."""

from copy import deepcopy

import pytest

from bot.domain.case_events import Payout
from bot.domain.errors import (
    AlreadyDone,
    AmountOutOfRange,
    MilestoneInCase,
    NoSuchMilestone,
    NotAPossibleParty,
    NoTermsToAccept,
    NothingFree,
    TextLength,
    WrongSide,
)
from bot.domain.milestone_events import MilestoneFunded, MoneyGiven, TermsAccepted
from bot.domain.milestones import Milestone
from bot.domain.money import LARGEST_TYPED_MINOR
from tests.domain.builders import CLIENT, FREELANCER, T0, client, entries, freelancer, stranger
from tests.domain.escrows import funded, funding, refused_unchanged


def test_r3_1_created_and_funded_in_one_step():
    wanted = funding()
    milestone, decision = Milestone.fund(wanted, at_ms=T0)
    state = milestone.state
    assert (state.funded_minor, state.unreleased_minor, state.free_minor, state.version) == (10_000, 10_000, 10_000, 1)
    (transaction,) = decision.transactions
    assert entries(transaction) == {f"member:{CLIENT}": -10_000, "escrow:7": 10_000}
    (event,) = decision.events
    assert event.transaction_digest == transaction.digest
    assert (event.title, event.terms, event.terms_author_id) == (wanted.title.ref, wanted.terms.ref, CLIENT)
    assert decision.texts == [wanted.title, wanted.terms]


def test_r3_1_terms_may_be_left_out():
    milestone, decision = funded(terms=None)
    assert (milestone.state.terms, milestone.state.terms_author_id, len(decision.texts)) == (None, None, 1)


def test_r4_4_nobody_makes_a_milestone_for_themselves():
    with pytest.raises(NotAPossibleParty) as refused:
        funded(freelancer_id=CLIENT)
    assert refused.value.reason == "oneself"


@pytest.mark.parametrize("amount", [0, -5, LARGEST_TYPED_MINOR + 1])
def test_r2_2_a_milestone_holds_a_possible_amount(amount):
    with pytest.raises(AmountOutOfRange):
        funded(amount_minor=amount)


@pytest.mark.parametrize("texts", [{"title": ""}, {"title": "t" * 101}, {"terms": "t" * 2_001}, {"terms": " "}])
def test_r3_1_title_and_terms_have_lengths(texts):
    with pytest.raises(TextLength):
        funded(**texts)


def test_r3_2_the_other_side_accepts_the_terms_once():
    milestone, _ = funded()
    decision = milestone.accept_terms(by=freelancer, at_ms=T0 + 1)
    assert decision.events == [TermsAccepted(FREELANCER)]
    assert milestone.state.terms_accepted_at_ms == T0 + 1
    refusal = refused_unchanged(milestone, AlreadyDone, lambda: milestone.accept_terms(by=freelancer, at_ms=T0 + 2))
    assert refusal.at_ms == T0 + 1


def test_r3_2_nobody_accepts_their_own_terms_or_none():
    milestone, _ = funded()
    assert refused_unchanged(milestone, NoTermsToAccept, lambda: milestone.accept_terms(by=client, at_ms=T0)).own
    milestone, _ = funded(terms=None)
    refusal = refused_unchanged(milestone, NoTermsToAccept, lambda: milestone.accept_terms(by=freelancer, at_ms=T0))
    assert not refusal.own


@pytest.mark.parametrize(
    ("action", "giver", "taker_id"), [("release", client, FREELANCER), ("return_money", freelancer, CLIENT)]
)
def test_r3_3_each_gives_to_the_other_in_part_and_then_the_rest(action, giver, taker_id):
    milestone, _ = funded()
    keys = set()
    for amount, given in ((4_000, 4_000), (1, 1), (None, 5_999)):
        decision = getattr(milestone, action)(amount, by=giver, at_ms=T0)
        (transaction,) = decision.transactions
        assert entries(transaction) == {"escrow:7": -given, f"member:{taker_id}": given}
        (event,) = decision.events
        assert isinstance(event, MoneyGiven)
        assert (event.amount_minor, event.transaction_digest) == (given, transaction.digest)
        keys.add(transaction.idempotency_key)
    assert len(keys) == 3
    state = milestone.state
    assert (state.unreleased_minor, state.released_minor + state.returned_minor) == (0, 10_000)
    assert state.released_minor == (10_000 if action == "release" else 0)
    refused_unchanged(milestone, NothingFree, lambda: getattr(milestone, action)(None, by=giver, at_ms=T0))


@pytest.mark.parametrize(
    ("action", "wrong", "side"), [("release", freelancer, "client"), ("return_money", client, "freelancer")]
)
def test_r3_3_taking_for_oneself_is_refused(action, wrong, side):
    milestone, _ = funded()
    refusal = refused_unchanged(milestone, WrongSide, lambda: getattr(milestone, action)(1, by=wrong, at_ms=T0))
    assert refusal.side == side


@pytest.mark.parametrize("amount", [0, -1, 10_001])
def test_r3_3_an_amount_is_between_one_unit_and_what_is_free(amount):
    milestone, _ = funded()
    refusal = refused_unchanged(milestone, AmountOutOfRange, lambda: milestone.release(amount, by=client, at_ms=T0))
    assert (refusal.lowest_minor, refusal.highest_minor) == (1, 10_000)


def test_a_milestone_of_others_does_not_exist():
    milestone, _ = funded()
    for ask in (
        lambda: milestone.release(1, by=stranger, at_ms=T0),
        lambda: milestone.return_money(1, by=stranger, at_ms=T0),
        lambda: milestone.accept_terms(by=stranger, at_ms=T0),
    ):
        refused_unchanged(milestone, NoSuchMilestone, ask)


def test_r4_2_a_lock_leaves_the_rest_under_the_parties_control():
    milestone, _ = funded()
    milestone.lock(42, 6_000, at_ms=T0, by=client)
    state = milestone.state
    assert (state.locked_minor, state.locked_by_case_id, state.free_minor) == (6_000, 42, 4_000)
    refusal = refused_unchanged(milestone, AmountOutOfRange, lambda: milestone.release(4_001, by=client, at_ms=T0))
    assert refusal.highest_minor == 4_000
    milestone.return_money(None, by=freelancer, at_ms=T0)
    assert (state.unreleased_minor, state.locked_minor) == (6_000, 6_000)
    refusal = refused_unchanged(milestone, NothingFree, lambda: milestone.release(None, by=client, at_ms=T0))
    assert (refusal.locked_minor, refusal.case_id) == (6_000, 42)


def test_r4_4_the_second_case_is_told_the_firsts_number():
    milestone, _ = funded()
    milestone.lock(42, 1, at_ms=T0, by=client)
    refusal = refused_unchanged(milestone, MilestoneInCase, lambda: milestone.lock(43, 1, at_ms=T0, by=freelancer))
    assert refusal.case_id == 42


def test_r4_1_a_lock_is_on_money_that_is_there():
    milestone, _ = funded()
    refused_unchanged(milestone, AmountOutOfRange, lambda: milestone.lock(42, 10_001, at_ms=T0, by=client))
    refused_unchanged(milestone, AmountOutOfRange, lambda: milestone.lock(42, 0, at_ms=T0, by=client))
    milestone.release(None, by=client, at_ms=T0)
    refused_unchanged(milestone, NothingFree, lambda: milestone.lock(42, 1, at_ms=T0, by=client))


def test_an_end_that_pays_out_lifts_the_lock_and_empties_it():
    milestone, _ = funded()
    milestone.lock(42, 6_000, at_ms=T0, by=client)
    milestone.unlock(42, Payout(7, 1_500, 4_500), at_ms=T0)
    state = milestone.state
    assert (state.unreleased_minor, state.released_minor, state.returned_minor) == (4_000, 1_500, 4_500)
    assert (state.locked_minor, state.locked_by_case_id) == (0, None)


def test_r5_an_end_without_payout_leaves_the_milestone_as_before():
    milestone, _ = funded()
    before = deepcopy(milestone.state)
    milestone.lock(42, 6_000, at_ms=T0, by=client)
    milestone.unlock(42, None, at_ms=T0)
    before.version = milestone.state.version
    assert milestone.state == before
    milestone.lock(43, 10_000, at_ms=T0, by=client)
    assert milestone.state.locked_by_case_id == 43


def test_a_lock_is_lifted_by_its_own_case_and_in_full():
    milestone, _ = funded()
    milestone.lock(42, 6_000, at_ms=T0, by=client)
    before = deepcopy(milestone.state)
    with pytest.raises(ValueError, match="locked by case 42"):
        milestone.unlock(43, None, at_ms=T0)
    with pytest.raises(ValueError, match="another sum"):
        milestone.unlock(42, Payout(7, 1, 2), at_ms=T0)
    assert milestone.state == before


def test_r2_5_replaying_gives_the_milestone():
    milestone, first = funded()
    decisions = [
        first,
        milestone.accept_terms(by=freelancer, at_ms=T0 + 1),
        milestone.release(1_000, by=client, at_ms=T0 + 2),
        milestone.return_money(500, by=freelancer, at_ms=T0 + 3),
        milestone.lock(42, 6_000, at_ms=T0 + 4, by=client),
        milestone.unlock(42, Payout(7, 6_000, 0), at_ms=T0 + 5),
    ]
    history = [(event, decision.at_ms) for decision in decisions for event in decision.events]
    assert Milestone.replay(history).state == milestone.state
    assert milestone.state.version == len(history)


def test_r2_5_a_record_that_does_not_begin_is_no_milestone():
    _, first = funded()
    with pytest.raises(ValueError, match="at least one"):
        Milestone.replay([])
    with pytest.raises(ValueError, match="begins with being funded"):
        Milestone.replay([(TermsAccepted(FREELANCER), T0)])
    (event,) = first.events
    assert isinstance(event, MilestoneFunded)
    with pytest.raises(ValueError, match="once"):
        Milestone.replay([(event, T0), (event, T0)])
