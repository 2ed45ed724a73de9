"""R9.5, R9.6, R9.9 and R9.11 as people meet them: when the bot is away, its clock is wrong, or somebody is gone."""

from structlog.typing import EventDict

from bot.sandbox import Permission
from tests.acceptance.world import FINDINGS, REASON, STATEMENT, World

DAY_SECONDS = 86_400


def moment(world: World, seconds: int) -> str:
    """A moment from now on, as Discord shows it."""
    return f"<t:{world.clock.now_ms() // 1_000 + seconds}:F>"


def staff_told(world: World, *words: str) -> int:
    """How many messages of the staff channel say all of it."""
    seen = world.moderator.sees(world.staff_channel)
    return len([message for message in seen if all(word in message.text for word in words)])


async def test_r9_5_down_for_a_minute_is_nothing_and_for_longer_it_is_given_back(world: World):
    await world.case()
    await world.pass_time(days=1)
    for seconds, left_seconds in ((60, 3 * DAY_SECONDS - 60), (600, 3 * DAY_SECONDS - 60)):
        await world.stop_bot()
        world.clock.advance(seconds=seconds)
        await world.start_bot()
        await world.settled()
        assert moment(world, left_seconds) in world.card().text
    # Ten minutes are short, but they cover the last hour: at least 24 h are left then.
    await world.pass_time(seconds=3 * DAY_SECONDS - 60 - 1_800)
    await world.stop_bot()
    world.clock.advance(minutes=10)
    await world.start_bot()
    await world.settled()
    assert moment(world, DAY_SECONDS) in world.card().text
    assert any("was away" in notice.text for notice in world.notices())
    assert await world.balance_minor("escrow:1") == 1_000_00


async def test_r9_5_a_server_from_which_the_bot_was_removed_loses_nothing(world: World):
    await world.case()
    await world.pass_time(days=3)
    world.sandbox.remove_bot(world.guild)
    await world.settled()
    world.clock.advance(days=5)
    await world.settled()
    world.sandbox.invite_bot(world.guild, permissions=int(Permission.ADMINISTRATOR))
    await world.eventually(lambda: moment(world, DAY_SECONDS) in world.card().text)
    await world.settled()
    assert await world.balance_minor("escrow:1") == 1_000_00
    await world.act(world.freelancer, "dispute challenge", statement=STATEMENT)
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_r9_6_a_clock_that_jumps_forfeits_nothing_and_staff_are_told(world: World, log: list[EventDict]):
    await world.case()
    await world.pass_time(days=3, hours=20)
    world.clock.jump(world.clock.now_ms() + 6 * 3_600_000)
    await world.settled()
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert staff_told(world, "clock of the computer") == 1
    for _ in range(4):
        await world.pass_time(minutes=1)
    assert staff_told(world, "clock of the computer") == 1
    await world.pass_time(minutes=2)
    # The clocks have agreed for five minutes; the time held counts as an outage, and 24 h are left at least.
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert "clock_trusted_again" in [entry["event"] for entry in log]
    await world.pass_time(hours=23)
    assert await world.balance_minor("escrow:1") == 1_000_00
    await world.pass_time(hours=2)
    assert "Forfeited" in world.card().text.splitlines()[0]


async def test_r9_9_a_case_against_somebody_who_has_left_keeps_their_way_in(world: World):
    milestone = await world.milestone()
    world.sandbox.leave(world.guild, world.freelancer)
    await world.settled()
    file = {"milestone": milestone, "offer": "200", "reason": REASON, "confirm": True}
    await world.use(world.client, "dispute open", **file)
    world.sandbox.join(world.guild, world.freelancer)
    await world.settled()
    assert world.freelancer in world.can_see(world.room())
    await world.act(world.freelancer, "dispute challenge", statement=STATEMENT)
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_r9_9_who_leaves_by_themselves_has_running_clocks(world: World):
    await world.case()
    world.sandbox.leave(world.guild, world.freelancer)
    await world.eventually(lambda: "has left the server" in world.card().text)
    await world.settled()
    assert staff_told(world, "CASE-0001", "has left the server") == 1
    assert any(world.client in notice.mentions or "left" in notice.text for notice in world.notices())
    await world.pass_time(days=4, seconds=90)
    assert "Forfeited" in world.card().text.splitlines()[0]


async def test_r9_9_banned_the_clock_stands_until_a_moderator_decides(world: World):
    await world.case()
    await world.pass_time(days=1)
    world.sandbox.ban(world.guild, world.freelancer, by=world.admin)
    await world.eventually(lambda: "⏸" in world.card().text)
    await world.settled()
    assert staff_told(world, "CASE-0001", f"<@{world.admin.id}>", "/case resume") == 1
    await world.pass_time(days=30)
    world.sandbox.unban(world.guild, world.freelancer, by=world.admin)
    world.sandbox.join(world.guild, world.freelancer)
    await world.settled()
    await world.pass_time(days=30)
    assert await world.balance_minor("escrow:1") == 1_000_00, "coming back decides nothing"
    await world.act(world.moderator, "case resume")
    assert moment(world, 3 * DAY_SECONDS) in world.card().text
    assert world.freelancer in world.can_see(world.room())
    await world.pass_time(days=3, seconds=90)
    assert "Forfeited" in world.card().text.splitlines()[0]


async def test_r9_9_without_view_audit_log_every_removal_counts_as_a_kick(world: World):
    role = next(role for role in world.guild.roles.values() if role.name == "Parley")
    world.sandbox.set_role_permissions(world.guild, role, role.permissions & ~Permission.VIEW_AUDIT_LOG)
    await world.case()
    world.sandbox.leave(world.guild, world.freelancer)
    await world.eventually(lambda: "⏸" in world.card().text)
    await world.settled()
    await world.pass_time(days=8)
    assert await world.balance_minor("escrow:1") == 1_000_00


async def test_r9_9_a_time_out_holds_the_clock_as_long_as_it_lasts(world: World):
    await world.case()
    await world.pass_time(days=1)
    world.sandbox.timeout(world.guild, world.freelancer, seconds=5 * DAY_SECONDS, by=world.moderator)
    await world.eventually(lambda: "⏸" in world.card().text)
    await world.pass_time(days=5, seconds=90)
    assert "⏸" not in world.card().text
    assert await world.balance_minor("escrow:1") == 1_000_00
    await world.act(world.freelancer, "dispute challenge", statement=STATEMENT)
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_r9_11_a_role_that_is_gone_stops_filing_and_the_clocks_that_need_it(world: World):
    await world.milestone()
    await world.arbitration()
    for party in (world.client, world.freelancer):
        await world.act(party, "evidence rest", confirm=True)
    world.sandbox.delete_role(world.guild, world.roles["arbitrator"], by=world.admin)
    await world.eventually(lambda: staff_told(world, "arbitrator role", "/config role kind:arbitrator") == 1)
    await world.settled()
    assert "⏸" in world.card().text
    settings = (await world.use(world.admin, "config show")).text
    assert "role arbitrator, set → gone from the server" in settings
    assert "<@0>" not in settings
    file = {"milestone": "M-1", "offer": "1", "reason": REASON, "confirm": True}
    world.clock.advance(minutes=2)
    await world.refused(world.client, "dispute open", "arbitrator", "/config role", **file)
    # Everything else goes on, and another role lets it run on.
    role = world.sandbox.create_role(world.guild, "Judges")
    world.sandbox.add_role(world.guild, world.arbitrator, role)
    await world.pass_time(days=30)
    await world.use(world.admin, "config role", kind="arbitrator", role=role)
    assert "⏸" not in world.card().text
    await world.use(world.arbitrator, "case rule", freelancer_amount="1", findings=FINDINGS, case="1", confirm=True)
    assert "Ruled" in world.card().text.splitlines()[0]
    await world.use(world.client, "dispute open", **file)
    assert world.room().name == "case-0002"


async def test_r9_11_a_cases_channel_or_cashier_role_that_is_gone_stops_filing(world: World):
    channel = world.sandbox.create_channel(world.guild, "cases")
    await world.use(world.admin, "config channel", kind="cases", channel=channel)
    await world.milestone()
    world.sandbox.delete_channel(channel, by=world.admin)
    world.sandbox.delete_role(world.guild, world.roles["cashier"], by=world.admin)
    await world.eventually(lambda: staff_told(world, "is gone") == 2)
    await world.settled()
    file = {"milestone": "M-1", "offer": "1", "reason": REASON, "confirm": True}
    await world.refused(world.client, "dispute open", "cashier role", "cases channel", **file)
    await world.use(world.admin, "config channel", kind="cases", channel=world.lobby)
    await world.refused(world.client, "dispute open", "cashier role", **file)
    await world.use(world.admin, "config role", kind="cashier", role=world.sandbox.create_role(world.guild, "Till"))
    await world.use(world.client, "dispute open", **file)
    assert len(world.rooms()) == 1
