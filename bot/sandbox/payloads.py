"""The JSON shapes of users, guilds, channels and audit entries."""

from typing import Any

from bot.sandbox.model import AuditEntry, Channel, ChannelType, Member, Overwrite, Role, User
from bot.sandbox.permissions import Permission
from bot.sandbox.times import iso

CHANNEL_OBFUSCATED = 1 << 17


def user_payload(user: User) -> dict[str, Any]:
    """Return a user object."""
    payload: dict[str, Any] = {
        "id": str(user.id),
        "username": user.name,
        "global_name": None if user.is_bot else user.display_name,
        "avatar": None,
        "discriminator": "0",
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "collectibles": None,
    }
    if user.is_bot:
        payload["bot"] = True
    return payload


def own_user_payload(user: User) -> dict[str, Any]:
    """Return the bot's own user object."""
    return user_payload(user) | {"mfa_enabled": True, "locale": "en-US", "premium_type": 0, "verified": True}


def role_payload(role: Role) -> dict[str, Any]:
    """Return a role object."""
    payload: dict[str, Any] = {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(int(role.permissions)),
        "position": role.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": role.bot_user_id is not None,
        "mentionable": role.is_mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if role.bot_user_id is not None:
        payload["tags"] = {"bot_id": str(role.bot_user_id)}
    return payload


def member_payload(member: Member, *, with_user: bool = True) -> dict[str, Any]:
    """Return a guild member object."""
    until = member.timed_out_until_ms
    payload: dict[str, Any] = {
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None if until is None else iso(until),
        "flags": 0,
        "joined_at": iso(member.joined_at_ms),
        "nick": member.nick,
        "pending": False,
        "premium_since": None,
        "roles": [str(role_id) for role_id in member.role_ids],
        "mute": False,
        "deaf": False,
    }
    if with_user:
        payload["user"] = user_payload(member.user)
    return payload


def overwrite_payload(overwrite: Overwrite) -> dict[str, Any]:
    """Return a permission overwrite object."""
    return {
        "id": str(overwrite.target_id),
        "type": overwrite.kind,
        "allow": str(int(overwrite.allow)),
        "deny": str(int(overwrite.deny)),
    }


def channel_payload(channel: Channel) -> dict[str, Any]:
    """Return a channel, thread or direct message channel object."""
    if channel.kind is ChannelType.DM:
        return {
            "id": str(channel.id),
            "type": 1,
            "flags": 0,
            "last_message_id": _optional_id(channel.last_message_id),
            "recipients": [] if channel.recipient is None else [user_payload(channel.recipient)],
        }
    payload: dict[str, Any] = {
        "id": str(channel.id),
        "type": int(channel.kind),
        "flags": 0,
        "guild_id": str(channel.guild_id),
        "name": channel.name,
        "parent_id": _optional_id(channel.parent_id),
        "rate_limit_per_user": channel.slowmode_seconds,
    }
    if channel.kind is not ChannelType.CATEGORY:
        payload["last_message_id"] = _optional_id(channel.last_message_id)
        if channel.last_pin_at_ms is not None:
            payload["last_pin_timestamp"] = iso(channel.last_pin_at_ms)
    if channel.thread is not None:
        return payload | _thread_part(channel)
    payload["position"] = channel.position
    payload["nsfw"] = channel.nsfw
    payload["permission_overwrites"] = [overwrite_payload(overwrite) for overwrite in channel.overwrites.values()]
    if channel.kind is ChannelType.TEXT:
        payload["topic"] = channel.topic
    return payload


def obfuscated_payload(channel: Channel) -> dict[str, Any]:
    """Return what a bot learns over the gateway of a channel that it cannot view: id, kind, position and category."""
    payload = channel_payload(channel) | {
        "name": "___hidden___",
        "flags": CHANNEL_OBFUSCATED,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "permission_overwrites": [
            {"id": str(channel.guild_id), "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}
        ],
    }
    payload.pop("last_pin_timestamp", None)
    if channel.kind is ChannelType.TEXT:
        payload |= {"topic": None, "last_message_id": None}
    return payload


def _thread_part(channel: Channel) -> dict[str, Any]:
    thread = channel.thread
    if thread is None:
        return {}
    metadata: dict[str, Any] = {
        "archived": thread.is_archived,
        "archive_timestamp": iso(thread.archive_changed_at_ms),
        "auto_archive_duration": thread.auto_archive_minutes,
        "locked": thread.is_locked,
        "create_timestamp": iso(thread.created_at_ms),
    }
    if thread.is_private:
        metadata["invitable"] = thread.is_invitable
    return {
        "owner_id": str(thread.owner_id),
        "thread_metadata": metadata,
        "message_count": min(len(channel.messages), 50),
        "member_count": min(len(thread.members), 50),
        "total_message_sent": thread.messages_sent,
    }


def thread_member_payload(channel: Channel, user_id: int) -> dict[str, Any]:
    """Return a thread member object."""
    joined_at_ms = channel.thread.members[user_id] if channel.thread else 0
    return {"id": str(channel.id), "user_id": str(user_id), "join_timestamp": iso(joined_at_ms), "flags": 0}


def audit_payload(entry: AuditEntry) -> dict[str, Any]:
    """Return an audit log entry."""
    payload: dict[str, Any] = {
        "id": str(entry.id),
        "action_type": int(entry.action),
        "user_id": str(entry.user_id),
        "target_id": _optional_id(entry.target_id),
    }
    if entry.changes:
        payload["changes"] = list(entry.changes)
    if entry.options:
        payload["options"] = entry.options
    if entry.reason:
        payload["reason"] = entry.reason
    return payload


def permission_text(permissions: int) -> str:
    """Return a permission set as Discord writes it, without Python's flag class."""
    return str(int(Permission(permissions)))


def _optional_id(snowflake: int | None) -> str | None:
    return None if snowflake is None else str(snowflake)
