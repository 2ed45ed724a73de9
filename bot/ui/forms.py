"""What forms are made of: titles, fields within Discord's limits, and how a form is found again by its id alone."""

from typing import Final

import discord

from bot.domain.ids import case_name
from bot.ui.buttons import ButtonId, finished

THIS_CASE: Final = "this case"
MOST_FILES: Final = 10
"""How many files Discord lets people add to one form."""

_AMOUNT_LENGTH: Final = 30
_DURATION_LENGTH: Final = 30


class Form(discord.ui.Modal):
    """A form whose id says everything; discord.py keeps nothing of it."""


Field = discord.ui.Label[Form]


def text_field(
    name: str,
    label: str,
    *,
    description: str | None = None,
    lengths: tuple[int, int],
    required: bool = True,
    long: bool = False,
    placeholder: str | None = None,
    value: str | None = None,
) -> Field:
    """Words, in one line or in several."""
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


def amount_field(name: str, label: str, description: str, *, required: bool, value: str | None = None) -> Field:
    """An amount of money, as typed."""
    return text_field(
        name,
        label,
        description=description,
        lengths=(1, _AMOUNT_LENGTH),
        required=required,
        placeholder="250.00",
        value=value,
    )


def duration_field(name: str, label: str, description: str, *, required: bool) -> Field:
    """A duration, as typed."""
    return text_field(
        name,
        label,
        description=description,
        lengths=(1, _DURATION_LENGTH),
        required=required,
        placeholder="2d, 36h or 1d 12h",
    )


def files_field(label: str = "Files (optional)") -> Field:
    """Up to ten files, under the name `files`; none are needed."""
    upload: discord.ui.FileUpload[Form] = discord.ui.FileUpload(
        custom_id="files", required=False, min_values=0, max_values=MOST_FILES
    )
    description = "Up to ten. Each is copied and hashed, so that it can be proved later."
    return discord.ui.Label(text=label, description=description, component=upload)


def choice_field(name: str, label: str, description: str, choices: dict[str, str]) -> Field:
    """One of a few choices, as value and label; the first is chosen already."""
    options = [
        discord.SelectOption(value=value, label=shown, default=number == 0)
        for number, (value, shown) in enumerate(choices.items())
    ]
    select: discord.ui.Select[Form] = discord.ui.Select(custom_id=name, options=options)
    return discord.ui.Label(text=label, description=description, component=select)


def member_field(name: str, label: str, description: str) -> Field:
    """A member of the server."""
    select: discord.ui.UserSelect[Form] = discord.ui.UserSelect(custom_id=name)
    return discord.ui.Label(text=label, description=description, component=select)


def tick_field(name: str, label: str, description: str) -> Field:
    """Yes or no; no until it is ticked."""
    box: discord.ui.Checkbox[Form] = discord.ui.Checkbox(custom_id=name)
    return discord.ui.Label(text=label, description=description, component=box)


def make_form(title: str, button: ButtonId, *fields: Field) -> Form:
    """The form of a button, already stopped."""
    form = Form(title=title, custom_id=button.text, timeout=None)
    for field in fields:
        form.add_item(field)
    return finished(form)


def case_of(button: ButtonId) -> str:
    """The case's name for a title."""
    # A form is opened before anything can be looked up: 0 stands for the room's own case.
    return case_name(button.subject_id) if button.subject_id else THIS_CASE
