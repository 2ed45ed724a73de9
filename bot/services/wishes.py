"""Use cases of proposals and requests (R3.1, R3.4): what one side wants and the other answers."""

from dataclasses import replace

from bot.domain.caps import PROPOSALS
from bot.domain.errors import NotAPossibleParty, NotEnoughMoney, RequestOver
from bot.domain.ledger import member_account
from bot.domain.milestone_state import MilestoneStage, RequestState
from bot.domain.milestones import Funding, Milestone, MilestoneDecision
from bot.domain.money import parse_amount
from bot.domain.texts import clean, require_text
from bot.services.commands import (
    AnswerRequest,
    CancelMilestone,
    DeclineProposal,
    FundProposal,
    ProposeMilestone,
    RequestRelease,
    RequestReturn,
)
from bot.services.context import Context, record_milestone
from bot.services.milestones import project_for
from bot.services.quoting import QUOTE_LIFE_MS, Quoted
from bot.services.receipts import Facts, Receipt


async def propose(context: Context, command: ProposeMilestone) -> Receipt:
    """The freelancer proposes a milestone: no money moves until the client funds it (R3.1)."""
    context.settings.require_ready_for_money()
    if command.client_id == context.actor.member_id:
        raise NotAPossibleParty(reason="oneself")
    if command.client_is_bot:
        raise NotAPossibleParty(reason="bot")
    currency = context.settings.currency(command.currency)
    amount_minor = parse_amount(command.amount, currency)
    require_text("title", command.title)
    freelancer_id = context.actor.member_id
    await _require_room(context)
    project = await project_for(context, command.client_id, freelancer_id, command.project, command.title)
    funding = Funding(
        guild_id=context.guild_id,
        milestone_id=await context.uow.numbers.next(context.guild_id, "milestone"),
        project_id=project.project_id,
        client_id=command.client_id,
        freelancer_id=freelancer_id,
        currency=currency,
        amount_minor=amount_minor,
        title=context.seal(command.title),
        terms=context.seal_if(command.terms),
    )
    milestone, decision = Milestone.propose(funding, context.settings.rulebook(currency), at_ms=context.at_ms)
    await record_milestone(context.uow, milestone, decision, is_new=True)
    facts: Facts = {**_facts(milestone), "amount_minor": amount_minor, "title": clean(command.title)}
    return Receipt("milestone_proposed", facts)


async def _require_room(context: Context) -> None:
    """Raise TooManyWaiting or TooOften: each proposal is a message to somebody else."""
    since_ms = PROPOSALS.since_ms(context.at_ms)
    made = await context.uow.milestones.proposed_by(context.guild_id, context.actor.member_id, since_ms)
    waiting = sum(stage is MilestoneStage.PROPOSED for stage, _ in made)
    PROPOSALS.require(waiting=waiting, made_at_ms=[made_ms for _, made_ms in made], at_ms=context.at_ms)


async def quote_funding(context: Context, command: FundProposal) -> Quoted:
    """What funding the proposal would do. Raises NotEnoughMoney with the shortfall (R3.1)."""
    milestone = await context.milestone(command.milestone_id)
    return Quoted(command, "proposal_fund", await _funding_facts(context, milestone))


async def fund(context: Context, command: FundProposal) -> Receipt:
    """The client funds the proposal (R3.1)."""
    milestone = await context.milestone(command.milestone_id)
    facts = await _funding_facts(context, milestone)
    decision = milestone.fund_proposal(by=context.actor, at_ms=context.at_ms)
    await record_milestone(context.uow, milestone, decision)
    return Receipt("proposal_funded", facts)


async def _funding_facts(context: Context, milestone: Milestone) -> Facts:
    state = milestone.state
    needed_minor = state.proposed_minor or 0
    wallet_minor = await context.wallet_minor(member_account(state.client_id), state.currency)
    if state.stage is MilestoneStage.PROPOSED and context.actor.member_id == state.client_id:
        if wallet_minor < needed_minor:
            raise NotEnoughMoney(available_minor=wallet_minor, needed_minor=needed_minor, currency=state.currency)
    else:
        milestone.fund_proposal(by=context.actor, at_ms=context.at_ms)
    bodies = await context.uow.texts.bodies(context.guild_id, [state.title.text_id])
    title = bodies.get(state.title.text_id, "")
    terms_wait = state.terms is not None and state.terms_accepted_at_ms is None
    facts: Facts = {**_facts(milestone), "amount_minor": needed_minor, "wallet_minor": wallet_minor}
    return {**facts, "title": title, "terms_wait": terms_wait}


async def decline(context: Context, command: DeclineProposal) -> Receipt:
    """The client says no to the proposal (R3.1)."""
    milestone = await context.milestone(command.milestone_id)
    reason = context.seal_if(command.reason)
    decision = milestone.decline_proposal(by=context.actor, at_ms=context.at_ms, reason=reason)
    await record_milestone(context.uow, milestone, decision)
    return Receipt("proposal_declined", _facts(milestone))


async def cancel(context: Context, command: CancelMilestone) -> Receipt:
    """Take back one's own proposal or request (R3.1, R3.4)."""
    milestone = await context.milestone(command.milestone_id)
    was_proposal = milestone.state.stage is MilestoneStage.PROPOSED
    decision = milestone.cancel(by=context.actor, at_ms=context.at_ms)
    await record_milestone(context.uow, milestone, decision)
    return Receipt("proposal_cancelled" if was_proposal else "request_cancelled", _facts(milestone))


async def request_release(context: Context, command: RequestRelease) -> Receipt:
    """The freelancer asks for release (R3.4)."""
    return await _request(context, "release", command)


async def request_return(context: Context, command: RequestReturn) -> Receipt:
    """The client asks for money back (R3.4)."""
    return await _request(context, "return", command)


async def _request(context: Context, action: str, command: RequestRelease | RequestReturn) -> Receipt:
    milestone = await context.milestone(command.milestone_id)
    currency = milestone.state.currency
    decision = milestone.request(
        action,
        None if command.amount is None else parse_amount(command.amount, currency),
        context.settings.rulebook(currency),
        by=context.actor,
        at_ms=context.at_ms,
        note=context.seal_if(command.note),
    )
    await record_milestone(context.uow, milestone, decision)
    return Receipt("request_made", _request_facts(milestone, decision))


async def quote_answer(context: Context, command: AnswerRequest) -> Quoted:
    """What approving or declining would do (R3.4). What is confirmed then is the answer to that request alone."""
    milestone = await context.milestone(command.milestone_id)
    decision = _answered(context, milestone, command)
    named = replace(command, number=milestone.state.requests[-1].number)
    return Quoted(named, "request_answer", {**_request_facts(milestone, decision), "approve": command.approve})


async def answer(context: Context, command: AnswerRequest) -> Receipt:
    """Approve, which carries it out, or decline with a reason (R3.4)."""
    milestone = await context.milestone(command.milestone_id)
    decision = _answered(context, milestone, command)
    if command.approve and command.number is None:
        _require_no_other_meant(milestone, context.at_ms)
    await record_milestone(context.uow, milestone, decision)
    return Receipt("request_answered", {**_request_facts(milestone, decision), "approve": command.approve})


def _require_no_other_meant(milestone: Milestone, at_ms: int) -> None:
    """Raise RequestOver where the request to be paid at once, unseen, has just taken the place of another one."""
    for request in milestone.state.requests:
        closed_at_ms = request.closed_at_ms
        if request.state is RequestState.REPLACED and closed_at_ms is not None and at_ms < closed_at_ms + QUOTE_LIFE_MS:
            raise RequestOver(
                milestone_id=milestone.state.milestone_id,
                state=request.state.value,
                by_member_id=request.closed_by_id,
                at_ms=closed_at_ms,
            )


def _answered(context: Context, milestone: Milestone, command: AnswerRequest) -> MilestoneDecision:
    reason = context.seal_if(command.reason)
    return milestone.answer_request(
        approve=command.approve, by=context.actor, at_ms=context.at_ms, reason=reason, number=command.number
    )


def _facts(milestone: Milestone) -> Facts:
    state = milestone.state
    clocks = [item.due_at_ms for item in state.alive_deadlines()]
    return {
        "milestone_id": state.milestone_id,
        "currency": state.currency,
        "client_id": state.client_id,
        "freelancer_id": state.freelancer_id,
        "unreleased_minor": state.unreleased_minor,
        "due_at_ms": clocks[0] if clocks else None,
    }


def _request_facts(milestone: Milestone, decision: MilestoneDecision) -> Facts:
    request = milestone.state.requests[-1]
    return {
        **_facts(milestone),
        "action": request.action,
        "author_id": request.author_id,
        "amount_minor": request.amount_minor,
        "moves_money": bool(decision.transactions),
    }
