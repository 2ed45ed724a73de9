"""Looks before something is forfeited: whether the room can be posted to (R9.4), and where its party is (R9.9).

Not everything is heard: the bot may be away, or lack the members intent. So a party is looked for when a server's
session comes up, with each reminder, and when the deadline is due; and nothing is forfeited before that last look.
"""

from typing import Final

from bot.domain.case import Case
from bot.domain.deadlines import FORFEITING, SECOND_MS, Deadline
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
    """A look for who loses by a deadline, at a reminder or when it is due; none for a deadline that costs nobody."""
    if deadline.party_id is None or deadline.kind not in FORFEITING:
        return []
    state = subject.state
    what = f"case:{subject.state.case_id}" if isinstance(subject, Case) else f"milestone:{subject.state.milestone_id}"
    return [_party_check(state.guild_id, deadline.party_id, f"{what}:{deadline.deadline_id}:{at_ms}")]


def last_ones(subject: Case | Milestone, deadline: Deadline) -> list[OutboxMessage]:
    """What must be known once a deadline is due, before it takes anything from anybody."""
    looks = for_party(subject, deadline, deadline.due_at_ms)
    if isinstance(subject, Case) and deadline.kind in FORFEITING:
        looks.append(room_effect(subject, EffectKind.ROOM_CHECK, f"due:{deadline.due_at_ms}"))
    return looks


async def are_done(uow: UnitOfWork, looks: list[OutboxMessage]) -> bool:
    """Whether none of the looks is still under way; Discord may be slow, or away."""
    keys = [look.dedupe_key for look in looks]
    return not looks or not await uow.outbox.any_waits(looks[0].guild_id, keys)


async def for_everybody(uow: UnitOfWork, guild_id: int, at_ms: int) -> list[OutboxMessage]:
    """A look for each party of an open case, and for each who must answer a request that silence would carry out."""
    wanted = {party_id for case in await uow.cases.open_cases(guild_id) for party_id in case.state.parties}
    for milestone in await uow.milestones.with_clocks(guild_id):
        state = milestone.state
        wanted.update(side for side in (state.client_id, state.freelancer_id) if state.clock_of(side) is not None)
    return [_party_check(guild_id, member_id, f"up:{at_ms}") for member_id in sorted(wanted)]
