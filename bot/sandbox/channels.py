"""What can happen to channels and threads: made, changed, deleted. Permissions are the callers' business."""

from typing import Any

from bot.sandbox.drafts import Draft
from bot.sandbox.errors import ApiError, invalid
from bot.sandbox.messages import GUILDS, MEMBER_ADDED_NOTICE, MEMBER_REMOVED_NOTICE, post, require_active_place
from bot.sandbox.model import AuditAction, Channel, ChannelType, Guild, Overwrite, Thread, User
from bot.sandbox.payloads import channel_payload, member_payload, thread_member_payload
from bot.sandbox.world import Event, World

AUDIT_KEYS = {"name": "name", "topic": "topic", "slowmode_seconds": "rate_limit_per_user", "nsfw": "nsfw"}
GUILD_MEMBERS = 1 << 1


def create(
    world: World,
    guild: Guild,
    actor: User,
    name: str,
    *,
    kind: ChannelType = ChannelType.TEXT,
    topic: str | None = None,
    parent: Channel | None = None,
    overwrites: dict[int, Overwrite] | None = None,
    position: int | None = None,
    reason: str | None = None,
) -> Channel:
    """Make a channel or category; without overwrites of its own it takes those of its category.

    Raises 30013 when the guild has all its channels and 50035 when the category is full.
    """
    siblings = [channel for channel in guild.channels.values() if not channel.is_thread]
    if len(siblings) >= world.limits.guild_channels:
        raise ApiError(30013)
    if parent is not None:
        check_category(world, guild, parent)
    if overwrites is None:
        overwrites = {} if parent is None else dict(parent.overwrites)
    channel = Channel(
        id=world.ids.next(),
        kind=kind,
        guild_id=guild.id,
        name=name if kind is ChannelType.CATEGORY else text_channel_name(name),
        position=len(siblings) if position is None else position,
        topic=topic,
        parent_id=None if parent is None else parent.id,
        overwrites=overwrites,
    )
    guild.channels[channel.id] = world.channels[channel.id] = channel
    world.announce_channel(channel, "CHANNEL_CREATE")
    changes = ({"key": "name", "new_value": channel.name}, {"key": "type", "new_value": int(kind)})
    world.announce_audit(guild, AuditAction.CHANNEL_CREATE, actor, channel.id, changes=changes, reason=reason)
    return channel


def text_channel_name(name: str) -> str:
    """Return a name as Discord keeps it for text channels: lower case, hyphens for spaces."""
    return "-".join(name.lower().split())


def check_category(world: World, guild: Guild, parent: Channel) -> None:
    """Raise 50035 unless the parent is a category of this guild with room for one more."""
    if parent.kind is not ChannelType.CATEGORY or parent.guild_id != guild.id:
        raise invalid("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category")
    children = sum(channel.parent_id == parent.id for channel in guild.channels.values() if not channel.is_thread)
    if children >= world.limits.category_channels:
        message = f"Maximum number of channels in category reached ({world.limits.category_channels})"
        raise invalid("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", message)


def update(world: World, channel: Channel, actor: User, *, reason: str | None = None, **changes: Any) -> None:
    """Change a guild channel's name, topic, position, parent_id, nsfw, slowmode_seconds or overwrites.

    Name and topic together may change only twice in ten minutes; more raises a 429.
    """
    guild = world.guilds[channel.guild_id or 0]
    if any(key in changes and changes[key] != getattr(channel, key) for key in ("name", "topic")):
        _count_rename(world, channel)
    noted: list[dict[str, Any]] = []
    for key, value in changes.items():
        if key in AUDIT_KEYS and value != getattr(channel, key):
            noted.append({"key": AUDIT_KEYS[key], "old_value": getattr(channel, key), "new_value": value})
        setattr(channel, key, value)
    world.announce_channel(channel, "CHANNEL_UPDATE")
    if noted:
        action = AuditAction.CHANNEL_UPDATE
        world.announce_audit(guild, action, actor, channel.id, changes=tuple(noted), reason=reason)


def _count_rename(world: World, channel: Channel) -> None:
    window_ms = world.limits.channel_rename_window_seconds * 1000
    now_ms = world.now_ms()
    recent = [moment for moment in channel.renamed_at_ms if now_ms - moment < window_ms]
    if len(recent) >= world.limits.channel_renames:
        wait_seconds = (recent[0] + window_ms - now_ms) / 1000
        raise ApiError(0, status=429, text="You are being rate limited.", retry_after_seconds=wait_seconds)
    channel.renamed_at_ms = [*recent, now_ms]


def set_overwrite(
    world: World, channel: Channel, overwrite: Overwrite, actor: User, *, reason: str | None = None
) -> None:
    """Set one overwrite of a channel."""
    action = AuditAction.OVERWRITE_UPDATE if overwrite.target_id in channel.overwrites else AuditAction.OVERWRITE_CREATE
    channel.overwrites[overwrite.target_id] = overwrite
    world.announce_channel(channel, "CHANNEL_UPDATE")
    _audit_overwrite(world, channel, overwrite, actor, action, reason)


def delete_overwrite(world: World, channel: Channel, target_id: int, actor: User, *, reason: str | None = None) -> None:
    """Remove one overwrite of a channel; raises 10009 when there is none."""
    overwrite = channel.overwrites.pop(target_id, None)
    if overwrite is None:
        raise ApiError(10009)
    world.announce_channel(channel, "CHANNEL_UPDATE")
    _audit_overwrite(world, channel, overwrite, actor, AuditAction.OVERWRITE_DELETE, reason)


def _audit_overwrite(
    world: World, channel: Channel, overwrite: Overwrite, actor: User, action: AuditAction, reason: str | None
) -> None:
    guild = world.guilds[channel.guild_id or 0]
    options = {"id": str(overwrite.target_id), "type": str(overwrite.kind)}
    if overwrite.kind == 0 and overwrite.target_id in guild.roles:
        options["role_name"] = guild.roles[overwrite.target_id].name
    changes = (
        {"key": "allow", "new_value": str(int(overwrite.allow))},
        {"key": "deny", "new_value": str(int(overwrite.deny))},
    )
    world.announce_audit(guild, action, actor, channel.id, changes=changes, options=options, reason=reason)


def delete(world: World, channel: Channel, actor: User, *, reason: str | None = None) -> None:
    """Delete a channel with its threads, a thread, or a category (its channels stay)."""
    guild = world.guilds[channel.guild_id or 0]
    for other in list(guild.channels.values()):
        if other.parent_id != channel.id:
            continue
        if other.is_thread:
            _remove_thread(world, guild, other)
        else:
            update(world, other, actor, parent_id=None)
    if channel.is_thread:
        _remove_thread(world, guild, channel)
    else:
        data = world.gateway_channel(channel)
        _forget(world, guild, channel)
        world.emit(Event("CHANNEL_DELETE", data, guild.id, GUILDS))
    action = AuditAction.THREAD_DELETE if channel.is_thread else AuditAction.CHANNEL_DELETE
    changes = ({"key": "name", "old_value": channel.name}, {"key": "type", "old_value": int(channel.kind)})
    world.announce_audit(guild, action, actor, channel.id, changes=changes, reason=reason)


def _remove_thread(world: World, guild: Guild, channel: Channel) -> None:
    was_visible = world.can_see(channel, world.bot.id)
    data = channel_payload(channel)
    _forget(world, guild, channel)
    if was_visible:
        kept = {key: data[key] for key in ("id", "guild_id", "parent_id", "type")}
        world.emit(Event("THREAD_DELETE", kept, guild.id, GUILDS))


def _forget(world: World, guild: Guild, channel: Channel) -> None:
    del guild.channels[channel.id], world.channels[channel.id]
    for message in channel.messages.values():
        message.is_deleted = True
    world.changes.notify()


# -- threads


def create_thread(
    world: World,
    parent: Channel,
    owner: User,
    name: str,
    *,
    is_private: bool,
    is_invitable: bool = True,
    auto_archive_minutes: int = 1440,
    reason: str | None = None,
) -> Channel:
    """Open a thread without a starting message; its maker is its first member. Raises 160006 at the limit."""
    guild = world.guilds[parent.guild_id or 0]
    require_active_place(world, guild)
    now_ms = world.now_ms()
    channel = Channel(
        id=world.ids.next(),
        kind=ChannelType.PRIVATE_THREAD if is_private else ChannelType.PUBLIC_THREAD,
        guild_id=guild.id,
        name=name,
        parent_id=parent.id,
        thread=Thread(
            owner_id=owner.id,
            is_private=is_private,
            is_invitable=is_invitable,
            auto_archive_minutes=auto_archive_minutes,
            created_at_ms=now_ms,
            active_at_ms=now_ms,
            archive_changed_at_ms=now_ms,
            members={owner.id: now_ms},
        ),
    )
    guild.channels[channel.id] = world.channels[channel.id] = channel
    data = channel_payload(channel) | {"newly_created": True}
    if owner is world.bot:
        data["member"] = thread_member_payload(channel, owner.id)
    world.emit(Event("THREAD_CREATE", data, guild.id, GUILDS, channel))
    changes = ({"key": "name", "new_value": name},)
    world.announce_audit(guild, AuditAction.THREAD_CREATE, owner, channel.id, changes=changes, reason=reason)
    return channel


def update_thread(world: World, channel: Channel, actor: User, *, reason: str | None = None, **changes: Any) -> None:
    """Change a thread's name, slowmode_seconds, is_archived, is_locked, is_invitable or auto_archive_minutes.

    Raises 160006 for one that would be active again where no more may be.
    """
    thread = channel.thread
    if thread is None:
        raise ApiError(50024)
    if "name" in changes and changes["name"] != channel.name:
        _count_rename(world, channel)
    guild = world.guilds[channel.guild_id or 0]
    wakes = thread.is_archived and not changes.get("is_archived", True)
    if wakes:
        require_active_place(world, guild)
    is_timed_anew = changes.get("auto_archive_minutes", thread.auto_archive_minutes) != thread.auto_archive_minutes
    if wakes or is_timed_anew:
        thread.active_at_ms = world.now_ms()
    if is_timed_anew or changes.get("is_archived", thread.is_archived) != thread.is_archived:
        thread.archive_changed_at_ms = world.now_ms()
    for key, value in changes.items():
        setattr(channel if key in ("name", "slowmode_seconds") else thread, key, value)
    world.announce_thread_update(channel)
    noted = tuple({"key": key.removeprefix("is_"), "new_value": value} for key, value in changes.items())
    world.announce_audit(guild, AuditAction.THREAD_UPDATE, actor, channel.id, changes=noted, reason=reason)


def add_thread_member(world: World, channel: Channel, user: User, actor: User) -> None:
    """Bring a user into a thread, by another's hand or their own; raises 30033 when it is full.

    Doing it twice changes nothing.
    """
    thread = channel.thread
    if thread is None or user.id in thread.members:
        return
    if len(thread.members) >= 1000:
        raise ApiError(30033)
    was_visible = world.can_see(channel, world.bot.id)
    thread.members[user.id] = world.now_ms()
    if user is world.bot and not was_visible:
        data = channel_payload(channel) | {"member": thread_member_payload(channel, user.id)}
        world.emit(Event("THREAD_CREATE", data, channel.guild_id, GUILDS, channel))
    _announce_thread_members(world, channel, added=user)
    if actor is not user:
        post(world, channel, actor, Draft(content=""), kind=MEMBER_ADDED_NOTICE, mentioned=(user,))


def remove_thread_member(world: World, channel: Channel, user: User, actor: User) -> None:
    """Take a user out of a thread, by another's hand or their own."""
    thread = channel.thread
    if thread is None or thread.members.pop(user.id, None) is None:
        return
    _announce_thread_members(world, channel, removed=user)
    if actor is not user:
        post(world, channel, actor, Draft(content=""), kind=MEMBER_REMOVED_NOTICE, mentioned=(user,))


def _announce_thread_members(
    world: World, channel: Channel, *, added: User | None = None, removed: User | None = None
) -> None:
    guild = world.guilds[channel.guild_id or 0]
    data: dict[str, Any] = {
        "id": str(channel.id),
        "guild_id": str(guild.id),
        "member_count": min(len(channel.thread.members) if channel.thread else 0, 50),
    }
    if added is not None:
        member = guild.members[added.id]
        data["added_members"] = [
            thread_member_payload(channel, added.id) | {"member": member_payload(member), "presence": None}
        ]
    if removed is not None:
        data["removed_member_ids"] = [str(removed.id)]
    # The bot always learns of its own coming and going; of others only with the members intent.
    intents = GUILDS if world.bot in (added, removed) else GUILD_MEMBERS
    visible_if = None if removed is world.bot else channel
    world.emit(Event("THREAD_MEMBERS_UPDATE", data, guild.id, intents, visible_if))


# -- direct messages


def open_direct_message(world: World, user: User) -> Channel:
    """Return the direct message channel of the bot and a user, made on first use."""
    channel = world.direct_messages.get(user.id)
    if channel is None:
        channel = Channel(world.ids.next(), ChannelType.DM, None, user.name, recipient=user)
        world.direct_messages[user.id] = world.channels[channel.id] = channel
        world.changes.notify()
    return channel
