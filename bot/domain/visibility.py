"""Who may see a case at all."""

from collections.abc import Collection

from bot.domain.actors import Actor, StaffRole
from bot.domain.stages import Stage


def sees_case(actor: Actor, *, parties: Collection[int], stage: Stage, arbitrator_id: int | None) -> bool:
    """Parties and moderators see a case; arbitrators in arbitration, and ever after where it was theirs."""
    if actor.member_id in parties or actor.has(StaffRole.MODERATOR):
        return True
    theirs = stage is Stage.ARBITRATION or arbitrator_id == actor.member_id
    return theirs and actor.has(StaffRole.ARBITRATOR)
