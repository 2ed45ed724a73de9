"""Forms. Each is opened at once, without a look into the database, and handled by its id alone when it is sent."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

import discord

from bot.domain.ids import case_name, wallet_request_name
from bot.domain.texts import LENGTHS
from bot.ui.buttons import Act, ButtonId, finished

_AMOUNT_LENGTH: Final = 30
_DURATION_LENGTH: Final = 30
_EXHIBIT_LENGTH: Final = 10
THIS_CASE: Final = "this case"


class Form(discord.ui.Modal):
    """A form whose id says everything; discord.py keeps nothing of it."""


def _field(
    name: str,
    label: str,
    *,
    description: str | None = None,
    lengths: tuple[int, int],
    required: bool = True,
    long: bool = False,
    placeholder: str | None = None,
    value: str | None = None,
) -> "discord.ui.Label[Form]":
    shortest, longest = lengths
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    text_input: discord.ui.TextInput[Form] = discord.ui.TextInput(
        custom_id=name,
        style=style,
        required=required,
        min_length=shortest if required else None,
        max_length=longest,
        placeholder=placeholder,
        default=value,
    )
    return discord.ui.Label(text=label, description=description, component=text_input)


def _form(title: str, button: ButtonId, *fields: "discord.ui.Label[Form]") -> Form:
    form = Form(title=title, custom_id=button.text, timeout=None)
    for field in fields:
        form.add_item(field)
    return finished(form)


def _case(button: ButtonId) -> str:
    # A form is opened before anything can be looked up: 0 stands for the room's own case.
    return case_name(button.subject_id) if button.subject_id else THIS_CASE


def _amount(
    name: str, label: str, description: str, *, required: bool, value: str | None = None
) -> "discord.ui.Label[Form]":
    return _field(
        name,
        label,
        description=description,
        lengths=(1, _AMOUNT_LENGTH),
        required=required,
        placeholder="250.00",
        # A part of an amount is another amount: one that is too long to be any is left out as a whole.
        value=None if value is None or len(value) > _AMOUNT_LENGTH else value,
    )


def challenge_modal(button: ButtonId) -> Form:
    """`statement`, `offer`: the respondent's answer in stage 1 (R5.1)."""
    return _form(
        f"Challenge {_case(button)}",
        button,
        _field(
            "statement",
            "Why don't you agree?",
            description="Your side of the story. The other party and staff read it.",
            lengths=LENGTHS["statement"],
            long=True,
            placeholder="What was agreed, what was delivered, what you think is fair.",
        ),
        _amount(
            "offer",
            "Your own offer (optional)",
            "What the freelancer should get of the amount in dispute.",
            required=False,
        ),
    )


def counter_modal(button: ButtonId) -> Form:
    """`amount`, `note`, `expires`: a new offer (R7.1)."""
    return _form(
        f"Make an offer in {_case(button)}",
        button,
        _amount(
            "amount",
            "What the freelancer gets",
            "Of the amount in dispute; the rest goes to the client.",
            required=True,
        ),
        _field(
            "note",
            "Note (optional)",
            description="Why this is fair. The other party reads it.",
            lengths=LENGTHS["note"],
            required=False,
            long=True,
        ),
        _field(
            "expires",
            "Valid for (optional)",
            description="How long the offer stands. Left out: until it is answered, withdrawn or replaced.",
            lengths=(1, _DURATION_LENGTH),
            required=False,
            placeholder="2d, 36h or 1d 12h",
        ),
    )


def decline_modal(button: ButtonId) -> Form:
    """`reason`: a no to an offer."""
    which = "the offer" if button.number is None else f"offer {button.number}"
    return _form(
        f"Decline {which} in {_case(button)}",
        button,
        _field(
            "reason",
            "Why? (optional)",
            description="The other party reads it. The case goes on either way.",
            lengths=LENGTHS["decline_reason"],
            required=False,
            long=True,
        ),
    )


def evidence_modal(button: ButtonId, description: str | None = None) -> Form:
    """`description`, `link`: an exhibit (R8.1)."""
    longest = LENGTHS["description"][1]
    return _form(
        f"Add evidence to {_case(button)}",
        button,
        _field(
            "description",
            "What does it show?",
            description="Both parties and the case's staff read it. It can't be edited later.",
            lengths=LENGTHS["description"],
            long=True,
            value=None if description is None else description[:longest],
        ),
        _field(
            "link",
            "Link (optional)",
            description="Kept as text. What the page shows is not copied and may change.",
            lengths=LENGTHS["link"],
            required=False,
            placeholder="https://example.com/chat-log",
        ),
    )


def withdraw_evidence_modal(button: ButtonId) -> Form:
    """`exhibit`: a party takes an exhibit back (R8.3)."""
    return _form(
        f"Withdraw an exhibit of {case_name(button.subject_id)}",
        button,
        _field(
            "exhibit",
            "Which exhibit?",
            description="One of your own. It stays in the record, marked as withdrawn.",
            lengths=(1, _EXHIBIT_LENGTH),
            placeholder="C-1",
        ),
    )


def withdraw_case_modal(button: ButtonId) -> Form:
    """`reason`: the claimant takes the case back (R5.6)."""
    return _form(
        f"Withdraw {_case(button)}",
        button,
        _field(
            "reason",
            "Why? (optional)",
            description="You will see what follows and can still say no.",
            lengths=LENGTHS["withdrawal_reason"],
            required=False,
            long=True,
        ),
    )


def rule_modal(button: ButtonId, amount: str | None = None) -> Form:
    """`freelancer_amount`, `findings`: the ruling (R10.2)."""
    return _form(
        f"Rule on {_case(button)}",
        button,
        _amount(
            "freelancer_amount",
            "What the freelancer gets",
            "Of the amount in dispute; the rest goes to the client. 0 is possible.",
            required=True,
            value=amount,
        ),
        _field(
            "findings",
            "Findings",
            description="What you found and why you decide so. Both parties can read it for ever.",
            lengths=LENGTHS["findings"],
            long=True,
        ),
    )


def escalate_modal(button: ButtonId) -> Form:
    """`reason`: a moderator sends the case to arbitration (R5.8)."""
    return _form(
        f"Escalate {_case(button)}",
        button,
        _field(
            "reason",
            "Why?",
            description="Both parties read it. Fees are waived, and the parties' deadlines stop.",
            lengths=LENGTHS["staff_reason"],
            long=True,
        ),
    )


def cashier_confirm_modal(button: ButtonId) -> Form:
    """`amount`, `reference`: the money came in or went out (R2.8)."""
    return _form(
        f"Confirm {wallet_request_name(button.subject_id)}",
        button,
        _amount(
            "amount",
            "Amount received (optional)",
            "Only for a deposit, if it isn't the amount asked for.",
            required=False,
        ),
        _field(
            "reference",
            "Reference (optional)",
            description="The payment's number, so that it can be found again.",
            lengths=LENGTHS["reference"],
            required=False,
        ),
    )


def cashier_decline_modal(button: ButtonId) -> Form:
    """`reason`: a cashier says no."""
    return _form(
        f"Decline {wallet_request_name(button.subject_id)}",
        button,
        _field(
            "reason",
            "Why?",
            description="The member who asked reads it.",
            lengths=LENGTHS["staff_reason"],
            long=True,
        ),
    )


MODALS: Final[dict[Act, Callable[[ButtonId], Form]]] = {
    Act.CHALLENGE: challenge_modal,
    Act.COUNTER: counter_modal,
    Act.DECLINE: decline_modal,
    Act.ADD_EVIDENCE: evidence_modal,
    Act.WITHDRAW_EVIDENCE: withdraw_evidence_modal,
    Act.WITHDRAW_CASE: withdraw_case_modal,
    Act.RULE: rule_modal,
    Act.ESCALATE: escalate_modal,
    Act.CASHIER_CONFIRM: cashier_confirm_modal,
    Act.CASHIER_DECLINE: cashier_decline_modal,
}
"""The form of each act that asks for words; the other acts need none."""


def modal_for(button: ButtonId) -> Form | None:
    """The form that a button opens, or None for a button that acts by itself."""
    make = MODALS.get(Act(button.act)) if button.act in set(Act) else None
    return None if make is None else make(button)


def _inputs(components: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if "custom_id" in component and "value" in component:
            yield component
        inner = component.get("component")
        if isinstance(inner, Mapping):
            yield from _inputs([cast("Mapping[str, Any]", inner)])
        yield from _inputs(cast("list[Mapping[str, Any]]", component.get("components", [])))


def values_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What was typed into a form, by field, from the interaction's raw data; fields left empty are left out."""
    components = cast("list[Mapping[str, Any]]", data.get("components", []))
    return {
        str(found["custom_id"]): str(found["value"])
        for found in _inputs(components)
        if str(found["value"] or "").strip()
    }
