"""The life of an interaction by hand: deadlines, second answers, deferrals, follow-ups, tokens."""

import asyncio

import pytest

from bot.sandbox import NoAnswerError, Sandbox
from tests.sandbox.hand import BUTTONS, MODAL, answered


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
    sent = sandbox.world.interactions[int(interaction["id"])]
    assert sent.first_answer_seconds is None
    _, body = await hand.answer(interaction, 5, {"flags": 64})
    first_answer_seconds = sent.first_answer_seconds
    assert first_answer_seconds is not None
    assert 0 <= first_answer_seconds < sandbox.world.limits.first_answer_seconds
    assert body["interaction"]["response_message_loading"] is True
    assert body["interaction"]["response_message_ephemeral"] is True
    assert [message.thinking for message in person.sees(channel)] == [True]
    webhook = hand.webhook(interaction)
    # The first follow-up fills the answer, and its own flag is ignored.
    _, filled = await hand.rest("POST", f"{webhook}?wait=true", {"content": "done"})
    assert filled["id"] == body["interaction"]["response_message_id"]
    assert (await task).ephemeral
    assert sent.first_answer_seconds == first_answer_seconds
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


async def test_a_change_by_the_ordinary_route_answers_a_deferred_click(hand, channel, person):
    shown, _ = await answered(hand, person.slash(channel, "ping"), 4, {"content": "card", "components": BUTTONS})
    path = f"/channels/{channel.id}/messages/{shown.message.id}"
    for change, text in (("PATCH", "edited"), ("DELETE", "")):
        task = asyncio.create_task(person.click(shown, "Press"))
        await hand.answer(await hand.next(), 6)
        await hand.rest(change, path, {"content": "edited"} if change == "PATCH" else None)
        assert (await task).text == text


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


async def test_ephemeral_answers_come_as_if_they_were_direct_messages(hand, channel, person):
    await answered(hand, person.slash(channel, "ping"), 4, {"content": "mine", "flags": 64})
    message = await hand.bot.event("MESSAGE_CREATE")
    assert (message["content"], message["flags"], "guild_id" in message) == ("mine", 64, False)
