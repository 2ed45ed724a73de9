"""One accepted offer through every layer and the wire, on both databases."""

import pytest

from bot.sandbox import Permission, RefusedError
from tests.acceptance.world import World, both_databases


@both_databases
async def test_an_accepted_offer_settles_the_case(world: World):
    """R7.4, R5 stage 1: accepting the opening offer settles."""
    await world.case(offer="200")
    room = world.room()
    answer = await world.freelancer.slash(room, "offer accept", number=1, confirm=True)
    assert answer.ephemeral
    assert "200.00" in answer.text
    await world.settled()

    assert await world.wallet_minor(world.freelancer) == 100_00 + 200_00
    assert await world.wallet_minor(world.client) == 100_00 + 800_00
    assert await world.balance_minor("escrow:1") == 0
    card = world.card()
    assert card.edited
    assert "Settled" in card.text.splitlines()[0]
    assert "Accept" not in card.buttons
    [ended] = [notice for notice in world.notices() if "200.00" in notice.text and "settled" in notice.text.lower()]
    assert set(ended.mentions) == {world.client, world.freelancer}
    for person in (world.client, world.freelancer):
        assert [message for message in person.dms() if "CASE-0001" in message.text and "800.00" in message.text]
        assert not person.can(room, Permission.SEND_MESSAGES)
        with pytest.raises(RefusedError):
            await person.say(room, "One more thing")
    shown = await world.client.slash(room, "dispute status")
    assert "Settled" in shown.text


@both_databases
async def test_a_quote_is_confirmed_by_a_click(world: World):
    """R7.2: the quote names the offer, and nothing moves before the click."""
    await world.case(offer="200")
    quote = await world.freelancer.slash(world.room(), "offer accept", number=1)
    assert {"Confirm", "Cancel"} <= set(quote.buttons)
    assert await world.wallet_minor(world.freelancer) == 100_00
    done = await world.freelancer.click(quote, "Confirm")
    assert "200.00" in done.text
    assert await world.wallet_minor(world.freelancer) == 300_00
    assert "Confirm" not in done.buttons
    await world.settled()
    assert "Settled" in world.card().text


async def test_a_number_left_out_gets_a_quote_that_names_it(world: World):
    """R7.2: also where it is confirmed beforehand."""
    await world.case(offer="200")
    quote = await world.freelancer.slash(world.room(), "offer accept", confirm=True)
    assert "Confirm" in quote.buttons
    assert await world.wallet_minor(world.freelancer) == 100_00
    await world.freelancer.click(quote, "Confirm")
    assert await world.wallet_minor(world.freelancer) == 300_00


async def test_nobody_else_accepts_it(world: World):
    """R7.2, R12.1: neither its author nor a stranger, who learns nothing."""
    await world.case(offer="200")
    own = await world.client.slash(world.room(), "offer accept", number=1, confirm=True)
    stranger = await world.stranger.slash(world.lobby, "offer accept", number=1, case="1", confirm=True)
    nothing = await world.stranger.slash(world.lobby, "offer accept", number=1, case="77", confirm=True)
    assert own.text
    assert stranger.text.replace("CASE-0001", "CASE-0077") == nothing.text
    await world.settled()
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert "Settled" not in world.card().text
