"""Who acts, and when, as Discord's interaction says it: no cache gives anybody a right or decides about time."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

import discord

from bot.services.ports import Member, Request

DISCORD_EPOCH_MS: Final = 1_420_070_400_000
"""The first millisecond that a snowflake can name."""

_ACTOR: Final = "parley_actor"


class OutsideServer(Exception):
    """An interaction that comes from no server: there is nobody's money."""


def made_at_ms(snowflake: int) -> int:
    """When Discord made the object of this id, in UTC epoch milliseconds."""
    return (snowflake >> 22) + DISCORD_EPOCH_MS


def request_of(interaction: discord.Interaction) -> Request:
    """The interaction as a request: its id, and the moment at which the person acted (R9.2)."""
    return Request(interaction.id, made_at_ms(interaction.id))


def act_for_server(interaction: discord.Interaction, guild_id: int) -> None:
    """Let what comes from a direct message be the act of a member of that server, without any role there.

    Only what a button of our own names may be done so: whoever presses it has it from us.
    """
    interaction.extras[_ACTOR] = Member(guild_id, interaction.user.id)


def server_of(interaction: discord.Interaction) -> int | None:
    """The server for which a direct message acts; None inside a server, where buttons needn't name it."""
    return member_of(interaction).guild_id if interaction.guild_id is None else None


def member_of(interaction: discord.Interaction) -> Member:
    """The member as the interaction itself names them. Raises OutsideServer."""
    if _ACTOR in interaction.extras:
        return cast("Member", interaction.extras[_ACTOR])
    user = interaction.user
    if interaction.guild_id is None or not isinstance(user, discord.Member):
        raise OutsideServer
    return Member(
        guild_id=interaction.guild_id,
        member_id=user.id,
        role_ids=roles_of(user),
        manage_server=_manages(interaction.permissions) and _manages_by_role(user),
        name=user.display_name,
        others=tuple(_named_in(interaction.data or {})),
    )


def _named_in(data: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """The members in a command's or a form's options, or whose menu it is, with what they are called here.

    Who has left the server isn't among them: what they were called may have been erased.
    """
    resolved = cast("Mapping[str, Any]", data.get("resolved") or {})
    users = cast("Mapping[str, Mapping[str, Any]]", resolved.get("users") or {})
    members = cast("Mapping[str, Mapping[str, Any]]", resolved.get("members") or {})
    for member_id, here in members.items():
        user: Mapping[str, Any] = users.get(member_id) or {}
        if not user.get("bot"):
            yield int(member_id), here.get("nick") or user.get("global_name") or user.get("username") or ""


def _manages(permissions: discord.Permissions) -> bool:
    return permissions.manage_guild or permissions.administrator


def _manages_by_role(member: discord.Member) -> bool:
    # What the interaction says holds in its channel: there, whoever manages the channel can give themselves any right.
    # So a role of the server must say the same. A role that the cache lacks says nothing, and nobody gains by that.
    guild = member.guild
    roles = map(guild.get_role, {guild.id, *roles_of(member)})
    return guild.owner_id == member.id or any(_manages(role.permissions) for role in roles if role is not None)


def roles_of(member: discord.Member) -> frozenset[int]:
    """The ids of a member's roles, as they came with the interaction."""
    # `Member.roles` shows only the roles that the cache knows; the ids that came with the interaction are kept here.
    return frozenset(member._roles)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
