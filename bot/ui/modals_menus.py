"""Forms that context menus open."""

from bot.ui.buttons import ButtonId
from bot.ui.forms import Form, make_form, text_field

_CASE_LENGTH = 20


def message_evidence_modal(button: ButtonId) -> Form:
    """`case`: which case a message is evidence in, asked outside its room (R8.1)."""
    return make_form(
        "Add this message as evidence",
        button,
        text_field(
            "case",
            "In which case?",
            description="The message and its files are copied. Both parties and the case's staff read them.",
            lengths=(1, _CASE_LENGTH),
            placeholder="CASE-0042",
        ),
    )
