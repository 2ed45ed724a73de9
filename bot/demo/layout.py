"""How the story stands on the terminal: lines broken between words, boxes, and buttons that are never cut in two."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

INDENT: Final = 4
_BOX_FRAME: Final = 4
_NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
_QUOTE: Final = "│ "
_ITEM: Final = "- "
_WORD: Final = re.compile("[^ ]+")


class Page:
    """Prints within a width, in columns."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def chapter(self, title: str) -> None:
        """A heading over a part of the story."""
        self._console.print()
        self._console.print(Rule(Text(title, "bold"), align="left", style="bright_blue"))

    def gap(self) -> None:
        """An empty line."""
        self._console.print()

    def line(self, text: Text, *, indent: int = 0, hanging: int = 0) -> None:
        """Text at an indent; what doesn't fit on its first line stands `hanging` columns further in."""
        self._put(self._broken(text, self._console.width - indent, hanging=hanging), indent)

    def framed(self, title: str, body: Text, buttons: Iterable[str], colour: str) -> None:
        """What one person sees, in a box, with what they can press."""
        lines = self._broken(with_buttons(body, buttons), self._console.width - INDENT - _BOX_FRAME)
        self._put([Panel(Group(*lines), title=title, title_align="left", border_style=colour, expand=False)], INDENT)

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table, the last column of which holds amounts."""
        shown = Table(box=SIMPLE_HEAD, show_edge=False, header_style="bold", border_style="dim", pad_edge=False)
        for heading in headings[:-1]:
            shown.add_column(heading)
        shown.add_column(headings[-1], justify="right", no_wrap=True)
        for row in rows:
            shown.add_row(*row)
        self.gap()
        self._put([shown], INDENT // 2)

    def _put(self, lines: Iterable[RenderableType], indent: int) -> None:
        for line in lines:
            self._console.print(Padding(line, (0, 0, 0, indent), expand=False))

    def _broken(self, text: Text, width: int, *, hanging: int = 0) -> list[Text]:
        return [part for line in text.split("\n") for part in _fitted(line, width, hanging)]


def with_buttons(body: Text, labels: Iterable[str]) -> Text:
    """The text with buttons in a line of their own."""
    row = "  ".join(f"[ {label} ]".replace(" ", _NO_BREAK_SPACE) for label in labels)
    return Text().append_text(body).append(f"\n{row}", "bold bright_blue") if row else body


def _fitted(line: Text, width: int, hanging: int) -> list[Text]:
    """One line of text in as many lines as it needs: a quote keeps its bar, an item of a list its indent."""
    lead = Text(" " * hanging)
    if line.plain.startswith(_QUOTE):
        lead = Text(_QUOTE, "dim")
    elif line.plain.startswith(_ITEM):
        lead = Text(" " * len(_ITEM))
    ends: list[int] = []
    start, room = 0, width
    for word in _WORD.finditer(line.plain):
        if cell_len(line.plain[start : word.end()]) > room and word.start() > start:
            ends.append(word.start())
            start, room = word.start(), width - len(lead)
    first, *rest = line.divide(ends)
    parts = [first, *(lead.copy().append_text(part) for part in rest)]
    for part in parts:
        part.plain = part.plain.replace(_NO_BREAK_SPACE, " ")
        part.rstrip()
    return parts
