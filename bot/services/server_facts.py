"""What is asked of a server for `/config check`: facts only, which `check_up.py` judges."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.domain.actors import StaffRole
from bot.services.needs import Power, Purpose


class ChannelState(StrEnum):
    """What became of a channel, as the bot sees it."""

    TEXT = "text"
    CATEGORY = "category"
    OTHER = "other"
    HIDDEN = "hidden"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """A role that stands for a staff role. `members` is how many have it; None where Discord doesn't say."""

    role: StaffRole
    role_id: int
    exists: bool = True
    is_managed: bool = False
    members: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """A place, and what may be done there by the bot, by every member, and by who has a staff role.

    `is_own`: made by `/config setup` or by the bot for its rooms; `inside`: how many channels a category has.
    """

    purpose: Purpose
    channel_id: int
    state: ChannelState
    bot: frozenset[Power] = frozenset()
    members: frozenset[Power] = frozenset()
    staff: Mapping[StaffRole, frozenset[Power]] = field(default_factory=dict[StaffRole, frozenset[Power]])
    is_own: bool = False
    inside: int = 0


@dataclass(frozen=True, slots=True)
class RoomFacts:
    """The room of an open case that is a channel, and what the bot may do in it; nothing where it can't see it."""

    case_id: int
    channel_id: int
    bot: frozenset[Power]


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """All of a server that `/config check` looks at.

    `upload_mib` is what the bot can send back at most; `closed_commands` are those that the server's own settings close
    to everybody, None where Discord doesn't say.
    """

    bot: frozenset[Power]
    members: frozenset[Power]
    roles: tuple[RoleFacts, ...]
    places: tuple[PlaceFacts, ...]
    rooms: tuple[RoomFacts, ...] = ()
    channels: int = 0
    threads: int = 0
    missing_intents: tuple[str, ...] = ()
    upload_mib: int = 10
    closed_commands: tuple[str, ...] | None = ()


class Inspector(Protocol):
    """Looks at a server through Discord."""

    async def inspect(self, guild_id: int) -> ServerFacts:
        """What the server allows at this moment."""
        ...
