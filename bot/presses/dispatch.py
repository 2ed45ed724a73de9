"""Buttons and forms. Their ids name an act and a subject and carry no rights: each use case checks all of it again."""

import dataclasses
import io
import re
from collections.abc import Collection, Mapping
from typing import Any, Final, cast

import discord

from bot.domain.errors import DraftExpired, DraftUsed, NoSuchDraft, Refusal
from bot.domain.stages import Stage
from bot.presses.acts import ASKING, AT_ONCE, DIRECT, FORMS_ASKING, FORMS_AT_ONCE, SHOWING
from bot.presses.forms import FORMS_AT_WORK, Sent
from bot.services.brakes import Hand
from bot.services.receipts import Quote
from bot.ui.actor import OutsideServer, act_for_server, member_of, server_of
from bot.ui.buttons import ANY_STAGE, TEMPLATE, Act, AnyButton, ButtonId
from bot.ui.cards import options_panel, quote_card, receipt_card
from bot.ui.declined import Declined
from bot.ui.intake import uploads_in_form
from bot.ui.modals import MODALS, modal_for, values_of
from bot.ui.notes import note, with_note, without_buttons
from bot.ui.replies import (
    answer,
    defer,
    defer_update,
    desk_of,
    follow_up,
    guarded,
    open_form,
    replace,
    report,
)
from bot.ui.texts_replies import (
    CANCELLED,
    CONFIRMED,
    OLD_BUTTON,
    OLD_BUTTON_IN_ROOM,
    OVER,
    WORDS_FILE,
    WORDS_KEPT,
)

ANSWERED: Final = frozenset({Act.CONFIRM, Act.CANCEL})

_ABOUT_REQUESTS: Final = frozenset({Act.CASHIER_CONFIRM, Act.CASHIER_DECLINE})
_MOST_DIGITS: Final = 9
"""No number of ours has more; the database takes no number of any length."""

_LARGEST_OF_DISCORD: Final = 2**63 - 1
_ABOUT_DISCORD: Final = frozenset({Act.MESSAGE_EVIDENCE, Act.PICK_MILESTONES, Act.PROPOSE})
"""Acts about a message or a member, which Discord numbers."""

_WORTH_KEEPING: Final = 200
"""From so many letters on nobody likes to write a text again."""

PICKING: Final = frozenset({Act.PICK_MILESTONES})
"""Menus to choose from, which open a form about what was chosen."""


def is_ours(custom_id: str) -> bool:
    """Whether a button or form is of the format of today."""
    return TEMPLATE.fullmatch(custom_id) is not None


class PressedButton(discord.ui.DynamicItem[AnyButton], template=TEMPLATE):
    """Any button of ours, also on a message from before a restart: all that it needs is in its id."""

    def __init__(self, item: AnyButton, button: ButtonId) -> None:
        super().__init__(item)
        self.button = button

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction, item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> "PressedButton":
        """The button as discord.py found it in the message."""
        return cls(cast("AnyButton", item), ButtonId.parse(match.string))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Do what the button is for. discord.py would swallow an exception, so none leaves here."""
        await guarded(interaction, press(interaction, self.button))


async def press(interaction: discord.Interaction, pressed: ButtonId) -> None:
    """What a press asks for. Raises a Refusal, or OutsideServer for what doesn't work in direct messages."""
    desk = desk_of(interaction)
    answers = pressed.act in ANSWERED and _is_private(interaction)
    desk.brakes.require(Hand.ANSWER if answers else Hand.PRESS, interaction.user.id)
    button = _within_server(interaction, pressed)
    member = member_of(interaction)
    if answers:
        await _click_on_quote(interaction, button)
        return
    if not _is_known(button):
        await _show_fresh_panel(interaction)
        return
    if button.act == Act.PICK_MILESTONES:
        button = pressed = _picked(interaction)
        # What a menu sends may be anything, and more than it was made for.
        if not (is_ours(button.text) and _is_form(button)):
            await _show_fresh_panel(interaction)
            return
    # The form's id is the button's own, which in a direct message names the server.
    form = modal_for(pressed)
    if form is not None:
        await open_form(interaction, form)
        return
    if button.act in SHOWING and _turns_page(interaction, button):
        await defer_update(interaction)
        await replace(interaction, await SHOWING[button.act](desk.queries, member, button))
        return
    await defer(interaction)
    if button.act in SHOWING:
        await answer(interaction, await SHOWING[button.act](desk.queries, member, button))
    elif button.act in AT_ONCE:
        await desk.run(interaction, AT_ONCE[button.act](button))
    elif button.act == Act.PAY_FEE:
        await desk.pay_fee(interaction, button.subject_id, confirm=False)
    else:
        await desk.quote(interaction, ASKING[button.act](button))


def _within_server(interaction: discord.Interaction, button: ButtonId) -> ButtonId:
    """The button as it would stand in its server; in a direct message it names that too. Raises OutsideServer."""
    if interaction.guild_id is not None:
        return button
    server, _, subject = button.subject.partition("-")
    if button.act not in DIRECT or not subject or not _is_number(server, of_discord=True):
        raise OutsideServer
    act_for_server(interaction, int(server))
    return dataclasses.replace(button, subject=subject)


def _picked(interaction: discord.Interaction) -> ButtonId:
    """The form for a dispute about the milestones that were picked, in their order."""
    data = cast("Mapping[str, Any]", interaction.data or {})
    return ButtonId(Act.OPEN_CASE, "-".join(cast("list[str]", data.get("values", []))))


async def take_form(interaction: discord.Interaction, custom_id: str) -> None:
    """What a form asks for when it is sent; whatever goes wrong takes the one way."""
    await guarded(interaction, _submit_or_give_back(interaction, custom_id))


async def answer_old_button(interaction: discord.Interaction) -> None:
    """A button whose id nobody knows any more is never guessed at: the room's fresh panel instead, if this is one."""
    await guarded(interaction, _press_old(interaction))


async def _press_old(interaction: discord.Interaction) -> None:
    desk_of(interaction).brakes.require(Hand.PRESS, interaction.user.id)
    await _show_fresh_panel(interaction)


async def _submit_or_give_back(interaction: discord.Interaction, custom_id: str) -> None:
    """A form that is refused gives its long words back: Discord keeps nothing of what was typed."""
    try:
        await _submit(interaction, custom_id)
    except (Refusal, Declined) as refusal:
        await report(interaction, refusal)
        longest = max(values_of(cast("Mapping[str, Any]", interaction.data or {})).values(), key=len, default="")
        if len(longest) >= _WORTH_KEEPING:
            await follow_up(interaction, WORDS_KEPT, [discord.File(io.BytesIO(longest.encode()), WORDS_FILE)])


async def _submit(interaction: discord.Interaction, custom_id: str) -> None:
    desk_of(interaction).brakes.require(Hand.ANSWER, interaction.user.id)
    if not is_ours(custom_id):
        await _show_fresh_panel(interaction)
        return
    button = _within_server(interaction, ButtonId.parse(custom_id))
    if not _is_form(button):
        await _show_fresh_panel(interaction)
        return
    await defer(interaction)
    desk = desk_of(interaction)
    subject_id = await _subject_id(interaction, button)
    data = cast("Mapping[str, Any]", interaction.data or {})
    typed = values_of(data)
    if button.act in FORMS_AT_WORK:
        sent = Sent(interaction, desk, button, subject_id, typed, uploads_in_form(data))
        await FORMS_AT_WORK[button.act](sent)
        return
    if button.act in FORMS_AT_ONCE:
        await desk.run(interaction, FORMS_AT_ONCE[button.act](subject_id, button, typed))
        return
    command = FORMS_ASKING[button.act](subject_id, button, typed)
    await desk.carry_out(interaction, command, confirm=button.act == Act.RULE and button.number == 1)


async def _subject_id(interaction: discord.Interaction, button: ButtonId) -> int:
    """What a form is about. Case 0 stands for the room's own: a form is opened before anything can be looked up."""
    if button.act == Act.OPEN_CASE:
        return button.milestone_ids[0]
    if button.subject_id or button.act in _ABOUT_REQUESTS:
        return button.subject_id
    return await desk_of(interaction).case_id(interaction, None)


async def _click_on_quote(interaction: discord.Interaction, button: ButtonId) -> None:
    await defer_update(interaction)
    desk = desk_of(interaction)
    message = interaction.message
    try:
        if button.act == Act.CANCEL:
            await desk.cancel(interaction, button.subject)
            outcome = None
        else:
            outcome = await desk.confirm(interaction, button.subject)
    except (NoSuchDraft, DraftExpired, DraftUsed) as refusal:
        # What other refusals are about may change, and then the same click may work.
        await report(interaction, refusal)
        words = OVER
    else:
        if isinstance(outcome, Quote):
            await replace(interaction, quote_card(outcome, server_of(interaction)))
            return
        words = CANCELLED if outcome is None else CONFIRMED
        if outcome is not None:
            await answer(interaction, receipt_card(outcome))
    if message is not None:
        await replace(interaction, without_buttons(message, words))


async def _show_fresh_panel(interaction: discord.Interaction) -> None:
    await defer(interaction)
    desk, member = desk_of(interaction), member_of(interaction)
    channel_id = interaction.channel_id
    try:
        case_id = await desk.queries.case_id(member.guild_id, None, channel_id)
        panel = options_panel(await desk.queries.case(member, case_id))
    except Refusal:
        await answer(interaction, note(OLD_BUTTON))
        return
    await answer(interaction, with_note(OLD_BUTTON_IN_ROOM, panel))


def _turns_page(interaction: discord.Interaction, button: ButtonId) -> bool:
    """Whether a page takes another's place: in an answer that only this person sees, never on what others see too."""
    return button.number is not None and _is_private(interaction)


def _is_private(interaction: discord.Interaction) -> bool:
    """Whether the message with the button is one that only this person sees; quotes stand in no other."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _is_known(button: ButtonId) -> bool:
    # A menu's own form is opened by no button.
    return (_is_form(button) and button.act in MODALS) or _is_about(button, SHOWING, AT_ONCE, ASKING, PICKING)


def _is_form(button: ButtonId) -> bool:
    return _is_about(button, FORMS_AT_ONCE, FORMS_ASKING, FORMS_AT_WORK)


def _is_about(button: ButtonId, *ways: Collection[str]) -> bool:
    if button.act == Act.QUEUE:
        return _is_about_queue(button) and any(Act.QUEUE in acts for acts in ways)
    numbers = button.subject.split("-") if button.act == Act.OPEN_CASE else [button.subject]
    are_numbers = all(_is_number(number, of_discord=button.act in _ABOUT_DISCORD) for number in numbers)
    return are_numbers and any(button.act in acts for acts in ways)


def _is_about_queue(button: ButtonId) -> bool:
    stage, _, assigned = button.subject.partition("-")
    return stage in {ANY_STAGE, *Stage} and _is_number(assigned, of_discord=True)


def _is_number(text: str, *, of_discord: bool) -> bool:
    return text.isdecimal() and (int(text) <= _LARGEST_OF_DISCORD if of_discord else len(text) <= _MOST_DIGITS)
