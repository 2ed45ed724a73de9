"""Use cases of milestones (R3): fund, accept terms, release, return."""

from bot.domain.errors import NotAPossibleParty, NotEnoughMoney
from bot.domain.ledger import member_account
from bot.domain.milestones import Funding, Milestone, MilestoneDecision, Project
from bot.domain.money import parse_amount
from bot.domain.texts import clean, require_text
from bot.services.commands import AcceptTerms, CreateMilestone, ReleaseMilestone, ReturnMilestone
from bot.services.context import Context, record_milestone
from bot.services.quoting import Quoted
from bot.services.receipts import Facts, Receipt


async def quote_creation(context: Context, command: CreateMilestone) -> Quoted:
    """What funding a milestone would do. Raises NotEnoughMoney with the shortfall (R3.1)."""
    context.settings.require_ready_for_money()
    if command.freelancer_id == context.actor.member_id:
        raise NotAPossibleParty(reason="oneself")
    if command.freelancer_is_bot:
        raise NotAPossibleParty(reason="bot")
    currency = context.settings.currency(command.currency)
    amount_minor = parse_amount(command.amount, currency)
    require_text("title", command.title)
    project = require_text("title", command.project or command.title)
    if command.terms is not None:
        require_text("terms", command.terms)
    wallet_minor = await context.wallet_minor(member_account(context.actor.member_id), currency)
    if wallet_minor < amount_minor:
        raise NotEnoughMoney(available_minor=wallet_minor, needed_minor=amount_minor, currency=currency)
    facts: Facts = {
        "freelancer_id": command.freelancer_id,
        "amount_minor": amount_minor,
        "currency": currency,
        "title": clean(command.title),
        "project": project,
        "has_terms": command.terms is not None,
        "wallet_minor": wallet_minor,
    }
    return Quoted(command, "milestone_create", facts)


async def create(context: Context, command: CreateMilestone) -> Receipt:
    """Fund a milestone from the wallet in one step (R3.1)."""
    quoted = await quote_creation(context, command)
    currency = str(quoted.facts["currency"])
    project = await project_for(context, context.actor.member_id, command.freelancer_id, command.project, command.title)
    milestone, decision = Milestone.fund(
        Funding(
            guild_id=context.guild_id,
            milestone_id=await context.uow.numbers.next(context.guild_id, "milestone"),
            project_id=project.project_id,
            client_id=context.actor.member_id,
            freelancer_id=command.freelancer_id,
            currency=currency,
            amount_minor=parse_amount(command.amount, currency),
            title=context.seal(command.title),
            terms=context.seal_if(command.terms),
        ),
        at_ms=context.at_ms,
    )
    await record_milestone(context.uow, milestone, decision, is_new=True)
    facts: Facts = {**quoted.facts, "milestone_id": milestone.state.milestone_id, "project_id": project.project_id}
    return Receipt("milestone_created", facts)


async def project_for(
    context: Context, client_id: int, freelancer_id: int, named: str | None, milestone_title: str
) -> Project:
    """The project of that title between the two, or a new one; left out, it is named after the milestone (R3.2)."""
    title = clean(named or milestone_title)
    existing = await context.uow.projects.between(context.guild_id, client_id, freelancer_id)
    if named is not None:
        bodies = await context.uow.texts.bodies(context.guild_id, [item.title.text_id for item in existing])
        for project in existing:
            if bodies.get(project.title.text_id, "").casefold() == title.casefold():
                return project
    sealed = context.seal(title)
    project = Project(
        guild_id=context.guild_id,
        project_id=await context.uow.numbers.next(context.guild_id, "project"),
        client_id=client_id,
        freelancer_id=freelancer_id,
        title=sealed.ref,
        created_at_ms=context.at_ms,
    )
    await context.uow.texts.add(context.guild_id, [sealed])
    await context.uow.projects.add(project)
    return project


async def accept_terms(context: Context, command: AcceptTerms) -> Receipt:
    """Accept the terms that the other side wrote (R3.2 [G])."""
    milestone = await context.milestone(command.milestone_id)
    decision = milestone.accept_terms(by=context.actor, at_ms=context.at_ms)
    await record_milestone(context.uow, milestone, decision)
    return Receipt("terms_accepted", {"milestone_id": command.milestone_id})


async def quote_release(context: Context, command: ReleaseMilestone) -> Quoted:
    """What releasing would do (R3.3)."""
    milestone, decision = await _released(context, command)
    return Quoted(command, "milestone_release", _given(milestone, decision))


async def release(context: Context, command: ReleaseMilestone) -> Receipt:
    """The client pays the freelancer (R3.3 [F])."""
    milestone, decision = await _released(context, command)
    await record_milestone(context.uow, milestone, decision)
    return Receipt("milestone_released", _given(milestone, decision))


async def quote_return(context: Context, command: ReturnMilestone) -> Quoted:
    """What returning would do (R3.3)."""
    milestone, decision = await _returned(context, command)
    return Quoted(command, "milestone_return", _given(milestone, decision))


async def return_money(context: Context, command: ReturnMilestone) -> Receipt:
    """The freelancer gives back (R3.3 [F])."""
    milestone, decision = await _returned(context, command)
    await record_milestone(context.uow, milestone, decision)
    return Receipt("milestone_returned", _given(milestone, decision))


async def _released(context: Context, command: ReleaseMilestone) -> tuple[Milestone, MilestoneDecision]:
    milestone = await context.milestone(command.milestone_id)
    amount_minor = _amount(milestone, command.amount)
    return milestone, milestone.release(amount_minor, by=context.actor, at_ms=context.at_ms)


async def _returned(context: Context, command: ReturnMilestone) -> tuple[Milestone, MilestoneDecision]:
    milestone = await context.milestone(command.milestone_id)
    amount_minor = _amount(milestone, command.amount)
    return milestone, milestone.return_money(amount_minor, by=context.actor, at_ms=context.at_ms)


def _amount(milestone: Milestone, typed: str | None) -> int | None:
    return None if typed is None else parse_amount(typed, milestone.state.currency)


def _given(milestone: Milestone, decision: MilestoneDecision) -> Facts:
    state = milestone.state
    return {
        "milestone_id": state.milestone_id,
        "amount_minor": max(entry.amount_minor for entry in decision.transactions[0].entries),
        "unreleased_minor": state.unreleased_minor,
        "locked_minor": state.locked_minor,
        "currency": state.currency,
        "client_id": state.client_id,
        "freelancer_id": state.freelancer_id,
    }
