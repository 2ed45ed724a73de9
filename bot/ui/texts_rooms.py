"""Sentences about case rooms themselves. Part of the seam for languages."""

from typing import Final

from bot.domain.ids import case_name

ROOM_CATEGORY: Final = "Cases"
"""The category of case rooms; further ones are `Cases 2` and so on."""


def room_topic(case_id: int) -> str:
    """The topic of a case room. The number stands first: the room is found again by it."""
    return f"{case_name(case_id)} · private: both parties and staff. Server administrators can see every channel."


def card_replaced(case_id: int) -> str:
    """What is left of a card that could not be kept up to date."""
    return f"-# This card of {case_name(case_id)} was replaced: the current one is pinned."
