"""Discord's permission algorithm, step by step."""

from bot.sandbox import ALL_PERMISSIONS, DEFAULT_EVERYONE, Channel, Overwrite, Permission, Person, Sandbox

VIEW, SEND, HISTORY = Permission.VIEW_CHANNEL, Permission.SEND_MESSAGES, Permission.READ_MESSAGE_HISTORY


def held(sandbox: Sandbox, channel: Channel, person: Person) -> int:
    return sandbox.world.permissions_in(channel, person.id)


def test_everyone_and_roles_add_up(sandbox: Sandbox, guild, channel, person):
    assert held(sandbox, channel, person) == DEFAULT_EVERYONE
    role = sandbox.create_role(guild, "Staff", permissions=Permission.MANAGE_MESSAGES)
    sandbox.add_role(guild, person, role)
    assert held(sandbox, channel, person) == DEFAULT_EVERYONE | Permission.MANAGE_MESSAGES


def test_strangers_hold_nothing(sandbox: Sandbox, channel):
    assert held(sandbox, channel, sandbox.create_person("stranger")) == 0


def test_owner_and_administrators_pass_every_overwrite(sandbox: Sandbox, guild, channel, person):
    sandbox.set_overwrite(channel, guild.everyone, deny=VIEW)
    assert held(sandbox, channel, guild.owner) == ALL_PERMISSIONS
    role = sandbox.create_role(guild, "Admin", permissions=Permission.ADMINISTRATOR)
    sandbox.add_role(guild, person, role)
    assert held(sandbox, channel, person) == ALL_PERMISSIONS


def test_overwrites_go_everyone_then_roles_then_member(sandbox: Sandbox, guild, channel, person):
    sandbox.set_overwrite(channel, guild.everyone, deny=SEND)
    assert not person.can(channel, SEND)
    denying = sandbox.create_role(guild, "Denying")
    allowing = sandbox.create_role(guild, "Allowing")
    sandbox.add_role(guild, person, denying)
    sandbox.add_role(guild, person, allowing)
    sandbox.set_overwrite(channel, denying, deny=SEND)
    sandbox.set_overwrite(channel, allowing, allow=SEND)
    # Among roles an allow wins over a deny, whatever their order.
    assert person.can(channel, SEND)
    sandbox.set_overwrite(channel, person, deny=SEND)
    assert not person.can(channel, SEND)


def test_no_view_means_nothing_at_all(sandbox: Sandbox, guild, channel, person):
    sandbox.set_overwrite(channel, guild.everyone, deny=VIEW)
    sandbox.set_overwrite(channel, person, allow=SEND)
    assert held(sandbox, channel, person) == 0


def test_no_send_takes_what_depends_on_it(sandbox: Sandbox, channel, person):
    sandbox.set_overwrite(channel, person, deny=SEND)
    for permission in (Permission.ATTACH_FILES, Permission.EMBED_LINKS, Permission.MENTION_EVERYONE):
        assert not person.can(channel, permission)
    assert person.can(channel, Permission.USE_APPLICATION_COMMANDS)


def test_timed_out_members_only_read(sandbox: Sandbox, guild, channel, person, clock):
    sandbox.timeout(guild, person, seconds=60)
    sandbox.set_overwrite(channel, person, allow=SEND)
    assert held(sandbox, channel, person) == VIEW | HISTORY
    clock.move(seconds=61)
    assert person.can(channel, SEND)


def test_overwrites_only_of_ids_that_match(sandbox: Sandbox, guild, person):
    other = sandbox.create_person("bob")
    room = sandbox.create_channel(
        guild,
        "room",
        overwrites=[Overwrite(guild.id, 0, 0, int(VIEW)), Overwrite(other.id, 1, int(VIEW), 0)],
    )
    sandbox.join(guild, other)
    assert room not in person.channels(guild)
    assert room in other.channels(guild)


def test_private_threads_are_for_those_inside_and_thread_managers(sandbox: Sandbox, guild, channel, person):
    sandbox.invite_bot(guild)
    thread = sandbox.create_thread(channel, "thread", private=True)
    assert not sandbox.world.can_see(thread, person.id)
    sandbox.add_to_thread(thread, person)
    assert sandbox.world.can_see(thread, person.id)
    # Inside a thread SEND_MESSAGES has no effect; SEND_MESSAGES_IN_THREADS has.
    sandbox.set_overwrite(channel, person, deny=SEND)
    assert person.can(thread, Permission.SEND_MESSAGES_IN_THREADS | Permission.ATTACH_FILES)
    manager = sandbox.create_person("mod")
    role = sandbox.create_role(guild, "Mod", permissions=Permission.MANAGE_THREADS)
    sandbox.join(guild, manager, [role])
    assert sandbox.world.can_see(thread, manager.id)


def test_private_thread_members_need_the_parent_channel(sandbox: Sandbox, guild, channel, person):
    thread = sandbox.create_thread(channel, "thread", private=True)
    sandbox.add_to_thread(thread, person)
    sandbox.set_overwrite(channel, person, deny=VIEW)
    assert not sandbox.world.can_see(thread, person.id)
