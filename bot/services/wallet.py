"""Use cases of wallets (R2.8): what their holders ask of cashiers, and what a cashier's answer does to fees."""

from collections.abc import Sequence

from bot.domain.actors import Actor
from bot.domain.caps import WALLET_REQUESTS
from bot.domain.case import Case
from bot.domain.deadlines import DeadlineKind
from bot.domain.errors import AmountOutOfRange, BeingPaid, NoSuchRequest, NotEnoughMoney, Refusal
from bot.domain.ledger import member_account
from bot.domain.money import LARGEST_TYPED_MINOR, parse_amount
from bot.domain.texts import require_text
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind, WalletRequestState
from bot.services.commands import CancelWalletRequest, ConfirmWalletRequest, RequestDeposit, RequestWithdrawal
from bot.services.context import Context, record_case
from bot.services.receipts import Facts, Receipt


def request_facts(request: WalletRequest) -> Facts:
    """What people are told of a request."""
    return {
        "request_id": request.request_id,
        "kind": request.kind.value,
        "state": request.state.value,
        "member_id": request.member_id,
        "amount_minor": request.amount_minor,
        "settled_minor": request.settled_minor,
        "first_cashier_id": request.first_of_two_id,
        "first_minor": request.first_minor,
        "currency": request.currency,
        "reference": request.settled_reference or request.reference,
    }


async def _make(
    context: Context, command: RequestDeposit | RequestWithdrawal, kind: WalletRequestKind, *, is_for_fee: bool = False
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
    await require_room(context, request.pays_fee_of_case_id if is_for_fee else None)
    hold = request.hold()
    if hold is not None:
        await _require_available(context, request)
        await context.uow.ledger.post(context.guild_id, hold)
    await context.uow.wallet_requests.add(request)
    await context.put(context.payments.asked(request))
    return request


async def require_room(context: Context, pays_fee_of_case_id: int | None = None) -> None:
    """Raise TooManyWaiting or TooOften. The first deposit for a fee that is due passes: paying is never capped."""
    since_ms = WALLET_REQUESTS.since_ms(context.at_ms)
    lately = await context.uow.wallet_requests.waiting_or_since(context.guild_id, context.actor.member_id, since_ms)
    if pays_fee_of_case_id is not None and all(item.pays_fee_of_case_id != pays_fee_of_case_id for item in lately):
        return
    WALLET_REQUESTS.require(
        waiting=sum(item.state is WalletRequestState.PENDING for item in lately),
        made_at_ms=[item.created_at_ms for item in lately],
        at_ms=context.at_ms,
    )


async def request_deposit(context: Context, command: RequestDeposit) -> Receipt:
    """Ask a cashier to confirm money brought in. One that covers what is missing for a fee holds the fee's deadline
    (R5.4). Raises AmountOutOfRange for a *Deposit and pay* of less than what is missing: it would pay nothing."""
    pays = await _fee_to_pay(context, command)
    request = await _make(context, command, WalletRequestKind.DEPOSIT, is_for_fee=bool(pays))
    holds_case_id = await _hold_fee_deadline(context, request)
    facts: Facts = {**request_facts(request), **pays, "holds_case_id": holds_case_id}
    return Receipt("deposit_requested", facts, holds_case_id)


async def _fee_to_pay(context: Context, command: RequestDeposit) -> Facts:
    """What *Deposit and pay* will pay, and until when it can be paid; nothing where no fee can be paid now."""
    if command.pays_fee_of_case_id is None:
        return {}
    case = await context.case(command.pays_fee_of_case_id)
    try:
        case.require_fee_payable(by=context.actor, at_ms=context.at_ms)
    except Refusal:
        return {}
    currency = context.settings.currency(command.currency)
    amount_minor = parse_amount(command.amount, currency)
    wallet_minor = await context.wallet_minor(member_account(context.actor.member_id), currency)
    missing_minor = case.fee_minor - wallet_minor
    if currency == case.state.currency and amount_minor < missing_minor:
        raise AmountOutOfRange(
            amount_minor=amount_minor,
            lowest_minor=missing_minor,
            highest_minor=LARGEST_TYPED_MINOR,
            currency=currency,
        )
    due = [item.due_at_ms for item in case.state.alive_deadlines(DeadlineKind.FEE) if item.is_running]
    return {"pays_case_id": case.state.case_id, "fee_minor": case.fee_minor, "due_at_ms": min(due, default=None)}


async def _hold_fee_deadline(context: Context, request: WalletRequest) -> int | None:
    """Hold one fee's deadline, that of the case that was named or the first that is due: where the wallet doesn't
    suffice and the request does (R5.4)."""
    wallet_minor = await context.wallet_minor(member_account(request.member_id), request.currency)
    for case_id in await _cases_with_fee_due(context, request):
        case = await context.case(case_id)
        missing_minor = case.fee_minor - wallet_minor
        if not 0 < missing_minor <= request.amount_minor:
            continue
        held = case.await_deposit(request.member_id, request.request_id, at_ms=context.at_ms)
        if held is not None:
            await record_case(context.uow, case, held)
            return case_id
    return None


async def _cases_with_fee_due(context: Context, request: WalletRequest) -> list[int]:
    """The cases in which the author's fee is due in the request's currency: the one named first, then by due time."""
    waiting: list[tuple[bool, int, int]] = []
    for listed in await context.uow.cases.of_party(context.guild_id, request.member_id):
        state = listed.state
        is_other = state.case_id != request.pays_fee_of_case_id
        waiting += [
            (is_other, deadline.due_at_ms, state.case_id)
            for deadline in state.alive_deadlines(DeadlineKind.FEE)
            if deadline.party_id == request.member_id and state.currency == request.currency
        ]
    return [case_id for *_, case_id in sorted(waiting)]


async def waiting_cases(context: Context, request: WalletRequest) -> list[Case]:
    """The open cases whose fee's clock waits for the answer, or that it is to pay; locked before any account."""
    waiting: list[Case] = []
    for listed in await context.uow.cases.of_party(context.guild_id, request.member_id):
        waits = listed.state.deposit_request_id == request.request_id
        if listed.state.is_open and (waits or listed.state.case_id == request.pays_fee_of_case_id):
            waiting.append(await context.case(listed.state.case_id))
    return waiting


async def after_answer(context: Context, cases: Sequence[Case], request: WalletRequest) -> Facts:
    """Let the fee's clock run on that waited for the answer, unless *Deposit and pay* pays now (R5.4); what its author
    is to hear of that."""
    outcome: Facts = {}
    for case in cases:
        if request.pays_fee_of_case_id == case.state.case_id and request.state is WalletRequestState.CONFIRMED:
            outcome = await _pay_if_due(context, case, request)
        if outcome.get("paid_case_id") == case.state.case_id:
            # Paying has ended the clock, so there is none that runs on.
            continue
        resumed = case.deposit_answered(request.request_id, at_ms=context.at_ms)
        if resumed is not None:
            await record_case(context.uow, case, resumed)
    return outcome


async def _pay_if_due(context: Context, case: Case, request: WalletRequest) -> Facts:
    payer = Actor(context.guild_id, request.member_id)
    facts: Facts = {"fee_minor": case.fee_minor}
    try:
        case.require_fee_payable(by=payer, at_ms=context.at_ms)
    except Refusal:
        # The fee is due no longer: the money stays in the wallet (R5.4).
        return {}
    # The sum received is in the wallet already.
    if await context.wallet_minor(member_account(request.member_id), request.currency) < case.fee_minor:
        return {**facts, "unpaid_case_id": case.state.case_id}
    decision = case.pay_fee(by=payer, at_ms=context.at_ms)
    await record_case(context.uow, case, decision, actor_is_away=True)
    return {**facts, "paid_case_id": case.state.case_id}


async def request_withdrawal(context: Context, command: RequestWithdrawal) -> Receipt:
    """Ask a cashier to pay out; the amount is held from now on."""
    request = await _make(context, command, WalletRequestKind.WITHDRAWAL)
    return Receipt("withdrawal_requested", request_facts(request))


async def _require_available(context: Context, request: WalletRequest) -> None:
    """Raise NotEnoughMoney with what is missing."""
    available_minor = await context.wallet_minor(request.source_account, request.currency)
    if available_minor < request.amount_minor:
        raise NotEnoughMoney(
            available_minor=available_minor, needed_minor=request.amount_minor, currency=request.currency
        )


async def request_of(context: Context, request_id: int) -> WalletRequest:
    """The request, locked. Raises NoSuchRequest."""
    request = await context.uow.wallet_requests.get(context.guild_id, request_id)
    if request is None:
        raise NoSuchRequest(request_id=request_id)
    return request


async def require_not_being_paid(context: Context, request: WalletRequest) -> None:
    """Raise BeingPaid while another's question to confirm a payment is open: who confirms it may have paid just now, so
    that nobody takes the money back or pays it once more (R2.8). The lock on the request's row puts all in order."""
    if request.kind is WalletRequestKind.DEPOSIT:
        return
    # Who has confirmed already has no question open any more, whatever they have left unanswered.
    themselves = {context.actor.member_id, request.first_cashier_id}
    for draft in await context.uow.drafts.open_of(context.guild_id, ConfirmWalletRequest.__name__, context.at_ms):
        is_about_it = draft.arguments["command"]["request_id"] == request.request_id
        if is_about_it and draft.member_id not in themselves:
            raise BeingPaid(request_id=request.request_id, cashier_id=draft.member_id, until_ms=draft.expires_at_ms)


async def cancel(context: Context, command: CancelWalletRequest) -> Receipt:
    """Take back one's own request; what it held is free again."""
    request = await request_of(context, command.request_id)
    cancelled, transaction = request.cancel(by=context.actor, at_ms=context.at_ms)
    await require_not_being_paid(context, request)
    cases = await waiting_cases(context, cancelled)
    if transaction is not None:
        await context.uow.ledger.post(context.guild_id, transaction)
    await context.uow.wallet_requests.save(cancelled)
    await after_answer(context, cases, cancelled)
    return Receipt("wallet_request_cancelled", request_facts(cancelled))
