"""Who may see what of a case: its parties all, staff what their role needs, nobody else anything."""

from dataclasses import replace

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.case_state import CaseState
from bot.domain.stages import CaseRole, Stage


def is_visible(state: CaseState, actor: Actor) -> bool:
    """Parties and moderators see a case; an arbitrator sees it in arbitration, and ever after where it was theirs."""
    if state.role_of(actor.member_id) is not None or actor.has(StaffRole.MODERATOR):
        return True
    own = state.arbitrator_id == actor.member_id
    return actor.has(StaffRole.ARBITRATOR) and (own or state.stage is Stage.ARBITRATION)


def offers_hidden_from(state: CaseState, actor: Actor) -> bool:
    """Whether a case's offers are kept from somebody: from arbitrators before the ruling, where the rulebook says so,
    unless they have worked on the case as moderators and can't rule on it any more (R7.5)."""
    if not (state.rulebook.offers_hidden and state.is_open) or state.role_of(actor.member_id) is not None:
        return False
    return actor.has(StaffRole.ARBITRATOR) and actor.member_id not in state.moderated


def as_shown(case: Case, actor: Actor | None) -> Case:
    """The case with what the viewer may see of it; the whole where there is no one viewer."""
    hidden = actor is not None and offers_hidden_from(case.state, actor)
    return Case(replace(case.state, offers=[])) if hidden else case


def role_of(state: CaseState, actor: Actor) -> CaseRole | None:
    """What somebody who may see the case is to it."""
    party = state.role_of(actor.member_id)
    if party is not None:
        return party
    if state.arbitrator_id == actor.member_id:
        return CaseRole.ARBITRATOR
    return CaseRole.MODERATOR if actor.has(StaffRole.MODERATOR) else CaseRole.ARBITRATOR
