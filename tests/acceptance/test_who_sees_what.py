"""For all that the bot sends: who could read it, and whether they may (R8.3, R10.7, R11.3, R12.2)."""

from collections.abc import Awaitable, Callable
from typing import Final

import pytest

from tests.acceptance.cast import Cast
from tests.acceptance.stories import milestone_story
from tests.acceptance.witness import Witness
from tests.acceptance.world import World

STORIES: Final[dict[str, Callable[[World], Awaitable[Cast]]]] = {
    "milestone": milestone_story,
}


def leaks(cast: Cast, witness: Witness) -> list[str]:
    """Whoever could read something that isn't for them. Administrators can see all channels, and are left out there."""
    people = {person.id: person for person in cast.people}
    found: list[str] = []
    for sight, reader_ids in witness.read():
        readers = {people[reader_id] for reader_id in reader_ids if reader_id in people}
        if sight.only_id is None and sight.channel.guild_id is not None:
            readers.discard(cast.world.admin)
        for text, mark in cast.marks.items():
            if sight.holds(text):
                wrong = [person.name for person in readers if not cast.may_see(person, mark)]
                if wrong:
                    found.append(f"{mark.kind} {text!r} for {wrong} in #{sight.channel.name}: {sight.text[:700]}")
    return found


@pytest.mark.parametrize("story", STORIES)
async def test_only_those_see_it_who_may(world: World, story: str):
    witness = Witness(world.sandbox)
    cast = await STORIES[story](world)
    await world.settled()
    assert leaks(cast, witness) == []
