"""R8: evidence as people meet it; files byte for byte are in `test_both_rulebooks_evidence`."""

from bot.sandbox import Attachment, Person
from tests.acceptance.world import STATEMENT, World

DAY_SECONDS = 86_400
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def moment(world: World, **later: int) -> str:
    """A moment from now on, as Discord shows it."""
    seconds = later.get("days", 0) * DAY_SECONDS + later.get("hours", 0) * 3_600
    return f"<t:{world.clock.now_ms() // 1_000 + seconds}:F>"


async def add(world: World, person: Person, description: str = "The signed order.", **options: object) -> str:
    """The person hands in an exhibit; what they are told."""
    return (await world.act(person, "evidence add", description=description, **options)).text


async def test_r8_1_both_hand_in_evidence_in_each_stage_until_closing_is_over(world: World):
    client, freelancer = world.client, world.freelancer
    await world.case()
    assert "R-1" in await add(world, freelancer)
    await world.act(freelancer, "dispute challenge", statement=STATEMENT)
    assert "C-1" in await add(world, client, link="https://example.com/order")
    await world.act(client, "fee pay", confirm=True)
    assert "R-2" in await add(world, freelancer)
    await world.act(freelancer, "fee pay", confirm=True)
    closed = moment(world, hours=24)
    for party in (client, freelancer):
        await world.act(party, "evidence rest", confirm=True)
    await world.refused(client, "evidence add", "<t:", description="One more thing.")
    assert closed not in world.card().text
    for person in (world.moderator, world.stranger):
        await world.refused(person, "evidence add", description="Not mine to add.", case="1")
    listed = (await world.act(client, "evidence list")).text
    assert all(name in listed for name in ("C-1", "R-1", "R-2"))


async def test_r8_2_each_party_has_so_many_exhibits_and_a_link_is_kept_as_text_only(world: World):
    client, freelancer = world.client, world.freelancer
    await world.use(world.admin, "config limit", name="max_exhibits", value="2")
    await world.case()
    await add(world, client, link="https://example.com/order")
    shown = (await world.act(freelancer, "evidence show", exhibit="C-1")).text
    assert "https://example.com/order" in shown
    assert "not preserved" in shown
    await world.refused(client, "evidence add", "https://", description="A chat.", link="javascript:alert(1)")
    await add(world, client)
    await world.act(client, "evidence withdraw", exhibit="C-2")
    await world.refused(client, "evidence add", "2 exhibits", description="One too many.")
    assert "R-1" in await add(world, freelancer)


async def test_r8_2_a_files_type_is_what_its_content_says(world: World):
    await world.case()
    await add(world, world.client, file=Attachment("notes.txt", PNG, "text/plain"))
    shown = (await world.act(world.freelancer, "evidence show", exhibit="C-1")).text
    assert "notes.txt" in shown
    assert "image/png" in shown


async def test_r8_2_what_the_bot_could_not_send_back_is_refused_whatever_the_setting(world: World):
    await world.use(world.admin, "config limit", name="max_file_mib", value="20")
    await world.case()
    film = Attachment("film.mp4", b"x" * (1_048_576 + 1))
    said = await world.client.say(world.room(), "See for yourself.", files=[film])
    # People may be allowed larger files than the bot is.
    world.sandbox.world.limits.attachment_bytes = 1_048_576
    refused = await world.client.menu(world.room(), said, "Add as evidence")
    assert "film.mp4" in refused.text
    assert "1.0 MiB" in refused.text
    listed = await world.act(world.client, "evidence list")
    assert "C-1" not in listed.text


async def test_r8_3_parties_and_the_cases_staff_read_exhibits_and_nobody_else(world: World):
    await world.negotiation()
    await add(world, world.client, "A photo of the sign.")
    readers = (world.client, world.freelancer, world.moderator)
    for person in readers:
        shown = await world.use(person, "evidence show", exhibit="C-1", case="1")
        assert "A photo of the sign." in shown.text
    for person in (world.stranger, world.cashier, world.arbitrator, world.admin):
        for command, options in (("evidence show", {"exhibit": "C-1"}), ("evidence list", {})):
            hidden = await world.use(person, command, case="1", **options)
            assert "photo" not in hidden.text, (person, command)
    await world.act(world.moderator, "case escalate", reason="They go in circles.", confirm=True)
    await world.use(world.arbitrator, "case claim", case="1")
    shown = await world.use(world.arbitrator, "evidence show", exhibit="C-1", case="1")
    assert "A photo of the sign." in shown.text


async def test_r8_3_a_withdrawn_exhibit_is_shown_as_such_and_nothing_is_deleted(world: World):
    await world.negotiation()
    await add(world, world.client, "A photo of the sign.", file=Attachment("sign.png", PNG))
    await world.refused(world.freelancer, "evidence withdraw", "C-1", exhibit="C-1")
    await world.act(world.client, "evidence withdraw", exhibit="C-1")
    assert any("C-1" in notice.text and "withdrawn" in notice.text for notice in world.notices())
    shown = await world.act(world.freelancer, "evidence show", exhibit="c-1")
    assert "withdrawn" in shown.text
    assert "A photo of the sign." in shown.text
    assert [file.content for file in shown.files] == [PNG]
    again = await world.refused(world.client, "evidence withdraw", exhibit="C-1")
    assert f"<@{world.client.id}>" in again.text
    assert "C-2" in await add(world, world.client)


async def test_r8_4_evidence_at_the_end_of_closing_can_be_answered_by_the_other_side_alone(world: World):
    client, freelancer, arbitrator = world.client, world.freelancer, world.arbitrator
    await world.use(world.admin, "config window", name="closing", duration="3d")
    await world.arbitration()
    closes = moment(world, days=3)
    await world.pass_time(days=1)
    await add(world, client)
    assert "alone can answer" not in world.card().text, "two days before the end it opens nothing"
    await world.pass_time(days=1, hours=20)
    await add(world, client, "At the last moment.")
    answer = moment(world, hours=24)
    [notice] = [notice for notice in world.notices() if "at the very end" in notice.text]
    assert notice.mentions == [freelancer]
    assert answer in notice.text
    await world.pass_time(hours=4, seconds=90)
    # Closing is over for the client, and the freelancer alone may add.
    await world.refused(client, "evidence add", closes, description="And another one.")
    await world.refused(
        arbitrator, "case rule", answer, freelancer_amount="1", findings="f" * 60, confirm=True, case="1"
    )
    assert "R-1" in await add(world, freelancer, "My answer.")
    assert len([notice for notice in world.notices() if "at the very end" in notice.text]) == 1, "it opens none"
    await world.pass_time(hours=20)
    await world.refused(freelancer, "evidence add", answer, description="Too late.")
    assert any("Evidence is closed" in notice.text for notice in world.notices())


async def test_r8_4_any_new_exhibit_cancels_what_was_said_before(world: World):
    client, freelancer = world.client, world.freelancer
    await world.arbitration()
    await world.act(client, "evidence rest", confirm=True)
    await add(world, freelancer)
    await world.act(freelancer, "evidence rest", confirm=True)
    assert "C-1" in await add(world, client), "the client's own word was cancelled"
    for party in (client, freelancer):
        await world.act(party, "evidence rest", confirm=True)
    # Both stand: closing and the answer windows are over for good.
    closed = f"<t:{world.clock.now_ms() // 1_000}:F>"
    for party in (client, freelancer):
        await world.refused(party, "evidence add", closed, description="One more thing.")


async def test_r8_5_outside_the_window_the_time_at_which_it_closed_is_said(world: World):
    await world.arbitration()
    await add(world, world.client)
    answer = moment(world, hours=24)
    await world.pass_time(hours=25)
    for command, options in (
        ("evidence add", {"description": "Too late.", "file": Attachment("late.png", PNG)}),
        ("evidence withdraw", {"exhibit": "C-1"}),
        ("evidence rest", {"confirm": True}),
    ):
        refused = await world.refused(world.client, command, **options)
        assert answer in refused.text
