"""R5.6 to R5.8 as people meet them: withdrawing, giving in, escalation."""

from tests.acceptance.world import FINDINGS, REASON, STATEMENT, World

WEEK_SECONDS = 7 * 86_400


async def test_r5_6_the_claimant_withdraws_freely_until_the_others_fee_is_in_deposit(world: World):
    await world.negotiation()
    await world.refused(world.freelancer, "dispute withdraw", f"<@{world.client.id}>", confirm=True)
    await world.act(world.client, "fee pay", confirm=True)
    quote = await world.act(world.client, "dispute withdraw")
    assert "50.00" in quote.text, "one's own fee comes back"
    await world.client.click(quote, "Confirm")
    await world.settled()
    assert "Withdrawn" in world.card().text.splitlines()[0]
    assert await world.wallet_minor(world.client) == 100_00
    assert await world.balance_minor("escrow:1") == 1_000_00


async def test_r5_6_the_same_claimant_waits_7_days_and_the_other_side_doesnt(world: World):
    await world.case()
    await world.act(world.client, "dispute withdraw", confirm=True)
    file = {"milestone": "M-1", "offer": "200", "reason": REASON, "confirm": True}
    again_seconds = world.clock.now_ms() // 1_000 + WEEK_SECONDS
    world.clock.advance(seconds=WEEK_SECONDS - 1)
    await world.refused(world.client, "dispute open", f"<t:{again_seconds}", **file)
    await world.use(world.freelancer, "dispute open", **{**file, "offer": "900"})
    assert [room.name for room in world.rooms()] == ["case-0001", "case-0002"]
    await world.act(world.freelancer, "dispute withdraw", confirm=True)
    world.clock.advance(seconds=1)
    await world.use(world.client, "dispute open", **file)
    assert world.room().name == "case-0003"


async def test_r5_6_with_the_others_fee_in_deposit_it_takes_their_consent(world: World):
    await world.negotiation()
    await world.act(world.freelancer, "fee pay", confirm=True)
    due = f"<t:{world.clock.now_ms() // 1_000 + WEEK_SECONDS}:F>"
    asked = await world.act(world.client, "dispute withdraw", reason="We have found another way.", confirm=True)
    assert "consent" in asked.text
    card = world.card(world.freelancer)
    assert "Withdraw the case?" in card.text
    assert due in card.text, "clocks run on"
    [notice] = [notice for notice in world.notices() if "We have found another way." in notice.text]
    assert notice.mentions == [world.freelancer]
    await world.refused(world.client, "dispute answer-withdrawal", f"<@{world.freelancer.id}>", decision="agree")
    await world.act(world.freelancer, "dispute answer-withdrawal", decision="refuse")
    assert "Withdraw the case?" not in world.card().text
    await world.act(world.client, "dispute withdraw", confirm=True)
    # What was asked ends with the stage, and there is no withdrawing in stage 4.
    await world.act(world.client, "fee pay", confirm=True)
    await world.refused(world.freelancer, "dispute answer-withdrawal", decision="agree")
    await world.refused(world.client, "dispute withdraw", "stage", confirm=True)


async def test_r5_7_giving_in_is_quoted_and_confirmed_and_possible_until_the_ruling(world: World):
    await world.arbitration()
    for party in (world.client, world.freelancer):
        await world.act(party, "evidence rest", confirm=True)
    quote = await world.act(world.client, "dispute give-in")
    assert "1,000.00" in quote.text
    assert await world.balance_minor("escrow:1") == 1_000_00
    await world.client.click(quote, "Confirm")
    await world.settled()
    assert "Conceded" in world.card().text.splitlines()[0]
    assert await world.wallet_minor(world.freelancer) == 50_00 + 1_000_00 + 50_00
    await world.refused(world.freelancer, "dispute give-in", "Conceded", confirm=True)


async def test_r5_7_the_respondent_gives_in_at_once(world: World):
    await world.case()
    await world.press(world.freelancer, "Give in")
    assert "Conceded" in world.card().text.splitlines()[0]
    assert await world.wallet_minor(world.client) == 100_00 + 1_000_00


async def test_r5_8_escalation_waives_the_fees_and_returns_a_paid_one(world: World):
    await world.negotiation()
    await world.act(world.client, "fee pay", confirm=True)
    await world.act(world.freelancer, "offer make", amount="900", confirm=True)
    await world.refused(world.moderator, "case escalate", "3", reason="No", confirm=True)
    await world.refused(world.client, "case escalate", "moderator", reason="They go in circles.", confirm=True)
    quote = await world.act(world.moderator, "case escalate", reason="They go in circles.")
    assert "50.00" in quote.text
    await world.moderator.click(quote, "Confirm")
    await world.settled()
    assert await world.wallet_minor(world.client) == 100_00
    await world.refused(world.client, "offer accept", "stage", number=2, confirm=True)
    # The freelancer's time to pay has stopped: nothing is forfeited.
    await world.pass_time(days=8)
    await world.use(world.arbitrator, "case claim", case="1")
    await world.act(world.arbitrator, "case rule", freelancer_amount="300", findings=FINDINGS, confirm=True)
    assert await world.wallet_minor(world.client) == 100_00 + 700_00
    assert await world.wallet_minor(world.freelancer) == 100_00 + 300_00
    assert await world.balance_minor("fees") == 0


async def test_r5_8_who_was_never_reached_is_said_to_the_arbitrator_and_in_the_ruling(world: World):
    world.freelancer.close_dms()
    milestone = await world.milestone()
    world.sandbox.leave(world.guild, world.freelancer)
    await world.use(world.client, "dispute open", milestone=milestone, offer="200", reason=STATEMENT, confirm=True)
    await world.pass_time(days=5)
    unreached = f"ever reached <@{world.freelancer.id}>"
    quote = await world.act(world.moderator, "case escalate", reason="The freelancer is gone.")
    assert unreached in quote.text
    await world.moderator.click(quote, "Confirm")
    await world.pass_time(days=3, seconds=90)
    await world.use(world.arbitrator, "case claim", case="1")
    shown = await world.use(world.arbitrator, "case view", case="1")
    assert unreached in shown.text or unreached in world.card(world.arbitrator).text
    await world.act(world.arbitrator, "case rule", freelancer_amount="0", findings=FINDINGS, confirm=True)
    assert any(unreached in notice.text and "Ruled" in notice.text for notice in world.notices())
    assert await world.wallet_minor(world.client) == 1_000_00
