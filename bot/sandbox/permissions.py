"""Discord's documented permission algorithm: base roles, owner, administrator, overwrites, implicit denies."""

from enum import IntFlag
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.model import Channel, Guild, Member


class Permission(IntFlag):
    """The permission bits that Discord documents."""

    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    PRIORITY_SPEAKER = 1 << 8
    STREAM = 1 << 9
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    VIEW_GUILD_INSIGHTS = 1 << 19
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    MUTE_MEMBERS = 1 << 22
    DEAFEN_MEMBERS = 1 << 23
    MOVE_MEMBERS = 1 << 24
    USE_VAD = 1 << 25
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_GUILD_EXPRESSIONS = 1 << 30
    USE_APPLICATION_COMMANDS = 1 << 31
    REQUEST_TO_SPEAK = 1 << 32
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    USE_EXTERNAL_STICKERS = 1 << 37
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EMBEDDED_ACTIVITIES = 1 << 39
    MODERATE_MEMBERS = 1 << 40
    VIEW_CREATOR_MONETIZATION_ANALYTICS = 1 << 41
    USE_SOUNDBOARD = 1 << 42
    CREATE_GUILD_EXPRESSIONS = 1 << 43
    CREATE_EVENTS = 1 << 44
    USE_EXTERNAL_SOUNDS = 1 << 45
    SEND_VOICE_MESSAGES = 1 << 46
    SET_VOICE_CHANNEL_STATUS = 1 << 48
    SEND_POLLS = 1 << 49
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


ALL_PERMISSIONS = (1 << 53) - 1
TIMED_OUT_PERMISSIONS = int(Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY)
# What a fresh guild gives @everyone.
DEFAULT_EVERYONE = int(
    Permission.CREATE_INSTANT_INVITE
    | Permission.ADD_REACTIONS
    | Permission.STREAM
    | Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.CONNECT
    | Permission.SPEAK
    | Permission.USE_VAD
    | Permission.CHANGE_NICKNAME
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.REQUEST_TO_SPEAK
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.USE_EXTERNAL_STICKERS
    | Permission.SEND_MESSAGES_IN_THREADS
    | Permission.USE_EMBEDDED_ACTIVITIES
    | Permission.USE_SOUNDBOARD
    | Permission.USE_EXTERNAL_SOUNDS
    | Permission.SEND_VOICE_MESSAGES
    | Permission.SEND_POLLS
    | Permission.USE_EXTERNAL_APPS
)
# Denying these takes others with it (documented as implicit permissions).
_WITHOUT_SEND = int(
    Permission.MENTION_EVERYONE | Permission.SEND_TTS_MESSAGES | Permission.ATTACH_FILES | Permission.EMBED_LINKS
)


def guild_permissions(guild: "Guild", member: "Member", now_ms: int) -> int:
    """Return what a member may do in a guild before channel overwrites, at `now_ms`."""
    if guild.owner_id == member.user.id:
        return ALL_PERMISSIONS
    permissions = guild.everyone.permissions
    for role_id in member.role_ids:
        permissions |= guild.roles[role_id].permissions
    if permissions & Permission.ADMINISTRATOR:
        return ALL_PERMISSIONS
    if member.is_timed_out(now_ms):
        permissions &= TIMED_OUT_PERMISSIONS
    return permissions


def channel_permissions(guild: "Guild", channel: "Channel", member: "Member", now_ms: int) -> int:
    """Return what a member may do in a channel or thread at `now_ms`, everything considered."""
    base = guild_permissions(guild, member, now_ms)
    if base == ALL_PERMISSIONS:
        return base
    thread = channel.thread
    place = channel if thread is None else guild.channels[channel.parent_id or 0]
    permissions = _with_overwrites(base, guild, place, member)
    if member.is_timed_out(now_ms):
        permissions &= TIMED_OUT_PERMISSIONS
    if thread is not None and thread.is_private:
        invited = member.user.id in thread.members
        if not invited and not permissions & Permission.MANAGE_THREADS:
            permissions &= ~Permission.VIEW_CHANNEL
    if not permissions & Permission.VIEW_CHANNEL:
        return 0
    # SEND_MESSAGES means nothing inside a thread; SEND_MESSAGES_IN_THREADS takes its place.
    can_send = Permission.SEND_MESSAGES if thread is None else Permission.SEND_MESSAGES_IN_THREADS
    if not permissions & can_send:
        permissions &= ~_WITHOUT_SEND
    return int(permissions)


def _with_overwrites(base: int, guild: "Guild", channel: "Channel", member: "Member") -> int:
    permissions = base
    everyone = channel.overwrites.get(guild.id)
    if everyone is not None:
        permissions = permissions & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role_id in member.role_ids:
        overwrite = channel.overwrites.get(role_id)
        if overwrite is not None:
            allow |= overwrite.allow
            deny |= overwrite.deny
    permissions = permissions & ~deny | allow
    own = channel.overwrites.get(member.user.id)
    if own is not None:
        permissions = permissions & ~own.deny | own.allow
    return permissions
