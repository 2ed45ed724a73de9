"""R5.4, R5.6 and stage 2 of R5: deposits that hold the fee's deadline, consent to withdraw, idle parties, dormancy."""

from copy import deepcopy

import pytest

from bot.domain import case_events as happened
from bot.domain.case import Case
from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS, DeadlineKind, DeadlineState, HoldReason
from bot.domain.durations import DAY_SECONDS, HOUR_SECONDS
from bot.domain.errors import AlreadyDone, CaseEnded, NotYourTurn, NoWithdrawalAsked, TextLength, TooLate, WrongStage
from bot.domain.rulebook import Windows
from bot.domain.stages import Outcome, Stage
from tests.domain.builders import (
    CLIENT,
    FREELANCER,
    SETTLE_MS,
    STRANGER,
    T0,
    Told,
    client,
    entries,
    filed,
    freelancer,
    in_stage,
    lapse_forfeit,
    moderator,
    rulebook,
    seal,
)

REQUEST = 12


def replays(told):
    assert Case.replay(told.history).state == told.case.state


def refused_unchanged(case, refusal, ask):
    before = deepcopy(case.state)
    with pytest.raises(refusal) as refused:
        ask()
    assert case.state == before
    return refused.value


def awaiting(left_ms: int = 2 * DAY_MS, windows: Windows | None = None) -> tuple[Told, int]:
    """The freelancer's fee is due; their deposit request came when so much was left."""
    told = in_stage(Stage.FINAL_OFFERS, rules=rulebook(windows))
    due_ms = told.deadline(DeadlineKind.FEE).due_at_ms
    told.take(told.case.await_deposit(FREELANCER, REQUEST, at_ms=due_ms - left_ms))
    return told, due_ms


def test_r5_4_a_deposit_request_holds_the_fees_deadline_until_a_cashier_answers():
    told, due_ms = awaiting()
    fee = told.deadline(DeadlineKind.FEE)
    assert (fee.hold_reason, told.case.state.deposit_request_id) == (HoldReason.DEPOSIT, REQUEST)
    cashier = told.deadline(DeadlineKind.CASHIER)
    assert (cashier.subject, cashier.party_id, cashier.due_at_ms) == (REQUEST, None, due_ms + 5 * DAY_MS)
    assert told.case.deposit_answered(REQUEST + 1, at_ms=due_ms) is None
    told.take(told.case.deposit_answered(REQUEST, at_ms=due_ms + DAY_MS))
    # The time that was left when it was made, two days, is left still.
    assert told.deadline(DeadlineKind.FEE).due_at_ms == due_ms + 3 * DAY_MS
    assert told.case.state.deadlines[cashier.deadline_id].state is DeadlineState.MET
    assert told.case.deposit_answered(REQUEST, at_ms=due_ms + DAY_MS) is None
    told.take(told.case.pay_fee(by=freelancer, at_ms=due_ms + 3 * DAY_MS))
    assert told.case.state.stage is Stage.ARBITRATION
    replays(told)


@pytest.mark.parametrize(
    ("fee_window", "left_ms", "then_left_ms"),
    [
        (7 * DAY_SECONDS, 2 * DAY_MS, 2 * DAY_MS),
        (7 * DAY_SECONDS, HOUR_MS, DAY_MS),
        (7 * DAY_SECONDS, 0, DAY_MS),
        (5 * HOUR_SECONDS, HOUR_MS, 5 * HOUR_MS),
    ],
)
@pytest.mark.parametrize("answered", [True, False], ids=["answered", "cashier silent"])
def test_r5_4_afterwards_at_least_24_hours_are_left_or_the_window_if_less(fee_window, left_ms, then_left_ms, answered):
    told, _ = awaiting(left_ms, Windows(fee=fee_window))
    cashier = told.deadline(DeadlineKind.CASHIER)
    if answered:
        told.take(told.case.deposit_answered(REQUEST, at_ms=told.last.at_ms + HOUR_MS))
    else:
        told.take(told.case.lapse(cashier.deadline_id, at_ms=cashier.due_at_ms + SETTLE_MS))
        assert told.case.deposit_answered(REQUEST, at_ms=told.last.at_ms + 1) is None
    assert told.deadline(DeadlineKind.FEE).due_at_ms == told.last.at_ms + then_left_ms
    lapse_forfeit(told)
    assert told.case.state.loser_id == FREELANCER
    replays(told)


def test_r5_4_at_most_7_days():
    told, due_ms = awaiting()
    cashier = told.deadline(DeadlineKind.CASHIER)
    assert cashier.due_at_ms == told.last.at_ms + 7 * DAY_MS
    with pytest.raises(ValueError, match="is due at"):
        told.case.lapse(cashier.deadline_id, at_ms=cashier.due_at_ms - 1)
    told, _ = awaiting(windows=Windows(cashier=HOUR_SECONDS))
    assert told.deadline(DeadlineKind.CASHIER).due_at_ms == due_ms - 2 * DAY_MS + HOUR_MS


def test_r5_4_once_a_case():
    told, due_ms = awaiting()
    told.take(told.case.deposit_answered(REQUEST, at_ms=due_ms))
    assert told.case.await_deposit(FREELANCER, REQUEST + 1, at_ms=due_ms) is None


def test_r5_4_only_before_the_fee_is_due_and_only_for_who_must_pay():
    told = in_stage(Stage.FINAL_OFFERS)
    due_ms = told.deadline(DeadlineKind.FEE).due_at_ms
    before = deepcopy(told.case.state)
    assert told.case.await_deposit(FREELANCER, REQUEST, at_ms=due_ms + SECOND_MS) is None
    assert told.case.await_deposit(CLIENT, REQUEST, at_ms=due_ms) is None
    assert told.case.await_deposit(STRANGER, REQUEST, at_ms=due_ms) is None
    assert told.case.state == before
    for stage in (Stage.RESPONSE, Stage.NEGOTIATION, Stage.ARBITRATION, Stage.ENDED):
        case = in_stage(stage).case
        assert case.await_deposit(FREELANCER, REQUEST, at_ms=due_ms) is None
        assert case.deposit_answered(REQUEST, at_ms=due_ms) is None


def test_r5_4_the_fee_can_be_paid_while_the_cashier_is_awaited():
    told, due_ms = awaiting()
    told.take(told.case.pay_fee(by=freelancer, at_ms=due_ms + DAY_MS))
    assert told.case.state.alive_deadlines(DeadlineKind.CASHIER, DeadlineKind.FEE) == ()
    assert told.case.deposit_answered(REQUEST, at_ms=due_ms + DAY_MS) is None


@pytest.mark.parametrize("order", ["resumed first", "answered first"])
def test_r5_4_r9_8_a_hold_and_a_deposit_both_stop_the_clock(order):
    told, due_ms = awaiting(left_ms=HOUR_MS)
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=due_ms))
    if order == "resumed first":
        told.take(told.case.resume(by=moderator, at_ms=due_ms + DAY_MS))
        assert told.deadline(DeadlineKind.FEE).hold_reason == HoldReason.DEPOSIT
        told.take(told.case.deposit_answered(REQUEST, at_ms=due_ms + 2 * DAY_MS))
    else:
        told.take(told.case.deposit_answered(REQUEST, at_ms=due_ms + DAY_MS))
        assert told.deadline(DeadlineKind.FEE).hold_reason == HoldReason.MODERATOR
        told.take(told.case.resume(by=moderator, at_ms=due_ms + 2 * DAY_MS))
    assert told.deadline(DeadlineKind.FEE).due_at_ms == due_ms + 3 * DAY_MS
    replays(told)


def test_r5_4_a_request_made_during_a_hold_counts_after_it():
    told = in_stage(Stage.FINAL_OFFERS)
    at_ms = told.last.at_ms
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=at_ms))
    told.take(told.case.await_deposit(FREELANCER, REQUEST, at_ms=at_ms + DAY_MS))
    told.take(told.case.resume(by=moderator, at_ms=at_ms + 2 * DAY_MS))
    assert told.deadline(DeadlineKind.FEE).hold_reason == HoldReason.DEPOSIT
    assert told.deadline(DeadlineKind.CASHIER).due_at_ms == at_ms + 9 * DAY_MS
    told.take(told.case.deposit_answered(REQUEST, at_ms=at_ms + 3 * DAY_MS))
    assert told.deadline(DeadlineKind.FEE).due_at_ms == at_ms + 10 * DAY_MS
    replays(told)


def consenting() -> Told:
    """The freelancer's fee is in deposit, and the client wants to withdraw."""
    told = in_stage(Stage.FINAL_OFFERS, first_payer_id=FREELANCER)
    told.take(told.case.withdraw(by=client, at_ms=told.last.at_ms, reason=seal("We have found another way.")))
    return told


def test_r5_6_with_the_others_fee_in_deposit_withdrawing_asks_for_consent():
    told = consenting()
    clock = told.deadline(DeadlineKind.FEE)
    assert [event.kind for event in told.last.events] == ["withdrawal_asked"]
    assert (told.case.state.stage, told.case.state.withdrawal_asked_at_ms) == (Stage.FINAL_OFFERS, told.last.at_ms)
    # It stands, and clocks run on.
    assert clock.is_running
    refusal = refused_unchanged(
        told.case, AlreadyDone, lambda: told.case.withdraw(by=client, at_ms=told.last.at_ms + 1)
    )
    assert refusal.at_ms == told.last.at_ms


def test_r5_6_with_consent_all_deposits_go_back_and_nothing_else_moves():
    told = consenting()
    told.take(told.case.answer_withdrawal(agree=True, by=freelancer, at_ms=told.last.at_ms + DAY_MS))
    state = told.case.state
    assert (state.outcome, state.payouts, state.alive_deadlines()) == (Outcome.WITHDRAWN, (), ())
    assert entries(told.transactions[-1]) == {"deposit:42:202": -5_000, "member:202": 5_000}
    replays(told)


def test_r5_6_refused_the_case_goes_on_and_it_can_be_asked_again():
    told = consenting()
    told.take(told.case.answer_withdrawal(agree=False, by=freelancer, at_ms=told.last.at_ms))
    assert told.last.events == [happened.WithdrawalRefused(FREELANCER)]
    refused_unchanged(
        told.case,
        NoWithdrawalAsked,
        lambda: told.case.answer_withdrawal(agree=True, by=freelancer, at_ms=told.last.at_ms),
    )
    told.take(told.case.withdraw(by=client, at_ms=told.last.at_ms))
    assert told.case.state.withdrawal_asked_at_ms == told.last.at_ms
    replays(told)


def test_r5_6_only_the_claimant_withdraws_and_only_the_other_consents():
    told = consenting()
    refused_unchanged(told.case, NotYourTurn, lambda: told.case.withdraw(by=freelancer, at_ms=told.last.at_ms))
    refused_unchanged(
        told.case,
        NotYourTurn,
        lambda: told.case.answer_withdrawal(agree=True, by=client, at_ms=told.last.at_ms),
    )


def test_r5_6_what_was_asked_ends_with_the_stage():
    told = consenting()
    told.take(told.case.pay_fee(by=client, at_ms=told.last.at_ms))
    assert told.case.state.withdrawal_asked_at_ms is None
    for ask in (
        lambda: told.case.answer_withdrawal(agree=True, by=freelancer, at_ms=told.last.at_ms),
        lambda: told.case.withdraw(by=client, at_ms=told.last.at_ms),
    ):
        refused_unchanged(told.case, WrongStage, ask)


def test_r5_6_r9_2_consent_after_the_due_second_is_too_late():
    told = consenting()
    late_ms = told.deadline(DeadlineKind.FEE).due_at_ms + SECOND_MS
    refused_unchanged(told.case, TooLate, lambda: told.case.answer_withdrawal(agree=True, by=freelancer, at_ms=late_ms))
    lapse_forfeit(told)
    refused_unchanged(
        told.case,
        CaseEnded,
        lambda: told.case.answer_withdrawal(agree=True, by=freelancer, at_ms=told.last.at_ms),
    )
    assert told.case.state.loser_id == CLIENT


def test_r5_6_an_asking_has_a_reason_of_at_most_300_characters():
    told = in_stage(Stage.FINAL_OFFERS, first_payer_id=FREELANCER)
    refused_unchanged(
        told.case,
        TextLength,
        lambda: told.case.withdraw(by=client, at_ms=told.last.at_ms, reason=seal("x" * 301)),
    )


def idle(told: Told, *, active_at_ms: int | None = None) -> None:
    clock = told.deadline(DeadlineKind.IDLE)
    told.take(told.case.lapse(clock.deadline_id, at_ms=clock.due_at_ms + SETTLE_MS, active_at_ms=active_at_ms))


def test_r5_stage_2_both_are_reminded_after_3_idle_days_then_weekly():
    told = in_stage(Stage.NEGOTIATION)
    began = told.last.at_ms
    assert told.deadline(DeadlineKind.IDLE).due_at_ms == began + 3 * DAY_MS
    for _ in range(4):
        idle(told)
        assert [event.kind for event in told.last.events] == ["deadline_ended", "idle_reminded", "deadline_armed"]
        assert told.deadline(DeadlineKind.IDLE).due_at_ms == told.last.at_ms + 7 * DAY_MS
    # It may linger: nobody loses anything.
    assert told.case.state.stage is Stage.NEGOTIATION
    replays(told)


@pytest.mark.parametrize(
    "act",
    [
        lambda case, at_ms: case.make_offer(1, by=freelancer, at_ms=at_ms),
        lambda case, at_ms: case.add_exhibit(seal("The brief."), by=client, at_ms=at_ms),
        lambda case, at_ms: case.decline_offer(1, by=freelancer, at_ms=at_ms),
        lambda case, at_ms: case.withdraw_offer(by=client, at_ms=at_ms),
    ],
)
def test_r5_stage_2_whoever_does_something_is_not_idle(act):
    told = in_stage(Stage.NEGOTIATION)
    acted_ms = told.last.at_ms + DAY_MS
    told.take(act(told.case, acted_ms))
    idle(told)
    assert [event.kind for event in told.last.events] == ["deadline_moved"]
    assert told.deadline(DeadlineKind.IDLE).due_at_ms == acted_ms + 3 * DAY_MS
    idle(told)
    assert told.last.events[1] == happened.IdleReminded()


def test_r5_stage_2_who_speaks_in_the_room_is_not_idle():
    told = in_stage(Stage.NEGOTIATION)
    spoke_ms = told.last.at_ms + 2 * DAY_MS
    idle(told, active_at_ms=spoke_ms)
    assert told.deadline(DeadlineKind.IDLE).due_at_ms == spoke_ms + 3 * DAY_MS


@pytest.mark.parametrize("spoken", [False, True], ids=["acts", "speaks"])
def test_r5_stage_2_whoever_does_something_after_a_reminder_is_idle_again_after_3_days(spoken):
    told = in_stage(Stage.NEGOTIATION)
    idle(told)
    idle(told)
    acted_ms = told.last.at_ms + DAY_MS
    if spoken:
        told.take(told.case.note_said(CLIENT, at_ms=acted_ms))
    else:
        told.take(told.case.make_offer(1, by=freelancer, at_ms=acted_ms))
    assert told.deadline(DeadlineKind.IDLE).due_at_ms == acted_ms + 3 * DAY_MS
    # What comes next moves it on when it is due, without a word in the record before.
    assert told.case.note_said(CLIENT, at_ms=acted_ms + HOUR_MS) is None
    idle(told, active_at_ms=acted_ms + HOUR_MS)
    assert told.deadline(DeadlineKind.IDLE).due_at_ms == acted_ms + HOUR_MS + 3 * DAY_MS
    idle(told)
    assert happened.IdleReminded() in told.last.events
    assert told.deadline(DeadlineKind.IDLE).due_at_ms == told.last.at_ms + 7 * DAY_MS
    replays(told)


def test_r5_stage_2_near_the_weekly_reminder_nothing_is_put_off():
    told = in_stage(Stage.NEGOTIATION)
    idle(told)
    weekly_ms = told.deadline(DeadlineKind.IDLE).due_at_ms
    told.take(told.case.make_offer(1, by=freelancer, at_ms=weekly_ms - DAY_MS))
    assert told.deadline(DeadlineKind.IDLE).due_at_ms == weekly_ms
    idle(told)
    assert told.deadline(DeadlineKind.IDLE).due_at_ms == weekly_ms + 2 * DAY_MS


def test_r5_stage_2_speaking_elsewhere_or_while_the_clock_stands_moves_nothing():
    assert filed().case.note_said(CLIENT, at_ms=T0) is None
    unanswered = filed().case.note_said(FREELANCER, at_ms=T0)
    assert unanswered is not None
    assert unanswered.events == [happened.AnswerAsked()]
    assert (
        in_stage(Stage.NEGOTIATION, rules=rulebook(Windows(idle_reminder=None))).case.note_said(CLIENT, at_ms=T0)
        is None
    )
    told = in_stage(Stage.NEGOTIATION)
    idle(told)
    told.take(told.case.hold(seal("We look into it."), by=moderator, at_ms=told.last.at_ms))
    assert told.case.note_said(CLIENT, at_ms=told.last.at_ms + 1) is None


def test_r5_stage_2_an_offer_that_expires_is_nobodys_doing():
    told = in_stage(Stage.NEGOTIATION)
    told.take(told.case.make_offer(1, by=freelancer, at_ms=told.last.at_ms, expires_seconds=DAY_SECONDS))
    acted_ms = told.last.at_ms
    expiry = told.deadline(DeadlineKind.OFFER_EXPIRY)
    told.take(told.case.lapse(expiry.deadline_id, at_ms=expiry.due_at_ms))
    assert told.case.state.active_at_ms == acted_ms


def test_r5_stage_2_reminders_can_be_off():
    told = in_stage(Stage.NEGOTIATION, rules=rulebook(Windows(idle_reminder=None)))
    assert told.case.state.alive_deadlines() == ()


def dormant_soon() -> Told:
    return in_stage(Stage.NEGOTIATION, rules=rulebook(Windows(dormancy=30 * DAY_SECONDS)))


def test_r5_stage_2_dormancy_is_off_at_first_and_ends_an_idle_case_undisputed():
    assert in_stage(Stage.NEGOTIATION).case.state.alive_deadlines(DeadlineKind.DORMANCY) == ()
    told = dormant_soon()
    clock = told.deadline(DeadlineKind.DORMANCY)
    told.take(told.case.lapse(clock.deadline_id, at_ms=clock.due_at_ms + SETTLE_MS))
    state = told.case.state
    assert (state.outcome, state.payouts, told.transactions) == (Outcome.DORMANT, (), [])
    assert state.alive_deadlines() == ()
    replays(told)


def test_r5_stage_2_what_somebody_does_puts_dormancy_off():
    told = dormant_soon()
    acted_ms = told.last.at_ms + 20 * DAY_MS
    told.take(told.case.make_offer(1, by=freelancer, at_ms=acted_ms))
    clock = told.deadline(DeadlineKind.DORMANCY)
    told.take(told.case.lapse(clock.deadline_id, at_ms=clock.due_at_ms + SETTLE_MS))
    assert told.deadline(DeadlineKind.DORMANCY).due_at_ms == acted_ms + 30 * DAY_MS
    told.take(told.case.lapse(clock.deadline_id, at_ms=acted_ms + 30 * DAY_MS))
    assert told.case.state.outcome is Outcome.DORMANT


def test_r5_8_nothing_of_stage_2_or_3_lives_on_after_an_escalation():
    told = dormant_soon()
    told.take(told.case.escalate(seal("Threats."), by=moderator, at_ms=told.last.at_ms))
    assert [item.kind for item in told.case.state.alive_deadlines()] == [DeadlineKind.CLOSING]
    told, due_ms = awaiting()
    told.take(told.case.escalate(seal("Threats."), by=moderator, at_ms=due_ms - DAY_MS))
    assert [item.kind for item in told.case.state.alive_deadlines()] == [DeadlineKind.CLOSING]


def test_r5_stage_3_begins_without_the_clocks_of_stage_2():
    told = dormant_soon()
    told.take(told.case.pay_fee(by=client, at_ms=told.last.at_ms))
    assert [item.kind for item in told.case.state.alive_deadlines()] == [DeadlineKind.FEE]
