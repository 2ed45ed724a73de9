"""Forms. Each is opened at once, without a look into the database, and handled by its id alone when it is sent."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

import discord

from bot.domain.ids import case_name
from bot.domain.texts import LENGTHS
from bot.ui.buttons import Act, ButtonId
from bot.ui.forms import (
    Form,
    amount_field,
    case_of,
    duration_field,
    files_field,
    make_form,
    text_field,
    tick_field,
)
from bot.ui.modals_milestones import MILESTONE_MODALS
from bot.ui.modals_staff import STAFF_MODALS

TICKED: Final = "yes"
"""The value of a box that is ticked."""

_EXHIBIT_LENGTH: Final = 10


def challenge_modal(button: ButtonId) -> Form:
    """`statement`, `offer`: the respondent's answer in stage 1 (R5.1)."""
    return make_form(
        f"Challenge {case_of(button)}",
        button,
        text_field(
            "statement",
            "Why don't you agree?",
            description="Your side of the story. The other party and staff read it.",
            lengths=LENGTHS["statement"],
            long=True,
            placeholder="What was agreed, what was delivered, what you think is fair.",
        ),
        amount_field(
            "offer",
            "Your own offer (optional)",
            "What the freelancer should get of the amount in dispute.",
            required=False,
        ),
    )


def counter_modal(button: ButtonId) -> Form:
    """`amount`, `note`, `expires`: a new offer (R7.1)."""
    return make_form(
        f"Make an offer in {case_of(button)}",
        button,
        amount_field(
            "amount",
            "What the freelancer gets",
            "Of the amount in dispute; the rest goes to the client.",
            required=True,
        ),
        text_field(
            "note",
            "Note (optional)",
            description="Why this is fair. The other party reads it.",
            lengths=LENGTHS["note"],
            required=False,
            long=True,
        ),
        duration_field(
            "expires",
            "Valid for (optional)",
            "How long the offer stands. Left out: until it is answered, withdrawn or replaced.",
            required=False,
        ),
    )


def decline_modal(button: ButtonId) -> Form:
    """`reason`: a no to an offer."""
    which = "the offer" if button.number is None else f"offer {button.number}"
    return make_form(
        f"Decline {which} in {case_of(button)}",
        button,
        text_field(
            "reason",
            "Why? (optional)",
            description="The other party reads it. The case goes on either way.",
            lengths=LENGTHS["decline_reason"],
            required=False,
            long=True,
        ),
    )


def evidence_modal(button: ButtonId, description: str | None = None) -> Form:
    """`description`, `link`, `files`: an exhibit (R8.1)."""
    longest = LENGTHS["description"][1]
    return make_form(
        f"Add evidence to {case_of(button)}",
        button,
        text_field(
            "description",
            "What does it show?",
            description="Both parties and the case's staff read it. It can't be edited later.",
            lengths=LENGTHS["description"],
            long=True,
            value=None if description is None else description[:longest],
        ),
        text_field(
            "link",
            "Link (optional)",
            description="Kept as text. What the page shows is not copied and may change.",
            lengths=LENGTHS["link"],
            required=False,
            placeholder="https://example.com/chat-log",
        ),
        files_field(),
    )


def withdraw_evidence_modal(button: ButtonId) -> Form:
    """`exhibit`: a party takes an exhibit back (R8.3)."""
    return make_form(
        f"Withdraw an exhibit of {case_name(button.subject_id)}",
        button,
        text_field(
            "exhibit",
            "Which exhibit?",
            description="One of your own. It stays in the record, marked as withdrawn.",
            lengths=(1, _EXHIBIT_LENGTH),
            placeholder="C-1",
        ),
    )


def withdraw_case_modal(button: ButtonId) -> Form:
    """`reason`: the claimant takes the case back (R5.6)."""
    return make_form(
        f"Withdraw {case_of(button)}",
        button,
        text_field(
            "reason",
            "Why? (optional)",
            description="You will see what follows and can still say no. Staff and the other party read it.",
            lengths=LENGTHS["withdrawal_reason"],
            required=False,
            long=True,
        ),
    )


def rule_modal(button: ButtonId, amount: str | None = None) -> Form:
    """`freelancer_amount`, `findings`: the ruling (R10.2)."""
    return make_form(
        f"Rule on {case_of(button)}",
        button,
        amount_field(
            "freelancer_amount",
            "What the freelancer gets",
            "Of the amount in dispute; the rest goes to the client. 0 is possible.",
            required=True,
            value=amount,
        ),
        text_field(
            "findings",
            "Findings",
            description="What you found and why you decide so. Both parties can read it for ever.",
            lengths=LENGTHS["findings"],
            long=True,
        ),
    )


def escalate_modal(button: ButtonId) -> Form:
    """`reason`: a moderator sends the case to arbitration (R5.8)."""
    return make_form(
        f"Escalate {case_of(button)}",
        button,
        text_field(
            "reason",
            "Why?",
            description="Both parties read it. Fees are waived, and the parties' deadlines stop.",
            lengths=LENGTHS["staff_reason"],
            long=True,
        ),
    )


def more_time_modal(button: ButtonId) -> Form:
    """`duration`, `alone`, `reason`: more time by agreement, or alone once a case (R9.7)."""
    return make_form(
        f"More time in {case_of(button)}",
        button,
        duration_field("duration", "How much more?", "With the other side's consent up to 30 days.", required=True),
        tick_field(
            "alone",
            "Take it alone",
            "Without asking: once a case, on your own deadline, up to 48 hours and never more than its time.",
        ),
        text_field(
            "reason",
            "Why? (optional)",
            description="The other party reads it.",
            lengths=LENGTHS["withdrawal_reason"],
            required=False,
            long=True,
        ),
    )


def answer_question_modal(button: ButtonId) -> Form:
    """`text`, `files`: the answer to the arbitrator's question (R10.2)."""
    return make_form(
        f"Answer in {case_of(button)}",
        button,
        text_field(
            "text",
            "Your answer",
            description="To the oldest question that is open for you. Both sides and the arbitrator read it.",
            lengths=LENGTHS["answer"],
            long=True,
        ),
        files_field(),
    )


def deposit_and_pay_modal(button: ButtonId, amount: str | None = None) -> Form:
    """`amount`, `reference`: money for the arbitration fee, which is paid once a cashier confirms it (R5.4)."""
    return make_form(
        f"Deposit and pay in {case_of(button)}",
        button,
        amount_field(
            "amount",
            "How much do you bring in?",
            "At least what your wallet lacks for the fee. A cashier confirms it, and the fee is paid at once.",
            required=True,
            value=amount,
        ),
        text_field(
            "reference",
            "Reference (optional)",
            description="The payment's number, so that the cashier finds it.",
            lengths=LENGTHS["reference"],
            required=False,
        ),
    )


MODALS: Final[dict[Act, Callable[[ButtonId], Form]]] = {
    Act.CHALLENGE: challenge_modal,
    Act.COUNTER: counter_modal,
    Act.DECLINE: decline_modal,
    Act.ADD_EVIDENCE: evidence_modal,
    Act.WITHDRAW_EVIDENCE: withdraw_evidence_modal,
    Act.WITHDRAW_CASE: withdraw_case_modal,
    Act.MORE_TIME: more_time_modal,
    Act.ANSWER_QUESTION: answer_question_modal,
    Act.DEPOSIT_AND_PAY: deposit_and_pay_modal,
    Act.RULE: rule_modal,
    Act.ESCALATE: escalate_modal,
    **MILESTONE_MODALS,
    **STAFF_MODALS,
}
"""The form of each act that asks for words; the other acts need none."""


def modal_for(button: ButtonId) -> Form | None:
    """The form that a button opens, or None for a button that acts by itself."""
    make = MODALS.get(Act(button.act)) if button.act in set(Act) else None
    return None if make is None else make(button)


def _inputs(components: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if "custom_id" in component:
            yield component
        inner = component.get("component")
        if isinstance(inner, Mapping):
            yield from _inputs([cast("Mapping[str, Any]", inner)])
        yield from _inputs(cast("list[Mapping[str, Any]]", component.get("components", [])))


_CHOSEN: Final = (discord.ComponentType.select.value, discord.ComponentType.user_select.value)


def _value_of(field: Mapping[str, Any]) -> str:
    value = field.get("value")
    if field.get("type") in _CHOSEN:
        value = next(iter(cast("list[str]", field.get("values") or [])), None)
    if isinstance(value, bool):
        return TICKED if value else ""
    return "" if value is None else str(value)


def values_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, chosen or ticked in a form, by field, from the interaction's raw data.

    Fields left empty or not ticked are left out; files come apart, as the interaction's attachments.
    """
    fields = _inputs(cast("list[Mapping[str, Any]]", data.get("components", [])))
    values = {str(field["custom_id"]): _value_of(field) for field in fields}
    return {name: value for name, value in values.items() if value.strip()}
