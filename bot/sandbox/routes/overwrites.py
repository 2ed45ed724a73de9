"""Permission overwrites: who may set them, and to what."""

from typing import Any

from bot.sandbox import channels
from bot.sandbox.components import as_list
from bot.sandbox.errors import ApiError, invalid
from bot.sandbox.model import Channel, Guild, Overwrite
from bot.sandbox.permissions import ALL_PERMISSIONS, Permission
from bot.sandbox.routing import Call, Reply, RouteTable
from bot.sandbox.world import World

routes = RouteTable()
_TARGET = "/channels/{channel_id}/permissions/{overwrite_id}"


def read_overwrites(guild: Guild, listed: Any) -> dict[int, Overwrite]:
    """Read the overwrites of a create or edit body; raises 50035."""
    items = as_list(listed)
    if len(items) > 100:
        raise invalid("permission_overwrites", "BASE_TYPE_BAD_LENGTH", "Must be 100 or fewer in length.")
    found: dict[int, Overwrite] = {}
    for index, item in enumerate(items):
        target_id = int(item["id"])
        kind = item.get("type")
        if kind is None:
            kind = 0 if target_id in guild.roles else 1
        if kind == 0 and target_id not in guild.roles:
            raise invalid(f"permission_overwrites/{index}/id", "CHANNEL_OVERWRITE_UNKNOWN", "Unknown role")
        allow, deny = int(item.get("allow") or 0), int(item.get("deny") or 0)
        found[target_id] = Overwrite(target_id, int(kind), allow & ALL_PERMISSIONS & ~deny, deny & ALL_PERMISSIONS)
    return found


def check_overwrites(world: World, guild: Guild, overwrites: list[Overwrite], held: int) -> None:
    """Check that overwrites name only permissions that the bot holds; raises 50013.

    MANAGE_ROLES in a channel is for administrators alone to give or deny.
    """
    is_administrator = world.guild_permissions_of(guild, world.bot.id) & Permission.ADMINISTRATOR
    for overwrite in overwrites:
        named = overwrite.allow | overwrite.deny
        if named & ~held or (named & Permission.MANAGE_ROLES and not is_administrator):
            raise ApiError(50013)


def changed_overwrites(channel: Channel, new: dict[int, Overwrite]) -> list[Overwrite]:
    """Return those overwrites whose bits an edit would change, reduced to the changed bits."""
    changed: list[Overwrite] = []
    for target_id in channel.overwrites.keys() | new.keys():
        before = channel.overwrites.get(target_id, Overwrite(target_id, 0, 0, 0))
        after = new.get(target_id, Overwrite(target_id, 0, 0, 0))
        allow, deny = before.allow ^ after.allow, before.deny ^ after.deny
        if allow or deny:
            changed.append(Overwrite(target_id, after.kind, allow, deny))
    return changed


def held_for_overwrites(world: World, guild: Guild, channel: Channel) -> int:
    """Return the permissions that the bot may put into this channel's overwrites.

    Those it has in the guild or in the channel; all of them where an overwrite gives it MANAGE_ROLES.
    """
    own_ids = (world.bot.id, *guild.members[world.bot.id].role_ids)
    own = [channel.overwrites[target_id] for target_id in own_ids if target_id in channel.overwrites]
    if any(overwrite.allow & Permission.MANAGE_ROLES for overwrite in own):
        return ALL_PERMISSIONS
    return world.guild_permissions_of(guild, world.bot.id) | world.permissions_in(channel, world.bot.id)


@routes.add("PUT", _TARGET)
def put_overwrite(call: Call) -> Reply:
    """Set one overwrite."""
    world, body = call.world, call.fields
    channel = world.channel(call.id("channel_id"))
    guild = world.guild_of(channel)
    if guild is None or channel.is_thread:
        raise ApiError(50024)
    world.require(channel, Permission.MANAGE_ROLES)
    target_id = call.id("overwrite_id")
    if body.get("type") not in (0, 1):
        raise invalid("type", "BASE_TYPE_CHOICES", "Value must be one of (0, 1).")
    if body["type"] == 0 and target_id not in guild.roles:
        raise ApiError(10009, text="Unknown Overwrite")
    if body["type"] == 1 and target_id not in world.users:
        raise ApiError(10013)
    listed = [body | {"id": target_id}]
    overwrite = read_overwrites(guild, listed)[target_id]
    changed = changed_overwrites(channel, channel.overwrites | {target_id: overwrite})
    check_overwrites(world, guild, changed, held_for_overwrites(world, guild, channel))
    if target_id not in channel.overwrites and len(channel.overwrites) >= 1000:
        raise ApiError(30060)
    channels.set_overwrite(world, channel, overwrite, world.bot, reason=call.reason)
    return Reply()


@routes.add("DELETE", _TARGET)
def delete_overwrite(call: Call) -> Reply:
    """Remove one overwrite; 10009 when there is none."""
    world = call.world
    channel = world.channel(call.id("channel_id"))
    if channel.guild_id is None or channel.is_thread:
        raise ApiError(50024)
    world.require(channel, Permission.MANAGE_ROLES)
    channels.delete_overwrite(world, channel, call.id("overwrite_id"), world.bot, reason=call.reason)
    return Reply()
