"""`/config check` as a function: each fault has its finding, in the order in which to mend them, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.actors import StaffRole
from bot.domain.rulebook import Preset
from bot.domain.settings import ChannelKind, Limits, RoomKind, Settings
from bot.services.check_up import Grade, is_well, judge, lacking_for_set_up
from bot.services.needs import IN_PLACES, IN_ROOM, POST, Power, Purpose
from bot.services.server_facts import ChannelState, PlaceFacts, RoleFacts, RoomFacts, ServerFacts
from tests.services.world import ROLE_IDS, default_settings

ALL = frozenset(Power)
_READS = frozenset({Power.VIEW_CHANNEL, Power.READ_MESSAGE_HISTORY})
_UNDER = frozenset({Power.VIEW_CHANNEL, *POST, Power.SEND_MESSAGES_IN_THREADS, Power.USE_APPLICATION_COMMANDS})
_CHANNEL_IDS = {
    ChannelKind.STAFF: 801,
    ChannelKind.RECORDS: 802,
    ChannelKind.CASHIER: 803,
    ChannelKind.CASES: 804,
}
_PURPOSES = {Purpose.STAFF: 801, Purpose.RECORDS: 802, Purpose.CASHIER: 803}


def place(purpose: Purpose, **changes: Any) -> PlaceFacts:
    """A place in which all is well."""
    staff = dict.fromkeys(ROLE_IDS, _READS | {Power.MANAGE_THREADS})
    members = _UNDER - {Power.SEND_MESSAGES} if purpose is Purpose.THREADS else frozenset[Power]()
    state = ChannelState.CATEGORY if purpose is Purpose.ROOMS else ChannelState.TEXT
    whole = PlaceFacts(purpose, _PURPOSES.get(purpose, 804), state, ALL, members, staff)
    return replace(whole, **changes)


def places(changed: PlaceFacts | None = None) -> tuple[PlaceFacts, ...]:
    """All places, one of them changed."""
    purposes = (Purpose.ROOMS, Purpose.STAFF, Purpose.RECORDS, Purpose.CASHIER)
    carries = {Purpose.ROOMS, Purpose.THREADS}
    return tuple(
        changed
        if changed is not None and (changed.purpose is purpose or {changed.purpose, purpose} <= carries)
        else place(purpose)
        for purpose in purposes
    )


def settings(**changes: Any) -> Settings:
    """A server with all roles and channels set."""
    whole = replace(default_settings(900), role_ids=dict(ROLE_IDS), channel_ids=dict(_CHANNEL_IDS))
    return replace(whole, **changes)


def facts(**changes: Any) -> ServerFacts:
    """A server in which all is well."""
    roles = tuple(RoleFacts(role, role_id, members=2) for role, role_id in ROLE_IDS.items())
    return replace(ServerFacts(ALL, ALL, roles, places()), **changes)


def roles(**changes: Any) -> tuple[RoleFacts, ...]:
    """All roles, the arbitrators' changed."""
    return tuple(replace(item, **changes) if item.role is StaffRole.ARBITRATOR else item for item in facts().roles)


def without(*kinds: ChannelKind) -> dict[ChannelKind, int]:
    """All channels but these."""
    return {kind: channel_id for kind, channel_id in _CHANNEL_IDS.items() if kind not in kinds}


THREADS = {"rooms": RoomKind.THREAD}
_FAULT, _LACK, _NOTE = Grade.FAULT, Grade.LACK, Grade.NOTE

CASES: dict[str, tuple[dict[str, Any], dict[str, Any], list[tuple[str, Grade]]]] = {
    "all is well": ({}, {}, []),
    "all is well with threads": (THREADS, {"places": places(place(Purpose.THREADS))}, []),
    "a vital permission": ({}, {"bot": ALL - {Power.MANAGE_ROLES}}, [("check_powers", _FAULT)]),
    "a permission for rooms of the other kind": (
        {},
        {"bot": ALL - {Power.CREATE_PRIVATE_THREADS}},
        [("check_powers", _LACK)],
    ),
    "that permission where rooms are threads": (
        THREADS,
        {"bot": ALL - {Power.CREATE_PRIVATE_THREADS}, "places": places(place(Purpose.THREADS))},
        [("check_powers", _FAULT)],
    ),
    "no roles": (
        {"role_ids": {}},
        {"roles": ()},
        [("check_role_unset", _FAULT)] * 3,
    ),
    "a role noted as gone": (
        {"role_ids": {StaffRole.MODERATOR: 701, StaffRole.CASHIER: 703}, "gone_roles": (StaffRole.ARBITRATOR,)},
        {"roles": tuple(item for item in facts().roles if item.role is not StaffRole.ARBITRATOR)},
        [("check_role_gone", _FAULT)],
    ),
    "a role that is gone": ({}, {"roles": roles(exists=False)}, [("check_role_gone", _FAULT)]),
    "a role of an integration": ({}, {"roles": roles(is_managed=True)}, [("check_role_managed", _FAULT)]),
    "a role that nobody has": ({}, {"roles": roles(members=0)}, [("check_role_empty", _FAULT)]),
    "a role of which Discord doesn't say": ({}, {"roles": roles(members=None)}, []),
    "a cases channel that is gone": (
        {"channel_ids": without(ChannelKind.CASES), "gone_channels": (ChannelKind.CASES,)},
        {},
        [("check_cases_gone", _FAULT)],
    ),
    "no cases channel for threads": (
        {**THREADS, "channel_ids": without(ChannelKind.CASES)},
        {"places": places()[1:]},
        [("check_cases_unset", _LACK)],
    ),
    "no cases channel for channels": ({"channel_ids": without(ChannelKind.CASES)}, {}, []),
    "no channels": (
        {"channel_ids": {}},
        {"places": ()},
        [("check_left_out", _LACK)] * 3,
    ),
    "a category that the bot can't make rooms in": (
        {},
        {"places": places(place(Purpose.ROOMS, bot=frozenset({Power.VIEW_CHANNEL})))},
        [("check_place_powers", _FAULT)],
    ),
    "a staff channel that is gone": (
        {},
        {"places": places(place(Purpose.STAFF, state=ChannelState.GONE))},
        [("check_place_gone", _LACK)],
    ),
    "a staff channel that the bot can't see": (
        {},
        {"places": places(place(Purpose.STAFF, state=ChannelState.HIDDEN))},
        [("check_place_hidden", _LACK)],
    ),
    "a staff channel of another kind": (
        {},
        {"places": places(place(Purpose.STAFF, state=ChannelState.OTHER))},
        [("check_place_kind", _LACK)],
    ),
    "a staff channel that the bot can't post in": (
        {},
        {"places": places(place(Purpose.STAFF, bot=ALL - {Power.SEND_MESSAGES}))},
        [("check_place_powers", _LACK)],
    ),
    "a records channel without files": (
        {},
        {"places": places(place(Purpose.RECORDS, bot=ALL - {Power.ATTACH_FILES}))},
        [("check_place_powers", _LACK)],
    ),
    "a staff channel that everybody reads": (
        {},
        {"places": places(place(Purpose.STAFF, members=_READS))},
        [("check_everybody_reads", _FAULT)],
    ),
    "a cashier channel that cashiers can't see": (
        {},
        {"places": places(place(Purpose.CASHIER, staff={StaffRole.CASHIER: frozenset()}))},
        [("check_staff_cant_see", _LACK)],
    ),
    "a cases channel that members can't see": (
        THREADS,
        {"places": places(place(Purpose.THREADS, members=frozenset()))},
        [("check_parties_cant_see", _LACK)],
    ),
    "a cases channel whose threads members can't write in": (
        THREADS,
        {"places": places(place(Purpose.THREADS, members=_READS))},
        [("check_parties_cant_take_part", _LACK)],
    ),
    "a cases channel whose threads moderators don't see": (
        THREADS,
        {"places": places(place(Purpose.THREADS, staff={StaffRole.MODERATOR: _READS}))},
        [("check_staff_cant_see", _LACK)],
    ),
    "a cases channel that members post in": (
        THREADS,
        {"places": places(place(Purpose.THREADS, members=_UNDER))},
        [("check_members_can_post", _LACK)],
    ),
    "a server's own channel that took a thread for want of room": (
        {},
        {"places": (*places(), place(Purpose.THREADS, members=ALL))},
        [],
    ),
    "one that the bot can't pin in": (
        {},
        {"places": (*places(), place(Purpose.THREADS, bot=ALL - {Power.PIN_MESSAGES}))},
        [("check_place_powers", _LACK)],
    ),
    "the bot's own channel for threads that members post in": (
        {},
        {"places": (*places(), place(Purpose.THREADS, members=_UNDER, is_own=True))},
        [("check_members_can_post", _LACK)],
    ),
    "rooms that the bot can't see or pin in": (
        {},
        {
            "rooms": (
                RoomFacts(3, 903, frozenset()),
                RoomFacts(1, 901, IN_ROOM),
                RoomFacts(2, 902, IN_ROOM - {Power.PIN_MESSAGES}),
                RoomFacts(1, 901, frozenset()),
            )
        },
        [("check_room_powers", _FAULT), ("check_room_powers", _LACK)],
    ),
    "members without commands": (
        {},
        {"members": ALL - {Power.USE_APPLICATION_COMMANDS}},
        [("check_members_commands", _LACK)],
    ),
    "commands closed to parties": (
        {},
        {"closed_commands": ("case", "dispute")},
        [("check_closed_commands", _LACK)],
    ),
    "staff's commands closed to all but staff": ({}, {"closed_commands": ("case", "cashier", "config")}, []),
    "what Discord doesn't say of commands": ({}, {"closed_commands": None}, []),
    "a fee that takes all": (
        {
            "preset": Preset.SAFEPAY,
            "terms": {Preset.SAFEPAY: replace(settings().terms[Preset.SAFEPAY], rate_bp=10_000)},
        },
        {},
        [("check_fee", _FAULT)],
    ),
    "a fee without a cap": (
        {"terms": {Preset.MILESTONE: replace(settings().terms[Preset.MILESTONE], cap_bp=None)}},
        {},
        [("check_no_cap", _NOTE)],
    ),
    "a category that is full": (
        {},
        {"places": places(place(Purpose.ROOMS, inside=50))},
        [("check_category_full", _NOTE)],
    ),
    "a currency that waits": ({"waiting_currencies": ("JPY",)}, {}, [("check_currency_waits", _LACK)]),
    "one cashier": (
        {},
        {"roles": (*facts().roles[:2], RoleFacts(StaffRole.CASHIER, 703, members=1))},
        [("check_no_payout", _NOTE)],
    ),
    "one cashier for what takes two": (
        {"limits": Limits(two_people_minor={"USD": 1})},
        {"roles": (*facts().roles[:2], RoleFacts(StaffRole.CASHIER, 703, members=1))},
        [("check_one_cashier", _LACK)],
    ),
    "what is only good to know comes last": (
        {"limits": Limits(max_file_mib=25)},
        {"roles": (*facts().roles[:2], RoleFacts(StaffRole.CASHIER, 703, members=1))},
        [("check_upload", _LACK), ("check_no_payout", _NOTE)],
    ),
    "channels near the limit": ({}, {"channels": 475}, [("check_channels_scarce", _LACK)]),
    "channels near the limit, rooms are threads": (
        THREADS,
        {"channels": 500, "places": places(place(Purpose.THREADS))},
        [],
    ),
    "channels below the limit": ({}, {"channels": 474}, []),
    "threads near the limit": ({}, {"threads": 950}, [("check_threads_scarce", _LACK)]),
    "files that can't be given back": (
        {"limits": Limits(max_file_mib=25)},
        {},
        [("check_upload", _LACK)],
    ),
    "larger files on a boosted server": ({"limits": Limits(max_file_mib=25)}, {"upload_mib": 50}, []),
    "no privileged intents": (
        {},
        {"missing_intents": ("members", "message_content")},
        [("check_without_members", _LACK), ("check_without_message_content", _LACK)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_r9_11_what_is_found(case: str) -> None:
    of_settings, of_facts, expected = CASES[case]
    found = judge(settings(**of_settings), facts(**of_facts))
    assert [(item.key, item.grade) for item in found] == expected
    assert is_well(found) == all(grade is _NOTE for _, grade in expected)


def test_what_comes_first_is_needed_for_what_comes_later() -> None:
    empty = replace(default_settings(900))
    found = judge(empty, ServerFacts(frozenset(), frozenset(), (), ()))
    assert [item.key for item in found] == [
        "check_powers",
        *["check_role_unset"] * 3,
        *["check_left_out"] * 3,
        "check_members_commands",
    ]
    assert found[0].facts["powers"] == [power.value for power in Power]
    assert [item.facts["role"] for item in found[1:4]] == ["moderator", "arbitrator", "cashier"]


def test_rooms_with_the_same_lack_are_named_together() -> None:
    rooms = tuple(RoomFacts(number, 900 + number, IN_ROOM - {Power.SEND_MESSAGES}) for number in (7, 3))
    (found,) = judge(settings(), facts(rooms=rooms))
    assert found.facts == {"cases": ["CASE-0003", "CASE-0007"], "powers": ["send_messages"]}


def test_setting_up_needs_what_its_channels_need() -> None:
    nothing = facts(bot=frozenset())
    needed = set(lacking_for_set_up(settings(), nothing))
    assert needed == {"view_channel", "manage_channels", "manage_roles", *IN_PLACES[Purpose.RECORDS]}
    assert set(lacking_for_set_up(settings(**THREADS), nothing)) == needed | IN_PLACES[Purpose.THREADS]
    assert lacking_for_set_up(settings(), facts()) == []
