"""Looking for parties (R9.9): what became of them while nobody could hear of it, because the bot was away or lacks the
members intent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

import discord
import structlog

from bot.domain.deadlines import HoldReason
from bot.services.people import People
from bot.services.ports import Clock

_UNKNOWN_MEMBER: Final = frozenset({10007, 10013})
"""Discord's codes for somebody who isn't on the server, or isn't at all."""

_KICK: Final = discord.AuditLogAction.kick.value
_BAN: Final = discord.AuditLogAction.ban.value
_UNBAN: Final = discord.AuditLogAction.unban.value
_REMOVALS: Final = {_KICK: HoldReason.KICKED, _BAN: HoldReason.BANNED}
_LOG_PAGE: Final = 100

_logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Parties:
    """Asks Discord where a party is, or whether an arbitrator still is one, and hands on what it says."""

    client: Callable[[], discord.Client]
    people: People
    clock: Clock

    async def look(self, guild_id: int, member_id: int) -> None:
        """Look for one party or arbitrator; whoever is none any more isn't looked for."""
        is_party = await self.people.concern(guild_id, member_id)
        decides = await self.people.decides(guild_id, member_id)
        if not is_party and not decides:
            return
        try:
            found = cast("Mapping[str, Any]", await self.client().http.get_member(guild_id, member_id))
        except discord.NotFound as error:
            # An unknown server says nothing about its members: the bot has just been removed from it.
            if error.code not in _UNKNOWN_MEMBER:
                return
            if decides:
                await self.people.has_roles(guild_id, member_id, (), self.clock.now_ms())
            if is_party and await self.people.is_new_that_gone(guild_id, member_id):
                how, by_member_id = await self._removal(guild_id, member_id)
                await self.people.missed(guild_id, member_id, self.clock.now_ms(), how, by_member_id)
            return
        if decides:
            role_ids = [int(role_id) for role_id in found["roles"]]
            await self.people.has_roles(guild_id, member_id, role_ids, self.clock.now_ms())
        if not is_party:
            return
        until = found.get("communication_disabled_until")
        until_ms = None if until is None else round(datetime.fromisoformat(until).timestamp() * 1_000)
        await self.people.found(guild_id, member_id, self.clock.now_ms(), until_ms)

    async def _removal(self, guild_id: int, member_id: int) -> tuple[HoldReason | None, int | None]:
        """Whether somebody was removed, and by whom: the newest that the audit log has of it. Without View Audit Log
        every absence counts as a kick (R9.9)."""
        found: list[tuple[int, int, int | None]] = []
        try:
            for action in (_KICK, _BAN, _UNBAN):
                log = await self.client().http.get_audit_logs(guild_id, _LOG_PAGE, action_type=cast("Any", action))
                for entry in cast("list[Mapping[str, Any]]", log["audit_log_entries"]):
                    if int(entry.get("target_id") or 0) == member_id:
                        author = entry.get("user_id")
                        found.append((int(entry["id"]), action, None if author is None else int(author)))
        except discord.Forbidden:
            _logger.info("audit_log_unread", guild_id=guild_id)
            return HoldReason.KICKED, None
        if not found:
            return None, None
        _, action, by_member_id = max(found, key=lambda item: item[0])
        return (_REMOVALS[action], by_member_id) if action in _REMOVALS else (None, None)
