"""The connection breaks right after each act, and while files are fetched: nothing is lost or doubled (R9.5)."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest

from bot.sandbox import Attachment, NoAnswerError
from tests.acceptance.troubles import Seen, hurry, named_files, seen, stored_files, without_trouble
from tests.acceptance.world import STATEMENT, World
from tests.databases import TestDatabases

Break = Callable[[World], Awaitable[Any]]


async def torn(world: World) -> None:
    """The connection ends without a word."""
    world.sandbox.gateway.cut()


BREAKS: Final[dict[str, Break]] = {
    "resumed": lambda world: world.sandbox.gateway.drop(4000),
    "torn": torn,
}
BEGUN_ANEW_TOO: Final[dict[str, Break]] = {
    **BREAKS,
    "begun anew": lambda world: world.sandbox.gateway.drop(4009, resumable=False),
}
"""A session that begins anew takes discord.py seconds each time, so that one break of that kind must do."""


async def broken(world: World, how: str | None) -> None:
    """The connection breaks at this moment, if it is to, and is made anew."""
    if how is None:
        await world.settled()
        return
    async with world.reconnecting():
        await BREAKS[how](world)


async def play(world: World, how: str | None) -> Seen:
    """A case until its first fee, with a break after each act that others are told of."""
    milestone = await world.milestone()
    await world.fund(world.freelancer, "100")
    await world.client.slash(
        world.lobby, "dispute open", milestone=milestone, offer="200", reason=STATEMENT, confirm=True
    )
    await broken(world, how)
    room = world.room()
    await world.pass_time(days=2)
    await broken(world, how)
    await world.freelancer.slash(room, "dispute challenge", statement=STATEMENT)
    await world.client.say(room, "I see.")
    await world.freelancer.slash(room, "fee pay", confirm=True)
    await broken(world, how)
    return await seen(world)


@pytest.fixture
async def in_peace(test_databases: TestDatabases, tmp_path: Path) -> Seen:
    """The same where the connection holds, in a world of its own, which is over before another one begins."""

    async def alone() -> Seen:
        url = await test_databases.migrated("sqlite")
        async with World(url, tmp_path / "peace") as world:
            await world.configure()
            found = await play(world, None)
        await test_databases.drop(url)
        return found

    return await without_trouble("case until its fee", alone)


@pytest.mark.parametrize("how", BREAKS)
async def test_what_is_told_while_the_connection_breaks(in_peace: Seen, world: World, how: str):
    found = await play(world, how)
    for part in ("channels", "messages", "pinned", "writers", "notices"):
        assert getattr(found, part) == getattr(in_peace, part), part


@pytest.mark.parametrize("how", BEGUN_ANEW_TOO)
async def test_an_exhibit_while_the_connection_breaks(world: World, how: str, monkeypatch: pytest.MonkeyPatch):
    """The person may get no answer; then they look, and hand in what isn't there."""
    hurry(monkeypatch)
    await world.case()
    given = [Attachment(f"{number}.txt", f"file {number}\n".encode()) for number in range(3)]
    slow = world.sandbox.faults.delay("GET /*attachments/*", seconds=0.3)

    async def hand_in() -> None:
        room = world.room()
        options: dict[str, Any] = dict(zip(("file", "file2", "file3"), given, strict=True))
        try:
            await world.client.slash(room, "evidence add", description="The drafts.", timeout=3, **options)
        except NoAnswerError:
            return

    handing_in = asyncio.create_task(hand_in())
    await world.eventually(lambda: bool(slow.seen))
    async with world.reconnecting():
        await BEGUN_ANEW_TOO[how](world)
    await handing_in
    await world.settled()
    if not (await seen(world)).exhibits:
        await hand_in()
        await world.settled()
    found = await seen(world)
    assert found.exhibits == {"1 C-1": 1}
    assert sum("has added exhibit" in text for (_, text) in found.messages.elements()) == 1
    assert stored_files(world) == await named_files(world)
    assert len(stored_files(world)) == 3
