"""The sentences of a server's configuration: what is set, and who changed what."""

from bot.domain.durations import format_duration
from bot.domain.money import format_rate
from bot.domain.rulebook import PROCEDURES, Windows
from bot.domain.settings import Settings
from bot.services.ports import SettingChange
from bot.ui.format import amount, channel_mention, distance, inline, listed, mention, people, role_mention
from bot.ui.texts_labels import CHANNELS, LIMITS, REFUNDS, ROLE_TITLES, ROOMS, SWITCHES, WINDOWS
from bot.ui.texts_money import FROM_FUNDS

NOT_SET = "not set"
_MOST_BLOCKED = 20
_REASON = 500


def settings_parts(settings: Settings) -> list[tuple[str, str]]:
    """The configuration, as titles with their lines."""
    terms, currency = settings.in_force, settings.default_currency
    procedure = PROCEDURES[settings.preset]
    fee = [
        f"{code}: at least {amount(item.fee_minimum_minor, code)}"
        + (f"; {amount(item.small_balance_minor, code)} or less is split evenly" if procedure.whole_balance else "")
        for code, item in sorted(terms.currencies.items())
    ]
    refund = FROM_FUNDS if procedure.fee_from_funds else REFUNDS[terms.refund.value]
    cap = "no cap" if terms.cap_bp is None else f"at most {format_rate(terms.cap_bp)} of the disputed amount"
    roles = [
        f"{title}: {NOT_SET if (role_id := settings.role_ids.get(role)) is None else role_mention(role_id)}"
        for role, title in ROLE_TITLES.items()
    ]
    channels = [
        f"{CHANNELS[kind.value]}: {channel_mention(channel_id)}" for kind, channel_id in settings.channel_ids.items()
    ]
    waiting = "".join(f"; {code} as soon as it has a lowest fee" for code in settings.waiting_currencies)
    blocked = sorted(settings.blocked_ids)
    more = f" and {len(blocked) - _MOST_BLOCKED} more" if len(blocked) > _MOST_BLOCKED else ""
    steps = [format_duration(seconds) for seconds in settings.reminders.before_seconds]
    half = ["half of the window"] if settings.reminders.half else []
    before = [f"{listed(steps, 'and')} before the end"] if steps else []
    return [
        (
            "Rulebook",
            f"`{settings.preset.value}`; currencies: {listed(settings.currencies, 'and')} (default {currency})"
            + waiting,
        ),
        ("Staff roles", "\n".join(roles)),
        ("Channels", "\n".join(channels) or NOT_SET),
        (
            "Arbitration fee",
            f"{format_rate(terms.rate_bp)}, {cap}; {refund}\n" + "\n".join(fee),
        ),
        (
            "Case rooms",
            f"{ROOMS[settings.rooms.value]}, removed {format_duration(settings.room_retention_seconds)} after the end",
        ),
        ("Windows", window_lines(terms.windows)),
        ("Reminders", listed([*half, *before], "and") if half or before else NOT_SET),
        ("Limits", limit_lines(settings)),
        ("Switches", _switch_lines(settings)),
        ("Can't open cases", people(blocked[:_MOST_BLOCKED]) + more if blocked else "nobody is blocked"),
    ]


def window_lines(windows: Windows) -> str:
    """How long people have."""
    lines: list[str] = []
    for name, meaning in WINDOWS.items():
        seconds: int | None = getattr(windows, name)
        lines.append(f"`{name}` {'off' if seconds is None else format_duration(seconds)}: {meaning}")
    return "\n".join(lines)


def limit_lines(settings: Settings) -> str:
    """Brakes and sizes."""
    limits = settings.limits
    values = {
        "max_exhibits": str(limits.max_exhibits),
        "max_file_mib": str(limits.max_file_mib),
        "open_cases": str(limits.open_cases),
        "filing_cooldown": format_duration(limits.filing_cooldown_seconds),
        "refile": format_duration(limits.refile_seconds),
        "small_splits": str(limits.small_splits),
    }
    two = [amount(minor, code) for code, minor in sorted(limits.two_people_minor.items())]
    values["two_people_amount"] = f"above {listed(two, 'and')}" if two else "off"
    return "\n".join(f"`{name}` {value}: {LIMITS[name]}" for name, value in values.items())


def _switch_lines(settings: Settings) -> str:
    values = {"offers_hidden": settings.offers_hidden, "dm_notices": settings.dm_notices}
    return "\n".join(f"`{name}` {'on' if is_on else 'off'}: {SWITCHES[name]}" for name, is_on in values.items())


def change_line(change: SettingChange) -> str:
    """Who changed what; what is gone from the server is noted by nobody."""
    who = f" {mention(change.changed_by_id)}" if change.changed_by_id else ""
    return f"{distance(change.changed_at_ms)}{who}: {change.key}, {change.old} → {_with_reason(change)}"


def _with_reason(change: SettingChange) -> str:
    """What it was changed to; what stands behind it about a member is an admin's own words."""
    became, said, reason = change.new.partition(" (")
    is_about_member = change.key.startswith("member ")
    return f"{became}: {inline(reason.removesuffix(')'), _REASON)}" if said and is_about_member else change.new
