"""Context menus: a message as evidence, and a dispute with a member (R8.1, R4)."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

import discord
from discord import app_commands

from bot.domain.errors import CaseNotNamed
from bot.ui.actor import member_of
from bot.ui.buttons import Act, ButtonId
from bot.ui.cards_menus import milestone_picker
from bot.ui.declined import Declined
from bot.ui.intake import hand_in_message
from bot.ui.modals_menus import message_evidence_modal
from bot.ui.replies import Desk, answer, defer, desk_of, open_form
from bot.ui.texts_files import NOTHING_TO_ADD

_LOOK_SECONDS: Final = 1.0
"""How long the room may be looked up: a form can only be the first answer, and that must come within 3 s."""


async def _add_as_evidence(interaction: discord.Interaction, message: discord.Message) -> None:
    """Hand in a message with its files: at once in a case's room, elsewhere after asking for the case."""
    desk = desk_of(interaction)
    member_of(interaction)
    if not message.content and not message.attachments:
        await defer(interaction)
        raise Declined(NOTHING_TO_ADD)
    case_id = await _case_here(desk, interaction)
    if case_id is None:
        desk.keep_message(interaction, message)
        await open_form(interaction, message_evidence_modal(ButtonId(Act.MESSAGE_EVIDENCE, str(message.id))))
        return
    await defer(interaction)
    await hand_in_message(desk, interaction, case_id, message)


async def _case_here(desk: Desk, interaction: discord.Interaction) -> int | None:
    try:
        async with asyncio.timeout(_LOOK_SECONDS):
            return await desk.case_id(interaction, None)
    except (CaseNotNamed, TimeoutError):
        return None


async def _open_dispute(interaction: discord.Interaction, member: discord.Member) -> None:
    """Show the milestones that one shares with a member, to choose what the dispute is about."""
    await defer(interaction)
    desk, actor = desk_of(interaction), member_of(interaction)
    views = [
        view
        for view in await desk.queries.milestones_of(actor, "open")
        if {view.state.client_id, view.state.freelancer_id} == {actor.member_id, member.id}
        and view.state.free_minor > 0
        and view.state.locked_by_case_id is None
    ]
    await answer(interaction, milestone_picker(member.id, views))


def _message_menu() -> app_commands.ContextMenu:
    return app_commands.ContextMenu(name="Add as evidence", callback=_add_as_evidence)


def _member_menu() -> app_commands.ContextMenu:
    return app_commands.ContextMenu(name="Open a dispute", callback=_open_dispute)


CONTEXT_MENUS: Final[tuple[Callable[[], Any], ...]] = (_message_menu, _member_menu)
"""What makes each menu."""
