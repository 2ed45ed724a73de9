"""Looks before something is forfeited: whether the room can be posted to (R9.4), and where its party is (R9.9).

Not everything is heard: the bot may be away, or lack the members intent. So a party is looked for when a server's
session comes up, with each reminder, and when the deadline is due; and nothing is forfeited before that last look.
"""

from typing import Final

from bot.domain.case import Case
from bot.domain.deadlines import FORFEITING, SECOND_MS, Deadline, DeadlineKind
from bot.domain.milestones import Milestone
from bot.services.effects import room_effect
from bot.services.ports import EffectKind, OutboxMessage
from bot.services.unit_of_work import UnitOfWork

UNDECIDED_MS: Final = 15 * SECOND_MS
"""How soon a due deadline is looked at again while a look before it is under way, in milliseconds."""


def _party_check(guild_id: int, member_id: int, why: str) -> OutboxMessage:
    key = f"party_check:{guild_id}:{member_id}:{why}"
    target = f"party:{guild_id}:{member_id}"
    return OutboxMessage(guild_id, target, EffectKind.PARTY_CHECK, key, {"member_id": member_id})


def for_party(subject: Case | Milestone, deadline: Deadline, at_ms: int) -> list[OutboxMessage]:
    """A look for who loses by a deadline, at a reminder or when it is due, or for the arbitrator whose ruling is due;
    none for any other deadline."""
    state = subject.state
    member_id = deadline.party_id if deadline.kind in FORFEITING else None
    if isinstance(subject, Case) and deadline.kind is DeadlineKind.RULING:
        member_id = subject.state.arbitrator_id
    if member_id is None:
        return []
    what = f"case:{subject.state.case_id}" if isinstance(subject, Case) else f"milestone:{subject.state.milestone_id}"
    return [_party_check(state.guild_id, member_id, f"{what}:{deadline.deadline_id}:{at_ms}")]


def last_ones(subject: Case | Milestone, deadline: Deadline) -> list[OutboxMessage]:
    """What must be known once a deadline is due, before it takes anything from anybody."""
    looks = for_party(subject, deadline, deadline.due_at_ms) if deadline.kind in FORFEITING else []
    if isinstance(subject, Case) and deadline.kind in FORFEITING:
        looks.append(room_effect(subject, EffectKind.ROOM_CHECK, f"due:{deadline.due_at_ms}"))
    return looks


async def for_arbitrators(uow: UnitOfWork, guild_id: int, why: str) -> list[OutboxMessage]:
    """A look for each arbitrator of an open case; `why` is unique."""
    found = {case.arbitrator_id: None for case in await uow.cases.open_entries(guild_id)}
    return [_party_check(guild_id, member_id, why) for member_id in found if member_id is not None]


async def are_done(uow: UnitOfWork, looks: list[OutboxMessage]) -> bool:
    """Whether none of the looks is still under way; Discord may be slow, or away."""
    keys = [look.dedupe_key for look in looks]
    return not looks or not await uow.outbox.any_waits(looks[0].guild_id, keys)


async def for_everybody(uow: UnitOfWork, guild_id: int, at_ms: int) -> list[OutboxMessage]:
    """A look for each party and arbitrator of an open case, and for each who must answer a request that silence would
    carry out."""
    cases = await uow.cases.open_entries(guild_id)
    wanted = {party_id for case in cases for party_id in case.parties}
    wanted.update(case.arbitrator_id for case in cases if case.arbitrator_id is not None)
    for milestone in await uow.milestones.with_clocks(guild_id):
        state = milestone.state
        wanted.update(side for side in (state.client_id, state.freelancer_id) if state.clock_of(side) is not None)
    return [_party_check(guild_id, member_id, f"up:{at_ms}") for member_id in sorted(wanted)]
