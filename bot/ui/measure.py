"""Measuring before sending: Discord refuses what is too big, and discord.py checks only the number of components."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

import discord

from bot.ui.buttons import finished
from bot.ui.format import cut, utf16_length

MOST_COMPONENTS: Final = 40
"""Components of one message, nested ones counted."""

MOST_TEXT: Final = 4_000
"""Text of one message of Components V2, in UTF-16 units."""

MOST_CONTENT: Final = 2_000
"""Text of one plain message, in UTF-16 units."""

_CHILDREN: Final = ("components", "component", "accessory")


@dataclass(frozen=True, slots=True)
class Size:
    """How big a message is; text in UTF-16 units."""

    components: int
    text: int

    @property
    def fits(self) -> bool:
        """Whether Discord takes it."""
        return self.components <= MOST_COMPONENTS and self.text <= MOST_TEXT


class DoesNotFit(Exception):
    """A message that Discord would refuse: a fault of the card's maker, not of a person."""

    def __init__(self, size: Size) -> None:
        super().__init__(f"{size.components} components of {MOST_COMPONENTS}, text {size.text} of {MOST_TEXT}")
        self.size = size


def _walk(components: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for component in components:
        yield component
        for key in _CHILDREN:
            inner = component.get(key)
            if isinstance(inner, list):
                yield from _walk(cast("list[Mapping[str, Any]]", inner))
            elif isinstance(inner, dict):
                yield from _walk([cast("Mapping[str, Any]", inner)])


def size_of(view: discord.ui.LayoutView) -> Size:
    """What Discord would count."""
    parts = list(_walk(view.to_components()))
    return Size(len(parts), sum(utf16_length(str(part.get("content", ""))) for part in parts))


def measure(view: discord.ui.LayoutView) -> Size:
    """The size of a view that fits. Raises DoesNotFit."""
    size = size_of(view)
    if not size.fits:
        raise DoesNotFit(size)
    return size


def _longest_text(view: discord.ui.LayoutView) -> "discord.ui.TextDisplay[Any] | None":
    texts = [item for item in view.walk_children() if isinstance(item, discord.ui.TextDisplay)]
    return max(texts, key=lambda item: utf16_length(item.content), default=None)


def ready(view: discord.ui.LayoutView) -> discord.ui.LayoutView:
    """The view, stopped and measured; where the whole is too long, its longest text is cut. Raises DoesNotFit."""
    over = size_of(view).text - MOST_TEXT
    longest = _longest_text(view)
    if over > 0 and longest is not None:
        longest.content = cut(longest.content, max(utf16_length(longest.content) - over, 1))
    measure(view)
    return finished(view)
