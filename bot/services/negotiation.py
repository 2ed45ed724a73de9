"""Use cases of stages 1 to 3: challenge, offers, the arbitration fee (R5, R7)."""

from bot.domain.case import Case
from bot.domain.case_core import Decision
from bot.domain.case_events import OfferClosed
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.durations import LONGEST_SECONDS, parse_duration
from bot.domain.errors import DurationOutOfRange, NotEnoughMoney, OfferNeedsNumber
from bot.domain.ledger import member_account
from bot.domain.money import parse_amount
from bot.domain.stages import Command as CaseCommand
from bot.domain.stages import Stage
from bot.services.cases import case_facts, end_facts
from bot.services.commands import AcceptOffer, Challenge, DeclineOffer, MakeOffer, PayFee, WithdrawOffer
from bot.services.context import Context, record_case
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt
from bot.services.set_up_watch import hold_what_lacks_a_role

SHORTEST_OFFER_SECONDS = 1
"""How soon an offer may expire, in seconds."""


async def challenge(context: Context, command: Challenge) -> Receipt:
    """The respondent challenges, with an offer if one is named (R5.1)."""
    case = await context.case(command.case_id)
    # Before anything typed is read: whose case it isn't must not learn from the answer that it exists.
    case.require(CaseCommand.CHALLENGE, context.actor)
    offer_minor = _offer_amount(case, command.offer) if command.offer else None
    statement = context.seal(command.statement)
    decision = case.challenge(
        statement,
        by=context.actor,
        at_ms=context.at_ms,
        offer_minor=offer_minor,
        offer_salt=context.offer_salt(case.state.rulebook),
    )
    await record_case(context.uow, case, decision)
    facts: Facts = {**case_facts(case.state), "freelancer_minor": offer_minor, "fee_minor": case.fee_minor}
    return Receipt("challenged", facts, command.case_id)


def _offer_amount(case: Case, typed: str) -> int:
    return parse_amount(typed, case.state.currency, zero_allowed=True)


async def quote_offer(context: Context, command: MakeOffer) -> Quoted:
    """What an offer would propose, and what it replaces (R7.1)."""
    case = await context.case(command.case_id)
    own = case.state.open_offer_of(context.actor.member_id)
    was_response = case.state.stage is Stage.RESPONSE
    _make(context, case, command)
    facts = _offer_facts(case)
    facts |= {
        "supersedes": None if own is None else own.number,
        "answers": was_response and case.state.stage is not Stage.RESPONSE,
    }
    return Quoted(command, "offer_make", facts, command.case_id)


async def make_offer(context: Context, command: MakeOffer) -> Receipt:
    """Propose what the freelancer gets (R7.1)."""
    case = await context.case(command.case_id)
    decision = _make(context, case, command)
    await record_case(context.uow, case, decision)
    return Receipt("offer_made", _offer_facts(case), command.case_id)


def _make(context: Context, case: Case, command: MakeOffer) -> Decision:
    case.require(CaseCommand.MAKE_OFFER, context.actor)
    expires_seconds = None if not command.expires else parse_duration(command.expires)
    if expires_seconds is not None and expires_seconds < SHORTEST_OFFER_SECONDS:
        raise DurationOutOfRange(
            name="expires",
            seconds=expires_seconds,
            lowest_seconds=SHORTEST_OFFER_SECONDS,
            highest_seconds=LONGEST_SECONDS,
        )
    return case.make_offer(
        _offer_amount(case, command.amount),
        by=context.actor,
        at_ms=context.at_ms,
        note=context.seal_if(command.note),
        expires_seconds=expires_seconds,
        salt=context.offer_salt(case.state.rulebook),
    )


def _offer_facts(case: Case) -> Facts:
    offer = case.state.offers[-1]
    return {
        **case_facts(case.state),
        "number": offer.number,
        "author_id": offer.author_id,
        "freelancer_minor": offer.freelancer_minor,
        "client_minor": case.state.disputed_minor - offer.freelancer_minor,
        "expires_at_ms": offer.expires_at_ms,
    }


async def quote_acceptance(context: Context, command: AcceptOffer) -> Quoted:
    """What accepting would pay to whom; names the offer, also where the number was left out (R7.2)."""
    case = await context.case(command.case_id)
    number = _number_to_answer(context, case) if command.number is None else command.number
    decision = case.accept_offer(number, by=context.actor, at_ms=context.at_ms)
    facts: Facts = {**end_facts(case, decision), "number": number}
    return Quoted(AcceptOffer(command.case_id, number), "offer_accept", facts, command.case_id)


def _number_to_answer(context: Context, case: Case) -> int:
    case.require(CaseCommand.ACCEPT_OFFER, context.actor)
    return case.offer_to_answer(context.actor).number


async def accept_offer(context: Context, command: AcceptOffer) -> Receipt:
    """Settle on an offer (R7.2, R7.4). Raises OfferNeedsNumber when none is named."""
    case = await context.case(command.case_id)
    if command.number is None:
        raise OfferNeedsNumber(case_id=command.case_id, number=_number_to_answer(context, case))
    decision = case.accept_offer(command.number, by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    facts: Facts = {**end_facts(case, decision), "number": command.number}
    return Receipt("offer_accepted", facts, command.case_id)


async def decline_offer(context: Context, command: DeclineOffer) -> Receipt:
    """Say no to an offer; the case goes on. In stage 1 that is no answer (R5.1)."""
    case = await context.case(command.case_id)
    number = _number_to_answer(context, case) if command.number is None else command.number
    reason = context.seal_if(command.reason)
    decision = case.decline_offer(number, by=context.actor, at_ms=context.at_ms, reason=reason)
    await record_case(context.uow, case, decision)
    return Receipt("offer_declined", {**case_facts(case.state), "number": number}, command.case_id)


async def withdraw_offer(context: Context, command: WithdrawOffer) -> Receipt:
    """Take back one's own open offer."""
    case = await context.case(command.case_id)
    decision = case.withdraw_offer(by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    numbers = [event.number for event in decision.events if isinstance(event, OfferClosed)]
    return Receipt("offer_withdrawn", {**case_facts(case.state), "number": numbers[0]}, command.case_id)


async def quote_fee(context: Context, command: PayFee) -> Quoted:
    """What the fee costs and what follows (R5.3). Raises NotEnoughMoney with the shortfall."""
    case = await context.case(command.case_id)
    return Quoted(command, "fee_pay", await _fee_facts(context, case), command.case_id)


async def _fee_facts(context: Context, case: Case) -> Facts:
    state = case.state
    case.require_fee_payable(by=context.actor, at_ms=context.at_ms)
    wallet_minor = await context.wallet_minor(member_account(context.actor.member_id), state.currency)
    if wallet_minor < case.fee_minor:
        raise NotEnoughMoney(available_minor=wallet_minor, needed_minor=case.fee_minor, currency=state.currency)
    due = state.alive_deadlines(DeadlineKind.FEE)
    return {
        **case_facts(state),
        "fee_minor": case.fee_minor,
        "wallet_minor": wallet_minor,
        "is_second": bool(due),
        "other_id": state.other(context.actor.member_id),
        "window_seconds": state.rulebook.windows.fee,
        "closing_seconds": state.rulebook.windows.closing,
        "refund": state.rulebook.fee.refund.value,
        "due_at_ms": _fee_due_ms(due[0]) if due else context.at_ms + state.rulebook.windows.fee * 1_000,
    }


def _fee_due_ms(deadline: Deadline) -> int | None:
    """Until when the second fee must be paid; None while the clock stands."""
    return deadline.due_at_ms if deadline.is_running else None


async def pay_fee(context: Context, command: PayFee) -> Receipt:
    """Pay the arbitration fee from the wallet (R5.3)."""
    case = await context.case(command.case_id)
    facts = await _fee_facts(context, case)
    decision = case.pay_fee(by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    await hold_what_lacks_a_role(context, case)
    return Receipt("fee_paid", {**facts, "stage": case.state.stage.value}, command.case_id)
