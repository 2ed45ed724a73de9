"""One look for all that the bot shows: a coloured block of texts, lines and rows of buttons."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import discord

from bot.ui.buttons import AnyButton
from bot.ui.format import utf16_length
from bot.ui.measure import ready

OPEN: Final = discord.Colour(0x5865F2)
ENDED: Final = discord.Colour(0x80848E)
GOOD: Final = discord.Colour(0x23A55A)
ASKING: Final = discord.Colour(0xF0B232)
REFUSED: Final = discord.Colour(0xDA373C)

_BUTTONS_IN_ROW: Final = 5


class Panel:
    """Collects the parts of a view from top to bottom."""

    def __init__(self, colour: discord.Colour) -> None:
        self._box: discord.ui.Container[Any] = discord.ui.Container(accent_colour=colour)

    def text(self, *paragraphs: str) -> "Panel":
        """Text; paragraphs that say nothing are left out."""
        content = "\n".join(paragraph for paragraph in paragraphs if paragraph)
        if content:
            self._box.add_item(discord.ui.TextDisplay(content))
        return self

    def section(self, title: str, *paragraphs: str) -> "Panel":
        """Text under a small title, if there is any."""
        if any(paragraphs):
            self.text(f"**{title}**", *paragraphs)
        return self

    def line(self) -> "Panel":
        """A thin line between parts."""
        self._box.add_item(discord.ui.Separator())
        return self

    def choice(self, text: str, button: AnyButton) -> "Panel":
        """Text with a button at its side."""
        self._box.add_item(discord.ui.Section(text, accessory=button))
        return self

    def buttons(self, buttons: Iterable[AnyButton]) -> "Panel":
        """Buttons, in rows of five."""
        row: list[AnyButton] = []
        for button in buttons:
            row.append(button)
            if len(row) == _BUTTONS_IN_ROW:
                self._box.add_item(discord.ui.ActionRow(*row))
                row = []
        if row:
            self._box.add_item(discord.ui.ActionRow(*row))
        return self

    def select(self, menu: "discord.ui.Select[Any]") -> "Panel":
        """A menu to choose from, which takes a row of its own."""
        self._box.add_item(discord.ui.ActionRow(menu))
        return self

    def view(self) -> discord.ui.LayoutView:
        """The whole, measured and stopped. Raises DoesNotFit."""
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(self._box)
        return ready(view)


def pages(parts: Sequence[str], limit: int, gap: str = "\n") -> list[str]:
    """Parts put together into pages of at most `limit` UTF-16 units; each part must fit a page. At least one page."""
    result: list[str] = []
    for part in parts:
        if result and utf16_length(result[-1]) + utf16_length(gap) + utf16_length(part) <= limit:
            result[-1] += gap + part
        else:
            result.append(part)
    return result or [""]


def as_many_as_fit(
    lines: Sequence[str], limit: int, more: Callable[[int], str], gap: str = "\n", *, left_out: int = 0
) -> str:
    """Lines within `limit` UTF-16 units; where some don't fit, `more` says how many are left out.

    `left_out` are already: lines that come after these.
    """
    kept: list[str] = []
    length = 0
    for number, line in enumerate(lines):
        length += utf16_length(line) + utf16_length(gap)
        missing = more(len(lines) - number + left_out)
        if length + utf16_length(missing) > limit:
            return gap.join([*kept, missing])
        kept.append(line)
    return gap.join([*kept, more(left_out)] if left_out else kept)
