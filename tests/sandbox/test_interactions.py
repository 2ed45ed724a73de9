"""The life of an interaction by hand: deadlines, second answers, follow-ups, modals, and what is refused."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.sandbox import Answer, Attachment, Channel, Guild, NoAnswerError, Permission, Person, RefusedError, Sandbox
from tests.sandbox.conftest import Rest
from tests.sandbox.raw_bot import RawBot, raw_bot

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, ATTACHMENT = 3, 4, 5, 6, 7, 8, 11
COMMANDS = [
    {
        "name": "offer",
        "description": "Offers.",
        "options": [
            {
                "type": 1,
                "name": "accept",
                "description": "Accept.",
                "options": [
                    {
                        "type": INTEGER,
                        "name": "number",
                        "description": "N.",
                        "required": True,
                        "min_value": 1,
                        "max_value": 9,
                    },
                    {"type": STRING, "name": "dry-run", "description": "D.", "max_length": 5},
                    {
                        "type": STRING,
                        "name": "kind",
                        "description": "K.",
                        "choices": [{"name": "First", "value": "1"}],
                    },
                    {"type": STRING, "name": "case", "description": "C.", "autocomplete": True},
                    {"type": BOOLEAN, "name": "confirm", "description": "C."},
                    {"type": USER, "name": "who", "description": "W."},
                    {"type": ROLE, "name": "role", "description": "R."},
                    {"type": CHANNEL, "name": "where", "description": "W.", "channel_types": [0]},
                    {"type": ATTACHMENT, "name": "file", "description": "F."},
                ],
            }
        ],
    },
    {"name": "ping", "description": "Ping."},
    {"name": "admin", "description": "Admin.", "default_member_permissions": str(int(Permission.MANAGE_GUILD))},
    {"name": "Quote", "type": 3},
    {"name": "Greet", "type": 2},
    {"name": "server", "description": "Only in servers.", "contexts": [0]},
]
BUTTONS = [
    {
        "type": 1,
        "components": [
            {"type": 2, "style": 1, "label": "Press", "custom_id": "press"},
            {"type": 2, "style": 1, "label": "Grey", "custom_id": "grey", "disabled": True},
            {"type": 2, "style": 5, "label": "Link", "url": "https://example.com"},
        ],
    }
]
MODAL = {
    "custom_id": "form",
    "title": "Form",
    "components": [
        {"type": 10, "content": "Read this."},
        {
            "type": 18,
            "label": "Your reason",
            "component": {"type": 4, "custom_id": "reason", "style": 1, "max_length": 5},
        },
        {
            "type": 18,
            "label": "Proof",
            "component": {"type": 19, "custom_id": "proof", "required": False, "max_values": 2},
        },
        {
            "type": 1,
            "components": [
                {"type": 4, "custom_id": "old", "label": "Old", "style": 1, "required": False, "value": "v"}
            ],
        },
    ],
}


class Hand:
    """Answers interactions by hand."""

    def __init__(self, bot: RawBot, rest: Rest, application_id: int) -> None:
        self.bot = bot
        self.rest = rest
        self.application_id = application_id

    async def next(self) -> dict:
        return await self.bot.event("INTERACTION_CREATE")

    async def answer(self, interaction: dict, kind: int, data: dict | None = None) -> tuple[int, dict]:
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback?with_response=1"
        return await self.rest("POST", path, {"type": kind, "data": data})

    def webhook(self, interaction: dict) -> str:
        return f"/webhooks/{self.application_id}/{interaction['token']}"


@pytest.fixture
def guild(sandbox: Sandbox) -> Guild:
    made = sandbox.create_guild("Guild")
    sandbox.invite_bot(made)
    return made


@pytest.fixture
def channel(sandbox: Sandbox, guild: Guild) -> Channel:
    return sandbox.create_channel(guild, "general")


@pytest.fixture
def person(sandbox: Sandbox, guild: Guild) -> Person:
    ann = sandbox.create_person("ann")
    sandbox.join(guild, ann)
    return ann


@pytest.fixture
async def hand(sandbox: Sandbox, rest: Rest, guild: Guild) -> AsyncIterator[Hand]:
    assert (await rest("PUT", f"/applications/{sandbox.application_id}/commands", COMMANDS))[0] == 200
    async with raw_bot(sandbox) as bot:
        await bot.identify()
        await bot.event("GUILD_CREATE")
        yield Hand(bot, rest, sandbox.application_id)


async def answered(hand: Hand, act, kind: int, data: dict | None = None) -> tuple[Answer, dict]:
    """Let a person act, answer it, and return the answer with the interaction."""
    task = asyncio.create_task(act)
    interaction = await hand.next()
    status, _ = await hand.answer(interaction, kind, data)
    assert status == 200
    return await task, interaction


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


async def test_first_answers(sandbox: Sandbox, hand, channel, person):
    answer, interaction = await answered(hand, person.slash(channel, "ping"), 4, {"content": "pong", "flags": 64})
    assert (answer.text, answer.ephemeral, answer.error) == ("pong", True, None)
    assert await hand.answer(interaction, 4, {"content": "again"}) == (
        400,
        {"message": "Interaction has already been acknowledged", "code": 40060},
    )
    path = f"/interactions/{interaction['id']}/wrong/callback"
    assert (await hand.rest("POST", path, {"type": 4, "data": {"content": "x"}}))[1]["code"] == 10062


async def test_late_answers_meet_a_dead_token(sandbox: Sandbox, hand, channel, person):
    sandbox.world.limits.first_answer_seconds = 0.02
    with pytest.raises(NoAnswerError, match="did not respond"):
        await person.slash(channel, "ping")
    status, body = await hand.answer(await hand.next(), 4, {"content": "late"})
    assert (status, body["code"]) == (404, 10062)
    assert person.sees(channel) == []


async def test_a_response_must_fit(sandbox: Sandbox, hand, channel, person):
    task = asyncio.create_task(person.slash(channel, "ping"))
    interaction = await hand.next()
    for kind in (6, 7, 8, 1, 99):
        assert (await hand.answer(interaction, kind, {}))[1]["code"] == 50035
    assert (await hand.answer(interaction, 4, {}))[1]["code"] == 50006
    bad_modals = [MODAL | {"title": "x" * 46}, MODAL | {"components": []}, MODAL | {"custom_id": ""}]
    bad_modals.append(MODAL | {"components": [MODAL["components"][1]] * 2})
    bad_modals.append(MODAL | {"components": MODAL["components"][:1] * 6})
    for modal in bad_modals:
        assert (await hand.answer(interaction, 9, modal))[1]["code"] == 50035
    # None of the refusals used the answer up.
    assert (await hand.answer(interaction, 4, {"content": "ok"}))[0] == 200
    assert (await task).text == "ok"


async def test_deferred_answers(sandbox: Sandbox, hand, channel, person):
    other = sandbox.create_person("bob")
    sandbox.join(sandbox.world.guilds[channel.guild_id], other)
    task = asyncio.create_task(person.slash(channel, "ping"))
    interaction = await hand.next()
    _, body = await hand.answer(interaction, 5, {"flags": 64})
    assert body["interaction"]["response_message_loading"] is True
    assert body["interaction"]["response_message_ephemeral"] is True
    assert [message.thinking for message in person.sees(channel)] == [True]
    webhook = hand.webhook(interaction)
    # The first follow-up fills the answer, and its own flag is ignored.
    _, filled = await hand.rest("POST", f"{webhook}?wait=true", {"content": "done"})
    assert filled["id"] == body["interaction"]["response_message_id"]
    assert (await task).ephemeral
    _, public = await hand.rest("POST", webhook, {"content": "for all"})
    assert [message.text for message in other.sees(channel)] == ["for all"]
    assert [message.text for message in person.sees(channel)] == ["done", "for all"]
    _, edited = await hand.rest("PATCH", f"{webhook}/messages/@original", {"content": "changed"})
    assert edited["content"] == "changed"
    assert (await hand.rest("GET", f"{webhook}/messages/@original"))[1]["content"] == "changed"
    # An ephemeral message doesn't exist for the ordinary routes.
    path = f"/channels/{channel.id}/messages/{filled['id']}"
    assert (await hand.rest("PATCH", path, {"content": "x"}))[1]["code"] == 10008
    assert (await hand.rest("DELETE", f"{webhook}/messages/{public['id']}"))[0] == 204
    assert (await hand.rest("DELETE", f"{webhook}/messages/@original"))[0] == 204
    assert (await hand.rest("GET", f"{webhook}/messages/@original"))[1]["code"] == 10008
    assert person.sees(channel) == []


async def test_an_answer_taken_away_is_an_error(hand, channel, person):
    task = asyncio.create_task(person.slash(channel, "ping"))
    interaction = await hand.next()
    await hand.answer(interaction, 5)
    await hand.rest("DELETE", f"{hand.webhook(interaction)}/messages/@original")
    answer = await task
    assert answer.error
    assert answer.text == ""


async def test_a_silent_deferral_is_no_answer(hand, channel, person):
    task = asyncio.create_task(person.slash(channel, "ping", timeout=0.1))
    await hand.answer(await hand.next(), 5)
    with pytest.raises(NoAnswerError, match="silent"):
        await task


async def test_tokens_live_15_minutes(hand, channel, person, clock):
    _, interaction = await answered(hand, person.slash(channel, "ping"), 4, {"content": "pong"})
    webhook = hand.webhook(interaction)
    clock.move(seconds=899)
    assert (await hand.rest("POST", webhook, {"content": "in time"}))[0] == 200
    clock.move(seconds=2)
    status, body = await hand.rest("POST", webhook, {"content": "late"})
    assert (status, body["code"]) == (401, 50027)
    assert (await hand.rest("GET", f"/webhooks/1/{interaction['token']}"))[1]["code"] == 10015


async def test_no_follow_up_before_the_answer(hand, channel, person):
    task = asyncio.create_task(person.slash(channel, "ping"))
    interaction = await hand.next()
    assert (await hand.rest("POST", hand.webhook(interaction), {"content": "x"}))[1]["code"] == 10015
    await hand.answer(interaction, 4, {"content": "pong"})
    await task


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


async def test_deferred_updates(hand, channel, person):
    shown, _ = await answered(hand, person.slash(channel, "ping"), 4, {"content": "card", "components": BUTTONS})
    for send in (
        lambda webhook: hand.rest("PATCH", f"{webhook}/messages/@original", {"content": "edited"}),
        lambda webhook: hand.rest("POST", webhook, {"content": "follow-up", "flags": 64}),
    ):
        task = asyncio.create_task(person.click(shown, "Press"))
        interaction = await hand.next()
        assert "resource" not in (await hand.answer(interaction, 6))[1]
        await send(hand.webhook(interaction))
        answer = await task
    assert (shown.text, answer.text, answer.ephemeral) == ("edited", "follow-up", True)


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


async def test_ephemeral_answers_come_as_if_they_were_direct_messages(hand, channel, person):
    await answered(hand, person.slash(channel, "ping"), 4, {"content": "mine", "flags": 64})
    message = await hand.bot.event("MESSAGE_CREATE")
    assert (message["content"], message["flags"], "guild_id" in message) == ("mine", 64, False)


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


async def test_invalid_commands_are_refused(sandbox: Sandbox, rest: Rest):
    path = f"/applications/{sandbox.application_id}/commands"
    text = {"type": STRING, "name": "a", "description": "a"}
    invalid = [
        [{"name": "Upper", "description": "a"}],
        [{"name": "a b", "description": "a"}],
        [{"name": "a"}],
        [{"name": "a", "description": "x" * 101}],
        [{"name": "a", "description": "a"}] * 2,
        [{"name": "a", "description": "a", "options": [text, text]}],
        [{"name": "a", "description": "a", "options": [text, text | {"name": "b", "required": True}]}],
        [{"name": "a", "description": "a", "options": [text | {"name": f"o{number}"} for number in range(26)]}],
        [{"name": "a", "description": "a", "options": [text | {"choices": [{"name": "", "value": "a"}]}]}],
        [{"name": f"a{number}", "description": "a"} for number in range(101)],
        [{"name": f"a{number}", "type": 2} for number in range(16)],
        [{"name": "a", "type": 3, "description": "a"}],
    ]
    for commands in invalid:
        status, body = await rest("PUT", path, commands)
        assert (status, body["code"]) == (400, 50035), commands
    assert await rest("GET", path) == (200, [])


async def test_registering_keeps_ids_and_counts_creates(sandbox: Sandbox, rest: Rest, clock):
    path = f"/applications/{sandbox.application_id}/commands"
    sandbox.world.limits.daily_command_creates = 2
    _, [first] = await rest("PUT", path, [{"name": "a", "description": "a"}])
    _, [again] = await rest("PUT", path, [{"name": "a", "description": "other"}])
    assert (again["id"], again["description"]) == (first["id"], "other")
    assert (await rest("POST", path, {"name": "b", "description": "b"}))[0] == 201
    status, body = await rest("POST", path, {"name": "c", "description": "c"})
    assert (status, body["code"]) == (429, 30034)
    assert (await rest("DELETE", f"{path}/{first['id']}"))[0] == 204
    assert (await rest("GET", f"{path}/{first['id']}"))[1]["code"] == 10063
    clock.move(seconds=86_400)
    assert (await rest("POST", path, {"name": "c", "description": "c"}))[0] == 201
