"""Titles, hints and the labels of page buttons. Part of the seam for languages."""

from typing import Final

from bot.ui.format import inline

DEADLINE: Final = "Deadline"
ENDING: Final = "How it ended"
EVIDENCE: Final = "Evidence"
QUESTIONS: Final = "The arbitrator's questions"
FILES: Final = "Files"
EXTENSION: Final = "Why more time is asked for"
HOLD: Final = "Why the clocks are on hold"
FEE: Final = "Arbitration fee"
FINDINGS: Final = "Findings"
OFFERS: Final = "Offers"
TURNS: Final = "Who can do what now"
REASON: Final = "Why the case was opened"
STATEMENT: Final = "Why it was challenged"
ESCALATION: Final = "Why a moderator sent it to arbitration"
TERMS: Final = "Terms"
CASES: Final = "Cases"
HISTORY: Final = "History"
HELD: Final = "Held"
PENDING: Final = "Waiting for a cashier"
CHANGES: Final = "Latest changes"
OLDER_CHANGES: Final = "-# **All changes** shows the older ones."
SETTING_HISTORY_TITLE: Final = "## Changes of this server's settings"
NO_CHANGES: Final = "Nothing has been changed yet: everything is as by default."
RULES: Final = "Rules of this case"

ADMINS_SEE: Final = "-# Server administrators can see all channels, this case's room too."
UNHEARD: Final = (
    "-# The bot may not read what is written here, so messages are not kept in the record. Hand in what matters with "
    "**Add evidence**."
)
DETAILS_HINT: Final = "Cut here. **Details** shows the whole."
CASE_HINT: Final = "Cut here. The case's button shows the whole."
NO_EVIDENCE: Final = "None."
NOTHING_NOW: Final = "nothing at the moment"
NOTHING_CHANGED: Final = "-# Nothing was changed."
PREVIOUS: Final = "‹ Back"
NEXT: Final = "More ›"
CONTINUED: Final = "(continued)"

NO_CASES: Final = "You have no cases here. `/dispute open` opens one about a milestone of yours."
NO_CASES_IN: Final = {
    "open": "You have no open case here. `/dispute open` opens one about a milestone of yours.",
    "ended": "None of your cases here has ended. `/dispute list` shows those that are open.",
}
NO_QUEUE: Final = "No open case waits here for you."
NO_OFFERS: Final = "There are no offers yet. `/offer make` makes one."
OFFERS_HIDDEN: Final = "Hidden from arbitrators until the ruling, as this server has it."
NO_EXHIBITS: Final = "There is no evidence yet. `/evidence add` adds some."
NO_MILESTONES: Final = (
    "You have no such milestones here. A client makes one with `/milestone create`, once there is money in the wallet."
)
NO_ENTRIES: Final = "Nothing has moved in your wallet yet. `/wallet deposit` asks a cashier to add money."
NO_PENDING: Final = "No request waits for a cashier."

CASES_TITLE: Final = "## Your cases"
QUEUE_TITLE: Final = "## Open cases"
MILESTONES_TITLE: Final = "## Your milestones"
WALLET_TITLE: Final = "## Your wallet"
WALLET_HISTORY_TITLE: Final = "## Your wallet's history"
PENDING_TITLE: Final = "## Requests for a cashier"
SETTINGS_TITLE: Final = "## This server's settings"

STALE: Final = "**Things have changed since you were asked, and nothing was done.** This is how it is now:"


def on_server(name: str) -> str:
    """Below a direct message, which may come from any of the servers that one shares with the bot."""
    return f"-# On the server {inline(name)}"


def question_title(number: int) -> str:
    """Above a question of the arbitrator."""
    return f"Question {number}"


def page_line(number: int, count: int) -> str:
    """Which page this is."""
    return f"-# Page {number} of {count}"


def and_more(count: int) -> str:
    """How many lines are left out."""
    return f"-# … and {count:,} more."


def quote_until(until: str) -> str:
    """Until when a question can be answered."""
    return f"-# You can answer until {until}. Nothing is done before that."


def offers_title(case: str) -> str:
    """Above all offers of a case."""
    return f"## Offers in {case}"


def evidence_title(case: str) -> str:
    """Above all exhibits of a case."""
    return f"## Evidence in {case}"


def history_title(case: str) -> str:
    """Above a case's record."""
    return f"## History of {case}"


def fee_title(case: str) -> str:
    """Above what arbitration costs."""
    return f"## Arbitration fee in {case}"
