"""R12: what a refusal says, and what people are written to directly."""

import asyncio
import re

from bot.sandbox import Answer, Permission
from tests.acceptance.world import FINDINGS, REASON, STATEMENT, World
from tests.services.world import dump

DIRECTLY = {
    "case opened": r"has opened a case|proposes a milestone|asks you to|has funded a milestone",
    "stage changed": r"has challenged|in stage \d|has paid the arbitration fee|in arbitration at once",
    "reminder": r"Reminder:",
    "question or extension asked": r"Question \d|more time|wants to withdraw|do you agree",
    "money moved": r"in your wallet|has released|has returned|has confirmed|has declined|could not be brought",
    "ruling": r"\*Ruled\*",
    "hold": r"on hold|stands:|run again",
    "end": r"\*(Settled|Withdrawn|Forfeited|Conceded|Dormant|Split)\*",
    "case file": r"The case file",
}
"""What people are written to directly for, by words of its notice (R12.2), and the case file at the end (R11.2)."""


async def test_r12_1_each_kind_of_refusal_says_what_is_wrong_and_what_would_work(world: World):
    client, freelancer, moderator = world.client, world.freelancer, world.moderator
    await world.negotiation()
    await world.act(client, "fee pay", confirm=True)
    paid = f"<t:{world.clock.now_ms() // 1_000}:F>"
    before = await dump(world.app.storage)
    pay = {"confirm": True}
    await world.refused(moderator, "fee pay", "Only the two parties", "My options", **pay)
    await world.refused(freelancer, "dispute withdraw", f"only the claimant, <@{client.id}>, can do this", **pay)
    await world.refused(client, "evidence rest", "only possible in stage 4", "My options", **pay)
    await world.refused(client, "offer make", "from 0.00 USD to 1,000.00 USD", amount="1,000.01", **pay)
    await world.refused(client, "fee pay", f"by <@{client.id}>", paid, **pay)
    short = await world.refused(client, "wallet withdraw", "50.01", "0.01", "/wallet deposit", amount="50.01")
    assert "50.00" in short.text
    assert await dump(world.app.storage) == before, "a refusal changes nothing"
    due = f"<t:{world.clock.now_ms() // 1_000 + 7 * 86_400}:F>"
    await world.pass_time(days=7, seconds=1)
    await world.refused(freelancer, "fee pay", "Too late", due, **pay)


async def test_r12_1_somebody_was_faster(world: World):
    await world.case()
    quotes = [await world.freelancer.slash(world.room(), "offer accept", number=1) for _ in range(2)]

    async def confirm(quote: Answer) -> str:
        return (await world.freelancer.click(quote, "Confirm")).text

    answers = await asyncio.gather(*map(confirm, quotes))
    [lost] = [text for text in answers if "is settled" not in text]
    assert "Settled" in lost
    assert await world.wallet_minor(world.freelancer) == 100_00 + 200_00


async def test_r12_2_people_are_written_to_directly_only_for_what_concerns_their_money_and_time(world: World):
    client, freelancer = world.client, world.freelancer
    await world.negotiation()
    quiet = {person: len(person.dms()) for person in (client, freelancer)}
    # Talk, offers and evidence stay in the room.
    await world.act(client, "offer make", amount="300", confirm=True)
    await world.act(freelancer, "offer decline", number=2, reason="Too little.")
    await world.act(client, "offer make", amount="350", confirm=True)
    await world.act(client, "offer withdraw")
    await world.act(freelancer, "evidence add", description="The signed order.")
    await world.act(freelancer, "evidence withdraw", exhibit="R-1")
    await client.say(world.room(), "Let us talk.")
    await world.settled()
    assert {person: len(person.dms()) for person in (client, freelancer)} == quiet

    await world.act(client, "fee pay", confirm=True)
    await world.act(freelancer, "dispute extend", duration="1d")
    await world.act(client, "dispute answer-extension", decision="agree")
    await world.act(freelancer, "fee pay", confirm=True)
    await world.use(world.arbitrator, "case claim", case="1")
    await world.act(world.arbitrator, "case ask", party="both", question="When was it delivered?")
    for party in (client, freelancer):
        given = await world.act(party, "dispute answer", text="On Monday.")
        assert "Your answer to question 1 in" in given.text
        await world.act(party, "evidence rest", confirm=True)
    await world.act(world.moderator, "case hold", reason="We look into it.")
    await world.act(world.moderator, "case resume")
    await world.act(world.arbitrator, "case rule", freelancer_amount="300", findings=FINDINGS, confirm=True)
    for person in (client, freelancer):
        for message in person.dms():
            assert any(re.search(words, message.text) for words in DIRECTLY.values()), message.text
        for kind in ("question or extension asked", "ruling", "hold", "stage changed"):
            assert any(re.search(DIRECTLY[kind], message.text) for message in person.dms()), kind


async def test_r12_2_a_refused_direct_message_falls_back_to_the_room_and_then_to_staff(world: World):
    client, freelancer = world.client, world.freelancer
    await world.case()
    for person in (client, freelancer):
        person.close_dms()
    staff = len(world.moderator.sees(world.staff_channel))
    await world.act(freelancer, "dispute challenge", statement=STATEMENT)
    assert any(client in notice.mentions and "has challenged" in notice.text for notice in world.notices())
    told = world.moderator.sees(world.staff_channel)[staff:]
    assert not [message for message in told if "Could not be delivered" in message.text]
    # Where there is no room either, staff hear of it.
    await world.use(client, "milestone request-return", milestone=await world.milestone())
    told = [message.text for message in world.moderator.sees(world.staff_channel)]
    assert any("Could not be delivered" in text and "M-2" in text for text in told)


async def test_r12_2_without_a_room_the_direct_message_carries_the_news(world: World, expected_faults: set[str]):
    role = next(role for role in world.guild.roles.values() if role.name == "Parley")
    world.sandbox.set_role_permissions(world.guild, role, role.permissions & ~Permission.MANAGE_CHANNELS)
    expected_faults.add("outbox_given_up")
    milestone = await world.milestone()
    file = {"milestone": milestone, "offer": "200", "reason": REASON, "confirm": True}
    await world.use(world.client, "dispute open", **file)
    assert world.rooms() == []
    assert len(world.told(world.freelancer, "CASE-0001", REASON)) == 1
    await world.use(world.freelancer, "dispute challenge", statement=STATEMENT, case="1")
    assert world.told(world.client, "CASE-0001", "has challenged")
