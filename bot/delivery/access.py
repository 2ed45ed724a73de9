"""Who may do what in a case room: computed from the case, and from what the bot itself may hand out."""

from collections.abc import Iterable, Mapping
from typing import Final

from discord import Permissions

from bot.delivery.discord_rest import Overwrite
from bot.domain.actors import StaffRole
from bot.domain.case_state import CaseState
from bot.domain.settings import Settings

VIEW: Final = Permissions(view_channel=True).value
ALL: Final = Permissions.all().value
_ADMINISTRATOR: Final = Permissions(administrator=True).value

_READ: Final = Permissions(view_channel=True, read_message_history=True, use_application_commands=True).value
_THREADS: Final = Permissions(
    create_public_threads=True, create_private_threads=True, send_messages_in_threads=True
).value
_WRITE: Final = Permissions(send_messages=True, attach_files=True, embed_links=True, add_reactions=True).value
_SILENCED: Final = Permissions(send_messages=True, add_reactions=True).value | _THREADS
_STAFF_WRITE: Final = Permissions(send_messages=True, attach_files=True, embed_links=True).value
_BOT: Final = (
    _READ
    | _WRITE
    | Permissions(manage_channels=True, manage_messages=True, pin_messages=True, manage_threads=True).value
)


def parties_may_write(state: CaseState) -> bool:
    """Whether the room is open for the parties' messages: until evidence is closed, or the ruling (R5 stage 4)."""
    return state.is_open and (state.rulebook.procedure.open_until_ruling or state.evidence_closed_at_ms is None)


def room_overwrites(state: CaseState, settings: Settings, *, bot_id: int, grantable: int) -> list[Overwrite]:
    """The overwrites of a case room: nobody, but both parties, the moderator role, the case's arbitrator, the bot.

    Read-only takes writing, reactions and threads away, and leaves reading and commands, so that buttons work. Discord
    refuses bits that the bot lacks, so only `grantable` ones are set; that nobody else sees the room is not negotiable.
    """
    # Threads would be talked in beside the record, so nobody makes any.
    party = (_READ | _WRITE, _THREADS) if parties_may_write(state) else (_READ, _SILENCED)
    staff = (_READ | _STAFF_WRITE, 0) if state.is_open else (_READ, _SILENCED)
    overwrites = [Overwrite(state.guild_id, is_member=False, allow=0, deny=VIEW)]
    moderator_role_id = settings.role_ids.get(StaffRole.MODERATOR)
    if moderator_role_id is not None:
        overwrites.append(_masked(moderator_role_id, False, staff, grantable))
    overwrites.extend(_masked(party_id, True, party, grantable) for party_id in state.parties)
    if state.arbitrator_id is not None:
        overwrites.append(_masked(state.arbitrator_id, True, staff, grantable))
    overwrites.append(_masked(bot_id, True, (_BOT, 0), grantable))
    return overwrites


def _masked(target_id: int, is_member: bool, allow_deny: tuple[int, int], grantable: int) -> Overwrite:
    allow, deny = allow_deny
    return Overwrite(target_id, is_member, allow & (grantable | VIEW), deny & grantable)


def merged(wanted: Iterable[Overwrite], present: Iterable[Overwrite]) -> list[Overwrite]:
    """The wanted overwrites, and those that people have made for others: a guest stays until removed (R10.1)."""
    ours = {item.target_id: item for item in wanted}
    return [*ours.values(), *(item for item in present if item.target_id not in ours)]


def opens_to_no_more_than(present: Iterable[Overwrite], wanted: Iterable[Overwrite]) -> bool:
    """Whether a channel is closed to everyone, and open to nobody but those whom the wanted overwrites name."""
    targets = {item.target_id: item for item in wanted}
    found = {item.target_id: item for item in present}
    closed_ids = {item.target_id for item in targets.values() if item.deny & VIEW}
    is_closed = all(target_id in found and found[target_id].deny & VIEW for target_id in closed_ids)
    return is_closed and found.keys() <= targets.keys()


def guild_permissions(role_permissions: Mapping[int, int], role_ids: Iterable[int], guild_id: int) -> int:
    """What a member may do in the guild at large; an administrator may do all."""
    bits = _together(role_permissions.get(role_id, 0) for role_id in {guild_id, *role_ids})
    return ALL if bits & _ADMINISTRATOR else bits


def channel_permissions(
    base: int, overwrites: Iterable[Overwrite], *, guild_id: int, role_ids: frozenset[int], member_id: int
) -> int:
    """What a member may do in a channel: @everyone's overwrite, then the roles' together, then the member's own."""
    if base & _ADMINISTRATOR:
        return ALL
    by_target = {item.target_id: item for item in overwrites}
    bits = _applied(base, [by_target[guild_id]] if guild_id in by_target else [])
    bits = _applied(bits, [item for role_id, item in by_target.items() if role_id in role_ids and role_id != guild_id])
    return _applied(bits, [by_target[member_id]] if member_id in by_target else [])


def _applied(bits: int, overwrites: list[Overwrite]) -> int:
    return bits & ~_together(item.deny for item in overwrites) | _together(item.allow for item in overwrites)


def _together(bits: Iterable[int]) -> int:
    united = 0
    for some in bits:
        united |= some
    return united
