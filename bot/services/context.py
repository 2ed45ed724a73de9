"""What a use case works with: its transaction, who asks, when they acted, and the steps that all share."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.actors import Actor
from bot.domain.case import Case
from bot.domain.case_core import Decision
from bot.domain.case_events import CaseClosed
from bot.domain.clock_events import set_going
from bot.domain.errors import NoSuchCase, NoSuchMilestone
from bot.domain.files import SealedFile, safe_name
from bot.domain.milestones import Milestone, MilestoneDecision
from bot.domain.rulebook import Rulebook
from bot.domain.settings import Settings
from bot.domain.texts import SealedText, clean
from bot.services.commands import HandedFile
from bot.services.effects import case_effects
from bot.services.ports import Ids, OutboxMessage, PaymentProvider, Request
from bot.services.unit_of_work import UnitOfWork
from bot.services.wallet_effects import milestone_effects


@dataclass(frozen=True, slots=True)
class Context:
    """One use case at work."""

    uow: UnitOfWork
    settings: Settings
    defaults: Settings
    actor: Actor
    request: Request
    ids: Ids
    payments: PaymentProvider

    @property
    def guild_id(self) -> int:
        """The server."""
        return self.actor.guild_id

    @property
    def at_ms(self) -> int:
        """When the person acted (R9.2)."""
        return self.request.acted_at_ms

    def seal(self, body: str) -> SealedText:
        """A text with a new salt, as it will lie beside the record."""
        return SealedText(self.ids.new(), self.ids.new(), clean(body))

    def seal_if(self, body: str | None) -> SealedText | None:
        """The same for a text that may be left out; an empty one counts as left out."""
        return None if body is None or not clean(body) else self.seal(body)

    def offer_salt(self, rulebook: Rulebook) -> str | None:
        """What keeps a hidden offer from being found out of the record's hashes (R7.5); None where all see offers."""
        return self.ids.new() if rulebook.offers_hidden else None

    def seal_file(self, handed: HandedFile) -> SealedFile:
        """A stored file with a new salt, as the record will name it."""
        return SealedFile(
            self.ids.new(),
            self.ids.new(),
            handed["sha256"],
            handed["size_bytes"],
            handed["media_type"],
            safe_name(handed["name"]),
        )

    async def case(self, case_id: int) -> Case:
        """The case, locked. Raises NoSuchCase; what the actor may do with it is the case's to say."""
        case = await self.uow.cases.get(self.guild_id, case_id)
        if case is None:
            raise NoSuchCase(case_id=case_id)
        return case

    async def milestone(self, milestone_id: int) -> Milestone:
        """The actor's milestone, locked. Raises NoSuchMilestone, also for one that isn't theirs."""
        milestone = await self.uow.milestones.get(self.guild_id, milestone_id)
        if milestone is None:
            raise NoSuchMilestone(milestone_id=milestone_id)
        milestone.require_party(self.actor)
        return milestone

    async def wallet_minor(self, account: str, currency: str) -> int:
        """What an account holds, in minor units."""
        return await self.uow.ledger.balance_minor(self.guild_id, account, currency)

    async def put(self, messages: Sequence[OutboxMessage]) -> None:
        """Say what others must see, in the same commit."""
        await self.uow.outbox.put(messages)


async def record_case(
    uow: UnitOfWork, case: Case, decision: Decision, *, is_new: bool = False, actor_is_away: bool = False
) -> None:
    """Write all that a decision on a case means: texts, tables, milestones, money, record, messages."""
    state = case.state
    for outage in await _outages_since(uow, state.guild_id, decision):
        case.make_up_for_outage(decision, *outage)
    await uow.texts.add(state.guild_id, decision.texts)
    await uow.files.add(state.guild_id, state.case_id, decision.files)
    await (uow.cases.add(case) if is_new else uow.cases.save(case))
    if isinstance(decision.events[-1], CaseClosed):
        # Milestones before accounts: all commands lock in the order case, milestone, account.
        await _lift_locks(uow, case, decision.at_ms)
    for transaction in decision.transactions:
        await uow.ledger.post(state.guild_id, transaction)
    await uow.events.append(
        state.guild_id, "case", state.case_id, decision.events, at_ms=decision.at_ms, actor_id=decision.actor_id
    )
    await uow.outbox.put(case_effects(case, decision, actor_is_away=actor_is_away))


async def _outages_since(
    uow: UnitOfWork, guild_id: int, decision: Decision | MilestoneDecision
) -> list[tuple[int, int]]:
    """The outages of ours that have ended since somebody acted, if their act sets clocks going: when a session is
    resumed, Discord sends what was done meanwhile, and it comes in when the outage has been worked off (R9.5 [P])."""
    if not set_going(decision.events):
        return []
    return await uow.liveness.outages_since(guild_id, decision.at_ms)


async def _lift_locks(uow: UnitOfWork, case: Case, at_ms: int) -> None:
    payouts = {payout.milestone_id: payout for payout in case.state.payouts}
    for lock in case.state.locks:
        milestone = await uow.milestones.get(case.state.guild_id, lock.milestone_id)
        if milestone is None:
            raise LookupError(f"case {case.state.case_id} has locked a milestone that is gone: {lock.milestone_id}")
        unlocked = milestone.unlock(case.state.case_id, payouts.get(lock.milestone_id), at_ms=at_ms)
        await record_milestone(uow, milestone, unlocked)


async def record_milestone(
    uow: UnitOfWork, milestone: Milestone, decision: MilestoneDecision, *, is_new: bool = False
) -> None:
    """Write all that a decision on a milestone means: texts, table, money, record, messages."""
    state = milestone.state
    for outage in await _outages_since(uow, state.guild_id, decision):
        milestone.make_up_for_outage(decision, *outage)
    await uow.texts.add(state.guild_id, decision.texts)
    await (uow.milestones.add(milestone) if is_new else uow.milestones.save(milestone))
    for transaction in decision.transactions:
        await uow.ledger.post(state.guild_id, transaction)
    await uow.events.append(
        state.guild_id,
        "milestone",
        state.milestone_id,
        decision.events,
        at_ms=decision.at_ms,
        actor_id=decision.actor_id,
    )
    await uow.outbox.put(milestone_effects(milestone, decision))
