"""R6: the rulebook `safepay`, as people meet it."""

import pytest

from tests.acceptance.world import FINDINGS, REASON, World

DAY_SECONDS = 86_400
FILE = {"offer": "1", "reason": REASON, "confirm": True}


async def asked(world: World, amount: str) -> str:
    """A milestone of a project of its own, whose release the freelancer asks for; its name."""
    milestone = await world.milestone(amount)
    await world.use(world.freelancer, "milestone request-release", milestone=milestone)
    world.clock.advance(minutes=1)
    return milestone


async def test_r6_1_a_request_must_be_active_or_declined_and_money_in_escrow(world: World):
    client, freelancer = world.client, world.freelancer
    await world.use(world.admin, "config rulebook", preset="safepay")
    milestone = await world.milestone()
    file = {"milestone": milestone, **FILE}
    refused = await world.refused(client, "dispute open", "request-release", "request-return", **file)
    assert refused.text.count(milestone) >= 1
    await world.use(freelancer, "milestone request-release", milestone=milestone)
    await world.use(freelancer, "milestone cancel", milestone=milestone)
    await world.refused(client, "dispute open", "request", **file)
    await world.use(client, "milestone request-return", milestone=milestone, amount="100")
    await world.use(freelancer, "milestone answer-request", milestone=milestone, decision="decline", confirm=True)
    quote = await world.use(freelancer, "dispute open", **{**file, "offer": "900", "confirm": False})
    assert "Confirm" in quote.buttons, "declined is enough, and either may file"
    await world.use(client, "milestone release", milestone=milestone, confirm=True)
    await world.refused(client, "dispute open", "holds no money", **file)
    assert world.rooms() == []


async def test_r6_2_all_of_the_projects_balance_is_in_arbitration_the_oldest_first(world: World):
    client, freelancer = world.client, world.freelancer
    await world.use(world.admin, "config rulebook", preset="safepay")
    await world.fund(client, "1,100")
    create = {"freelancer": freelancer, "confirm": True}
    for amount, project in (("30", "Shop"), ("970", "Shop"), ("100", "Blog")):
        await world.use(client, "milestone create", amount=amount, title="A part", project=project, **create)
    await world.use(freelancer, "milestone request-release", milestone="M-2")
    file = {"milestone": "M-2", **FILE}
    await world.refused(client, "dispute open", "`amount`", **file, amount="500")
    await world.refused(client, "dispute open", "`more_milestones`", **file, more_milestones="M-1")
    await world.use(client, "dispute open", **file)
    # The fee comes first, 50.00 of 1,000.00: all of the oldest, and 20.00 of the next.
    assert [await world.balance_minor(f"escrow:{number}") for number in (1, 2, 3)] == [0, 950_00, 100_00]
    assert await world.balance_minor("fees") == 50_00
    assert "950.00" in world.card().text
    await world.use(client, "milestone release", milestone="M-3", confirm=True)
    await world.act(freelancer, "dispute give-in", confirm=True)
    assert await world.wallet_minor(client) == 950_00
    assert await world.wallet_minor(freelancer) == 100_00


@pytest.mark.parametrize("by_client", [True, False])
async def test_r6_2_a_small_balance_is_split_at_once_without_a_room(world: World, by_client: bool):
    await world.use(world.admin, "config rulebook", preset="safepay")
    milestone = await asked(world, "49.99")
    claimant, respondent = (world.client, world.freelancer) if by_client else (world.freelancer, world.client)
    file = {"milestone": milestone, **FILE, "offer": "1" if by_client else "49"}
    quote = await world.use(claimant, "dispute open", **{**file, "confirm": False})
    for words in ("split", "24.99", "settle it directly first"):
        assert words in quote.text
    done = await claimant.click(quote, "Confirm")
    await world.settled()
    assert "24.99" in done.text
    assert world.rooms() == []
    assert await world.wallet_minor(claimant) == 24_99
    assert await world.wallet_minor(respondent) == 25_00, "the odd unit goes to the respondent (R2.6)"
    assert await world.balance_minor("fees") == 0
    for person in (claimant, respondent):
        assert world.told(person, "CASE-0001", "Split", "25.00")
    shown = await world.use(respondent, "dispute status", case="1")
    assert "Split" in shown.text.splitlines()[0]
    # The opening offer is kept in the record, and has no effect.
    history = await world.use(respondent, "dispute history", case="1")
    assert ("1.00" if by_client else "49.00") in history.text
    refused = await world.use(respondent, "offer accept", number=1, case="1", confirm=True)
    assert "Split" in refused.text


async def test_r6_2_twice_in_90_days_then_arbitrated_without_a_fee(world: World):
    await world.use(world.admin, "config rulebook", preset="safepay")
    began_ms = world.clock.now_ms() + 60_000
    for _ in range(2):
        milestone = await asked(world, "50.00")
        await world.use(world.client, "dispute open", milestone=milestone, **FILE)
    assert await world.wallet_minor(world.freelancer) == 50_00
    assert world.rooms() == []

    milestone = await asked(world, "50.00")
    quote = await world.use(world.client, "dispute open", **{"milestone": milestone, **FILE, "confirm": False})
    assert "none, because the balance is small" in quote.text
    await world.client.click(quote, "Confirm")
    await world.settled()
    assert "Arbitration" in world.card().text.splitlines()[0]
    assert await world.balance_minor("escrow:3") == 50_00
    assert await world.balance_minor("fees") == 0
    await world.act(world.freelancer, "offer accept", number=1, confirm=True)

    # When the first one is more than 90 days ago, there is one again.
    world.clock.advance(milliseconds=began_ms + 90 * DAY_SECONDS * 1_000 - world.clock.now_ms())
    milestone = await asked(world, "50.00")
    await world.use(world.client, "dispute open", milestone=milestone, **FILE)
    assert await world.balance_minor("escrow:4") == 0
    milestone = await asked(world, "50.01")
    await world.use(world.client, "dispute open", milestone=milestone, **FILE)
    assert world.room().name == "case-0005"
    assert "25.01" in world.card().text, "above the small balance: a fee of 25.00"


async def test_r6_3_the_fee_is_taken_at_opening_and_never_comes_back(world: World):
    await world.safepay()
    assert await world.balance_minor("fees") == 50_00
    assert await world.balance_minor("escrow:1") == 950_00
    assert world.told(world.freelancer, "50.00", "950.00")
    for command in ("dispute withdraw", "fee pay"):
        await world.refused(world.client, command, "follows a rulebook", confirm=True)
    await world.refused(world.moderator, "case escalate", "rulebook", reason="They go in circles.", confirm=True)
    await world.act(world.freelancer, "offer accept", number=1, confirm=True)
    assert await world.balance_minor("fees") == 50_00
    assert (await world.wallet_minor(world.freelancer), await world.wallet_minor(world.client)) == (200_00, 750_00)


async def test_r6_3_a_fee_minimum_above_the_small_balance_is_refused(world: World):
    await world.use(world.admin, "config rulebook", preset="safepay")
    await world.refused(world.admin, "config fee", "50.00", minimum="50.01")
    await world.refused(world.admin, "config threshold", "small", small_balance="24.99")
    await world.use(world.admin, "config fee", minimum="50")
    shown = await world.use(world.admin, "config show")
    assert "50.00" in shown.text


async def test_r6_4_straight_to_arbitration_with_three_sure_days_for_evidence(world: World):
    await world.safepay()
    opened = world.clock.now_ms() // 1_000
    sure, ruling = f"<t:{opened + 3 * DAY_SECONDS}:F>", f"<t:{opened + 7 * DAY_SECONDS}:F>"
    assert "Arbitration" in world.card().text.splitlines()[0]
    for moment in (sure, ruling):
        assert moment in world.card().text
    claimed = await world.use(world.arbitrator, "case claim", case="1")
    assert "once the sure time for it is over" in claimed.text, "evidence never closes before the ruling"
    rule = {"freelancer_amount": "300", "findings": FINDINGS, "confirm": True}
    await world.refused(world.arbitrator, "case rule", sure, **rule)
    await world.pass_time(days=3)
    await world.act(world.client, "evidence add", description="In the last second.")
    await world.pass_time(seconds=90)
    await world.act(world.freelancer, "evidence add", description="A little later.")
    listed = await world.act(world.client, "evidence list")
    in_time, late = listed.text.split("R-1")
    assert "late" not in in_time.split("C-1")[1].lower()
    assert "late" in late.lower()
    # The room stays open, and the parties may still settle.
    await world.freelancer.say(world.room(), "I am still here.")
    await world.act(world.freelancer, "offer make", amount="600", confirm=True)
    await world.act(world.client, "offer decline", number=2)
    await world.pass_time(days=6)
    await world.use(world.arbitrator, "case claim", case="1")
    await world.act(world.arbitrator, "case rule", **rule)
    assert await world.wallet_minor(world.client) == 650_00, "a late ruling costs the parties nothing"


async def test_r6_4_unless_both_have_nothing_to_add_and_giving_in_until_the_ruling(world: World):
    await world.safepay()
    await world.use(world.arbitrator, "case claim", case="1")
    for party in (world.client, world.freelancer):
        await world.act(party, "evidence rest", confirm=True)
    quote = await world.act(world.arbitrator, "case rule", freelancer_amount="300", findings=FINDINGS)
    assert "650.00" in quote.text
    late = await world.act(world.client, "evidence add", description="One more thing.")
    assert "C-1" in late.text
    await world.act(world.client, "dispute give-in", confirm=True)
    assert await world.wallet_minor(world.freelancer) == 950_00
    assert await world.balance_minor("fees") == 50_00
    stale = await world.arbitrator.click(quote, "Confirm")
    assert "Conceded" in stale.text


async def test_r6_5_the_ruling_is_final_and_readable_ever_after(world: World):
    await world.safepay()
    await world.use(world.arbitrator, "case claim", case="1")
    await world.pass_time(days=3, seconds=90)
    await world.act(world.arbitrator, "case rule", freelancer_amount="300", findings=FINDINGS, confirm=True)
    assert (await world.wallet_minor(world.freelancer), await world.wallet_minor(world.client)) == (300_00, 650_00)
    for party in (world.client, world.freelancer):
        assert world.told(party, "CASE-0001", "Ruled", FINDINGS[:60])
        await world.refused(party, "offer make", "uled", amount="1", confirm=True)
        await world.refused(party, "evidence add", "uled", description="An appeal.")
    # The room goes; the findings stay.
    await world.pass_time(days=8)
    assert world.rooms() == []
    for party in (world.client, world.freelancer):
        for command, options in (("dispute status", {"case": "1"}), ("milestone view", {"milestone": "M-1"})):
            shown = await world.use(party, command, **options)
            assert FINDINGS[:60] in shown.text
