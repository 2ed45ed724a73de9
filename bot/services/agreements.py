"""Use cases about time and questions (R9.7, R9.8, R10.2): extensions, holds, and what the arbitrator asks."""

from bot.domain.actors import StaffRole
from bot.domain.case_events import QuestionAnswered
from bot.domain.durations import parse_duration
from bot.domain.errors import SettingRefused
from bot.domain.stages import Command as CaseAct
from bot.domain.texts import LENGTHS, clean
from bot.services.arbitration import staff_case
from bot.services.cases import case_facts
from bot.services.commands import AnswerExtension, AnswerQuestion, Ask, Extend, ExtendByStaff, HoldCase
from bot.services.context import Context, record_case
from bot.services.exhibits import add_files
from bot.services.receipts import Facts, Receipt

PARTIES = ("claimant", "respondent", "both")


async def extend(context: Context, command: Extend) -> Receipt:
    """Ask the other for more time, or take it alone (R9.7)."""
    case = await context.case(command.case_id)
    # Before anything is said about what was typed: to a stranger the case doesn't exist.
    case.require(CaseAct.EXTEND, context.actor)
    seconds = parse_duration(command.duration)
    reason = context.seal_if(command.reason)
    window = case.extendable(context.at_ms, own_id=context.actor.member_id if command.alone else None)
    decision = case.extend(seconds, by=context.actor, at_ms=context.at_ms, alone=command.alone, reason=reason)
    await record_case(context.uow, case, decision)
    due_at_ms = case.state.deadlines[window.deadline_id].due_at_ms
    facts: Facts = {**case_facts(case.state), "seconds": seconds, "due_at_ms": due_at_ms}
    return Receipt("extended_alone" if command.alone else "extension_asked", facts, command.case_id)


async def answer_extension(context: Context, command: AnswerExtension) -> Receipt:
    """Agree to more time, or refuse (R9.7)."""
    case = await context.case(command.case_id)
    asked = case.state.extension
    decision = case.answer_extension(agree=command.agree, by=context.actor, at_ms=context.at_ms, number=command.number)
    await record_case(context.uow, case, decision)
    due = None if asked is None else case.state.deadlines[asked.deadline_id].due_at_ms
    facts: Facts = {**case_facts(case.state), "agreed": command.agree, "due_at_ms": due}
    return Receipt("extension_answered", facts, command.case_id)


async def extend_by_staff(context: Context, command: ExtendByStaff) -> Receipt:
    """A moderator gives more time, with a reason (R9.7)."""
    case = await staff_case(context, StaffRole.MODERATOR, command.case_id)
    # Before anything is said about what was typed: it may be the moderator's own case.
    case.require(CaseAct.EXTEND_BY_STAFF, context.actor)
    seconds = parse_duration(command.duration)
    window = case.extendable(context.at_ms)
    decision = case.extend_by_staff(seconds, context.seal(command.reason), by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    due_at_ms = case.state.deadlines[window.deadline_id].due_at_ms
    facts: Facts = {**case_facts(case.state), "seconds": seconds, "due_at_ms": due_at_ms}
    return Receipt("extended_by_staff", facts, command.case_id)


async def hold(context: Context, command: HoldCase) -> Receipt:
    """A moderator stops all the case's clocks, not the people (R9.8)."""
    case = await staff_case(context, StaffRole.MODERATOR, command.case_id)
    decision = case.hold(context.seal(command.reason), by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    return Receipt("held", case_facts(case.state), command.case_id)


async def ask(context: Context, command: Ask) -> Receipt:
    """The case's arbitrator asks one or both parties (R10.2)."""
    case = await staff_case(context, StaffRole.ARBITRATOR, command.case_id)
    if command.party not in PARTIES:
        raise SettingRefused(name="party", reason="unknown_choice", allowed=", ".join(PARTIES))
    state = case.state
    chosen = {"claimant": (state.claimant_id,), "respondent": (state.respondent_id,)}
    window_seconds = None if command.window is None else parse_duration(command.window)
    decision = case.ask(
        chosen.get(command.party, state.parties),
        context.seal(command.question),
        by=context.actor,
        at_ms=context.at_ms,
        window_seconds=window_seconds,
    )
    await record_case(context.uow, case, decision)
    shown = state.rulebook.windows.question if window_seconds is None else window_seconds
    facts: Facts = {**case_facts(state), "due_at_ms": context.at_ms + shown * 1_000, "party": command.party}
    return Receipt("question_asked", facts, command.case_id)


async def answer_question(context: Context, command: AnswerQuestion) -> Receipt:
    """A party answers; a file comes along as evidence where evidence is still taken (R10.2, R8.1)."""
    case = await context.case(command.case_id)
    decision = case.answer_question(context.seal(command.text), by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    if command.files:
        await add_files(context, case, clean(command.text)[: LENGTHS["description"][1]], command.files)
    numbers = [event.number for event in decision.events if isinstance(event, QuestionAnswered)]
    return Receipt("question_answered", {**case_facts(case.state), "number": numbers[0]}, command.case_id)
