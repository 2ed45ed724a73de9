"""Use cases that open a case, and end it without the other side: file, withdraw, give in (R4, R5.6, R5.7)."""

from bot.domain.case import Case, Filing
from bot.domain.case_core import Decision
from bot.domain.case_events import CaseClosed, Lock
from bot.domain.errors import FilingTooSoon, MilestoneInCase, TooManyOpenCases
from bot.domain.milestones import Milestone
from bot.domain.money import parse_amount
from bot.domain.stages import Stage
from bot.services.commands import GiveIn, OpenCase, WithdrawCase
from bot.services.context import Context, record_case, record_milestone
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt


async def quote_opening(context: Context, command: OpenCase) -> Quoted:
    """What can be won, lost and paid, and by when (R4.3)."""
    _, case, _ = await _file(context, command, case_id=0)
    return Quoted(command, "case_open", _filed_facts(case))


async def open_case(context: Context, command: OpenCase) -> Receipt:
    """File a case: the money is locked and the room opens in the same step (R4)."""
    # A refusal rolls the number back with all else, so that numbers have no gaps.
    case_id = await context.uow.numbers.next(context.guild_id, "case")
    milestone, case, decision = await _file(context, command, case_id=case_id)
    locked = milestone.lock(case_id, case.state.disputed_minor, at_ms=context.at_ms, by=context.actor)
    await record_case(context.uow, case, decision, is_new=True)
    await record_milestone(context.uow, milestone, locked)
    return Receipt("case_opened", {**_filed_facts(case), "case_id": case_id}, case_id)


async def _file(context: Context, command: OpenCase, *, case_id: int) -> tuple[Milestone, Case, Decision]:
    context.settings.require_ready_for_cases()
    milestone = await context.milestone(command.milestone_id)
    state = milestone.state
    if state.locked_by_case_id is not None:
        raise MilestoneInCase(milestone_id=state.milestone_id, case_id=state.locked_by_case_id)
    await _require_brakes(context)
    typed = None if command.amount is None else parse_amount(command.amount, state.currency)
    disputed_minor = milestone.amount_to_give(typed)
    filing = Filing(
        guild_id=context.guild_id,
        case_id=case_id,
        project_id=state.project_id,
        currency=state.currency,
        client_id=state.client_id,
        freelancer_id=state.freelancer_id,
        claimant_id=context.actor.member_id,
        locks=(Lock(state.milestone_id, disputed_minor),),
        offer_minor=parse_amount(command.offer, state.currency, zero_allowed=True),
        category=context.seal(command.category or "other"),
        reason=context.seal(command.reason),
        rulebook=context.settings.rulebook(state.currency),
    )
    case, decision = Case.file(filing, at_ms=context.at_ms)
    return milestone, case, decision


async def _require_brakes(context: Context) -> None:
    """The brakes stop filing only (R4.6 [P])."""
    limits = context.settings.limits
    open_cases = await context.uow.cases.open_count(context.guild_id, context.actor.member_id)
    if open_cases >= limits.open_cases:
        raise TooManyOpenCases(open_cases=open_cases, limit=limits.open_cases)
    last_ms = await context.uow.cases.last_filed_at_ms(context.guild_id, context.actor.member_id)
    if last_ms is not None and context.at_ms < last_ms + limits.filing_cooldown_seconds * 1_000:
        raise FilingTooSoon(from_ms=last_ms + limits.filing_cooldown_seconds * 1_000)


def _filed_facts(case: Case) -> Facts:
    state = case.state
    deadline = state.deadlines[1]
    return {
        "milestone_id": state.locks[0].milestone_id,
        "currency": state.currency,
        "disputed_minor": state.disputed_minor,
        "freelancer_minor": state.offers[0].freelancer_minor,
        "client_minor": state.disputed_minor - state.offers[0].freelancer_minor,
        "client_id": state.client_id,
        "freelancer_id": state.freelancer_id,
        "claimant_id": state.claimant_id,
        "respondent_id": state.respondent_id,
        "fee_minor": case.fee_minor,
        "refund": state.rulebook.fee.refund.value,
        "window_seconds": deadline.window_seconds,
        "fee_window_seconds": state.rulebook.windows.fee,
        "due_at_ms": deadline.due_at_ms,
    }


async def quote_withdrawal(context: Context, command: WithdrawCase) -> Quoted:
    """What withdrawing would do: the lock is lifted, deposits go back (R5.6)."""
    case, decision = await _withdrawn(context, command)
    return Quoted(command, "case_withdraw", end_facts(case, decision), command.case_id)


async def withdraw(context: Context, command: WithdrawCase) -> Receipt:
    """The claimant takes the case back (R5.6)."""
    case, decision = await _withdrawn(context, command)
    await record_case(context.uow, case, decision)
    return Receipt("case_withdrawn", end_facts(case, decision), command.case_id)


async def _withdrawn(context: Context, command: WithdrawCase) -> tuple[Case, Decision]:
    case = await context.case(command.case_id)
    reason = context.seal_if(command.reason)
    return case, case.withdraw(by=context.actor, at_ms=context.at_ms, reason=reason)


async def quote_giving_in(context: Context, command: GiveIn) -> Quoted:
    """What giving in would cost (R5.7)."""
    case = await context.case(command.case_id)
    in_arbitration = case.state.stage is Stage.ARBITRATION
    decision = case.give_in(by=context.actor, at_ms=context.at_ms)
    facts: Facts = {**end_facts(case, decision), "in_arbitration": in_arbitration}
    return Quoted(command, "give_in", facts, command.case_id)


async def give_in(context: Context, command: GiveIn) -> Receipt:
    """Give the other side all (R5.7)."""
    case = await context.case(command.case_id)
    decision = case.give_in(by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    return Receipt("gave_in", end_facts(case, decision), command.case_id)


def end_facts(case: Case, decision: Decision) -> Facts:
    """What an end moves: shares, and what becomes of each deposit; amounts in minor units."""
    state = case.state
    closed = decision.events[-1]
    if not isinstance(closed, CaseClosed):
        raise TypeError(f"{closed.kind} ends no case")
    facts: Facts = {
        "case_id": state.case_id,
        "outcome": closed.outcome,
        "currency": state.currency,
        "disputed_minor": state.disputed_minor,
        "freelancer_minor": sum(payout.freelancer_minor for payout in closed.payouts),
        "client_minor": sum(payout.client_minor for payout in closed.payouts),
        "client_id": state.client_id,
        "freelancer_id": state.freelancer_id,
        "claimant_id": state.claimant_id,
        "respondent_id": state.respondent_id,
    }
    for end in closed.deposits:
        role = "claimant" if end.member_id == state.claimant_id else "respondent"
        facts[f"{role}_fee_returned_minor"] = end.returned_minor
        facts[f"{role}_fee_earned_minor"] = end.earned_minor
    return facts
