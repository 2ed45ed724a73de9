"""Without the privileged intents the bot says what it can't hear, and works on."""

import pytest

from tests.acceptance.world import STATEMENT, World

MEMBERS, MESSAGE_CONTENT = 1 << 1, 1 << 15
UNHEARD = "messages are not kept in the record"


async def grant(world: World, intents: int) -> None:
    """The bot is started anew with other privileged intents switched on in the portal."""
    await world.stop_bot()
    world.sandbox.world.allowed_privileged_intents = intents
    await world.start_bot()


def staff_told(world: World, intent: str) -> int:
    """How often the staff channel was told of an intent."""
    return len([item for item in world.moderator.sees(world.staff_channel) if f"*{intent} Intent*" in item.text])


async def bodies(world: World) -> list[str]:
    """What people have said in the first case's room, as we keep it."""
    async with world.app.storage.read() as uow:
        messages = await uow.rooms.messages(world.guild.id, 1)
    return [message.body for message in messages if message.author_id != world.sandbox.bot.id]


async def test_what_is_said_unread_is_known_to_be_missing(world: World):
    await grant(world, 0)
    await world.case()
    assert UNHEARD in world.card().text
    await world.client.say(world.room(), "It was never delivered.")
    await world.settled()
    assert await bodies(world) == ["[not readable for the bot]"], "that something was said is kept"
    # All else goes on: commands, buttons, evidence from a message, whose words come with the menu.
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    said = await world.client.say(world.room(), "Here is the proof.")
    await world.client.menu(world.room(), said, "Add as evidence")
    await world.settled()
    shown = await world.client.slash(world.room(), "evidence show", exhibit="C-1")
    assert "Here is the proof." in shown.text


async def test_staff_are_told_once_of_each_intent(world: World):
    await grant(world, 0)
    await world.restart()
    assert (staff_told(world, "Message Content"), staff_told(world, "Server Members")) == (1, 1)


@pytest.mark.parametrize(("granted", "missing"), [(MEMBERS, "Message Content"), (MESSAGE_CONTENT, "Server Members")])
async def test_what_is_granted_is_used_and_only_the_other_is_told_of(world: World, granted: int, missing: str):
    """Discord refuses both together and doesn't say which one it was."""
    await grant(world, granted)
    told = {intent: staff_told(world, intent) for intent in ("Message Content", "Server Members")}
    assert told == dict.fromkeys(told, 0) | {missing: 1}
    intents = world.app.client.intents
    assert (intents.members, intents.message_content) == (granted == MEMBERS, granted == MESSAGE_CONTENT)


async def test_with_the_intents_the_card_says_nothing_of_it(world: World):
    await grant(world, 0)
    await world.case()
    await grant(world, MEMBERS | MESSAGE_CONTENT)
    assert UNHEARD not in world.card().text
    await world.client.say(world.room(), "Now you hear me.")
    await world.settled()
    assert await bodies(world) == ["Now you hear me."]
