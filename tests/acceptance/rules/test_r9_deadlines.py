"""R9.1 to R9.3, R9.7, R9.8 and R9.10 as people meet them: firing, being in time, reminders, more time, holds."""

from tests.acceptance.world import STATEMENT, World

DAY_SECONDS = 86_400


def moment(world: World, seconds: int) -> str:
    """A moment from now on, as Discord shows it."""
    return f"<t:{world.clock.now_ms() // 1_000 + seconds}:F>"


async def test_r9_1_a_deadline_fires_exactly_once_and_never_early(world: World):
    await world.case()
    await world.pass_time(days=4, seconds=89)
    await world.restart()
    assert await world.balance_minor("escrow:1") == 1_000_00
    world.clock.advance(seconds=1)
    await world.settled()
    assert await world.wallet_minor(world.client) == 100_00 + 1_000_00
    await world.restart()
    await world.pass_time(days=1)
    assert await world.wallet_minor(world.client) == 100_00 + 1_000_00
    assert len([notice for notice in world.notices() if "*Forfeited*" in notice.text]) == 1


async def test_r9_2_the_form_that_is_sent_in_the_due_second_is_in_time(world: World):
    await world.case()
    await world.pass_time(days=3)
    form = await world.freelancer.click(world.card(world.freelancer), "Challenge")
    world.clock.advance(days=1)
    await world.freelancer.submit(form, statement=STATEMENT)
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_r9_2_the_click_that_commits_counts_and_not_the_quote_before_it(world: World):
    await world.case()
    await world.pass_time(days=3, hours=23, minutes=55)
    due = moment(world, 300)
    quote = await world.freelancer.slash(world.room(), "offer accept", number=1)
    form = await world.freelancer.click(world.card(world.freelancer), "Challenge")
    # Opened in time, clicked and sent a second after the due one: late, though nothing has fired yet.
    world.clock.advance(minutes=5, seconds=1)
    refused = await world.freelancer.click(quote, "Confirm")
    assert due in refused.text
    refused = await world.freelancer.submit(form, statement=STATEMENT)
    assert due in refused.text
    assert await world.balance_minor("escrow:1") == 1_000_00
    world.clock.advance(seconds=89)
    await world.settled()
    assert "Forfeited" in world.card().text.splitlines()[0]
    # Once fired nothing reopens it.
    await world.refused(world.freelancer, "dispute challenge", "Forfeited", statement=STATEMENT)


async def test_r9_2_what_was_missed_is_reopened_by_no_hold_that_comes_later(world: World):
    await world.case()
    await world.pass_time(days=4, seconds=10)
    due = moment(world, -10)
    await world.act(world.moderator, "case hold", reason="Give my friend some more time.")
    await world.refused(world.freelancer, "dispute challenge", due, statement=STATEMENT)
    quoted = await world.freelancer.slash(world.room(), "offer accept", number=1)
    assert due in quoted.text
    await world.pass_time(days=3)
    assert await world.balance_minor("escrow:1") == 1_000_00, "held, it does not fire"
    await world.act(world.moderator, "case resume")
    await world.refused(world.freelancer, "dispute challenge", statement=STATEMENT)
    await world.pass_time(seconds=90)
    assert "Forfeited" in world.card().text.splitlines()[0]


async def test_r9_2_a_quote_is_kept_for_15_minutes_for_its_author_alone(world: World):
    await world.case()
    first = await world.freelancer.slash(world.room(), "offer accept", number=1)
    world.clock.advance(minutes=15, seconds=1)
    expired = await world.freelancer.click(first, "Confirm")
    assert "expired" in expired.text
    assert await world.balance_minor("escrow:1") == 1_000_00
    second = await world.freelancer.slash(world.room(), "offer accept", number=1)
    world.clock.advance(minutes=15)
    await world.freelancer.click(second, "Confirm")
    assert await world.wallet_minor(world.freelancer) == 100_00 + 200_00


async def test_r9_3_reminders_at_half_24_hours_and_1_hour_in_the_room_and_directly(world: World):
    await world.case()

    def reminded() -> tuple[int, int]:
        in_room = [notice for notice in world.notices() if "Reminder:" in notice.text]
        assert all(notice.mentions == [world.freelancer] for notice in in_room)
        return len(in_room), len(world.told(world.freelancer, "Reminder:", "CASE-0001"))

    seen = []
    for before, after in ((48, 1), (23, 1), (22, 1)):
        await world.pass_time(hours=before, seconds=-1)
        seen.append(reminded())
        await world.pass_time(seconds=after)
        seen.append(reminded())
    assert seen == [(0, 0), (1, 1), (1, 1), (1, 1), (2, 2), (2, 2)]
    await world.pass_time(hours=2)
    assert reminded() == (3, 3)
    assert not world.told(world.client, "Reminder:"), "only who must act is reminded"


async def test_r9_3_steps_missed_while_the_bot_was_down_fold_into_one(world: World):
    await world.use(world.admin, "config reminders", steps="half, 47h 59m 30s, 1h")
    await world.case()
    await world.pass_time(seconds=2 * DAY_SECONDS - 10)
    await world.stop_bot()
    world.clock.advance(seconds=50)
    await world.start_bot()
    await world.settled()
    assert len([notice for notice in world.notices() if "Reminder:" in notice.text]) == 1
    assert len(world.told(world.freelancer, "Reminder:")) == 1
    assert "was away" not in world.card().text


async def test_r9_7_more_time_by_agreement_up_to_30_days_at_a_time(world: World):
    await world.case()
    due_seconds = 4 * DAY_SECONDS
    await world.refused(world.freelancer, "dispute extend", "30 days", duration="30d 1s")
    await world.act(world.freelancer, "dispute extend", duration="30d", reason="I am travelling.")
    assert moment(world, due_seconds) in world.card().text, "asking moves nothing"
    assert world.told(world.client, "30 days", "I am travelling.")
    await world.refused(world.freelancer, "dispute answer-extension", "other side", decision="agree")
    await world.act(world.client, "dispute answer-extension", decision="refuse")
    assert moment(world, due_seconds) in world.card().text
    # The claimant may ask too, and both may agree again and again.
    for asker, other in ((world.client, world.freelancer), (world.freelancer, world.client)):
        await world.act(asker, "dispute extend", duration="30d")
        await world.act(other, "dispute answer-extension", decision="agree")
        due_seconds += 30 * DAY_SECONDS
        assert moment(world, due_seconds) in world.card().text


async def test_r9_7_alone_once_a_case_and_by_a_moderator_with_a_reason(world: World):
    await world.case()
    extend = {"alone": True}
    await world.refused(world.freelancer, "dispute extend", "as more time", "2 days", duration="48h 1s", **extend)
    await world.refused(world.client, "dispute extend", duration="1h", **extend)
    await world.act(world.freelancer, "dispute extend", duration="48h", reason="I am on a train.", **extend)
    assert moment(world, 6 * DAY_SECONDS) in world.card().text
    (taken,) = [notice for notice in world.notices() if moment(world, 6 * DAY_SECONDS) in notice.text]
    assert f"<@{world.freelancer.id}> took **2 days** more" in taken.text
    assert "I am on a train." in taken.text
    assert world.client in taken.mentions
    await world.refused(world.freelancer, "dispute extend", "once a case", duration="1h", **extend)
    await world.refused(world.moderator, "case extend", duration="1d", reason="No")
    await world.act(world.moderator, "case extend", duration="1d", reason="The freelancer is ill.")
    assert moment(world, 7 * DAY_SECONDS) in world.card().text
    (given,) = [notice for notice in world.notices() if moment(world, 7 * DAY_SECONDS) in notice.text]
    assert f"<@{world.moderator.id}>, a moderator, gave **1 day** more:\n> The freelancer is ill." in given.text
    # The other side has their own once, on a deadline of their own.
    await world.act(world.freelancer, "dispute challenge", statement=STATEMENT)
    await world.act(world.freelancer, "fee pay", confirm=True)
    await world.refused(world.freelancer, "dispute extend", duration="1h", **extend)
    await world.act(world.client, "dispute extend", duration="1h", **extend)
    assert moment(world, 7 * DAY_SECONDS + 3_600) in world.card().text


async def test_r9_8_a_hold_stops_the_clocks_and_not_the_people(world: World):
    await world.case()
    await world.pass_time(days=1)
    since = f"<t:{world.clock.now_ms() // 1_000}:F>"
    await world.refused(world.arbitrator, "case hold", "moderator", reason="The police is asking.", case="1")
    await world.act(world.moderator, "case hold", reason="The police is asking.")
    card = world.card().text
    for words in (f"<@{world.moderator.id}>", "The police is asking.", since, "⏸"):
        assert words in card, words
    for party in (world.client, world.freelancer):
        assert world.told(party, "CASE-0001", "hold", "The police is asking.")
    again = await world.refused(world.moderator, "case hold", reason="Once more, please.")
    assert f"<@{world.moderator.id}>" in again.text
    await world.pass_time(days=40)
    await world.act(world.client, "offer make", amount="300", confirm=True)
    await world.act(world.moderator, "case resume")
    # Three of the four days were left, and are left still.
    assert moment(world, 3 * DAY_SECONDS) in world.card().text
    await world.refused(world.moderator, "case resume", "nothing to resume")
    await world.pass_time(days=3, seconds=90)
    assert "Forfeited" in world.card().text.splitlines()[0]


async def test_r9_10_a_forfeiture_moves_the_disputed_amount_only_and_says_why(world: World):
    milestone = await world.milestone()
    file = {"milestone": milestone, "amount": "600", "offer": "200", "reason": STATEMENT, "confirm": True}
    await world.use(world.client, "dispute open", **file)
    due = moment(world, 4 * DAY_SECONDS)
    await world.pass_time(days=4, seconds=90)
    assert await world.wallet_minor(world.client) == 600_00
    assert await world.balance_minor("escrow:1") == 400_00
    why = (f"<@{world.freelancer.id}>", "did not answer", due, "600.00")
    [notice] = [notice for notice in world.notices() if "*Forfeited*" in notice.text]
    assert all(words in notice.text for words in why)
    for party in (world.client, world.freelancer):
        assert world.told(party, *why)
    await world.use(world.client, "milestone release", milestone=milestone, confirm=True)
    assert await world.wallet_minor(world.freelancer) == 400_00
