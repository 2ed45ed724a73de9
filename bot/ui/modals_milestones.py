"""Forms about milestones: proposals, requests, moving money, and opening a case about them."""

from collections.abc import Callable
from typing import Final

from bot.domain.ids import milestone_name
from bot.domain.texts import LENGTHS
from bot.ui.buttons import Act, ButtonId
from bot.ui.forms import Field, Form, amount_field, files_field, make_form, text_field

_CURRENCY_LENGTH: Final = 3


def _milestone(button: ButtonId) -> str:
    """The milestone's name for a title, from a button in a direct message too."""
    return milestone_name(int(button.subject.split("-")[-1]))


def _no(title: str, button: ButtonId) -> Form:
    reason = text_field(
        "reason",
        "Why? (optional)",
        description="The other side reads it.",
        lengths=LENGTHS["decline_reason"],
        required=False,
        long=True,
    )
    return make_form(title, button, reason)


def decline_proposal_modal(button: ButtonId) -> Form:
    """`reason`: the client says no to a proposal (R3.1)."""
    return _no(f"Decline {_milestone(button)}", button)


def decline_request_modal(button: ButtonId) -> Form:
    """`reason`: the other side says no to a request (R3.4)."""
    return _no(f"Decline the request in {_milestone(button)}", button)


def _part(description: str) -> Field:
    return amount_field("amount", "Amount (optional)", description, required=False)


_ALL: Final = "Left out: all that no case has locked."


def release_modal(button: ButtonId) -> Form:
    """`amount`: the client pays the freelancer (R3.3)."""
    return make_form(f"Release money of {_milestone(button)}", button, _part(_ALL))


def return_modal(button: ButtonId) -> Form:
    """`amount`: the freelancer gives back (R3.3)."""
    return make_form(f"Return money of {_milestone(button)}", button, _part(_ALL))


def _request(title: str, button: ButtonId) -> Form:
    note = text_field(
        "note",
        "Note (optional)",
        description="What it is for. The other side reads it.",
        lengths=LENGTHS["note"],
        required=False,
        long=True,
    )
    return make_form(title, button, _part(_ALL), note)


def request_release_modal(button: ButtonId) -> Form:
    """`amount`, `note`: the freelancer asks to be paid (R3.4)."""
    return _request(f"Request release of {_milestone(button)}", button)


def request_return_modal(button: ButtonId) -> Form:
    """`amount`, `note`: the client asks for money back (R3.4)."""
    return _request(f"Request return of {_milestone(button)}", button)


def propose_modal(button: ButtonId) -> Form:
    """`title`, `amount`, `currency`, `terms`: a freelancer proposes a milestone to the member that is named (R3.1)."""
    return make_form(
        "Propose a milestone",
        button,
        text_field("title", "What is it for?", lengths=LENGTHS["title"], placeholder="Landing page, first draft"),
        amount_field("amount", "Amount", "What the client puts into escrow for it.", required=True),
        text_field(
            "currency",
            "Currency (optional)",
            description="Left out: this server's usual one.",
            lengths=(_CURRENCY_LENGTH, _CURRENCY_LENGTH),
            required=False,
            placeholder="USD",
        ),
        text_field(
            "terms",
            "Terms (optional)",
            description="What exactly is to be delivered, by when, how it is accepted.",
            lengths=LENGTHS["terms"],
            required=False,
            long=True,
        ),
    )


def open_case_modal(button: ButtonId) -> Form:
    """`offer`, `reason`, `amount`, `category`, `files`: a case about the milestones that the id names (R4.1)."""
    first, *more = button.milestone_ids
    others = f" and {len(more)} more" if more else ""
    return make_form(
        f"Open a dispute about {milestone_name(first)}{others}",
        button,
        amount_field(
            "offer",
            "Your offer: what the freelancer gets",
            "Of the amount in dispute; the rest goes to the client. What would you settle for?",
            required=True,
        ),
        text_field(
            "reason",
            "What went wrong?",
            description="At least 20 characters. The other side and staff read it.",
            lengths=LENGTHS["reason"],
            long=True,
        ),
        amount_field(
            "amount",
            "Amount in dispute (optional)",
            "Left out: all that no case has locked. Where arbitration begins at once it is always all.",
            required=False,
        ),
        text_field(
            "category",
            "Category (optional)",
            description="A word or two, such as quality or late.",
            lengths=LENGTHS["category"],
            required=False,
        ),
        files_field("Evidence at hand (optional)"),
    )


MILESTONE_MODALS: Final[dict[Act, Callable[[ButtonId], Form]]] = {
    Act.DECLINE_PROPOSAL: decline_proposal_modal,
    Act.DECLINE_REQUEST: decline_request_modal,
    Act.RELEASE: release_modal,
    Act.RETURN: return_modal,
    Act.REQUEST_RELEASE: request_release_modal,
    Act.REQUEST_RETURN: request_return_modal,
    Act.PROPOSE: propose_modal,
    Act.OPEN_CASE: open_case_modal,
}
"""The form of each act about milestones that asks for words."""
