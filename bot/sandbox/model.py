"""The things of the world: users, guilds, channels, messages, commands and interactions."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.person import Person


class ChannelType(IntEnum):
    """The kinds of channel that the sandbox knows."""

    TEXT = 0
    DM = 1
    CATEGORY = 4
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12


THREAD_TYPES = (ChannelType.PUBLIC_THREAD, ChannelType.PRIVATE_THREAD)
EPHEMERAL = 1 << 6
LOADING = 1 << 7
IS_COMPONENTS_V2 = 1 << 15
SUPPRESS_EMBEDS = 1 << 2
SUPPRESS_NOTIFICATIONS = 1 << 12


@dataclass(eq=False)
class User:
    """An account: a person or the bot."""

    id: int
    name: str
    display_name: str
    is_bot: bool = False
    locale: str = "en-US"
    accepts_dms: bool = True
    has_blocked_bot: bool = False

    @property
    def mention(self) -> str:
        """The text that mentions this user."""
        return f"<@{self.id}>"


@dataclass(slots=True, eq=False)
class Role:
    """A role; the one whose id is the guild's is @everyone."""

    id: int
    guild_id: int
    name: str
    permissions: int
    position: int
    is_mentionable: bool = False
    bot_user_id: int | None = None

    @property
    def mention(self) -> str:
        """The text that mentions this role."""
        return f"<@&{self.id}>"


@dataclass(slots=True, eq=False)
class Member:
    """A user in a guild."""

    user: User
    guild_id: int
    joined_at_ms: int
    role_ids: list[int] = field(default_factory=list[int])
    nick: str | None = None
    timed_out_until_ms: int | None = None

    def is_timed_out(self, now_ms: int) -> bool:
        """Return whether the member is timed out at `now_ms`."""
        return self.timed_out_until_ms is not None and self.timed_out_until_ms > now_ms


@dataclass(slots=True, frozen=True)
class Overwrite:
    """A channel's exception for a role (kind 0) or a member (kind 1)."""

    target_id: int
    kind: int
    allow: int
    deny: int


@dataclass(slots=True, eq=False)
class Thread:
    """What a thread has beyond a channel."""

    owner_id: int
    is_private: bool
    is_invitable: bool
    auto_archive_minutes: int
    created_at_ms: int
    active_at_ms: int
    archive_changed_at_ms: int
    is_archived: bool = False
    is_locked: bool = False
    members: dict[int, int] = field(default_factory=dict[int, int])
    messages_sent: int = 0


@dataclass(slots=True, eq=False)
class Channel:
    """A text channel, category, thread or direct message channel."""

    id: int
    kind: ChannelType
    guild_id: int | None
    name: str
    position: int = 0
    topic: str | None = None
    parent_id: int | None = None
    nsfw: bool = False
    slowmode_seconds: int = 0
    overwrites: dict[int, Overwrite] = field(default_factory=dict[int, Overwrite])
    messages: "dict[int, Message]" = field(default_factory=dict[int, "Message"])
    last_message_id: int | None = None
    last_pin_at_ms: int | None = None
    thread: Thread | None = None
    recipient: User | None = None
    renamed_at_ms: list[int] = field(default_factory=list[int])
    nonces: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    old_edits_at_ms: list[int] = field(default_factory=list[int])

    @property
    def mention(self) -> str:
        """The text that links to this channel."""
        return f"<#{self.id}>"

    @property
    def is_thread(self) -> bool:
        """Whether this is a thread."""
        return self.thread is not None


@dataclass(slots=True, eq=False)
class StoredFile:
    """An uploaded file, as the CDN keeps it."""

    id: int
    channel_id: int
    filename: str
    content: bytes
    content_type: str
    description: str | None = None
    is_ephemeral: bool = False


@dataclass(slots=True, frozen=True)
class Pings:
    """Who a message notified when it was sent."""

    user_ids: frozenset[int] = frozenset()
    role_ids: frozenset[int] = frozenset()
    everyone: bool = False


@dataclass(slots=True, eq=False)
class Message:
    """A message in a channel."""

    id: int
    channel_id: int
    guild_id: int | None
    author: User
    kind: int
    content: str
    embeds: list[dict[str, Any]]
    components: list[dict[str, Any]]
    files: list[StoredFile]
    flags: int
    created_at_ms: int
    edited_at_ms: int | None = None
    pinned_at_ms: int | None = None
    nonce: str | int | None = None
    reference: dict[str, Any] | None = None
    pings: Pings = Pings()
    mentioned_user_ids: tuple[int, ...] = ()
    mentioned_role_ids: tuple[int, ...] = ()
    mentions_everyone: bool = False
    application_id: int | None = None
    interaction: "Interaction | None" = None
    visible_to: int | None = None
    is_deleted: bool = False
    revision: int = 0

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person can see it."""
        return bool(self.flags & EPHEMERAL)


@dataclass(slots=True, eq=False)
class Guild:
    """A server."""

    id: int
    name: str
    owner: "Person"
    roles: dict[int, Role] = field(default_factory=dict[int, Role])
    members: dict[int, Member] = field(default_factory=dict[int, Member])
    channels: dict[int, Channel] = field(default_factory=dict[int, Channel])
    bans: dict[int, str | None] = field(default_factory=dict[int, "str | None"])
    audit: "list[AuditEntry]" = field(default_factory=list["AuditEntry"])
    commands: "dict[int, Command]" = field(default_factory=dict[int, "Command"])
    command_permissions: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """What admins have set for commands in the server's own settings, as Discord gives it to bots."""
    locale: str = "en-US"

    @property
    def owner_id(self) -> int:
        """The id of the owner's account."""
        return self.owner.id

    @property
    def everyone(self) -> Role:
        """The role that everyone has."""
        return self.roles[self.id]

    def channel_named(self, name: str) -> Channel:
        """Return the channel or thread of that name; raises LookupError when there is none."""
        for channel in self.channels.values():
            if channel.name == name:
                return channel
        raise LookupError(f"no channel named {name!r} in {self.name}")


class AuditAction(IntEnum):
    """The audit log entries that the sandbox writes."""

    CHANNEL_CREATE = 10
    CHANNEL_UPDATE = 11
    CHANNEL_DELETE = 12
    OVERWRITE_CREATE = 13
    OVERWRITE_UPDATE = 14
    OVERWRITE_DELETE = 15
    MEMBER_KICK = 20
    MEMBER_BAN_ADD = 22
    MEMBER_BAN_REMOVE = 23
    MEMBER_UPDATE = 24
    MEMBER_ROLE_UPDATE = 25
    BOT_ADD = 28
    ROLE_CREATE = 30
    ROLE_UPDATE = 31
    ROLE_DELETE = 32
    MESSAGE_DELETE = 72
    MESSAGE_BULK_DELETE = 73
    MESSAGE_PIN = 74
    MESSAGE_UNPIN = 75
    THREAD_CREATE = 110
    THREAD_UPDATE = 111
    THREAD_DELETE = 112


@dataclass(slots=True, frozen=True)
class AuditEntry:
    """One line of a guild's audit log."""

    id: int
    action: AuditAction
    user_id: int
    target_id: int | None
    changes: tuple[dict[str, Any], ...] = ()
    options: dict[str, str] | None = None
    reason: str | None = None


@dataclass(slots=True, eq=False)
class Command:
    """A registered application command, with the JSON that describes it."""

    id: int
    guild_id: int | None
    version: int
    body: dict[str, Any]

    @property
    def name(self) -> str:
        """The command's name."""
        return str(self.body["name"])

    @property
    def kind(self) -> int:
        """1 chat input, 2 user menu, 3 message menu."""
        return int(self.body.get("type") or 1)


class InteractionType(IntEnum):
    """What a person did."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL_SUBMIT = 5


class ResponseState(StrEnum):
    """How far the bot is with its answer."""

    NONE = "none"
    THINKING = "thinking"
    ANSWERED = "answered"
    UPDATE_DEFERRED = "update deferred"
    UPDATED = "updated"
    MODAL = "modal"
    CHOICES = "choices"


@dataclass(slots=True, eq=False)
class Interaction:
    """One act of a person that the bot has to answer."""

    id: int
    token: str
    kind: InteractionType
    user: User
    channel: Channel
    guild_id: int | None
    data: dict[str, Any]
    created_at_ms: int
    sent_at_monotonic: float
    name: str = ""
    source: Message | None = None
    opened_by: "Interaction | None" = None
    payload: dict[str, Any] = field(default_factory=dict[str, Any])
    state: ResponseState = ResponseState.NONE
    callback_type: int | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list[Message])
    modal: dict[str, Any] | None = None
    choices: list[dict[str, Any]] | None = None
    source_revision: int = 0
    answered_at_monotonic: float | None = None

    @property
    def first_answer_seconds(self) -> float | None:
        """How long the bot took for its first answer, deferring included; None while there is none."""
        answered_at = self.answered_at_monotonic
        return None if answered_at is None else answered_at - self.sent_at_monotonic

    @property
    def has_changed_source(self) -> bool:
        """Whether the message that was clicked has changed or gone since, by whatever route."""
        source = self.source
        return source is not None and (source.is_deleted or source.revision > self.source_revision)
