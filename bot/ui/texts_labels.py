"""Names of things: stages, outcomes, commands, buttons, roles, settings. Part of the seam for languages."""

from typing import Final

from bot.domain.actors import StaffRole

ERASED: Final = "*(these words were erased)*"

COPIED: Final = "copied by the bot from a message"
"""What only the bot's own copies are marked with: what somebody types can look like one."""

BUTTONS: Final[dict[str, str]] = {
    "accept": "Accept",
    "decline": "Decline",
    "counter": "Counter-offer",
    "challenge": "Challenge",
    "give-in": "Give in",
    "pay-fee": "Pay fee",
    "add-evidence": "Add evidence",
    "withdraw-evidence": "Withdraw exhibit",
    "rest": "Nothing to add",
    "withdraw-offer": "Withdraw offer",
    "withdraw-case": "Withdraw case",
    "details": "Details",
    "my-options": "My options",
    "evidence": "Evidence",
    "offers": "Offers",
    "history": "History",
    "accept-terms": "Accept terms",
    "confirm": "Confirm",
    "cancel": "Cancel",
    "claim": "Claim case",
    "rule": "Rule",
    "escalate": "Escalate",
    "resume": "Resume clocks",
    "hold": "Hold clocks",
    "give-time": "Give more time",
    "ask": "Ask the parties",
    "assign": "Assign",
    "recuse": "Recuse yourself",
    "remove-guest": "Remove a guest",
    "more-time": "More time",
    "agree-time": "Agree",
    "refuse-time": "Refuse",
    "agree-withdrawal": "Agree",
    "refuse-withdrawal": "Refuse",
    "answer-question": "Answer question",
    "deposit-and-pay": "Deposit and pay",
    "fund": "Fund",
    "decline-proposal": "Decline",
    "approve": "Approve",
    "decline-request": "Decline",
    "cancel-proposal": "Cancel proposal",
    "cancel-request": "Cancel request",
    "release": "Release",
    "return": "Return",
    "request-release": "Request release",
    "request-return": "Request return",
    "propose": "Propose a milestone",
    "open-case": "Open a dispute",
    "pick-milestones": "Choose milestones",
    "message-evidence": "Add as evidence",
    "pending": "Requests for a cashier",
    "setting-history": "All changes",
    "cashier-confirm": "Confirm",
    "cashier-decline": "Decline",
    "case-view": "View",
    "queue": "Queue",
}
"""What stands on the buttons, by act."""

STAGES: Final[dict[str, str]] = {
    "response": "Response",
    "negotiation": "Negotiation",
    "final_offers": "Final offers and evidence",
    "arbitration": "Arbitration",
    "ended": "Ended",
}

STAGE_NUMBERS: Final[dict[str, int]] = {"response": 1, "negotiation": 2, "final_offers": 3, "arbitration": 4}

OUTCOMES: Final[dict[str, str]] = {
    "settled": "Settled",
    "withdrawn": "Withdrawn",
    "forfeited": "Forfeited",
    "dormant": "Dormant",
    "conceded": "Conceded",
    "ruled": "Ruled",
    "split": "Split",
}
"""The first line of an ended case's card carries exactly one of these words."""

COMMANDS: Final[dict[str, str]] = {
    "accept_offer": "accept the other side's offer",
    "decline_offer": "decline the other side's offer",
    "make_offer": "make an offer",
    "withdraw_offer": "withdraw one's own offer",
    "challenge": "challenge the case",
    "pay_fee": "pay the arbitration fee",
    "add_exhibit": "add evidence",
    "withdraw_exhibit": "withdraw one's own exhibit",
    "rest": "say that there is nothing to add",
    "withdraw_case": "withdraw the case",
    "give_in": "give in",
    "escalate": "escalate the case",
    "claim": "claim the case",
    "rule": "rule",
    "resume": "resume the clocks",
    "hold": "hold the clocks",
    "extend": "ask for more time",
    "answer_extension": "answer a wish for more time",
    "extend_by_staff": "give more time",
    "answer_withdrawal": "answer the wish to withdraw",
    "ask": "ask the parties",
    "answer_question": "answer the arbitrator's question",
    "assign": "give the case to an arbitrator",
    "recuse": "give up the case",
    "remove_guest": "take somebody out of the room",
}
"""What each command does, as in `you can …`."""

ROLES: Final[dict[str, str]] = {
    "claimant": "the claimant",
    "respondent": "the respondent",
    "client": "the client",
    "freelancer": "the freelancer",
    "moderator": "a moderator",
    "arbitrator": "an arbitrator",
    "cashier": "a cashier",
    "moderator_or_arbitrator": "a moderator or an arbitrator",
    "moderator_arbitrator_or_admin": "a moderator, an arbitrator or an admin",
    "admin": "an admin (whoever has Manage Server)",
}

OFFER_STATES: Final[dict[str, str]] = {
    "open": "open",
    "accepted": "accepted",
    "declined": "declined",
    "withdrawn": "withdrawn",
    "superseded": "replaced by a newer one",
    "expired": "expired",
    "void": "void",
}

REQUEST_STATES: Final[dict[str, str]] = {
    "pending": "waiting for a cashier",
    "confirmed": "confirmed",
    "declined": "declined",
    "cancelled": "cancelled",
}

REQUEST_KINDS: Final[dict[str, str]] = {
    "deposit": "Deposit",
    "withdrawal": "Withdrawal",
    "payout": "Payout of earned fees",
}

REFUNDS: Final[dict[str, str]] = {
    "winner": "whoever gets more of the disputed amount gets their fee back",
    "none": "no fee comes back",
    "proportional": "each side gets back the part of its fee that it gets of the disputed amount",
}

EVEN_RULING: Final = "on an even split each side gets half of its fee back"
"""What `winner` comes to where nobody gets more."""

PRESETS: Final[dict[str, str]] = {"milestone": "milestone", "safepay": "safepay"}

FIELDS: Final[dict[str, str]] = {
    "title": "The title",
    "terms": "The text of the terms",
    "category": "The category",
    "reason": "The reason",
    "statement": "The statement",
    "note": "The note",
    "decline_reason": "The reason",
    "withdrawal_reason": "The reason",
    "staff_reason": "The reason",
    "staff_note": "The note",
    "description": "The description",
    "link": "The link",
    "findings": "The text of the findings",
    "question": "The question",
    "answer": "The answer",
    "reference": "The reference",
}
"""The texts that people write, at the start of a sentence."""

WINDOWS: Final[dict[str, str]] = {
    "response_freelancer": "the freelancer's time to answer",
    "response_client": "the client's time to answer",
    "min_negotiation": "negotiation before the fee can be paid",
    "idle_reminder": "idle days until both are reminded",
    "dormancy": "idle days until the case ends",
    "fee": "time to pay the other fee",
    "cashier": "longest wait for a cashier",
    "closing": "final evidence",
    "closing_escalated": "final evidence after an escalation",
    "answer": "answer to late evidence",
    "question": "answer to an arbitrator's question",
    "ruling": "the arbitrator's time to rule",
    "request": "answer to a request",
    "evidence": "evidence (safepay)",
    "proposal": "answer to a proposal",
}

LIMITS: Final[dict[str, str]] = {
    "max_exhibits": "exhibits of each party",
    "max_file_mib": "largest file, in MiB",
    "open_cases": "open cases a member may have filed",
    "filing_cooldown": "wait between two filings",
    "refile": "wait before disputing the same milestones again",
    "small_splits": "small splits between the same two people in 90 days",
    "two_people_amount": "amounts that need two cashiers",
}

SWITCHES: Final[dict[str, str]] = {
    "offers_hidden": "arbitrators see no offers of new cases before the ruling",
    "dm_notices": "notices that stand in a room come by direct message, too",
}
"""What can be switched on and off."""

ROLE_TITLES: Final[dict[StaffRole, str]] = {
    StaffRole.MODERATOR: "Moderator",
    StaffRole.ARBITRATOR: "Arbitrator",
    StaffRole.CASHIER: "Cashier",
}
"""The staff roles that a server's Discord roles can stand for."""

CHANNELS: Final[dict[str, str]] = {
    "cases": "Cases",
    "staff": "Staff",
    "records": "Records",
    "cashier": "Cashier",
}

ROOMS: Final[dict[str, str]] = {
    "channel": "private channels",
    "thread": "private threads under the cases channel",
}
"""What case rooms are."""

LEDGER_CAUSES: Final[dict[str, str]] = {
    "deposit_confirmed": "deposit confirmed",
    "withdrawal_hold": "held for a withdrawal",
    "withdrawal_confirmed": "withdrawal paid out",
    "withdrawal_declined": "withdrawal declined, back in the wallet",
    "withdrawal_cancelled": "withdrawal cancelled, back in the wallet",
    "milestone_funded": "milestone funded",
    "milestone_release": "milestone released",
    "milestone_return": "milestone returned",
    "arbitration_fee": "arbitration fee paid into a deposit",
    "fee_returned": "arbitration fee returned",
    "case_settled": "case settled",
    "case_withdrawn": "case withdrawn",
    "case_forfeited": "case forfeited",
    "case_conceded": "case conceded",
    "case_ruled": "case ruled",
    "case_split": "small balance split evenly",
    "fee_charged": "arbitration fee taken from the funds",
}
"""Why money moved, by the cause of its ledger transaction."""

HELD_BECAUSE: Final[dict[str, str]] = {
    "escrow": "in escrow in {name}",
    "deposit": "arbitration fee in {name}",
    "withdrawal": "held for withdrawal {name}",
}

HOLD_REASONS: Final[dict[str, str]] = {
    "never_reached": "the party who must act could not be reached",
    "room_unreachable": "the bot can't post in the case room",
    "moderator": "a moderator holds the case",
    "timed_out": "the party who must act is timed out on the server",
    "kicked": "the party who must act was removed from the server",
    "banned": "the party who must act was banned from the server",
    "deposit": "the party's deposit waits for a cashier",
    "question": "a question of the arbitrator is open",
    "set_up": "the server lacks a role that is needed for it",
}
"""Why a clock stands."""

RESTRICTIONS: Final[dict[str, str]] = {
    "timed_out": "was timed out on the server",
    "kicked": "was removed from the server",
    "banned": "was banned from the server",
}
"""What happened to a party, as in `@Ann …`."""

MILESTONE_STAGES: Final[dict[str, str]] = {
    "proposed": "proposed, not funded yet",
    "funded": "funded",
    "declined": "declined by the client",
    "cancelled": "cancelled by its author",
    "lapsed": "lapsed without an answer",
}
"""Where a milestone stands, as in `M-7 is …`."""

WISHES: Final[dict[str, str]] = {
    "active": "waiting for an answer",
    "approved": "approved",
    "declined": "declined",
    "cancelled": "cancelled",
    "replaced": "replaced by a newer one",
    "carried_out": "carried out, because nobody answered in time",
    "short": "closed, because less than it asks is left",
    "in_case": "closed, because a case has taken the milestone",
}
"""What became of a request to release or return money, as in `the request is …`."""

WISH_KINDS: Final[dict[str, str]] = {"release": "Request for release", "return": "Request for return"}

MOVE_CAUSES: Final[dict[str, str]] = {
    "outage": "The bot was away for a while, and the time that this took is given back",
    "late_reminder": "The last reminder came late, so there is more time",
    "resumed": "The clock runs again",
    "returned": "Welcome back. This still waits for you",
    "agreed": "Both agreed on more time",
    "extended_alone": "{who} took **{time}** more, which each party may once a case",
    "staff": "{who}, a moderator, gave **{time}** more",
}
"""Why a due time is told, at the start of a sentence; who moved it and by how much, where somebody did."""

DUTIES: Final[dict[str, str]] = {
    "response": "answer the case: accept the offer, challenge it, or make another offer",
    "fee": "pay the arbitration fee, or settle the case",
    "closing": "add the last evidence",
    "ruling": "rule",
    "offer_expiry": "accept the offer",
    "idle": "go on with the case",
    "dormancy": "go on with the case",
    "cashier": "answer the deposit",
    "answer": "answer the newest evidence",
    "question": "answer the arbitrator's question",
    "request": "answer the request",
    "proposal": "answer the proposal",
    "time_out": "wait for the time-out's end",
}
"""What must be done before a deadline, as in `you must …`."""

FORFEITED: Final[dict[str, str]] = {"response": "answer the case", "fee": "pay the arbitration fee"}
"""What a party who forfeits a case did not do in time, as in `@Ben did not …`."""

DEADLINES: Final[dict[str, str]] = {
    "response": "the time to answer",
    "fee": "the time to pay the other arbitration fee",
    "closing": "the time for the last evidence",
    "ruling": "the time to rule",
    "offer_expiry": "the time to accept the offer",
    "idle": "the time until both are reminded",
    "dormancy": "the time until the case ends for want of any act",
    "cashier": "the time to wait for a cashier",
    "answer": "the time to answer late evidence",
    "question": "the time to answer the arbitrator's question",
    "request": "the time to answer the request",
    "proposal": "the time to answer the proposal",
    "time_out": "a party's time-out",
}
"""What each deadline is, as in `… runs until`."""
