"""Use cases of cashiers (R2.8, R10.6): what came in, what went out, and earned fees that are paid out."""

from bot.domain.actors import Actor, StaffRole
from bot.domain.errors import NotEnoughEarned
from bot.domain.ledger import LedgerTransaction
from bot.domain.money import parse_amount
from bot.domain.settings import Limits
from bot.domain.texts import require_text
from bot.domain.wallet_requests import WalletRequest, WalletRequestKind
from bot.services.commands import ConfirmWalletRequest, DeclineWalletRequest
from bot.services.context import Context
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt
from bot.services.staff_commands import PayOutFees
from bot.services.unit_of_work import UnitOfWork
from bot.services.views import QueuedRequest
from bot.services.wallet import (
    after_answer,
    request_facts,
    request_of,
    require_not_being_paid,
    require_room,
    waiting_cases,
)
from bot.services.wallet_effects import wallet_effects


async def quote_payout(context: Context, command: PayOutFees) -> Quoted:
    """What paying out earned fees would hold."""
    request, _ = await _payout(context, command, request_id=0)
    earned_minor = await context.wallet_minor(request.source_account, request.currency)
    return Quoted(command, "payout", {**request_facts(request), "wallet_minor": earned_minor})


async def pay_out(context: Context, command: PayOutFees) -> Receipt:
    """A cashier asks for earned fees to be paid out; another must confirm it (R2.8)."""
    request_id = await context.uow.numbers.next(context.guild_id, "wallet_request")
    request, hold = await _payout(context, command, request_id=request_id)
    await context.uow.ledger.post(context.guild_id, hold)
    await context.uow.wallet_requests.add(request)
    await context.put(context.payments.asked(request))
    return Receipt("payout_requested", request_facts(request))


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
    await require_room(context)
    earned_minor = await context.wallet_minor(request.source_account, currency)
    if earned_minor < amount_minor:
        raise NotEnoughEarned(earned_minor=earned_minor, needed_minor=amount_minor, currency=currency)
    return request, hold


async def quote_confirmation(context: Context, command: ConfirmWalletRequest) -> Quoted:
    """What confirming would book."""
    context.actor.require(StaffRole.CASHIER)
    request = await request_of(context, command.request_id)
    confirmed, _ = await _confirmed(context, request, command)
    facts = {**request_facts(confirmed), "pays_case_id": request.pays_fee_of_case_id}
    return Quoted(command, "wallet_confirm", facts)


async def confirm(context: Context, command: ConfirmWalletRequest) -> Receipt:
    """A cashier says that the money came in or went out (R10.6)."""
    context.actor.require(StaffRole.CASHIER)
    request = await request_of(context, command.request_id)
    confirmed, transaction = await _confirmed(context, request, command)
    if transaction is None:
        await context.uow.wallet_requests.save(confirmed)
        await context.put(wallet_effects(confirmed))
        return Receipt("wallet_request_half_confirmed", request_facts(confirmed))
    cases = await waiting_cases(context, confirmed)
    await context.uow.ledger.post(context.guild_id, transaction)
    await context.uow.wallet_requests.save(confirmed)
    outcome = await after_answer(context, cases, confirmed)
    await context.put(wallet_effects(confirmed, outcome))
    return Receipt("wallet_request_confirmed", {**request_facts(confirmed), **_without_fee(outcome)})


def _without_fee(outcome: Facts) -> Facts:
    """What a cashier is to know of it: cashiers see no cases, so not how much a fee is."""
    return {name: fact for name, fact in outcome.items() if name != "fee_minor"}


async def _confirmed(
    context: Context, request: WalletRequest, command: ConfirmWalletRequest
) -> tuple[WalletRequest, LedgerTransaction | None]:
    received_minor = None if not command.amount else parse_amount(command.amount, request.currency)
    reference = require_text("reference", command.reference) if command.reference else None
    opponents = await context.uow.cases.opponents(context.guild_id, context.actor.member_id)
    confirmed = request.confirm(
        by=context.actor,
        at_ms=context.at_ms,
        opponents=opponents,
        received_minor=received_minor,
        reference=reference,
        two_people_minor=context.settings.limits.two_people_minor.get(request.currency),
    )
    await require_not_being_paid(context, request)
    return confirmed


async def decline(context: Context, command: DeclineWalletRequest) -> Receipt:
    """A cashier says no; what a withdrawal held goes back to the wallet."""
    context.actor.require(StaffRole.CASHIER)
    request = await request_of(context, command.request_id)
    reason = require_text("staff_reason", command.reason)
    opponents = await context.uow.cases.opponents(context.guild_id, context.actor.member_id)
    declined, transaction = request.decline(by=context.actor, at_ms=context.at_ms, opponents=opponents, reason=reason)
    await require_not_being_paid(context, request)
    cases = await waiting_cases(context, declined)
    if transaction is not None:
        await context.uow.ledger.post(context.guild_id, transaction)
    await context.uow.wallet_requests.save(declined)
    await context.put(wallet_effects(declined))
    await after_answer(context, cases, declined)
    return Receipt("wallet_request_declined", request_facts(declined))


async def cashier_queue(uow: UnitOfWork, actor: Actor, limits: Limits, at_ms: int) -> list[QueuedRequest]:
    """What waits, oldest first, with what this cashier must know of each to answer it. Raises StaffOnly."""
    actor.require(StaffRole.CASHIER)
    opponents = await uow.cases.opponents(actor.guild_id, actor.member_id)
    drafts = await uow.drafts.open_of(actor.guild_id, ConfirmWalletRequest.__name__, at_ms)
    paying = {draft.arguments["command"]["request_id"]: draft.member_id for draft in drafts}
    return [
        QueuedRequest(
            request,
            takes_two=request.takes_two(limits.two_people_minor.get(request.currency)),
            barred=request.barred(actor, opponents),
            paying_id=_who_pays(request, paying.get(request.request_id)),
        )
        for request in await uow.wallet_requests.pending(actor.guild_id)
    ]


def _who_pays(request: WalletRequest, asking_id: int | None) -> int | None:
    """The cashier whose question about the request is open; who has confirmed it already has none that counts."""
    return None if request.kind is WalletRequestKind.DEPOSIT or asking_id == request.first_cashier_id else asking_id
