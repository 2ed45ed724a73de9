"""The sentences of wallets and fees."""

from typing import Final

from bot.domain.case_state import CaseState
from bot.domain.deadlines import WHOLE_AGAIN, Deadline, DeadlineKind
from bot.domain.durations import format_duration
from bot.domain.errors import NotEnoughMoney
from bot.domain.ids import case_name, milestone_name, wallet_request_name
from bot.domain.money import format_rate
from bot.domain.rulebook import FeePolicy
from bot.domain.wallet_requests import WalletRequest, WalletRequestState
from bot.services.ports import LedgerLine
from bot.services.views import FeeView, HeldAmount
from bot.ui.format import amount, date, mention, moment
from bot.ui.texts import refusal_text
from bot.ui.texts_cards import charged_line, deposits_ended, fee_lines
from bot.ui.texts_cashier import answered_line
from bot.ui.texts_labels import (
    HELD_BECAUSE,
    LEDGER_CAUSES,
    REFUNDS,
)

FROM_FUNDS: Final = "taken from the funds at opening, and never given back"
NOTHING_TO_PAY: Final = "There is nothing to pay."
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


def balance_lines(balances: dict[str, int]) -> str:
    """Free money by currency."""
    return "\n".join(f"**{amount(minor, currency)}** free" for currency, minor in balances.items())


def held_line(held: HeldAmount) -> str:
    """Money that is not free, and why."""
    names = {"escrow": milestone_name, "deposit": case_name, "withdrawal": wallet_request_name}
    why = HELD_BECAUSE[held.why].format(name=names[held.why](held.subject_id))
    return f"{amount(held.amount_minor, held.currency)} {why}"


def ledger_line(line: LedgerLine, request: WalletRequest | None = None) -> str:
    """A wallet entry, with the answered request behind it."""
    sign = "+" if line.amount_minor > 0 else ""
    is_paid_out = request is not None and request.state is WalletRequestState.CONFIRMED
    # The money left the wallet when it was held; no later line of this wallet says that it was paid out.
    told = "withdrawal_confirmed" if line.cause == "withdrawal_hold" and is_paid_out else line.cause
    cause = LEDGER_CAUSES.get(told, told.replace("_", " "))
    case = "" if line.case_id is None else f" ({case_name(line.case_id)})"
    answered = "" if request is None else f" · {answered_line(request)}"
    return f"-# {date(line.at_ms)}\n**{sign}{amount(line.amount_minor, line.currency)}** {cause}{case}{answered}"


def fee_text(view: FeeView) -> str:
    """What it costs, and what follows (R5.3)."""
    state = view.view.state
    policy = state.rulebook.fee
    if state.rulebook.procedure.fee_from_funds:
        return f"{charged_line(state)} The rule: {fee_rule(policy, state.currency)[1:-1]}."
    due = state.alive_deadlines(DeadlineKind.FEE)
    clock = _second_fee(state, due[0]) if due else _first_fee(state)
    return (
        f"**{amount(view.fee_minor, state.currency)}** from each side, for "
        f"{amount(state.disputed_minor, state.currency)} in dispute {fee_rule(policy, state.currency)}.\n"
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
    left = "the whole window" if deadline.hold_reason in WHOLE_AGAIN else "the time that was left"
    until = (
        f"by {moment(deadline.due_at_ms)}"
        if deadline.is_running
        else f"in time; the clock stands at the moment and runs again with {left}"
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
    if view.view.state.rulebook.procedure.fee_from_funds:
        return NOTHING_TO_PAY
    wallet = amount(view.wallet_minor, view.view.state.currency)
    paid = view.view.viewer_id in view.view.state.deposits
    if not paid and view.verdict == NotEnoughMoney.code:
        missing = NotEnoughMoney(view.wallet_minor, view.fee_minor, view.view.state.currency)
        return refusal_text(missing)
    said = _VERDICTS["paid"] if paid else _VERDICTS.get(view.verdict, CANNOT_PAY)
    return f"{said} Your wallet has {wallet}."


def fees_so_far(view: FeeView) -> str:
    """Who has paid when, or what became of it."""
    state = view.view.state
    return fee_lines(view.view.case) if state.is_open else deposits_ended(state) or fee_lines(view.view.case)
