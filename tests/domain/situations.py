"""Where a case can stand, and who can come along: the product that the transitions are walked over."""

from typing import Final

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.deadlines import HoldReason
from bot.domain.durations import HOUR_SECONDS
from bot.domain.rulebook import Preset
from bot.domain.stages import Stage
from tests.domain.builders import (
    ARBITRATOR,
    CLIENT,
    FREELANCER,
    Told,
    actor,
    arbitrated,
    arbitrator,
    close_evidence,
    in_stage,
    seal,
)

ALL_ROLES: Final = tuple(StaffRole)
SITUATIONS: Final = {
    "response": (Preset.MILESTONE, Stage.RESPONSE),
    "negotiation": (Preset.MILESTONE, Stage.NEGOTIATION),
    "final offers": (Preset.MILESTONE, Stage.FINAL_OFFERS),
    "withdrawal asked": (Preset.MILESTONE, Stage.FINAL_OFFERS),
    "closing window": (Preset.MILESTONE, Stage.ARBITRATION),
    "before the ruling": (Preset.MILESTONE, Stage.ARBITRATION),
    "ended": (Preset.MILESTONE, Stage.ENDED),
    "sure days": (Preset.SAFEPAY, Stage.ARBITRATION),
    "late evidence": (Preset.SAFEPAY, Stage.ARBITRATION),
    "ruling due": (Preset.SAFEPAY, Stage.ARBITRATION),
    "settled": (Preset.SAFEPAY, Stage.ENDED),
}
"""What a case can be found in, with its rulebook and stage."""

HAVE_A_QUESTION: Final = frozenset({"before the ruling", "ruling due"})
HAVE_A_WINDOW: Final = frozenset({"response", "final offers", "withdrawal asked", "closing window", "sure days"})
EVIDENCE_OVER: Final = frozenset({"before the ruling", "late evidence", "ruling due"})

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
    """A case with all that commands can be about: offers and exhibits of both, something to resume, wishes."""
    preset, stage = SITUATIONS[name]
    if preset is Preset.SAFEPAY:
        told = arbitrated(claimant_id=claimant_id)
    else:
        first_payer_id = claimant_id
        if name == "withdrawal asked":
            first_payer_id = CLIENT + FREELANCER - claimant_id
        told = in_stage(stage, claimant_id=claimant_id, first_payer_id=first_payer_id)
    case, at_ms = told.case, told.last.at_ms
    if name == "settled":
        told.take(case.accept_offer(1, by=actor(case.state.respondent_id), at_ms=at_ms))
    if stage is Stage.ENDED:
        return told
    for party in case.state.parties:
        told.take(case.add_exhibit(seal("The brief."), by=actor(party), at_ms=at_ms))
    if stage in (Stage.NEGOTIATION, Stage.FINAL_OFFERS) or preset is Preset.SAFEPAY:
        for party in case.state.parties:
            told.take(case.make_offer(50_000, by=actor(party), at_ms=at_ms))
    _add_wishes(told, name)
    return told


def _add_wishes(told: Told, name: str) -> None:
    case, state = told.case, told.case.state
    if name in EVIDENCE_OVER:
        close_evidence(told)
    if name in HAVE_A_QUESTION:
        told.take(case.claim(by=arbitrator, at_ms=told.last.at_ms))
        told.take(case.ask(state.parties, seal("When did it come?"), by=arbitrator, at_ms=told.last.at_ms))
    if name == "withdrawal asked":
        told.take(case.withdraw(by=actor(state.claimant_id), at_ms=told.last.at_ms))
    if name in HAVE_A_WINDOW:
        told.take(case.extend(HOUR_SECONDS, by=actor(state.claimant_id), at_ms=told.last.at_ms))
    # Whose clock doesn't run now: a kick is for a moderator to decide on, and leaves the other side's windows running.
    kicked_id = state.respondent_id if name == "withdrawal asked" else state.claimant_id
    told.take(case.party_restricted(kicked_id, HoldReason.KICKED, at_ms=told.last.at_ms))


def person(name: str, case: Case) -> Actor:
    """Somebody of that kind."""
    member_id, roles = PERSONS[name]
    if member_id is None:
        member_id = case.state.claimant_id if name.startswith("claimant") else case.state.respondent_id
    return actor(member_id, *roles)
