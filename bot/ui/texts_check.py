"""The sentences of `/config check`: what is to be mended, and how."""

from collections.abc import Mapping
from typing import Final

from bot.services.needs import Power
from bot.ui.facts import Text, Told
from bot.ui.format import channel_mention, listed, plural, role_mention
from bot.ui.sentences import Sentences

_checked = Sentences()

POWERS: Final[Mapping[str, str]] = {
    Power.VIEW_CHANNEL: "View Channels",
    Power.MANAGE_CHANNELS: "Manage Channels",
    Power.MANAGE_ROLES: "Manage Roles",
    Power.VIEW_AUDIT_LOG: "View Audit Log",
    Power.SEND_MESSAGES: "Send Messages",
    Power.SEND_MESSAGES_IN_THREADS: "Send Messages in Threads",
    Power.CREATE_PUBLIC_THREADS: "Create Public Threads",
    Power.CREATE_PRIVATE_THREADS: "Create Private Threads",
    Power.EMBED_LINKS: "Embed Links",
    Power.ATTACH_FILES: "Attach Files",
    Power.ADD_REACTIONS: "Add Reactions",
    Power.PIN_MESSAGES: "Pin Messages",
    Power.MANAGE_THREADS: "Manage Threads",
    Power.READ_MESSAGE_HISTORY: "Read Message History",
    Power.USE_APPLICATION_COMMANDS: "Use Application Commands",
}
"""Permissions as Discord's settings name them."""

_USES: Final[Mapping[str, str]] = {
    Power.VIEW_CHANNEL: "to see the rooms and channels that I work in",
    Power.MANAGE_CHANNELS: "to make rooms, and to remove them after their time",
    Power.MANAGE_ROLES: "to open each room to its people and to nobody else",
    Power.VIEW_AUDIT_LOG: "to tell who left from who was removed, and to note who deleted a room",
    Power.SEND_MESSAGES: "to post cards and notices",
    Power.SEND_MESSAGES_IN_THREADS: "to post in rooms that are threads",
    Power.CREATE_PUBLIC_THREADS: "to keep threads out of rooms",
    Power.CREATE_PRIVATE_THREADS: "to make rooms that are threads",
    Power.EMBED_LINKS: "to let people show links in rooms",
    Power.ATTACH_FILES: "to post case files, and to let people show files in rooms",
    Power.ADD_REACTIONS: "to let people react in rooms while they may write there",
    Power.PIN_MESSAGES: "to pin each case's card",
    Power.MANAGE_THREADS: "to lock and remove rooms that are threads",
    Power.READ_MESSAGE_HISTORY: "to find what I have posted, and to keep the record of what is said in rooms",
    Power.USE_APPLICATION_COMMANDS: "to let people use commands in rooms",
}
"""What a permission is for. The bot can hand out in a room only what it has itself."""

CHECK_TITLE: Final = "## Check of this server"
ALL_WELL: Final = (
    "✅ **All is well.** I have looked at my permissions on the server and in each place that is set, at the roles, "
    "the channels, the rooms of open cases, what Discord lets me hear, its limits, and the settings of money."
)
REST_IN_FILE: Final = "-# The rest is in the file below."
CHECK_FILE: Final = "check.txt"
CHECK_FOLLOWS: Final = "All that is to be mended, in order:"

_MARKS: Final = {"fault": "❌", "lack": "⚠️", "note": "\N{INFORMATION SOURCE}\N{VARIATION SELECTOR-16}"}
_IN_SETTINGS: Final = "In its settings, under Permissions,"
_PLACES: Final = {
    "rooms": "the category of case rooms",
    "threads": "the cases channel",
    "staff": "the staff channel",
    "records": "the records channel",
    "cashier": "the cashier channel",
}
_READERS: Final = {"staff": "moderators", "records": "moderators", "cashier": "cashiers"}
_KINDS: Final = {"rooms": "cases", "threads": "cases"}
_WITHOUT_ROLE: Final = {
    "moderator": "no case can be opened",
    "arbitrator": "no case can be opened",
    "cashier": "no money can come in or go out",
}
_WITHOUT_CHANNEL: Final = {
    "staff": "what needs moderators, such as late rulings and notices that reach nobody, is told in no channel",
    "records": "rulings and case files are kept in no channel of yours",
    "cashier": "cashiers aren't told of requests, and have to look with `/cashier pending`",
}


def heading(faults: int, lacks: int) -> str:
    """How much there is to mend."""
    if faults:
        rest = f", and {lacks} more would be better" if lacks else ""
        return f"❌ **{plural(faults, 'thing')} must be mended before everything works{rest}.** Best in this order:"
    return f"⚠️ **It works, but {plural(lacks, 'thing')} would be better mended.** Best in this order:"


def finding_line(number: int, key: str, grade: str, told: Told) -> str:
    """A finding with its mark and its place in the order."""
    return f"{_MARKS[grade]} **{number}.** {CHECKED[key](told)}"


def _powers(told: Told) -> str:
    return listed([f"**{POWERS[power]}**" for power in told.words("powers")], "and")


def _place(told: Told) -> str:
    return f"{channel_mention(told.number('channel_id'))} ({_PLACES[told.word('purpose')]})"


def _kind(told: Told) -> str:
    return _KINDS.get(told.word("purpose"), told.word("purpose"))


@_checked.of("check_powers")
def powers(told: Told) -> str:
    """Lacking on the server."""
    lines = "\n".join(f"- **{POWERS[power]}**: {_USES[power]}" for power in told.words("powers"))
    return (
        "I lack permissions on this server. Switch them on for my role in Server Settings → Roles, or invite me again "
        f"with the link at the end:\n{lines}"
    )


@_checked.of("check_role_unset")
def role_unset(told: Told) -> str:
    """No role for it."""
    role = told.word("role")
    return (
        f"No {role} role is set, so {_WITHOUT_ROLE[role]}. Set one with `/config role kind:{role} role:@…`; if the "
        "server has none for it yet, make it in Server Settings → Roles first."
    )


@_checked.of("check_role_gone")
def role_gone(told: Told) -> str:
    """Deleted."""
    role = told.word("role")
    return (
        f"The {role} role that was set is gone from the server, so {_WITHOUT_ROLE[role]}. Set another one with "
        f"`/config role kind:{role} role:@…`."
    )


@_checked.of("check_role_managed")
def role_managed(told: Told) -> str:
    """Nobody can be given it."""
    role = told.word("role")
    return (
        f"{role_mention(told.number('role_id'))}, the {role} role, belongs to a bot or an integration, so you can't "
        f"give it to anybody. Set another one with `/config role kind:{role} role:@…`."
    )


@_checked.of("check_role_empty")
def role_empty(told: Told) -> str:
    """Nobody has it."""
    return (
        f"Nobody has {role_mention(told.number('role_id'))}, the {told.word('role')} role. Give it to somebody in "
        "Server Settings → Members."
    )


_TWO_WAYS: Final = "`/config setup` makes one, or name one with `/config channel kind:{kind} channel:#…`."

_checked.plain(
    "check_cases_gone",
    "The cases channel that was set is gone from the server, so no case can be opened. "
    + _TWO_WAYS.format(kind="cases"),
)
_checked.plain(
    "check_cases_unset",
    "Case rooms are threads, and no cases channel is set for them to hang under. " + _TWO_WAYS.format(kind="cases"),
)


@_checked.of("check_place_gone")
def place_gone(told: Told) -> str:
    """Deleted, and not noted yet."""
    return f"{_PLACES[told.word('purpose')].capitalize()} is gone. " + _TWO_WAYS.format(kind=_kind(told))


@_checked.of("check_place_hidden")
def place_hidden(told: Told) -> str:
    """The bot can't see in."""
    return f"I can't see into {_place(told)}. {_IN_SETTINGS} add me and switch on {_powers(told)}."


@_checked.of("check_place_kind")
def place_kind(told: Told) -> str:
    """Something else than a text channel."""
    kind = _kind(told)
    return f"{_place(told)} is no text channel any more. Set another one with `/config channel kind:{kind} channel:#…`."


@_checked.of("check_place_powers")
def place_powers(told: Told) -> str:
    """Lacking in a place."""
    return f"I lack permissions in {_place(told)}. {_IN_SETTINGS} add me and switch on {_powers(told)}."


@_checked.of("check_everybody_reads")
def everybody_reads(told: Told) -> str:
    """A channel for staff that is open."""
    purpose = told.word("purpose")
    mend = (
        "`/config setup` closes it again."
        if told.flag("is_own")
        else f"{_IN_SETTINGS} switch off **View Channels** for @everyone, and on for {_READERS[purpose]} and me."
    )
    return f"Everybody can read {_place(told)}, which is for {_READERS[purpose]} only. {mend}"


@_checked.of("check_staff_cant_see")
def staff_cant_see(told: Told) -> str:
    """Whose channel it is can't see it."""
    role = told.word("role")
    mend = (
        "`/config setup` lets them in."
        if told.flag("is_own")
        else f"{_IN_SETTINGS} add the {role} role and switch on {_powers(told)}."
    )
    return f"The {role} role lacks permissions in {_place(told)}. {mend}"


@_checked.of("check_parties_cant_see")
def parties_cant_see(told: Told) -> str:
    """Threads are seen only by who sees the channel."""
    return (
        f"Members can't see {_place(told)}, so they can't get into their rooms, which hang under it. {_IN_SETTINGS} "
        "switch on **View Channels** for @everyone: each sees only their own rooms there."
    )


@_checked.of("check_parties_cant_take_part")
def parties_cant_take_part(told: Told) -> str:
    """They see the room, and can't use it."""
    return (
        f"Members can't use rooms under {_place(told)} fully. {_IN_SETTINGS} switch on {_powers(told)} for @everyone."
    )


@_checked.of("check_members_can_post")
def members_can_post(told: Told) -> str:
    """Beside the rooms."""
    return (
        f"Members can post in {_place(told)} beside the rooms. {_IN_SETTINGS} switch off {_powers(told)} for @everyone."
    )


@_checked.of("check_room_powers")
def room_powers(told: Told) -> str:
    """Rooms that somebody has changed."""
    names = told.words("cases")
    shown = [*names[:5], *([f"{len(names) - 5} more"] if len(names) > 5 else [])]
    return (
        f"I lack permissions in the room of {listed(shown, 'and')}. In the room's settings, under Permissions, add me "
        f"and switch on {_powers(told)}."
    )


@_checked.of("check_left_out")
def left_out(told: Told) -> str:
    """A channel that is not set."""
    kind = told.word("kind")
    return f"No {kind} channel is set, so {_WITHOUT_CHANNEL[kind]}. " + _TWO_WAYS.format(kind=kind)


_checked.plain(
    "check_members_commands",
    "Members may not use commands on this server. Switch on **Use Application Commands** for @everyone in Server "
    "Settings → Roles.",
)


@_checked.of("check_closed_commands")
def closed_commands(told: Told) -> str:
    """Closed in the server's settings."""
    names = listed([f"`/{name}`" for name in told.words("commands")], "and")
    return (
        f"The server's settings close {names} to everybody. Open them for @everyone and all channels in Server "
        "Settings → Integrations; I check myself who may do what."
    )


@_checked.of("check_fee")
def fee(told: Told) -> str:
    """Of the smallest balance nothing would be left."""
    return (
        f"The fee would take all that is in dispute: {told.word('name')} against {told.word('allowed')}. Lower it with "
        "`/config fee`, or raise the balance with `/config threshold`."
    )


@_checked.of("check_no_cap")
def no_cap(told: Told) -> str:
    """Small disputes cost more than they are about."""
    return (
        f"The fee has no cap, so whoever disputes less than {listed(told.words('lowest'), 'or')} pays more than it is "
        "about. If that isn't meant, set one, such as `/config fee cap:50%`."
    )


@_checked.of("check_category_full")
def category_full(told: Told) -> str:
    """Rooms go elsewhere."""
    return (
        f"{_place(told)} has all the {told.number('most')} channels that Discord allows, so new rooms go into a "
        "further category that I make."
    )


@_checked.of("check_currency_waits")
def currency_waits(told: Told) -> str:
    """Added, with no amounts yet."""
    code = told.word("currency")
    return f"{code} isn't offered yet: say its lowest fee with `/config fee currency:{code} minimum:…`."


_checked.plain(
    "check_one_cashier",
    "Some amounts need two cashiers, but only one member has the cashier role. Give it to a second one in Server "
    "Settings → Members.",
)
_checked.plain(
    "check_no_payout",
    "Only one member has the cashier role. That is enough but for paying out earned fees, which takes two.",
)


@_checked.of("check_channels_scarce")
def channels_scarce(told: Told) -> str:
    """Near Discord's limit."""
    return (
        f"The server has {told.number('channels')} of the {told.number('most')} channels that Discord allows, so new "
        "rooms become threads. Delete channels that you don't need, or choose threads for good with "
        "`/config rooms kind:thread`."
    )


@_checked.of("check_threads_scarce")
def threads_scarce(told: Told) -> str:
    """Near Discord's limit."""
    return (
        f"The server has {told.number('threads')} of the {told.number('most')} active threads that Discord allows. "
        "Close threads that you don't need."
    )


@_checked.of("check_upload")
def upload(told: Told) -> str:
    """More than can be given back."""
    possible = told.number("possible")
    return (
        f"Files may have {told.number('set')} MiB, but Discord lets me send back only {possible} MiB on this server, "
        f"which is what counts. Set it so with `/config limit name:max_file_mib value:{possible}`."
    )


_RUNS_THE_BOT: Final = "Whoever runs the bot can switch it on in Discord's developer portal, under Bot."
_checked.plain(
    "check_without_members",
    "I don't have the *Server Members Intent*, so I notice only at reminders and deadlines that a party has left, was "
    f"removed, or is back. {_RUNS_THE_BOT}",
)
_checked.plain(
    "check_without_message_content",
    "I don't have the *Message Content Intent*, so the record lacks what people write in case rooms. " + _RUNS_THE_BOT,
)


def invitation(link: str) -> str:
    """The link that asks for exactly what is needed."""
    return f"-# Invite me again with all permissions that I need, and no others: <{link}>"


CHECKED: Final[dict[str, Text]] = _checked.texts
