"""`/dispute export` and `/case export` (R11.2): for whom, with what, one at a time, and within what Discord takes."""

import asyncio
import io
import json
import zipfile
from typing import Any

import pytest

from bot.casefile.document import CaseFile, from_json
from bot.casefile.proof import prove
from bot.sandbox import Answer, Attachment, Person
from bot.services.case_record import CaseRecord
from bot.services.ports import Member
from tests.acceptance.world import FINDINGS, World
from tests.waiting import until

PHOTO = bytes(range(256)) * 400
NOTE = b"We agreed on blue.\n"


async def evidence(world: World) -> None:
    """The client hands in two files; Discord has forgotten them by now."""
    await world.act(
        world.client,
        "evidence add",
        description="What was agreed.",
        file=Attachment("photo.bin", PHOTO, "application/octet-stream"),
        file2=Attachment("note.txt", NOTE, "text/plain"),
    )


def data_of(answer: Answer) -> CaseFile:
    """The case file's data in an answer."""
    [data] = [file.content for file in answer.files if file.filename.endswith(".json")]
    return from_json(data.decode())


async def export(person: Person, world: World, command: str = "dispute export", **options: Any) -> Answer:
    """Ask in the lobby, where everybody can."""
    answer = await person.slash(world.lobby, command, case="1", **options)
    await world.settled()
    return answer


async def test_parties_get_the_page_and_the_data_and_the_files_in_zips(world: World):
    """R11.2: the files are those that were handed in, and each ZIP is within what Discord takes."""
    await world.negotiation()
    await evidence(world)
    answer = await export(world.freelancer, world)
    assert [file.filename for file in answer.files] == ["case-0001.html", "case-0001.json"]
    assert all(message.ephemeral for message in answer.messages)
    document = data_of(answer)
    assert prove(document).ok
    assert document.summary.outcome is None

    answer = await export(world.client, world, files=True)
    [archive] = [file for file in answer.files if file.filename.endswith(".zip")]
    with zipfile.ZipFile(io.BytesIO(archive.content)) as members:
        held = {name.rpartition("/")[2]: members.read(name) for name in members.namelist()}
    assert held["1-photo.bin"] == PHOTO
    assert held["2-note.txt"] == NOTE

    world.sandbox.world.limits.attachment_bytes = 110_000
    answer = await export(world.client, world, files=True)
    archives = [file for file in answer.files if file.filename.endswith(".zip")]
    assert len(archives) > 1
    assert all(len(file.content) <= 110_000 for file in answer.files)

    world.sandbox.world.limits.attachment_bytes = 90_000
    answer = await export(world.client, world, files=True)
    assert "photo.bin" in answer.text, "what can't be sent is named"


async def test_who_may_not_read_the_exhibits_gets_nothing(world: World):
    """R8.3, R10.2: a stranger learns nothing; an arbitrator only of a case in arbitration that isn't another's."""
    await world.negotiation()
    for person, command in (
        (world.stranger, "dispute export"),
        (world.stranger, "case export"),
        (world.arbitrator, "case export"),
        (world.cashier, "case export"),
    ):
        answer = await export(person, world, command)
        assert not answer.files
        assert "Nothing was changed" in answer.text
    assert (await export(world.moderator, world, "case export")).files
    for person in (world.client, world.freelancer):
        await person.slash(world.room(), "fee pay", confirm=True)
    await world.settled()
    assert (await export(world.arbitrator, world, "case export")).files


async def test_hidden_offers_stay_hidden_from_the_arbitrator_until_the_ruling(world: World):
    """R7.5: neither offers nor what was said in the room, and the rest still proves itself."""
    await world.admin.slash(world.lobby, "config switch", name="offers_hidden", on=True)
    await world.negotiation()
    await world.freelancer.slash(world.room(), "offer make", amount="777", note="Take 777 and be happy.", confirm=True)
    await world.client.say(world.room(), "I would have taken 666.")
    for person in (world.client, world.freelancer):
        await world.act(person, "fee pay", confirm=True)
    await world.arbitrator.slash(world.lobby, "case claim", case="1")
    hidden = await export(world.arbitrator, world, "case export")
    document = data_of(hidden)
    assert prove(document).ok
    told = b"".join(file.content for file in hidden.files)
    for secret in (b"Take 777", b"777.00", b": 77700", b"taken 666"):
        assert secret not in told
    assert document.messages is None
    for person in (world.client, world.freelancer):
        await world.act(person, "evidence rest", confirm=True)
    await world.arbitrator.slash(
        world.lobby, "case rule", case="1", freelancer_amount="400", findings=FINDINGS, confirm=True
    )
    await world.settled()
    assert b"Take 777 and be happy." in b"".join(
        file.content for file in (await export(world.arbitrator, world, "case export")).files
    )


async def test_each_member_has_one_export_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch):
    """R11.2: a second wish is refused plainly while the first is made, and changes nothing about it."""
    await world.case()
    gate = asyncio.Event()
    records, waiting = world.app.queries.records, 0
    read = records.exported

    async def waits(member: Member, case_id: int) -> CaseRecord:
        nonlocal waiting
        waiting += 1
        await gate.wait()
        return await read(member, case_id)

    monkeypatch.setattr(records, "exported", waits)
    first = asyncio.create_task(world.client.slash(world.lobby, "dispute export", case="1"))
    await until(lambda: waiting == 1, what="the first export")
    second = await world.client.slash(world.lobby, "dispute export", case="1")
    assert "still being made" in second.text
    others = asyncio.create_task(world.freelancer.slash(world.lobby, "dispute export", case="1"))
    await until(lambda: waiting == 2, what="another's export")
    gate.set()
    answers = [await first, await others]
    await world.settled()
    assert all(answer.files for answer in answers)
    assert not second.files
    assert (await export(world.client, world)).files, "the place is free again"


async def test_the_wallet_export_is_one_file_for_oneself(world: World):
    """All that is stored about oneself; nobody else sees the answer."""
    await world.negotiation()
    answer = await world.client.slash(world.lobby, "wallet export")
    await world.settled()
    assert all(message.ephemeral for message in answer.messages)
    [file] = answer.files
    assert file.filename == "my-data.json"
    data = json.loads(file.content)
    assert data["member_id"] == world.client.id
    assert data["name"] == "carol"
    assert data["wallet"]["balances"] == {"USD": 100_00}
    assert "felix" not in file.content.decode()
