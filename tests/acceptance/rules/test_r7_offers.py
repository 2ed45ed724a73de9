"""R7: offers, as people meet them."""

import asyncio
import re

from tests.acceptance.world import World

WORDS = ("accepted", "declined", "withdrawn", "replaced", "expired", "void", "open")


def parts_of(listed: str) -> list[str]:
    """What the list says of each offer, by their numbers."""
    found = re.split(r"Offer (\d+)", listed)
    return [text for _, text in sorted(zip(map(int, found[1::2]), found[2::2], strict=True))]


async def test_r7_1_offers_are_numbered_and_each_ends_in_one_way(world: World):
    client, freelancer = world.client, world.freelancer
    await world.negotiation()
    await world.refused(freelancer, "offer make", "300", amount="900", note="n" * 301, confirm=True)
    for amount, limit in (("1,000.01", "1,000.00"), ("-1", "-1")):
        await world.refused(freelancer, "offer make", limit, amount=amount, confirm=True)
    await world.act(freelancer, "offer make", amount="900", note="n" * 300, confirm=True)
    quote = await world.act(client, "offer make", amount="300")
    assert "replaces your offer 1" in quote.text
    await client.click(quote, "Confirm")
    await world.settled()
    # One open offer a party: each new one supersedes one's own and leaves the other's.
    await world.refused(freelancer, "offer accept", "replaced", number=1, confirm=True)
    card = world.card().text
    assert "900.00" in card
    assert "300.00" in card
    await world.act(client, "offer decline", number=2, reason="Too much for what was delivered.")
    assert any("Too much for what was delivered." in notice.text for notice in world.notices())
    await world.act(freelancer, "offer make", amount="1,000", expires="2h", confirm=True)
    await world.act(client, "offer withdraw")
    await world.act(client, "offer make", amount="0", confirm=True)
    await world.pass_time(hours=2, seconds=90)
    assert any("Offer 4" in notice.text and "expired" in notice.text for notice in world.notices())
    await world.act(freelancer, "offer make", amount="800", confirm=True)
    listed = (await world.act(client, "offer list")).text
    states = ["replaced", "declined", "withdrawn", "expired", "open", "open"]
    assert [next(word for word in WORDS if word in part) for part in parts_of(listed)] == states
    for party in (client, freelancer):
        await world.act(party, "fee pay", confirm=True)
    listed = (await world.act(client, "offer list")).text
    assert [next(word for word in WORDS if word in part) for part in parts_of(listed)][-2:] == ["void", "void"]
    await world.refused(client, "offer accept", "stage", number=6, confirm=True)


async def test_r7_1_an_offer_of_everything_still_needs_acceptance(world: World):
    await world.negotiation()
    await world.act(world.freelancer, "offer make", amount="0", confirm=True)
    assert await world.balance_minor("escrow:1") == 1_000_00
    await world.act(world.client, "offer accept", number=2, confirm=True)
    assert "Settled" in world.card().text.splitlines()[0]
    assert await world.wallet_minor(world.client) == 100_00 + 1_000_00


async def test_r7_2_an_acceptance_never_carries_over_to_another_offer(world: World):
    client, freelancer = world.client, world.freelancer
    await world.negotiation()
    await world.refused(client, "offer accept", "your own", number=1, confirm=True)
    await world.refused(freelancer, "offer accept", "2", number=2, confirm=True)
    # Without a number it takes a quote that names it, whatever is confirmed beforehand.
    quote = await world.act(freelancer, "offer accept", confirm=True)
    assert "offer 1" in quote.text
    assert "200.00" in quote.text
    pressed = world.card(freelancer)
    await world.act(client, "offer make", amount="150", confirm=True)
    refused = await freelancer.click(quote, "Confirm")
    assert "Offer 1" in refused.text
    assert "replaced" in refused.text
    assert "Open now is **offer 2**: the freelancer gets **150.00" in refused.text
    assert await world.balance_minor("escrow:1") == 1_000_00
    # The card's button names the offer that stood on it when it was pressed.
    answer = await freelancer.click(pressed, "Accept")
    assert "offer 2" in answer.text.lower()
    await freelancer.click(answer, "Confirm")
    assert await world.wallet_minor(freelancer) == 100_00 + 150_00


async def test_r7_3_accepting_and_expiring_race_to_the_second(world: World):
    client, freelancer = world.client, world.freelancer
    await world.negotiation()
    for _ in range(2):
        await world.act(freelancer, "offer make", amount="900", expires="1h", confirm=True)
    world.clock.advance(hours=1, seconds=1)
    refused = await world.refused(client, "offer accept", "expired", number=3, confirm=True)
    assert f"<t:{world.clock.now_ms() // 1_000 - 1}" in refused.text
    await world.act(freelancer, "offer make", amount="800", expires="1h", confirm=True)
    world.clock.advance(hours=1)
    await world.act(client, "offer accept", number=4, confirm=True)
    assert await world.wallet_minor(freelancer) == 100_00 + 800_00


async def test_r7_3_accepting_withdrawing_and_escalating_at_once_have_one_winner(world: World):
    client, freelancer = world.client, world.freelancer
    await world.negotiation()
    await world.act(freelancer, "offer make", amount="900", confirm=True)
    room = world.room()
    answers = await asyncio.gather(
        client.slash(room, "offer accept", number=2, confirm=True),
        world.moderator.slash(room, "case escalate", reason="They go in circles.", confirm=True),
        freelancer.slash(room, "offer withdraw"),
    )
    await world.settled()
    accepted, escalated, withdrawn = ("Nothing was changed." not in answer.text for answer in answers)
    headline = world.card().text.splitlines()[0]
    assert ("Settled" in headline, "Arbitration" in headline) == (accepted, escalated)
    assert accepted != escalated, "one of them comes first"
    assert not (accepted and withdrawn)
    assert await world.wallet_minor(freelancer) == 100_00 + (900_00 if accepted else 0)


async def test_r7_4_a_settlement_pays_out_at_once(world: World):
    await world.case("333.33")
    receipt = await world.act(world.freelancer, "offer accept", number=1, confirm=True)
    assert "333.33" in receipt.text
    assert await world.wallet_minor(world.freelancer) == 100_00 + 333_33
    assert await world.wallet_minor(world.client) == 100_00 + 666_67
    assert await world.balance_minor("escrow:1") == 0
    assert world.told(world.client, "CASE-0001", "Settled", "333.33", "666.67")
