"""The connection: it breaks in every way that it can, and the bot goes on."""

import pytest

from tests.acceptance.world import STATEMENT, World


async def _challenge(world: World) -> None:
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_asked_to_reconnect(world: World):
    await world.case()
    async with world.reconnecting():
        await world.sandbox.gateway.ask_reconnect()
    await _challenge(world)


async def test_an_invalid_session(world: World):
    await world.case()
    async with world.reconnecting():
        await world.sandbox.gateway.invalidate()
    await _challenge(world)


async def test_a_torn_connection(world: World):
    await world.case()
    async with world.reconnecting():
        world.sandbox.gateway.cut()
    await _challenge(world)


@pytest.mark.parametrize("code", [1000, 4000, 4009])
async def test_closed_by_discord(world: World, code: int):
    await world.case()
    async with world.reconnecting():
        await world.sandbox.gateway.drop(code)
    await _challenge(world)


async def test_an_event_that_nobody_can_read(world: World):
    """It ends the client, and the supervisor starts a new one; cards from before still work."""
    await world.case()
    client, card = world.app.client, world.card(world.freelancer)
    async with world.reconnecting():
        await world.sandbox.gateway.send_garbage()
    assert world.app.client is not client
    form = await world.freelancer.click(card, "Challenge")
    assert form.modal is not None
    await _challenge(world)


async def test_an_outage_of_all_discord(world: World):
    await world.case()
    async with world.reconnecting():
        await world.sandbox.stop()
        await world.sandbox.start()
    await _challenge(world)


async def test_without_the_privileged_intents(world: World):
    """`auto` goes on without what the portal doesn't grant."""
    await world.stop_bot()
    world.sandbox.world.allowed_privileged_intents = 0
    await world.start_bot()
    assert not world.app.client.intents.members
    assert not world.app.client.intents.message_content
    await world.case()
    await _challenge(world)
