"""The bot stopped and started in the middle: old cards work, missed deadlines are treated as R9 says."""

from structlog.typing import EventDict

from tests.acceptance.world import STATEMENT, World, both_databases


@both_databases
async def test_an_old_card_still_works(world: World):
    await world.case()
    card = world.card(world.freelancer)
    await world.restart()
    form = await world.freelancer.click(card, "Challenge")
    assert form.modal is not None
    await world.freelancer.submit(form, statement=STATEMENT)
    await world.settled()
    assert world.card() == card, "the same message, edited"
    assert "Negotiation" in card.text.splitlines()[0]


async def test_a_quote_from_before_is_confirmed_after(world: World):
    await world.case(offer="200")
    quote = await world.freelancer.slash(world.room(), "offer accept", number=1)
    await world.restart()
    await world.freelancer.click(quote, "Confirm")
    assert await world.wallet_minor(world.freelancer) == 300_00


async def test_a_form_opened_before_is_taken_after(world: World):
    await world.case()
    form = await world.freelancer.click(world.card(world.freelancer), "Challenge")
    await world.restart()
    await world.freelancer.submit(form, statement=STATEMENT)
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_a_deadline_missed_while_down_is_extended(world: World):
    """R9.5: no forfeiture by our outage; after a long one there are at least 24 hours."""
    await world.case()
    await world.pass_time(days=3)
    await world.stop_bot()
    world.clock.advance(days=2)
    await world.start_bot()
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert any("away" in notice.text for notice in world.notices(world.freelancer))
    await world.pass_time(hours=23)
    challenged = await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0], challenged.text


async def test_an_extended_deadline_lapses_in_the_end(world: World):
    await world.case()
    await world.pass_time(days=3)
    await world.stop_bot()
    world.clock.advance(days=2)
    await world.start_bot()
    await world.pass_time(days=3, seconds=90)
    assert await world.wallet_minor(world.client) == 100_00 + 1_000_00
    assert "Forfeited" in world.card().text.splitlines()[0]


async def test_a_room_deleted_while_down_is_made_anew(world: World):
    await world.case()
    await world.stop_bot()
    old = world.room()
    world.sandbox.delete_channel(old, by=world.admin)
    await world.start_bot()
    assert len(world.rooms()) == 1
    assert world.room().id != old.id
    assert "Challenge" in world.card().buttons


async def test_a_card_changed_while_down_is_right_again(world: World):
    await world.case()
    card = world.card()
    await world.stop_bot()
    await world.admin.unpin(card)
    await world.start_bot()
    assert world.card() != card
    assert card.buttons == []
    assert "Challenge" in world.card().buttons


async def test_what_was_not_told_before_the_stop_is_told_after(world: World):
    await world.case(offer="200")
    world.sandbox.faults.fail_before("POST /channels/{channel_id}/messages", status=503, times=1_000)
    await world.freelancer.slash(world.room(), "offer accept", number=1, confirm=True)
    await world.stop_bot()
    world.sandbox.faults.clear()
    assert not [notice for notice in world.notices() if "settled" in notice.text.lower()]
    await world.start_bot()
    [_] = [notice for notice in world.notices() if "settled" in notice.text.lower()]
    assert "Settled" in world.card().text.splitlines()[0]


async def test_a_clean_stop_is_no_lost_gateway(world: World, log: list[EventDict]):
    await world.stop_bot()
    assert "gateway_lost" not in [entry["event"] for entry in log]
    await world.start_bot()
