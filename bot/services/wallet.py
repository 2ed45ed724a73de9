"""Use cases of wallets (R2.8): deposits and withdrawals, and what a cashier answers."""

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.errors import NoSuchRequest, NotEnoughMoney, Refusal
from bot.domain.ledger import LedgerTransaction, member_account
from bot.domain.money import parse_amount
from bot.domain.texts import require_text
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind, WalletRequestState
from bot.services.commands import (
    CancelWalletRequest,
    ConfirmWalletRequest,
    DeclineWalletRequest,
    RequestDeposit,
    RequestWithdrawal,
)
from bot.services.context import Context, record_case
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt
from bot.services.staff_commands import PayOutFees
from bot.services.wallet_effects import wallet_effects


def _facts(request: WalletRequest) -> Facts:
    return {
        "request_id": request.request_id,
        "kind": request.kind.value,
        "state": request.state.value,
        "member_id": request.member_id,
        "amount_minor": request.amount_minor,
        "settled_minor": request.settled_minor,
        "first_cashier_id": request.first_cashier_id,
        "first_minor": request.first_minor,
        "currency": request.currency,
        "reference": request.settled_reference or request.reference,
    }


async def _make(
    context: Context, command: RequestDeposit | RequestWithdrawal, kind: WalletRequestKind
) -> WalletRequest:
    context.settings.require_ready_for_money()
    currency = context.settings.currency(command.currency)
    amount_minor = parse_amount(command.amount, currency)
    reference = require_text("reference", command.reference) if command.reference else None
    request = WalletRequest(
        guild_id=context.guild_id,
        request_id=await context.uow.numbers.next(context.guild_id, "wallet_request"),
        member_id=context.actor.member_id,
        kind=kind,
        currency=currency,
        amount_minor=amount_minor,
        reference=reference,
        created_at_ms=context.at_ms,
        pays_fee_of_case_id=command.pays_fee_of_case_id if isinstance(command, RequestDeposit) else None,
    )
    hold = request.hold()
    if hold is not None:
        await _require_available(context, request)
        await context.uow.ledger.post(context.guild_id, hold)
    await context.uow.wallet_requests.add(request)
    await context.put(context.payments.asked(request))
    return request


async def request_deposit(context: Context, command: RequestDeposit) -> Receipt:
    """Ask a cashier to confirm money brought in. One that covers what is missing for a fee holds the fee's deadline
    (R5.4)."""
    request = await _make(context, command, WalletRequestKind.DEPOSIT)
    holds_case_id = await _hold_fee_deadline(context, request)
    return Receipt("deposit_requested", {**_facts(request), "holds_case_id": holds_case_id}, holds_case_id)


async def _hold_fee_deadline(context: Context, request: WalletRequest) -> int | None:
    wallet_minor = await context.wallet_minor(member_account(request.member_id), request.currency)
    for listed in await context.uow.cases.of_party(context.guild_id, request.member_id):
        if not listed.state.is_open or listed.state.currency != request.currency:
            continue
        case = await context.case(listed.state.case_id)
        if request.amount_minor < case.fee_minor - wallet_minor:
            continue
        held = case.await_deposit(request.member_id, request.request_id, at_ms=context.at_ms)
        if held is not None:
            await record_case(context.uow, case, held)
            return case.state.case_id
    return None


async def _after_answer(context: Context, request: WalletRequest) -> None:
    """Let the fee's clock run on that waited for the answer; *Deposit and pay* pays now, if it still can (R5.4)."""
    for listed in await context.uow.cases.of_party(context.guild_id, request.member_id):
        waits = listed.state.deposit_request_id == request.request_id
        if not listed.state.is_open or not (waits or listed.state.case_id == request.pays_fee_of_case_id):
            continue
        case = await context.case(listed.state.case_id)
        resumed = case.deposit_answered(request.request_id, at_ms=context.at_ms)
        if resumed is not None:
            await record_case(context.uow, case, resumed)
        if request.pays_fee_of_case_id == case.state.case_id and request.state is WalletRequestState.CONFIRMED:
            await _pay_if_due(context, case, request)


async def _pay_if_due(context: Context, case: Case, request: WalletRequest) -> None:
    wallet_minor = await context.wallet_minor(member_account(request.member_id), request.currency)
    if (request.settled_minor or 0) < case.fee_minor and wallet_minor < case.fee_minor:
        return
    payer = Actor(context.guild_id, request.member_id)
    try:
        decision = case.pay_fee(by=payer, at_ms=context.at_ms)
    except Refusal:
        # The fee is due no longer: the money stays in the wallet (R5.4).
        return
    await record_case(context.uow, case, decision)


async def request_withdrawal(context: Context, command: RequestWithdrawal) -> Receipt:
    """Ask a cashier to pay out; the amount is held from now on."""
    request = await _make(context, command, WalletRequestKind.WITHDRAWAL)
    return Receipt("withdrawal_requested", _facts(request))


async def quote_payout(context: Context, command: PayOutFees) -> Quoted:
    """What paying out earned fees would hold."""
    request, _ = await _payout(context, command, request_id=0)
    return Quoted(command, "payout", _facts(request))


async def pay_out(context: Context, command: PayOutFees) -> Receipt:
    """A cashier asks for earned fees to be paid out; another must confirm it (R2.8)."""
    request_id = await context.uow.numbers.next(context.guild_id, "wallet_request")
    request, hold = await _payout(context, command, request_id=request_id)
    await context.uow.ledger.post(context.guild_id, hold)
    await context.uow.wallet_requests.add(request)
    await context.put(context.payments.asked(request))
    return Receipt("payout_requested", _facts(request))


async def _payout(context: Context, command: PayOutFees, *, request_id: int) -> tuple[WalletRequest, LedgerTransaction]:
    context.actor.require(StaffRole.CASHIER)
    currency = context.settings.currency(command.currency)
    amount_minor = parse_amount(command.amount, currency)
    request = WalletRequest(
        guild_id=context.guild_id,
        request_id=request_id,
        member_id=context.actor.member_id,
        kind=WalletRequestKind.PAYOUT,
        currency=currency,
        amount_minor=amount_minor,
        reference=require_text("reference", command.reference) if command.reference else None,
        created_at_ms=context.at_ms,
    )
    hold = request.hold()
    if hold is None:
        raise ValueError("a payout holds what it pays out")
    await _require_available(context, request)
    return request, hold


async def _require_available(context: Context, request: WalletRequest) -> None:
    """Raise NotEnoughMoney with what is missing."""
    available_minor = await context.wallet_minor(request.source_account, request.currency)
    if available_minor < request.amount_minor:
        raise NotEnoughMoney(
            available_minor=available_minor, needed_minor=request.amount_minor, currency=request.currency
        )


async def _request(context: Context, request_id: int) -> WalletRequest:
    request = await context.uow.wallet_requests.get(context.guild_id, request_id)
    if request is None:
        raise NoSuchRequest(request_id=request_id)
    return request


async def cancel(context: Context, command: CancelWalletRequest) -> Receipt:
    """Take back one's own request; what it held is free again."""
    request = await _request(context, command.request_id)
    cancelled, transaction = request.cancel(by=context.actor, at_ms=context.at_ms)
    if transaction is not None:
        await context.uow.ledger.post(context.guild_id, transaction)
    await context.uow.wallet_requests.save(cancelled)
    await _after_answer(context, cancelled)
    return Receipt("wallet_request_cancelled", _facts(cancelled))


async def quote_confirmation(context: Context, command: ConfirmWalletRequest) -> Quoted:
    """What confirming would book."""
    context.actor.require(StaffRole.CASHIER)
    request = await _request(context, command.request_id)
    confirmed, _ = await _confirmed(context, request, command)
    return Quoted(command, "wallet_confirm", _facts(confirmed))


async def confirm(context: Context, command: ConfirmWalletRequest) -> Receipt:
    """A cashier says that the money came in or went out (R10.6)."""
    context.actor.require(StaffRole.CASHIER)
    request = await _request(context, command.request_id)
    confirmed, transaction = await _confirmed(context, request, command)
    await context.uow.wallet_requests.save(confirmed)
    if transaction is None:
        await context.put(wallet_effects(confirmed))
        return Receipt("wallet_request_half_confirmed", _facts(confirmed))
    await context.uow.ledger.post(context.guild_id, transaction)
    await context.put(wallet_effects(confirmed))
    await _after_answer(context, confirmed)
    return Receipt("wallet_request_confirmed", _facts(confirmed))


async def _confirmed(
    context: Context, request: WalletRequest, command: ConfirmWalletRequest
) -> tuple[WalletRequest, LedgerTransaction | None]:
    received_minor = None if not command.amount else parse_amount(command.amount, request.currency)
    reference = require_text("reference", command.reference) if command.reference else None
    opponents = await context.uow.cases.opponents(context.guild_id, context.actor.member_id)
    return request.confirm(
        by=context.actor,
        at_ms=context.at_ms,
        opponents=opponents,
        received_minor=received_minor,
        reference=reference,
        two_people_minor=context.settings.limits.two_people_minor.get(request.currency),
    )


async def decline(context: Context, command: DeclineWalletRequest) -> Receipt:
    """A cashier says no; what a withdrawal held goes back to the wallet."""
    context.actor.require(StaffRole.CASHIER)
    request = await _request(context, command.request_id)
    reason = require_text("staff_reason", command.reason)
    opponents = await context.uow.cases.opponents(context.guild_id, context.actor.member_id)
    declined, transaction = request.decline(by=context.actor, at_ms=context.at_ms, opponents=opponents, reason=reason)
    if transaction is not None:
        await context.uow.ledger.post(context.guild_id, transaction)
    await context.uow.wallet_requests.save(declined)
    await context.put(wallet_effects(declined))
    await _after_answer(context, declined)
    return Receipt("wallet_request_declined", _facts(declined))
