"""Guilds, their channels, roles, members and audit log."""

from typing import Any

from bot.sandbox import channels, guilds
from bot.sandbox.components import as_list
from bot.sandbox.errors import ApiError, FormErrors, invalid
from bot.sandbox.guild_payloads import guild_payload
from bot.sandbox.model import Channel, ChannelType, Guild
from bot.sandbox.payloads import audit_payload, channel_payload, member_payload, role_payload, user_payload
from bot.sandbox.permissions import ALL_PERMISSIONS, Permission
from bot.sandbox.routes.overwrites import check_overwrites, read_overwrites
from bot.sandbox.routing import Call, Reply, RouteTable, ok
from bot.sandbox.times import parse_iso

routes = RouteTable()


def _guild(call: Call) -> Guild:
    return call.world.guild(call.id("guild_id"))


@routes.add("GET", "/guilds/{guild_id}")
def guild(call: Call) -> Reply:
    """Return a guild."""
    return ok(guild_payload(_guild(call)))


@routes.add("GET", "/guilds/{guild_id}/channels")
def guild_channels(call: Call) -> Reply:
    """Return the channels of a guild that the bot can view, without threads."""
    found = _guild(call).channels.values()
    return ok(
        [channel_payload(channel) for channel in found if not channel.is_thread and call.world.is_viewable(channel)]
    )


@routes.add("POST", "/guilds/{guild_id}/channels")
def create_channel(call: Call) -> Reply:
    """Make a channel or category."""
    world, body, place = call.world, call.fields, _guild(call)
    name = str(body.get("name") or "")
    errors = FormErrors()
    errors.length("name", name, 1, 100)
    errors.length("topic", str(body.get("topic") or ""), 0, 1024)
    if body.get("type", 0) not in (ChannelType.TEXT, ChannelType.CATEGORY):
        errors.add("type", "BASE_TYPE_CHOICES", "The sandbox makes text channels and categories only.")
    errors.raise_any()
    parent = _parent(call, place)
    if parent is None:
        world.require_in_guild(place, Permission.MANAGE_CHANNELS)
    else:
        world.require(parent, Permission.MANAGE_CHANNELS)
    overwrites = None
    if body.get("permission_overwrites") is not None:
        overwrites = read_overwrites(place, body["permission_overwrites"])
        held = world.guild_permissions_of(place, world.bot.id)
        check_overwrites(world, place, list(overwrites.values()), held)
    made = channels.create(
        world,
        place,
        world.bot,
        name,
        kind=ChannelType(body.get("type") or 0),
        topic=body.get("topic"),
        parent=parent,
        overwrites=overwrites,
        position=body.get("position"),
        reason=call.reason,
    )
    made.slowmode_seconds = int(body.get("rate_limit_per_user") or 0)
    return ok(channel_payload(made), 201)


@routes.add("PATCH", "/guilds/{guild_id}/channels")
def move_channels(call: Call) -> Reply:
    """Change positions and categories of several channels at once."""
    world, place = call.world, _guild(call)
    for item in as_list(call.body):
        channel = place.channels.get(int(item["id"]))
        if channel is None:
            raise ApiError(10003)
        world.require(channel, Permission.MANAGE_CHANNELS)
        changes: dict[str, Any] = {}
        if item.get("position") is not None:
            changes["position"] = int(item["position"])
        if "parent_id" in item:
            parent = None if item["parent_id"] is None else world.channel(int(item["parent_id"]))
            if parent is not None and parent.id != channel.parent_id:
                channels.check_category(world, place, parent)
            changes["parent_id"] = None if parent is None else parent.id
            if parent is not None and item.get("lock_permissions"):
                changes["overwrites"] = dict(parent.overwrites)
        channels.update(world, channel, world.bot, reason=call.reason, **changes)
    return Reply()


def _parent(call: Call, place: Guild) -> Channel | None:
    parent_id = call.fields.get("parent_id")
    if parent_id is None:
        return None
    parent = place.channels.get(int(parent_id))
    if parent is None:
        raise invalid("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist")
    return parent


# -- roles


@routes.add("GET", "/guilds/{guild_id}/roles")
def roles(call: Call) -> Reply:
    """Return the roles of a guild."""
    return ok([role_payload(role) for role in _guild(call).roles.values()])


@routes.add("GET", "/guilds/{guild_id}/roles/member-counts")
def role_member_counts(call: Call) -> Reply:
    """Return how many members have each role, without @everyone."""
    place = _guild(call)
    members = place.members.values()
    others = [role_id for role_id in place.roles if role_id != place.id]
    return ok({str(role_id): sum(role_id in member.role_ids for member in members) for role_id in others})


@routes.add("GET", "/guilds/{guild_id}/roles/{role_id}")
def role(call: Call) -> Reply:
    """Return one role; 10011 for an unknown one."""
    return ok(role_payload(call.world.role(_guild(call), call.id("role_id"))))


@routes.add("POST", "/guilds/{guild_id}/roles")
def create_role(call: Call) -> Reply:
    """Make a role; the bot can give it only permissions that it has itself."""
    world, body, place = call.world, call.fields, _guild(call)
    world.require_in_guild(place, Permission.MANAGE_ROLES)
    if len(place.roles) >= world.limits.guild_roles:
        raise ApiError(30005)
    asked = body.get("permissions")
    permissions = place.everyone.permissions if asked is None else int(asked)
    if permissions & ~world.guild_permissions_of(place, world.bot.id) & ALL_PERMISSIONS:
        raise ApiError(50013)
    name = str(body.get("name") or "new role")
    made = guilds.create_role(world, place, name, permissions, world.bot, is_mentionable=bool(body.get("mentionable")))
    return ok(role_payload(made))


# -- members


@routes.add("GET", "/guilds/{guild_id}/members/{user_id}")
def member(call: Call) -> Reply:
    """Return a member; 10007 for a user who is not in the guild, 10013 for an unknown user."""
    return ok(member_payload(call.world.member(_guild(call), call.id("user_id"))))


@routes.add("GET", "/guilds/{guild_id}/members")
def members(call: Call) -> Reply:
    """Return members in the order of their ids; needs the members intent."""
    if not call.world.allowed_privileged_intents & 1 << 1:
        raise ApiError(50001)
    after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
    found = sorted((member for member in _guild(call).members.values()), key=lambda member: member.user.id)
    page = [member for member in found if member.user.id > after][:limit]
    return ok([member_payload(member) for member in page])


@routes.add("PATCH", "/guilds/{guild_id}/members/@me")
def edit_me(call: Call) -> Reply:
    """Change the bot's own nickname."""
    world, place = call.world, _guild(call)
    own = world.member(place, world.bot.id)
    world.require_in_guild(place, Permission.CHANGE_NICKNAME)
    guilds.rename_member(world, place, own, call.fields.get("nick") or None)
    return ok(member_payload(own))


@routes.add("PATCH", "/guilds/{guild_id}/members/{user_id}")
def edit_member(call: Call) -> Reply:
    """Change a member's nickname or time-out."""
    world, place = call.world, _guild(call)
    found = world.member(place, call.id("user_id"))
    if "nick" in call.fields:
        world.require_in_guild(place, Permission.MANAGE_NICKNAMES)
        guilds.rename_member(world, place, found, call.fields["nick"] or None)
    if "communication_disabled_until" in call.fields:
        world.require_in_guild(place, Permission.MODERATE_MEMBERS)
        until = call.fields["communication_disabled_until"]
        guilds.time_out(world, place, found, None if until is None else parse_iso(until), world.bot)
    return ok(member_payload(found))


@routes.add("PUT", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def give_role(call: Call) -> Reply:
    """Give a member a role."""
    world, place = call.world, _guild(call)
    world.require_in_guild(place, Permission.MANAGE_ROLES)
    found = world.member(place, call.id("user_id"))
    guilds.give_role(world, place, found, world.role(place, call.id("role_id")), world.bot)
    return Reply()


@routes.add("DELETE", "/guilds/{guild_id}/members/{user_id}/roles/{role_id}")
def take_role(call: Call) -> Reply:
    """Take a role from a member."""
    world, place = call.world, _guild(call)
    world.require_in_guild(place, Permission.MANAGE_ROLES)
    found = world.member(place, call.id("user_id"))
    guilds.take_role(world, place, found, world.role(place, call.id("role_id")), world.bot)
    return Reply()


# -- audit log


@routes.add("GET", "/guilds/{guild_id}/audit-logs")
def audit_log(call: Call) -> Reply:
    """Return audit log entries, the newest first."""
    world, query, place = call.world, call.query, _guild(call)
    world.require_in_guild(place, Permission.VIEW_AUDIT_LOG)
    entries = [
        entry
        for entry in place.audit
        if ("action_type" not in query or int(query["action_type"]) == entry.action)
        and ("user_id" not in query or int(query["user_id"]) == entry.user_id)
        and ("target_id" not in query or int(query["target_id"]) == entry.target_id)
        and ("before" not in query or entry.id < int(query["before"]))
        and ("after" not in query or entry.id > int(query["after"]))
    ]
    # With `after` Discord gives the oldest first.
    entries.sort(key=lambda entry: entry.id, reverse="after" not in query)
    entries = entries[: int(query.get("limit", 50))]
    actors = dict.fromkeys(entry.user_id for entry in entries)
    empty = ("integrations", "webhooks", "guild_scheduled_events", "threads", "application_commands")
    return ok(
        {
            "audit_log_entries": [audit_payload(entry) for entry in entries],
            "users": [user_payload(world.users[user_id]) for user_id in actors],
            "auto_moderation_rules": [],
        }
        | {key: [] for key in empty}
    )
