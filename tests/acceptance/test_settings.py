"""What admins switch, block and hear: direct messages, the block list, and roles that are gone."""

from tests.acceptance.world import REASON, STATEMENT, World

SMALL = "40.00"


async def test_r12_2_with_direct_messages_off_rooms_tell_and_count_as_notice(world: World):
    done = await world.use(world.admin, "config switch", name="dm_notices", on=False)
    assert "switch dm_notices: on → off" in done.text
    await world.case()
    # What has no room still comes directly.
    assert world.told(world.freelancer, "M-1")
    assert not world.told(world.freelancer, "CASE-0001")
    assert any(f"<@{world.freelancer.id}>" in notice.text for notice in world.notices())
    await world.pass_time(days=5)
    # Nobody was written to, and the room's notices are notice all the same (R9.4).
    assert "Forfeited" in world.card().text.splitlines()[0]
    for person in (world.client, world.freelancer):
        assert [message.text for message in world.told(person, "CASE-0001") if "case file" not in message.text] == []
    await world.use(world.admin, "config switch", name="dm_notices", on=True)
    await world.case()
    assert world.told(world.freelancer, "CASE-0002")


async def test_r12_2_a_case_without_a_room_is_told_directly_all_the_same(world: World):
    await world.use(world.admin, "config switch", name="dm_notices", on=False)
    await world.safepay(offer="10", amount=SMALL)
    for person in (world.client, world.freelancer):
        assert world.told(person, "CASE-0001", "20.00")


async def test_r12_2_who_doesnt_see_the_room_is_written_to(world: World):
    await world.use(world.admin, "config switch", name="dm_notices", on=False)
    await world.negotiation()
    other = world.sandbox.create_guild("Others", world.stranger)
    world.sandbox.invite_bot(other)
    world.sandbox.join(other, world.freelancer)
    world.sandbox.leave(world.guild, world.freelancer)
    await world.act(world.client, "dispute give-in", confirm=True)
    assert [message for message in world.told(world.freelancer, "CASE-0001") if "case file" not in message.text]
    assert not [message for message in world.told(world.client, "CASE-0001") if "case file" not in message.text]


async def test_r4_6_who_is_blocked_opens_no_case_and_still_defends(world: World):
    await world.case(by=world.freelancer, offer="800")
    second = await world.milestone("50.00")
    blocked = await world.use(
        world.admin, "config block", member=world.client, blocked=True, reason="[spam](https://a.b)"
    )
    assert "can open no cases any more" in blocked.text
    refused = await world.refused(
        world.client, "dispute open", "an admin has stopped it", milestone=second, offer="10", reason=REASON
    )
    assert "still answer cases" in refused.text
    again = await world.use(world.admin, "config block", member=world.client, blocked=True)
    assert "was blocked already" in again.text
    for command, options in (
        ("dispute challenge", {"statement": STATEMENT}),
        ("offer make", {"amount": "500", "confirm": True}),
        ("evidence add", {"description": "The order, as it was signed by both of us."}),
        ("fee pay", {"confirm": True}),
    ):
        answer = await world.act(world.client, command, **options)
        assert "Nothing was changed." not in answer.text, answer.text
    shown = (await world.use(world.admin, "config show")).text
    assert f"<@{world.client.id}>" in shown
    history = (await world.use(world.admin, "config history")).text
    assert f"member <@{world.client.id}>, not blocked → blocked" in history
    assert "[spam](https://a.b)" not in history
    free = await world.use(world.admin, "config block", member=world.client, blocked=False)
    assert "can open cases again" in free.text
    opened = await world.use(world.client, "dispute open", milestone=second, offer="10", reason=REASON, confirm=True)
    assert "CASE-0002" in opened.text


async def test_r9_11_without_a_staff_channel_the_owner_hears_of_a_role_that_is_gone(world: World):
    world.sandbox.delete_role(world.guild, world.roles["arbitrator"])
    await world.settled()
    assert [item for item in world.moderator.sees(world.staff_channel) if "arbitrator role" in item.text]
    assert not world.told(world.admin, "is gone")
    world.sandbox.delete_channel(world.staff_channel)
    await world.settled()
    assert world.told(world.admin, "staff channel", "is gone")
    world.sandbox.delete_role(world.guild, world.roles["cashier"])
    await world.settled()
    (told,) = world.told(world.admin, "cashier role", "is gone")
    assert "/config role" in told.text
    assert world.guild.name in told.text


async def test_r10_5_the_history_turns_its_pages(world: World):
    for number in range(60):
        await world.admin.slash(world.lobby, "config limit", name="open_cases", value=str(100 + number))
    first = await world.use(world.admin, "config history")
    assert "158 → 159" in first.text
    assert "More ›" in first.buttons
    last = await world.admin.click(first, "More ›")
    while "More ›" in last.buttons:
        last = await world.admin.click(last, "More ›")
    assert "role moderator" in last.text
    assert "‹ Back" in last.buttons
    shown = await world.use(world.admin, "config show")
    assert "158 → 159" in (await world.admin.click(shown, "All changes")).text


WELL: list[tuple[str, dict[str, object], str]] = [
    ("fee", {"rate": "4%", "cap": "off", "refund": "none"}, "fee rate: 5 % → 4 %"),
    ("fee", {"minimum": "2", "currency": "usd"}, "fee minimum USD: 5.00 USD → 2.00 USD"),
    ("window", {"name": "fee", "duration": "36h"}, "window fee: 7 days → 1 day 12 hours"),
    ("window", {"name": "dormancy", "duration": "30d"}, "window dormancy: off → 30 days"),
    ("window", {"name": "closing", "duration": "0"}, "window closing: 1 day → no time"),
    ("threshold", {"small_balance": "80"}, "small balance USD: 50.00 USD → 80.00 USD"),
    ("limit", {"name": "max_file_mib", "value": "5"}, "limit max_file_mib: 10 → 5"),
    ("limit", {"name": "filing_cooldown", "value": "0"}, "limit filing_cooldown: 1 minute → no time"),
    ("limit", {"name": "two_people_amount", "value": "500"}, "two_people_amount USD: off → 500.00 USD"),
    ("limit", {"name": "two_people_amount", "value": "off", "currency": "USD"}, "500.00 USD → off"),
    ("reminders", {"steps": "12h, half, 2h"}, "→ half, 12 hours, 2 hours"),
    ("retention", {"room": "30d"}, "retention room: 7 days → 30 days"),
    ("switch", {"name": "offers_hidden", "on": True}, "switch offers_hidden: off → on"),
    ("switch", {"name": "offers_hidden", "on": True}, "That is how it was already"),
    ("currency", {"currency": "eur", "action": "add"}, "`/config fee currency:EUR minimum:…`"),
    ("fee", {"currency": "EUR", "minimum": "4.50"}, "currency EUR: offered as soon as it has a lowest fee → offered"),
    ("currency", {"currency": "EUR", "action": "default"}, "default currency: USD → EUR"),
    ("rulebook", {"preset": "safepay"}, "rulebook: milestone → safepay"),
]
ILL: list[tuple[str, dict[str, object], str]] = [
    ("fee", {"rate": "lots"}, "5%"),
    ("fee", {"currency": "EUR"}, "together with `minimum`"),
    ("fee", {"minimum": "2", "currency": "XXX"}, "It has: USD"),
    ("window", {"name": "fee", "duration": "5m"}, "from 1 hour to 365 days"),
    ("window", {"name": "fee", "duration": "off"}, "can't be switched off"),
    ("threshold", {"small_balance": "-1"}, "can't be negative"),
    ("limit", {"name": "max_file_mib", "value": "900"}, "1 to 500"),
    ("limit", {"name": "open_cases", "value": "3", "currency": "USD"}, "leave the currency out"),
    ("limit", {"name": "two_people_amount", "value": "1,00"}, "1,000.50"),
    ("reminders", {"steps": "soon"}, "half, 24h, 1h"),
    ("retention", {"room": "1m"}, "from 1 hour to 365 days"),
    ("currency", {"currency": "USD", "action": "remove"}, "usual currency"),
    ("rooms", {"kind": "thread"}, "`/config channel kind:cases`"),
]


async def test_r10_5_each_setting_is_echoed_as_understood_or_refused_with_what_would_do(world: World):
    for command, options, words in ILL:
        refused = await world.admin.slash(world.lobby, f"config {command}", **options)
        assert "Nothing was changed." in refused.text, (command, options, refused.text)
        assert words in refused.text.replace("\N{NO-BREAK SPACE}", " "), (command, options, refused.text)
    for command, options, words in WELL:
        answer = await world.admin.slash(world.lobby, f"config {command}", **options)
        assert words in answer.text.replace("\N{NO-BREAK SPACE}", " "), (command, options, answer.text)
    shown = (await world.use(world.admin, "config show")).text.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("`safepay`", "EUR and USD (default EUR)", "removed 30 days after", "`offers_hidden` on"):
        assert words in shown, shown
