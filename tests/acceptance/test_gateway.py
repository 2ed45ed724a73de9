"""The connection: it breaks in every way that it can, and the bot goes on."""

import pytest

from tests.acceptance.world import STATEMENT, World


async def _challenge(world: World) -> None:
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_asked_to_reconnect(world: World):
    await world.case()
    await world.sandbox.gateway.ask_reconnect()
    await world.reconnected()
    await _challenge(world)


async def test_an_invalid_session(world: World):
    await world.case()
    await world.sandbox.gateway.invalidate()
    await world.reconnected()
    await _challenge(world)


async def test_a_torn_connection(world: World):
    await world.case()
    world.sandbox.gateway.cut()
    await world.reconnected()
    await _challenge(world)


@pytest.mark.parametrize("code", [1000, 4000, 4009])
async def test_closed_by_discord(world: World, code: int):
    await world.case()
    await world.sandbox.gateway.drop(code)
    await world.reconnected()
    await _challenge(world)


async def test_an_event_that_nobody_can_read(world: World):
    await world.case()
    client = world.app.client
    await world.sandbox.gateway.send_garbage()
    await world.reconnected(after=client)
    await _challenge(world)
