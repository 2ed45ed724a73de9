"""Reading, changing and deleting channels; typing."""

from typing import Any

from bot.sandbox import channels
from bot.sandbox.errors import ApiError, FormErrors
from bot.sandbox.model import Channel
from bot.sandbox.payloads import channel_payload
from bot.sandbox.permissions import Permission
from bot.sandbox.routes.overwrites import changed_overwrites, check_overwrites, held_for_overwrites, read_overwrites
from bot.sandbox.routing import Call, Reply, RouteTable, ok
from bot.sandbox.world import World

routes = RouteTable()
_THREAD_KEYS = {
    "name": "name",
    "archived": "is_archived",
    "locked": "is_locked",
    "invitable": "is_invitable",
    "auto_archive_duration": "auto_archive_minutes",
    "rate_limit_per_user": "slowmode_seconds",
}
_CHANNEL_KEYS = {
    "name": "name",
    "topic": "topic",
    "position": "position",
    "nsfw": "nsfw",
    "rate_limit_per_user": "slowmode_seconds",
}


@routes.add("GET", "/channels/{channel_id}")
def get_channel(call: Call) -> Reply:
    """Return a channel; 50001 when the bot cannot see it."""
    channel = call.world.channel(call.id("channel_id"))
    call.world.require(channel, Permission.VIEW_CHANNEL)
    return ok(channel_payload(channel))


@routes.add("PATCH", "/channels/{channel_id}")
def edit_channel(call: Call) -> Reply:
    """Change a channel or thread."""
    channel = call.world.channel(call.id("channel_id"))
    if channel.guild_id is None:
        raise ApiError(50003)
    errors = FormErrors()
    if "name" in call.fields:
        errors.length("name", str(call.fields["name"] or ""), 1, 100)
    errors.length("topic", str(call.fields.get("topic") or ""), 0, 1024)
    errors.raise_any()
    if channel.is_thread:
        _edit_thread(call, channel)
    else:
        _edit_guild_channel(call, channel)
    return ok(channel_payload(channel))


def _edit_guild_channel(call: Call, channel: Channel) -> None:
    world, body = call.world, call.fields
    guild = world.guilds[channel.guild_id or 0]
    world.require(channel, Permission.MANAGE_CHANNELS)
    changes: dict[str, Any] = {ours: body[theirs] for theirs, ours in _CHANNEL_KEYS.items() if theirs in body}
    if "name" in changes:
        changes["name"] = channels.text_channel_name(changes["name"])
    if "parent_id" in body:
        parent = None if body["parent_id"] is None else world.channel(int(body["parent_id"]))
        if parent is not None and parent.id != channel.parent_id:
            channels.check_category(world, guild, parent)
        changes["parent_id"] = None if parent is None else parent.id
    if body.get("permission_overwrites") is not None:
        new = read_overwrites(guild, body["permission_overwrites"])
        changed = changed_overwrites(channel, new)
        if changed:
            world.require(channel, Permission.MANAGE_ROLES)
            check_overwrites(world, guild, changed, held_for_overwrites(world, guild, channel))
        changes["overwrites"] = new
    channels.update(world, channel, world.bot, reason=call.reason, **changes)


def _edit_thread(call: Call, channel: Channel) -> None:
    world, body, thread = call.world, call.fields, channel.thread
    if thread is None:
        return
    world.require(channel, Permission.VIEW_CHANNEL)
    permissions = world.permissions_in(channel, world.bot.id)
    is_manager = bool(permissions & Permission.MANAGE_THREADS)
    is_owner = thread.owner_id == world.bot.id
    unarchives_only = set(body) <= {"archived"} and body.get("archived") is False and not thread.is_locked
    owner_keys = {"name", "archived", "auto_archive_duration", "invitable", "rate_limit_per_user"}
    owner_may = is_owner and set(body) <= owner_keys and not thread.is_locked
    if not (is_manager or owner_may or (unarchives_only and permissions & Permission.SEND_MESSAGES_IN_THREADS)):
        raise ApiError(50013)
    if thread.is_archived and body.get("archived") is not False and set(body) - {"archived", "locked"}:
        raise ApiError(50083)
    changes = {ours: body[theirs] for theirs, ours in _THREAD_KEYS.items() if theirs in body}
    channels.update_thread(world, channel, world.bot, reason=call.reason, **changes)


@routes.add("DELETE", "/channels/{channel_id}")
def delete_channel(call: Call) -> Reply:
    """Delete a channel, category or thread; a direct message channel is only closed."""
    world = call.world
    channel = world.channel(call.id("channel_id"))
    payload = channel_payload(channel)
    if channel.guild_id is not None:
        needed = Permission.MANAGE_THREADS if channel.is_thread else Permission.MANAGE_CHANNELS
        world.require(channel, needed)
        channels.delete(world, channel, world.bot, reason=call.reason)
    return ok(payload)


@routes.add("POST", "/channels/{channel_id}/typing")
def typing(call: Call) -> Reply:
    """Show that the bot is typing."""
    channel = call.world.channel(call.id("channel_id"))
    call.world.require(channel, send_permission(channel))
    return Reply()


def send_permission(channel: Channel) -> int:
    """Return the permission that sending in a channel takes; threads have their own."""
    return Permission.SEND_MESSAGES_IN_THREADS if channel.is_thread else Permission.SEND_MESSAGES


def require_live(world: World, channel: Channel) -> None:
    """Refuse changes inside a thread that is archived (50083)."""
    world.tick()
    if channel.thread is not None and channel.thread.is_archived:
        raise ApiError(50083)
