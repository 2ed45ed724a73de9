"""`/config check` and `/config setup` on a server: from nothing to a case by following what is said, and what is mended
when something is taken away."""

import re

import pytest

from bot.domain.settings import ChannelKind
from bot.sandbox import ChannelType, Permission, Person
from bot.ui import cards_set_up
from bot.ui.invite import INVITATION
from bot.ui.texts_set_up import TOPICS
from tests.acceptance.troubles import hurry
from tests.acceptance.world import World

_POWER = re.compile(r"\*\*([A-Z][A-Za-z ]+)\*\*")
_ROLE = re.compile(r"`/config role kind:([a-z]+) role:@…`")
_MENTION = re.compile(r"<@&([0-9]+)>")

unconfigured = pytest.mark.parametrize("configured", [False])


def bits(names: list[str]) -> int:
    """Permissions by the names that Discord's settings have for them."""
    keys = {"View Channels": "VIEW_CHANNEL"}
    found = 0
    for name in names:
        found |= Permission[keys.get(name, name.upper().replace(" ", "_"))]
    return found


def to_mend(text: str) -> list[str]:
    """What a check says is to be mended, in its order."""
    return [part for part in re.split(r"\n(?=[❌⚠ℹ])", text) if re.match(r"[❌⚠]️? \*\*[0-9]+\.", part)]


class Admin:
    """An admin who knows nothing but what the bot says, and does the first thing that it names."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.own_role = next(role for role in world.guild.roles.values() if role.bot_user_id)
        self.people = {"moderator": world.moderator, "arbitrator": world.arbitrator, "cashier": world.cashier}

    async def checked(self) -> list[str]:
        return to_mend((await self.world.use(self.world.admin, "config check")).text)

    async def follow(self) -> list[str]:
        """Do what the check says until it says nothing more; what was done, in order."""
        done: list[str] = []
        while faults := await self.checked():
            assert len(done) < 20, faults
            done.append(await self.mend(faults[0]))
        return done

    async def mend(self, fault: str) -> str:
        world, sandbox = self.world, self.world.sandbox
        role = _ROLE.search(fault)
        if "Server Settings → Roles, or invite me again" in fault:
            wanted = self.own_role.permissions | bits(_POWER.findall(fault.replace("**1.**", "")))
            sandbox.set_role_permissions(world.guild, self.own_role, wanted)
            return "permissions"
        if role is not None:
            made = sandbox.create_role(world.guild, f"New {role[1]}s")
            world.roles[role[1]] = made
            await world.use(world.admin, "config role", kind=role[1], role=made)
            return f"role {role[1]}"
        if "Server Settings → Members" in fault:
            found = _MENTION.search(fault)
            assert found is not None, fault
            kind = next(name for name, item in world.roles.items() if item.id == int(found[1]))
            sandbox.add_role(world.guild, self.people[kind], world.roles[kind])
            return f"give {kind}"
        assert "`/config setup`" in fault, fault
        await world.use(world.admin, "config setup", confirm=True)
        return "setup"


def emptied(world: World) -> Admin:
    """The server has a lobby, members, and a bot that was invited without any permission."""
    admin = Admin(world)
    for role in world.roles.values():
        world.sandbox.delete_role(world.guild, role)
    for channel in (world.staff_channel, world.cashier_channel):
        world.sandbox.delete_channel(channel)
    world.sandbox.set_role_permissions(world.guild, admin.own_role, 0)
    return admin


def seen_by(world: World, name: str) -> set[Person]:
    """Who of the people see a channel."""
    return world.can_see(world.guild.channel_named(name))


@unconfigured
async def test_who_follows_the_check_from_an_empty_server_gets_to_a_ruled_case(world: World):
    admin = emptied(world)
    lacking = await world.use(world.admin, "config setup")
    assert "I need **Manage Channels**, **Manage Roles**" in lacking.text.replace(" and ", ", ")
    assert await admin.follow() == [
        "permissions",
        *("role moderator", "give moderator", "role arbitrator", "give arbitrator", "role cashier", "give cashier"),
        "setup",
    ]
    assert (
        admin.own_role.permissions | world.guild.everyone.permissions == INVITATION | world.guild.everyone.permissions
    )
    assert "✅ **All is well.**" in (await world.use(world.admin, "config check")).text
    assert seen_by(world, "parley-staff") == {world.admin, world.moderator}
    assert seen_by(world, "parley-records") == {world.admin, world.moderator}
    assert seen_by(world, "parley-cashiers") == {world.admin, world.cashier}
    assert not world.moderator.can(world.guild.channel_named("parley-records"), Permission.SEND_MESSAGES)
    assert "All changes" in (await world.use(world.admin, "config show")).buttons

    await world.arbitration()
    for person in (world.client, world.freelancer):
        await world.act(person, "evidence rest", confirm=True)
    await world.press(world.arbitrator, "Rule", {"freelancer_amount": "400", "findings": "Half of the work. " * 5})
    assert "Ruled" in world.card().text.splitlines()[0]
    staff = world.moderator.sees(world.guild.channel_named("parley-staff"))
    assert any("CASE-0001" in message.text for message in staff)
    assert any("W-1" in message.text for message in world.cashier.sees(world.guild.channel_named("parley-cashiers")))
    assert world.moderator.sees(world.guild.channel_named("parley-records")) != []


@unconfigured
async def test_setting_up_again_finds_what_was_made_and_finishes_it(world: World):
    admin = Admin(world)
    for kind in ("moderator", "cashier"):
        await world.use(world.admin, "config role", kind=kind, role=world.roles[kind])
    # Discord refuses the third channel, and with it the rest.
    world.sandbox.world.limits.guild_channels = len(world.guild.channels) + 3
    await world.use(world.admin, "config setup", confirm=True)
    assert world.told(world.admin, "couldn't finish", "all the channels that Discord allows")
    assert [channel.name for channel in world.guild.channels.values()][-3:] == [
        "Parley",
        "parley-staff",
        "parley-records",
    ]
    world.sandbox.world.limits.guild_channels = 500
    before = len(world.guild.channels)
    again = await world.use(world.admin, "config setup", confirm=True)
    assert "#parley-cashiers" in again.text
    assert "#parley-staff" not in again.text
    assert len(world.guild.channels) == before + 1
    # A new moderator role is let in and the old one out; what admins gave to others stays.
    staff = world.guild.channel_named("parley-staff")
    role = world.sandbox.create_role(world.guild, "New moderators")
    world.sandbox.set_overwrite(staff, world.stranger, allow=Permission.VIEW_CHANNEL)
    await world.use(world.admin, "config role", kind="moderator", role=role)
    world.sandbox.add_role(world.guild, world.arbitrator, role)
    assert [fault for fault in await admin.checked() if "`/config setup` lets them in" in fault]
    quote = await world.use(world.admin, "config setup")
    assert "All channels are set" in quote.text
    await world.admin.click(quote, "Confirm")
    await world.settled()
    assert seen_by(world, "parley-staff") == {world.admin, world.arbitrator, world.stranger}
    assert len(world.guild.channels) == before + 1


@unconfigured
async def test_setting_up_takes_no_channel_that_lets_others_in(world: World):
    trap = world.sandbox.create_channel(world.guild, "parley-staff", topic=TOPICS[ChannelKind.STAFF])
    world.sandbox.set_overwrite(trap, world.stranger, allow=Permission.VIEW_CHANNEL)
    await world.use(world.admin, "config setup", confirm=True)
    shown = (await world.use(world.admin, "config show")).text
    assert f"<#{trap.id}>" not in shown
    made = [channel for channel in world.guild.channels.values() if channel.topic == trap.topic and channel is not trap]
    assert [world.can_see(channel) for channel in made] == [{world.admin}]


@unconfigured
@pytest.mark.parametrize("trouble", ["fail_after", "reset_after"])
async def test_setting_up_makes_each_channel_once_whatever_discord_answers(
    world: World, trouble: str, monkeypatch: pytest.MonkeyPatch
):
    hurry(monkeypatch)
    fault = getattr(world.sandbox.faults, trouble)("POST /guilds/*", times=9)
    fault.every = 2
    await world.use(world.admin, "config setup", confirm=True)
    assert fault.hits > 1
    world.sandbox.faults.clear()
    made = list(world.guild.channels.values())[3:]
    assert sorted(channel.name for channel in made) == ["Parley", "parley-cashiers", "parley-records", "parley-staff"]
    shown = (await world.use(world.admin, "config show")).text
    assert all(f"<#{channel.id}>" in shown for channel in made[1:])


@unconfigured
async def test_what_is_taken_away_between_question_and_click_is_told_directly(world: World):
    quote = await world.use(world.admin, "config setup")
    world.sandbox.set_role_permissions(world.guild, Admin(world).own_role, INVITATION & ~Permission.MANAGE_CHANNELS)
    await world.admin.click(quote, "Confirm")
    await world.settled()
    assert world.told(world.admin, "couldn't finish", "I lack permissions")
    refused = await world.use(world.admin, "config setup", confirm=True)
    assert "I need **Manage Channels**." in refused.text
    assert "Nothing was changed." in refused.text


@unconfigured
async def test_setting_up_keeps_the_servers_own_channels(world: World):
    await world.configure()
    overwrites = dict(world.staff_channel.overwrites)
    quote = await world.use(world.admin, "config setup")
    assert "#parley-records" in quote.text
    assert "#parley-staff" not in quote.text
    await world.admin.click(quote, "Confirm")
    await world.settled()
    assert world.staff_channel.overwrites == overwrites
    assert await Admin(world).checked() == []


async def test_threads_get_a_cases_channel(world: World):
    cases = world.sandbox.create_channel(world.guild, "cases-here")
    await world.use(world.admin, "config channel", kind="cases", channel=cases)
    await world.use(world.admin, "config rooms", kind="thread")
    world.sandbox.delete_channel(cases)
    await world.settled()
    admin = Admin(world)
    (fault,) = [item for item in await admin.checked() if "cases channel" in item]
    assert "no case can be opened" in fault
    await admin.follow()
    made = world.guild.channel_named("cases")
    assert world.stranger in world.can_see(made)
    assert not world.stranger.can(made, Permission.SEND_MESSAGES)
    await world.case()
    assert world.room().kind is ChannelType.PRIVATE_THREAD
    assert world.room().parent_id == made.id


async def test_what_is_taken_away_is_named_with_the_place_and_how_to_mend_it(world: World):
    sandbox, guild, admin = world.sandbox, world.guild, Admin(world)
    await world.use(world.admin, "config setup", confirm=True)
    assert await admin.checked() == []

    sandbox.set_role_permissions(guild, admin.own_role, INVITATION & ~Permission.PIN_MESSAGES)
    (fault,) = await admin.checked()
    assert "**Pin Messages**: to pin each case's card" in fault
    sandbox.set_role_permissions(guild, admin.own_role, INVITATION)

    sandbox.set_overwrite(world.staff_channel, sandbox.bot, deny=Permission.VIEW_CHANNEL)
    (fault,) = await admin.checked()
    assert f"I can't see into <#{world.staff_channel.id}> (the staff channel)" in fault
    assert "switch on **View Channels**" in fault
    sandbox.set_overwrite(
        world.staff_channel, sandbox.bot, allow=Permission.VIEW_CHANNEL, deny=Permission.SEND_MESSAGES
    )
    (fault,) = await admin.checked()
    assert f"I lack permissions in <#{world.staff_channel.id}> (the staff channel)" in fault
    assert _POWER.findall(fault) == ["Send Messages"]
    sandbox.set_overwrite(world.staff_channel, sandbox.bot, allow=Permission.VIEW_CHANNEL)

    sandbox.set_overwrite(world.staff_channel, guild.everyone)
    (fault,) = await admin.checked()
    assert "❌" in fault
    assert f"Everybody can read <#{world.staff_channel.id}>" in fault
    sandbox.set_overwrite(world.staff_channel, guild.everyone, deny=Permission.VIEW_CHANNEL)

    dispute = next(item for item in sandbox.world.commands.values() if item.name == "dispute")
    closed = {"id": str(guild.id), "type": 1, "permission": False}
    guild.command_permissions.append(
        {"id": str(dispute.id), "application_id": "0", "guild_id": str(guild.id), "permissions": [closed]}
    )
    (fault,) = await admin.checked()
    assert "close `/dispute` to everybody" in fault
    guild.command_permissions.clear()
    assert await admin.checked() == []

    await world.case()
    sandbox.set_overwrite(world.room(), sandbox.bot, allow=Permission.VIEW_CHANNEL, deny=Permission.SEND_MESSAGES)
    (fault,) = await admin.checked()
    assert "I lack permissions in the room of CASE-0001." in fault


async def test_what_open_rooms_hang_under_is_looked_at_too(world: World):
    cases = world.sandbox.create_channel(world.guild, "cases-here")
    await world.use(world.admin, "config channel", kind="cases", channel=cases)
    await world.use(world.admin, "config rooms", kind="thread")
    await world.use(world.admin, "config setup", confirm=True)
    await world.case()
    await world.use(world.admin, "config rooms", kind="channel")
    assert await Admin(world).checked() == []
    world.sandbox.set_overwrite(cases, world.sandbox.bot, deny=Permission.PIN_MESSAGES | Permission.MANAGE_ROLES)
    (fault,) = await Admin(world).checked()
    assert f"<#{cases.id}> (the cases channel)" in fault
    assert _POWER.findall(fault) == ["Create Private Threads", "Pin Messages"]


async def test_a_check_too_long_for_a_message_comes_whole_as_a_file(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cards_set_up, "_ROOM", 900)
    world.sandbox.set_role_permissions(world.guild, Admin(world).own_role, 0)
    for role in world.roles.values():
        world.sandbox.delete_role(world.guild, role)
    await world.settled()
    answer = await world.use(world.admin, "config check")
    shown, file = answer.messages
    assert "The rest is in the file" in shown.text
    whole = file.files[0].content.decode()
    assert all(item in whole for item in to_mend(shown.text)[:-1])
    assert "No records channel is set" in whole
    assert "No records channel is set" not in shown.text


async def test_only_admins_check_and_set_up(world: World):
    role = world.sandbox.create_role(world.guild, "Managers", permissions=int(Permission.MANAGE_GUILD))
    command = next(item for item in world.sandbox.world.commands.values() if item.name == "config")
    command.body["default_member_permissions"] = None
    for asked in ("check", "history", "setup"):
        assert "Manage Server" in (await world.refused(world.stranger, f"config {asked}")).text
    world.sandbox.add_role(world.guild, world.stranger, role)
    assert "Check of this server" in (await world.use(world.stranger, "config check")).text
