"""The four stages of R5 as people go through them: who may do what, until when, and what silence means."""

import pytest

from bot.sandbox import Permission, RefusedError
from tests.acceptance.world import FINDINGS, STATEMENT, World

DAY_SECONDS = 86_400


def at(world: World, **later: int) -> str:
    """A moment from now on, as Discord shows it."""
    seconds = later.get("days", 0) * DAY_SECONDS + later.get("hours", 0) * 3_600
    return f"<t:{world.clock.now_ms() // 1_000 + seconds}:F>"


async def test_r5_stage_1_a_client_has_14_days_and_a_better_offer_changes_nothing_of_that(world: World):
    await world.case("900", by=world.freelancer)
    due = at(world, days=14)
    assert due in world.card().text
    await world.act(world.freelancer, "offer make", amount="800", confirm=True)
    assert "800.00" in world.card().text
    assert due in world.card().text
    await world.pass_time(days=14)
    assert await world.balance_minor("escrow:1") == 1_000_00
    await world.pass_time(seconds=90)
    assert await world.wallet_minor(world.freelancer) == 100_00 + 1_000_00
    assert "Forfeited" in world.card().text.splitlines()[0]


async def test_r5_stage_1_withdrawing_lifts_the_lock_and_moves_nothing_else(world: World):
    await world.case()
    await world.refused(world.freelancer, "dispute withdraw", f"<@{world.client.id}>", confirm=True)
    await world.act(world.client, "dispute withdraw", reason="We have talked.", confirm=True)
    assert "Withdrawn" in world.card().text.splitlines()[0]
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert (await world.wallet_minor(world.client), await world.wallet_minor(world.freelancer)) == (100_00, 100_00)
    await world.use(world.client, "milestone release", milestone="M-1", confirm=True)
    assert await world.wallet_minor(world.freelancer) == 1_100_00


async def test_r5_stage_2_it_may_linger_and_both_are_reminded(world: World):
    await world.negotiation()

    def reminded() -> int:
        return len([notice for notice in world.notices() if "Nothing has happened for a while" in notice.text])

    def staff_told() -> int:
        seen = world.moderator.sees(world.staff_channel)
        return len([message for message in seen if "Both were reminded" in message.text])

    await world.pass_time(days=2)
    await world.act(world.freelancer, "offer make", amount="900", confirm=True)
    await world.pass_time(days=2, hours=23)
    assert reminded() == 0, "three idle days since somebody did something"
    await world.pass_time(hours=2)
    assert (reminded(), staff_told()) == (1, 1)
    [notice] = [notice for notice in world.notices() if "Nothing has happened" in notice.text]
    assert {person.id for person in notice.mentions} == {world.client.id, world.freelancer.id}
    await world.pass_time(days=6)
    assert reminded() == 1
    await world.pass_time(days=1, hours=1)
    assert (reminded(), staff_told()) == (2, 2), "then weekly"
    await world.pass_time(days=60)
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_r5_stage_2_dormancy_ends_it_undisputed_and_the_first_fee_may_have_to_wait(world: World):
    for name, duration in (("dormancy", "30d"), ("min_negotiation", "6h")):
        await world.use(world.admin, "config window", name=name, duration=duration)
    await world.negotiation()
    ends = at(world, days=30)
    assert ends in world.card().text
    early = at(world, hours=6)
    await world.refused(world.client, "fee pay", early, confirm=True)
    await world.pass_time(hours=6)
    quote = await world.act(world.client, "fee pay")
    assert "50.00" in quote.text
    await world.pass_time(days=31)
    assert "Dormant" in world.card().text.splitlines()[0]
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert (await world.wallet_minor(world.client), await world.wallet_minor(world.freelancer)) == (100_00, 100_00)
    await world.use(world.client, "milestone release", milestone="M-1", amount="1", confirm=True)


async def test_r5_stage_3_is_the_last_chance_to_settle(world: World):
    """R7.4: both shares and the deposit are paid out at once."""
    await world.negotiation()
    await world.act(world.freelancer, "fee pay", confirm=True)
    assert "stage 3 of 4" in world.card().text.lower()
    assert at(world, days=7) in world.card().text
    await world.act(world.client, "evidence add", description="What was delivered.")
    await world.act(world.client, "offer make", amount="600", confirm=True)
    await world.act(world.freelancer, "offer accept", number=2, confirm=True)
    assert "Settled" in world.card().text.splitlines()[0]
    assert await world.wallet_minor(world.freelancer) == 100_00 + 600_00, "the fee has come back"
    assert await world.wallet_minor(world.client) == 100_00 + 400_00


async def test_r5_stage_3_who_doesnt_pay_forfeits_and_the_payers_fee_comes_back(world: World):
    await world.negotiation()
    await world.act(world.freelancer, "fee pay", confirm=True)
    await world.pass_time(days=7)
    assert await world.balance_minor("escrow:1") == 1_000_00
    await world.pass_time(seconds=90)
    assert await world.wallet_minor(world.freelancer) == 100_00 + 1_000_00
    assert await world.balance_minor("fees") == 0


async def test_r5_stage_4_last_evidence_for_24_hours_then_the_room_is_read_only(world: World):
    await world.arbitration()
    room, parties = world.room(), (world.client, world.freelancer)
    closing = at(world, hours=24)
    assert closing in world.card().text
    for command, options in (("offer make", {"amount": "1"}), ("offer accept", {"number": 1})):
        await world.refused(world.client, command, "stage", confirm=True, **options)
    rule = {"freelancer_amount": "400", "findings": FINDINGS, "confirm": True}
    await world.refused(world.arbitrator, "case rule", closing, **rule)
    for party in parties:
        await party.say(room, "One more word.")
        await world.act(party, "evidence add", description="My last exhibit.")
    # Exhibits this late open an answer window for each (R8.4), as long as `closing` itself.
    await world.pass_time(hours=24, seconds=90)
    for party in parties:
        assert not party.can(room, Permission.SEND_MESSAGES)
        with pytest.raises(RefusedError):
            await party.say(room, "And another one.")
        assert (await party.click(world.card(party), "My options")).text
    assert "The ruling is due by" in world.card().text
    await world.arbitrator.say(room, "I am writing the findings.")
    # A late ruling costs the parties nothing; whoever takes the place that was freed decides (R10.4).
    await world.pass_time(days=10)
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert room not in world.arbitrator.channels(world.guild)
    await world.use(world.arbitrator, "case claim", case="1")
    await world.act(world.arbitrator, "case rule", **rule)
    assert "Ruled" in world.card().text.splitlines()[0]
    assert await world.wallet_minor(world.client) == 50_00 + 600_00 + 50_00
    await world.refused(world.arbitrator, "case rule", "uled", **rule)
    await world.refused(world.freelancer, "dispute give-in", "uled", confirm=True)


async def test_r5_stage_4_both_may_say_that_they_have_nothing_to_add(world: World):
    await world.arbitration()
    await world.act(world.client, "evidence rest", confirm=True)
    assert world.client.can(world.room(), Permission.SEND_MESSAGES)
    await world.refused(world.client, "evidence rest", "already", confirm=True)
    await world.act(world.freelancer, "evidence rest", confirm=True)
    assert not world.client.can(world.room(), Permission.SEND_MESSAGES)
    due = at(world, days=7)
    assert due in world.card().text
    await world.act(world.arbitrator, "case rule", freelancer_amount="0", findings=FINDINGS, confirm=True)
    assert await world.wallet_minor(world.client) == 50_00 + 1_000_00 + 50_00


async def test_r5_stage_4_a_closing_of_0_is_the_sources_letter(world: World):
    await world.use(world.admin, "config window", name="closing", duration="0")
    await world.arbitration()
    assert not world.client.can(world.room(), Permission.SEND_MESSAGES)
    await world.refused(world.client, "evidence add", "<t:", description="One more thing.")
    await world.act(world.arbitrator, "case rule", freelancer_amount="1,000", findings=FINDINGS, confirm=True)
    assert await world.wallet_minor(world.freelancer) == 50_00 + 1_000_00 + 50_00


async def test_r5_stage_4_an_escalated_case_has_3_days_for_evidence(world: World):
    await world.case()
    await world.act(world.moderator, "case escalate", reason="They can't agree, and threaten each other.", confirm=True)
    assert at(world, days=3) in world.card().text
    for party in (world.client, world.freelancer):
        assert party.can(world.room(), Permission.SEND_MESSAGES)
    await world.refused(world.freelancer, "dispute challenge", "stage", statement=STATEMENT)
    await world.refused(world.moderator, "case escalate", "stage", reason="Once more, please.", confirm=True)
    await world.pass_time(days=3, seconds=90)
    assert not world.client.can(world.room(), Permission.SEND_MESSAGES)
