"""Forms of staff: a case's clocks, its arbitrator, its guests, and requests for money."""

from collections.abc import Callable
from typing import Final

from bot.domain.ids import wallet_request_name
from bot.domain.texts import LENGTHS
from bot.ui.buttons import Act, ButtonId
from bot.ui.forms import (
    Field,
    Form,
    amount_field,
    case_of,
    choice_field,
    duration_field,
    make_form,
    member_field,
    text_field,
)


def hold_modal(button: ButtonId) -> Form:
    """`reason`: a moderator stops all the case's clocks (R9.8)."""
    return make_form(
        f"Hold the clocks of {case_of(button)}",
        button,
        _staff_reason("Both parties read it. Nobody loses anything meanwhile; what is left of each clock stays."),
    )


def give_time_modal(button: ButtonId) -> Form:
    """`duration`, `reason`: a moderator gives more time (R9.7)."""
    return make_form(
        f"Give more time in {case_of(button)}",
        button,
        duration_field("duration", "How much more?", "For the parties' next deadline; up to 30 days.", required=True),
        _staff_reason("It stands in the record."),
    )


def ask_modal(button: ButtonId) -> Form:
    """`party`, `question`, `window`: the arbitrator asks (R10.2)."""
    return make_form(
        f"Ask in {case_of(button)}",
        button,
        choice_field(
            "party",
            "Whom?",
            "Everybody in the room can read question and answers.",
            {"both": "Both parties", "claimant": "The claimant", "respondent": "The respondent"},
        ),
        text_field("question", "What do you want to know?", lengths=LENGTHS["question"], long=True),
        duration_field(
            "window",
            "Time to answer (optional)",
            "Up to 4 days; left out, what the rulebook says. Your own clock stands meanwhile.",
            required=False,
        ),
    )


def assign_modal(button: ButtonId) -> Form:
    """`member`: a moderator gives the case to an arbitrator (R10.1)."""
    who = member_field("member", "Who shall decide it?", "An arbitrator who has no part in the case.")
    return make_form(f"Assign {case_of(button)}", button, who)


def recuse_modal(button: ButtonId) -> Form:
    """`reason`: the arbitrator gives the case up for good (R10.2)."""
    return make_form(f"Give up {case_of(button)}", button, _staff_reason("Only moderators read it."))


def remove_guest_modal(button: ButtonId) -> Form:
    """`member`, `reason`: a moderator takes somebody out of the room (R10.1)."""
    return make_form(
        f"Remove a guest from {case_of(button)}",
        button,
        member_field("member", "Whom?", "Who has no place there. Parties and the case's arbitrator stay."),
        _staff_reason("Everybody in the room reads it."),
    )


def _staff_reason(description: str) -> Field:
    return text_field("reason", "Why?", description=description, lengths=LENGTHS["staff_reason"], long=True)


def cashier_confirm_modal(button: ButtonId) -> Form:
    """`amount`, `reference`: the money came in or went out (R2.8)."""
    return make_form(
        f"Confirm {wallet_request_name(button.subject_id)}",
        button,
        amount_field(
            "amount",
            "Amount received (optional)",
            "Only for a deposit, if it isn't the amount asked for.",
            required=False,
        ),
        text_field(
            "reference",
            "Reference (optional)",
            description="The payment's number, so that it can be found again.",
            lengths=LENGTHS["reference"],
            required=False,
        ),
    )


def cashier_decline_modal(button: ButtonId) -> Form:
    """`reason`: a cashier says no."""
    return make_form(
        f"Decline {wallet_request_name(button.subject_id)}",
        button,
        text_field(
            "reason",
            "Why?",
            description="The member who asked reads it.",
            lengths=LENGTHS["staff_reason"],
            long=True,
        ),
    )


STAFF_MODALS: Final[dict[Act, Callable[[ButtonId], Form]]] = {
    Act.HOLD: hold_modal,
    Act.GIVE_TIME: give_time_modal,
    Act.ASK: ask_modal,
    Act.ASSIGN: assign_modal,
    Act.RECUSE: recuse_modal,
    Act.REMOVE_GUEST: remove_guest_modal,
    Act.CASHIER_CONFIRM: cashier_confirm_modal,
    Act.CASHIER_DECLINE: cashier_decline_modal,
}
"""The form of each such act."""
