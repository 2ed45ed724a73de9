"""What isn't theirs doesn't exist for people: whatever they type or forge, the answer is that of a number that nobody
has, byte for byte but for the number (R8.3, R10.7, R12.1)."""

from collections.abc import Awaitable, Callable
from typing import Final

import pytest

from bot.sandbox import Channel, Permission, Person
from tests.acceptance.asking import ACTS, Leaf, asked, bare, leaves, pressed
from tests.acceptance.cast import Cast
from tests.acceptance.forging import send_form
from tests.acceptance.world import FINDINGS, World
from tests.services.world import dump

THEIRS: Final = {"case": "CASE-0001", "milestone": "M-1", "request": "W-4", "exhibit": "C-1"}
NOBODYS: Final = {"case": "CASE-0777", "milestone": "M-777", "request": "W-777", "exhibit": "C-1"}


async def ended(world: World) -> None:
    """A case that was ruled."""
    await world.arbitration()
    for person in (world.client, world.freelancer):
        await person.slash(world.room(), "evidence rest", confirm=True)
    await world.arbitrator.slash(world.room(), "case rule", freelancer_amount="1", findings=FINDINGS, confirm=True)


STAGES: Final[dict[str, Callable[[World], Awaitable[None]]]] = {
    "response": World.case,
    "negotiation": World.negotiation,
    "arbitration": World.arbitration,
    "ended": ended,
}


async def given(world: World, stage: str) -> Cast:
    """A case at a stage with an exhibit, and a wallet request that waits, of which the cast is to learn nothing."""
    cast = Cast(world)
    await STAGES[stage](world)
    await world.client.slash(world.room(), "evidence add", description="The brief.")
    asked_for = await world.client.slash(world.lobby, "wallet deposit", amount="5")
    assert THEIRS["request"] in asked_for.text
    world.sandbox.remove_role(world.guild, cast.fay, world.roles["arbitrator"])
    await world.settled()
    return cast


def outsiders(cast: Cast, stage: str) -> list[Person]:
    """Who may see nothing of the case: no staff of it, though some are staff, or were."""
    world = cast.world
    if stage == "response":
        return [world.stranger, world.cashier, world.admin, cast.dora, cast.max, cast.aaron]
    return [cast.fay] if stage == "arbitration" else [cast.fay, cast.aaron]


async def compare(person: Person, channel: Channel, world: World, leaf: Leaf, *, well: bool = True) -> None:
    """The two answers are one."""
    theirs = await asked(person, channel, leaf, leaf.fill(world, well=well, **THEIRS))
    nobodys = await asked(person, channel, leaf, leaf.fill(world, well=well, **NOBODYS))
    if theirs is None or nobodys is None:
        assert theirs is nobodys
        return
    known = bare(theirs), bare(nobodys)
    assert known[0] == known[1], (person.name, leaf.name)


@pytest.mark.parametrize("stage", STAGES)
async def test_by_commands(world: World, stage: str):
    cast = await given(world, stage)
    before = await dump(world.app.storage)
    for person in outsiders(cast, stage):
        for leaf in leaves(world):
            is_theirs = person is world.cashier and "request" in leaf.subjects
            if leaf.subjects - {"project"} and not is_theirs:
                await compare(person, world.lobby, world, leaf)
                if not leaf.reads and person in (world.stranger, cast.aaron):
                    await compare(person, world.lobby, world, leaf, well=False)
    await world.settled()
    assert await dump(world.app.storage) == before


@pytest.mark.parametrize("stage", ["response", "ended"])
async def test_by_forged_buttons_and_forms(world: World, stage: str):
    cast = await given(world, stage)
    people = [world.stranger, cast.aaron]
    before = await dump(world.app.storage)
    for person in people:
        own = await person.slash(world.lobby, "wallet show")
        for act in ACTS:
            theirs = [bare(answer) for answer in await pressed(person, own, act, "1")]
            nobodys = [bare(answer) for answer in await pressed(person, own, act, "777")]
            assert theirs == nobodys, (person.name, act)
    await world.settled()
    assert await dump(world.app.storage) == before


async def test_from_another_server(world: World):
    """A party of a case is a stranger to it elsewhere, and so is whoever is staff there."""
    cast = await given(world, "negotiation")
    _, hall = await cast.other_server()
    before = await dump(world.app.storage)
    for person in (world.client, world.moderator, world.stranger):
        for leaf in leaves(world):
            if leaf.subjects - {"project"}:
                await compare(person, hall, world, leaf)
    await world.settled()
    assert await dump(world.app.storage) == before


async def test_a_message_kept_for_anothers_form_stays_theirs(world: World):
    """Who forges the form about a message elsewhere gets no word of it into a case of their own (R8.1)."""
    cast = await given(world, "negotiation")
    den = world.sandbox.create_channel(world.guild, "den")
    world.sandbox.set_overwrite(den, world.guild.everyone, deny=Permission.VIEW_CHANNEL)
    world.sandbox.set_overwrite(den, cast.dora, allow=Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES)
    said = await cast.dora.say(den, "Between you and me: blue.")
    assert (await cast.dora.menu(den, said, "Add as evidence")).modal is not None
    answer = await send_form(world.client, world.room(), f"p1:message-evidence:{said.id}:0", {"case": "1"})
    await world.settled()
    assert "C-2" not in (await world.client.slash(world.room(), "evidence list")).text
    assert "Nothing was changed." in answer.text


async def test_by_plain_numbers_and_names_in_any_spelling(world: World):
    cast = await given(world, "negotiation")
    for person in (world.client, world.moderator, cast.dora):
        for command in ("dispute status", "offer list", "evidence list", "fee quote", "dispute history"):
            spelled = [
                (await person.slash(world.lobby, command, case=case)).text for case in ("1", "CASE-0001", "case-1")
            ]
            assert len(set(spelled)) == 1, (person.name, command)
