"""Who a text mentions, and whom it may notify."""

import re
from dataclasses import dataclass
from typing import Any, cast

from bot.sandbox.model import Channel, Pings, User
from bot.sandbox.permissions import Permission
from bot.sandbox.world import World

_USER = re.compile(r"<@!?(\d{15,20})>")
_ROLE = re.compile(r"<@&(\d{15,20})>")
_EVERYONE = re.compile(r"@(everyone|here)\b")
# Without allowed_mentions an ordinary message parses everything, an interaction's answer only users.
PARSE_ALL = ("users", "roles", "everyone")
PARSE_USERS = ("users",)


@dataclass(slots=True, frozen=True)
class Mentions:
    """What the message object lists as mentioned, and who is notified."""

    user_ids: tuple[int, ...]
    role_ids: tuple[int, ...]
    everyone: bool
    pings: Pings


def resolve_mentions(
    world: World, channel: Channel, author: User, text: str, allowed: dict[str, Any] | None, default: tuple[str, ...]
) -> Mentions:
    """Apply allowed mentions to the mentions that a text contains."""
    rules = {"parse": list(default)} if allowed is None else allowed
    parse = cast("list[str]", rules.get("parse") or [])
    listed_users = {int(user_id) for user_id in rules.get("users") or []}
    listed_roles = {int(role_id) for role_id in rules.get("roles") or []}
    user_ids = tuple(
        user_id
        for user_id in dict.fromkeys(int(found) for found in _USER.findall(text))
        if user_id in world.users and ("users" in parse or user_id in listed_users)
    )
    guild = world.guild_of(channel)
    if guild is None:
        return Mentions(user_ids, (), False, Pings(frozenset(user_ids)))
    may_ping_all = bool(world.permissions_in(channel, author.id) & Permission.MENTION_EVERYONE)
    role_ids = tuple(
        role_id
        for role_id in dict.fromkeys(int(found) for found in _ROLE.findall(text))
        if role_id in guild.roles and ("roles" in parse or role_id in listed_roles)
    )
    pinged_roles = frozenset(role_id for role_id in role_ids if may_ping_all or guild.roles[role_id].is_mentionable)
    everyone = bool(_EVERYONE.search(text)) and "everyone" in parse and may_ping_all
    notified = set(user_ids)
    for member in guild.members.values():
        if everyone or pinged_roles.intersection(member.role_ids):
            notified.add(member.user.id)
    seen_by = frozenset(user_id for user_id in notified if user_id != author.id and world.can_see(channel, user_id))
    return Mentions(user_ids, role_ids, everyone, Pings(seen_by, pinged_roles, everyone))
