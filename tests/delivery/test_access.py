"""Who may do what in a room; computed as Discord does, with the sandbox as the independent witness."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from discord import Permissions
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config
from bot.delivery.access import ALL, channel_permissions, guild_permissions, merged, room_overwrites
from bot.delivery.discord_rest import Overwrite
from bot.domain.actors import StaffRole
from bot.domain.rulebook import Preset
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
    arbitrator = {builders.ARBITRATOR} if stage is Stage.ENDED else set()
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
