"""What `/config check` finds: a server's configuration held against what the server allows (R9.11, R10.5).

A pure function of both. Each finding has a key and facts; the sentence, which says how to mend it, is the interface's.
The order is one in which an admin can follow: what comes first is needed for what comes later.

Where a role stands in the server's list matters nowhere: the bot gives no roles, and writes to people by themselves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.actors import StaffRole
from bot.domain.errors import SettingRefused
from bot.domain.ids import case_name
from bot.domain.money import format_amount
from bot.domain.rulebook import PROCEDURES
from bot.domain.settings import ChannelKind, RoomKind, Settings, require_fee_leaves_something
from bot.services.needs import (
    CATEGORY_ROOMS,
    CHANNEL_RESERVE,
    CHANNELS,
    IN_PLACES,
    IN_ROOM,
    POST,
    SET_UP_MAKES,
    THREAD_RESERVE,
    THREADS,
    VITAL,
    VITAL_FOR_THREADS,
    Power,
    Purpose,
)
from bot.services.receipts import Fact, Facts
from bot.services.server_facts import ChannelState, PlaceFacts, ServerFacts


class Grade(StrEnum):
    """How bad it is: cases can't be opened or run; something is left out or worse than it could be; good to know."""

    FAULT = "fault"
    LACK = "lack"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend, or to know."""

    key: str
    grade: Grade
    facts: Facts = field(default_factory=dict[str, Fact])


_STAFF_OF = {
    Purpose.STAFF: StaffRole.MODERATOR,
    Purpose.RECORDS: StaffRole.MODERATOR,
    Purpose.CASHIER: StaffRole.CASHIER,
}
"""Whose channel a channel is. Nobody else may read there: exhibits are for the parties and the case's staff (R8.3)."""

_TAKE_PART = frozenset({Power.SEND_MESSAGES_IN_THREADS, Power.READ_MESSAGE_HISTORY, Power.USE_APPLICATION_COMMANDS})


_FOR_MEMBERS = frozenset({"milestone", "dispute", "offer", "fee", "evidence", "wallet"})
"""The commands of parties. Those of staff may well be closed to all others: a bot can't do that itself."""


def judge(settings: Settings, facts: ServerFacts) -> list[Finding]:
    """All that is to be mended, in the order in which to mend it, then what is only good to know; no fault and no lack
    is all well."""
    found = [
        *_server(settings, facts),
        *_roles(settings, facts),
        *_cases_channel(settings),
        *(finding for place in facts.places for finding in _place(settings, place)),
        *_rooms(facts),
        *_left_out(settings),
        *_members(facts),
        *_money(settings, facts),
        *_limits(settings, facts),
        *(Finding(f"check_without_{intent}", Grade.LACK) for intent in facts.missing_intents),
    ]
    return sorted(found, key=lambda finding: finding.grade is Grade.NOTE)


def is_well(findings: Sequence[Finding]) -> bool:
    """Whether nothing is to be mended."""
    return all(finding.grade is Grade.NOTE for finding in findings)


def lacking_for_set_up(settings: Settings, facts: ServerFacts) -> list[str]:
    """What the bot must be given on the server before it can make channels and open them to those whom they are for."""
    needed = VITAL | IN_PLACES[Purpose.RECORDS]
    if settings.rooms is RoomKind.THREAD:
        needed |= IN_PLACES[Purpose.THREADS]
    return _in_order(needed - facts.bot)


def _in_order(powers: frozenset[Power]) -> list[str]:
    return [power.value for power in Power if power in powers]


def _server(settings: Settings, facts: ServerFacts) -> Iterator[Finding]:
    missing = frozenset(Power) - facts.bot
    if missing:
        vital = VITAL_FOR_THREADS if settings.rooms is RoomKind.THREAD else VITAL
        grade = Grade.FAULT if missing & vital else Grade.LACK
        yield Finding("check_powers", grade, {"powers": _in_order(missing)})


def _roles(settings: Settings, facts: ServerFacts) -> Iterator[Finding]:
    known = {item.role: item for item in facts.roles}
    for role in (StaffRole.MODERATOR, StaffRole.ARBITRATOR, StaffRole.CASHIER):
        item = known.get(role)
        named: Facts = {"role": role.value}
        if item is None or not item.exists:
            is_gone = item is not None or role in settings.gone_roles
            yield Finding("check_role_gone" if is_gone else "check_role_unset", Grade.FAULT, named)
        elif item.is_managed:
            yield Finding("check_role_managed", Grade.FAULT, {**named, "role_id": item.role_id})
        elif item.members == 0:
            yield Finding("check_role_empty", Grade.FAULT, {**named, "role_id": item.role_id})


def _cases_channel(settings: Settings) -> Iterator[Finding]:
    if ChannelKind.CASES in settings.gone_channels:
        yield Finding("check_cases_gone", Grade.FAULT, {"rooms": settings.rooms.value})
    elif settings.rooms is RoomKind.THREAD and ChannelKind.CASES not in settings.channel_ids:
        yield Finding("check_cases_unset", Grade.LACK)


def _place(settings: Settings, place: PlaceFacts) -> Iterator[Finding]:
    carries_rooms = place.purpose in (Purpose.ROOMS, Purpose.THREADS)
    worst = Grade.FAULT if carries_rooms else Grade.LACK
    base: Facts = {"purpose": place.purpose.value, "channel_id": place.channel_id, "is_own": place.is_own}
    if place.state is ChannelState.GONE:
        yield Finding("check_place_gone", worst, base)
        return
    if place.state is ChannelState.HIDDEN:
        yield Finding("check_place_hidden", worst, {**base, "powers": _in_order(IN_PLACES[place.purpose])})
        return
    wanted = ChannelState.CATEGORY if place.purpose is Purpose.ROOMS else ChannelState.TEXT
    if place.state is not wanted:
        yield Finding("check_place_kind", worst, base)
        return
    missing = IN_PLACES[place.purpose] - place.bot
    if missing:
        vital = VITAL_FOR_THREADS if place.purpose is Purpose.THREADS else IN_PLACES[Purpose.ROOMS] | POST
        grade = worst if missing & vital else Grade.LACK
        yield Finding("check_place_powers", grade, {**base, "powers": _in_order(missing)})
    if place.purpose is Purpose.ROOMS and place.inside >= CATEGORY_ROOMS:
        yield Finding("check_category_full", Grade.NOTE, {**base, "most": CATEGORY_ROOMS})
    if place.purpose is Purpose.THREADS:
        # A channel of the server's own, which took a thread for want of room, isn't there for threads alone.
        if settings.rooms is RoomKind.THREAD or place.is_own:
            yield from _above_threads(place, base)
    elif not carries_rooms:
        yield from _readers(place, base)


def _above_threads(place: PlaceFacts, base: Facts) -> Iterator[Finding]:
    if Power.VIEW_CHANNEL not in place.members:
        yield Finding("check_parties_cant_see", Grade.LACK, base)
    elif not place.members >= _TAKE_PART:
        missing = _in_order(_TAKE_PART - place.members)
        yield Finding("check_parties_cant_take_part", Grade.LACK, {**base, "powers": missing})
    moderators = place.staff.get(StaffRole.MODERATOR)
    missing = frozenset({Power.VIEW_CHANNEL, Power.MANAGE_THREADS}) - (moderators or frozenset())
    if moderators is not None and missing:
        facts: Facts = {**base, "role": StaffRole.MODERATOR.value, "powers": _in_order(missing)}
        yield Finding("check_staff_cant_see", Grade.LACK, facts)
    beside = {Power.SEND_MESSAGES, Power.CREATE_PUBLIC_THREADS, Power.CREATE_PRIVATE_THREADS}
    if Power.VIEW_CHANNEL in place.members and place.members & beside:
        yield Finding(
            "check_members_can_post", Grade.LACK, {**base, "powers": _in_order(place.members & frozenset(beside))}
        )


def _readers(place: PlaceFacts, base: Facts) -> Iterator[Finding]:
    if Power.VIEW_CHANNEL in place.members:
        yield Finding("check_everybody_reads", Grade.FAULT, base)
    role = _STAFF_OF[place.purpose]
    powers = place.staff.get(role)
    missing = frozenset({Power.VIEW_CHANNEL, Power.READ_MESSAGE_HISTORY}) - (powers or frozenset())
    if powers is not None and missing:
        facts: Facts = {**base, "role": role.value, "powers": _in_order(missing)}
        yield Finding("check_staff_cant_see", Grade.LACK, facts)


def _rooms(facts: ServerFacts) -> Iterator[Finding]:
    """Rooms with the same lack are named together: somebody may have changed a whole category."""
    together: dict[frozenset[Power], list[int]] = {}
    for room in facts.rooms:
        missing = IN_ROOM - room.bot
        if missing:
            together.setdefault(missing, []).append(room.case_id)
    for missing, case_ids in together.items():
        grade = Grade.FAULT if missing & POST else Grade.LACK
        names = [case_name(case_id) for case_id in sorted(case_ids)]
        yield Finding("check_room_powers", grade, {"cases": names, "powers": _in_order(missing)})


def _left_out(settings: Settings) -> Iterator[Finding]:
    for kind in SET_UP_MAKES:
        if kind not in settings.channel_ids:
            yield Finding("check_left_out", Grade.LACK, {"kind": kind.value})


def _members(facts: ServerFacts) -> Iterator[Finding]:
    if Power.USE_APPLICATION_COMMANDS not in facts.members:
        yield Finding("check_members_commands", Grade.LACK)
    closed = [name for name in facts.closed_commands or () if name in _FOR_MEMBERS]
    if closed:
        yield Finding("check_closed_commands", Grade.LACK, {"commands": closed})


def _money(settings: Settings, facts: ServerFacts) -> Iterator[Finding]:
    try:
        require_fee_leaves_something(settings.preset, settings.in_force)
    except SettingRefused as refusal:
        yield Finding("check_fee", Grade.FAULT, {"name": refusal.name, "allowed": refusal.allowed})
    terms = settings.in_force
    if terms.cap_bp is None and not PROCEDURES[settings.preset].fee_from_funds:
        lowest = [format_amount(terms.currencies[code].fee_minimum_minor, code) for code in settings.currencies]
        yield Finding("check_no_cap", Grade.NOTE, {"lowest": lowest})
    for currency in settings.waiting_currencies:
        yield Finding("check_currency_waits", Grade.LACK, {"currency": currency})
    alone = any(item.role is StaffRole.CASHIER and item.members == 1 for item in facts.roles)
    if alone and settings.limits.two_people_minor:
        yield Finding("check_one_cashier", Grade.LACK)
    elif alone:
        yield Finding("check_no_payout", Grade.NOTE)


def _limits(settings: Settings, facts: ServerFacts) -> Iterator[Finding]:
    free = CHANNELS - facts.channels
    if free <= CHANNEL_RESERVE and settings.rooms is RoomKind.CHANNEL:
        yield Finding("check_channels_scarce", Grade.LACK, {"channels": facts.channels, "most": CHANNELS})
    if THREADS - facts.threads <= THREAD_RESERVE:
        yield Finding("check_threads_scarce", Grade.LACK, {"threads": facts.threads, "most": THREADS})
    if settings.limits.max_file_mib > facts.upload_mib:
        named: Facts = {"set": settings.limits.max_file_mib, "possible": facts.upload_mib}
        yield Finding("check_upload", Grade.LACK, named)
