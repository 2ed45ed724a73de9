"""The sentences of milestones, wallets, fees and settings."""

from typing import Final

from bot.domain.case_state import CaseState
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.durations import format_duration
from bot.domain.errors import NotEnoughMoney
from bot.domain.ids import case_name, milestone_name, wallet_request_name
from bot.domain.money import format_rate
from bot.domain.rulebook import FeePolicy, Windows
from bot.domain.settings import Settings
from bot.domain.wallet_requests import WalletRequest
from bot.services.ports import LedgerLine, SettingChange
from bot.services.views import FeeView, HeldAmount, MilestoneView
from bot.ui.format import amount, channel_mention, date, distance, inline, listed, mention, moment, role_mention
from bot.ui.texts import refusal_text
from bot.ui.texts_cards import deposits_ended, fee_lines
from bot.ui.texts_labels import (
    CHANNELS,
    HELD_BECAUSE,
    LEDGER_CAUSES,
    LIMITS,
    REFUNDS,
    REQUEST_KINDS,
    ROLE_TITLES,
    WINDOWS,
)

NOT_SET: Final = "not set"
CANNOT_PAY: Final = "You can't pay it now."

_VERDICTS: Final = {
    "can_pay": "You can pay now: press **Pay fee**, or use `/fee pay`.",
    "paid": "You have paid.",
    "wrong_stage": "It can't be paid in this stage of the case.",
    "case_ended": "The case is over.",
    "too_late": "The time to pay is over.",
    "too_early": "It can't be paid yet; the parties are to negotiate first.",
    "not_a_party": "Only the two parties pay it.",
}


def milestone_line(view: MilestoneView) -> str:
    """A milestone in a list."""
    state = view.state
    other_id = state.freelancer_id if view.viewer_id == state.client_id else state.client_id
    role = "freelancer" if other_id == state.freelancer_id else "client"
    locked = ""
    if state.locked_minor and state.locked_by_case_id is not None:
        locked = f", {amount(state.locked_minor, state.currency)} locked by {case_name(state.locked_by_case_id)}"
    return (
        f"**{milestone_name(state.milestone_id)}** {inline(view.title)} · {role} {mention(other_id)}\n"
        f"{amount(state.unreleased_minor, state.currency)} in escrow of {amount(state.funded_minor, state.currency)}"
        f"{locked}"
    )


def milestone_title(view: MilestoneView) -> str:
    """Above a milestone."""
    return f"## {milestone_name(view.state.milestone_id)} {inline(view.title)}"


def milestone_facts(view: MilestoneView) -> str:
    """Who, how much, and where it is."""
    state = view.state
    lines = [f"Client {mention(state.client_id)} · freelancer {mention(state.freelancer_id)}"]
    if view.project_title and view.project_title != view.title:
        lines.append(f"Project {inline(view.project_title)}")
    funded = amount(state.funded_minor, state.currency)
    lines.append(f"**{amount(state.unreleased_minor, state.currency)}** in escrow of {funded}")
    if state.released_minor:
        lines.append(f"{amount(state.released_minor, state.currency)} released to the freelancer")
    if state.returned_minor:
        lines.append(f"{amount(state.returned_minor, state.currency)} returned to the client")
    if state.locked_minor and state.locked_by_case_id is not None:
        lines.append(
            f"{amount(state.locked_minor, state.currency)} locked by {case_name(state.locked_by_case_id)}, "
            f"{amount(state.free_minor, state.currency)} free"
        )
    lines.append(f"Made on {date(state.created_at_ms)}")
    return "\n".join(lines)


def terms_state(view: MilestoneView) -> str:
    """Whose terms they are, and whether both agreed."""
    state = view.state
    author = "" if state.terms_author_id is None else f"Written by {mention(state.terms_author_id)}"
    if state.terms_accepted_at_ms is not None:
        return f"{author}, accepted by the other side on {moment(state.terms_accepted_at_ms)}."
    return f"{author}, not accepted by the other side yet."


def can_accept_terms(view: MilestoneView) -> bool:
    """Whether the viewer is the one who may accept them."""
    state = view.state
    parties = (state.client_id, state.freelancer_id)
    open_terms = state.terms is not None and state.terms_accepted_at_ms is None
    return open_terms and view.viewer_id in parties and view.viewer_id != state.terms_author_id


def balance_lines(balances: dict[str, int]) -> str:
    """Free money by currency."""
    return "\n".join(f"**{amount(minor, currency)}** free" for currency, minor in balances.items())


def held_line(held: HeldAmount) -> str:
    """Money that is not free, and why."""
    names = {"escrow": milestone_name, "deposit": case_name, "withdrawal": wallet_request_name}
    why = HELD_BECAUSE[held.why].format(name=names[held.why](held.subject_id))
    return f"{amount(held.amount_minor, held.currency)} {why}"


def request_line(request: WalletRequest, *, whose: bool = False) -> str:
    """A request for a cashier."""
    by = f" by {mention(request.member_id)}" if whose else ""
    reference = f"\nReference: {inline(request.reference)}" if request.reference else ""
    return (
        f"**{wallet_request_name(request.request_id)}** · {REQUEST_KINDS[request.kind.value]} of "
        f"**{amount(request.amount_minor, request.currency)}**{by}, {distance(request.created_at_ms)}{reference}"
    )


def ledger_line(line: LedgerLine) -> str:
    """A wallet entry."""
    sign = "+" if line.amount_minor > 0 else ""
    cause = LEDGER_CAUSES.get(line.cause, line.cause.replace("_", " "))
    case = "" if line.case_id is None else f" ({case_name(line.case_id)})"
    return f"-# {date(line.at_ms)}\n**{sign}{amount(line.amount_minor, line.currency)}** {cause}{case}"


def fee_text(view: FeeView) -> str:
    """What it costs, and what follows (R5.3)."""
    state = view.view.state
    policy = state.rulebook.fee
    due = state.alive_deadlines(DeadlineKind.FEE)
    clock = _second_fee(state, due[0]) if due else _first_fee(state)
    return (
        f"**{amount(view.fee_minor, state.currency)}** from each side, of "
        f"{amount(state.disputed_minor, state.currency)} in dispute. {fee_rule(policy, state.currency)}\n"
        f"{clock}\n"
        "- When both have paid, an arbitrator decides.\n"
        f"- After a ruling, {REFUNDS[policy.refund.value]}. If you settle before, all fees come back."
    )


def _first_fee(state: CaseState) -> str:
    return (
        "- Who pays first starts the clock: the other side has "
        f"{format_duration(state.rulebook.windows.fee)} to pay the same.\n"
        "- Who doesn't pay in time loses the whole amount in dispute, and the payer's fee comes back."
    )


def _second_fee(state: CaseState, deadline: Deadline) -> str:
    second_id = deadline.party_id or 0
    first = mention(state.other(second_id))
    until = (
        f"by {moment(deadline.due_at_ms)}"
        if deadline.is_running
        else "in time; the clock stands at the moment and runs again with the whole window"
    )
    return (
        f"- {first} has paid. {mention(second_id)} must pay the same {until}.\n"
        f"- Otherwise the whole {amount(state.disputed_minor, state.currency)} goes to {first}, whose fee comes back."
    )


def fee_rule(policy: FeePolicy, currency: str) -> str:
    """How the fee is reckoned."""
    cap = "" if policy.cap_bp is None else f", at most {format_rate(policy.cap_bp)}"
    return f"({format_rate(policy.rate_bp)}, at least {amount(policy.minimum_minor, currency)}{cap})"


def fee_verdict(view: FeeView) -> str:
    """Whether the viewer can pay now."""
    wallet = amount(view.wallet_minor, view.view.state.currency)
    paid = view.view.viewer_id in view.view.state.deposits
    if not paid and view.verdict == NotEnoughMoney.code:
        missing = NotEnoughMoney(view.wallet_minor, view.fee_minor, view.view.state.currency)
        return refusal_text(missing)
    said = _VERDICTS["paid"] if paid else _VERDICTS.get(view.verdict, CANNOT_PAY)
    return f"{said} Your wallet has {wallet}."


def settings_parts(settings: Settings) -> list[tuple[str, str]]:
    """The configuration, as titles with their lines."""
    terms, currency = settings.in_force, settings.default_currency
    fee = [
        f"{code}: at least {amount(item.fee_minimum_minor, code)}" for code, item in sorted(terms.currencies.items())
    ]
    cap = "no cap" if terms.cap_bp is None else f"at most {format_rate(terms.cap_bp)} of the disputed amount"
    roles = [
        f"{title}: {NOT_SET if (role_id := settings.role_ids.get(role)) is None else role_mention(role_id)}"
        for role, title in ROLE_TITLES.items()
    ]
    channels = [
        f"{CHANNELS[kind.value]}: {channel_mention(channel_id)}" for kind, channel_id in settings.channel_ids.items()
    ]
    steps = [format_duration(seconds) for seconds in settings.reminders.before_seconds]
    half = ["half of the window"] if settings.reminders.half else []
    before = [f"{listed(steps, 'and')} before the end"] if steps else []
    return [
        (
            "Rulebook",
            f"`{settings.preset.value}`; currencies: {listed(settings.currencies, 'and')} (default {currency})",
        ),
        ("Staff roles", "\n".join(roles)),
        ("Channels", "\n".join(channels) or NOT_SET),
        (
            "Arbitration fee",
            f"{format_rate(terms.rate_bp)}, {cap}; {REFUNDS[terms.refund.value]}\n" + "\n".join(fee),
        ),
        ("Windows", window_lines(terms.windows)),
        ("Reminders", listed([*half, *before], "and") if half or before else NOT_SET),
        ("Limits", limit_lines(settings)),
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
        "open_cases": str(limits.open_cases),
        "filing_cooldown": format_duration(limits.filing_cooldown_seconds),
    }
    return "\n".join(f"`{name}` {value}: {LIMITS[name]}" for name, value in values.items())


def change_line(change: SettingChange) -> str:
    """Who changed what."""
    return (
        f"{distance(change.changed_at_ms)} {mention(change.changed_by_id)}: {change.key}, {change.old} → {change.new}"
    )


def fees_so_far(view: FeeView) -> str:
    """Who has paid when, or what became of it."""
    state = view.view.state
    return fee_lines(view.view.case) if state.is_open else deposits_ended(state) or fee_lines(view.view.case)
