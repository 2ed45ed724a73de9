"""Where a case can stand, and who can come along: the product that the transitions are walked over."""

from typing import Final

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.stages import Stage
from tests.domain.builders import ARBITRATOR, Told, actor, arbitrator, close_evidence, in_stage, seal

ALL_ROLES: Final = tuple(StaffRole)
SITUATIONS: Final = {
    "response": Stage.RESPONSE,
    "negotiation": Stage.NEGOTIATION,
    "final offers": Stage.FINAL_OFFERS,
    "closing window": Stage.ARBITRATION,
    "before the ruling": Stage.ARBITRATION,
    "ended": Stage.ENDED,
}
"""What a case can be found in, with its stage."""

PERSONS: Final = {
    "claimant": (None, ()),
    "respondent": (None, ()),
    "claimant with every staff role": (None, ALL_ROLES),
    "respondent with every staff role": (None, ALL_ROLES),
    "moderator": (700, (StaffRole.MODERATOR,)),
    "the arbitrator": (ARBITRATOR, (StaffRole.ARBITRATOR,)),
    "another arbitrator": (701, (StaffRole.ARBITRATOR,)),
    "moderator and arbitrator": (702, (StaffRole.MODERATOR, StaffRole.ARBITRATOR)),
    "cashier": (703, (StaffRole.CASHIER,)),
    "admin": (704, (StaffRole.ADMIN,)),
    "stranger": (705, ()),
}


def situation(name: str, claimant_id: int) -> Told:
    """A case with all that commands can be about: both offers, both sides' exhibits, a held clock."""
    stage = SITUATIONS[name]
    told = in_stage(stage, claimant_id=claimant_id, first_payer_id=claimant_id)
    case, at_ms = told.case, told.last.at_ms
    if stage is Stage.ENDED:
        return told
    for party in case.state.parties:
        told.take(case.add_exhibit(seal("The brief."), by=actor(party), at_ms=at_ms))
    if stage in (Stage.NEGOTIATION, Stage.FINAL_OFFERS):
        for party in case.state.parties:
            told.take(case.make_offer(50_000, by=actor(party), at_ms=at_ms))
    if name == "before the ruling":
        close_evidence(told)
        told.take(case.claim(by=arbitrator, at_ms=told.last.at_ms))
    for deadline in case.state.alive_deadlines():
        told.take(case.hold_deadline(deadline.deadline_id, "never_reached", at_ms=told.last.at_ms))
    return told


def person(name: str, case: Case) -> Actor:
    """Somebody of that kind."""
    member_id, roles = PERSONS[name]
    if member_id is None:
        member_id = case.state.claimant_id if name.startswith("claimant") else case.state.respondent_id
    return actor(member_id, *roles)
