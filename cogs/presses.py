"""Buttons and forms. Their ids name an act and a subject and carry no rights: each use case checks all of it again."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, cast

import discord

from bot.domain.errors import DraftExpired, DraftUsed, NoSuchDraft, Refusal
from bot.services.commands import (
    AcceptOffer,
    AcceptTerms,
    AddExhibit,
    Challenge,
    ClaimCase,
    Command,
    ConfirmWalletRequest,
    DeclineOffer,
    DeclineWalletRequest,
    Escalate,
    GiveIn,
    MakeOffer,
    PayFee,
    Rest,
    Resume,
    Rule,
    WithdrawCase,
    WithdrawExhibit,
    WithdrawOffer,
)
from bot.services.ports import Member
from bot.services.queries import Queries
from bot.services.receipts import Quote
from bot.ui.actor import member_of
from bot.ui.buttons import TEMPLATE, Act, AnyButton, ButtonId
from bot.ui.cards import (
    case_details,
    case_history,
    evidence_list,
    offer_list,
    options_panel,
    quote_card,
    receipt_card,
)
from bot.ui.modals import modal_for, values_of
from bot.ui.notes import note, with_note, without_buttons
from bot.ui.replies import answer, defer, defer_update, desk_of, guarded, open_form, replace, report
from bot.ui.texts_replies import CANCELLED, CONFIRMED, OLD_BUTTON, OLD_BUTTON_IN_ROOM, OVER

Values = Mapping[str, str]
Show = Callable[[Queries, Member, ButtonId], Awaitable[discord.ui.LayoutView]]


async def _details(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return case_details(await queries.case(member, button.subject_id), button.number or 1)


async def _options(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return options_panel(await queries.case(member, button.subject_id))


async def _evidence(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return evidence_list(await queries.case(member, button.subject_id), button.number or 1)


async def _offers(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return offer_list(await queries.case(member, button.subject_id), button.number or 1)


async def _history(queries: Queries, member: Member, button: ButtonId) -> discord.ui.LayoutView:
    return case_history(*await queries.history(member, button.subject_id), button.number)


SHOWING: Final[Mapping[str, Show]] = {
    Act.DETAILS: _details,
    Act.MY_OPTIONS: _options,
    Act.EVIDENCE: _evidence,
    Act.OFFERS: _offers,
    Act.HISTORY: _history,
}
"""Buttons that only show something."""

AT_ONCE: Final[Mapping[str, Callable[[ButtonId], Command]]] = {
    Act.WITHDRAW_OFFER: lambda button: WithdrawOffer(button.subject_id),
    Act.ACCEPT_TERMS: lambda button: AcceptTerms(button.subject_id),
    Act.CLAIM: lambda button: ClaimCase(button.subject_id),
    Act.RESUME: lambda button: Resume(button.subject_id),
}
"""Buttons that act at once."""

ASKING: Final[Mapping[str, Callable[[ButtonId], Command]]] = {
    Act.ACCEPT: lambda button: AcceptOffer(button.subject_id, button.number),
    Act.GIVE_IN: lambda button: GiveIn(button.subject_id),
    Act.PAY_FEE: lambda button: PayFee(button.subject_id),
    Act.REST: lambda button: Rest(button.subject_id),
}
"""Buttons that show a quote first."""

FORMS_AT_ONCE: Final[Mapping[str, Callable[[int, ButtonId, Values], Command]]] = {
    Act.CHALLENGE: lambda subject_id, _, typed: Challenge(subject_id, typed.get("statement", ""), typed.get("offer")),
    Act.DECLINE: lambda subject_id, button, typed: DeclineOffer(subject_id, button.number, typed.get("reason")),
    Act.ADD_EVIDENCE: lambda subject_id, _, typed: AddExhibit(
        subject_id, typed.get("description", ""), typed.get("link")
    ),
    Act.WITHDRAW_EVIDENCE: lambda subject_id, _, typed: WithdrawExhibit(subject_id, typed.get("exhibit", "")),
    Act.CASHIER_DECLINE: lambda subject_id, _, typed: DeclineWalletRequest(subject_id, typed.get("reason", "")),
}
"""Forms that act at once when they are sent."""

FORMS_ASKING: Final[Mapping[str, Callable[[int, ButtonId, Values], Command]]] = {
    Act.COUNTER: lambda subject_id, _, typed: MakeOffer(
        subject_id, typed.get("amount", ""), typed.get("note"), typed.get("expires")
    ),
    Act.WITHDRAW_CASE: lambda subject_id, _, typed: WithdrawCase(subject_id, typed.get("reason")),
    Act.RULE: lambda subject_id, _, typed: Rule(
        subject_id, typed.get("freelancer_amount", ""), typed.get("findings", "")
    ),
    Act.ESCALATE: lambda subject_id, _, typed: Escalate(subject_id, typed.get("reason", "")),
    Act.CASHIER_CONFIRM: lambda subject_id, _, typed: ConfirmWalletRequest(
        subject_id, typed.get("amount"), typed.get("reference")
    ),
}
"""Forms whose answer is a quote."""

ANSWERED: Final = frozenset({Act.CONFIRM, Act.CANCEL})

_ABOUT_REQUESTS: Final = frozenset({Act.CASHIER_CONFIRM, Act.CASHIER_DECLINE})
_MOST_DIGITS: Final = 9
"""No number of ours has more; the database takes no number of any length."""


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


async def press(interaction: discord.Interaction, button: ButtonId) -> None:
    """What a press asks for. Raises a Refusal."""
    desk, member = desk_of(interaction), member_of(interaction)
    if button.act in ANSWERED and _is_private(interaction):
        await _click_on_quote(interaction, button)
        return
    if not _is_known(button):
        await answer_old_button(interaction)
        return
    form = modal_for(button)
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
    else:
        await desk.quote(interaction, ASKING[button.act](button))


async def take_form(interaction: discord.Interaction, custom_id: str) -> None:
    """What a form asks for when it is sent; whatever goes wrong takes the one way."""
    await guarded(interaction, _submit(interaction, custom_id))


async def answer_old_button(interaction: discord.Interaction) -> None:
    """A button whose id nobody knows any more is never guessed at: the room's fresh panel instead, if this is one."""
    await guarded(interaction, _show_fresh_panel(interaction))


async def _submit(interaction: discord.Interaction, custom_id: str) -> None:
    if not is_ours(custom_id) or not _is_form(ButtonId.parse(custom_id)):
        await _show_fresh_panel(interaction)
        return
    button = ButtonId.parse(custom_id)
    await defer(interaction)
    desk = desk_of(interaction)
    # Case 0 stands for the room's own: a form is opened before anything can be looked up.
    is_named = button.subject_id or button.act in _ABOUT_REQUESTS
    subject_id = button.subject_id if is_named else await desk.case_id(interaction, None)
    typed = values_of(cast("Mapping[str, Any]", interaction.data or {}))
    if button.act in FORMS_AT_ONCE:
        await desk.run(interaction, FORMS_AT_ONCE[button.act](subject_id, button, typed))
        return
    command = FORMS_ASKING[button.act](subject_id, button, typed)
    await desk.carry_out(interaction, command, confirm=button.act == Act.RULE and button.number == 1)


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
            await replace(interaction, quote_card(outcome))
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
    return _is_form(button) or _is_about(button, SHOWING, AT_ONCE, ASKING)


def _is_form(button: ButtonId) -> bool:
    return _is_about(button, FORMS_AT_ONCE, FORMS_ASKING)


def _is_about(button: ButtonId, *ways: Mapping[str, Any]) -> bool:
    is_number = button.subject.isdigit() and len(button.subject) <= _MOST_DIGITS
    return is_number and any(button.act in acts for acts in ways)
