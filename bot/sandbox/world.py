"""The state of the whole stand-in, what is looked up in it, and the events that leave it."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.sandbox.cdn import Cdn
from bot.sandbox.changes import Changes
from bot.sandbox.errors import ApiError
from bot.sandbox.model import (
    AuditAction,
    AuditEntry,
    Channel,
    ChannelType,
    Command,
    Guild,
    Interaction,
    Member,
    Message,
    Role,
    User,
)
from bot.sandbox.payloads import audit_payload, channel_payload, obfuscated_payload
from bot.sandbox.permissions import Permission, channel_permissions, guild_permissions
from bot.sandbox.times import Clock, Snowflakes, SystemTime

ResultT = TypeVar("ResultT")


@dataclass(slots=True)
class Limits:
    """Numbers that Discord enforces; tests may lower them to reach a limit quickly."""

    guild_channels: int = 500
    category_channels: int = 50
    guild_roles: int = 250
    active_threads: int = 1000
    pins: int = 250
    channel_renames: int = 2
    channel_rename_window_seconds: int = 600
    old_message_edits: int = 30
    old_message_age_seconds: int = 3600
    nonce_window_seconds: int = 300
    first_answer_seconds: float = 3.0
    token_life_seconds: int = 900
    attachment_bytes: int = 10 * 1024 * 1024
    request_bytes: int = 26 * 1024 * 1024
    daily_command_creates: int = 200


@dataclass(slots=True, frozen=True)
class Event:
    """A gateway event and who may receive it.

    `intents` lists the bits of which the session needs one (0: always sent); `channel` must be visible to the bot,
    and `needs` are guild permissions that the bot must hold.
    """

    name: str
    data: dict[str, Any]
    guild_id: int | None = None
    intents: int = 0
    channel: Channel | None = None
    needs: int = 0


@dataclass
class World:
    """Everything that exists, for one application with one bot account."""

    clock: Clock = field(default_factory=SystemTime)
    limits: Limits = field(default_factory=Limits)
    harmful_links: set[str] = field(default_factory=set[str])

    def __post_init__(self) -> None:
        self.ids = Snowflakes(self.clock)
        self.cdn = Cdn(self.clock)
        self.changes = Changes()
        self.listeners: list[Callable[[Event], None]] = []
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.direct_messages: dict[int, Channel] = {}
        self.commands: dict[int, Command] = {}
        self.command_creates_at_ms: dict[int | None, list[int]] = {}
        self.interactions: dict[int, Interaction] = {}
        self.interaction_tokens: dict[str, Interaction] = {}
        self.application_id = self.ids.next()
        self.bot = User(self.ids.next(), "parley", "Parley", is_bot=True)
        self.users[self.bot.id] = self.bot
        self.token = f"sandbox.{secrets.token_hex(4)}.{secrets.token_hex(16)}"
        self.gateway_url = ""
        self.recommended_shards = 1
        self.allowed_privileged_intents = (1 << 1) | (1 << 8) | (1 << 15)

    # -- time, events, waiting

    def now_ms(self) -> int:
        """Return the sandbox's time in epoch milliseconds."""
        return self.clock.now_ms()

    def emit(self, event: Event) -> None:
        """Hand an event to the gateway and wake whoever waits for a change."""
        for listener in self.listeners:
            listener(event)
        self.changes.notify()

    # -- look-ups for the bot: each raises the error that Discord answers

    def guild(self, guild_id: int) -> Guild:
        """Return a guild that the bot is in; raises 10004."""
        guild = self.guilds.get(guild_id)
        if guild is None or self.bot.id not in guild.members:
            raise ApiError(10004)
        return guild

    def channel(self, channel_id: int) -> Channel:
        """Return a channel by id, visible or not; raises 10003."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise ApiError(10003)
        if channel.guild_id is not None and self.bot.id not in self.guilds[channel.guild_id].members:
            raise ApiError(50001)
        return channel

    def member(self, guild: Guild, user_id: int) -> Member:
        """Return a member; raises 10013 for an unknown user and 10007 for one who is not in the guild."""
        if user_id not in self.users:
            raise ApiError(10013)
        member = guild.members.get(user_id)
        if member is None:
            raise ApiError(10007)
        return member

    def role(self, guild: Guild, role_id: int) -> Role:
        """Return a role; raises 10011."""
        role = guild.roles.get(role_id)
        if role is None:
            raise ApiError(10011)
        return role

    def message(self, channel: Channel, message_id: int) -> Message:
        """Return a message that the ordinary routes can see (no ephemeral ones); raises 10008."""
        message = channel.messages.get(message_id)
        if message is None or message.is_ephemeral:
            raise ApiError(10008)
        return message

    def guild_of(self, channel: Channel) -> Guild | None:
        """Return the guild of a channel, None for direct messages."""
        return None if channel.guild_id is None else self.guilds[channel.guild_id]

    # -- permissions

    def permissions_in(self, channel: Channel, user_id: int) -> int:
        """Return what a user may do in a channel now; 0 for strangers."""
        guild = self.guild_of(channel)
        if guild is None:
            is_party = user_id == self.bot.id or (channel.recipient is not None and channel.recipient.id == user_id)
            return _DIRECT_MESSAGE if is_party else 0
        member = guild.members.get(user_id)
        return 0 if member is None else channel_permissions(guild, channel, member, self.now_ms())

    def guild_permissions_of(self, guild: Guild, user_id: int) -> int:
        """Return a user's guild permissions before overwrites; 0 for strangers."""
        member = guild.members.get(user_id)
        return 0 if member is None else guild_permissions(guild, member, self.now_ms())

    def require(self, channel: Channel, needed: int) -> None:
        """Check the bot's permissions in a channel; raises 50001 when it cannot see it and 50013 otherwise."""
        permissions = self.permissions_in(channel, self.bot.id)
        if not permissions & Permission.VIEW_CHANNEL:
            raise ApiError(50001)
        if permissions & needed != needed:
            raise ApiError(50013)

    def require_in_guild(self, guild: Guild, needed: int) -> None:
        """Check the bot's guild permissions; raises 50013."""
        if self.guild_permissions_of(guild, self.bot.id) & needed != needed:
            raise ApiError(50013)

    def can_see(self, channel: Channel, user_id: int) -> bool:
        """Return whether a user may see a channel."""
        return bool(self.permissions_in(channel, user_id) & Permission.VIEW_CHANNEL)

    # -- small helpers used by several modules

    def threads_of(self, guild: Guild) -> Iterator[Channel]:
        """Yield the threads of a guild."""
        return (channel for channel in guild.channels.values() if channel.thread is not None)

    def tick(self) -> None:
        """Let time do its work: threads without activity are archived."""
        now_ms = self.now_ms()
        for guild in self.guilds.values():
            for channel in self.threads_of(guild):
                thread = channel.thread
                if thread is None or thread.is_archived:
                    continue
                if now_ms - thread.active_at_ms > thread.auto_archive_minutes * 60_000:
                    thread.is_archived = True
                    thread.archive_changed_at_ms = now_ms
                    self.announce_thread_update(channel)

    def announce_audit(
        self,
        guild: Guild,
        action: AuditAction,
        actor: User,
        target_id: int | None,
        *,
        changes: tuple[dict[str, Any], ...] = (),
        options: dict[str, str] | None = None,
        reason: str | None = None,
    ) -> None:
        """Write an audit log entry and send it to a bot that may see the audit log."""
        entry = AuditEntry(self.ids.next(), action, actor.id, target_id, changes, options, reason)
        guild.audit.append(entry)
        data = audit_payload(entry) | {"guild_id": str(guild.id)}
        needed = int(Permission.VIEW_AUDIT_LOG)
        self.emit(Event("GUILD_AUDIT_LOG_ENTRY_CREATE", data, guild.id, _GUILD_MODERATION, needs=needed))

    def is_viewable(self, channel: Channel) -> bool:
        """Return whether the bot can view a channel; a category counts when any of its channels does."""
        if self.can_see(channel, self.bot.id):
            return True
        guild = self.guild_of(channel)
        if guild is None or channel.kind is not ChannelType.CATEGORY:
            return False
        return any(
            other.parent_id == channel.id and self.can_see(other, self.bot.id) for other in guild.channels.values()
        )

    def gateway_channel(self, channel: Channel) -> dict[str, Any]:
        """Return a channel as the gateway shows it to the bot: obfuscated when the bot cannot view it."""
        return channel_payload(channel) if self.is_viewable(channel) else obfuscated_payload(channel)

    def announce_channel(self, channel: Channel, event: str) -> None:
        """Tell the bot that a guild channel came, changed or went."""
        self.emit(Event(event, self.gateway_channel(channel), channel.guild_id, _GUILDS))

    def announce_thread_update(self, channel: Channel) -> None:
        """Tell the bot that a thread changed."""
        self.emit(Event("THREAD_UPDATE", channel_payload(channel), channel.guild_id, _GUILDS, channel))


_GUILDS = 1 << 0
_GUILD_MODERATION = 1 << 2
_DIRECT_MESSAGE = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.ADD_REACTIONS
    | Permission.PIN_MESSAGES
    | Permission.USE_APPLICATION_COMMANDS
)
