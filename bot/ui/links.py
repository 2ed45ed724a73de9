"""Links that Discord lets nobody post: one of them in somebody's words must not keep the rest from being read."""

from typing import Final

import discord

from bot.ui.format import URL

_BLOCKED: Final = 240_000
"""Discord's code for a message that its filter of harmful links holds back."""

_LEFT_OUT: Final = "(blocked link)"
_SHORT: Final = "(link)"


def has_blocked_link(error: BaseException) -> bool:
    """Whether Discord has refused a message for a link in it."""
    return isinstance(error, discord.HTTPException) and error.code == _BLOCKED


def without_links(text: str) -> str:
    """The words without their links, never longer than before. Which of them it was Discord doesn't say."""
    return URL.sub(lambda found: _LEFT_OUT if len(found[0]) >= len(_LEFT_OUT) else _SHORT, text)


def leave_links_out(view: discord.ui.LayoutView) -> None:
    """Take the links out of a view; the record keeps them."""
    for item in view.walk_children():
        if isinstance(item, discord.ui.TextDisplay):
            item.content = without_links(item.content)
