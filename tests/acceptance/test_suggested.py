"""What is suggested while people type: only what they may see, whatever they type, and in time."""

import pytest

from bot.sandbox import Person
from tests.acceptance.world import World

SUGGESTING = {
    "case": ("dispute status", "CASE-0001"),
    "milestone": ("milestone view", "M-1"),
    "funded milestone": ("milestone release", "M-2"),
    "exhibit": ("evidence show", "C-1"),
    "project": ("milestone create", "Website"),
    "request": ("wallet cancel", "W-"),
    "pending request": ("cashier confirm", "W-"),
}
"""For each kind: a command that has it, and what is suggested to whom it concerns."""

OPTIONS = {"funded milestone": "milestone", "pending request": "request"}
TYPED = ("", "1", "01", "CASE-0001", "M-1", "M-2", "W-1", "C-1", "logo", "website", "%", "_", "' OR 1=1 --", "x" * 100)


@pytest.fixture
async def busy(world: World) -> World:
    """A case about a first milestone with an exhibit, a second one with free money, and a deposit that waits."""
    await world.negotiation()
    await world.client.slash(world.room(), "evidence add", description="The brief, as a text.")
    await world.fund(world.client, "50")
    await world.client.slash(
        world.lobby,
        "milestone create",
        freelancer=world.freelancer,
        amount="50",
        title="A logo",
        project="Website",
        confirm=True,
    )
    await world.client.slash(world.lobby, "wallet deposit", amount="7", reference="Transfer 77")
    await world.settled()
    return world


async def suggested(world: World, person: Person, kind: str, typed: str = "", **given: object) -> list[str]:
    """The values that the person is offered in the lobby."""
    command, _ = SUGGESTING[kind]
    if kind == "exhibit":
        given["case"] = "1"
    found = await person.autocomplete(world.lobby, command, option=OPTIONS.get(kind, kind), typed=typed, **given)
    return [str(value) for _, value in found]


WHOM = {
    "case": {"client", "freelancer", "moderator"},
    "milestone": {"client", "freelancer"},
    "funded milestone": {"client", "freelancer"},
    "exhibit": {"client", "freelancer", "moderator"},
    "project": {"client", "freelancer"},
    "request": {"client"},
    "pending request": {"cashier"},
}
"""Who is offered something of each kind."""

PEOPLE = ("client", "freelancer", "moderator", "arbitrator", "cashier", "admin", "stranger")


@pytest.mark.parametrize("kind", SUGGESTING)
async def test_only_what_one_may_see_is_suggested_whatever_one_types(busy: World, kind: str):
    for name in PEOPLE:
        person: Person = getattr(busy, name)
        for typed in TYPED:
            values = await suggested(busy, person, kind, typed)
            assert not values or name in WHOM[kind], (name, typed, values)
        if name in WHOM[kind]:
            offered = await suggested(busy, person, kind)
            assert any(value.startswith(SUGGESTING[kind][1]) for value in offered), (name, offered)


@pytest.mark.parametrize("typed", ["2", "CASE-0002", "everything", "-1", "9" * 30, ""])
async def test_exhibits_of_a_case_that_is_not_ones_own_or_none_are_not_suggested(busy: World, typed: str):
    for person in (busy.client, busy.stranger):
        found = await person.autocomplete(busy.lobby, "evidence show", option="exhibit", case=typed)
        assert found == []
    assert await busy.stranger.autocomplete(busy.lobby, "evidence show", option="exhibit", case="1") == []


async def test_many_milestones_are_suggested_in_time(world: World):
    """25 lines at most, within Discord's three seconds: the sandbox takes no later answer."""
    await world.fund(world.client, "60")
    for number in range(60):
        await world.client.slash(
            world.lobby,
            "milestone create",
            freelancer=world.freelancer,
            amount="1",
            title=f"Draft {number}",
            project="Website",
            confirm=True,
        )
    everything = await suggested(world, world.client, "milestone")
    assert len(everything) == 25
    assert await suggested(world, world.client, "milestone", "Draft 41") == ["M-42"]
    assert await suggested(world, world.freelancer, "milestone", "m-42") == ["M-42"]
    assert await suggested(world, world.client, "project", "web") == ["Website"]
