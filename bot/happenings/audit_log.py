"""What the server's audit log says of what has just happened."""

from typing import Final

import discord

from bot.ui.actor import made_at_ms

_ENTRIES: Final = 5
_AGE_MS: Final = 60_000


async def fresh_entry(
    guild: discord.Guild, target_id: int, action: discord.AuditLogAction, now_ms: int
) -> discord.AuditLogEntry | None:
    """The fresh entry about somebody or something. Raises Forbidden where the log can't be read."""
    async for entry in guild.audit_logs(action=action, limit=_ENTRIES):
        is_this = getattr(entry.target, "id", None) == target_id
        if is_this and now_ms - made_at_ms(entry.id) < _AGE_MS:
            return entry
    return None
