"""Guests of a case room: who is in there without being of the case, which only Discord knows."""

import discord

from bot.domain.errors import Refusal
from bot.domain.stages import CaseRole
from bot.services.staff_commands import RemoveGuest
from bot.ui.actor import member_of
from bot.ui.replies import NETWORK_FAILURES, Desk

_STAFF = frozenset({CaseRole.MODERATOR, CaseRole.ARBITRATOR})


async def remove_guest(desk: Desk, interaction: discord.Interaction, case_id: int, member_id: int, reason: str) -> None:
    """Take somebody out of a case's room, and show what came of it."""
    is_there = await is_guest(desk, interaction, case_id, member_id)
    await desk.run(interaction, RemoveGuest(case_id, member_id, reason, is_there))


async def is_guest(desk: Desk, interaction: discord.Interaction, case_id: int, member_id: int) -> bool:
    """Whether somebody has a way of their own into the room, as far as Discord says; who sees no such case learns
    nothing of it here."""
    try:
        view = await desk.queries.case(member_of(interaction), case_id)
    except Refusal:
        return True
    if view.viewer_role not in _STAFF or view.room is None:
        return True
    client = interaction.client
    if client.user is not None and client.user.id == member_id:
        return False
    try:
        channel = await client.fetch_channel(view.room.channel_id)
        if isinstance(channel, discord.Thread):
            await channel.fetch_member(member_id)
            return True
    except discord.NotFound:
        return False
    except NETWORK_FAILURES:
        return True
    if not isinstance(channel, discord.abc.GuildChannel):
        return False
    return any(
        target.id == member_id and rights.view_channel and not _is_role(target)
        for target, rights in channel.overwrites.items()
    )


def _is_role(target: discord.Role | discord.Member | discord.Object) -> bool:
    return isinstance(target, discord.Role) or (isinstance(target, discord.Object) and target.type is discord.Role)
