"""How a change of the configuration is kept: with who made it and when (R10.5)."""

from bot.domain.settings import Settings
from bot.services.context import Context
from bot.services.ports import SettingChange
from bot.services.receipts import Facts, Receipt

_KEPT_BY_CASES = (
    "fee ",
    "window ",
    "limit max_exhibits",
    "small balance ",
    "rulebook",
    "reminders",
    "switch offers_hidden",
)
"""Which settings a case takes over when it is opened, by the front of their keys."""

_OF_ONE_RULEBOOK = ("fee ", "window ", "small balance ")
"""Which settings each rulebook has for itself, by the front of their keys."""


async def save_settings(context: Context, settings: Settings, changes: list[tuple[str, str, str]]) -> Receipt:
    """Keep what differs, with who changed it and when (R10.5), and say what was changed and what was so already."""
    rows = [
        SettingChange(context.guild_id, context.at_ms, context.actor.member_id, key, old, new)
        for key, old, new in changes
        if old != new
    ]
    if rows:
        await context.uow.settings.save(settings, context.defaults, rows)
    facts: Facts = {
        "changes": [f"{row.key}: {row.old} → {row.new}" for row in rows],
        "unchanged": [f"{key}: {old}" for key, old, new in changes if old == new],
        "changed": bool(rows),
        # Each case keeps the rules that it was opened under (R4.5).
        "new_cases_only": any(row.key.startswith(_KEPT_BY_CASES) for row in rows),
    }
    if any(key.startswith(_OF_ONE_RULEBOOK) for key, _, _ in changes):
        facts = {**facts, "rulebook": settings.preset.value}
    return Receipt("setting_changed", facts)
