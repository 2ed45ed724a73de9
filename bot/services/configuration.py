"""Use cases of the configuration (R10.5): admins only, each change with its history."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from bot.domain.actors import StaffRole
from bot.domain.durations import HOUR_SECONDS, LONGEST_SECONDS, format_duration, parse_duration
from bot.domain.errors import DurationNotUnderstood, SettingRefused
from bot.domain.money import format_amount, format_rate, parse_amount, parse_rate
from bot.domain.rulebook import PROCEDURES, Preset, RefundPolicy, Reminders
from bot.domain.settings import (
    LIMIT_RANGES,
    ChannelKind,
    LimitName,
    Limits,
    RoomKind,
    Settings,
    SwitchName,
    require_fee_leaves_something,
    window_seconds,
)
from bot.domain.texts import require_text
from bot.services.context import Context
from bot.services.currencies import with_minimum
from bot.services.effects import room_effect
from bot.services.looks import for_arbitrators
from bot.services.ports import EffectKind
from bot.services.receipts import Facts, Receipt
from bot.services.set_up_watch import release_held_cases
from bot.services.setting_changes import save_settings
from bot.services.setting_commands import (
    BlockMember,
    SetChannel,
    SetFee,
    SetLimit,
    SetReminders,
    SetRetention,
    SetRole,
    SetRooms,
    SetRulebook,
    SetSwitch,
    SetThreshold,
    SetWindow,
)

_LIMIT_FIELDS = {
    LimitName.MAX_EXHIBITS: "max_exhibits",
    LimitName.OPEN_CASES: "open_cases",
    LimitName.MAX_FILE_MIB: "max_file_mib",
    LimitName.FILING_COOLDOWN: "filing_cooldown_seconds",
    LimitName.REFILE: "refile_seconds",
    LimitName.SMALL_SPLITS: "small_splits",
}
"""Where the limits that are one number each are kept."""


_ROLES = {role.value: role for role in (StaffRole.MODERATOR, StaffRole.ARBITRATOR, StaffRole.CASHIER)}
"""The staff roles that Discord roles stand for; whoever has Manage Server is an admin, and nobody else."""

_Choice = TypeVar("_Choice")


def _chosen(name: str, typed: str, choices: Mapping[str, _Choice]) -> _Choice:
    if typed not in choices:
        raise SettingRefused(name=name, reason="unknown_choice", allowed=", ".join(choices))
    return choices[typed]


async def set_role(context: Context, command: SetRole) -> Receipt:
    """Say which Discord role is which staff role."""
    context.actor.require(StaffRole.ADMIN)
    role = _chosen("role", command.kind, _ROLES)
    if command.role_id == context.guild_id:
        raise SettingRefused(name=f"role {role.value}", reason="everyone_role")
    old = context.settings.role_ids.get(role)
    settings = context.settings.with_role(role, command.role_id)
    new = f"<@&{command.role_id}>"
    await release_held_cases(context.uow, settings, context.at_ms)
    if role is StaffRole.MODERATOR and old != command.role_id:
        await _reopen_rooms(context, old)
    if role is StaffRole.ARBITRATOR and old != command.role_id:
        why = f"arbitrator:{context.request.interaction_id}"
        await context.put(await for_arbitrators(context.uow, context.guild_id, why))
    return await save_settings(
        context, settings, [(f"role {role.value}", "none" if old is None else f"<@&{old}>", new)]
    )


async def _reopen_rooms(context: Context, old_role_id: int | None) -> None:
    """Rooms of open cases are for the moderator role of today: the old one loses its way in (R10.7)."""
    why = f"moderator:{context.request.interaction_id}"
    cases = await context.uow.cases.open_entries(context.guild_id)
    messages = [room_effect(case, EffectKind.ROOM_ACCESS, why) for case in cases]
    await context.put([replace(item, payload={**item.payload, "closed_to_id": old_role_id}) for item in messages])


async def set_channel(context: Context, command: SetChannel) -> Receipt:
    """Say which channel is for what."""
    context.actor.require(StaffRole.ADMIN)
    kind = _chosen("channel", command.kind, {kind.value: kind for kind in ChannelKind})
    old = context.settings.channel_ids.get(kind)
    settings = context.settings.with_channel(kind, command.channel_id)
    new = f"<#{command.channel_id}>"
    receipt = await save_settings(
        context, settings, [(f"channel {kind.value}", "none" if old is None else f"<#{old}>", new)]
    )
    return _with_read_only(receipt, settings) if kind is ChannelKind.CASES else receipt


def _with_read_only(receipt: Receipt, settings: Settings) -> Receipt:
    """Say so where the cases channel becomes one in which members only read: it may be one in which they talk."""
    if settings.rooms is not RoomKind.THREAD or not receipt.facts["changed"]:
        return receipt
    return replace(receipt, facts={**receipt.facts, "read_only_id": settings.channel_ids[ChannelKind.CASES]})


async def set_fee(context: Context, command: SetFee) -> Receipt:
    """Set rate, minimum, cap or refund of the preset in force (R5.3, R5.5); new cases only."""
    context.actor.require(StaffRole.ADMIN)
    terms = context.settings.in_force
    changes: list[tuple[str, str, str]] = []
    if command.rate is not None:
        rate_bp = parse_rate(command.rate)
        if rate_bp == 0:
            raise SettingRefused(name="fee rate", reason="zero_rate")
        changes.append(("fee rate", format_rate(terms.rate_bp), format_rate(rate_bp)))
        terms = replace(terms, rate_bp=rate_bp)
    if command.cap is not None:
        cap_bp = None if command.cap.strip().lower() == "off" else parse_rate(command.cap)
        if cap_bp == 0:
            raise SettingRefused(name="fee cap", reason="zero_rate")
        changes.append(("fee cap", _cap(terms.cap_bp), _cap(cap_bp)))
        terms = replace(terms, cap_bp=cap_bp)
    if command.refund is not None:
        if PROCEDURES[context.settings.preset].fee_from_funds:
            raise SettingRefused(name="fee refund", reason="never_refunded")
        if command.refund not in set(RefundPolicy):
            raise SettingRefused(name="fee refund", reason="unknown_choice", allowed=", ".join(RefundPolicy))
        changes.append(("fee refund", terms.refund.value, command.refund))
        terms = replace(terms, refund=RefundPolicy(command.refund))
    settings = context.settings.with_terms(terms)
    if command.minimum is not None:
        settings, minimum = with_minimum(settings, command)
        changes += minimum
    elif command.currency is not None:
        raise SettingRefused(name="fee", reason="currency_without_minimum")
    require_fee_leaves_something(settings.preset, settings.in_force)
    if not changes:
        raise SettingRefused(name="fee", reason="nothing_named", allowed="rate, minimum, cap, refund")
    return await save_settings(context, settings, changes)


def _cap(cap_bp: int | None) -> str:
    return "off" if cap_bp is None else format_rate(cap_bp)


async def set_window(context: Context, command: SetWindow) -> Receipt:
    """Set a window of the preset in force; new cases only."""
    context.actor.require(StaffRole.ADMIN)
    typed = command.duration.strip().lower()
    seconds = window_seconds(command.name, None if typed == "off" else parse_duration(typed))
    terms = context.settings.in_force
    old: int | None = getattr(terms.windows, command.name)
    settings = context.settings.with_terms(replace(terms, windows=replace(terms.windows, **{command.name: seconds})))
    return await save_settings(context, settings, [(f"window {command.name}", _window(old), _window(seconds))])


def _window(seconds: int | None) -> str:
    return "off" if seconds is None else format_duration(seconds)


async def set_limit(context: Context, command: SetLimit) -> Receipt:
    """Set a brake or a size; `0` is no cooldown."""
    context.actor.require(StaffRole.ADMIN)
    if command.name not in set(LimitName):
        raise SettingRefused(name=command.name, reason="unknown_limit", allowed=", ".join(LimitName))
    name = LimitName(command.name)
    if name is LimitName.TWO_PEOPLE_AMOUNT:
        return await _set_two_people_amount(context, command)
    if command.currency is not None:
        raise SettingRefused(name=name.value, reason="takes_no_currency")
    field = _LIMIT_FIELDS[name]
    limits: Limits = context.settings.limits
    old: int = getattr(limits, field)
    if field.endswith("_seconds"):
        value = parse_duration(command.value)
        shown = (_window(old), _window(value))
    else:
        value = _whole_number(name, command.value)
        shown = (str(old), str(value))
    settings = replace(context.settings, limits=replace(limits, **{field: value}))
    return await save_settings(context, settings, [(f"limit {name.value}", *shown)])


async def _set_two_people_amount(context: Context, command: SetLimit) -> Receipt:
    """Set above which amount two cashiers must confirm (R2.8); `off` is never."""
    currency = context.settings.currency(command.currency)
    limits = context.settings.limits
    old_minor = limits.two_people_minor.get(currency)
    is_off = command.value.strip().lower() == "off"
    new_minor = None if is_off else parse_amount(command.value, currency, zero_allowed=True)
    kept = {code: minor for code, minor in limits.two_people_minor.items() if code != currency}
    amounts = kept if new_minor is None else {**kept, currency: new_minor}
    settings = replace(context.settings, limits=replace(limits, two_people_minor=amounts))
    old, new = ("off" if minor is None else format_amount(minor, currency) for minor in (old_minor, new_minor))
    return await save_settings(context, settings, [(f"limit {LimitName.TWO_PEOPLE_AMOUNT.value} {currency}", old, new)])


def _whole_number(name: LimitName, typed: str) -> int:
    lowest, highest = LIMIT_RANGES[name]
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 7 and lowest <= int(text) <= highest):
        raise SettingRefused(name=name.value, reason="number_range", allowed=f"{lowest} to {highest}")
    return int(text)


async def set_rulebook(context: Context, command: SetRulebook) -> Receipt:
    """Choose the preset for new cases and requests; open ones keep theirs (R4.5)."""
    context.actor.require(StaffRole.ADMIN)
    if command.preset not in set(Preset):
        raise SettingRefused(name="rulebook", reason="unknown_choice", allowed=", ".join(Preset))
    old = context.settings.preset
    settings = replace(context.settings, preset=Preset(command.preset))
    return await save_settings(context, settings, [("rulebook", old.value, command.preset)])


async def set_threshold(context: Context, command: SetThreshold) -> Receipt:
    """Set up to which balance `safepay` splits evenly without a fee (R6.2)."""
    context.actor.require(StaffRole.ADMIN)
    currency = context.settings.currency(command.currency)
    balance_minor = parse_amount(command.small_balance, currency, zero_allowed=True)
    terms = context.settings.in_force
    own = terms.currencies[currency]
    changed = replace(own, small_balance_minor=balance_minor)
    terms = replace(terms, currencies={**terms.currencies, currency: changed})
    require_fee_leaves_something(context.settings.preset, terms)
    old, new = format_amount(own.small_balance_minor, currency), format_amount(balance_minor, currency)
    settings = context.settings.with_terms(terms)
    return await save_settings(context, settings, [(f"small balance {currency}", old, new)])


async def set_rooms(context: Context, command: SetRooms) -> Receipt:
    """Choose what new case rooms are. Threads hang under the cases channel, which must be set first."""
    context.actor.require(StaffRole.ADMIN)
    if command.kind not in set(RoomKind):
        raise SettingRefused(name="rooms", reason="unknown_choice", allowed=", ".join(RoomKind))
    if command.kind == RoomKind.THREAD and ChannelKind.CASES not in context.settings.channel_ids:
        raise SettingRefused(name="rooms", reason="needs_cases_channel")
    old = context.settings.rooms.value
    settings = replace(context.settings, rooms=RoomKind(command.kind))
    return _with_read_only(await save_settings(context, settings, [("rooms", old, command.kind)]), settings)


async def set_reminders(context: Context, command: SetReminders) -> Receipt:
    """Set when people are reminded (R9.3); half of the window always stays. Raises SettingRefused."""
    context.actor.require(StaffRole.ADMIN)
    steps = [step.strip().lower() for step in command.steps.replace(";", ",").split(",") if step.strip()]
    refusal = SettingRefused(name="reminders", reason="reminder_steps")
    try:
        seconds = {parse_duration(step) for step in steps if step != "half"}
    except DurationNotUnderstood as not_understood:
        raise refusal from not_understood
    if not steps or 0 in seconds:
        raise refusal
    old = context.settings.reminders
    new = Reminders(half=True, before_seconds=tuple(sorted(seconds, reverse=True)))
    settings = replace(context.settings, reminders=new)
    return await save_settings(context, settings, [("reminders", _reminders(old), _reminders(new))])


def _reminders(reminders: Reminders) -> str:
    return ", ".join(["half", *(format_duration(seconds) for seconds in reminders.before_seconds)])


async def set_retention(context: Context, command: SetRetention) -> Receipt:
    """Set how long rooms of ended cases are kept (R11.2)."""
    context.actor.require(StaffRole.ADMIN)
    seconds = parse_duration(command.room)
    if not HOUR_SECONDS <= seconds <= LONGEST_SECONDS:
        raise SettingRefused(name="retention room", reason="retention_range")
    old = context.settings.room_retention_seconds
    settings = replace(context.settings, room_retention_seconds=seconds)
    return await save_settings(context, settings, [("retention room", format_duration(old), format_duration(seconds))])


async def set_switch(context: Context, command: SetSwitch) -> Receipt:
    """Switch something on or off: hidden offers for new cases (R7.5), direct messages at once (R12.2)."""
    context.actor.require(StaffRole.ADMIN)
    if command.name not in set(SwitchName):
        raise SettingRefused(name="switch", reason="unknown_choice", allowed=", ".join(SwitchName))
    old: bool = getattr(context.settings, command.name)
    settings = replace(context.settings, **{command.name: command.on})
    return await save_settings(context, settings, [(f"switch {command.name}", _on(old), _on(command.on))])


def _on(is_on: bool) -> str:
    return "on" if is_on else "off"


async def block_member(context: Context, command: BlockMember) -> Receipt:
    """Stop a member from opening cases, or let them again: they still answer, pay and defend (R4.6 [P])."""
    context.actor.require(StaffRole.ADMIN)
    reason = "" if not command.reason else f" ({require_text('staff_reason', command.reason)})"
    blocked_ids = context.settings.blocked_ids
    was_blocked = command.member_id in blocked_ids
    changed = blocked_ids | {command.member_id} if command.blocked else blocked_ids - {command.member_id}
    old, new = ("blocked" if is_blocked else "not blocked" for is_blocked in (was_blocked, command.blocked))
    settings = replace(context.settings, blocked_ids=changed)
    is_news = was_blocked != command.blocked
    key = f"member <@{command.member_id}>"
    await save_settings(context, settings, [(key, old, f"{new}{reason}" if is_news else new)])
    facts: Facts = {"member_id": command.member_id, "blocked": command.blocked, "is_news": is_news}
    return Receipt("member_blocked", facts)
