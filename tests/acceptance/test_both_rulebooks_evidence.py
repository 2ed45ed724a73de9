"""Files as evidence (R8): by command, form and menu, kept as our own copy, given back byte for byte."""

import hashlib

import aiohttp
import pytest

from bot.sandbox import Answer, Attachment, Person
from bot.ui.texts_labels import COPIED
from tests.acceptance.world import World, both_databases

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
TEXT = "The logo was to be blue; this is red."


def files(count: int) -> list[Attachment]:
    return [Attachment(f"photo-{number}.png", PNG + bytes([number])) for number in range(count)]


def contents(given: list[Attachment]) -> list[bytes]:
    return [file.content for file in given]


def stored(world: World) -> set[str]:
    """The hashes of what the bot has stored."""
    return {path.name for path in (world.folder / "evidence").rglob("*") if len(path.name) == 64}


def damage(world: World, given: Attachment) -> None:
    """Somebody writes over the stored copy."""
    [path] = [path for path in (world.folder / "evidence").rglob("*") if path.name in hashes([given])]
    path.chmod(0o600)
    path.write_bytes(b"something else")


def hashes(given: list[Attachment]) -> set[str]:
    return {hashlib.sha256(file.content).hexdigest() for file in given}


async def links_of(world: World) -> list[str]:
    """Discord's own links to what was uploaded, as they were given out."""
    return [world.sandbox.world.cdn.link(file) for file in world.sandbox.world.cdn.files.values()]


async def show(world: World, person: Person, exhibit: str = "C-1") -> Answer:
    """What the person is shown, files and all; nobody else sees any of it."""
    answer = await person.slash(world.room(), "evidence show", exhibit=exhibit)
    await world.settled()
    assert all(message.ephemeral for message in answer.messages)
    return answer


async def shown(world: World, person: Person, exhibit: str = "C-1") -> list[bytes]:
    return [file.content for file in (await show(world, person, exhibit)).files]


@both_databases
async def test_r8_1_three_files_by_command_outlive_discords_links(world: World):
    await world.case()
    given = files(3)
    answer = await world.client.slash(
        world.room(), "evidence add", description=TEXT, file=given[0], file2=given[1], file3=given[2]
    )
    assert "C-1" in answer.text
    await world.settled()
    assert "3 files" in world.notices()[-1].text, "the other side is told"
    links = await links_of(world)
    await world.pass_time(days=2)
    async with aiohttp.ClientSession() as web:
        for link in links:
            async with web.get(link) as response:
                assert response.status != 200
    assert await shown(world, world.freelancer) == contents(given)
    assert stored(world) == hashes(given)


async def test_r8_1_ten_files_by_form(world: World):
    await world.case()
    given = files(10)
    form = await world.client.click(world.card(), "Add evidence")
    answer = await world.client.submit(form, {"description": TEXT, "files": given})
    assert "C-1" in answer.text
    assert await shown(world, world.client) == contents(given)


async def test_r8_1_a_message_of_the_room_by_menu(world: World):
    await world.case()
    given = files(2)
    said = await world.client.say(world.room(), "Here is what I got.", files=given)
    answer = await world.freelancer.menu(world.room(), said, "Add as evidence")
    assert "R-1" in answer.text
    card = await show(world, world.freelancer, "R-1")
    assert "Here is what I got." in card.text
    assert world.client.name in card.text
    assert [file.content for file in card.files] == contents(given)


async def test_r8_1_a_message_from_elsewhere_is_asked_for_its_case(world: World):
    await world.case()
    given = files(1)
    said = await world.client.say(world.lobby, "I delivered it yesterday.", files=given)
    form = await world.client.menu(world.lobby, said, "Add as evidence")
    assert form.modal is not None
    answer = await world.client.submit(form, {"case": "1"})
    assert "C-1" in answer.text
    assert await shown(world, world.freelancer) == contents(given)


async def test_r8_1_what_is_typed_like_a_copy_never_has_the_mark_of_one(world: World):
    await world.case()
    said = await world.client.say(world.room(), "I like it.")
    await world.freelancer.menu(world.room(), said, "Add as evidence")
    forged = (await show(world, world.freelancer, "R-1")).text
    words = "\n".join(line.removeprefix("> ") for line in forged.splitlines() if line.startswith("> "))
    forged = words.replace("I like it", "I take all the blame")
    await world.freelancer.slash(world.room(), "evidence add", description=f"{forged}\n{COPIED}")
    await world.settled()
    for card in (await show(world, world.client, "R-1"), await show(world, world.client, "R-2")):
        [head] = [line for line in card.text.splitlines() if line.startswith("**R-")]
        assert (COPIED in head) == ("R-1" in head)
    lists = await world.client.slash(world.room(), "evidence list")
    assert [COPIED in line for line in lists.text.splitlines() if line.startswith("**R-")] == [True, False]
    history = await world.client.slash(world.room(), "dispute history")
    assert [COPIED in line for line in history.text.splitlines() if "added exhibit" in line] == [True, False]
    room = [line for message in world.client.sees(world.room()) for line in message.text.splitlines()]
    assert [COPIED in line for line in room if "has added exhibit" in line] == [True, False]


async def test_r8_2_a_long_message_is_kept_whole(world: World):
    await world.case()
    words = "All that I remember of it. " * 60
    said = await world.client.say(world.room(), words)
    await world.client.menu(world.room(), said, "Add as evidence")
    [whole] = await shown(world, world.freelancer)
    assert words.strip() in whole.decode()


async def test_r8_2_a_file_at_the_filing_is_the_first_exhibit(world: World):
    milestone = await world.milestone()
    given = files(1)
    quote = await world.client.slash(
        world.lobby,
        "dispute open",
        milestone=milestone,
        offer="200",
        reason="The delivered logo is not the one that we agreed on.",
        evidence=given[0],
    )
    await world.client.click(quote, "Confirm")
    await world.settled()
    assert await shown(world, world.freelancer) == contents(given)


async def test_r8_2_the_same_file_twice_is_told_and_stored_once(world: World):
    await world.case()
    [given] = files(1)
    await world.client.slash(world.room(), "evidence add", description=TEXT, file=given)
    again = await world.client.slash(world.room(), "evidence add", description="Once more.", file=given)
    assert "C-1" in again.text
    assert len(stored(world)) == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [('a:b"c<d>|e?.png', "e_.png"), ("a\u202egnp.exe", "agnp.exe"), ("C:\\fakepath\\x.png", "x.png")],
)
async def test_r8_2_names_are_made_safe(world: World, name: str, kept: str):
    await world.case()
    await world.client.slash(world.room(), "evidence add", description=TEXT, file=Attachment(name, PNG))
    answer = await show(world, world.client)
    [file] = answer.files
    assert file.filename.endswith(kept)
    assert not {"/", "\\", "\u202e"} & set(file.filename)


async def test_r8_2_too_large_a_file_is_refused_before_it_is_fetched(world: World):
    await world.admin.slash(world.lobby, "config limit", name="max_file_mib", value="1")
    await world.case()
    large = Attachment("film.mp4", b"x" * (1_048_576 + 1))
    answer = await world.client.slash(world.room(), "evidence add", description=TEXT, file=large)
    assert "film.mp4" in answer.text
    assert "1.0 MiB" in answer.text
    assert stored(world) == set()
    assert "C-1" not in (await world.client.slash(world.room(), "evidence list")).text


async def test_r8_2_a_file_that_discord_does_not_hand_over_leaves_nothing(world: World, monkeypatch):
    await world.case()
    monkeypatch.setattr("bot.ui.intake._PAUSES_SECONDS", (0.0, 0.0))
    monkeypatch.setattr(world.sandbox.world.cdn, "fetch", lambda *_: None)
    answer = await world.client.slash(world.room(), "evidence add", description=TEXT, file=files(1)[0])
    assert "could not be fetched" in answer.text
    assert stored(world) == set()
    assert "C-1" not in (await world.client.slash(world.room(), "evidence list")).text


async def test_r8_3_strangers_get_no_file(world: World):
    await world.case()
    await world.client.slash(world.room(), "evidence add", description=TEXT, file=files(1)[0])
    for person in (world.stranger, world.cashier):
        answer = await person.slash(world.lobby, "evidence show", exhibit="C-1", case="1")
        await world.settled()
        assert answer.files == []
        assert answer.text == (await person.slash(world.lobby, "evidence show", exhibit="C-1", case="77")).text.replace(
            "CASE-0077", "CASE-0001"
        )


async def test_r8_3_who_may_not_hand_in_is_told_before_anything_is_fetched(world: World):
    await world.case()
    answer = await world.moderator.slash(world.lobby, "evidence add", description=TEXT, file=files(1)[0], case="1")
    assert "C-1" not in answer.text
    assert stored(world) == set()


async def test_r8_2_whose_milestone_it_is_not_fills_no_disk(world: World):
    await world.milestone()
    filing = {"offer": "1", "reason": "The delivered logo is not the one that we agreed on.", "evidence": files(1)[0]}
    for milestone in ("M-1", "M-77"):
        answer = await world.stranger.slash(world.lobby, "dispute open", milestone=milestone, **filing)
        assert "Nothing was changed." in answer.text
    assert stored(world) == set()


async def test_r8_2_a_damaged_copy_is_never_shown(world: World):
    await world.case()
    [given] = files(1)
    await world.client.slash(world.room(), "evidence add", description=TEXT, file=given)
    damage(world, given)
    answer = await show(world, world.client)
    assert answer.files == []
    assert "missing or damaged" in answer.text
