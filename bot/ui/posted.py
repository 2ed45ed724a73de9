"""What the bot's own messages say, read back from Discord."""

import discord

from bot.ui.buttons import TEMPLATE, Act, ButtonId


def own_view(message: discord.Message, bot_id: int) -> discord.ui.LayoutView | None:
    """The texts and buttons of a message of ours; None for one in plain content.

    Others' components are no business of ours, and the library may not know them.
    """
    is_ours = message.author.id == bot_id and message.flags.components_v2
    return discord.ui.LayoutView.from_message(message, timeout=None) if is_ours else None


def text_of(content: str | None, view: discord.ui.LayoutView | None) -> str:
    """All that a message says, as Discord keeps it."""
    parts = [content or ""]
    if view is not None:
        parts += [item.content for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
    return "\n".join(part.strip() for part in parts if part.strip())


def custom_ids(view: discord.ui.LayoutView | None) -> frozenset[str]:
    """What its buttons are."""
    items = () if view is None else view.walk_children()
    return frozenset(item.custom_id for item in items if isinstance(item, discord.ui.Button) and item.custom_id)


def are_a_cards(button_ids: frozenset[str]) -> bool:
    """Whether there is the button that each case's card has, and nothing else in a room."""
    return any(ButtonId.parse(text).act == Act.MY_OPTIONS for text in button_ids if TEMPLATE.fullmatch(text))
