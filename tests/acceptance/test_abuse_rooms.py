"""Rooms under attack: planted ones, hostile messages in them, everything about them pulled away."""

import asyncio

from bot.delivery.discord_effects import DiscordEffects
from bot.sandbox import Permission, SeenMessage, messages
from bot.sandbox.drafts import Draft
from bot.sandbox.model import User
from tests.acceptance.world import STATEMENT, World

V2 = 1 << 15


def hostile_message(world: World, components: list[dict[str, object]]) -> SeenMessage:
    """A message of another bot in the newest room, with whatever components it likes."""
    other = User(world.sandbox.world.ids.next(), "parley", "Parley", is_bot=True)
    world.sandbox.world.users[other.id] = other
    message = messages.post(world.sandbox.world, world.room(), other, Draft(content="."))
    message.flags |= V2
    message.components = components
    return SeenMessage(world.sandbox.world, message)


async def test_a_planted_channel_is_not_taken_for_the_room(world: World):
    """Somebody makes a channel that calls itself the next case's room, with a way in for themselves."""
    planted = world.sandbox.create_channel(world.guild, "case-0001", topic="CASE-0001 · private: both parties.")
    world.sandbox.set_overwrite(planted, world.guild.everyone, deny=Permission.VIEW_CHANNEL)
    for person in (world.stranger, world.client):
        world.sandbox.set_overwrite(planted, person, allow=Permission.VIEW_CHANNEL)
    world.sandbox.set_overwrite(planted, world.sandbox.bot, allow=Permission.VIEW_CHANNEL)
    old = world.sandbox.create_channel(world.guild, "chat", topic="CASE-0001 is discussed here")
    await world.case()
    assert world.room() not in (planted, old)
    assert world.stranger not in world.can_see(world.room())
    for channel in (planted, old):
        assert [message for message in channel.messages.values() if message.author.is_bot] == []
    assert world.card().buttons


async def test_hostile_messages_in_the_room_stop_nothing(world: World):
    """Another bot posts what no library understands, and a copy of our card; then Discord falters."""
    await world.negotiation()
    copies = world.card().model.components
    for components in (
        [{"type": 99, "id": 1, "future": {}}],
        [{"type": 17, "id": 1, "components": [{"type": 99, "id": 2}], "accent_color": None, "spoiler": False}],
        [{"type": 1, "id": 1, "components": []}],
        [{"type": 1, "id": 1, "components": [{"type": 3, "id": 2, "custom_id": "", "options": []}]}],
        [{"type": 10, "id": 1, "content": "x" * 4000}] * 41,
        [{"type": 10, "id": 1, "content": "x" * 4000}] * 4,
        copies,
    ):
        hostile_message(world, list(components))
    world.sandbox.faults.fail_after("POST /channels/{channel_id}/messages")
    await world.freelancer.slash(world.room(), "offer make", amount="650", confirm=True)
    await world.settled()
    [notice] = [notice for notice in world.notices() if "650.00" in notice.text and notice.author is world.sandbox.bot]
    assert "Accept" in notice.buttons
    # The card is lost: the copy isn't taken for it.
    card = next(message for message in world.client.pinned(world.room()) if message.author is world.sandbox.bot)
    world.sandbox.delete_message(card, by=world.admin)
    await world.eventually(
        lambda: any(pin.author is world.sandbox.bot and pin != card for pin in world.client.pinned(world.room()))
    )
    await world.settled()


async def test_odd_letters_in_the_room_are_kept(world: World):
    await world.case()
    said = await world.freelancer.say(world.room(), "a\x00b")
    await world.eventually(lambda: any("Challenge" in notice.buttons for notice in world.notices()))
    await world.settled()
    async with world.app.storage.read() as uow:
        kept = await uow.rooms.messages(world.guild.id, 1)
    [found] = [message for message in kept if message.message_id == said.id]
    assert found.body == "a\N{REPLACEMENT CHARACTER}b"
    await world.freelancer.edit(said, "c\x00d")
    await world.settled()


async def test_a_room_that_is_pulled_about_stays_the_room(world: World):
    await world.case()
    room = world.room()
    sandbox = world.sandbox
    sandbox.rename_channel(room, "secret-plans", by=world.admin)
    parent = world.guild.channels[room.parent_id or 0]
    sandbox.delete_channel(parent, by=world.admin)
    await world.admin.unpin(world.client.pinned(room)[0])
    sandbox.set_overwrite(room, world.stranger, allow=Permission.VIEW_CHANNEL)
    sandbox.set_overwrite(room, world.freelancer, deny=Permission.VIEW_CHANNEL)
    await world.settled()
    answered = await world.freelancer.slash(world.lobby, "dispute challenge", case="1", statement=STATEMENT)
    assert "Nothing was changed." not in answered.text
    await world.settled()
    assert any("challenge" in notice.text.lower() for notice in world.client.sees(room))
    [card] = world.client.pinned(room)
    assert "Negotiation" in card.text.splitlines()[0]
    await world.client.click(await world.client.click(card, "Give in"), "Confirm")
    await world.settled()
    assert world.freelancer in world.can_see(room), "its access is set right when it changes"
    assert await world.wallet_minor(world.freelancer) == 1_100_00


async def test_nothing_is_remembered_of_messages_that_were_sent(world: World):
    await world.negotiation()
    effects = getattr(world.app.relay._dispatch, "__self__", None)
    assert isinstance(effects, DiscordEffects)
    assert effects.notices.first_tried_ms == {}


async def test_a_flood_of_clicks_does_not_cost_the_other_their_last_second(world: World):
    """The claimant floods the bot; the respondent clicks in the due second, and wins against the clock."""
    await world.case()
    async with world.app.storage.read() as uow:
        case = await uow.cases.get(world.guild.id, 1)
    assert case is not None
    due_at_ms = case.state.alive_deadlines()[0].due_at_ms
    await world.pass_time(seconds=(due_at_ms - world.clock.now_ms()) // 1_000)
    quote = await world.freelancer.slash(world.room(), "offer accept", number=1)
    card = world.card()
    flood = [world.client.click(card, label) for label in ("Details", "Accept", "My options") for _ in range(15)]
    flood += [world.client.slash(world.lobby, "wallet deposit", amount=str(n + 1)) for n in range(15)]

    async def late() -> None:
        world.clock.advance(seconds=91)
        await world.settled()

    *_, answer, _ = await asyncio.gather(*flood, world.freelancer.click(quote, "Confirm"), late())
    assert answer.text
    await world.settled()
    assert await world.wallet_minor(world.freelancer) == 300_00


async def test_who_was_shut_out_of_the_room_is_let_in_to_be_reminded(world: World):
    """R9.4: the claimant may manage permissions here, and the respondent's direct messages are closed."""
    await world.case()
    world.freelancer.close_dms()
    world.sandbox.set_overwrite(world.room(), world.freelancer, deny=Permission.VIEW_CHANNEL)
    await world.eventually(lambda: world.freelancer not in world.can_see(world.room()))
    await world.pass_time(days=2)
    assert world.freelancer in world.can_see(world.room())
    assert any(world.freelancer in notice.mentions for notice in world.notices(world.freelancer))
