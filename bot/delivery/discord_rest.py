"""The few REST calls that delivery makes, by ids and plain facts: no cache is asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, cast

import discord

from bot.ui.attached import LEAST_UPLOAD_BYTES, Attached, files_of
from bot.ui.links import has_blocked_link, leave_links_out, without_links
from bot.ui.posted import custom_ids, own_view, text_of

TEXT_CHANNEL: Final = 0
CATEGORY: Final = 4
PRIVATE_THREAD: Final = 12

UNKNOWN_CHANNEL: Final = 10003
UNKNOWN_MESSAGE: Final = 10008
OLD_EDIT_LIMIT: Final = 30046
NO_RECIPIENT: Final = 50033
"""Discord's codes for what is gone, for a message too old to be edited, and for somebody who can't be written to."""

CHANNELS_FULL: Final = frozenset({30013, 30061})
"""Discord's codes for a server that has all its channels, by number or by the size of what is known of them."""

THREADS_FULL: Final = 160006
"""Discord's code for a server that has all its active threads."""

THREAD_ARCHIVED: Final = 50083
"""Discord's code for what can't be done in a thread that is archived."""

FORM_REFUSED: Final = 50035
"""Discord's code for values that don't fit, such as a category that has all its channels."""

TOO_LARGE: Final = 40005
"""Discord's code for files that are larger than it takes there."""

_ARCHIVE_MINUTES: Final = 10_080
"""After a week without a message Discord may archive a thread: the longest that it offers."""


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What a role or member may and may not do in one channel, as permission bits."""

    target_id: int
    is_member: bool
    allow: int
    deny: int


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A channel or thread as Discord has it now; the last lines are of threads only, which have no overwrites."""

    channel_id: int
    kind: int
    name: str
    topic: str
    parent_id: int | None
    overwrites: tuple[Overwrite, ...]
    owner_id: int | None = None
    archived: bool = False
    locked: bool = False
    invitable: bool = False
    member_count: int = 0

    @property
    def is_thread(self) -> bool:
        """Whether it is a private thread."""
        return self.kind == PRIVATE_THREAD


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """A message as Discord has it now; `made_at_ms` is Discord's time in UTC epoch milliseconds.

    `text` is all that it says, in plain content or in layout components; of others' messages only the content.
    """

    message_id: int
    author_id: int
    made_at_ms: int
    text: str
    pinned: bool
    custom_ids: frozenset[str]


class DiscordRest:
    """Discord through the client's own HTTP, with its rate limits."""

    def __init__(self, client: Callable[[], discord.Client]) -> None:
        """`client` gives the client of the moment; it may raise ConnectionError."""
        self._current = client

    @property
    def _client(self) -> discord.Client:
        return self._current()

    @property
    def bot_id(self) -> int:
        """The bot's own user id; the client must be logged in."""
        user = self._client.user
        if user is None:
            raise RuntimeError("the client is not logged in")
        return user.id

    async def channels(self, guild_id: int) -> list[ChannelFacts]:
        """All channels of a guild, oldest first."""
        found = await self._client.http.get_all_guild_channels(guild_id)
        return sorted((_channel(cast("dict[str, Any]", item)) for item in found), key=lambda item: item.channel_id)

    async def channel_count(self, guild_id: int) -> int:
        """How many channels a guild has, as far as known: the gateway tells also of those that the bot can't see."""
        guild = self._client.get_guild(guild_id)
        return 0 if guild is None else len(guild.channels)

    async def channel(self, channel_id: int) -> ChannelFacts | None:
        """A channel or thread, or None if it is gone. Raises Forbidden where the bot can't see it."""
        try:
            found = await self._client.http.get_channel(channel_id)
        except discord.NotFound:
            return None
        return _channel(cast("dict[str, Any]", found))

    async def create_channel(self, guild_id: int, kind: int, name: str, *, reason: str, **options: Any) -> ChannelFacts:
        """Make a channel. Never call it without looking first, and look again afterwards: it may be made twice."""
        made = await self._client.http.create_channel(guild_id, cast("Any", kind), name=name, reason=reason, **options)
        return _channel(cast("dict[str, Any]", made))

    async def delete_channel(self, channel_id: int, *, reason: str) -> None:
        """Delete a channel; one that is gone already is fine."""
        try:
            await self._client.http.delete_channel(channel_id, reason=reason)
        except discord.NotFound:
            return

    async def set_overwrites(self, channel_id: int, overwrites: Iterable[Overwrite], *, reason: str) -> None:
        """Replace all overwrites of a channel."""
        await self._client.http.edit_channel(
            channel_id, permission_overwrites=overwrite_payloads(overwrites), reason=reason
        )

    async def set_overwrite(self, channel_id: int, overwrite: Overwrite, *, reason: str) -> None:
        """Set one overwrite of a channel, and leave the others as they are."""
        kind: Literal[0, 1] = 1 if overwrite.is_member else 0
        await self._client.http.edit_channel_permissions(
            channel_id, overwrite.target_id, str(overwrite.allow), str(overwrite.deny), kind, reason=reason
        )

    # Threads.

    async def threads(self, guild_id: int) -> list[ChannelFacts]:
        """The active threads of a guild that the bot can see, oldest first."""
        found = await self._client.http.get_active_threads(guild_id)
        return _threads(found)

    async def archived_threads(self, parent_id: int) -> list[ChannelFacts]:
        """The newest hundred archived private threads of a channel that the bot is in, oldest first."""
        found = await self._client.http.get_joined_private_archived_threads(parent_id, limit=100)
        return _threads(found)

    async def create_thread(self, parent_id: int, name: str, *, reason: str) -> ChannelFacts:
        """Make a private thread that only the bot and thread managers can let others into. Look before and afterwards,
        as for channels."""
        made = await self._client.http.start_thread_without_message(
            parent_id,
            name=name,
            auto_archive_duration=_ARCHIVE_MINUTES,
            type=PRIVATE_THREAD,
            invitable=False,
            reason=reason,
        )
        return _channel(cast("dict[str, Any]", made))

    async def change_thread(self, thread_id: int, changes: Mapping[str, bool], *, reason: str) -> None:
        """Set whether a thread is `archived`, `locked` or `invitable`."""
        await self._client.http.edit_channel(thread_id, reason=reason, **changes)

    async def let_in(self, thread_id: int, member_id: int) -> None:
        """Make somebody a member of a thread; who is one already, or isn't on the server, is fine."""
        try:
            await self._client.http.add_user_to_thread(thread_id, member_id)
        except discord.NotFound as error:
            if error.code == UNKNOWN_CHANNEL:
                raise

    async def take_out(self, thread_id: int, member_id: int) -> None:
        """Take somebody out of a thread; who isn't in it is fine."""
        try:
            await self._client.http.remove_user_from_thread(thread_id, member_id)
        except discord.NotFound as error:
            if error.code == UNKNOWN_CHANNEL:
                raise

    async def is_in_thread(self, thread_id: int, member_id: int) -> bool:
        """Whether somebody is a member of a thread."""
        try:
            await self._client.http.get_thread_member(thread_id, member_id)
        except discord.NotFound:
            return False
        return True

    async def thread_member_ids(self, thread_id: int) -> frozenset[int]:
        """The members of a thread. Raises Forbidden for an application without the members intent."""
        found = await self._client.http.get_thread_members(thread_id)
        return frozenset(int(member["user_id"]) for member in found)

    # Members and roles.

    async def member_role_ids(self, guild_id: int, member_id: int) -> frozenset[int] | None:
        """A member's roles, or None for who is not in the guild."""
        try:
            found = await self._client.http.get_member(guild_id, member_id)
        except discord.NotFound:
            return None
        return frozenset(int(role_id) for role_id in found["roles"])

    async def role_permissions(self, guild_id: int) -> dict[int, int]:
        """The permission bits of every role of a guild; @everyone has the guild's own id."""
        return {int(role["id"]): int(role["permissions"]) for role in await self._client.http.get_roles(guild_id)}

    async def owner_id(self, guild_id: int) -> int:
        """Who owns the guild."""
        found = await self._client.http.get_guild(guild_id, with_counts=False)
        return int(found["owner_id"])

    async def post(
        self,
        channel_id: int,
        *,
        nonce: str,
        content: str | None = None,
        view: discord.ui.LayoutView | None = None,
        mention_ids: Sequence[int] = (),
        files: Sequence[Attached] = (),
    ) -> PostedMessage:
        """Post a message that pings those members and nobody else; the same nonce again gives the same message.

        Where Discord lets a link in it through to nobody, it is posted without links.
        """
        allowed = discord.AllowedMentions(
            everyone=False, roles=False, users=[discord.Object(member_id) for member_id in mention_ids]
        )
        place = self._client.get_partial_messageable(channel_id)
        options: dict[str, Any] = {"view": view, "nonce": nonce, "allowed_mentions": allowed}
        try:
            sent = await place.send(content, files=files_of(files), **options)
        except discord.HTTPException as error:
            if not has_blocked_link(error):
                raise
            content = None if content is None else without_links(content)
            if view is not None:
                leave_links_out(view)
            sent = await place.send(content, files=files_of(files), **options)
        return _message(sent, self.bot_id)

    def upload_limit(self, guild_id: int | None) -> int:
        """The most bytes that a message to a server may bring in files, or a direct message if None."""
        guild = None if guild_id is None else self._client.get_guild(guild_id)
        return LEAST_UPLOAD_BYTES if guild is None else max(guild.filesize_limit, LEAST_UPLOAD_BYTES)

    async def edit(self, channel_id: int, message_id: int, *, view: discord.ui.LayoutView) -> PostedMessage:
        """Replace the view of one of our messages; without links where Discord lets one through to nobody."""
        partial = self._client.get_partial_messageable(channel_id).get_partial_message(message_id)
        try:
            edited = await partial.edit(view=view, allowed_mentions=discord.AllowedMentions.none())
        except discord.HTTPException as error:
            if not has_blocked_link(error):
                raise
            leave_links_out(view)
            edited = await partial.edit(view=view, allowed_mentions=discord.AllowedMentions.none())
        return _message(edited, self.bot_id)

    async def delete_message(self, channel_id: int, message_id: int) -> None:
        """Delete one of our messages; one that is gone already is fine."""
        try:
            await self._client.http.delete_message(channel_id, message_id)
        except discord.NotFound:
            return

    async def pin(self, channel_id: int, message_id: int, *, reason: str) -> None:
        """Pin a message; pinning it again does nothing."""
        await self._client.http.pin_message(channel_id, message_id, reason=reason)

    async def recent(self, channel_id: int, limit: int = 50) -> list[PostedMessage]:
        """The channel's last messages, newest first."""
        channel = self._client.get_partial_messageable(channel_id)
        return [_message(message, self.bot_id) async for message in channel.history(limit=limit)]

    def server_name(self, guild_id: int) -> str | None:
        """What the gateway last called a server; None for one that isn't connected."""
        guild = self._client.get_guild(guild_id)
        return None if guild is None else guild.name

    async def open_direct(self, member_id: int) -> int:
        """The channel of a person's direct messages; that it can be opened says nothing about sending."""
        opened = await self._client.http.start_private_message(member_id)
        return int(opened["id"])


def overwrite_payloads(overwrites: Iterable[Overwrite]) -> list[dict[str, Any]]:
    """Overwrites as Discord takes them."""
    return [
        {"id": item.target_id, "type": int(item.is_member), "allow": str(item.allow), "deny": str(item.deny)}
        for item in overwrites
    ]


def _threads(found: Any) -> list[ChannelFacts]:
    return sorted((_channel(item) for item in found["threads"]), key=lambda item: item.channel_id)


def _channel(found: dict[str, Any]) -> ChannelFacts:
    parent, owner = found.get("parent_id"), found.get("owner_id")
    thread: dict[str, Any] = found.get("thread_metadata") or {}
    return ChannelFacts(
        channel_id=int(found["id"]),
        kind=int(found["type"]),
        name=found.get("name") or "",
        topic=found.get("topic") or "",
        parent_id=None if parent is None else int(parent),
        overwrites=tuple(
            Overwrite(int(item["id"]), int(item["type"]) == 1, int(item["allow"]), int(item["deny"]))
            for item in found.get("permission_overwrites") or ()
        ),
        owner_id=None if owner is None else int(owner),
        archived=bool(thread.get("archived")),
        locked=bool(thread.get("locked")),
        invitable=bool(thread.get("invitable")),
        member_count=int(found.get("member_count") or 0),
    )


def _message(message: discord.Message, bot_id: int) -> PostedMessage:
    view = own_view(message, bot_id)
    return PostedMessage(
        message_id=message.id,
        author_id=message.author.id,
        made_at_ms=round(message.created_at.timestamp() * 1_000),
        text=text_of(message.content, view),
        pinned=message.pinned,
        custom_ids=custom_ids(view),
    )
