"""What people do at the edges: twice, at once, with closed doors, from outside, after they have left."""

import asyncio

from tests.acceptance.world import STATEMENT, World, both_databases


@both_databases
async def test_a_double_click_settles_once(world: World):
    """R7.3: one of the two clicks settles."""
    await world.case(offer="200")
    quote = await world.freelancer.slash(world.room(), "offer accept", number=1)
    first, second = await asyncio.gather(
        world.freelancer.click(quote, "Confirm"), world.freelancer.click(quote, "Confirm")
    )
    await world.settled()
    assert await world.wallet_minor(world.freelancer) == 300_00
    assert first.text
    assert second.text
    assert len([notice for notice in world.notices() if "settled" in notice.text.lower()]) == 1


@both_databases
async def test_accepting_and_withdrawing_at_once_has_one_winner(world: World):
    """R7.3: exactly one of them commits."""
    await world.negotiation()
    await world.freelancer.slash(world.room(), "offer make", amount="500", confirm=True)
    accepted, withdrawn = await asyncio.gather(
        world.client.slash(world.room(), "offer accept", number=2, confirm=True),
        world.freelancer.slash(world.room(), "offer withdraw"),
    )
    await world.settled()
    settled = await world.balance_minor("escrow:1") == 0
    assert settled == ("Settled" in world.card().text.splitlines()[0])
    assert accepted.text
    assert withdrawn.text
    assert await world.wallet_minor(world.freelancer) == (600_00 if settled else 100_00)


async def test_a_replayed_interaction_changes_nothing(world: World):
    """R7.3: an acceptance counts once."""
    await world.case(offer="200")
    answer = await world.freelancer.slash(world.room(), "offer accept", number=1, confirm=True)
    await world.settled()
    before = len(world.notices())
    world.sandbox.replay_interaction(answer.interaction.id)
    await world.restart()
    assert await world.wallet_minor(world.freelancer) == 300_00
    assert len(world.notices()) == before


async def test_closed_direct_messages_leave_the_room(world: World):
    """R9.4, R12.2: what is posted in the room is delivered."""
    world.freelancer.close_dms()
    await world.case()
    assert world.freelancer.dms() == []
    [opened] = [notice for notice in world.notices(world.freelancer) if world.freelancer in notice.mentions]
    assert "CASE-0001" in opened.text
    await world.pass_time(days=4, seconds=90)
    assert "Forfeited" in world.card().text.splitlines()[0], "the room was notice enough (R9.4)"


async def test_who_was_never_reached_forfeits_nothing(world: World):
    """R9.4: a party who wasn't in the server and takes no direct messages has heard of nothing."""
    world.freelancer.close_dms()
    milestone = await world.milestone()
    world.sandbox.leave(world.guild, world.freelancer)
    await world.client.slash(
        world.lobby, "dispute open", milestone=milestone, offer="200", reason=STATEMENT, confirm=True
    )
    await world.settled()
    await world.pass_time(days=5)
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert any("CASE-0001" in message.text for message in world.moderator.sees(world.staff_channel))
    assert any("reached" in notice.text for notice in world.notices())
    world.sandbox.join(world.guild, world.freelancer)
    await world.eventually(lambda: any(world.freelancer in notice.mentions for notice in world.notices()))
    await world.settled()
    await world.pass_time(days=3, hours=23)
    assert await world.balance_minor("escrow:1") == 1_000_00, "the whole window again"
    await world.pass_time(hours=1, seconds=90)
    assert "Forfeited" in world.card().text.splitlines()[0]


async def test_a_party_who_leaves_is_told_of_and_finds_the_way_back(world: World):
    """R9.9: clocks run, the other and staff are told, access returns on rejoining."""
    await world.case()
    world.sandbox.leave(world.guild, world.freelancer)
    await world.eventually(lambda: any("left" in notice.text for notice in world.notices()))
    await world.settled()
    assert any("left" in message.text for message in world.moderator.sees(world.staff_channel))
    world.sandbox.join(world.guild, world.freelancer)
    await world.eventually(lambda: any("back" in notice.text.lower() for notice in world.notices()))
    await world.settled()
    assert world.freelancer in world.can_see(world.room())
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_speaking_is_not_answering(world: World):
    """R5.1: one reply with the buttons, not more."""
    await world.case()
    await world.freelancer.say(world.room(), "This is nonsense!")
    await world.eventually(lambda: any("Challenge" in notice.buttons for notice in world.notices()))
    await world.freelancer.say(world.room(), "Really.")
    await world.settled()
    hints = [notice for notice in world.notices() if "Challenge" in notice.buttons]
    assert len(hints) == 1
    assert hints[0].mentions == [world.freelancer]
    form = await world.freelancer.click(hints[0], "Challenge")
    assert form.modal is not None


async def test_my_options_are_ones_own(world: World):
    """R12.1: who presses what is not theirs is told whose turn it is."""
    await world.case()
    theirs = await world.freelancer.click(world.card(world.freelancer), "My options")
    mine = await world.client.click(world.card(), "My options")
    staff = await world.moderator.click(world.card(world.moderator), "My options")
    assert {"Accept", "Challenge"} <= set(theirs.buttons)
    assert "Accept" not in mine.buttons
    assert "Withdraw case" in mine.buttons
    assert "Escalate" in staff.buttons
    assert "Accept" not in staff.buttons
    refused = await world.client.click(world.card(), "Challenge")
    sent = await world.client.submit(refused, statement=STATEMENT)
    assert str(world.freelancer.id) in sent.text, "told whose turn it is"
    await world.settled()
    assert "Response" in world.card().text.splitlines()[0]


async def test_r12_2_closed_direct_messages_are_no_news_for_staff_where_the_room_tells(world: World):
    world.freelancer.close_dms()
    await world.case()
    told = [message.text for message in world.moderator.sees(world.staff_channel)]
    assert any("Could not be delivered" in text and "W-" in text for text in told), "no room tells of the wallet"
    assert not any("Could not be delivered" in text and "CASE-" in text for text in told)


async def test_r12_2_staff_hear_at_once_and_once_whom_a_case_could_not_reach(world: World):
    """The respondent has left and takes no direct messages: staff get the opening, the reminder and the hold."""
    world.freelancer.close_dms()
    milestone = await world.milestone()
    world.sandbox.leave(world.guild, world.freelancer)
    await world.client.slash(
        world.lobby, "dispute open", milestone=milestone, offer="200", reason=STATEMENT, confirm=True
    )
    await world.settled()
    undelivered = f"Could not be delivered to <@{world.freelancer.id}>:"

    def told(words: str) -> list[str]:
        seen = [message.text for message in world.moderator.sees(world.staff_channel)]
        return [text for text in seen if words in text]

    [opening] = told(f"{undelivered}\n**CASE-0001**")
    assert "has opened a case against" in opening
    await world.pass_time(days=3)
    reminders = told("Reminder:")
    assert len(reminders) == 2, "when half of the window is over, and a day before its end"
    assert all(undelivered in text for text in reminders)
    await world.pass_time(days=2)
    assert len(told("stands:")) == 1
