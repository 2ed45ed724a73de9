"""R9.9 through the wire: parties who are kicked, banned, timed out or gone, heard of at once or found out later."""

from collections.abc import Callable

import pytest

from bot.sandbox import Permission, Person
from tests.acceptance.world import STATEMENT, World

DAY_SECONDS = 86_400
KICKED, BANNED, TIMED_OUT, LEFT = "was removed", "was banned", "was timed out", "has left"

Fate = Callable[[World, Person], None]


def kick(world: World, person: Person) -> None:
    world.sandbox.kick(world.guild, person, by=world.admin)


def ban(world: World, person: Person) -> None:
    world.sandbox.ban(world.guild, person, by=world.admin)


def time_out(world: World, person: Person) -> None:
    world.sandbox.timeout(world.guild, person, seconds=10 * DAY_SECONDS, by=world.admin)


def leave(world: World, person: Person) -> None:
    world.sandbox.leave(world.guild, person)


FATES = {KICKED: kick, BANNED: ban, TIMED_OUT: time_out, LEFT: leave}


def told(world: World, words: str) -> list[str]:
    """The notices in the room that say something."""
    return [notice.text for notice in world.notices() if words in notice.text]


def staff_told(world: World, words: str) -> list[str]:
    """What the staff channel says of it."""
    return [message.text for message in world.moderator.sees(world.staff_channel) if words in message.text]


def hide_audit_log(world: World) -> None:
    """The bot's role loses View Audit Log."""
    role = next(role for role in world.guild.roles.values() if role.name == "Parley")
    world.sandbox.set_role_permissions(world.guild, role, role.permissions & ~Permission.VIEW_AUDIT_LOG)


async def stood_until_resumed(world: World) -> None:
    """No deadline takes anything from who is kept away, until a moderator lets the clocks run."""
    await world.pass_time(days=5)
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert "Response" in world.card().text.splitlines()[0]
    resumed = await world.moderator.slash(world.lobby, "case resume", case="1")
    assert "Nothing was changed." not in resumed.text


@pytest.mark.parametrize("how", [KICKED, BANNED])
async def test_who_is_removed_loses_nothing_until_a_moderator_decides(world: World, how: str):
    await world.case()
    FATES[how](world, world.freelancer)
    await world.eventually(lambda: bool(told(world, how)))
    await world.settled()
    assert str(world.admin.id) in told(world, how)[0], "who did it"
    assert len(staff_told(world, how)) == 1
    await stood_until_resumed(world)


async def test_without_the_audit_log_every_removal_counts_as_a_kick(world: World):
    hide_audit_log(world)
    await world.case()
    leave(world, world.freelancer)
    await world.eventually(lambda: bool(told(world, KICKED)))
    await world.settled()
    assert staff_told(world, KICKED)
    await stood_until_resumed(world)


@pytest.mark.parametrize("how", FATES)
async def test_what_happened_to_a_party_while_the_bot_was_down_is_found_out(world: World, how: str):
    await world.case()
    await world.stop_bot()
    world.clock.advance(seconds=30)
    FATES[how](world, world.freelancer)
    await world.start_bot()
    assert len(told(world, how)) == 1
    assert len(staff_told(world, how)) == 1
    await world.restart()
    assert len(told(world, how)) == 1, "told once"
    await world.pass_time(days=5)
    assert ("Forfeited" in world.card().text.splitlines()[0]) == (how == LEFT), "clocks run for who went away"


async def test_an_absence_without_the_audit_log_counts_as_a_kick(world: World):
    hide_audit_log(world)
    await world.case()
    await world.stop_bot()
    leave(world, world.freelancer)
    await world.start_bot()
    assert told(world, KICKED)
    await stood_until_resumed(world)


async def test_a_ban_that_was_lifted_before_they_left_is_none(world: World):
    await world.case()
    await world.stop_bot()
    ban(world, world.freelancer)
    world.clock.advance(seconds=1)
    world.sandbox.unban(world.guild, world.freelancer, by=world.admin)
    await world.start_bot()
    assert told(world, LEFT)
    assert not told(world, BANNED)


async def test_who_came_back_while_the_bot_was_down_finds_their_way(world: World):
    await world.case()
    leave(world, world.freelancer)
    await world.eventually(lambda: bool(told(world, LEFT)))
    await world.settled()
    await world.stop_bot()
    world.sandbox.join(world.guild, world.freelancer)
    await world.start_bot()
    assert len(told(world, "is back")) == 1
    await world.restart()
    assert len(told(world, "is back")) == 1
    await world.freelancer.slash(world.room(), "dispute challenge", statement=STATEMENT)
    await world.settled()
    assert "Negotiation" in world.card().text.splitlines()[0]


async def test_what_is_lost_with_a_session_is_found_out(world: World):
    """The session can't be resumed, and what happened meanwhile is never sent."""
    await world.case()
    async with world.reconnecting():
        await world.sandbox.gateway.invalidate()
        ban(world, world.freelancer)
        world.sandbox.gateway.forget_sessions()
    await world.eventually(lambda: bool(told(world, BANNED)))
    assert len(told(world, BANNED)) == 1


async def test_a_time_out_that_is_over_lets_the_clock_run_on(world: World):
    """Found out late, the party has a day at least when it is over (R9.5)."""
    await world.case()
    await world.pass_time(days=3, hours=23)
    await world.stop_bot()
    time_out(world, world.freelancer)
    await world.start_bot()
    await world.pass_time(days=10, minutes=2)
    assert told(world, "is over")
    await world.pass_time(hours=23)
    assert "Response" in world.card().text.splitlines()[0]
    await world.pass_time(hours=2)
    assert "Forfeited" in world.card().text.splitlines()[0]


@pytest.fixture
async def deaf(world: World) -> World:
    """A server whose bot was granted no privileged intent: it hears of nobody's coming and going."""
    await world.stop_bot()
    world.sandbox.world.allowed_privileged_intents = 0
    await world.start_bot()
    return world


@pytest.mark.parametrize("how", [KICKED, BANNED, TIMED_OUT])
async def test_without_the_members_intent_nobody_forfeits_while_kept_away(deaf: World, how: str):
    await deaf.case()
    await deaf.pass_time(days=3, hours=23, minutes=30)
    FATES[how](deaf, deaf.freelancer)
    await deaf.settled()
    assert not told(deaf, how), "nobody has told the bot"
    await deaf.pass_time(days=2)
    assert told(deaf, how), "it looked before the deadline took anything"
    assert await deaf.balance_minor("escrow:1") == 1_000_00


async def test_without_the_members_intent_a_time_out_is_noticed_with_the_reminders(deaf: World):
    await deaf.case()
    await deaf.pass_time(days=1)
    deaf.sandbox.timeout(deaf.guild, deaf.freelancer, seconds=int(2.9 * DAY_SECONDS), by=deaf.admin)
    await deaf.pass_time(days=1, minutes=1)
    assert told(deaf, TIMED_OUT), "when half of the window is over"
    await deaf.pass_time(days=2)
    assert "Response" in deaf.card().text.splitlines()[0]
    await deaf.freelancer.slash(deaf.room(), "dispute challenge", statement=STATEMENT)
    await deaf.settled()
    assert "Negotiation" in deaf.card().text.splitlines()[0]


async def test_without_the_members_intent_who_says_something_is_back(deaf: World):
    await deaf.case()
    leave(deaf, deaf.freelancer)
    await deaf.pass_time(days=2, minutes=1)
    assert told(deaf, LEFT), "found out with the first reminder"
    deaf.sandbox.join(deaf.guild, deaf.freelancer)
    await deaf.settled()
    assert not told(deaf, "is back"), "nobody has told the bot"
    await deaf.freelancer.say(deaf.lobby, "Here I am again.")
    await deaf.settled()
    assert len(told(deaf, "is back")) == 1
    await deaf.freelancer.slash(deaf.room(), "dispute challenge", statement=STATEMENT)
    await deaf.settled()
    assert len(told(deaf, "is back")) == 1


async def ask_under_safepay(world: World) -> None:
    """The freelancer asks for release under `safepay`, where silence carries a request out."""
    await world.admin.slash(world.lobby, "config rulebook", preset="safepay")
    await world.milestone()
    await world.freelancer.slash(world.lobby, "milestone request-release", milestone="M-1")
    await world.settled()


def author_told(world: World, words: str) -> list[str]:
    """What the request's author was told."""
    return [message.text for message in world.freelancer.dms() if words in message.text]


@pytest.mark.parametrize("is_down", [False, True])
@pytest.mark.parametrize("how", [KICKED, BANNED, TIMED_OUT])
async def test_r3_4_silence_of_who_is_kept_away_carries_nothing_out(world: World, how: str, is_down: bool):
    await ask_under_safepay(world)
    if is_down:
        await world.stop_bot()
    FATES[how](world, world.client)
    if is_down:
        await world.start_bot()
    words = "timed out" if how == TIMED_OUT else how
    await world.eventually(lambda: bool(author_told(world, words)))
    await world.pass_time(days=9)
    assert await world.balance_minor("escrow:1") == 1_000_00
    assert len(author_told(world, words)) == 1
    if how == TIMED_OUT:
        await world.pass_time(days=2)
    else:
        world.sandbox.join(world.guild, world.client)
        await world.settled()
    asked = world.client.dms()[-1]
    assert {"Approve", "Decline"} <= set(asked.buttons), "asked again, with both answers"
    await world.pass_time(days=8)
    assert await world.wallet_minor(world.freelancer) == 1_000_00, "then silence counts again"


async def test_r3_4_without_the_members_intent_nothing_is_carried_out_against_who_is_kept_away(deaf: World):
    await ask_under_safepay(deaf)
    await deaf.pass_time(days=6, hours=23, minutes=30)
    ban(deaf, deaf.client)
    await deaf.pass_time(days=2)
    assert author_told(deaf, BANNED)
    assert await deaf.balance_minor("escrow:1") == 1_000_00
