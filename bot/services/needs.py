"""What the bot needs to be allowed on a server and in its places: the one list from which the invitation is made, and
against which `/config check` compares.

Values are the names that Discord's own interface for programs has for permissions.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.domain.settings import ChannelKind


class Power(StrEnum):
    """A permission that the bot uses, in the order in which Discord shows them."""

    VIEW_CHANNEL = "view_channel"
    MANAGE_CHANNELS = "manage_channels"
    MANAGE_ROLES = "manage_roles"
    VIEW_AUDIT_LOG = "view_audit_log"
    SEND_MESSAGES = "send_messages"
    SEND_MESSAGES_IN_THREADS = "send_messages_in_threads"
    CREATE_PUBLIC_THREADS = "create_public_threads"
    CREATE_PRIVATE_THREADS = "create_private_threads"
    EMBED_LINKS = "embed_links"
    ATTACH_FILES = "attach_files"
    ADD_REACTIONS = "add_reactions"
    PIN_MESSAGES = "pin_messages"
    MANAGE_THREADS = "manage_threads"
    READ_MESSAGE_HISTORY = "read_message_history"
    USE_APPLICATION_COMMANDS = "use_application_commands"


class Purpose(StrEnum):
    """What a place is for: rooms that are channels, rooms that are threads, and the channels that a server names."""

    ROOMS = "rooms"
    THREADS = "threads"
    STAFF = "staff"
    RECORDS = "records"
    CASHIER = "cashier"


POST: Final = frozenset({Power.VIEW_CHANNEL, Power.SEND_MESSAGES, Power.READ_MESSAGE_HISTORY})
"""To post once: what was posted by an attempt before is looked for."""

IN_PLACES: Final[Mapping[Purpose, frozenset[Power]]] = {
    Purpose.ROOMS: frozenset({Power.VIEW_CHANNEL, Power.MANAGE_CHANNELS}),
    Purpose.THREADS: frozenset(
        {
            Power.VIEW_CHANNEL,
            Power.CREATE_PRIVATE_THREADS,
            Power.SEND_MESSAGES_IN_THREADS,
            Power.ATTACH_FILES,
            Power.PIN_MESSAGES,
            Power.MANAGE_THREADS,
            Power.READ_MESSAGE_HISTORY,
        }
    ),
    Purpose.STAFF: POST,
    Purpose.RECORDS: POST | {Power.ATTACH_FILES},
    Purpose.CASHIER: POST,
}
"""What the bot needs in each place, beside what it needs on the server."""

IN_ROOM: Final = POST | {Power.MANAGE_CHANNELS, Power.ATTACH_FILES, Power.PIN_MESSAGES}
"""What it needs in a room that is a channel, also to remove it one day."""

VITAL: Final = POST | {Power.MANAGE_CHANNELS, Power.MANAGE_ROLES}
"""Without these on the server there is no room that is a channel."""

VITAL_FOR_THREADS: Final = POST | {Power.CREATE_PRIVATE_THREADS, Power.SEND_MESSAGES_IN_THREADS}
"""Without these there is no room that is a thread."""

CHANNELS: Final = 500
"""Discord keeps at most so many channels in a server, categories included."""

CHANNEL_RESERVE: Final = 25
"""So many channels are left to the server itself: case rooms are threads once there are no more than that."""

CATEGORY_ROOMS: Final = 50
"""Discord keeps at most so many channels in a category; further rooms go into a further one."""

THREADS: Final = 1_000
"""Discord keeps at most so many active threads in a server."""

THREAD_RESERVE: Final = 50
"""How near that number it is said."""

SET_UP_MAKES: Final = (ChannelKind.STAFF, ChannelKind.RECORDS, ChannelKind.CASHIER)
"""The channels that `/config setup` makes; where rooms are threads, the cases channel too."""
