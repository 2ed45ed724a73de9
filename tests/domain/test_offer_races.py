"""R7.3: accept, withdraw, supersede, expiry, deadline, escalation and ruling race; the others hear what came first."""

from collections.abc import Callable
from copy import deepcopy
from itertools import permutations

import pytest

from bot.domain.case import Case
from bot.domain.deadlines import DeadlineKind
from bot.domain.durations import HOUR_SECONDS
from bot.domain.errors import CaseEnded, NoOpenOffer, OfferNotOpen, Refusal, WrongStage
from bot.domain.stages import Outcome, Stage
from tests.domain.builders import (
    FINDINGS,
    SETTLE_MS,
    Told,
    arbitrated,
    arbitrator,
    client,
    close_evidence,
    freelancer,
    in_stage,
    moderator,
    seal,
)

Act = Callable[[Case, int], object]


def lapse(kind: DeadlineKind) -> Act:
    """The keeper lets a clock run out; it looks whether it still runs, under the case's lock."""

    def act(case: Case, at_ms: int) -> object:
        alive = case.state.alive_deadlines(kind)
        if not alive:
            raise NothingToLapse
        return case.lapse(alive[0].deadline_id, at_ms=max(at_ms, alive[0].due_at_ms + SETTLE_MS))

    return act


class NothingToLapse(Exception):
    """The clock has ended with what it was about."""


OFFER_ENDS: dict[str, tuple[Act, str]] = {
    "accepted": (lambda case, at_ms: case.accept_offer(2, by=client, at_ms=at_ms), "settled"),
    "declined": (lambda case, at_ms: case.decline_offer(2, by=client, at_ms=at_ms), "declined"),
    "withdrawn": (lambda case, at_ms: case.withdraw_offer(by=freelancer, at_ms=at_ms), "withdrawn"),
    "expired": (lapse(DeadlineKind.OFFER_EXPIRY), "expired"),
    "escalated": (lambda case, at_ms: case.escalate(seal("Threats."), by=moderator, at_ms=at_ms), "arbitration"),
    "fee missed": (lapse(DeadlineKind.FEE), "forfeited"),
    "fee paid": (lambda case, at_ms: case.pay_fee(by=freelancer, at_ms=at_ms), "arbitration"),
    "case withdrawn": (lambda case, at_ms: case.withdraw(by=client, at_ms=at_ms), "withdrawn"),
    "given in": (lambda case, at_ms: case.give_in(by=client, at_ms=at_ms), "conceded"),
}
"""What can end offer 2 in stage 3, and the word that tells of it afterwards."""

ABOUT_THE_OFFER = ("accepted", "declined", "withdrawn", "expired")
RACES = [pair for pair in permutations(OFFER_ENDS, 2) if set(pair) & set(ABOUT_THE_OFFER)]


def what_came_first(refusal: Exception) -> str | None:
    """What a refusal says has happened; None where nothing is left to say it of."""
    match refusal:
        case CaseEnded():
            return refusal.outcome
        case WrongStage():
            return refusal.stage
        case OfferNotOpen():
            return refusal.state
        case NoOpenOffer() | NothingToLapse():
            return None
        case _:
            raise refusal


def offered() -> Told:
    """Stage 3: the client has paid, and the freelancer's offer of 700.00, number 2, expires."""
    told = in_stage(Stage.FINAL_OFFERS)
    told.take(told.case.make_offer(70_000, by=freelancer, at_ms=told.last.at_ms, expires_seconds=HOUR_SECONDS))
    return told


@pytest.mark.parametrize(("first", "second"), RACES)
def test_r7_3_whatever_comes_first_the_other_is_told_and_changes_nothing(first, second):
    told = offered()
    OFFER_ENDS[first][0](told.case, told.last.at_ms)
    before = deepcopy(told.case.state)
    ends_the_case = before.outcome is not None or before.stage is Stage.ARBITRATION
    if not ends_the_case and second not in ABOUT_THE_OFFER:
        # The offer is over and the case goes on, so that what is about the case is still possible.
        assert before.open_offer_of(freelancer.member_id) is None
        return
    with pytest.raises((Refusal, NothingToLapse)) as refused:
        OFFER_ENDS[second][0](told.case, told.last.at_ms)
    assert what_came_first(refused.value) in (OFFER_ENDS[first][1], None)
    assert told.case.state == before


@pytest.mark.parametrize("second", ["accepted", "declined", "withdrawn"])
def test_r7_3_a_superseded_offer_is_not_answered_for_the_new_one(second):
    told = offered()
    told.case.make_offer(60_000, by=freelancer, at_ms=told.last.at_ms)
    if second == "withdrawn":
        # Withdrawing names no number: it takes back what is open now.
        told.case.withdraw_offer(by=freelancer, at_ms=told.last.at_ms)
        assert told.case.state.open_offer_of(freelancer.member_id) is None
        return
    before = deepcopy(told.case.state)
    with pytest.raises(OfferNotOpen) as refused:
        OFFER_ENDS[second][0](told.case, told.last.at_ms)
    assert refused.value.state == "superseded"
    assert told.case.state == before


RULED = {
    "ruling": (lambda case, at_ms: case.rule(30_000, seal(FINDINGS), by=arbitrator, at_ms=at_ms), Outcome.RULED),
    "accepted": (lambda case, at_ms: case.accept_offer(1, by=freelancer, at_ms=at_ms), Outcome.SETTLED),
    "given in": (lambda case, at_ms: case.give_in(by=client, at_ms=at_ms), Outcome.CONCEDED),
}


@pytest.mark.parametrize(("first", "second"), list(permutations(RULED, 2)))
def test_r7_3_a_ruling_races_with_settling_and_giving_in(first, second):
    told = arbitrated()
    close_evidence(told)
    told.take(told.case.claim(by=arbitrator, at_ms=told.last.at_ms))
    act, outcome = RULED[first]
    told.take(act(told.case, told.last.at_ms))
    before = deepcopy(told.case.state)
    with pytest.raises(CaseEnded) as refused:
        RULED[second][0](told.case, told.last.at_ms)
    assert refused.value.outcome == outcome.value
    assert told.case.state == before
    assert len(told.transactions) == 2, "the fee at opening, and one end"
