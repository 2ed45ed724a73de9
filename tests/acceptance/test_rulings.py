"""A ruling reaches both with its findings whole, and stays readable for good (R6.5, R10.2)."""

import pytest

from tests.acceptance.world import FINDINGS, World

_LONG = "".join(f"{number}. The *terms* of `point {number}` say that\n" for number in range(200))[:3_499] + "."


async def ruled(world: World, findings: str) -> None:
    """The arbitrator has ruled."""
    await world.arbitration()
    for person in (world.client, world.freelancer):
        await world.act(person, "evidence rest", confirm=True)
    form = await world.arbitrator.slash(world.room(), "case rule", freelancer_amount="400")
    quote = await world.arbitrator.submit(form, freelancer_amount="400", findings=findings)
    await world.arbitrator.click(quote, "Confirm")
    await world.settled()


@pytest.mark.parametrize(("findings", "has_file"), [("word " * 580, False), (_LONG, True)])
async def test_the_findings_come_whole(world: World, findings: str, has_file: bool):
    """R6.5: in the message where it has the room, as a file with it otherwise; in the room and directly."""
    await ruled(world, findings)
    in_room = [message for message in world.client.sees(world.room()) if "Findings" in message.text]
    directly = [message for person in (world.client, world.freelancer) for message in world.told(person, "Findings")]
    notices = [message for message in (*in_room, *directly) if "the ruling is final" in message.text]
    assert len(notices) == 3
    for notice in notices:
        if has_file:
            [file] = notice.files
            assert file.filename == "findings-case-0001.txt"
            assert file.content.decode() == findings.strip()
        else:
            assert not notice.files
            assert findings.strip() in notice.text.replace("> ", "")


async def test_a_ruling_is_readable_for_good_and_can_t_be_changed(world: World):
    """R6.5, R10.2: from the case and from the milestone, when the room is long gone; nobody rules twice."""
    await ruled(world, _LONG)
    await world.pass_time(days=8)
    assert world.rooms() == []
    for person in (world.client, world.freelancer):
        for command, subject in (("dispute status", {"case": "1"}), ("milestone view", {"milestone": "M-1"})):
            shown = await person.slash(world.lobby, command, **subject)
            label = "Details" if command == "dispute status" else "CASE-0001"
            page = await person.click(shown, label)
            read = page.text
            while "More ›" in page.buttons:
                page = await person.click(page, "More ›")
                read += page.text
            assert "1. The" in read.replace("\\", "")
            assert f"point {_LONG.count(chr(10)) - 1}" in read
    again = await world.arbitrator.slash(
        world.lobby, "case rule", case="1", freelancer_amount="500", findings=FINDINGS, confirm=True
    )
    assert "ended" in again.text.lower()
