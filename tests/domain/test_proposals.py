"""R3.1: a freelancer proposes a milestone; the client funds or declines it, its author cancels it, or it lapses."""

from dataclasses import replace

import pytest

from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS, DeadlineKind, DeadlineState
from bot.domain.durations import HOUR_SECONDS
from bot.domain.errors import (
    AmountOutOfRange,
    NoSuchMilestone,
    NotAPossibleParty,
    NoTermsToAccept,
    NothingFree,
    NotProposed,
    TextLength,
    TooLate,
    WrongSide,
)
from bot.domain.milestone_state import MilestoneStage
from bot.domain.milestones import Milestone
from bot.domain.money import LARGEST_TYPED_MINOR
from bot.domain.rulebook import MILESTONE, Windows
from tests.domain.builders import CLIENT, FREELANCER, SETTLE_MS, T0, client, entries, freelancer, seal, stranger
from tests.domain.escrows import Held, funding, proposed, refused_unchanged


def test_r3_1_a_proposal_holds_no_money():
    told = proposed()
    state = told.milestone.state
    assert told.decisions[0].transactions == []
    assert (state.stage, state.proposed_minor) == (MilestoneStage.PROPOSED, 10_000)
    assert (state.funded_minor, state.unreleased_minor, state.free_minor) == (0, 0, 0)
    assert state.terms_author_id == FREELANCER
    (clock,) = state.alive_deadlines()
    assert (clock.kind, clock.party_id, clock.due_at_ms) == (DeadlineKind.PROPOSAL, CLIENT, T0 + 14 * DAY_MS)


def test_r3_1_a_proposal_keeps_its_rulebooks_window():
    rules = replace(MILESTONE, windows=Windows(proposal=5 * HOUR_SECONDS))
    (clock,) = proposed(rules).milestone.state.alive_deadlines()
    assert clock.due_at_ms == T0 + 5 * HOUR_MS


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"freelancer_id": CLIENT}, NotAPossibleParty),
        ({"amount_minor": 0}, AmountOutOfRange),
        ({"amount_minor": LARGEST_TYPED_MINOR + 1}, AmountOutOfRange),
        ({"title": ""}, TextLength),
        ({"terms": "t" * 2_001}, TextLength),
    ],
)
def test_r3_1_a_proposal_is_checked_like_a_milestone(changes, refusal):
    with pytest.raises(refusal):
        Milestone.propose(funding(**changes), MILESTONE, at_ms=T0)


def test_r3_1_the_client_funds_a_proposal_from_the_wallet():
    told = proposed()
    decision = told.take(told.milestone.fund_proposal(by=client, at_ms=T0 + 14 * DAY_MS))
    (transaction,) = decision.transactions
    assert entries(transaction) == {f"member:{CLIENT}": -10_000, "escrow:7": 10_000}
    assert decision.events[0].transaction_digest == transaction.digest
    state = told.milestone.state
    assert (state.stage, state.funded_minor, state.free_minor) == (MilestoneStage.FUNDED, 10_000, 10_000)
    assert state.deadlines[1].state is DeadlineState.MET
    told.take(told.milestone.release(None, by=client, at_ms=T0 + 14 * DAY_MS))
    assert state.released_minor == 10_000


def cancelled(told: Held) -> None:
    told.take(told.milestone.cancel(by=freelancer, at_ms=T0 + 1))


def declined(told: Held) -> None:
    told.take(told.milestone.decline_proposal(by=client, at_ms=T0 + 1, reason=seal("Too expensive.")))


def lapsed(told: Held) -> None:
    told.take(told.milestone.lapse(1, at_ms=T0 + 14 * DAY_MS + SETTLE_MS))


ENDS = {
    cancelled: (MilestoneStage.CANCELLED, FREELANCER, DeadlineState.CANCELLED),
    declined: (MilestoneStage.DECLINED, CLIENT, DeadlineState.CANCELLED),
    lapsed: (MilestoneStage.LAPSED, None, DeadlineState.FIRED),
}


@pytest.mark.parametrize("end", ENDS)
def test_r3_1_a_proposal_that_comes_to_nothing_moves_nothing_and_stays_so(end):
    told = proposed()
    end(told)
    milestone, state = told.milestone, told.milestone.state
    stage, closed_by_id, clock = ENDS[end]
    assert (state.stage, state.closed_by_id, state.deadlines[1].state) == (stage, closed_by_id, clock)
    assert state.closed_at_ms == told.decisions[-1].at_ms
    assert told.decisions[-1].transactions == []
    at_ms = told.decisions[-1].at_ms
    for ask in (
        lambda: milestone.fund_proposal(by=client, at_ms=at_ms),
        lambda: milestone.decline_proposal(by=client, at_ms=at_ms),
    ):
        assert refused_unchanged(milestone, NotProposed, ask).state == stage.value
    for ask in (
        lambda: milestone.release(None, by=client, at_ms=at_ms),
        lambda: milestone.request("release", None, MILESTONE, by=freelancer, at_ms=at_ms),
        lambda: milestone.lock(1, 1, at_ms=at_ms, by=client),
    ):
        refused_unchanged(milestone, NothingFree, ask)
    refused_unchanged(milestone, NoTermsToAccept, lambda: milestone.accept_terms(by=client, at_ms=at_ms))


def test_r3_1_a_declined_proposal_keeps_the_reason():
    told = proposed()
    reason = seal("Too expensive.")
    decision = told.take(told.milestone.decline_proposal(by=client, at_ms=T0, reason=reason))
    assert decision.texts == [reason]
    assert told.milestone.state.close_reason == reason.ref
    told = proposed()
    refused_unchanged(
        told.milestone,
        TextLength,
        lambda: told.milestone.decline_proposal(by=client, at_ms=T0, reason=seal("x" * 301)),
    )


@pytest.mark.parametrize(
    ("ask", "side"),
    [
        (lambda milestone: milestone.fund_proposal(by=freelancer, at_ms=T0), "client"),
        (lambda milestone: milestone.decline_proposal(by=freelancer, at_ms=T0), "client"),
        (lambda milestone: milestone.cancel(by=client, at_ms=T0), "freelancer"),
    ],
)
def test_r3_1_each_side_has_its_own_answer_to_a_proposal(ask, side):
    told = proposed()
    assert refused_unchanged(told.milestone, WrongSide, lambda: ask(told.milestone)).side == side


def test_r3_1_a_proposal_is_nobody_elses():
    milestone = proposed().milestone
    for ask in (milestone.fund_proposal, milestone.decline_proposal, milestone.cancel):
        refused_unchanged(milestone, NoSuchMilestone, lambda ask=ask: ask(by=stranger, at_ms=T0))


def test_r9_2_a_proposal_is_funded_within_its_last_second_and_never_after():
    due_ms = T0 + 14 * DAY_MS
    milestone = proposed().milestone
    for ask in (
        lambda: milestone.fund_proposal(by=client, at_ms=due_ms + SECOND_MS),
        lambda: milestone.decline_proposal(by=client, at_ms=due_ms + SECOND_MS),
    ):
        assert refused_unchanged(milestone, TooLate, ask).due_at_ms == due_ms
    proposed().milestone.fund_proposal(by=client, at_ms=due_ms + SECOND_MS - 1)


def test_r9_1_a_proposal_lapses_once_and_never_early():
    told = proposed()
    with pytest.raises(ValueError, match="is due at"):
        told.milestone.lapse(1, at_ms=T0 + 14 * DAY_MS - 1)
    lapsed(told)
    with pytest.raises(ValueError, match="is fired"):
        told.milestone.lapse(1, at_ms=told.decisions[-1].at_ms)


def test_r3_2_the_client_accepts_the_freelancers_terms_without_funding():
    told = proposed()
    told.take(told.milestone.accept_terms(by=client, at_ms=T0 + 1))
    assert told.milestone.state.terms_accepted_at_ms == T0 + 1
    assert told.milestone.state.stage is MilestoneStage.PROPOSED
    refusal = refused_unchanged(
        told.milestone, NoTermsToAccept, lambda: told.milestone.accept_terms(by=freelancer, at_ms=T0 + 2)
    )
    assert refusal.own
