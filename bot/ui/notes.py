"""Short messages about a press or a command itself, and quotes that have had their click."""

from typing import Any

import discord

from bot.ui.measure import ready


def note(text: str) -> discord.ui.LayoutView:
    """One sentence or two."""
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.TextDisplay(text))
    return ready(view)


def with_note(text: str, view: discord.ui.LayoutView) -> discord.ui.LayoutView:
    """The same view with a few words above it."""
    whole = discord.ui.LayoutView(timeout=None)
    whole.add_item(discord.ui.TextDisplay(text))
    for item in list(view.children):
        whole.add_item(item)
    return ready(whole)


def without_buttons(message: discord.Message, text: str) -> discord.ui.LayoutView:
    """What stood in a message, with words in the place of its buttons."""
    view = discord.ui.LayoutView.from_message(message, timeout=None)
    _take_rows(view)
    view.add_item(discord.ui.TextDisplay(text))
    return ready(view)


def _take_rows(parent: "discord.ui.LayoutView | discord.ui.Container[Any]") -> None:
    for item in list(parent.children):
        if isinstance(item, discord.ui.ActionRow):
            parent.remove_item(item)
        elif isinstance(item, discord.ui.Container):
            _take_rows(item)
