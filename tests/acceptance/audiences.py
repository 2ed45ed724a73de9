"""Who may see what: one table for people's words, files and amounts, one for what the bot tells by itself."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from bot.services.ports import EffectKind


class Eye(Enum):
    """What somebody is to a matter: a case, a milestone, a wallet."""

    PARTY = auto()
    """Client or freelancer of the case or milestone."""
    MODERATOR = auto()
    ARBITRATOR = auto()
    """Who has, or had and ruled, the case."""
    ARBITRATORS = auto()
    """Any arbitrator while the case is in arbitration and nobody has it."""
    HOLDER = auto()
    """Whose wallet it is."""
    CASHIER = auto()
    ADMIN = auto()
    """Who configures the server: the admin who asked for something, or its owner."""


_CASE: Final = frozenset({Eye.PARTY, Eye.MODERATOR, Eye.ARBITRATOR, Eye.ARBITRATORS})
# Who decides a case reads what was agreed on in its milestones, and what was asked for there.
_MILESTONE: Final = _CASE
_MONEY: Final = frozenset({Eye.HOLDER, Eye.CASHIER})

MAY_SEE: Final[dict[str, frozenset[Eye]]] = {
    # A case: what people wrote, handed in and offered.
    "reason": _CASE,
    "category": _CASE,
    "statement": _CASE,
    "note": _CASE,
    "decline_reason": _CASE,
    "withdrawal_reason": _CASE,
    "extension_reason": _CASE,
    "staff_reason": _CASE,
    "description": _CASE,
    "link": _CASE,
    "file_name": _CASE,
    "file": _CASE,
    "question": _CASE,
    "answer": _CASE,
    "room_message": _CASE,
    "disputed_amount": _CASE,
    "offer_amount": _CASE,
    "fee_amount": _CASE,
    "findings": _CASE,
    "ruled_amount": _CASE,
    # Where offers are hidden from arbitrators, until the ruling (R7.5).
    "hidden_offer": frozenset({Eye.PARTY, Eye.MODERATOR}),
    "hidden_note": frozenset({Eye.PARTY, Eye.MODERATOR}),
    # What staff write to each other (R10.1, R11.3).
    "staff_note": frozenset({Eye.MODERATOR, Eye.ARBITRATOR, Eye.ARBITRATORS}),
    "recuse_reason": frozenset({Eye.MODERATOR, Eye.ARBITRATOR}),
    # A ruling that was only looked at.
    "unruled_findings": frozenset({Eye.ARBITRATOR}),
    "unruled_amount": frozenset({Eye.ARBITRATOR}),
    # An offer, withdrawal or filing that was only looked at.
    "unmade_offer": frozenset({Eye.PARTY}),
    # Milestones; their titles stand in lists of cases.
    "title": _CASE,
    "project": _MILESTONE,
    "terms": _MILESTONE,
    "milestone_amount": _MILESTONE,
    "request_note": _MILESTONE,
    "request_reason": _MILESTONE,
    "request_amount": _MILESTONE,
    "proposal_reason": _MILESTONE,
    "proposal_amount": _MILESTONE,
    # Wallets, and earned fees that are paid out. A notice that can't be delivered directly goes to staff: its amount,
    # not its words (R12.2).
    "reference": _MONEY,
    "cashier_reason": _MONEY,
    "cashier_reference": _MONEY,
    "wallet_amount": _MONEY,
    "undelivered_amount": _MONEY | {Eye.MODERATOR},
    "balance": frozenset({Eye.HOLDER}),
    # The history of the configuration.
    "admin_reason": frozenset({Eye.ADMIN}),
}
"""By kind of content. A server's administrators can see all channels, and are left out of account there."""


@dataclass(frozen=True)
class Told:
    """Where a notice goes, and whose matter it is when it goes to somebody directly."""

    places: frozenset[EffectKind]
    whose: Eye | None = None


_ROOM: Final = Told(frozenset({EffectKind.ROOM_POST}))
_BOTH: Final = Told(frozenset({EffectKind.ROOM_POST, EffectKind.DIRECT}), Eye.PARTY)
_DIRECT: Final = Told(frozenset({EffectKind.DIRECT}), Eye.PARTY)
_STAFF: Final = Told(frozenset({EffectKind.STAFF_POST}))
_CASHIERS: Final = Told(frozenset({EffectKind.CASHIER_POST}))
_FILES: Final = Told(frozenset({EffectKind.CASE_FILE}), Eye.PARTY)
_ADMIN: Final = Told(frozenset({EffectKind.DIRECT}), Eye.ADMIN)
_HOLDER: Final = Told(frozenset({EffectKind.DIRECT}), Eye.HOLDER)

NOTICES_GO_TO: Final[dict[str, Told]] = {
    **dict.fromkeys(
        (
            "answer_asked",
            "answer_window",
            "arbitrator_claimed",
            "arbitrator_recused",
            "guest_removed",
            "ruling_late",
            "challenged",
            "deposit_awaited",
            "evidence_closed",
            "exhibit_added",
            "exhibit_withdrawn",
            "extension_refused",
            "fee_paid",
            "idle",
            "not_evidence",
            "offer_declined",
            "offer_expired",
            "offer_made",
            "offer_withdrawn",
            "party_freed",
            "party_left",
            "party_restricted",
            "party_returned",
            "rest_stated",
            "room_remade",
            "withdrawal_refused",
            "escalated",
        ),
        _ROOM,
    ),
    **dict.fromkeys(
        (
            "arbitration_began",
            "arbitration_opened",
            "case_held",
            "case_opened",
            "case_resumed",
            "clock_held",
            "clock_moved",
            "ended_conceded",
            "ended_dormant",
            "ended_forfeited",
            "ended_ruled",
            "ended_settled",
            "ended_withdrawn",
            "extension_asked",
            "fee_due",
            "question_asked",
            "reminder",
            "withdrawal_asked",
        ),
        _BOTH,
    ),
    **dict.fromkeys(
        (
            "ended_split",
            "milestone_funded",
            "milestone_proposed",
            "milestone_release",
            "milestone_return",
            "negotiation_began",
            "proposal_declined",
            "proposal_lapsed",
            "request_carried_out",
            "request_closed",
            "request_held",
            "request_made",
            "request_reminder",
            "request_resumed",
        ),
        _DIRECT,
    ),
    **dict.fromkeys(
        (
            "staff_arbitration_began",
            "staff_arbitrator_lost",
            "staff_arbitrator_recused",
            "staff_ruling_late",
            "staff_case_opened",
            "staff_cases_channel",
            "staff_cases_channel",
            "staff_clock_held",
            "staff_clock_jumped",
            "staff_escalated",
            "staff_idle",
            "staff_party_left",
            "staff_party_restricted",
            "staff_party_returned",
            "staff_room_stays",
            "staff_room_stays",
            "staff_ruling_needed",
            "staff_set_up_done",
            "staff_without_members",
            "staff_without_message_content",
        ),
        _STAFF,
    ),
    **dict.fromkeys(
        ("staff_case_assigned", "staff_ruling_reminder"),
        Told(frozenset({EffectKind.STAFF_POST, EffectKind.DIRECT}), Eye.ARBITRATOR),
    ),
    # The arbitrator, where offers are hidden and they have no access to the room (R7.5).
    "question_answered": Told(frozenset({EffectKind.ROOM_POST, EffectKind.DIRECT}), Eye.ARBITRATOR),
    "place_freed": Told(frozenset({EffectKind.DIRECT}), Eye.ARBITRATOR),
    # The room's people have it, the parties directly, and whom the server lets read its records.
    "case_file": _FILES,
    "heads": Told(frozenset({EffectKind.RECORDS_POST})),
    **dict.fromkeys(("set_up_refused",), _ADMIN),
    "staff_set_up_gone": Told(frozenset({EffectKind.STAFF_POST, EffectKind.DIRECT}), Eye.ADMIN),
    **dict.fromkeys(
        (
            "confirmed_by_two",
            "deposit_half_confirmed",
            "deposit_requested",
            "payout_requested",
            "withdrawal_half_confirmed",
            "withdrawal_requested",
        ),
        _CASHIERS,
    ),
    **dict.fromkeys(
        (
            "deposit_confirmed",
            "deposit_declined",
            "payout_confirmed",
            "payout_declined",
            "withdrawal_confirmed",
            "withdrawal_declined",
        ),
        _HOLDER,
    ),
}
"""By the key of a notice's text."""

SILENT_EFFECTS: Final = frozenset(
    {
        EffectKind.ROOM_OPEN,
        EffectKind.ROOM_ACCESS,
        EffectKind.ROOM_CHECK,
        EffectKind.ROOM_REMOVE,
        EffectKind.PARTY_CHECK,
        EffectKind.SET_UP,
        EffectKind.CARD,
    }
)
"""What is done in a room without words of its own; the card shows what the case's content allows."""
