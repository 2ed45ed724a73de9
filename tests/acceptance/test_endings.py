"""The whole dispute in each of its ways, as people type and click it."""

from bot.sandbox import Permission
from tests.acceptance.world import FINDINGS, STATEMENT, World, both_databases


@both_databases
async def test_settled_by_a_counter_offer(world: World):
    """R7.4: an accepted counter-offer pays both shares at once."""
    await world.case()
    challenged = await world.freelancer.click(world.card(world.freelancer), "Challenge")
    assert challenged.modal is not None
    await world.freelancer.submit(challenged, statement=STATEMENT)
    await world.settled()
    form = await world.freelancer.click(world.card(world.freelancer), "Counter-offer")
    assert form.modal is not None
    quote = await world.freelancer.submit(form, amount="700", note="Most of it is done.")
    await world.freelancer.click(quote, "Confirm")
    await world.settled()
    [offer] = [notice for notice in world.notices() if "700.00" in notice.text]
    assert offer.mentions == [world.client]
    assert "Accept" in offer.buttons

    quote = await world.client.click(offer, "Accept")
    assert "700.00" in quote.text
    await world.client.click(quote, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.freelancer) == 100_00 + 700_00
    assert await world.wallet_minor(world.client) == 100_00 + 300_00
    assert "Settled" in world.card().text


@both_databases
async def test_forfeited_by_silence(world: World):
    """R5 stage 1, R9.2: four days and the margin, and everything goes to the claimant."""
    await world.case()
    await world.pass_time(days=4)
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert len(world.freelancer.dms()) >= 4, "told of the milestone, of the case, and reminded at least twice"
    await world.pass_time(seconds=90)
    assert await world.wallet_minor(world.client) == 100_00 + 1_000_00
    assert await world.wallet_minor(world.freelancer) == 100_00
    assert "Forfeited" in world.card().text.splitlines()[0]
    late = await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    assert "ended" in late.text.lower()


@both_databases
async def test_forfeited_by_an_unpaid_fee(world: World):
    """R5 stage 3: who doesn't pay within seven days loses, and the payer's fee comes back."""
    await world.negotiation()
    quote = await world.client.click(world.card(), "Pay fee")
    assert "50.00" in quote.text
    await world.client.click(quote, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.client) == 50_00
    await world.pass_time(days=7, seconds=90)
    assert await world.wallet_minor(world.client) == 100_00 + 1_000_00
    assert "Forfeited" in world.card().text.splitlines()[0]


@both_databases
async def test_ruled(world: World):
    """R5 stage 4, R5.5: last evidence, the ruling, and whose fee comes back."""
    await world.arbitration()
    room = world.room()
    assert room in world.arbitrator.channels(world.guild)
    early = await world.arbitrator.slash(room, "case rule", freelancer_amount="400", findings=FINDINGS, confirm=True)
    assert await world.balance_minor("escrow:1") == 1_000_00, early.text
    await world.client.slash(room, "evidence add", description="The mail in which we agreed on the colours.")
    await world.freelancer.slash(
        room, "evidence add", description="The sketches that were approved.", link="https://example.com/sketches"
    )
    for person in (world.client, world.freelancer):
        await person.slash(room, "evidence rest", confirm=True)
    await world.settled()
    for person in (world.client, world.freelancer):
        assert not person.can(room, Permission.SEND_MESSAGES)
        assert person.can(room, Permission.USE_APPLICATION_COMMANDS)
        assert (await person.slash(room, "evidence list")).text.count("-1") >= 2

    form = await world.arbitrator.slash(room, "case rule", freelancer_amount="400")
    assert form.modal is not None
    quote = await world.arbitrator.submit(form, freelancer_amount="400", findings=FINDINGS)
    assert "600.00" in quote.text
    await world.arbitrator.click(quote, "Confirm")
    await world.settled()
    # The client got more of the disputed amount, and so the fee back; the freelancer's is earned (R5.5).
    assert await world.wallet_minor(world.client) == 100_00 + 600_00
    assert await world.wallet_minor(world.freelancer) == 50_00 + 400_00
    assert await world.balance_minor("fees") == 50_00
    assert "Ruled" in world.card().text.splitlines()[0]
    for person in (world.client, world.freelancer):
        assert any(FINDINGS[:40] in message.text for message in person.dms())
    milestone = await world.client.slash(world.lobby, "milestone view", milestone="M-1")
    assert FINDINGS[:40] in milestone.text


async def test_withdrawn(world: World):
    """R5.6: the milestone is as before the case."""
    await world.negotiation()
    await world.client.slash(world.room(), "dispute withdraw", reason="We have talked.", confirm=True)
    await world.settled()
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert "Withdrawn" in world.card().text.splitlines()[0]
    await world.client.slash(world.lobby, "milestone release", milestone="M-1", confirm=True)
    assert await world.wallet_minor(world.freelancer) == 100_00 + 1_000_00


async def test_given_in(world: World):
    """R5.7: the other side gets all."""
    await world.negotiation()
    await world.freelancer.slash(world.room(), "dispute give-in", confirm=True)
    await world.settled()
    assert await world.wallet_minor(world.client) == 100_00 + 1_000_00
    assert "Conceded" in world.card().text.splitlines()[0]


async def test_escalated_by_a_moderator(world: World):
    """R5.8: the fees are waived, and a paid one comes back."""
    await world.negotiation()
    await world.client.slash(world.room(), "fee pay", confirm=True)
    reason = "The freelancer can't pay, and the matter is clear."
    await world.moderator.slash(world.room(), "case escalate", reason=reason, confirm=True)
    await world.settled()
    assert await world.wallet_minor(world.client) == 100_00, "the fee came back"
    assert "Arbitration" in world.card().text
    assert any(reason in notice.text for notice in world.notices())
    assert any("CASE-0001" in message.text for message in world.moderator.sees(world.staff_channel))
