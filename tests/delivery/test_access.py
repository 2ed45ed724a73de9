"""Who may do what in a room; computed as Discord does, with the sandbox as the independent witness."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from discord import Permissions
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config
from bot.delivery.access import (
    ALL,
    VIEW,
    Lack,
    channel_permissions,
    guild_permissions,
    insiders,
    merged,
    parent_lacks,
    parent_overwrites,
    room_overwrites,
)
from bot.delivery.discord_rest import Overwrite
from bot.domain.actors import StaffRole
from bot.domain.rulebook import MILESTONE, Preset
from bot.domain.settings import RoomKind
from bot.domain.stages import Stage
from bot.sandbox import permissions as witness
from bot.sandbox.model import Overwrite as SandboxOverwrite
from tests.domain import builders

GUILD, MEMBER, ROLES = 1, 2, (11, 12, 13)
BOT, MODERATORS = 9, 77
BITS = st.integers(0, ALL).map(lambda bits: bits & ~Permissions(administrator=True).value)


@st.composite
def overwrites(draw: st.DrawFn) -> list[Overwrite]:
    targets = draw(st.lists(st.sampled_from([GUILD, MEMBER, *ROLES]), unique=True))
    made: list[Overwrite] = []
    for target in targets:
        allow = draw(BITS)
        made.append(Overwrite(target, target == MEMBER, allow, draw(BITS) & ~allow))
    return made


@given(
    roles=st.dictionaries(st.sampled_from([GUILD, *ROLES]), st.integers(0, ALL), min_size=4),
    held=st.frozensets(st.sampled_from(ROLES)),
    in_channel=overwrites(),
)
def test_seeing_is_computed_as_discord_does(
    roles: dict[int, int], held: frozenset[int], in_channel: list[Overwrite]
) -> None:
    made: Any = SimpleNamespace
    guild = made(
        id=GUILD,
        owner_id=0,
        everyone=made(permissions=roles[GUILD]),
        roles={role_id: made(permissions=bits) for role_id, bits in roles.items()},
    )
    member = made(user=made(id=MEMBER), role_ids=sorted(held), is_timed_out=lambda _: False)
    kept = {
        item.target_id: SandboxOverwrite(item.target_id, int(item.is_member), item.allow, item.deny)
        for item in in_channel
    }
    channel = made(thread=None, overwrites=kept)
    theirs = witness.channel_permissions(guild, channel, member, 0)
    base = guild_permissions(roles, held, GUILD)
    ours = channel_permissions(base, in_channel, guild_id=GUILD, role_ids=held, member_id=MEMBER)
    assert Permissions(ours).view_channel == Permissions(theirs).view_channel


def room(stage: Stage, *, grantable: int = ALL) -> dict[int, Overwrite]:
    """The overwrites of a case in a stage, by whom they concern."""
    told = builders.in_stage(stage)
    settings = replace(Config().settings_defaults(builders.GUILD), role_ids={StaffRole.MODERATOR: MODERATORS})
    made = room_overwrites(told.case.state, settings, bot_id=BOT, grantable=grantable)
    return {item.target_id: item for item in made}


def may(overwrite: Overwrite) -> Permissions:
    return Permissions(overwrite.allow & ~overwrite.deny)


@pytest.mark.parametrize("stage", Stage)
def test_nobody_else_sees_a_room(stage: Stage) -> None:
    assert Permissions(room(stage)[builders.GUILD].deny).view_channel
    seen_by = {target_id for target_id, overwrite in room(stage).items() if may(overwrite).view_channel}
    arbitrator = {builders.ARBITRATOR} if stage is Stage.ENDED else set[int]()
    assert seen_by == {builders.CLIENT, builders.FREELANCER, MODERATORS, BOT} | arbitrator


@pytest.mark.parametrize("stage", Stage)
def test_parties_write_until_the_end_and_always_press_buttons(stage: Stage) -> None:
    for party_id in (builders.CLIENT, builders.FREELANCER):
        overwrite = room(stage)[party_id]
        assert may(overwrite).send_messages == (stage is not Stage.ENDED)
        assert Permissions(overwrite.deny).send_messages == (stage is Stage.ENDED)
        assert Permissions(overwrite.deny).create_private_threads
        assert may(overwrite).use_application_commands
        assert may(overwrite).read_message_history
    assert may(room(stage)[BOT]).send_messages


def test_read_only_once_evidence_is_closed() -> None:
    told = builders.in_stage(Stage.ARBITRATION)
    builders.close_evidence(told)
    made = room_overwrites(told.case.state, Config().settings_defaults(builders.GUILD), bot_id=BOT, grantable=ALL)
    by_target = {item.target_id: item for item in made}
    for party_id in (builders.CLIENT, builders.FREELANCER):
        assert Permissions(by_target[party_id].deny) >= Permissions(
            send_messages=True, add_reactions=True, create_public_threads=True, send_messages_in_threads=True
        )


@given(grantable=BITS)
def test_only_what_the_bot_has_is_handed_out(grantable: int) -> None:
    view = Permissions(view_channel=True).value
    for overwrite in room(Stage.NEGOTIATION, grantable=grantable).values():
        assert not (overwrite.allow | overwrite.deny) & ~(grantable | view)


def test_guests_stay_and_ours_win() -> None:
    guest, old = Overwrite(5, True, 1, 0), Overwrite(BOT, True, 0, 1)
    wanted = [Overwrite(BOT, True, 1, 0)]
    assert merged(wanted, [guest, old]) == [*wanted, guest]


@pytest.mark.parametrize(("preset", "may_write"), [(Preset.MILESTONE, False), (Preset.SAFEPAY, True)])
def test_once_evidence_is_closed_only_a_safepay_room_stays_open(preset: Preset, may_write: bool) -> None:
    told = builders.in_stage(Stage.ARBITRATION)
    builders.close_evidence(told)
    state = told.case.state
    assert replace(state, rulebook=replace(state.rulebook, preset=preset)).parties_may_write is may_write


def parent(*present: Overwrite, rooms: RoomKind, is_own: bool = False, grantable: int = ALL) -> dict[int, Overwrite]:
    """The overwrites of a channel under which rooms hang as threads, by whom they concern."""
    settings = Config().settings_defaults(GUILD)
    settings = replace(settings, role_ids={StaffRole.MODERATOR: MODERATORS}, rooms=rooms)
    changes = parent_overwrites(present, settings, bot_id=BOT, grantable=grantable, is_own=is_own)
    return {item.target_id: item for item in merged(changes, present)}


@given(present=overwrites(), rooms=st.sampled_from(RoomKind))
def test_a_servers_own_channel_is_opened_to_moderators_and_the_bot_only(
    present: list[Overwrite], rooms: RoomKind
) -> None:
    made = parent(*present, rooms=rooms)
    before = {item.target_id: item for item in present}
    for target_id, item in made.items():
        old = before.get(target_id, Overwrite(target_id, item.is_member, 0, 0))
        if target_id not in (BOT, MODERATORS):
            assert (item.allow & VIEW, item.deny & VIEW) == (old.allow & VIEW, old.deny & VIEW)
        if target_id not in (BOT, MODERATORS, GUILD):
            assert item == old
    assert may(made[MODERATORS]) >= Permissions(view_channel=True, manage_threads=True, send_messages_in_threads=True)
    assert not parent_overwrites(
        made.values(),
        replace(Config().settings_defaults(GUILD), role_ids={StaffRole.MODERATOR: MODERATORS}, rooms=rooms),
        bot_id=BOT,
        grantable=ALL,
        is_own=False,
    ), "what is set already isn't set again"


@pytest.mark.parametrize(
    ("rooms", "is_own", "is_read_only"),
    [
        (RoomKind.CHANNEL, False, False),
        (RoomKind.THREAD, False, True),
        (RoomKind.CHANNEL, True, True),
        (RoomKind.THREAD, True, True),
    ],
)
def test_nobody_posts_beside_threads_where_the_channel_is_for_them(
    rooms: RoomKind, is_own: bool, is_read_only: bool
) -> None:
    made = parent(rooms=rooms, is_own=is_own)
    everyone = made.get(GUILD, Overwrite(GUILD, False, 0, 0))
    assert Permissions(everyone.deny).send_messages is is_read_only
    assert Permissions(everyone.deny).create_private_threads is is_read_only
    assert may(everyone).view_channel is is_own
    assert may(made[BOT]).create_private_threads


@given(present=overwrites(), grantable=BITS)
def test_in_a_channel_above_threads_only_what_the_bot_has_is_handed_out(
    present: list[Overwrite], grantable: int
) -> None:
    before = {item.target_id: item for item in present}
    for item in parent(*present, rooms=RoomKind.THREAD, is_own=True, grantable=grantable).values():
        old = before.get(item.target_id, Overwrite(item.target_id, item.is_member, 0, 0))
        assert not ((item.allow ^ old.allow) | (item.deny ^ old.deny)) & ~grantable


def test_what_a_channel_above_threads_lacks_is_named() -> None:
    may_read = Permissions(view_channel=True, read_message_history=True, use_application_commands=True)
    inside = may_read | Permissions(send_messages_in_threads=True)
    managing = Permissions(view_channel=True, manage_threads=True)
    making = managing | Permissions(create_private_threads=True, send_messages_in_threads=True)
    fit: dict[str, Any] = {
        "bot": making.value,
        "moderators": managing.value,
        "parties": [inside.value],
        "members": may_read.value,
    }
    assert parent_lacks(**fit) == []
    lacking: list[tuple[dict[str, Any], Lack]] = [
        ({"bot": managing.value}, Lack.BOT_CANT_MAKE),
        ({"bot": making.value & ~managing.value | VIEW}, Lack.BOT_CANT_MANAGE),
        ({"parties": [inside.value, 0]}, Lack.PARTIES_CANT_SEE),
        ({"parties": [inside.value, may_read.value]}, Lack.PARTIES_CANT_TAKE_PART),
        ({"moderators": may_read.value}, Lack.MODERATORS_CANT_SEE),
        ({"members": VIEW | Permissions(send_messages=True).value}, Lack.MEMBERS_CAN_POST),
    ]
    for changed, lack in lacking:
        assert parent_lacks(**{**fit, **changed}) == [lack]
    without_moderators: dict[str, Any] = {**fit, "moderators": None}
    assert parent_lacks(**without_moderators) == []


def test_insiders_are_the_parties_and_the_arbitrator_once_they_have_the_case() -> None:
    assert set(insiders(builders.in_stage(Stage.NEGOTIATION).case.state)) == {builders.CLIENT, builders.FREELANCER}
    judged = builders.in_stage(Stage.ENDED).case.state
    assert set(insiders(judged)) == {builders.CLIENT, builders.FREELANCER, builders.ARBITRATOR}


@pytest.mark.parametrize("stage", [Stage.ARBITRATION, Stage.ENDED])
def test_r7_5_where_offers_are_hidden_the_arbitrator_sees_the_room_only_afterwards(stage: Stage) -> None:
    told = builders.in_stage(stage, rules=replace(MILESTONE, offers_hidden=True))
    if stage is Stage.ARBITRATION:
        told.take(told.case.claim(by=builders.arbitrator, at_ms=told.last.at_ms))
    settings = replace(Config().settings_defaults(builders.GUILD), role_ids={StaffRole.MODERATOR: MODERATORS})
    made = {item.target_id: item for item in room_overwrites(told.case.state, settings, bot_id=BOT, grantable=ALL)}
    # Denied to themselves, so that a moderator's role lets them in no more than the arbitrator's.
    assert Permissions(made[builders.ARBITRATOR].deny).view_channel is (stage is Stage.ARBITRATION)
    assert may(made[builders.ARBITRATOR]).view_channel is (stage is Stage.ENDED)
    assert (builders.ARBITRATOR in insiders(told.case.state)) is (stage is Stage.ENDED)
