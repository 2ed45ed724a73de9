"""What can happen to guilds, their members and roles."""

from typing import TYPE_CHECKING, Any

from bot.sandbox import channels
from bot.sandbox.guild_payloads import guild_create_payload
from bot.sandbox.messages import GUILDS
from bot.sandbox.model import AuditAction, Guild, Member, Role, User
from bot.sandbox.payloads import member_payload, role_payload, user_payload
from bot.sandbox.permissions import DEFAULT_EVERYONE, Permission
from bot.sandbox.times import iso
from bot.sandbox.world import Event, World

if TYPE_CHECKING:
    from bot.sandbox.person import Person

GUILD_MEMBERS = 1 << 1
GUILD_MODERATION = 1 << 2


def create_guild(world: World, name: str, owner: "Person") -> Guild:
    """Make a guild with its owner, @everyone and nothing else."""
    guild = Guild(world.ids.next(), name, owner)
    guild.roles[guild.id] = Role(guild.id, guild.id, "@everyone", DEFAULT_EVERYONE, 0)
    world.guilds[guild.id] = guild
    add_member(world, guild, owner)
    return guild


def add_member(world: World, guild: Guild, user: User, role_ids: list[int] | None = None) -> Member:
    """Let a user join; a ban is forgotten."""
    guild.bans.pop(user.id, None)
    member = Member(user, guild.id, world.now_ms(), list(role_ids or []))
    guild.members[user.id] = member
    if user is world.bot:
        world.emit(Event("GUILD_CREATE", guild_create_payload(world, guild), guild.id, GUILDS))
    elif world.bot.id in guild.members:
        data = member_payload(member) | {"guild_id": str(guild.id)}
        world.emit(Event("GUILD_MEMBER_ADD", data, guild.id, GUILD_MEMBERS))
    return member


def remove_member(world: World, guild: Guild, user: User) -> None:
    """Let a user leave; their overwrites stay, their thread memberships go."""
    if guild.members.pop(user.id, None) is None:
        return
    for thread in list(world.threads_of(guild)):
        channels.remove_thread_member(world, thread, user, user)
    if user is world.bot:
        for role in [role for role in guild.roles.values() if role.bot_user_id == user.id]:
            del guild.roles[role.id]
        world.emit(Event("GUILD_DELETE", {"id": str(guild.id)}, guild.id, GUILDS))
    elif world.bot.id in guild.members:
        data = {"guild_id": str(guild.id), "user": user_payload(user)}
        world.emit(Event("GUILD_MEMBER_REMOVE", data, guild.id, GUILD_MEMBERS))
    world.changes.notify()


def kick(world: World, guild: Guild, user: User, actor: User, *, reason: str | None = None) -> None:
    """Kick a member."""
    remove_member(world, guild, user)
    world.announce_audit(guild, AuditAction.MEMBER_KICK, actor, user.id, reason=reason)


def ban(world: World, guild: Guild, user: User, actor: User, *, reason: str | None = None) -> None:
    """Ban a user, member or not."""
    guild.bans[user.id] = reason
    remove_member(world, guild, user)
    data = {"guild_id": str(guild.id), "user": user_payload(user)}
    world.emit(Event("GUILD_BAN_ADD", data, guild.id, GUILD_MODERATION, needs=int(Permission.BAN_MEMBERS)))
    world.announce_audit(guild, AuditAction.MEMBER_BAN_ADD, actor, user.id, reason=reason)


def unban(world: World, guild: Guild, user: User, actor: User) -> None:
    """Lift a ban."""
    guild.bans.pop(user.id, None)
    data = {"guild_id": str(guild.id), "user": user_payload(user)}
    world.emit(Event("GUILD_BAN_REMOVE", data, guild.id, GUILD_MODERATION, needs=int(Permission.BAN_MEMBERS)))
    world.announce_audit(guild, AuditAction.MEMBER_BAN_REMOVE, actor, user.id)


def _announce_member(world: World, guild: Guild, member: Member) -> None:
    # The bot hears of changes to itself even without the members intent.
    intents = 0 if member.user is world.bot else GUILD_MEMBERS
    data = member_payload(member) | {"guild_id": str(guild.id)}
    world.emit(Event("GUILD_MEMBER_UPDATE", data, guild.id, intents))


def time_out(world: World, guild: Guild, member: Member, until_ms: int | None, actor: User) -> None:
    """Time a member out until a moment; None ends it."""
    old = member.timed_out_until_ms
    member.timed_out_until_ms = until_ms
    _announce_member(world, guild, member)
    change: dict[str, Any] = {"key": "communication_disabled_until"}
    if old is not None:
        change["old_value"] = iso(old)
    if until_ms is not None:
        change["new_value"] = iso(until_ms)
    world.announce_audit(guild, AuditAction.MEMBER_UPDATE, actor, member.user.id, changes=(change,))


def rename_member(world: World, guild: Guild, member: Member, nick: str | None) -> None:
    """Change a member's nickname."""
    member.nick = nick
    _announce_member(world, guild, member)


def create_role(
    world: World, guild: Guild, name: str, permissions: int, actor: User, *, is_mentionable: bool = False
) -> Role:
    """Make a role above the lowest."""
    role = Role(world.ids.next(), guild.id, name, int(permissions), len(guild.roles), is_mentionable)
    guild.roles[role.id] = role
    _announce_role(world, role, "GUILD_ROLE_CREATE")
    changes = ({"key": "name", "new_value": name},)
    world.announce_audit(guild, AuditAction.ROLE_CREATE, actor, role.id, changes=changes)
    return role


def update_role(world: World, guild: Guild, role: Role, actor: User, **changes: Any) -> None:
    """Change a role's name, permissions or is_mentionable."""
    before = viewable_channels(world, guild)
    for key, value in changes.items():
        setattr(role, key, value)
    _announce_role(world, role, "GUILD_ROLE_UPDATE")
    _announce_visibility(world, guild, before)
    noted = tuple({"key": key.removeprefix("is_"), "new_value": str(value)} for key, value in changes.items())
    world.announce_audit(guild, AuditAction.ROLE_UPDATE, actor, role.id, changes=noted)


def delete_role(world: World, guild: Guild, role: Role, actor: User) -> None:
    """Delete a role; members and channels lose it."""
    before = viewable_channels(world, guild)
    for member in guild.members.values():
        if role.id in member.role_ids:
            member.role_ids.remove(role.id)
    for channel in guild.channels.values():
        channel.overwrites.pop(role.id, None)
    del guild.roles[role.id]
    data = {"guild_id": str(guild.id), "role_id": str(role.id)}
    world.emit(Event("GUILD_ROLE_DELETE", data, guild.id, GUILDS))
    _announce_visibility(world, guild, before)
    changes = ({"key": "name", "old_value": role.name},)
    world.announce_audit(guild, AuditAction.ROLE_DELETE, actor, role.id, changes=changes)


def viewable_channels(world: World, guild: Guild) -> set[int]:
    """Return the ids of the channels that the bot can view, to be compared after roles change."""
    if world.bot.id not in guild.members:
        return set()
    return {channel.id for channel in guild.channels.values() if not channel.is_thread and world.is_viewable(channel)}


def _announce_visibility(world: World, guild: Guild, before: set[int]) -> None:
    """Send the channels that the bot gained, in full, and those that it lost, obfuscated."""
    for channel_id in sorted(before ^ viewable_channels(world, guild)):
        world.announce_channel(guild.channels[channel_id], "CHANNEL_UPDATE")


def _announce_role(world: World, role: Role, event: str) -> None:
    data = {"guild_id": str(role.guild_id), "role": role_payload(role)}
    world.emit(Event(event, data, role.guild_id, GUILDS))


def give_role(world: World, guild: Guild, member: Member, role: Role, actor: User) -> None:
    """Give a member a role; doing it twice changes nothing."""
    if role.id in member.role_ids:
        return
    before = viewable_channels(world, guild)
    member.role_ids.append(role.id)
    _roles_changed(world, guild, member, actor, "$add", role)
    _announce_visibility(world, guild, before)


def take_role(world: World, guild: Guild, member: Member, role: Role, actor: User) -> None:
    """Take a role from a member."""
    if role.id not in member.role_ids:
        return
    before = viewable_channels(world, guild)
    member.role_ids.remove(role.id)
    _roles_changed(world, guild, member, actor, "$remove", role)
    _announce_visibility(world, guild, before)


def _roles_changed(world: World, guild: Guild, member: Member, actor: User, key: str, role: Role) -> None:
    _announce_member(world, guild, member)
    changes = ({"key": key, "new_value": [{"id": str(role.id), "name": role.name}]},)
    world.announce_audit(guild, AuditAction.MEMBER_ROLE_UPDATE, actor, member.user.id, changes=changes)


def invite_bot(world: World, guild: Guild, permissions: int) -> None:
    """Let the bot join, with its own managed role if it was given permissions."""
    role_ids: list[int] = []
    if permissions:
        role = Role(world.ids.next(), guild.id, world.bot.display_name, int(permissions), len(guild.roles))
        role.bot_user_id = world.bot.id
        guild.roles[role.id] = role
        role_ids.append(role.id)
    add_member(world, guild, world.bot, role_ids)
    world.announce_audit(guild, AuditAction.BOT_ADD, guild.owner, world.bot.id)
