"""R3.4: requests, their answers, what closes them, and silence; R9.2, R9.4, R9.5 for their clock."""

from itertools import permutations

import pytest

from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS, DeadlineKind, DeadlineState, HoldReason
from bot.domain.errors import (
    AmountOutOfRange,
    NoActiveRequest,
    NoSuchMilestone,
    NothingFree,
    OwnRequest,
    Refusal,
    RequestOver,
    TextLength,
    TooLate,
    WrongSide,
)
from bot.domain.milestone_state import RequestState
from bot.domain.rulebook import MILESTONE
from tests.domain.builders import (
    CLIENT,
    FREELANCER,
    SAFEPAY,
    SETTLE_MS,
    T0,
    actor,
    client,
    entries,
    freelancer,
    seal,
    stranger,
)
from tests.domain.escrows import Held, held, refused_unchanged

DUE_MS = T0 + 7 * DAY_MS
SIDES = pytest.mark.parametrize(
    ("action", "author", "other"), [("release", freelancer, client), ("return", client, freelancer)]
)


def asked(action: str = "release", amount_minor: int | None = 6_000, rules=SAFEPAY) -> Held:
    """A milestone of 100.00 with a request for 60.00."""
    told = held()
    author = freelancer if action == "release" else client
    told.take(told.milestone.request(action, amount_minor, rules, by=author, at_ms=T0))
    return told


def state_of(told: Held, number: int = 1) -> RequestState:
    return told.milestone.state.requests[number - 1].state


@SIDES
def test_r3_4_each_side_asks_for_its_own(action, author, other):
    told = held()
    note = seal("As we agreed.")
    decision = told.take(told.milestone.request(action, 6_000, MILESTONE, by=author, at_ms=T0, note=note))
    (request,) = told.milestone.state.requests
    assert told.milestone.state.active_request == request
    assert (request.number, request.action, request.author_id) == (1, action, author.member_id)
    assert (request.amount_minor, request.note, request.rulebook) == (6_000, note.ref, MILESTONE)
    assert (decision.texts, decision.transactions) == ([note], [])
    refusal = refused_unchanged(
        held().milestone, WrongSide, lambda: held().milestone.request(action, 1, MILESTONE, by=other, at_ms=T0)
    )
    assert refusal.side == ("freelancer" if action == "release" else "client")


@pytest.mark.parametrize(("amount", "asks"), [(None, 10_000), (1, 1), (10_000, 10_000)])
def test_r3_4_an_amount_or_all_that_is_free(amount, asks):
    assert asked(amount_minor=amount).milestone.state.requests[0].amount_minor == asks


@pytest.mark.parametrize("amount", [0, -1, 10_001])
def test_r3_4_a_request_is_for_money_that_is_there(amount):
    told = held()
    refused_unchanged(
        told.milestone,
        AmountOutOfRange,
        lambda: told.milestone.request("release", amount, SAFEPAY, by=freelancer, at_ms=T0),
    )
    told.take(told.milestone.release(None, by=client, at_ms=T0))
    refused_unchanged(
        told.milestone, NothingFree, lambda: told.milestone.request("release", 1, SAFEPAY, by=freelancer, at_ms=T0)
    )


def test_r3_4_a_note_is_at_most_300_characters():
    told = held()
    refused_unchanged(
        told.milestone,
        TextLength,
        lambda: told.milestone.request("release", 1, SAFEPAY, by=freelancer, at_ms=T0, note=seal("n" * 301)),
    )


def test_r3_4_requests_are_nobody_elses():
    told = asked()
    for ask in (
        lambda: told.milestone.request("release", 1, SAFEPAY, by=stranger, at_ms=T0),
        lambda: told.milestone.answer_request(approve=True, by=stranger, at_ms=T0),
        lambda: told.milestone.cancel(by=stranger, at_ms=T0),
    ):
        refused_unchanged(told.milestone, NoSuchMilestone, ask)


@SIDES
@pytest.mark.parametrize("rules", [MILESTONE, SAFEPAY], ids=["milestone", "safepay"])
def test_r3_4_approving_carries_out_what_was_asked(action, author, other, rules):
    told = asked(action, rules=rules)
    decision = told.take(told.milestone.answer_request(approve=True, by=other, at_ms=T0 + 5))
    (transaction,) = decision.transactions
    assert entries(transaction) == {"escrow:7": -6_000, f"member:{author.member_id}": 6_000}
    state = told.milestone.state
    assert (state_of(told), state.free_minor) == (RequestState.APPROVED, 4_000)
    assert (state.released_minor, state.returned_minor) == ((6_000, 0) if action == "release" else (0, 6_000))
    assert state.requests[0].closed_by_id == other.member_id
    assert state.alive_deadlines() == ()


@SIDES
def test_r3_4_declining_moves_nothing_and_keeps_the_reason(action, author, other):
    told = asked(action)
    reason = seal("It isn't done.")
    decision = told.take(told.milestone.answer_request(approve=False, by=other, at_ms=T0 + 5, reason=reason))
    (request,) = told.milestone.state.requests
    assert (request.state, request.reason, decision.texts) == (RequestState.DECLINED, reason.ref, [reason])
    assert (decision.transactions, told.milestone.state.free_minor) == ([], 10_000)
    assert told.milestone.state.alive_deadlines() == ()
    refused_unchanged(
        told.milestone,
        NoActiveRequest,
        lambda: told.milestone.answer_request(approve=True, by=other, at_ms=T0 + 6),
    )


def test_r3_4_a_reason_is_at_most_300_characters():
    told = asked()
    refused_unchanged(
        told.milestone,
        TextLength,
        lambda: told.milestone.answer_request(approve=False, by=client, at_ms=T0, reason=seal("x" * 301)),
    )


@SIDES
def test_r3_4_nobody_answers_their_own_request_nor_takes_back_the_others(action, author, other):
    told = asked(action)
    for ask in (
        lambda: told.milestone.answer_request(approve=True, by=author, at_ms=T0),
        lambda: told.milestone.answer_request(approve=False, by=author, at_ms=T0),
        lambda: told.milestone.cancel(by=other, at_ms=T0),
    ):
        refused_unchanged(told.milestone, OwnRequest, ask)
    told.take(told.milestone.cancel(by=author, at_ms=T0 + 1))
    assert state_of(told) is RequestState.CANCELLED
    assert told.milestone.state.alive_deadlines() == ()
    refused_unchanged(told.milestone, NoActiveRequest, lambda: told.milestone.cancel(by=author, at_ms=T0 + 2))


def test_r3_4_a_new_request_by_the_same_party_replaces_it_with_a_new_window():
    told = asked()
    told.take(told.milestone.request("release", 1_000, SAFEPAY, by=freelancer, at_ms=T0 + DAY_MS))
    assert (state_of(told, 1), state_of(told, 2)) == (RequestState.REPLACED, RequestState.ACTIVE)
    (clock,) = told.milestone.state.alive_deadlines()
    assert (clock.subject, clock.due_at_ms) == (2, DUE_MS + DAY_MS)


def test_r3_4_one_active_request_a_milestone():
    told = asked("release")
    refused_unchanged(
        told.milestone, OwnRequest, lambda: told.milestone.request("return", 1, SAFEPAY, by=client, at_ms=T0)
    )


@pytest.mark.parametrize(("given", "left"), [(4_000, RequestState.ACTIVE), (4_001, RequestState.SHORT)])
@pytest.mark.parametrize(("action", "giver"), [("release", client), ("return_money", freelancer)])
def test_r3_4_a_request_closes_when_less_than_it_asks_is_left(given, left, action, giver):
    told = asked()
    told.take(getattr(told.milestone, action)(given, by=giver, at_ms=T0 + 1))
    assert state_of(told) is left
    assert bool(told.milestone.state.alive_deadlines()) is (left is RequestState.ACTIVE)


@pytest.mark.parametrize("take", ["lock", "charge"])
def test_r3_4_a_request_closes_in_the_commit_in_which_a_case_takes_the_milestone(take):
    told = asked()
    decision = told.take(getattr(told.milestone, take)(42, 1, at_ms=T0 + 1, by=client))
    assert [event.kind for event in decision.events] == [
        "request_closed",
        "deadline_ended",
        "milestone_locked" if take == "lock" else "milestone_charged",
    ]
    assert state_of(told) is RequestState.IN_CASE
    with pytest.raises(ValueError, match="is cancelled"):
        told.milestone.lapse(1, at_ms=DUE_MS + SETTLE_MS)


def test_r3_4_beside_a_case_the_free_rest_can_be_asked_for():
    told = held()
    told.take(told.milestone.lock(42, 6_000, at_ms=T0, by=client))
    refusal = refused_unchanged(
        told.milestone,
        AmountOutOfRange,
        lambda: told.milestone.request("release", 4_001, SAFEPAY, by=freelancer, at_ms=T0),
    )
    assert refusal.highest_minor == 4_000
    told.take(told.milestone.request("release", None, SAFEPAY, by=freelancer, at_ms=T0))
    told.take(told.milestone.answer_request(approve=True, by=client, at_ms=T0))
    assert (told.milestone.state.unreleased_minor, told.milestone.state.locked_minor) == (6_000, 6_000)


@SIDES
def test_r3_4_in_safepay_silence_for_7_days_carries_it_out_as_asked(action, author, other):
    told = asked(action)
    (clock,) = told.milestone.state.alive_deadlines()
    assert (clock.kind, clock.party_id, clock.due_at_ms) == (DeadlineKind.REQUEST, other.member_id, DUE_MS)
    decision = told.take(told.milestone.lapse(clock.deadline_id, at_ms=DUE_MS + SETTLE_MS))
    (transaction,) = decision.transactions
    assert entries(transaction) == {"escrow:7": -6_000, f"member:{author.member_id}": 6_000}
    assert state_of(told) is RequestState.CARRIED_OUT
    assert told.milestone.state.deadlines[1].state is DeadlineState.FIRED
    with pytest.raises(ValueError, match="is fired"):
        told.milestone.lapse(clock.deadline_id, at_ms=DUE_MS + SETTLE_MS)


def test_r3_4_in_milestone_silence_does_nothing():
    assert asked(rules=MILESTONE).milestone.state.alive_deadlines() == ()


def test_r3_4_r4_5_a_request_keeps_the_rulebook_of_when_it_was_made():
    told = asked(rules=MILESTONE)
    told.take(told.milestone.request("release", 1, SAFEPAY, by=freelancer, at_ms=T0 + 1))
    assert [item.rulebook.preset for item in told.milestone.state.requests] == [MILESTONE.preset, SAFEPAY.preset]
    assert len(told.milestone.state.alive_deadlines()) == 1


def test_r9_1_silence_is_never_early():
    told = asked()
    with pytest.raises(ValueError, match="is due at"):
        told.milestone.lapse(1, at_ms=DUE_MS - 1)


def test_r9_2_an_answer_in_the_due_second_is_in_time_and_later_too_late():
    for approve in (True, False):
        told = asked()
        refusal = refused_unchanged(
            told.milestone,
            TooLate,
            lambda told=told, approve=approve: told.milestone.answer_request(
                approve=approve, by=client, at_ms=DUE_MS + SECOND_MS
            ),
        )
        assert (refusal.what, refusal.due_at_ms) == ("request", DUE_MS)
        told.take(told.milestone.answer_request(approve=approve, by=client, at_ms=DUE_MS + SECOND_MS - 1))


def approve(told: Held, at_ms: int) -> None:
    told.take(told.milestone.answer_request(approve=True, by=client, at_ms=at_ms))


def give_back(told: Held, at_ms: int) -> None:
    told.take(told.milestone.return_money(None, by=freelancer, at_ms=at_ms))


def take_to_a_case(told: Held, at_ms: int) -> None:
    told.take(told.milestone.lock(42, told.milestone.state.free_minor, at_ms=at_ms, by=client))


def let_lapse(told: Held, at_ms: int) -> None:
    (clock,) = told.milestone.state.alive_deadlines() or [None]
    if clock is None:
        raise ValueError("no clock")
    told.take(told.milestone.lapse(clock.deadline_id, at_ms=max(at_ms, clock.due_at_ms + SETTLE_MS)))


RACERS = {approve: 6_000, let_lapse: 6_000, give_back: 10_000, take_to_a_case: 0}
"""Who may come first, and what leaves the escrow when a request for 60.00 of 100.00 meets them first."""


@pytest.mark.parametrize("order", list(permutations(RACERS, 3)), ids=lambda order: ", ".join(f.__name__ for f in order))
def test_r3_4_filing_lapsing_approving_and_giving_back_race_and_the_request_has_one_outcome(order):
    told = asked()
    moved_minor = []
    for at_ms, racer in enumerate(order, DUE_MS):
        before = told.milestone.state.unreleased_minor
        try:
            racer(told, at_ms)
        except (Refusal, ValueError):
            assert told.milestone.state.unreleased_minor == before
        moved_minor.append(before - told.milestone.state.unreleased_minor)
    assert moved_minor[0] == RACERS[order[0]]
    (request,) = told.milestone.state.requests
    closed = [event for decision in told.decisions for event in decision.events if event.kind == "request_closed"]
    assert (len(closed), request.state is RequestState.ACTIVE) == (1, False)
    paid = [entry for item in told.decisions for posted in item.transactions for entry in posted.entries]
    to_author = sum(entry.amount_minor for entry in paid if entry.account == f"member:{FREELANCER}")
    assert to_author == (6_000 if request.state in (RequestState.APPROVED, RequestState.CARRIED_OUT) else 0)


def test_r3_4_r9_4_where_the_notice_cannot_be_delivered_the_request_is_held():
    told = asked()
    told.take(told.milestone.hold_deadline(1, HoldReason.NEVER_REACHED, at_ms=DUE_MS + 5))
    for ask in (
        lambda: told.milestone.lapse(1, at_ms=DUE_MS + DAY_MS),
        lambda: told.milestone.move_deadline(1, 1, "outage", at_ms=1),
        lambda: told.milestone.hold_deadline(1, HoldReason.NEVER_REACHED, at_ms=1),
    ):
        with pytest.raises(ValueError, match="is held"):
            ask()
    assert told.milestone.party_reached(FREELANCER, at_ms=DUE_MS + DAY_MS) is None
    # Held, it is never too late to answer; reached, the whole window runs again.
    told.take(told.milestone.party_reached(CLIENT, at_ms=DUE_MS + DAY_MS))
    (clock,) = told.milestone.state.alive_deadlines()
    assert (clock.is_running, clock.starts_at_ms, clock.due_at_ms) == (True, DUE_MS + DAY_MS, DUE_MS + 8 * DAY_MS)
    assert told.milestone.party_reached(CLIENT, at_ms=DUE_MS + 2 * DAY_MS) is None


def test_r3_4_a_held_request_can_be_answered_at_any_time():
    told = asked()
    told.take(told.milestone.hold_deadline(1, HoldReason.NEVER_REACHED, at_ms=DUE_MS))
    told.take(told.milestone.answer_request(approve=True, by=client, at_ms=DUE_MS + 30 * DAY_MS))
    assert state_of(told) is RequestState.APPROVED


def test_r9_4_a_late_reminder_moves_a_requests_clock():
    told = asked()
    told.take(told.milestone.move_deadline(1, DUE_MS + HOUR_MS, "late_reminder", at_ms=DUE_MS))
    with pytest.raises(ValueError, match="is due at"):
        told.milestone.lapse(1, at_ms=DUE_MS + SETTLE_MS)
    told.take(told.milestone.lapse(1, at_ms=DUE_MS + HOUR_MS + SETTLE_MS))
    assert state_of(told) is RequestState.CARRIED_OUT


def test_r9_5_nothing_is_carried_out_by_our_outage():
    told = asked()
    began = DUE_MS - 2 * HOUR_MS
    told.take(told.milestone.extend_after_outage(began, DUE_MS, at_ms=DUE_MS))
    (clock,) = told.milestone.state.alive_deadlines()
    assert clock.due_at_ms == DUE_MS + DAY_MS
    assert told.milestone.extend_after_outage(T0 - DAY_MS, T0 - HOUR_MS, at_ms=DUE_MS) is None
    told.take(told.milestone.hold_deadline(1, HoldReason.NEVER_REACHED, at_ms=DUE_MS))
    assert told.milestone.extend_after_outage(began, DUE_MS, at_ms=DUE_MS) is None


def test_r3_3_after_a_request_is_declined_the_other_may_ask_in_turn():
    told = asked("release")
    told.take(told.milestone.answer_request(approve=False, by=client, at_ms=T0))
    told.take(told.milestone.request("return", None, SAFEPAY, by=actor(CLIENT), at_ms=T0))
    assert told.milestone.state.active_request.number == 2


@pytest.mark.parametrize("yes", [True, False])
def test_r3_4_an_answer_never_carries_over_to_a_later_request(yes):
    told = asked()
    told.take(told.milestone.request("release", 9_000, SAFEPAY, by=freelancer, at_ms=T0 + 1))
    refusal = refused_unchanged(
        told.milestone,
        RequestOver,
        lambda: told.milestone.answer_request(approve=yes, by=client, at_ms=T0 + 2, number=1),
    )
    assert (refusal.state, refusal.by_member_id, refusal.at_ms) == ("replaced", FREELANCER, T0 + 1)
    told.take(told.milestone.answer_request(approve=yes, by=client, at_ms=T0 + 2, number=2))
    again = refused_unchanged(
        told.milestone,
        RequestOver,
        lambda: told.milestone.answer_request(approve=yes, by=client, at_ms=T0 + 3, number=2),
    )
    assert (again.state, again.by_member_id, again.at_ms) == ("approved" if yes else "declined", CLIENT, T0 + 2)
