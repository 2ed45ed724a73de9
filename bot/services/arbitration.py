"""Use cases of staff on a case (R10): claim, rule, escalate, resume."""

from collections import Counter

from bot.domain.actors import StaffRole
from bot.domain.case import Case
from bot.domain.case_core import Decision
from bot.domain.errors import NoSuchCase
from bot.domain.ledger import FEES, member_account
from bot.domain.money import parse_amount
from bot.domain.stages import Stage
from bot.domain.texts import clean
from bot.services.cases import case_facts, end_facts
from bot.services.commands import ClaimCase, Escalate, Resume, Rule
from bot.services.context import Context, record_case
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt


async def staff_case(context: Context, role: StaffRole, case_id: int) -> Case:
    """The case, for who holds the role. Raises StaffOnly; NoSuchCase also for one that they can't see."""
    # Role and sight come first: who lacks them must not learn from another refusal that the case exists.
    context.actor.require(role)
    case = await context.case(case_id)
    if not case.is_visible_to(context.actor):
        raise NoSuchCase(case_id=case_id)
    return case


async def noted_as_moderator(context: Context, case_id: int) -> frozenset[int]:
    """Who wrote notes about a case as a moderator: notes are in no record, and yet are work on it (R7.5)."""
    notes = await context.uow.notes.of_case(context.guild_id, case_id)
    return frozenset(note.author_id for note in notes if note.as_moderator)


async def claim(context: Context, command: ClaimCase) -> Receipt:
    """Take a case in arbitration as its one arbitrator (R10.2)."""
    case = await staff_case(context, StaffRole.ARBITRATOR, command.case_id)
    noted = await noted_as_moderator(context, command.case_id)
    decision = case.claim(by=context.actor, at_ms=context.at_ms, noted=noted)
    await record_case(context.uow, case, decision)
    facts = case_facts(case.state)
    facts["evidence_open"] = case.state.evidence_closed_at_ms is None
    facts["stays_open"] = case.state.rulebook.procedure.open_until_ruling
    facts["milestone_ids"] = [lock.milestone_id for lock in case.state.locks]
    return Receipt("case_claimed", facts, command.case_id)


async def _ruled(context: Context, command: Rule) -> tuple[Case, Decision]:
    case = await staff_case(context, StaffRole.ARBITRATOR, command.case_id)
    case.require_ruling_possible(by=context.actor)
    freelancer_minor = parse_amount(command.freelancer_amount, case.state.currency, zero_allowed=True)
    findings = context.seal(command.findings)
    return case, case.rule(freelancer_minor, findings, by=context.actor, at_ms=context.at_ms)


async def quote_ruling(context: Context, command: Rule) -> Quoted:
    """The preview: every consequence in money (R10.2)."""
    case, decision = await _ruled(context, command)
    facts: Facts = {
        **end_facts(case, decision),
        **_wallets(case, decision),
        "findings": clean(command.findings),
        "never_reached": list(case.state.never_reached),
    }
    return Quoted(command, "rule", facts, command.case_id)


def _wallets(case: Case, decision: Decision) -> Facts:
    """What a ruling moves into both wallets and to the server, shares and fees together; amounts in minor units."""
    state, moved = case.state, Counter[str]()
    for transaction in decision.transactions:
        moved.update({entry.account: entry.amount_minor for entry in transaction.entries})
    return {
        "client_total_minor": moved[member_account(state.client_id)],
        "freelancer_total_minor": moved[member_account(state.freelancer_id)],
        "earned_minor": moved[FEES],
        "charged_minor": state.charged_minor,
        "refund": state.rulebook.fee.refund.value if state.deposits and not state.escalated else None,
    }


async def rule(context: Context, command: Rule) -> Receipt:
    """Decide the case for good; the role and freedom from conflict are checked again (R10.2, R10.3)."""
    case, decision = await _ruled(context, command)
    await record_case(context.uow, case, decision)
    return Receipt("ruled", end_facts(case, decision), command.case_id)


async def _escalated(context: Context, command: Escalate) -> tuple[Case, Decision]:
    case = await staff_case(context, StaffRole.MODERATOR, command.case_id)
    # The claimant filed the case and needs no notice of it; the respondent may never have heard of it (R5.8), unless
    # they have answered or spoken themselves.
    is_heard_of = case.state.stage is not Stage.RESPONSE or case.state.answer_asked
    reached = await context.uow.deliveries.reached(context.guild_id, command.case_id)
    never_reached = () if is_heard_of else tuple({case.state.respondent_id} - reached)
    reason = context.seal(command.reason)
    return case, case.escalate(reason, by=context.actor, at_ms=context.at_ms, never_reached=never_reached)


def _escalation_facts(case: Case) -> Facts:
    return {
        **case_facts(case.state),
        "never_reached": list(case.state.never_reached),
        "closing_seconds": case.state.rulebook.windows.closing_escalated,
        "returned_minor": sum(deposit.returned_minor for deposit in case.state.deposits.values()),
    }


async def quote_escalation(context: Context, command: Escalate) -> Quoted:
    """What escalating would do (R5.8)."""
    case, _ = await _escalated(context, command)
    return Quoted(command, "escalate", _escalation_facts(case), command.case_id)


async def escalate(context: Context, command: Escalate) -> Receipt:
    """A moderator sends the case to arbitration without fees (R5.8)."""
    case, decision = await _escalated(context, command)
    await record_case(context.uow, case, decision)
    return Receipt("escalated", _escalation_facts(case), command.case_id)


async def resume(context: Context, command: Resume) -> Receipt:
    """A moderator lets clocks run again that were held because somebody could not be reached (R9.4)."""
    case = await staff_case(context, StaffRole.MODERATOR, command.case_id)
    decision = case.resume(by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    due = [deadline.due_at_ms for deadline in case.state.alive_deadlines() if deadline.is_running]
    return Receipt("resumed", {**case_facts(case.state), "due_at_ms": min(due, default=None)}, command.case_id)
