"""R7.5, R10: the work of staff over Discord's wire, and what the room and the channels show of it."""

import re

import pytest

from bot.sandbox import Permission
from bot.services import queries
from tests.acceptance.cast import Cast
from tests.acceptance.forging import press, send_form
from tests.acceptance.world import FINDINGS, REASON, STATEMENT, World
from tests.services.world import dump

NOTHING = "Nothing was changed."
WHY = "They are an old friend of mine."


async def closed(world: World) -> None:
    """Both parties have nothing to add, so that the arbitrator may rule."""
    for person in (world.client, world.freelancer):
        await world.act(person, "evidence rest", confirm=True)


async def hidden(world: World) -> Cast:
    """A case in arbitration of which arbitrators may see no offers; nobody has it."""
    cast = Cast(world)
    await world.use(world.admin, "config switch", name="offers_hidden", on=True)
    await world.negotiation()
    await world.act(world.freelancer, "offer make", amount="777.77", note="Take it.", confirm=True)
    for person in (world.client, world.freelancer):
        await world.act(person, "fee pay", confirm=True)
    return cast


async def rooms_are(world: World, kind: str) -> None:
    """Rooms are channels or threads from now on."""
    if kind == "thread":
        cases = world.sandbox.create_channel(world.guild, "disputes")
        await world.use(world.admin, "config channel", kind="cases", channel=cases)
    assert NOTHING not in (await world.use(world.admin, "config rooms", kind=kind)).text


def numbers(text: str) -> list[str]:
    """The cases of a list, in its order."""
    return re.findall(r"\*\*(CASE-\d+)\*\*", text)


async def test_r10_1_the_queue_turns_pages_also_after_a_restart(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "QUEUE_PAGE", 2)
    await world.use(world.admin, "config limit", name="filing_cooldown", value="0")
    await world.arbitration()
    for _ in range(2):
        await world.case(by=world.freelancer, offer="900")
    moderator = world.moderator
    first = await moderator.slash(world.lobby, "case queue")
    assert (numbers(first.text), "Page 1 of 2" in first.text) == (["CASE-0001", "CASE-0002"], True)
    await world.restart()
    second = await moderator.click(first, "More \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")
    assert numbers(second.text) == ["CASE-0003"]
    # What was asked for stays asked for, and each case is a press away.
    only = await moderator.slash(world.lobby, "case queue", stage="arbitration", assigned=world.arbitrator)
    assert numbers(only.text) == ["CASE-0001"]
    assert "1,000.00" in only.text.replace("\N{NO-BREAK SPACE}", " ")
    brief = await moderator.click(only, "View")
    assert REASON in brief.text
    assert numbers((await moderator.slash(world.lobby, "case queue", stage="final_offers")).text) == []
    # A press is asked anew who it is: who is no moderator any more turns no page.
    world.sandbox.remove_role(world.guild, moderator, world.roles["moderator"])
    assert NOTHING in (await press(moderator, await moderator.say(world.lobby, "Hm."), "p1:queue.2:any-0:0")).text
    assert "older version" in (await press(moderator, await moderator.say(world.lobby, "Hm."), "p1:queue:x-y:0")).text


async def test_r10_2_all_that_an_arbitrator_needs_is_on_one_card(world: World) -> None:
    await world.arbitration()
    await world.act(world.client, "evidence add", description="The signed order.")
    await world.act(world.freelancer, "evidence add", description="The delivery note.")
    await world.act(world.arbitrator, "case ask", party="both", question="When was it delivered?")
    await world.act(world.moderator, "case note", text="The client has called twice.")
    brief = await world.arbitrator.slash(world.lobby, "case view", case="1")
    for words in (REASON, STATEMENT, "The signed order.", "The delivery note.", "When was it", "has called twice"):
        assert words in brief.text
    assert "fee" in brief.text
    for label in ("Recuse yourself", "Ask the parties", "Details", "Offers", "Evidence", "History"):
        assert label in brief.buttons
    details = await world.arbitrator.click(brief, "Details")
    assert "called twice" in details.text
    # R10.1: notes are never for the parties, staff or not.
    world.sandbox.add_role(world.guild, world.client, world.roles["moderator"])
    for person in (world.client, world.freelancer):
        answers = [
            await person.slash(world.lobby, "case view", case="1"),
            await person.slash(world.lobby, "dispute history", case="1"),
            await person.slash(world.lobby, "dispute status", case="1"),
        ]
        assert "called twice" not in "".join(answer.text for answer in answers)


async def test_r10_2_who_gives_a_case_up_is_out_of_its_room_and_another_takes_it(world: World) -> None:
    """R10.3, R10.7: by the button, as by the command."""
    cast = Cast(world)
    await world.arbitration()
    await closed(world)
    arbitrator, room = world.arbitrator, world.room()
    quote = await arbitrator.slash(world.lobby, "case rule", freelancer_amount="400", findings=FINDINGS, case="1")
    assert room in arbitrator.channels(world.guild)
    await world.press(arbitrator, "Recuse yourself", {"reason": WHY})
    assert room not in arbitrator.channels(world.guild)
    assert any(WHY in message.text for message in world.moderator.sees(world.staff_channel))
    assert not any(WHY in message.text for message in world.client.sees(room))
    assert NOTHING in (await arbitrator.click(quote, "Confirm")).text
    for command in ("case claim", "case recuse"):
        given = {"reason": WHY} if command == "case recuse" else {}
        assert NOTHING in (await arbitrator.slash(world.lobby, command, case="1", **given)).text
    refused = await world.moderator.slash(world.lobby, "case assign", member=arbitrator, case="1")
    assert "given up" in refused.text
    for nobody in (world.stranger, world.client, world.sandbox.create_person("far away")):
        assert NOTHING in (await world.moderator.slash(world.lobby, "case assign", member=nobody, case="1")).text
    await world.use(world.moderator, "case assign", member=cast.aaron, case="1")
    assert room in cast.aaron.channels(world.guild)
    assert world.told(cast.aaron, "CASE-0001", "has given the case")
    await world.use(cast.aaron, "case rule", freelancer_amount="400", findings=FINDINGS, case="1", confirm=True)
    assert "Ruled" in world.card().text.splitlines()[0]


async def test_r10_2_a_ruling_is_shown_with_all_its_money_and_counts_by_the_role_of_the_click(world: World) -> None:
    """R10.5: roles are checked by the bot, whatever Discord shows."""
    await world.arbitration()
    await closed(world)
    arbitrator = world.arbitrator
    # Findings that can't be used are given back: nobody writes them twice.
    long = FINDINGS * 5
    refused = await arbitrator.submit(
        await arbitrator.slash(world.lobby, "case rule", freelancer_amount="4OO", case="1"), findings=long
    )
    await world.eventually(lambda: any(message.files for message in refused.messages))
    assert NOTHING in refused.text
    (kept,) = [file for message in refused.messages for file in message.files]
    assert kept.content.decode() == long
    form = await arbitrator.slash(world.lobby, "case rule", freelancer_amount="400", case="1")
    quote = await arbitrator.submit(form, findings=FINDINGS)
    shown = quote.text.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("600.00", "400.00", "650.00 USD", "arbitration fee", "goes to the server", FINDINGS[:60]):
        assert words in shown
    world.sandbox.remove_role(world.guild, arbitrator, world.roles["arbitrator"])
    await world.settled()
    assert NOTHING in (await arbitrator.click(quote, "Confirm")).text
    assert await world.balance_minor("escrow:1") == 1_000_00
    # Who is no arbitrator any more has lost the case, and the room with it; staff are told.
    assert world.room() not in arbitrator.channels(world.guild)
    assert any("no longer has the arbitrator role" in item.text for item in world.moderator.sees(world.staff_channel))
    world.sandbox.add_role(world.guild, arbitrator, world.roles["arbitrator"])
    await world.use(arbitrator, "case claim", case="1")
    again = await arbitrator.click(quote, "Confirm")
    assert "ruled" in again.text
    await world.settled()
    assert await world.balance_minor("escrow:1") == 0


async def test_r10_4_a_ruling_that_comes_late(world: World) -> None:
    await world.arbitration()
    await closed(world)
    arbitrator, room = world.arbitrator, world.room()
    await world.pass_time(days=6, hours=23, minutes=30)
    reminders = [item for item in world.moderator.sees(world.staff_channel) if "Reminder" in item.text]
    assert (len(reminders), len(world.told(arbitrator, "Reminder"))) == (3, 3)
    await world.pass_time(hours=1)
    assert room not in arbitrator.channels(world.guild)
    (late,) = [item for item in world.moderator.sees(world.staff_channel) if "The ruling is late" in item.text]
    assert "Moderators and admins" in late.text
    assert world.told(arbitrator, "free again")
    assert any("You lose nothing by it" in item.text for item in world.client.sees(room))
    refused = await arbitrator.slash(world.lobby, "case rule", freelancer_amount="1", findings=FINDINGS, case="1")
    assert NOTHING in refused.text
    await world.use(arbitrator, "case claim", case="1")
    assert room in arbitrator.channels(world.guild)
    await world.pass_time(days=6)
    await world.use(arbitrator, "case rule", freelancer_amount="1", findings=FINDINGS, case="1", confirm=True)
    assert "Ruled" in world.card().text.splitlines()[0]


@pytest.mark.parametrize("kind", ["channel", "thread"])
async def test_r10_1_guests_are_removed_and_rooms_closed(world: World, kind: str) -> None:
    """R10.7: a party has a place in the room, and so has the arbitrator."""
    await rooms_are(world, kind)
    await world.arbitration()
    room, moderator, guest = world.room(), world.moderator, world.stranger

    async def removed(member: object) -> str:
        return (await world.act(moderator, "case remove", member=member, reason="No business here.")).text

    assert "no way of their own" in await removed(guest)
    assert "no way of their own" in await removed(world.sandbox.bot)
    # A client may send any number in a form, such as a role's.
    role = {"member": str(world.roles["moderator"].id), "reason": "No business here."}
    assert "no way of their own" in (await send_form(moderator, world.lobby, "p1:remove-guest:1:0", role)).text
    for insider in (world.client, world.freelancer, world.arbitrator):
        assert NOTHING in await removed(insider)
    if kind == "channel":
        rights = Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY
        world.sandbox.set_overwrite(room, guest, allow=rights)
    else:
        world.sandbox.add_to_thread(room, guest)
    assert room in guest.channels(world.guild)
    assert NOTHING not in await removed(guest)
    assert room not in guest.channels(world.guild)
    assert any("No business here." in item.text for item in world.client.sees(room))
    still_open = await world.act(moderator, "case close-room")
    assert "still open" in still_open.text
    await closed(world)
    await world.act(world.arbitrator, "case rule", freelancer_amount="1", findings=FINDINGS, confirm=True)
    await world.use(moderator, "case close-room", case="1")
    assert world.rooms() == []
    assert "closed" in (await world.use(moderator, "case close-room", case="1")).text
    assert "Ruled" in (await world.client.slash(world.lobby, "dispute status", case="1")).text


@pytest.mark.parametrize("kind", ["channel", "thread"])
async def test_r7_5_arbitrators_see_neither_room_nor_offers_before_the_ruling(world: World, kind: str) -> None:
    await rooms_are(world, kind)
    cast = await hidden(world)
    room, lobby, arbitrator = world.room(), world.lobby, world.arbitrator
    await world.use(arbitrator, "case claim", case="1")
    if kind == "channel":
        # Another role of theirs that sees the room opens it to them no more.
        world.sandbox.add_role(world.guild, arbitrator, world.roles["moderator"])
    for person in (arbitrator, cast.aaron):
        assert room not in person.channels(world.guild)
        answers = [
            await person.slash(lobby, "case queue"),
            await person.slash(lobby, "case view", case="1"),
            await person.slash(lobby, "case history", case="1"),
            await person.slash(lobby, "offer list", case="1"),
            await person.slash(lobby, "dispute status", case="1"),
            await person.slash(lobby, "milestone view", milestone="M-1"),
        ]
        answers.append(await person.click(answers[1], "Details"))
        shown = "".join(answer.text for answer in answers)
        assert "777.77" not in shown
        assert "222.23" not in shown
        assert "Take it." not in shown
        assert "Hidden from arbitrators" in answers[1].text
        assert "777" not in str(await person.autocomplete(lobby, "case view", option="case"))
    assert not any("777.77" in item.text for item in world.moderator.sees(world.staff_channel))
    assert "777.77" in (await world.moderator.slash(lobby, "offer list", case="1")).text
    # A moderator's work is not for who decides.
    refused = await arbitrator.slash(lobby, "case hold", reason="We look into it.", case="1")
    assert NOTHING in refused.text
    await closed(world)
    await world.use(arbitrator, "case rule", freelancer_amount="400", findings=FINDINGS, case="1", confirm=True)
    # An archived thread is in no list of channels, but whoever is in it reads it.
    is_inside = room in arbitrator.channels(world.guild) or (room.thread and arbitrator.id in room.thread.members)
    assert is_inside
    assert "777.77" in (await arbitrator.slash(lobby, "offer list", case="1")).text


async def test_r7_5_no_message_of_the_bot_becomes_evidence_where_offers_are_hidden(world: World) -> None:
    await world.use(world.admin, "config switch", name="offers_hidden", on=True)
    await world.case(offer="222.22")
    client, room = world.client, world.room()
    (opened,) = [item for item in client.sees(room) if "222.22" in item.text and not item.components]
    assert "none of mine is taken" in (await client.menu(room, opened, "Add as evidence")).text
    said = await client.say(room, "The logo is blue.")
    assert "C-1" in (await client.menu(room, said, "Add as evidence")).text


async def test_r7_5_staff_are_not_told_of_offers_that_reached_nobody(world: World) -> None:
    await world.use(world.admin, "config switch", name="offers_hidden", on=True)
    milestone = await world.milestone()
    world.freelancer.close_dms()
    world.sandbox.leave(world.guild, world.freelancer)
    given = {"milestone": milestone, "offer": "222.22", "reason": REASON, "confirm": True}
    await world.use(world.client, "dispute open", **given)
    told = [item.text for item in world.moderator.sees(world.staff_channel)]
    assert any("Offers are hidden from arbitrators" in text for text in told)
    assert not any("222.22" in text for text in told)


async def test_r10_6_cashiers_and_r10_5_admins_have_no_say_over_cases(world: World) -> None:
    """Nobody but moderators and arbitrators uses any command of theirs, whatever Discord lets people type."""
    for command in world.sandbox.world.commands.values():
        command.body["default_member_permissions"] = None
    await world.arbitration()
    asked = {
        "case assign": {"member": world.arbitrator},
        "case claim": {},
        "case close-room": {},
        "case escalate": {"reason": WHY, "confirm": True},
        "case extend": {"duration": "2d", "reason": WHY},
        "case hold": {"reason": WHY},
        "case note": {"text": WHY},
        "case recuse": {"reason": WHY},
        "case remove": {"member": world.stranger, "reason": WHY},
        "case resume": {},
        "case rule": {"freelancer_amount": "1", "findings": FINDINGS, "confirm": True},
        "case ask": {"party": "both", "question": "When was it delivered?"},
    }
    before = await dump(world.app.storage)
    for person in (world.cashier, world.admin, world.stranger, world.client):
        for command, given in asked.items():
            answer = await person.slash(world.lobby, command, case="1", **given)
            assert NOTHING in answer.text, (person.name, command)
    # A moderator decides nothing, and an arbitrator directs nothing.
    for command in ("case claim", "case recuse", "case rule", "case ask"):
        assert NOTHING in (await world.moderator.slash(world.lobby, command, case="1", **asked[command])).text
    for command in ("case assign", "case close-room", "case escalate", "case extend", "case hold", "case remove"):
        assert NOTHING in (await world.arbitrator.slash(world.lobby, command, case="1", **asked[command])).text
    assert await dump(world.app.storage) == before


async def test_r10_3_a_party_has_no_power_of_staff_over_their_case(world: World) -> None:
    await world.arbitration()
    await closed(world)
    for role in world.roles.values():
        world.sandbox.add_role(world.guild, world.client, role)
    await world.settled()
    asked = {
        "case assign": {"member": world.client},
        "case recuse": {"reason": WHY},
        "case note": {"text": WHY},
        "case remove": {"member": world.arbitrator, "reason": WHY},
        "case close-room": {},
        "case hold": {"reason": WHY},
        "case extend": {"duration": "2d", "reason": WHY},
        "case ask": {"party": "both", "question": "When was it delivered?"},
    }
    before = await dump(world.app.storage)
    for command, given in asked.items():
        answer = await world.client.slash(world.lobby, command, case="1", **given)
        assert NOTHING in answer.text, command
        assert "party" in answer.text, command
    assert await dump(world.app.storage) == before
    assert "Assign" not in (await world.client.slash(world.lobby, "case view", case="1")).buttons


async def test_r10_2_an_arbitrator_who_goes_or_is_no_longer_one_loses_the_case_heard_of_or_not(world: World) -> None:
    cast = Cast(world)
    await world.arbitration()
    room, staff = world.room(), world.staff_channel

    def lost() -> int:
        return sum("has lost the case" in item.text for item in world.moderator.sees(staff))

    # What happens while the bot is away is found out by a look when it is back.
    await world.stop_bot()
    world.sandbox.remove_role(world.guild, world.arbitrator, world.roles["arbitrator"])
    await world.start_bot()
    await world.settled()
    assert (lost(), room in world.arbitrator.channels(world.guild)) == (1, False)
    await world.use(cast.fay, "case claim", case="1")
    world.sandbox.leave(world.guild, cast.fay)
    await world.settled()
    assert lost() == 2
    await world.use(cast.aaron, "case claim", case="1")
    # Another role means arbitrators from now on, which the one who has the case doesn't have.
    role = world.sandbox.create_role(world.guild, "Judges")
    await world.use(world.admin, "config role", kind="arbitrator", role=role)
    assert (lost(), room in cast.aaron.channels(world.guild)) == (3, False)
