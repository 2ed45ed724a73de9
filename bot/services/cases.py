"""Use cases that open a case, and end it without the other side: file, withdraw, give in (R4, R5.6, R5.7)."""

from dataclasses import dataclass

from bot.domain.case import Case, Filing
from bot.domain.case_core import Decision
from bot.domain.case_events import CaseClosed
from bot.domain.case_state import CaseState
from bot.domain.deadlines import DAY_MS, DeadlineKind
from bot.domain.errors import Blocked, MilestoneInCase
from bot.domain.filing import (
    FilingPlan,
    plan_of_balance,
    plan_of_parts,
    require_brakes,
    require_no_parts,
    require_refile_allowed,
    require_request,
)
from bot.domain.ids import parse_milestone_id
from bot.domain.milestone_state import MilestoneState
from bot.domain.milestones import Milestone
from bot.domain.money import parse_amount
from bot.domain.rulebook import Rulebook
from bot.domain.stages import Stage
from bot.domain.texts import NO_CATEGORY, clean
from bot.services.commands import AnswerWithdrawal, GiveIn, OpenCase, WithdrawCase
from bot.services.context import Context, record_case, record_milestone
from bot.services.exhibits import add_files
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt

SMALL_SPLIT_DAYS = 90
"""How far back even splits of small balances between two people count (R6.2)."""


@dataclass(frozen=True, slots=True)
class _Filed:
    case: Case
    decision: Decision
    plan: FilingPlan
    milestones: dict[int, Milestone]


async def quote_opening(context: Context, command: OpenCase) -> Quoted:
    """What can be won, lost and paid, and by when (R4.3)."""
    filed = await _file(context, command, case_id=0)
    return Quoted(command, "case_open", _filed_facts(filed.case))


async def open_case(context: Context, command: OpenCase) -> Receipt:
    """File a case: the money is locked and the room opens in the same step (R4); a small balance is split at once
    (R6.2)."""
    # A refusal rolls the number back with all else, so that numbers have no gaps.
    case_id = await context.uow.numbers.next(context.guild_id, "case")
    filed = await _file(context, command, case_id=case_id)
    for charge in filed.plan.charges:
        milestone = filed.milestones[charge.milestone_id]
        charged = milestone.charge(case_id, charge.amount_minor, at_ms=context.at_ms, by=context.actor)
        await record_milestone(context.uow, milestone, charged)
    for lock in filed.plan.locks:
        milestone = filed.milestones[lock.milestone_id]
        locked = milestone.lock(case_id, lock.amount_minor, at_ms=context.at_ms, by=context.actor)
        await record_milestone(context.uow, milestone, locked)
    await record_case(context.uow, filed.case, filed.decision, is_new=True)
    # Nobody decides about a split: it takes no evidence (R6.2).
    if command.evidence and not filed.plan.splits:
        await add_files(context, filed.case, clean(command.reason)[:200], command.evidence)
    what = "case_split" if filed.plan.splits else "case_opened"
    return Receipt(what, {**_filed_facts(filed.case), "case_id": case_id}, case_id)


async def _file(context: Context, command: OpenCase, *, case_id: int) -> _Filed:
    context.settings.require_ready_for_cases()
    first = await context.milestone(command.milestone_id)
    state = first.state
    rulebook = context.settings.rulebook(state.currency)
    if rulebook.procedure.whole_balance:
        require_no_parts(amount=command.amount is not None, more_milestones=command.more_milestones is not None)
        milestones = await context.uow.milestones.of_project(context.guild_id, state.project_id, state.currency)
        plan = await _plan_of_balance(context, state, [item.state for item in milestones], rulebook)
    else:
        milestones = [first, *[await context.milestone(number) for number in _more(command)]]
        typed = None if command.amount is None else parse_amount(command.amount, state.currency)
        plan = plan_of_parts([item.state for item in milestones], typed)
    # Whoever can't dispute the milestone at all isn't asked to wait first.
    await _require_brakes(context)
    for lock in plan.locks:
        withdrawn_ms = await context.uow.cases.last_withdrawn_at_ms(
            context.guild_id, context.actor.member_id, lock.milestone_id
        )
        require_refile_allowed(lock.milestone_id, withdrawn_ms, rulebook, context.at_ms)
    filing = Filing(
        guild_id=context.guild_id,
        case_id=case_id,
        project_id=state.project_id,
        currency=state.currency,
        client_id=state.client_id,
        freelancer_id=state.freelancer_id,
        claimant_id=context.actor.member_id,
        locks=plan.locks,
        offer_minor=parse_amount(command.offer, state.currency, zero_allowed=True),
        category=context.seal(command.category or NO_CATEGORY),
        reason=context.seal(command.reason),
        rulebook=rulebook,
        charges=plan.charges,
        splits=plan.splits,
        offer_salt=context.offer_salt(rulebook),
    )
    case, decision = Case.file(filing, at_ms=context.at_ms)
    return _Filed(case, decision, plan, {item.state.milestone_id: item for item in milestones})


async def _plan_of_balance(
    context: Context, named: MilestoneState, project: list[MilestoneState], rulebook: Rulebook
) -> FilingPlan:
    if named.locked_by_case_id is not None:
        raise MilestoneInCase(milestone_id=named.milestone_id, case_id=named.locked_by_case_id)
    since_ms = context.at_ms - SMALL_SPLIT_DAYS * DAY_MS
    so_far = await context.uow.cases.small_splits(context.guild_id, named.client_id, named.freelancer_id, since_ms)
    plan = plan_of_balance(project, rulebook, small_splits_so_far=so_far)
    # Without money a request would lead nowhere: who has been paid meanwhile must not be sent to ask for it.
    require_request(project, named.milestone_id)
    return plan


def _more(command: OpenCase) -> list[int]:
    """The further milestones named, each once: `M-2, M-3`. Raises NumberNotUnderstood."""
    typed = (command.more_milestones or "").replace(",", " ").split()
    numbers = dict.fromkeys(parse_milestone_id(text) for text in typed)
    return [number for number in numbers if number != command.milestone_id]


async def _require_brakes(context: Context) -> None:
    member_id = context.actor.member_id
    if member_id in context.settings.blocked_ids:
        raise Blocked
    open_cases = await context.uow.cases.open_count(context.guild_id, member_id)
    last_ms = await context.uow.cases.last_filed_at_ms(context.guild_id, member_id)
    require_brakes(open_cases, last_ms, context.settings.limits, context.at_ms)


def _filed_facts(case: Case) -> Facts:
    state = case.state
    first = min(state.deadlines.values(), key=lambda item: item.due_at_ms, default=None)
    ruling = next((item for item in state.deadlines.values() if item.kind is DeadlineKind.RULING), None)
    return {
        "preset": state.rulebook.preset.value,
        "milestone_ids": [lock.milestone_id for lock in state.locks],
        "charged_minor": state.charged_minor,
        "claimant_minor": case.share_of(state.claimant_id, sum(item.freelancer_minor for item in state.payouts)),
        "ruling_due_at_ms": None if ruling is None else ruling.due_at_ms,
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
        "window_seconds": 0 if first is None else first.window_seconds,
        "fee_window_seconds": state.rulebook.windows.fee,
        "due_at_ms": None if first is None else first.due_at_ms,
    }


async def quote_withdrawal(context: Context, command: WithdrawCase) -> Quoted:
    """What withdrawing would do: the lock is lifted, deposits go back, or the other's consent is asked (R5.6)."""
    case, decision = await _withdrawn(context, command)
    return Quoted(command, "case_withdraw", _withdrawal_facts(case, decision), command.case_id)


async def withdraw(context: Context, command: WithdrawCase) -> Receipt:
    """The claimant takes the case back, or asks for consent where the other's fee is in deposit (R5.6)."""
    case, decision = await _withdrawn(context, command)
    await record_case(context.uow, case, decision)
    what = "case_withdrawn" if not case.state.is_open else "withdrawal_asked"
    return Receipt(what, _withdrawal_facts(case, decision), command.case_id)


async def _withdrawn(context: Context, command: WithdrawCase) -> tuple[Case, Decision]:
    case = await context.case(command.case_id)
    reason = context.seal_if(command.reason)
    return case, case.withdraw(by=context.actor, at_ms=context.at_ms, reason=reason)


def _withdrawal_facts(case: Case, decision: Decision) -> Facts:
    ended = not case.state.is_open
    facts = end_facts(case, decision) if ended else case_facts(case.state)
    return {**facts, "needs_consent": not ended, "refile_seconds": case.state.rulebook.refile_seconds}


async def answer_withdrawal(context: Context, command: AnswerWithdrawal) -> Receipt:
    """Consent to the claimant's withdrawal, or refuse (R5.6)."""
    case = await context.case(command.case_id)
    decision = case.answer_withdrawal(agree=command.agree, by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    facts = end_facts(case, decision) if command.agree else case_facts(case.state)
    return Receipt("withdrawal_answered", {**facts, "agreed": command.agree}, command.case_id)


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


def case_facts(state: CaseState) -> Facts:
    """What each receipt about a case says; amounts in minor units."""
    return {
        "case_id": state.case_id,
        "currency": state.currency,
        "disputed_minor": state.disputed_minor,
        "stage": state.stage.value,
        "client_id": state.client_id,
        "freelancer_id": state.freelancer_id,
        "claimant_id": state.claimant_id,
        "respondent_id": state.respondent_id,
    }


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
