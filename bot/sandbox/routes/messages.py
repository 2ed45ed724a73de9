"""Messages of channels: reading, sending, editing, deleting, pins."""

from typing import cast

from bot.sandbox import messages
from bot.sandbox.drafts import Draft, read_draft
from bot.sandbox.errors import ApiError, invalid
from bot.sandbox.message_payloads import message_payload
from bot.sandbox.model import SUPPRESS_EMBEDS, Channel, ChannelType, Message
from bot.sandbox.permissions import Permission
from bot.sandbox.routes.channels import require_live, send_permission
from bot.sandbox.routing import Call, Reply, RouteTable, ok
from bot.sandbox.times import iso, parse_iso, snowflake_ms
from bot.sandbox.world import World

routes = RouteTable()
_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
_OLD_EDIT_RETRY_SECONDS = 0.2
_BULK_AGE_MS = 14 * 86_400_000


def _channel(call: Call, needed: int = 0) -> Channel:
    channel = call.world.channel(call.id("channel_id"))
    call.world.require(channel, needed)
    if channel.kind is ChannelType.CATEGORY:
        raise ApiError(50024)
    return channel


def _message(call: Call, channel: Channel) -> Message:
    return call.world.message(channel, call.id("message_id"))


@routes.add("GET", _MESSAGES)
def history(call: Call) -> Reply:
    """Return messages, the newest first; none without Read Message History."""
    query = call.query
    channel = _channel(call)
    limit = int(query.get("limit", 50))
    if not 1 <= limit <= 100:
        raise invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
    if not call.world.permissions_in(channel, call.world.bot.id) & Permission.READ_MESSAGE_HISTORY:
        return ok([])
    found = [message for message in channel.messages.values() if not message.is_ephemeral]
    found.sort(key=lambda message: message.id)
    if "around" in query:
        around = int(query["around"])
        before = [message for message in found if message.id < around][-(limit // 2) :]
        found = before + [message for message in found if message.id >= around][: limit - len(before)]
    elif "after" in query:
        found = [message for message in found if message.id > int(query["after"])][:limit]
    else:
        before_id = int(query["before"]) if "before" in query else None
        found = [message for message in found if before_id is None or message.id < before_id][-limit:]
    return ok([message_payload(call.world, message) for message in reversed(found)])


@routes.add("GET", _MESSAGE)
def get_message(call: Call) -> Reply:
    """Return one message."""
    channel = _channel(call, Permission.READ_MESSAGE_HISTORY)
    return ok(message_payload(call.world, _message(call, channel)))


@routes.add("POST", _MESSAGES)
def send(call: Call) -> Reply:
    """Send a message."""
    world = call.world
    channel = _channel(call)
    world.require(channel, send_permission(channel))
    _require_unlocked(call, channel)
    draft = read_draft(call.fields, call.uploads, max_file_bytes=world.limits.attachment_bytes)
    _check_content_permissions(world, channel, draft)
    if draft.reference is not None:
        _check_reference(world, channel, draft)
    if channel.recipient is not None and not can_receive(world, channel):
        raise ApiError(50007)
    kind = 19 if draft.reference else 0
    return ok(message_payload(world, messages.post(world, channel, world.bot, draft, kind=kind)))


def _require_unlocked(call: Call, channel: Channel) -> None:
    """Refuse what only managers may do in a locked thread."""
    thread, permissions = channel.thread, call.world.permissions_in(channel, call.world.bot.id)
    if thread is not None and thread.is_locked and not permissions & Permission.MANAGE_THREADS:
        raise ApiError(50083 if thread.is_archived else 160005)


def can_receive(world: World, channel: Channel) -> bool:
    """Return whether a direct message gets through: not closed, not blocked, and a guild in common."""
    person = channel.recipient
    if person is None or not person.accepts_dms or person.has_blocked_bot:
        return False
    return any(person.id in guild.members and world.bot.id in guild.members for guild in world.guilds.values())


def _check_content_permissions(world: World, channel: Channel, draft: Draft) -> None:
    if draft.uploads:
        world.require(channel, Permission.ATTACH_FILES)
    if draft.embeds:
        world.require(channel, Permission.EMBED_LINKS)


def _check_reference(world: World, channel: Channel, draft: Draft) -> None:
    reference = draft.reference or {}
    if not world.permissions_in(channel, world.bot.id) & Permission.READ_MESSAGE_HISTORY:
        raise ApiError(160002)
    target = int(reference.get("message_id") or 0)
    if target not in channel.messages:
        if reference.get("fail_if_not_exists") is False:
            draft.reference = None
            return
        raise invalid("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")


@routes.add("PATCH", _MESSAGE)
def edit(call: Call) -> Reply:
    """Edit a message; of another's only the embeds can be suppressed."""
    world, body = call.world, call.fields
    channel = _channel(call)
    message = _message(call, channel)
    require_live(world, channel)
    _require_unlocked(call, channel)
    if message.author is not world.bot:
        if set(body) - {"flags"}:
            raise ApiError(50005)
        world.require(channel, Permission.MANAGE_MESSAGES)
        message.flags = (message.flags & ~SUPPRESS_EMBEDS) | (int(body.get("flags") or 0) & SUPPRESS_EMBEDS)
        return ok(message_payload(world, message))
    draft = read_draft(body, call.uploads, edited=message, max_file_bytes=world.limits.attachment_bytes)
    _check_content_permissions(world, channel, draft)
    _count_old_edit(world, channel, message)
    messages.edit(world, message, draft)
    return ok(message_payload(world, message))


def _count_old_edit(world: World, channel: Channel, message: Message) -> None:
    limits, now_ms = world.limits, world.now_ms()
    if now_ms - snowflake_ms(message.id) <= limits.old_message_age_seconds * 1000:
        return
    window_ms = 3_600_000
    recent = [moment for moment in channel.old_edits_at_ms if now_ms - moment < window_ms]
    if len(recent) >= limits.old_message_edits:
        # The wait that Discord names is short, though trying again doesn't help before the hour is over.
        raise ApiError(30046, retry_after_seconds=_OLD_EDIT_RETRY_SECONDS)
    channel.old_edits_at_ms = [*recent, now_ms]


@routes.add("DELETE", _MESSAGE)
def delete(call: Call) -> Reply:
    """Delete a message; another's takes Manage Messages."""
    world = call.world
    channel = _channel(call)
    message = _message(call, channel)
    if message.author is not world.bot:
        if channel.guild_id is None:
            raise ApiError(50003)
        world.require(channel, Permission.MANAGE_MESSAGES)
    require_live(world, channel)
    messages.delete(world, message, world.bot, reason=call.reason)
    return Reply()


@routes.add("POST", "/channels/{channel_id}/messages/bulk-delete")
def bulk_delete(call: Call) -> Reply:
    """Delete 2 to 100 messages, none older than two weeks."""
    world = call.world
    channel = _channel(call, Permission.MANAGE_MESSAGES)
    listed = cast("list[str]", call.fields.get("messages") or [])
    ids = {int(message_id) for message_id in listed}
    if not 2 <= len(ids) <= 100:
        raise ApiError(50016)
    if any(world.now_ms() - snowflake_ms(message_id) > _BULK_AGE_MS for message_id in ids):
        raise ApiError(50034)
    gone = [channel.messages[message_id] for message_id in ids if message_id in channel.messages]
    messages.delete_many(world, channel, gone, world.bot, reason=call.reason)
    return Reply()


# -- pins


@routes.add("GET", "/channels/{channel_id}/pins")
def old_pins(call: Call) -> Reply:
    """Return all pinned messages (the older route)."""
    channel = _channel(call, Permission.READ_MESSAGE_HISTORY)
    return ok([message_payload(call.world, message) for message in _pinned(channel)])


@routes.add("GET", "/channels/{channel_id}/messages/pins")
def pins(call: Call) -> Reply:
    """Return a page of pinned messages, the newest pin first."""
    channel = _channel(call, Permission.READ_MESSAGE_HISTORY)
    limit = int(call.query.get("limit", 50))
    before_ms = parse_iso(call.query["before"]) if "before" in call.query else None
    found = [message for message in _pinned(channel) if before_ms is None or (message.pinned_at_ms or 0) < before_ms]
    items = [
        {"pinned_at": iso(message.pinned_at_ms or 0), "message": message_payload(call.world, message)}
        for message in found[:limit]
    ]
    return ok({"items": items, "has_more": len(found) > limit})


def _pinned(channel: Channel) -> list[Message]:
    pinned = [message for message in channel.messages.values() if message.pinned_at_ms is not None]
    return sorted(pinned, key=lambda message: (message.pinned_at_ms or 0, message.id), reverse=True)


@routes.add("PUT", "/channels/{channel_id}/pins/{message_id}")
@routes.add("PUT", "/channels/{channel_id}/messages/pins/{message_id}")
def pin(call: Call) -> Reply:
    """Pin a message; takes Pin Messages, for which Manage Messages is no substitute any more."""
    channel = _channel(call, Permission.PIN_MESSAGES)
    message = _message(call, channel)
    require_live(call.world, channel)
    messages.pin(call.world, message, call.world.bot, reason=call.reason)
    return Reply()


@routes.add("DELETE", "/channels/{channel_id}/pins/{message_id}")
@routes.add("DELETE", "/channels/{channel_id}/messages/pins/{message_id}")
def unpin(call: Call) -> Reply:
    """Unpin a message."""
    channel = _channel(call, Permission.PIN_MESSAGES)
    message = _message(call, channel)
    require_live(call.world, channel)
    messages.unpin(call.world, message, call.world.bot, reason=call.reason)
    return Reply()
