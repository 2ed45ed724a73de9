"""Who may do what in a case room: computed from the case, and from what the bot itself may hand out."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Final

from discord import Permissions

from bot.delivery.discord_rest import Overwrite
from bot.domain.actors import StaffRole
from bot.domain.case_state import CaseState
from bot.domain.settings import RoomKind, Settings
from bot.services.needs import VITAL

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
_BOT: Final = _READ | _WRITE | Permissions(manage_channels=True, pin_messages=True, manage_threads=True).value

ESSENTIAL: Final = Permissions(**{power.value: True for power in VITAL}).value
"""Without these there are no rooms."""

# In threads. What is allowed in a channel is allowed in its threads, but for writing, which has a bit of its own.
MANAGE_THREADS: Final = Permissions(manage_threads=True).value
_TAKE_PART: Final = _READ | Permissions(send_messages_in_threads=True).value
_IN_THREAD: Final = _TAKE_PART | Permissions(attach_files=True, embed_links=True, add_reactions=True).value
_MAKE_THREADS: Final = VIEW | Permissions(create_private_threads=True, send_messages_in_threads=True).value
_BOT_IN_THREADS: Final = _IN_THREAD | _MAKE_THREADS | MANAGE_THREADS | Permissions(pin_messages=True).value
_BESIDE_THREADS: Final = Permissions(send_messages=True, create_public_threads=True, create_private_threads=True).value


class Lack(StrEnum):
    """What a channel lacks that case rooms are to hang under as threads. In the order in which it matters."""

    NO_TEXT_CHANNEL = "no_text_channel"
    BOT_CANT_MAKE = "bot_cant_make"
    PARTIES_CANT_SEE = "parties_cant_see"
    PARTIES_CANT_TAKE_PART = "parties_cant_take_part"
    BOT_CANT_MANAGE = "bot_cant_manage"
    MODERATORS_CANT_SEE = "moderators_cant_see"
    MEMBERS_CAN_POST = "members_can_post"


UNUSABLE: Final = frozenset({Lack.NO_TEXT_CHANNEL, Lack.BOT_CANT_MAKE, Lack.PARTIES_CANT_SEE})
"""Without these a thread there would be no room: another channel is needed."""


def insiders(state: CaseState) -> tuple[int, ...]:
    """The members with a way of their own into the room: both parties, and the arbitrator once they have the case, but
    only after it where offers are hidden from them (R7.5)."""
    if state.arbitrator_id is None or _is_kept_out(state):
        return state.parties
    return (*state.parties, state.arbitrator_id)


def _is_kept_out(state: CaseState) -> bool:
    """Whether the arbitrator may not see the room, be it by another role of theirs (R7.5)."""
    return state.rulebook.offers_hidden and state.is_open


def room_overwrites(state: CaseState, settings: Settings, *, bot_id: int, grantable: int) -> list[Overwrite]:
    """The overwrites of a case room: nobody, but both parties, the moderator role, the case's arbitrator, the bot.

    Read-only takes writing, reactions and threads away, and leaves reading and commands, so that buttons work. Discord
    refuses bits that the bot lacks, so only `grantable` ones are set; that nobody else sees the room is not negotiable.
    """
    # Threads would be talked in beside the record, so nobody makes any.
    party = (_READ | _WRITE, _THREADS) if state.parties_may_write else (_READ, _SILENCED)
    staff = (_READ | _STAFF_WRITE, 0) if state.is_open else (_READ, _SILENCED)
    overwrites = [Overwrite(state.guild_id, is_member=False, allow=0, deny=VIEW)]
    moderator_role_id = settings.role_ids.get(StaffRole.MODERATOR)
    if moderator_role_id is not None:
        overwrites.append(_masked(moderator_role_id, False, staff, grantable))
    overwrites.extend(_masked(party_id, True, party, grantable) for party_id in state.parties)
    others = (member_id for member_id in insiders(state) if member_id not in state.parties)
    overwrites.extend(_masked(member_id, True, staff, grantable) for member_id in others)
    if state.arbitrator_id is not None and _is_kept_out(state):
        overwrites.append(Overwrite(state.arbitrator_id, is_member=True, allow=0, deny=VIEW))
    overwrites.append(_masked(bot_id, True, (_BOT, 0), grantable))
    return overwrites


def _masked(target_id: int, is_member: bool, allow_deny: tuple[int, int], grantable: int) -> Overwrite:
    allow, deny = allow_deny
    return Overwrite(target_id, is_member, allow & (grantable | VIEW), deny & grantable)


def parent_overwrites(
    present: Iterable[Overwrite], settings: Settings, *, bot_id: int, grantable: int, is_own: bool
) -> list[Overwrite]:
    """What a channel's overwrites must become for case rooms to hang under it as threads; the bot's own comes first.

    Moderators get in by Manage Threads. Where rooms are threads by the server's choice, or the channel is of the bot's
    making, members don't post beside the threads. A channel of the server's own is opened to moderators only: whom
    else its admins let see it is theirs to say.
    """
    by_target = {item.target_id: item for item in present}

    def with_more(target_id: int, is_member: bool, allow: int, deny: int = 0) -> Overwrite:
        old = by_target.get(target_id) or Overwrite(target_id, is_member, 0, 0)
        allow, deny = allow & grantable, deny & grantable
        return Overwrite(target_id, is_member, (old.allow | allow) & ~deny, (old.deny | deny) & ~allow)

    wanted = [with_more(bot_id, True, _BOT_IN_THREADS)]
    moderator_role_id = settings.role_ids.get(StaffRole.MODERATOR)
    if moderator_role_id is not None:
        wanted.append(with_more(moderator_role_id, False, _IN_THREAD | MANAGE_THREADS))
    if is_own or settings.rooms is RoomKind.THREAD:
        allow = _IN_THREAD if is_own else _IN_THREAD & ~VIEW
        wanted.append(with_more(settings.guild_id, False, allow, _BESIDE_THREADS))
    return [item for item in wanted if item != by_target.get(item.target_id)]


def parent_lacks(*, bot: int, moderators: int | None, parties: Collection[int], members: int) -> list[Lack]:
    """What is missing in a channel under which case rooms hang, from the bits that each has there; None for no such
    role."""
    lacks: list[Lack] = []
    if bot & _MAKE_THREADS != _MAKE_THREADS:
        lacks.append(Lack.BOT_CANT_MAKE)
    if any(not bits & VIEW for bits in parties):
        lacks.append(Lack.PARTIES_CANT_SEE)
    elif any(bits & _TAKE_PART != _TAKE_PART for bits in parties):
        lacks.append(Lack.PARTIES_CANT_TAKE_PART)
    if not bot & MANAGE_THREADS:
        lacks.append(Lack.BOT_CANT_MANAGE)
    if moderators is not None and moderators & (VIEW | MANAGE_THREADS) != VIEW | MANAGE_THREADS:
        lacks.append(Lack.MODERATORS_CANT_SEE)
    if members & VIEW and members & _BESIDE_THREADS:
        lacks.append(Lack.MEMBERS_CAN_POST)
    return lacks


def merged(wanted: Iterable[Overwrite], present: Iterable[Overwrite]) -> list[Overwrite]:
    """The wanted overwrites, and those that people have made for others: a guest stays until removed (R10.1)."""
    ours = {item.target_id: item for item in wanted}
    return [*ours.values(), *(item for item in present if item.target_id not in ours)]


def opens_to_no_more_than(present: Iterable[Overwrite], wanted: Iterable[Overwrite]) -> bool:
    """Whether a channel is closed to everyone, and open to nobody but those whom the wanted overwrites name."""
    targets = {item.target_id: item for item in wanted}
    found = {item.target_id: item for item in present}
    closed_ids = {item.target_id for item in targets.values() if item.deny & VIEW and not item.is_member}
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
