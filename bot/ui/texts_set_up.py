"""The sentences of `/config setup`, and of what admins do with members."""

from collections.abc import Mapping
from typing import Final

from bot.domain import errors
from bot.domain.settings import ChannelKind
from bot.ui.facts import Text, Told
from bot.ui.format import channel_mention, listed
from bot.ui.sentences import RefusalSentences, RefusalText, Sentences
from bot.ui.texts_check import POWERS
from bot.ui.texts_rooms import THREADS_CHANNEL, THREADS_TOPIC

_receipts = Sentences()
_quotes = Sentences()
_notices = Sentences()
_refusals = RefusalSentences()

SET_UP_CATEGORY: Final = "Parley"
"""The category of the channels that `/config setup` makes."""

NAMES: Final[Mapping[ChannelKind, str]] = {
    ChannelKind.STAFF: "parley-staff",
    ChannelKind.RECORDS: "parley-records",
    ChannelKind.CASHIER: "parley-cashiers",
    ChannelKind.CASES: THREADS_CHANNEL,
}

TOPICS: Final[Mapping[ChannelKind, str]] = {
    ChannelKind.STAFF: "Parley tells moderators here what needs them.",
    ChannelKind.RECORDS: "Parley keeps rulings and case files here, for moderators.",
    ChannelKind.CASHIER: "Parley tells cashiers here who waits for money to come in or go out.",
    ChannelKind.CASES: THREADS_TOPIC,
}
"""Topics of channels that `/config setup` has made; they are known again by them."""


def _made(told: Told) -> str:
    return listed([f"**#{NAMES[ChannelKind(kind)]}** ({_FOR[kind]})" for kind in told.words("makes")], "and")


_FOR: Final = {
    "staff": "alerts to moderators, seen by them",
    "records": "rulings and case files, seen by moderators",
    "cashier": "requests for money, seen by cashiers",
    "cases": "rooms of cases as threads, seen by all",
}


@_quotes.of("set_up")
def set_up(told: Told) -> str:
    """Before anything is made."""
    roles = (
        f"\nNo {listed(told.words('missing_roles'), 'or')} role is set yet: until you set it and use this command "
        "again, only administrators see what is for them."
        if told.has("missing_roles")
        else ""
    )
    if told.has("makes"):
        return (
            f"**Set this server up?**\nIn the category **{SET_UP_CATEGORY}** I make what there isn't yet: "
            f"{_made(told)}. Then I set them, as `/config channel` would. Channels that are set stay as they "
            f"are.{roles}"
        )
    return (
        "**Set this server up?**\nAll channels are set. Those that I have made I open anew to the roles that are set "
        f"now.{roles}"
    )


@_receipts.of("set_up_begun")
def set_up_begun(told: Told) -> str:
    """The relay makes them."""
    what = f"I am making {_made(told)}" if told.has("makes") else "I am opening my channels to the roles that are set"
    return f"{what}. That takes a few seconds; then `/config check` says what is left to do."


@_receipts.of("member_blocked")
def member_blocked(told: Told) -> str:
    """Stopped from filing, or let again."""
    who = told.member("member_id")
    if told.flag("blocked"):
        return (
            f"{who} can open no cases any more. They still answer cases, make offers, pay and hand in "
            "evidence; cases that are open go on."
            if told.flag("is_news")
            else f"{who} was blocked already: they can open no cases, and still answer, pay and defend themselves."
        )
    return f"{who} can open cases again." if told.flag("is_news") else f"{who} wasn't blocked, so nothing changed."


@_notices.of("staff_set_up_done")
def set_up_done(told: Told) -> str:
    """In the staff channel."""
    channels = listed([channel_mention(int(channel_id)) for channel_id in told.words("channel_ids")], "and")
    return f"{told.member('member_id')} has set this server up: {channels}. `/config check` says what is left to do."


@_notices.of("set_up_refused")
def set_up_refused(told: Told) -> str:
    """To the admin who asked for it."""
    why = (
        "the server has all the channels that Discord allows. Delete one that you don't need"
        if told.flag("is_full")
        else "Discord refuses it: I lack permissions. `/config check` says which"
    )
    return (
        f"I couldn't finish setting your server up: {why}, and use `/config setup` again. What is made already stays."
    )


@_refusals.of(errors.BotLacks)
def bot_lacks(refusal: errors.BotLacks) -> str:
    """What to give."""
    lacking = listed([f"**{POWERS[power]}**" for power in refusal.powers], "and")
    return (
        f"To set this server up I need {lacking}. Switch that on for my role in Server Settings → Roles, and use "
        "`/config setup` again."
    )


RECEIPTS: Final[dict[str, Text]] = _receipts.texts
QUOTES: Final[dict[str, Text]] = _quotes.texts
NOTICES: Final[dict[str, Text]] = _notices.texts
REFUSALS: Final[dict[str, RefusalText]] = _refusals.texts
