"""For all that the bot sends: who could read it, and whether they may (R8.3, R10.7, R11.3, R12.2).

People play stories in which all that they write is marked; a witness notes who can read what the bot sends, from when
until when. Nothing may reach anybody whom the table leaves out, and no kind of message may be missing in the table.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import product
from typing import Any, Final

import pytest
from sqlalchemy import select
from structlog.typing import EventDict

from bot.domain.texts import LENGTHS
from bot.services.ports import EffectKind
from bot.ui.texts import NOTICES, QUOTES, RECEIPTS
from storage.tables import outbox, requests
from tests.acceptance.asking import Leaf, asked, complete, leaves
from tests.acceptance.audiences import MAY_SEE, NOTICES_GO_TO, SILENT_EFFECTS, Eye
from tests.acceptance.cast import Cast
from tests.acceptance.played import ANSWERS_PLAYED, NOTICES_NOT_PLAYED, NOTICES_PLAYED
from tests.acceptance.stories import milestone_story
from tests.acceptance.stories_of_money import money_story
from tests.acceptance.stories_of_people import people_story
from tests.acceptance.stories_of_safepay import safepay_story
from tests.acceptance.stories_of_staff import staff_story
from tests.acceptance.stories_of_time import time_story
from tests.acceptance.witness import Witness
from tests.acceptance.world import World

Subjects = Mapping[str, Sequence[str]]

STORIES: Final[dict[str, tuple[Callable[[World], Awaitable[Cast]], Subjects]]] = {
    "milestone": (milestone_story, {"case": ("CASE-0003", "CASE-0002"), "milestone": ("M-5",), "exhibit": ("R-1",)}),
    "safepay": (safepay_story, {"case": ("CASE-0001", "CASE-0002"), "milestone": ("M-1",), "exhibit": ("C-1",)}),
    "staff": (staff_story, {"case": ("CASE-0001",), "milestone": ("M-1",), "exhibit": ("C-1",)}),
    "money": (money_story, {"case": ("CASE-0003",), "milestone": ("M-1", "M-2")}),
    "people": (people_story, {"case": ("CASE-0004",)}),
    "time": (time_story, {"case": ("CASE-0001",), "milestone": ("M-1", "M-2")}),
}
"""What is played, and what everybody asks about afterwards."""


async def everybody_asks(cast: Cast, about: Subjects) -> None:
    """Each person uses each command that shows something, about each thing, and each kind of suggestion."""
    world = cast.world
    everything = list(leaves(world))
    for person in cast.people:
        for leaf in everything:
            if leaf.reads:
                for given in subjects_of(leaf, about):
                    await asked(person, world.lobby, leaf, leaf.fill(world, **given))
        for leaf in suggesting(everything):
            await complete(person, world.lobby, leaf, case=about["case"][0])
    await world.settled()


def subjects_of(leaf: Leaf, about: Subjects) -> list[dict[str, str]]:
    """What a command is to be asked about: nothing in particular, or each combination of what it takes."""
    names = sorted(leaf.subjects)
    return [dict(zip(names, values, strict=True)) for values in product(*(about.get(name, ()) for name in names))]


def suggesting(everything: Sequence[Leaf]) -> list[Leaf]:
    """A command for each kind of suggestion that a group of commands has."""
    found: dict[tuple[str, str], Leaf] = {}
    for leaf in everything:
        for option in leaf.options:
            if option.get("autocomplete"):
                found.setdefault((leaf.name.split()[0], option["name"]), leaf)
    return list({leaf.name: leaf for leaf in found.values()}.values())


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


def unread(cast: Cast, witness: Witness) -> set[str]:
    """Kinds of content of which nothing could be read by anybody anywhere: nothing would be proved about them."""
    shown = [sight for sight, readers in witness.read() if readers]
    read = {mark.kind for text, mark in cast.marks.items() if any(sight.holds(text) for sight in shown)}
    return {mark.kind for mark in cast.marks.values()} - read


async def sent(cast: Cast) -> list[tuple[EffectKind, Mapping[str, Any]]]:
    """All that was to be told to others."""
    async with cast.world.app.storage._database.read() as transaction:
        return [(EffectKind(row.kind), row.payload) for row in await transaction.rows(select(outbox))]


async def answered(cast: Cast) -> set[str]:
    """The keys of all receipts and quotes."""
    async with cast.world.app.storage._database.read() as transaction:
        return {row.receipt["what"] for row in await transaction.rows(select(requests))}


def wrong_ways(messages: Sequence[tuple[EffectKind, Mapping[str, Any]]]) -> list[str]:
    """Messages to others that went another way than the table says."""
    found: list[str] = []
    for kind, payload in messages:
        if "text" not in payload:
            found += [] if kind in SILENT_EFFECTS else [f"{kind} without words"]
            continue
        told, facts = NOTICES_GO_TO[payload["text"]], payload["facts"]
        if kind not in told.places:
            found.append(f"{payload['text']} by {kind}")
        if kind is EffectKind.DIRECT or payload.get("to") == "direct":
            whose = {
                Eye.PARTY: {facts.get("client_id"), facts.get("freelancer_id")},
                Eye.ARBITRATOR: {facts.get("arbitrator_id"), facts.get("former_id")},
            }
            if payload["member_id"] not in whose.get(told.whose or Eye.HOLDER, {facts.get("member_id")}):
                found.append(f"{payload['text']} to {payload['member_id']}")
    return found


def loud_answers(cast: Cast) -> list[str]:
    """Answers of the bot in channels that others could read too."""
    channels = cast.world.guild.channels.values()
    messages = (message for channel in channels for message in channel.messages.values())
    return [str(item.components) for item in messages if item.interaction is not None and not item.is_ephemeral]


@pytest.mark.parametrize("story", STORIES)
async def test_only_those_see_it_who_may(world: World, story: str, log: list[EventDict]):
    witness = Witness(world.sandbox)
    play, about = STORIES[story]
    cast = await play(world)
    await everybody_asks(cast, about)
    assert leaks(cast, witness) == []
    assert unread(cast, witness) == set()
    messages = await sent(cast)
    assert wrong_ways(messages) == []
    assert NOTICES_PLAYED[story] - {payload.get("text") for _, payload in messages} == set()
    assert ANSWERS_PLAYED.get(story, frozenset()) - await answered(cast) == set()
    assert loud_answers(cast) == []
    # Names and topics of rooms, and reasons in the server's own log, say neither people nor money.
    secrets = [*cast.marks, *(person.name for person in cast.people), *(str(person.id) for person in cast.people)]
    assert [(label, word) for label in witness.labels for word in secrets if word in label] == []
    assert [(entry["event"], text) for entry in log for text in cast.marks if text in repr(entry)] == []


def test_every_kind_of_message_has_its_place_in_the_table():
    assert set(NOTICES_GO_TO) == set(NOTICES)
    assert set(LENGTHS) <= set(MAY_SEE)
    spoken = {kind for told in NOTICES_GO_TO.values() for kind in told.places}
    assert spoken | SILENT_EFFECTS == set(EffectKind)
    assert not spoken & SILENT_EFFECTS


def test_every_kind_of_message_is_played_in_some_story():
    assert NOTICES_NOT_PLAYED.union(*NOTICES_PLAYED.values()) == set(NOTICES)
    assert frozenset().union(*ANSWERS_PLAYED.values()) == {*RECEIPTS, *QUOTES}
