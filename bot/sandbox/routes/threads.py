"""Threads: opening, listing, members."""

from bot.sandbox import channels
from bot.sandbox.errors import ApiError, FormErrors
from bot.sandbox.model import Channel, ChannelType, User
from bot.sandbox.payloads import channel_payload, thread_member_payload
from bot.sandbox.permissions import Permission
from bot.sandbox.routes.channels import require_live
from bot.sandbox.routing import Call, Reply, RouteTable, ok
from bot.sandbox.times import parse_iso

routes = RouteTable()
_MEMBERS = "/channels/{channel_id}/thread-members"
ARCHIVE_MINUTES = (60, 1440, 4320, 10080)


@routes.add("POST", "/channels/{channel_id}/threads")
def create_thread(call: Call) -> Reply:
    """Open a thread without a starting message; private unless the body says otherwise."""
    world, body = call.world, call.fields
    parent = world.channel(call.id("channel_id"))
    kind = ChannelType.PRIVATE_THREAD if body.get("type") is None else body["type"]
    errors = FormErrors()
    errors.length("name", str(body.get("name") or ""), 1, 100)
    minutes = body.get("auto_archive_duration") or 1440
    if minutes not in ARCHIVE_MINUTES:
        errors.add("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be one of (60, 1440, 4320, 10080).")
    if kind not in (ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD):
        errors.add("type", "BASE_TYPE_CHOICES", "Value must be one of (11, 12).")
    errors.raise_any()
    if parent.kind is not ChannelType.TEXT:
        raise ApiError(50024)
    is_private = kind == ChannelType.PRIVATE_THREAD
    needed = Permission.CREATE_PRIVATE_THREADS if is_private else Permission.CREATE_PUBLIC_THREADS
    world.require(parent, needed)
    invitable = body.get("invitable")
    thread = channels.create_thread(
        world,
        parent,
        world.bot,
        str(body["name"]),
        is_private=is_private,
        is_invitable=True if invitable is None else bool(invitable),
        auto_archive_minutes=int(minutes),
        reason=call.reason,
    )
    member = thread_member_payload(thread, world.bot.id)
    return ok(channel_payload(thread) | {"member": member}, 201)


@routes.add("GET", "/guilds/{guild_id}/threads/active")
def active_threads(call: Call) -> Reply:
    """Return the active threads that the bot may see."""
    world = call.world
    guild = world.guild(call.id("guild_id"))
    found = [
        channel
        for channel in world.threads_of(guild)
        if channel.thread and not channel.thread.is_archived and world.can_see(channel, world.bot.id)
    ]
    return ok(_page(call, found, has_more=False))


@routes.add("GET", "/channels/{channel_id}/threads/archived/public")
def archived_public(call: Call) -> Reply:
    """Return archived public threads."""
    return _archived(call, is_private=False)


@routes.add("GET", "/channels/{channel_id}/threads/archived/private")
def archived_private(call: Call) -> Reply:
    """Return archived private threads; takes Manage Threads."""
    return _archived(call, is_private=True)


@routes.add("GET", "/channels/{channel_id}/users/@me/threads/archived/private")
def joined_archived_private(call: Call) -> Reply:
    """Return archived private threads that the bot is a member of, the newest first; `before` is an id."""
    world = call.world
    parent = world.channel(call.id("channel_id"))
    world.require(parent, Permission.READ_MESSAGE_HISTORY)
    before_id = int(call.query["before"]) if "before" in call.query else None
    found = [
        channel
        for channel in world.threads_of(world.guilds[parent.guild_id or 0])
        if channel.parent_id == parent.id
        and channel.thread
        and channel.thread.is_archived
        and channel.thread.is_private
        and world.bot.id in channel.thread.members
        and (before_id is None or channel.id < before_id)
    ]
    found.sort(key=lambda channel: channel.id, reverse=True)
    limit = int(call.query.get("limit", 50))
    return ok(_page(call, found[:limit], has_more=len(found) > limit))


def _archived(call: Call, *, is_private: bool) -> Reply:
    world = call.world
    parent = world.channel(call.id("channel_id"))
    needed = Permission.READ_MESSAGE_HISTORY | (Permission.MANAGE_THREADS if is_private else Permission(0))
    world.require(parent, needed)
    guild = world.guilds[parent.guild_id or 0]
    before_ms = parse_iso(call.query["before"]) if "before" in call.query else None
    found = [
        channel
        for channel in world.threads_of(guild)
        if channel.parent_id == parent.id
        and channel.thread
        and channel.thread.is_archived
        and channel.thread.is_private == is_private
        and (before_ms is None or channel.thread.archive_changed_at_ms < before_ms)
    ]
    found.sort(key=lambda channel: channel.thread.archive_changed_at_ms if channel.thread else 0, reverse=True)
    limit = int(call.query.get("limit", 50))
    return ok(_page(call, found[:limit], has_more=len(found) > limit))


def _page(call: Call, found: list[Channel], *, has_more: bool) -> dict[str, object]:
    bot_id = call.world.bot.id
    own = [channel for channel in found if channel.thread and bot_id in channel.thread.members]
    return {
        "threads": [channel_payload(channel) for channel in found],
        "members": [thread_member_payload(channel, bot_id) for channel in own],
        "has_more": has_more,
    }


# -- members


def _thread(call: Call) -> Channel:
    channel = call.world.channel(call.id("channel_id"))
    if channel.thread is None:
        raise ApiError(50024)
    call.world.require(channel, Permission.VIEW_CHANNEL)
    return channel


def _user(call: Call) -> User:
    text = call.params.get("user_id", "@me")
    if text == "@me":
        return call.world.bot
    user = call.world.users.get(call.id("user_id"))
    if user is None:
        raise ApiError(10013)
    return user


@routes.add("GET", _MEMBERS)
def thread_members(call: Call) -> Reply:
    """Return the members of a thread; only for an application that may use the members intent."""
    channel = _thread(call)
    if not call.world.allowed_privileged_intents & channels.GUILD_MEMBERS:
        raise ApiError(50001)
    found = channel.thread.members if channel.thread else {}
    return ok([thread_member_payload(channel, user_id) for user_id in found])


@routes.add("GET", _MEMBERS + "/{user_id}")
def thread_member(call: Call) -> Reply:
    """Return one member of a thread; 10007 when the user is not in it."""
    channel, user = _thread(call), _user(call)
    if channel.thread is None or user.id not in channel.thread.members:
        raise ApiError(10007)
    return ok(thread_member_payload(channel, user.id))


@routes.add("PUT", _MEMBERS + "/@me")
@routes.add("PUT", _MEMBERS + "/{user_id}")
def add_thread_member(call: Call) -> Reply:
    """Bring someone into a thread; they must be able to see its channel."""
    world, user = call.world, _user(call)
    channel = _thread(call)
    thread = channel.thread
    require_live(world, channel)
    permissions = world.permissions_in(channel, world.bot.id)
    is_manager = bool(permissions & Permission.MANAGE_THREADS)
    if user is not world.bot:
        if not permissions & Permission.SEND_MESSAGES_IN_THREADS:
            raise ApiError(50013)
        is_owner = thread is not None and thread.owner_id == world.bot.id
        is_closed = thread is not None and thread.is_private and not thread.is_invitable
        if is_closed and not is_manager and not is_owner:
            raise ApiError(50013)
        parent = world.channels[channel.parent_id or 0]
        if not world.can_see(parent, user.id):
            raise ApiError(50001)
    channels.add_thread_member(world, channel, user, world.bot)
    return Reply()


@routes.add("DELETE", _MEMBERS + "/@me")
@routes.add("DELETE", _MEMBERS + "/{user_id}")
def remove_thread_member(call: Call) -> Reply:
    """Take someone out of a thread; others take Manage Threads, or one's own private thread."""
    world, user = call.world, _user(call)
    channel = _thread(call)
    thread = channel.thread
    require_live(world, channel)
    is_manager = bool(world.permissions_in(channel, world.bot.id) & Permission.MANAGE_THREADS)
    owns_private = thread is not None and thread.is_private and thread.owner_id == world.bot.id
    if user is not world.bot and not (is_manager or owns_private):
        raise ApiError(50013)
    if thread is None or user.id not in thread.members:
        raise ApiError(10007)
    channels.remove_thread_member(world, channel, user, world.bot)
    return Reply()
