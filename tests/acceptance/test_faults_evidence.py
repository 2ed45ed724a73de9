"""Exhibits where Discord, its files or our own disk fail: no exhibit without its files, no file that stays unnamed,
nothing twice (R8.1, R8.2)."""

import errno
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import pytest
from structlog.typing import EventDict

from bot.sandbox import Answer, Attachment, Sandbox
from bot.sandbox.faults import Fault
from storage.exhibit_files import ExhibitFiles
from tests.acceptance.troubles import OFTEN, TROUBLES, hurry, named_files, seen, stored_files
from tests.acceptance.world import World

DESCRIPTION: Final = "What was delivered."
CALLBACK: Final = "POST /interactions/{interaction_id}/{interaction_token}/callback"
ANSWER: Final = "PATCH /webhooks/*/@original"
FOLLOW_UP: Final = "POST /webhooks/{webhook_id}/{webhook_token}"
UPLOAD: Final = "PATCH /webhooks/*/messages/[0-9]*"
FILES: Final = "GET /*attachments/*"

Way = Callable[[World, list[Attachment]], Awaitable[Answer]]
Broken = Callable[[Sandbox, int], Fault]


async def by_command(world: World, given: list[Attachment]) -> Answer:
    """Three files at most."""
    names = ("file", "file2", "file3")
    options: dict[str, Any] = dict(zip(names, given, strict=False))
    return await world.client.slash(world.room(), "evidence add", description=DESCRIPTION, **options)


async def by_form(world: World, given: list[Attachment]) -> Answer:
    """Ten files at most."""
    form = await world.client.click(world.card(), "Add evidence")
    return await world.client.submit(form, {"description": DESCRIPTION, "files": given})


async def by_menu(world: World, given: list[Attachment]) -> Answer:
    """A message of the room."""
    said = await world.client.say(world.room(), DESCRIPTION, files=given)
    return await world.client.menu(world.room(), said, "Add as evidence")


WAYS: Final[dict[Way, int]] = {by_command: 3, by_form: 10, by_menu: 2}
"""Each way to hand in files, with how many are handed in."""

PASSING: Final[dict[str, Broken]] = {
    "503": lambda sandbox, times: sandbox.faults.fail_before(FILES, status=503, times=times),
    "429": lambda sandbox, times: sandbox.faults.rate_limit(FILES, seconds=0.01, times=times),
    "reset": lambda sandbox, times: sandbox.faults.reset_before(FILES, times=times),
    "cut off": lambda sandbox, times: sandbox.faults.reset_after(FILES, times=times),
    "slow": lambda sandbox, times: sandbox.faults.delay(FILES, seconds=0.02, times=times),
}
"""What may happen to a file on its way, and not the next time."""

OF_ANSWERS: Final = ("500_before", "502_after", "reset_before", "reset_after", "cloudflare")
"""What may happen to an answer; one that is lost is a matter of other tests."""

FOR_GOOD: Final[dict[str, Broken]] = {
    "expired": lambda sandbox, times: sandbox.faults.fail_before(FILES, status=404, times=times),
    "down": lambda sandbox, times: sandbox.faults.fail_before(FILES, status=503, times=times),
    "always cut off": lambda sandbox, times: sandbox.faults.reset_after(FILES, times=times),
}


def files(count: int, mark: str) -> list[Attachment]:
    """So many different files."""
    return [Attachment(f"{mark}-{number}.txt", f"{mark} {number}\n".encode() * 40) for number in range(count)]


async def exhibits_of(world: World) -> Counter[str]:
    """The exhibits in the database, each once."""
    return (await seen(world)).exhibits


async def clean_up(world: World) -> None:
    """What housekeeping leaves after a restart is what exhibits name, and nothing of it is missing."""
    await world.restart()
    await world.pass_time(hours=26)
    assert stored_files(world) == await named_files(world)


@pytest.mark.parametrize("way", PASSING)
async def test_a_file_that_comes_at_the_second_try(world: World, way: str, monkeypatch: pytest.MonkeyPatch):
    hurry(monkeypatch)
    await world.case()
    for number, (hand_in, count) in enumerate(WAYS.items(), start=1):
        given = files(count, f"way-{number}")
        fault = PASSING[way](world.sandbox, 1)
        answer = await hand_in(world, given)
        await world.settled()
        assert fault.hits == 1
        assert f"C-{number}" in answer.text, answer
        shown = await world.freelancer.slash(world.room(), "evidence show", exhibit=f"C-{number}")
        await world.settled()
        assert [file.content for file in shown.files] == [file.content for file in given]
    assert await exhibits_of(world) == {"1 C-1": 1, "1 C-2": 1, "1 C-3": 1}
    assert stored_files(world) == await named_files(world)
    assert len(stored_files(world)) == sum(WAYS.values())


@pytest.mark.parametrize("way", FOR_GOOD)
async def test_a_file_that_never_comes_leaves_no_exhibit(world: World, way: str, monkeypatch: pytest.MonkeyPatch):
    """The first file is stored, the second never comes."""
    hurry(monkeypatch)
    await world.case()
    for number, (hand_in, count) in enumerate(WAYS.items(), start=1):
        given = files(count, f"lost-{number}")
        fault = FOR_GOOD[way](world.sandbox, OFTEN)
        fault.route = f"GET /*attachments/*/lost-{number}-1.txt"
        answer = await hand_in(world, given)
        assert f"lost-{number}-1.txt" in answer.text
        assert "Nothing was changed." in answer.text
        assert fault.hits > 0
    world.sandbox.faults.clear()
    assert await exhibits_of(world) == {}
    assert len(stored_files(world)) == len(WAYS)
    answer = await by_command(world, files(3, "again"))
    assert "C-1" in answer.text
    await clean_up(world)
    assert len(stored_files(world)) == 3


async def test_a_form_that_was_open_longer_than_the_links_live(world: World, monkeypatch: pytest.MonkeyPatch):
    hurry(monkeypatch)
    await world.negotiation()
    said = await world.client.say(world.lobby, DESCRIPTION, files=files(2, "old"))
    form = await world.client.menu(world.lobby, said, "Add as evidence")
    await world.pass_time(days=2)
    answer = await world.client.submit(form, {"case": "1"})
    assert "could not be fetched" in answer.text
    assert await exhibits_of(world) == {}
    assert stored_files(world) == set()


@pytest.mark.parametrize("at", [1, 2, 3])
async def test_a_disk_that_is_full(world: World, at: int, monkeypatch: pytest.MonkeyPatch, log: list[EventDict]):
    """Whichever file doesn't fit: the exhibit as a whole isn't there, and can be handed in once there is room."""
    await world.case()
    writes = iter(range(1, OFTEN))
    write = ExhibitFiles._write

    def full(self: ExhibitFiles, path: Path, data: bytes) -> None:
        if next(writes) == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(self, path, data)

    monkeypatch.setattr(ExhibitFiles, "_write", full)
    given = files(3, "full")
    answer = await by_command(world, given)
    assert "Nothing was changed." in answer.text
    assert await exhibits_of(world) == {}
    assert "exhibit_not_stored" in {entry["event"] for entry in log}
    assert "C-1" in (await by_command(world, given)).text
    await world.settled()
    assert await exhibits_of(world) == {"1 C-1": 1}
    await clean_up(world)
    assert len(stored_files(world)) == 3


@pytest.mark.parametrize(
    ("route", "trouble"),
    [(CALLBACK, trouble) for trouble in OF_ANSWERS[:-1]] + [(ANSWER, trouble) for trouble in OF_ANSWERS],
)
async def test_an_exhibit_whose_answer_is_in_trouble(
    world: World, route: str, trouble: str, monkeypatch: pytest.MonkeyPatch
):
    hurry(monkeypatch)
    await world.case()
    for number, (hand_in, count) in enumerate(WAYS.items(), start=1):
        given = files(count, f"way-{number}")
        fault = TROUBLES[trouble](world.sandbox, route, 1)
        await hand_in(world, given)
        await world.settled()
        assert fault.hits == 1
    found = await seen(world)
    assert found.exhibits == {"1 C-1": 1, "1 C-2": 1, "1 C-3": 1}
    assert stored_files(world) == await named_files(world)
    assert len(stored_files(world)) == sum(WAYS.values())
    told = Counter(text.split("**")[3] for (_, text) in found.messages.elements() if "has added exhibit" in text)
    assert told == {"C-1": 1, "C-2": 1, "C-3": 1}


@pytest.mark.parametrize("trouble", OF_ANSWERS)
@pytest.mark.parametrize("route", [ANSWER, FOLLOW_UP, UPLOAD])
async def test_files_that_are_shown_come_once(world: World, route: str, trouble: str, monkeypatch: pytest.MonkeyPatch):
    hurry(monkeypatch)
    await world.case()
    given = files(3, "shown")
    await by_command(world, given)
    fault = TROUBLES[trouble](world.sandbox, route, 1)
    shown = await world.freelancer.slash(world.room(), "evidence show", exhibit="C-1")
    await world.settled()
    assert fault.hits == 1
    assert [file.content for file in shown.files] == [file.content for file in given]
    assert all(message.ephemeral for message in shown.messages)
    assert await exhibits_of(world) == {"1 C-1": 1}


async def test_files_that_discord_does_not_take_are_told_of(world: World, monkeypatch: pytest.MonkeyPatch):
    hurry(monkeypatch)
    await world.case()
    await by_command(world, files(3, "kept"))
    # As often as it is tried; the fourth request tells the person.
    TROUBLES["reset_before"](world.sandbox, UPLOAD, 3)
    shown = await world.freelancer.slash(world.room(), "evidence show", exhibit="C-1")
    await world.settled()
    assert shown.files == []
    assert "could not be sent" in shown.text
    again = await world.freelancer.slash(world.room(), "evidence show", exhibit="C-1")
    await world.settled()
    assert len(again.files) == 3
