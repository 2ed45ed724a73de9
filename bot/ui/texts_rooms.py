"""Sentences about case rooms themselves. Part of the seam for languages."""

from typing import Final

from bot.domain.ids import case_name
from bot.ui.facts import Text, Told
from bot.ui.format import listed
from bot.ui.sentences import Sentences

ROOM_CATEGORY: Final = "Cases"
"""The category of case rooms; further ones are `Cases 2` and so on."""

THREADS_CHANNEL: Final = "cases"
THREADS_TOPIC: Final = (
    "Rooms of cases are private threads of this channel: everybody sees their own, and nobody writes beside them."
)
"""The channel of the bot's making that threads hang under, where the server has none for it; known by its topic."""

_LACKS: Final = {
    "no_text_channel": "is no text channel that I can see, so the room is elsewhere",
    "bot_cant_make": "doesn't let me view it, create private threads and send messages in threads, so the room is "
    "elsewhere",
    "parties_cant_see": "can't be seen by both parties, so the room is elsewhere",
    "parties_cant_take_part": "doesn't let members read the history, use commands and send messages in threads",
    "bot_cant_manage": "doesn't let me manage threads, so I can't lock and delete them",
    "moderators_cant_see": "doesn't let the moderator role view it and manage threads, so moderators can't see in",
    "members_can_post": "lets members post beside the rooms",
}
"""What is wrong with a channel that rooms are to hang under, by the key that delivery names."""


def room_topic(case_id: int) -> str:
    """The topic of a case room. The number stands first: the room is found again by it."""
    return f"{case_name(case_id)} · private: both parties and staff. Server administrators can see every channel."


def card_replaced(case_id: int) -> str:
    """What is left of a card that could not be kept up to date."""
    return f"-# This card of {case_name(case_id)} was replaced: the current one is pinned."


_notices = Sentences()


@_notices.of("not_evidence")
def not_evidence(told: Told) -> str:
    """A party wrote in a thread, which can't be closed to one side, when evidence was closed."""
    return (
        f"**{told.case()}** · {told.member('author_id')}, evidence is closed: what you write here now isn't evidence, "
        "and the arbitrator doesn't have to read it. If the arbitrator asks you something, answer with the button "
        "under the question or `/dispute answer`."
    )


@_notices.of("staff_room_stays")
def staff_room_stays(told: Told) -> str:
    """The room of an ended case could not be deleted."""
    right = "Manage Threads" if told.flag("is_thread") else "Manage Channels"
    return (
        f"⚠️ **{told.case()}** has ended and its room's time is over, but I am not allowed to delete "
        f"<#{told.number('channel_id')}>. Please give me **{right}** there, or delete it yourselves. I try again every "
        "day."
    )


@_notices.of("staff_cases_channel")
def staff_cases_channel(told: Told) -> str:
    """The channel that rooms hang under as threads lacks something."""
    lacks = listed([_LACKS[name] for name in told.words("lacks")], "and")
    return (
        f"⚠️ **{told.case()}** · Rooms are threads on this server, but <#{told.number('channel_id')}> {lacks}. Please "
        "mend it in the channel's permissions, or set another channel with `/config channel kind:cases`."
    )


NOTICES: Final[dict[str, Text]] = _notices.texts
