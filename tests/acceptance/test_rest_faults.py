"""A 5xx or a reset, before or after Discord has done what was asked: one room, one card, one message (R9, outbox)."""

from collections.abc import Callable

import pytest

from bot.sandbox import ChannelType
from tests.acceptance.world import STATEMENT, World, is_card

CHANNELS = "POST /guilds/{guild_id}/channels"
MESSAGES = "POST /channels/{channel_id}/messages"
EDITS = "PATCH /channels/{channel_id}/messages/{message_id}"
PINS = "PUT /channels/{channel_id}/messages/pins/{message_id}"
ACCESS = "PATCH /channels/{channel_id}"

Fault = Callable[[World, str], object]
FAULTS: dict[str, Fault] = {
    "502_after": lambda world, route: world.sandbox.faults.fail_after(route, status=502),
    "503_after": lambda world, route: world.sandbox.faults.fail_after(route, status=503),
    "503_before": lambda world, route: world.sandbox.faults.fail_before(route, status=503),
    "reset_after": lambda world, route: world.sandbox.faults.reset_after(route),
    "reset_before": lambda world, route: world.sandbox.faults.reset_before(route),
    "rate_limit": lambda world, route: world.sandbox.faults.rate_limit(route, seconds=0.2),
}


def assert_everything_once(world: World) -> None:
    """One category, one room, one pinned card, and each notice once."""
    categories = [item for item in world.guild.channels.values() if item.kind is ChannelType.CATEGORY]
    assert [item.name for item in categories] == ["Cases"]
    assert [room.name for room in world.rooms()] == ["case-0001"]
    seen = [message for message in world.client.sees(world.room()) if message.author.is_bot]
    cards = [message for message in seen if is_card(message)]
    assert len(cards) == 1
    assert world.card() == cards[0]
    texts = [notice.text for notice in world.notices()]
    assert len(texts) == len(set(texts)), texts
    for person in (world.client, world.freelancer):
        told = [message.text for message in person.dms()]
        assert len(told) == len(set(told)), told


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("route", [CHANNELS, MESSAGES, PINS])
async def test_a_room_is_made_once(world: World, route: str, fault: str):
    milestone = await world.milestone()
    await world.settled()
    FAULTS[fault](world, route)
    await world.client.slash(
        world.lobby, "dispute open", milestone=milestone, offer="200", reason=STATEMENT, confirm=True
    )
    await world.settled()
    assert world.sandbox.faults.pending[0].hits == 1
    assert_everything_once(world)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("route", [MESSAGES, EDITS, ACCESS])
async def test_an_ending_is_told_once(world: World, route: str, fault: str):
    await world.case()
    FAULTS[fault](world, route)
    await world.freelancer.slash(world.room(), "offer accept", number=1, confirm=True)
    await world.settled()
    assert world.sandbox.faults.pending[0].hits == 1
    assert_everything_once(world)
    assert "Settled" in world.card().text.splitlines()[0]
    assert not world.freelancer.can(world.room(), send_messages())
    assert await world.wallet_minor(world.freelancer) == 300_00


def send_messages():
    from bot.sandbox import Permission

    return Permission.SEND_MESSAGES


async def test_one_room_in_trouble_does_not_hold_up_another(world: World):
    await world.case()
    first = world.room()
    milestone = await world.milestone()
    world.clock.advance(minutes=5)
    world.sandbox.faults.fail_before(f"PATCH /channels/{first.id}/messages/*", status=503, times=1_000)
    world.sandbox.faults.fail_before(f"POST /channels/{first.id}/messages", status=503, times=1_000)
    await world.freelancer.slash(first, "dispute challenge", statement=STATEMENT)
    await world.client.slash(
        world.lobby, "dispute open", milestone=milestone, offer="200", reason=STATEMENT, confirm=True
    )
    await world.eventually(lambda: len(world.rooms()) == 2 and bool(world.client.pinned(world.rooms()[1])))
    assert not any("challenge" in message.text.lower() for message in world.client.sees(first)[3:])
    world.sandbox.faults.clear()
    await world.settled()
    assert any(STATEMENT in message.text for message in world.client.sees(first))
