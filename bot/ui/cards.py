"""All that the bot shows, by name. Views are measured and stopped: presses come by their ids alone."""

from bot.ui.cards_answers import (
    NoticeMessage,
    incident_card,
    notice_message,
    quote_card,
    receipt_card,
    refusal_card,
    undelivered_message,
)
from bot.ui.cards_case import case_card, options_panel
from bot.ui.cards_cashier import cashier_queue
from bot.ui.cards_figures import figures_card
from bot.ui.cards_lists import case_list, milestone_list
from bot.ui.cards_milestones import milestone_acts, milestone_card
from bot.ui.cards_money import fee_quote, fee_status, wallet_card, wallet_history
from bot.ui.cards_reading import case_details, case_history, evidence_card, evidence_list, offer_list
from bot.ui.cards_set_up import setting_history, settings_card
from bot.ui.cards_staff import case_brief, queue_list

__all__ = [
    "NoticeMessage",
    "case_brief",
    "case_card",
    "case_details",
    "case_history",
    "case_list",
    "cashier_queue",
    "evidence_card",
    "evidence_list",
    "fee_quote",
    "fee_status",
    "figures_card",
    "incident_card",
    "milestone_acts",
    "milestone_card",
    "milestone_list",
    "notice_message",
    "offer_list",
    "options_panel",
    "queue_list",
    "quote_card",
    "receipt_card",
    "refusal_card",
    "setting_history",
    "settings_card",
    "undelivered_message",
    "wallet_card",
    "wallet_history",
]
