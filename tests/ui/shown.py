"""What a person sees of a view, and what Discord would say to it."""

from collections.abc import Iterator
from typing import Any

import discord

from bot.ui.format import utf16_length

_CHILDREN = ("components", "component", "accessory")


def parts(view: discord.ui.LayoutView) -> Iterator[dict[str, Any]]:
    """All components, nested ones too, in the order in which they are shown."""
    waiting = list(view.to_components())
    while waiting:
        part = waiting.pop(0)
        yield part
        inner: list[dict[str, Any]] = []
        for key in _CHILDREN:
            found = part.get(key) or []
            inner += [found] if isinstance(found, dict) else found
        waiting = inner + waiting


def text_of(view: discord.ui.LayoutView) -> str:
    """All that stands in a view."""
    return "\n".join(part["content"] for part in parts(view) if part["type"] == 10)


def buttons_of(view: discord.ui.LayoutView) -> list[tuple[str, str]]:
    """The buttons, as label and id."""
    return [(part["label"], part["custom_id"]) for part in parts(view) if part["type"] == 2]


def labels_of(view: discord.ui.LayoutView) -> list[str]:
    """What stands on the buttons."""
    return [label for label, _ in buttons_of(view)]


def assert_sendable(view: discord.ui.LayoutView) -> None:
    """Discord takes it: 40 components, 4,000 characters, no empty text, ids unique, rows of at most five."""
    whole = list(parts(view))
    assert len(whole) <= 40
    contents = [part["content"] for part in whole if part["type"] == 10]
    assert all(contents)
    assert sum(utf16_length(content) for content in contents) <= 4_000
    ids = [custom_id for _, custom_id in buttons_of(view)]
    assert len(ids) == len(set(ids))
    assert all(len(custom_id) <= 100 for custom_id in ids)
    assert all(1 <= len(part["components"]) <= 5 for part in whole if part["type"] == 1)
