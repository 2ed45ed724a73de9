"""Rooms, cards, notices and reminders where every fourth request to each address fails: nothing is lost or doubled.

A whole case is played, and what there is to see afterwards is compared with the same case where nothing went wrong.
"""

from pathlib import Path
from typing import Final

import pytest

from tests.acceptance.troubles import OFTEN, TROUBLES, Seen, hurry, seen, without_trouble
from tests.acceptance.world import FINDINGS, STATEMENT, World
from tests.databases import TestDatabases

ROUTES: Final = ("* /channels/*", "* /guilds/*", "* /users/*")
"""All but the answers to people, which have tests of their own."""

IN_THREADS: Final = ("502_after", "503_after", "reset_after", "reset_before")
"""What may make a thread twice, or take the bot's word that somebody is in it."""


async def stages_1_to_3(world: World) -> None:
    """Opening notices, all reminders, a challenge, an offer, fees, more time."""
    await world.case()
    await world.pass_time(days=3, hours=23, minutes=30)
    room, client, freelancer = world.room(), world.client, world.freelancer
    await freelancer.slash(room, "dispute challenge", statement=STATEMENT)
    await client.slash(room, "offer make", amount="300", note="For peace.", confirm=True)
    await freelancer.slash(room, "offer decline", number=2, reason="Too little.")
    await freelancer.slash(room, "fee pay", confirm=True)
    await client.slash(room, "dispute extend", duration="2d", reason="I am travelling.")
    await freelancer.slash(room, "dispute answer-extension", decision="agree")
    await client.slash(room, "fee pay", confirm=True)
    await world.settled()


async def stage_4(world: World) -> None:
    """A claim, a question with its answers, the end of evidence, a ruling."""
    room = world.room()
    await world.arbitrator.slash(world.lobby, "case claim", case="1")
    await world.settled()
    await world.arbitrator.slash(room, "case ask", party="both", question="When was the logo delivered?")
    for person in (world.client, world.freelancer):
        await person.slash(room, "dispute answer", text=f"It was {person.name} who knew.")
        await person.slash(room, "evidence rest", confirm=True)
    await world.settled()
    await world.arbitrator.slash(room, "case rule", freelancer_amount="600", findings=FINDINGS, confirm=True)
    await world.settled()


async def play(world: World, kind: str) -> list[Seen]:
    """What there is to see after each part of a case in such a room, and when the room has gone."""
    found: list[Seen] = []
    await world.admin.slash(world.lobby, "config rooms", kind=kind)
    await stages_1_to_3(world)
    found.append(await seen(world))
    await stage_4(world)
    found.append(await seen(world))
    await world.pass_time(days=8)
    found.append(await seen(world))
    return found


@pytest.fixture
async def in_peace(kind: str, test_databases: TestDatabases, tmp_path: Path) -> list[Seen]:
    """The same case in a world of its own, which is over before another one begins."""

    async def alone() -> list[Seen]:
        url = await test_databases.migrated("sqlite")
        async with World(url, tmp_path / "peace") as world:
            await world.configure()
            found = await play(world, kind)
        await test_databases.drop(url)
        return found

    return await without_trouble(f"case in a {kind}", alone)


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [("channel", trouble) for trouble in TROUBLES] + [("thread", trouble) for trouble in IN_THREADS],
)
async def test_a_case_looks_as_if_nothing_had_happened(
    in_peace: list[Seen], world: World, kind: str, trouble: str, monkeypatch: pytest.MonkeyPatch
):
    hurry(monkeypatch)
    faults = [TROUBLES[trouble](world.sandbox, route, OFTEN) for route in ROUTES]
    for fault in faults:
        fault.every = 4
    found = await play(world, kind)
    assert all(fault.hits > 2 for fault in faults)
    for number, (is_seen, wanted) in enumerate(zip(found, in_peace, strict=True)):
        for part in ("channels", "messages", "pinned", "writers", "exhibits", "notices"):
            assert getattr(is_seen, part) == getattr(wanted, part), (number, part)
    assert found[0].messages
    assert world.rooms() == []
