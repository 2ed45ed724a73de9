"""What members are called: kept beside the record and in no event, so that it can be erased (R11.1)."""

from collections.abc import Mapping
from typing import Final

from bot.domain.texts import clean
from bot.services.unit_of_work import UnitOfWork

_LONGEST: Final = 100
"""Discord's own names have up to 32 characters."""


def shown_name(name: str) -> str:
    """A name as it is kept: one line, without what can't be seen or turns the direction of writing."""
    return " ".join(clean(name).split())[:_LONGEST]


async def keep_names(uow: UnitOfWork, guild_id: int, names: Mapping[int, str]) -> None:
    """Keep what members are called now; one without a name that can be shown keeps the one that is known.

    In the order of their ids, so that two commands which name the same people never wait for each other in a circle.
    """
    for member_id, name in sorted(names.items()):
        shown = shown_name(name)
        if shown:
            await uow.names.seen(guild_id, member_id, shown)
