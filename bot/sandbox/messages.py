"""What can happen to messages: posted, edited, deleted, pinned. Permissions are the callers' business."""

from collections.abc import Sequence
from typing import Any

from bot.sandbox.components import text_of
from bot.sandbox.drafts import Draft, Upload, merged_flags
from bot.sandbox.errors import ApiError
from bot.sandbox.mentions import PARSE_ALL, PARSE_USERS, resolve_mentions
from bot.sandbox.message_payloads import gateway_message_payload
from bot.sandbox.model import (
    EPHEMERAL,
    LOADING,
    AuditAction,
    Channel,
    ChannelType,
    Guild,
    Interaction,
    Message,
    StoredFile,
    User,
)
from bot.sandbox.times import iso
from bot.sandbox.world import Event, World

GUILDS = 1 << 0
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MEMBER_ADDED_NOTICE = 1
MEMBER_REMOVED_NOTICE = 2
PIN_NOTICE = 6


def post(
    world: World,
    channel: Channel,
    author: User,
    draft: Draft,
    *,
    kind: int = 0,
    extra_flags: int = 0,
    interaction: Interaction | None = None,
    mentioned: Sequence[User] = (),
) -> Message:
    """Put a message into a channel and announce it. A nonce seen in the last minutes gives the earlier message.

    `mentioned` are those whom Discord's own messages name without a text.
    """
    now_ms = world.now_ms()
    if draft.enforce_nonce and (earlier := _same_nonce(world, channel, draft, now_ms)) is not None:
        return earlier
    wake_thread(world, channel)
    flags = merged_flags(draft) | extra_flags
    message = Message(
        id=world.ids.next(),
        channel_id=channel.id,
        guild_id=channel.guild_id,
        author=author,
        kind=kind,
        content=draft.content or "",
        embeds=draft.embeds or [],
        components=draft.components or [],
        files=[],
        flags=flags,
        created_at_ms=now_ms,
        nonce=draft.nonce,
        reference=_reference(channel, draft),
        application_id=world.application_id if author is world.bot else None,
        interaction=interaction,
        visible_to=interaction.user.id if interaction and flags & EPHEMERAL else None,
    )
    message.files = [store_file(world, channel, upload, is_ephemeral=message.is_ephemeral) for upload in draft.uploads]
    _note_mentions(world, channel, message, draft, is_new=True)
    message.mentioned_user_ids += tuple(user.id for user in mentioned)
    channel.messages[message.id] = message
    channel.last_message_id = message.id
    if draft.nonce is not None:
        channel.nonces[str(draft.nonce)] = (message.id, now_ms)
    if channel.thread is not None:
        channel.thread.messages_sent += 1
    _announce(world, channel, message, "MESSAGE_CREATE")
    return message


def _same_nonce(world: World, channel: Channel, draft: Draft, now_ms: int) -> Message | None:
    known = channel.nonces.get(str(draft.nonce))
    if draft.nonce is None or known is None:
        return None
    message_id, sent_at_ms = known
    if now_ms - sent_at_ms > world.limits.nonce_window_seconds * 1000:
        return None
    return channel.messages.get(message_id)


def _reference(channel: Channel, draft: Draft) -> dict[str, Any] | None:
    if not draft.reference:
        return None
    reference: dict[str, Any] = {
        "type": 0,
        "channel_id": str(channel.id),
        "message_id": str(draft.reference.get("message_id")),
    }
    if channel.guild_id is not None:
        reference["guild_id"] = str(channel.guild_id)
    return reference


def store_file(world: World, channel: Channel, upload: Upload, *, is_ephemeral: bool) -> StoredFile:
    """Keep an uploaded file where the CDN finds it."""
    file = StoredFile(
        world.ids.next(),
        channel.id,
        upload.filename,
        upload.content,
        upload.content_type,
        upload.description,
        is_ephemeral=is_ephemeral,
    )
    world.cdn.files[file.id] = file
    return file


def fill(world: World, message: Message, draft: Draft) -> None:
    """Turn a "thinking…" message into the answer; its ephemeral flag stays what the deferral made it."""
    message.flags = (message.flags & EPHEMERAL) | (merged_flags(draft) & ~EPHEMERAL)
    _apply(world, message, draft, is_new=True)
    _announce(world, world.channels[message.channel_id], message, "MESSAGE_UPDATE")


def edit(world: World, message: Message, draft: Draft) -> None:
    """Change a message; what the draft leaves out stays. Raises 50006 if nothing would be left."""
    if message.flags & LOADING:
        fill(world, message, draft)
        return
    content = message.content if draft.content is None else draft.content
    embeds = message.embeds if draft.embeds is None else draft.embeds
    components = message.components if draft.components is None else draft.components
    kept = len(message.files) if draft.kept_file_ids is None else len(draft.kept_file_ids)
    if not (content or embeds or components or kept or draft.uploads):
        raise ApiError(50006)
    message.flags = merged_flags(draft, message)
    message.edited_at_ms = world.now_ms()
    _apply(world, message, draft, is_new=False)
    _announce(world, world.channels[message.channel_id], message, "MESSAGE_UPDATE")


def _apply(world: World, message: Message, draft: Draft, *, is_new: bool) -> None:
    channel = world.channels[message.channel_id]
    message.revision += 1
    if draft.content is not None:
        message.content = draft.content
    if draft.embeds is not None:
        message.embeds = draft.embeds
    if draft.components is not None:
        message.components = draft.components
    if draft.kept_file_ids is not None:
        message.files = [file for file in message.files if file.id in draft.kept_file_ids]
    message.files += [store_file(world, channel, upload, is_ephemeral=message.is_ephemeral) for upload in draft.uploads]
    _note_mentions(world, channel, message, draft, is_new=is_new)


def _note_mentions(world: World, channel: Channel, message: Message, draft: Draft, *, is_new: bool) -> None:
    text = "\n".join([message.content, *text_of(message.components)])
    default = PARSE_ALL if message.interaction is None else PARSE_USERS
    found = resolve_mentions(world, channel, message.author, text, draft.allowed_mentions, default)
    message.mentioned_user_ids = found.user_ids
    message.mentioned_role_ids = found.role_ids
    message.mentions_everyone = found.everyone
    # An edit never notifies anyone, and an ephemeral answer can only reach its own reader.
    if is_new and not message.is_ephemeral:
        message.pings = found.pings


def delete(world: World, message: Message, actor: User, *, reason: str | None = None) -> None:
    """Remove a message; someone else's goes into the audit log."""
    channel = world.channels[message.channel_id]
    channel.messages.pop(message.id, None)
    message.is_deleted = True
    if not message.is_ephemeral:
        data: dict[str, Any] = {"id": str(message.id), "channel_id": str(channel.id)}
        if channel.guild_id is not None:
            data["guild_id"] = str(channel.guild_id)
        world.emit(Event("MESSAGE_DELETE", data, channel.guild_id, _message_intent(channel), channel))
    guild = world.guild_of(channel)
    if guild is not None and actor is not message.author:
        options = {"channel_id": str(channel.id), "count": "1"}
        action = AuditAction.MESSAGE_DELETE
        world.announce_audit(guild, action, actor, message.author.id, options=options, reason=reason)
    world.changes.notify()


def delete_many(world: World, channel: Channel, gone: list[Message], actor: User, *, reason: str | None) -> None:
    """Remove several messages with one event."""
    for message in gone:
        channel.messages.pop(message.id, None)
        message.is_deleted = True
    data: dict[str, Any] = {"ids": [str(message.id) for message in gone], "channel_id": str(channel.id)}
    if channel.guild_id is not None:
        data["guild_id"] = str(channel.guild_id)
    world.emit(Event("MESSAGE_DELETE_BULK", data, channel.guild_id, _message_intent(channel), channel))
    guild = world.guild_of(channel)
    if guild is not None:
        options = {"count": str(len(gone))}
        action = AuditAction.MESSAGE_BULK_DELETE
        world.announce_audit(guild, action, actor, channel.id, options=options, reason=reason)


def pin(world: World, message: Message, actor: User, *, reason: str | None = None) -> None:
    """Pin a message; raises 30003 when the channel is full of pins. Pinning twice changes nothing."""
    channel = world.channels[message.channel_id]
    if message.pinned_at_ms is not None:
        return
    if sum(other.pinned_at_ms is not None for other in channel.messages.values()) >= world.limits.pins:
        raise ApiError(30003)
    message.pinned_at_ms = channel.last_pin_at_ms = world.now_ms()
    _announce_pin(world, channel, message, actor, AuditAction.MESSAGE_PIN, reason)
    notice = Draft(content="", reference={"message_id": str(message.id)})
    post(world, channel, actor, notice, kind=PIN_NOTICE)


def unpin(world: World, message: Message, actor: User, *, reason: str | None = None) -> None:
    """Unpin a message; it need not be pinned."""
    channel = world.channels[message.channel_id]
    if message.pinned_at_ms is None:
        return
    message.pinned_at_ms = None
    _announce_pin(world, channel, message, actor, AuditAction.MESSAGE_UNPIN, reason)


def _announce_pin(
    world: World, channel: Channel, message: Message, actor: User, action: AuditAction, reason: str | None
) -> None:
    data: dict[str, Any] = {"channel_id": str(channel.id)}
    if channel.last_pin_at_ms is not None:
        data["last_pin_timestamp"] = iso(channel.last_pin_at_ms)
    if channel.guild_id is not None:
        data["guild_id"] = str(channel.guild_id)
    intent = GUILDS if channel.guild_id is not None else DIRECT_MESSAGES
    world.emit(Event("CHANNEL_PINS_UPDATE", data, channel.guild_id, intent, channel))
    _announce(world, channel, message, "MESSAGE_UPDATE")
    guild = world.guild_of(channel)
    if guild is not None:
        options = {"channel_id": str(channel.id), "message_id": str(message.id)}
        world.announce_audit(guild, action, actor, message.author.id, options=options, reason=reason)


def require_active_place(world: World, guild: Guild) -> None:
    """Raise 160006 where a guild has all the active threads that it may have."""
    active = sum(not channel.thread.is_archived for channel in world.threads_of(guild) if channel.thread)
    if active >= world.limits.active_threads:
        raise ApiError(160006)


def wake_thread(world: World, channel: Channel) -> None:
    """Note activity in a thread, and un-archive it as any new message does; raises 160006 where no more may be active.

    Whether the author may write in one that is locked is the callers' business.
    """
    thread, guild = channel.thread, world.guild_of(channel)
    if thread is None or guild is None:
        return
    now_ms = world.now_ms()
    if thread.is_archived:
        require_active_place(world, guild)
    thread.active_at_ms = now_ms
    if thread.is_archived:
        thread.is_archived = False
        thread.archive_changed_at_ms = now_ms
        world.announce_thread_update(channel)


def _announce(world: World, channel: Channel, message: Message, name: str) -> None:
    data = gateway_message_payload(world, message)
    if message.is_ephemeral:
        world.emit(Event(name, data, channel.guild_id, DIRECT_MESSAGES))
    else:
        world.emit(Event(name, data, channel.guild_id, _message_intent(channel), channel))


def _message_intent(channel: Channel) -> int:
    return DIRECT_MESSAGES if channel.kind is ChannelType.DM else GUILD_MESSAGES
