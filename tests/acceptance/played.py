"""Which story brings about what the bot can say: each kind at least once, so that its readers are looked at."""

from typing import Final


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


NOTICES_PLAYED: Final[dict[str, frozenset[str]]] = {
    "milestone": _keys(
        "answer_asked answer_window arbitration_began arbitrator_claimed case_held case_opened case_resumed "
        "challenged clock_moved deposit_awaited deposit_confirmed deposit_requested ended_ruled escalated "
        "evidence_closed exhibit_added exhibit_withdrawn extension_asked extension_refused fee_due fee_paid "
        "milestone_funded milestone_proposed negotiation_began offer_declined offer_made offer_withdrawn "
        "proposal_declined question_answered question_asked request_closed request_made rest_stated "
        "case_file staff_arbitration_began staff_case_opened staff_escalated staff_ruling_needed withdrawal_asked "
        "withdrawal_refused withdrawal_requested"
    ),
    "safepay": _keys("arbitration_opened ended_split"),
    "staff": _keys(
        "arbitrator_recused guest_removed place_freed ruling_late staff_arbitrator_lost staff_arbitrator_recused "
        "staff_case_assigned staff_ruling_late staff_ruling_reminder"
    ),
    "money": _keys(
        "confirmed_by_two deposit_declined deposit_half_confirmed ended_conceded ended_forfeited ended_settled "
        "ended_withdrawn idle milestone_release milestone_return offer_expired payout_confirmed payout_declined "
        "payout_requested reminder staff_idle withdrawal_confirmed withdrawal_declined withdrawal_half_confirmed"
    ),
    "people": _keys(
        "clock_held party_freed party_left party_restricted party_returned room_remade staff_clock_held "
        "staff_party_left staff_party_restricted staff_party_returned"
    ),
    "time": _keys(
        "ended_dormant proposal_lapsed request_carried_out request_held request_reminder staff_set_up_done "
        "staff_set_up_gone"
    ),
}
"""Notices to others, by story."""

ANSWERS_PLAYED: Final[dict[str, frozenset[str]]] = {
    "milestone": _keys(
        "cancelled case_claimed case_open case_opened challenged deposit_requested escalate escalated "
        "exhibit_added exhibit_withdrawn extended_alone extended_by_staff extension_answered extension_asked "
        "fee_paid fee_pay held milestone_create milestone_created milestone_proposed offer_declined "
        "offer_made offer_make offer_withdrawn proposal_cancelled proposal_declined question_answered "
        "question_asked request_answered request_cancelled request_made rest rested resumed rule ruled "
        "setting_changed terms_accepted wallet_request_confirmed withdrawal_answered withdrawal_asked "
        "withdrawal_requested"
    ),
    "safepay": _keys("case_split"),
    "staff": _keys("case_assigned guest_removed note_added recused room_closed"),
    "money": _keys(
        "case_withdraw case_withdrawn gave_in give_in milestone_release milestone_released milestone_return "
        "milestone_returned offer_accept offer_accepted payout payout_requested proposal_fund proposal_funded "
        "request_answer wallet_confirm wallet_request_cancelled wallet_request_declined wallet_request_half_confirmed"
    ),
    "time": _keys("erase erased member_blocked set_up set_up_begun"),
}
"""Receipts and quotes, by story; all of them are for the one who asked."""

NOTICES_NOT_PLAYED: Final = frozenset(
    {
        "heads",
        "not_evidence",
        "request_resumed",
        "set_up_refused",
        "staff_cases_channel",
        "staff_clock_jumped",
        "staff_room_stays",
        "staff_without_members",
        "staff_without_message_content",
    }
)
"""What no story brings about: none of it says what somebody wrote, and each has tests of its own."""
