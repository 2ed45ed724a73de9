"""Persons: what their acts carry to the bot, and what their client would not let them do."""

import asyncio

import pytest

from bot.sandbox import Attachment, Permission, RefusedError, Sandbox
from tests.sandbox.hand import BUTTONS, MODAL, STRING, answered


async def test_what_an_interaction_carries(sandbox: Sandbox, hand, guild, channel, person):
    role = sandbox.create_role(guild, "Staff")
    file = Attachment("a.txt", b"abc")
    given = {"number": 3, "dry_run": "yes", "kind": "First", "who": person, "role": role, "where": channel}
    act = person.slash(channel, "offer accept", **given, file=file, confirm=True)
    _, found = await answered(hand, act, 4, {"content": "ok"})
    assert found["type"] == 2
    assert found["guild_id"] == str(guild.id)
    assert found["member"]["permissions"] == str(sandbox.world.permissions_in(channel, person.id))
    assert found["app_permissions"] == str((1 << 53) - 1)
    assert found["context"] == 0
    assert found["authorizing_integration_owners"] == {"0": str(guild.id)}
    assert found["attachment_size_limit"] == 10 * 1024 * 1024
    data = found["data"]
    [accept] = data["options"]
    values = {option["name"]: option["value"] for option in accept["options"]}
    [attachment] = data["resolved"]["attachments"]
    assert values == {
        "number": 3,
        "dry-run": "yes",
        "kind": "1",
        "confirm": True,
        "who": str(person.id),
        "role": str(role.id),
        "where": str(channel.id),
        "file": attachment,
    }
    assert set(data["resolved"]) == {"users", "members", "roles", "channels", "attachments"}


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("nothing", {}),
        ("offer", {}),
        ("offer nothing", {}),
        ("offer accept", {}),
        ("offer accept", {"number": "3"}),
        ("offer accept", {"number": True}),
        ("offer accept", {"number": 10}),
        ("offer accept", {"number": 1, "dry_run": "123456"}),
        ("offer accept", {"number": 1, "kind": "Second"}),
        ("offer accept", {"number": 1, "unknown": 1}),
        ("offer accept", {"number": 1, "who": "ann"}),
        ("admin", {}),
    ],
)
async def test_the_client_refuses(sandbox: Sandbox, hand, channel, person, name, given):
    with pytest.raises(RefusedError):
        await person.slash(channel, name, **given)
    assert sandbox.interactions() == []


async def test_who_may_use_commands(sandbox: Sandbox, hand, guild, channel, person, clock):
    hidden = sandbox.create_channel(guild, "hidden")
    sandbox.set_overwrite(hidden, guild.everyone, deny=Permission.VIEW_CHANNEL)
    with pytest.raises(RefusedError, match="can't see"):
        await person.slash(hidden, "ping")
    sandbox.set_overwrite(channel, person, deny=Permission.USE_APPLICATION_COMMANDS)
    with pytest.raises(RefusedError, match="may not use commands"):
        await person.slash(channel, "ping")
    sandbox.set_overwrite(channel, person, deny=Permission.SEND_MESSAGES)
    await answered(hand, person.slash(channel, "ping"), 4, {"content": "pong"})
    sandbox.timeout(guild, person, seconds=60)
    with pytest.raises(RefusedError, match="timed out"):
        await person.slash(channel, "ping")
    clock.move(seconds=61)
    await answered(hand, person.slash(channel, "ping"), 4, {"content": "pong"})
    await answered(hand, guild.owner.slash(channel, "admin"), 4, {"content": "ok"})
    with pytest.raises(RefusedError, match="not offered"):
        await person.slash(person.dm_channel, "server")
    _, found = await answered(hand, person.slash(person.dm_channel, "ping"), 4, {"content": "pong"})
    assert (found["context"], found["user"]["id"]) == (1, str(person.id))
    assert "guild_id" not in found
    sandbox.remove_bot(guild)
    with pytest.raises(RefusedError, match="is not in"):
        await person.slash(channel, "ping")


async def test_locked_and_archived_threads_refuse(sandbox: Sandbox, hand, guild, channel, person):
    thread = sandbox.create_thread(channel, "thread")
    answer, _ = await answered(hand, person.slash(thread, "ping"), 4, {"content": "pong", "components": BUTTONS})
    sandbox.archive_thread(thread, locked=True)
    with pytest.raises(RefusedError, match="locked"):
        await person.slash(thread, "ping")
    with pytest.raises(RefusedError, match="locked"):
        await person.click(answer, "Press")
    await answered(hand, guild.owner.click(answer.message, "Press"), 6 + 1, {"content": "ok"})


async def test_buttons(sandbox: Sandbox, hand, guild, channel, person):
    shown, _ = await answered(hand, person.slash(channel, "ping"), 4, {"content": "card", "components": BUTTONS})
    assert (shown.buttons, shown.message.disabled_buttons) == (["Press", "Link"], ["Grey"])
    for label in ("Grey", "Link", "Nothing"):
        with pytest.raises(RefusedError):
            await person.click(shown, label)
    clicked, interaction = await answered(hand, person.click(shown, "press"), 7, {"content": "new", "components": []})
    assert interaction["data"] == {"custom_id": "press", "component_type": 2, "id": 2}
    assert interaction["message"]["id"] == str(shown.message.id)
    assert (clicked.text, clicked.message, shown.buttons) == ("new", shown.message, [])
    with pytest.raises(RefusedError):
        await person.click(shown, "Press")


async def test_ephemeral_answers_are_for_one(sandbox: Sandbox, hand, guild, channel, person):
    data = {"content": "mine", "components": BUTTONS, "flags": 64}
    shown, _ = await answered(hand, person.slash(channel, "ping"), 4, data)
    assert guild.owner.sees(channel) == []
    with pytest.raises(RefusedError):
        await guild.owner.click(shown.message, "Press")
    await answered(hand, person.click(shown, "Press"), 7, {"content": "pressed"})
    assert shown.ephemeral
    await person.delete(shown.message)
    assert person.sees(channel) == []


async def test_modals(sandbox: Sandbox, hand, channel, person):
    opened, _ = await answered(hand, person.slash(channel, "ping"), 9, MODAL)
    assert opened.modal.title == "Form"
    assert opened.modal.fields == ["Your reason", "Proof", "Old"]
    assert "Read this." in opened.text
    for fields in ({}, {"reason": "too long"}, {"reason": "ok", "nothing": "x"}, {"reason": "ok", "proof": []}):
        if fields.get("proof") == []:
            fields["proof"] = [Attachment("a", b"a")] * 3
        with pytest.raises(RefusedError):
            await person.submit(opened, fields)
    act = person.submit(opened, your_reason="ok", proof=Attachment("a.txt", b"a"))
    done, interaction = await answered(hand, act, 4, {"content": "thanks", "flags": 64})
    assert interaction["type"] == 5
    shown, label, proof, old = interaction["data"]["components"]
    assert shown == {"type": 10, "id": 1}
    assert (label["type"], label["component"]["custom_id"], label["component"]["value"]) == (18, "reason", "ok")
    assert proof["component"]["values"] == list(interaction["data"]["resolved"]["attachments"])
    assert old["components"][0]["value"] == "v"
    assert done.text == "thanks"
    # A modal can't answer a modal.
    task = asyncio.create_task(person.submit(opened, reason="ok"))
    interaction = await hand.next()
    assert (await hand.answer(interaction, 9, MODAL))[1]["code"] == 50035
    await hand.answer(interaction, 6)
    await hand.rest("POST", hand.webhook(interaction), {"content": "ok", "flags": 64})
    await task


async def test_autocomplete(hand, channel, person):
    act = person.autocomplete(channel, "offer accept", option="case", typed="4", kind="First")
    task = asyncio.create_task(act)
    interaction = await hand.next()
    assert interaction["type"] == 4
    [accept] = interaction["data"]["options"]
    assert accept["options"][-1] == {"type": STRING, "name": "case", "value": "4", "focused": True}
    too_many = [{"name": "x", "value": str(number)} for number in range(26)]
    assert (await hand.answer(interaction, 8, {"choices": too_many}))[1]["code"] == 50035
    assert (await hand.answer(interaction, 8, {"choices": [{"name": "Case 4", "value": "42"}]}))[0] == 200
    assert await task == [("Case 4", "42")]
    with pytest.raises(RefusedError):
        await person.autocomplete(channel, "offer accept", option="kind")


async def test_context_menus(hand, guild, channel, person):
    said = await person.say(channel, "look")
    _, found = await answered(hand, person.menu(channel, said, "Quote"), 4, {"content": "ok"})
    assert found["data"]["target_id"] == str(said.id)
    assert found["data"]["resolved"]["messages"][str(said.id)]["content"] == "look"
    _, found = await answered(hand, person.menu(channel, guild.owner, "Greet"), 4, {"content": "ok"})
    assert set(found["data"]["resolved"]) == {"users", "members"}
    with pytest.raises(RefusedError):
        await person.menu(channel, said, "Greet")


async def test_selects(hand, guild, channel, person):
    menus = [
        {"type": 1, "components": [{"type": 3, "custom_id": "one", "options": [{"label": "A", "value": "a"}]}]},
        {"type": 1, "components": [{"type": 5, "custom_id": "who", "max_values": 2, "placeholder": "Who?"}]},
        {"type": 1, "components": [{"type": 8, "custom_id": "where"}]},
    ]
    shown, _ = await answered(hand, person.slash(channel, "ping"), 4, {"content": "pick", "components": menus})
    _, found = await answered(hand, person.select(shown, "A"), 7, {"content": "ok"})
    assert (found["data"]["values"], found["data"]["component_type"]) == (["a"], 3)
    act = person.select(shown, [person, guild.owner], menu="Who?")
    _, found = await answered(hand, act, 7, {"content": "ok"})
    assert found["data"]["values"] == [str(person.id), str(guild.owner.id)]
    assert len(found["data"]["resolved"]["members"]) == 2
    _, found = await answered(hand, person.select(shown, [channel], menu="where"), 7, {"content": "ok"})
    assert list(found["data"]["resolved"]["channels"]) == [str(channel.id)]
    for values, menu in (("B", "one"), (["A", "A"], "one"), ([], "one"), ("A", "nothing")):
        with pytest.raises(RefusedError):
            await person.select(shown, values, menu=menu)
