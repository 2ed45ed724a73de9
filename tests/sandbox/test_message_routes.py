"""Messages over plain REST: limits, permissions, pins, nonces, mentions, direct messages, attachments."""

import json

import aiohttp
import pytest

from bot.sandbox import Guild, Permission, RefusedError, Sandbox, SeenMessage
from tests.sandbox.plain_rest import Rest

V2 = 1 << 15


@pytest.fixture
def guild(sandbox: Sandbox) -> Guild:
    made = sandbox.create_guild("Guild")
    sandbox.invite_bot(made, permissions=0)
    return made


def text(content: str) -> dict:
    return {"type": 10, "content": content}


def button(custom_id: str | None = "a", label: str = "Press", **more) -> dict:
    return {"type": 2, "style": 1, "label": label, "custom_id": custom_id, **more}


def row(*children: dict) -> dict:
    return {"type": 1, "components": list(children)}


def option(value: str) -> dict:
    return {"label": value, "value": value}


REFUSED = {
    "content over 2000": {"content": "x" * 2001},
    "eleven embeds": {"embeds": [{"title": "x"}] * 11},
    "embed title over 256": {"embeds": [{"title": "x" * 257}]},
    "embeds over 6000": {"embeds": [{"description": "x" * 3001}, {"description": "x" * 3000}]},
    "26 fields": {"embeds": [{"fields": [{"name": "a", "value": "b"}] * 26}]},
    "a field without a value": {"embeds": [{"fields": [{"name": "a", "value": ""}]}]},
    "six rows": {"components": [row(button(str(number))) for number in range(6)]},
    "six buttons in a row": {"components": [row(*(button(str(number)) for number in range(6)))]},
    "an empty row": {"components": [row()]},
    "a button outside a row": {"components": [button()]},
    "a custom_id twice": {"components": [row(button("a"), button("a"))]},
    "a custom_id over 100": {"components": [row(button("x" * 101))]},
    "an empty custom_id": {"components": [row(button(""))]},
    "no custom_id": {"components": [row(button(None))]},
    "a label over 80": {"components": [row(button(label="x" * 81))]},
    "a button without label and emoji": {"components": [row({"type": 2, "style": 1, "custom_id": "a"})]},
    "a link with a custom_id": {"components": [row({"type": 2, "style": 5, "label": "a", "custom_id": "a"})]},
    "26 options": {
        "components": [row({"type": 3, "custom_id": "a", "options": [option(str(number)) for number in range(26)]})]
    },
    "an option twice": {"components": [row({"type": 3, "custom_id": "a", "options": [option("a"), option("a")]})]},
    "an option's label over 100": {
        "components": [row({"type": 3, "custom_id": "a", "options": [{"label": "x" * 101, "value": "a"}]})]
    },
    "a select beside a button": {
        "components": [row({"type": 3, "custom_id": "a", "options": [option("a")]}, button("b"))]
    },
    "a text display without the flag": {"components": [text("a")]},
    "the V2 flag with content": {"flags": V2, "content": "a", "components": [text("a")]},
    "the V2 flag with embeds": {"flags": V2, "embeds": [{"title": "a"}], "components": [text("a")]},
    "over 4000 characters in V2": {"flags": V2, "components": [text("x" * 2001), text("y" * 2000)]},
    "41 components in V2": {"flags": V2, "components": [{"type": 17, "components": [text("a")] * 40}]},
    "a section without accessory": {"flags": V2, "components": [{"type": 9, "components": [text("a")]}]},
    "an empty text display": {"flags": V2, "components": [text("")]},
    "a file that wasn't uploaded": {"flags": V2, "components": [{"type": 13, "file": {"url": "attachment://a.png"}}]},
    "a nonce over 25": {"content": "a", "nonce": "x" * 26},
    "mentions both parsed and listed": {"content": "a", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
    "an unknown message to reply to": {"content": "a", "message_reference": {"message_id": "1"}},
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED.keys())
async def test_invalid_messages_are_refused(rest: Rest, channel, body):
    status, answer = await rest("POST", f"/channels/{channel.id}/messages", body)
    assert (status, answer["code"]) == (400, 50035)
    assert answer["errors"]
    assert channel.messages == {}


ACCEPTED = {
    "2000 characters": {"content": "x" * 2000},
    "five rows": {"components": [row(button(str(number))) for number in range(5)]},
    "40 components in V2": {"flags": V2, "components": [{"type": 17, "components": [text("a")] * 39}]},
    "4000 characters in V2": {"flags": V2, "components": [text("x" * 4000)]},
    "25 options": {
        "components": [row({"type": 3, "custom_id": "a", "options": [option(str(number)) for number in range(25)]})]
    },
}


@pytest.mark.parametrize("body", ACCEPTED.values(), ids=ACCEPTED.keys())
async def test_messages_at_the_limits_pass(rest: Rest, channel, body):
    assert (await rest("POST", f"/channels/{channel.id}/messages", body))[0] == 200


async def test_an_error_tree_names_the_place(rest: Rest, channel):
    body = {"components": [row(button("a"), button("a"))]}
    _, answer = await rest("POST", f"/channels/{channel.id}/messages", body)
    place = answer["errors"]["components"]["0"]["components"]["1"]["custom_id"]
    assert place["_errors"][0]["code"] == "COMPONENT_CUSTOM_ID_DUPLICATED"


async def test_a_place_has_its_own_errors_or_those_below(rest: Rest, channel):
    body = {"components": [row(button(str(number), label="x" * 81)) for number in range(6)]}
    _, answer = await rest("POST", f"/channels/{channel.id}/messages", body)
    assert list(answer["errors"]["components"]) == ["_errors"]


async def test_empty_messages(rest: Rest, channel):
    path = f"/channels/{channel.id}/messages"
    assert (await rest("POST", path, {}))[1]["code"] == 50006
    _, message = await rest("POST", path, {"content": "a"})
    assert (await rest("PATCH", f"{path}/{message['id']}", {"content": ""}))[1]["code"] == 50006


async def test_broken_json(sandbox: Sandbox, rest: Rest, channel):
    status, answer = await rest("POST", f"/channels/{channel.id}/messages", None, data=b"{")
    assert (status, answer["code"]) == (400, 50109)


@pytest.mark.parametrize(
    ("denied", "body"),
    [
        (Permission.SEND_MESSAGES, {"content": "a"}),
        (Permission.EMBED_LINKS, {"embeds": [{"title": "a"}]}),
    ],
)
async def test_sending_takes_permissions(sandbox: Sandbox, rest: Rest, channel, denied, body):
    sandbox.set_overwrite(channel, sandbox.bot, deny=denied)
    status, answer = await rest("POST", f"/channels/{channel.id}/messages", body)
    assert (status, answer["code"]) == (403, 50013)


async def test_history_pages(rest: Rest, channel, clock):
    path = f"/channels/{channel.id}/messages"
    ids = []
    for number in range(5):
        clock.move(seconds=1)
        ids.append((await rest("POST", path, {"content": str(number)}))[1]["id"])
    for query, expected in (
        ("limit=2", "43"),
        (f"before={ids[3]}&limit=2", "21"),
        (f"after={ids[1]}&limit=2", "32"),
        (f"around={ids[2]}&limit=3", "321"),
    ):
        _, found = await rest("GET", f"{path}?{query}")
        assert "".join(message["content"] for message in found) == expected
    assert (await rest("GET", f"{path}?limit=101"))[1]["code"] == 50035


async def test_no_history_without_permission(sandbox: Sandbox, rest: Rest, channel):
    path = f"/channels/{channel.id}/messages"
    _, message = await rest("POST", path, {"content": "a"})
    sandbox.set_overwrite(channel, sandbox.bot, deny=Permission.READ_MESSAGE_HISTORY)
    assert await rest("GET", path) == (200, [])
    assert (await rest("GET", f"{path}/{message['id']}"))[1]["code"] == 50013


async def test_a_nonce_gives_the_earlier_message(rest: Rest, channel, clock):
    path = f"/channels/{channel.id}/messages"
    body = {"content": "a", "nonce": "n1", "enforce_nonce": True}
    first = (await rest("POST", path, body))[1]["id"]
    assert (await rest("POST", path, body))[1]["id"] == first
    clock.move(seconds=301)
    assert (await rest("POST", path, body))[1]["id"] != first


async def test_another_ones_message(sandbox: Sandbox, rest: Rest, channel, person):
    said = await person.say(channel, "mine")
    path = f"/channels/{channel.id}/messages/{said.id}"
    assert (await rest("PATCH", path, {"content": "yours"}))[1]["code"] == 50005
    assert (await rest("DELETE", path))[1]["code"] == 50013
    sandbox.set_overwrite(channel, sandbox.bot, allow=Permission.MANAGE_MESSAGES)
    assert (await rest("DELETE", path))[0] == 204
    assert said.deleted


async def test_the_v2_flag_cannot_be_taken_back(rest: Rest, channel):
    path = f"/channels/{channel.id}/messages"
    _, message = await rest("POST", path, {"flags": V2, "components": [text("a")]})
    _, edited = await rest("PATCH", f"{path}/{message['id']}", {"flags": 0, "components": [text("b")]})
    assert edited["flags"] == V2
    assert (await rest("PATCH", f"{path}/{message['id']}", {"content": "c"}))[1]["code"] == 50035


async def test_turning_content_into_components_needs_the_content_gone(rest: Rest, channel):
    path = f"/channels/{channel.id}/messages"
    _, message = await rest("POST", path, {"content": "a"})
    path = f"{path}/{message['id']}"
    body = {"flags": V2, "components": [text("b")]}
    assert (await rest("PATCH", path, body))[1]["code"] == 50035
    assert (await rest("PATCH", path, body | {"content": None}))[0] == 200


async def test_old_messages_can_be_edited_only_so_often(sandbox: Sandbox, rest: Rest, channel, clock):
    sandbox.world.limits.old_message_edits = 2
    path = f"/channels/{channel.id}/messages"
    _, message = await rest("POST", path, {"content": "a"})
    path = f"{path}/{message['id']}"
    for number in range(3):
        assert (await rest("PATCH", path, {"content": str(number)}))[0] == 200
    clock.move(seconds=3601)
    for number in range(2):
        assert (await rest("PATCH", path, {"content": str(number)}))[0] == 200
    status, answer = await rest("PATCH", path, {"content": "x"})
    assert (status, answer["code"]) == (429, 30046)
    clock.move(seconds=3601)
    assert (await rest("PATCH", path, {"content": "x"}))[0] == 200


async def test_pins(sandbox: Sandbox, rest: Rest, channel, person):
    path = f"/channels/{channel.id}/messages"
    _, message = await rest("POST", path, {"content": "card"})
    pin = f"{path}/pins/{message['id']}"
    # Managing messages is no longer enough to pin.
    sandbox.set_overwrite(channel, sandbox.bot, allow=Permission.MANAGE_MESSAGES)
    assert (await rest("PUT", pin))[1]["code"] == 50013
    sandbox.set_overwrite(channel, sandbox.bot, allow=Permission.PIN_MESSAGES | Permission.MANAGE_MESSAGES)
    assert (await rest("PUT", pin))[0] == 204
    assert [found.text for found in person.pinned(channel)] == ["card"]
    _, pins = await rest("GET", f"{path}/pins")
    assert [item["message"]["id"] for item in pins["items"]] == [message["id"]]
    assert [found["id"] for found in (await rest("GET", f"/channels/{channel.id}/pins"))[1]] == [message["id"]]
    # The notice that Discord writes into the channel.
    assert [found.model.kind for found in person.sees(channel)] == [0, 6]
    sandbox.world.limits.pins = 1
    _, other = await rest("POST", path, {"content": "other"})
    assert (await rest("PUT", f"{path}/pins/{other['id']}"))[1]["code"] == 30003
    assert (await rest("DELETE", f"/channels/{channel.id}/pins/{message['id']}"))[0] == 204
    assert person.pinned(channel) == []


async def test_bulk_delete(sandbox: Sandbox, rest: Rest, channel, clock):
    sandbox.set_overwrite(channel, sandbox.bot, allow=Permission.MANAGE_MESSAGES)
    path = f"/channels/{channel.id}/messages"
    ids = [(await rest("POST", path, {"content": "a"}))[1]["id"] for _ in range(3)]
    assert (await rest("POST", f"{path}/bulk-delete", {"messages": ids[:1]}))[1]["code"] == 50016
    assert (await rest("POST", f"{path}/bulk-delete", {"messages": ids[:2]}))[0] == 204
    assert list(channel.messages) == [int(ids[2])]
    clock.move(seconds=15 * 86400)
    assert (await rest("POST", f"{path}/bulk-delete", {"messages": ids}))[1]["code"] == 50034


async def test_who_is_pinged(sandbox: Sandbox, rest: Rest, guild, channel, person):
    other = sandbox.create_person("bob")
    role = sandbox.create_role(guild, "Staff", mentionable=True)
    sandbox.join(guild, other, [role])
    path = f"/channels/{channel.id}/messages"

    async def pinged(content: str, **body) -> list[str]:
        _, sent = await rest("POST", path, {"content": content, **body})
        message = SeenMessage(sandbox.world, channel.messages[int(sent["id"])])
        return [user.name for user in message.mentions]

    everything = f"{person.mention} {role.mention}"
    assert await pinged(everything) == ["ann", "bob"]
    assert await pinged(everything, allowed_mentions={"parse": []}) == []
    assert await pinged(everything, allowed_mentions={"parse": [], "users": [str(person.id)]}) == ["ann"]
    assert await pinged(everything, allowed_mentions={"parse": ["roles"]}) == ["bob"]
    assert await pinged("@everyone") == ["owner", "ann", "bob"]
    sandbox.set_overwrite(channel, sandbox.bot, deny=Permission.MENTION_EVERYONE)
    assert await pinged("@everyone") == []
    sandbox.set_overwrite(channel, other, deny=Permission.VIEW_CHANNEL)
    assert await pinged(everything) == ["ann"]
    components = [text(person.mention)]
    _, sent = await rest("POST", path, {"flags": V2, "components": components})
    assert SeenMessage(sandbox.world, channel.messages[int(sent["id"])]).mentions == [person]
    # An edit pings nobody anew, and takes nothing back.
    await rest("PATCH", f"{path}/{sent['id']}", {"components": [text(other.mention)]})
    assert SeenMessage(sandbox.world, channel.messages[int(sent["id"])]).mentions == [person]


async def test_direct_messages(sandbox: Sandbox, rest: Rest, guild, person):
    _, direct = await rest("POST", "/users/@me/channels", {"recipient_id": str(person.id)})
    path = f"/channels/{direct['id']}/messages"
    assert (await rest("POST", path, {"content": "hello"}))[0] == 200
    assert [message.text for message in person.dms()] == ["hello"]
    person.close_dms()
    # Opening still works; sending doesn't.
    assert (await rest("POST", "/users/@me/channels", {"recipient_id": str(person.id)}))[1]["id"] == direct["id"]
    status, answer = await rest("POST", path, {"content": "hello"})
    assert (status, answer["code"]) == (403, 50007)
    person.open_dms()
    person.block()
    assert (await rest("POST", path, {"content": "hello"}))[1]["code"] == 50007
    person.unblock()
    sandbox.leave(guild, person)
    assert (await rest("POST", path, {"content": "hello"}))[1]["code"] == 50007
    assert (await rest("POST", "/users/@me/channels", {"recipient_id": "1"}))[1]["code"] == 50033


async def upload(sandbox: Sandbox, session: aiohttp.ClientSession, path: str, body: dict, *files: tuple[str, bytes]):
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("payload_json", json.dumps(body), content_type="application/json")
    for number, (name, content) in enumerate(files):
        form.add_field(f"files[{number}]", content, filename=name, content_type="application/octet-stream")
    headers = {"Authorization": f"Bot {sandbox.token}"}
    async with session.post(sandbox.api_url + path, data=form, headers=headers) as response:
        return response.status, await response.json()


async def test_attachments(sandbox: Sandbox, rest: Rest, channel, person, clock):
    path = f"/channels/{channel.id}/messages"
    async with aiohttp.ClientSession() as session:
        body = {"attachments": [{"id": 0, "filename": "a b.txt", "description": "words"}]}
        _, message = await upload(sandbox, session, path, body, ("x", b"content"))
        [attachment] = message["attachments"]
        assert (attachment["filename"], attachment["size"], attachment["description"]) == ("a_b.txt", 7, "words")

        async def fetch(url: str) -> tuple[int, bytes]:
            async with session.get(url) as response:
                return response.status, await response.read()

        assert await fetch(attachment["url"]) == (200, b"content")
        assert (await fetch(attachment["url"].replace("ex=", "ex=f")))[0] == 404
        clock.move(seconds=24 * 3600 + 1)
        assert (await fetch(attachment["url"]))[0] == 404
        _, again = await rest("GET", f"{path}/{message['id']}")
        assert await fetch(again["attachments"][0]["url"]) == (200, b"content")
        # An edit keeps the files that it lists.
        _, edited = await rest("PATCH", f"{path}/{message['id']}", {"attachments": [], "content": "gone"})
        assert edited["attachments"] == []
        sandbox.world.limits.attachment_bytes = 5
        assert (await upload(sandbox, session, path, {}, ("x", b"content")))[1]["code"] == 40005
        eleven = [(f"{number}", b"") for number in range(11)]
        assert (await upload(sandbox, session, path, {}, *eleven))[1]["code"] == 50035
        sandbox.world.limits.request_bytes = 10
        assert (await upload(sandbox, session, path, {"content": "a"}))[0] == 413
        sandbox.set_overwrite(channel, sandbox.bot, deny=Permission.ATTACH_FILES)
        sandbox.world.limits.request_bytes = 10_000
        assert (await upload(sandbox, session, path, {}, ("x", b"c")))[1]["code"] == 50013


async def test_what_persons_may_say(sandbox: Sandbox, channel, person):
    said = await person.say(channel, "hello")
    await person.edit(said, "hello you")
    assert (said.text, said.edited) == ("hello you", True)
    sandbox.set_overwrite(channel, person, deny=Permission.SEND_MESSAGES)
    with pytest.raises(RefusedError):
        await person.say(channel, "again")
    other = sandbox.create_person("stranger")
    assert other.sees(channel) == []
    with pytest.raises(RefusedError):
        await other.say(channel, "hello")
    with pytest.raises(RefusedError):
        await other.delete(said)
    await person.delete(said)
    assert person.sees(channel) == []
