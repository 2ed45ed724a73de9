"""Use cases of evidence (R8): add, withdraw, rest."""

from bot.domain.case import Case
from bot.domain.case_events import ExhibitAdded
from bot.services.cases import case_facts
from bot.services.commands import AddExhibit, Rest, WithdrawExhibit
from bot.services.context import Context, record_case
from bot.services.exhibits import add_files, known_names
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt


async def add_exhibit(context: Context, command: AddExhibit) -> Receipt:
    """Hand in a text, with a link and files if there are any (R8.1). A link is kept as text: not preserved (R8.2)."""
    case = await context.case(command.case_id)
    known = await known_names(context, case, command.files)
    decision = await add_files(
        context, case, command.description, command.files, link=command.link, is_copy=command.is_copy
    )
    added = next(event for event in decision.events if isinstance(event, ExhibitAdded))
    facts: Facts = {
        **case_facts(case.state),
        "exhibit": added.exhibit,
        "has_link": added.link is not None,
        "files": [f"{handed['name']} · {handed['size_bytes']} bytes · {handed['sha256']}" for handed in command.files],
        "known_as": known,
        "is_late": added.is_late,
    }
    return Receipt("exhibit_added", facts, command.case_id)


async def withdraw_exhibit(context: Context, command: WithdrawExhibit) -> Receipt:
    """Take back one's own exhibit; it stays in the record as withdrawn (R8.3)."""
    case = await context.case(command.case_id)
    decision = case.withdraw_exhibit(command.exhibit, by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    facts: Facts = {**case_facts(case.state), "exhibit": command.exhibit.upper()}
    return Receipt("exhibit_withdrawn", facts, command.case_id)


async def quote_rest(context: Context, command: Rest) -> Quoted:
    """What saying so would mean: when both have, evidence is closed."""
    case = await context.case(command.case_id)
    case.rest(by=context.actor, at_ms=context.at_ms)
    return Quoted(command, "rest", _rest_facts(case), command.case_id)


async def rest(context: Context, command: Rest) -> Receipt:
    """Say that one has nothing more to add."""
    case = await context.case(command.case_id)
    decision = case.rest(by=context.actor, at_ms=context.at_ms)
    await record_case(context.uow, case, decision)
    return Receipt("rested", _rest_facts(case), command.case_id)


def _rest_facts(case: Case) -> Facts:
    state = case.state
    return {
        **case_facts(state),
        "closes": state.evidence_closed_at_ms is not None,
        "stays_open": state.rulebook.procedure.open_until_ruling,
    }
