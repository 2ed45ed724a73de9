"""R11.1: what a departed member wrote is erased wherever it was kept, and every record still verifies."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.sandbox import Answer, Attachment, Person
from bot.services.audit import Audit
from storage.tables import metadata
from tests.acceptance.world import REQUEST, World, both_databases

PREFIX = "qx"
SHARED = b"%PDF-1.4 both have handed in this order qxsharedqx"
OWN = b"%PDF-1.4 only Felix has this one qxbytesqx"
_SPLIT = "was what was agreed on, and nothing else; I can show all of it."


def word(name: str) -> str:
    """A mark that stands nowhere else."""
    return f"{PREFIX}{name}{PREFIX}"


def say(name: str) -> str:
    """A mark in a sentence that is long enough for everything."""
    return f"{word(name)} {_SPLIT}"


async def stored(world: World) -> dict[str, str]:
    """All that the database keeps, by table, as text."""
    found: dict[str, str] = {}
    async with world.app.storage._database.read() as transaction:
        for table in metadata.sorted_tables:
            rows = [dict(row._mapping) for row in await transaction.rows(select(table))]
            found[table.name] = json.dumps(rows, ensure_ascii=False, default=str)
    return found


def kept_files(world: World) -> list[bytes]:
    """The bytes of exhibits."""
    folder = Path(world.folder) / "evidence"
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.parent != folder]


async def leaks(world: World, marks: set[str]) -> list[tuple[str, str]]:
    """Where marks are still kept."""
    tables = await stored(world)
    return sorted((table, mark) for table, text in tables.items() for mark in marks if mark in text)


async def everything_written(world: World) -> set[str]:
    """The freelancer writes in every way there is; the marks of it. The case ends with the client's giving in."""
    felix, client = world.freelancer, world.client
    felix.display_name = felix.name = word("name")

    async def said(asked: Answer) -> Answer:
        assert "Nothing was changed." not in asked.text, asked.text
        await world.settled()
        return asked

    # Wallet: references, and what cashiers wrote back.
    asked = await said(await felix.slash(world.lobby, "wallet deposit", amount="500", reference=word("reference")))
    await said(
        await world.cashier.slash(
            world.lobby, "cashier confirm", request="W-1", reference=word("answer"), amount="400", confirm=True
        )
    )
    assert "W-1" in asked.text
    await said(await felix.slash(world.lobby, "wallet withdraw", amount="1", reference=word("iban")))
    await said(await world.cashier.slash(world.lobby, "cashier decline", request="W-2", reason=word("declined")))
    # A proposal with terms, a note and a reason.
    await said(
        await felix.slash(
            world.lobby, "milestone propose", client=client, amount="10", title="A sketch", terms=say("terms")
        )
    )
    await world.fund(client, "2,000")
    await said(await client.slash(world.lobby, "milestone fund", milestone="M-1", confirm=True))
    await said(await felix.slash(world.lobby, "milestone request-release", milestone="M-1", note=word("note")))
    await said(await client.slash(world.lobby, "milestone answer-request", milestone="M-1", decision="decline"))
    # A case: reason, category, evidence at hand, messages, edits, statements, offers, extensions, evidence.
    await said(
        await client.slash(
            world.lobby, "milestone create", freelancer=felix, amount="1,000", title="A logo", confirm=True
        )
    )
    await said(
        await felix.slash(
            world.lobby,
            "dispute open",
            milestone="M-2",
            offer="800",
            reason=say("reason"),
            category=word("category"),
            evidence=Attachment(f"{word('filename')}.pdf", OWN, "application/pdf"),
            confirm=True,
        )
    )
    room = world.room()
    message = await felix.say(room, word("message"))
    await world.settled()
    await felix.edit(message, word("edited"))
    await world.settled()
    await said(await client.slash(room, "dispute challenge", statement="I see it in another way than they do."))
    await said(await felix.slash(room, "offer make", amount="700", note=word("offernote"), confirm=True))
    await said(
        await felix.slash(room, "evidence add", description=say("description"), link=f"https://x.com/{word('link')}")
    )
    shared = Attachment("order.pdf", SHARED, "application/pdf")
    await said(await felix.slash(room, "evidence add", description="The order.", file=shared))
    await said(await client.slash(room, "evidence add", description="The order, mine.", file=shared))
    await said(await felix.slash(room, "fee pay", confirm=True))
    await said(await felix.slash(room, "dispute extend", duration="24h", reason=word("more")))
    # A quote that waits for its click.
    await said(await felix.slash(room, "offer make", amount="650", note=word("draft")))
    await said(await client.slash(room, "dispute give-in", confirm=True))
    names = (
        "name reference answer iban declined terms note reason category filename message edited offernote description "
        "link more draft"
    )
    return {word(name) for name in names.split()}


async def gone(world: World) -> None:
    """The freelancer leaves."""
    world.sandbox.leave(world.guild, world.freelancer)
    await world.settled()


async def asked_to_erase(world: World, person: Person, **options: Any) -> Answer:
    """The admin asks."""
    answer = await world.admin.slash(world.lobby, "config erase", member=person, reason="They asked for it.", **options)
    await world.settled()
    return answer


@both_databases
async def test_r11_1_what_a_departed_member_wrote_is_erased_everywhere(world: World):
    marks = await everything_written(world)
    kept = await leaks(world, marks)
    assert {mark for _, mark in kept} == marks
    present = await asked_to_erase(world, world.freelancer)
    assert "still a member of this server" in present.text
    await gone(world)
    quote = await asked_to_erase(world, world.freelancer)
    assert await leaks(world, marks) == kept
    assert "can't be taken back" in quote.text
    done = await world.admin.click(quote, "Confirm")
    await world.settled()
    assert "is erased" in done.text
    assert await leaks(world, marks) == []
    again = await asked_to_erase(world, world.freelancer)
    assert "there is nothing left to erase" in again.text
    assert again.buttons == []
    report = await Audit(world.app.storage, world.app.exhibits).run()
    assert report.ok, report.faults
    await world.pass_time(days=2)
    assert sorted(kept_files(world)) == [SHARED]
    history = await world.use(world.admin, "config history")
    assert "erased" in history.text
    assert "They asked for it." in history.text


async def test_r11_1_who_comes_back_is_not_erased_by_a_question_asked_before(world: World):
    await world.use(world.freelancer, "wallet deposit", amount="5", reference=word("reference"))
    await world.use(world.cashier, "cashier confirm", request="W-1", confirm=True)
    await gone(world)
    quote = await asked_to_erase(world, world.freelancer)
    assert "Confirm" in quote.buttons
    world.sandbox.join(world.guild, world.freelancer)
    await world.settled()
    refused = await world.admin.click(quote, "Confirm")
    assert "it is gone" in refused.text
    assert await leaks(world, {word("reference")})
    assert "still a member" in (await asked_to_erase(world, world.freelancer)).text


async def test_r11_1_words_that_are_needed_stay(world: World):
    await world.use(world.freelancer, "wallet withdraw", amount="0.50", reference="IBAN")
    await world.case()
    await world.use(world.freelancer, "wallet withdraw", amount="1", reference="IBAN")
    await gone(world)
    waiting = await asked_to_erase(world, world.freelancer)
    assert "where to pay it" in waiting.text
    pending = await world.use(world.cashier, "cashier pending")
    for request in dict.fromkeys(REQUEST.findall(pending.text)):
        await world.use(world.cashier, "cashier decline", request=request, reason="They have left.")
    open_case = await asked_to_erase(world, world.freelancer)
    assert "CASE-0001, which is open" in open_case.text
