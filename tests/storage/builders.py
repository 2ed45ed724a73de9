"""A small world for storage tests: a client, a freelancer, a funded milestone, a case; all through the domain."""

from dataclasses import replace

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case, Filing
from bot.domain.case_events import Lock
from bot.domain.ledger import WORLD, member_account, transfer
from bot.domain.milestones import Funding, Milestone, Project
from bot.domain.rulebook import MILESTONE
from bot.domain.texts import SealedText
from storage.unit_of_work import SqlStorage

GUILD, OTHER_GUILD = 700_000_000_000_000_001, 700_000_000_000_000_002
CLIENT, FREELANCER, THIRD = 101, 102, 103
MODERATOR, ARBITRATOR = 201, 202
START_MS = 1_800_000_000_000
CURRENCY = "USD"

client = Actor(GUILD, CLIENT)
freelancer = Actor(GUILD, FREELANCER)
moderator = Actor(GUILD, MODERATOR, frozenset({StaffRole.MODERATOR}))
arbitrator = Actor(GUILD, ARBITRATOR, frozenset({StaffRole.ARBITRATOR}))


def sealed(text_id: str, body: str = "words that somebody wrote") -> SealedText:
    """A text with a salt of its own."""
    return SealedText(text_id, f"salt of {text_id}", body)


async def apply(uow, guild_id, stream, stream_id, decision):
    """Write what a decision of the domain says, beside the case or milestone itself."""
    await uow.texts.add(guild_id, decision.texts)
    if stream == "case":
        await uow.files.add(guild_id, stream_id, decision.files)
    for transaction in decision.transactions:
        await uow.ledger.post(guild_id, transaction)
    await uow.events.append(
        guild_id, stream, stream_id, decision.events, at_ms=decision.at_ms, actor_id=decision.actor_id
    )


async def give_money(uow, member_id, amount_minor, *, guild_id=GUILD, key=None):
    """Bring money into a wallet from outside."""
    moves = [(WORLD, member_account(member_id), amount_minor)]
    transaction = transfer(key or f"in:{member_id}:{amount_minor}", "deposit_confirmed", START_MS, CURRENCY, moves)
    assert transaction is not None
    await uow.ledger.post(guild_id, transaction)


async def fund(uow, *, amount_minor=100_000, guild_id=GUILD, client_id=CLIENT, freelancer_id=FREELANCER):
    """A funded milestone in a project of its own."""
    project_id = await uow.numbers.next(guild_id, "project")
    milestone_id = await uow.numbers.next(guild_id, "milestone")
    title, terms = sealed(f"title-{milestone_id}"), sealed(f"terms-{milestone_id}")
    await give_money(uow, client_id, amount_minor, guild_id=guild_id, key=f"in-for:{milestone_id}")
    await uow.projects.add(Project(guild_id, project_id, client_id, freelancer_id, title.ref, START_MS))
    funding = Funding(
        guild_id, milestone_id, project_id, client_id, freelancer_id, CURRENCY, amount_minor, title, terms
    )
    milestone, decision = Milestone.fund(funding, at_ms=START_MS)
    await uow.milestones.add(milestone)
    await apply(uow, guild_id, "milestone", milestone_id, decision)
    return milestone


async def file_case(uow, *, guild_id=GUILD, milestone_id=None, claimant_id=CLIENT, at_ms=START_MS, rulebook=MILESTONE):
    """An open case in stage 1 about a whole milestone."""
    if milestone_id is None:
        milestone_id = (await fund(uow, guild_id=guild_id)).state.milestone_id
    milestone = await uow.milestones.get(guild_id, milestone_id)
    state = milestone.state
    case_id = await uow.numbers.next(guild_id, "case")
    filing = Filing(
        guild_id=guild_id,
        case_id=case_id,
        project_id=state.project_id,
        currency=state.currency,
        client_id=state.client_id,
        freelancer_id=state.freelancer_id,
        claimant_id=claimant_id,
        locks=(Lock(state.milestone_id, state.free_minor),),
        offer_minor=40_000,
        category=sealed(f"category-{case_id}", "quality"),
        reason=sealed(f"reason-{case_id}", "The work is not what was agreed upon."),
        rulebook=rulebook,
    )
    case, decision = Case.file(filing, at_ms=at_ms)
    by = Actor(guild_id, claimant_id)
    locked = milestone.lock(case_id, state.free_minor, at_ms=at_ms, by=by)
    await uow.cases.add(case)
    await apply(uow, guild_id, "case", case_id, decision)
    await uow.milestones.save(milestone)
    await apply(uow, guild_id, "milestone", state.milestone_id, locked)
    return case


async def decide(uow, case, decision):
    """Write what was decided about a case."""
    await uow.cases.save(case)
    await apply(uow, case.state.guild_id, "case", case.state.case_id, decision)


async def committed(storage: SqlStorage, work, *arguments, **options):
    """Run ``work(uow, …)`` in a transaction of its own."""
    async with storage.write() as uow:
        result = await work(uow, *arguments, **options)
        await uow.commit()
    return result


def in_guild(actor: Actor, guild_id: int) -> Actor:
    """The same member elsewhere."""
    return replace(actor, guild_id=guild_id)
