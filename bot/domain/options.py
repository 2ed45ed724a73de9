"""What somebody can do with a case right now: for buttons, panels and hints. The commands check again."""

from dataclasses import replace

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.case_state import DepositState
from bot.domain.deadlines import SECOND_MS, DeadlineKind
from bot.domain.stages import ALLOWED, CaseRole, Command, Stage

_STAFF_ROLES = {CaseRole.MODERATOR: StaffRole.MODERATOR, CaseRole.ARBITRATOR: StaffRole.ARBITRATOR}


def possible(case: Case, actor: Actor, *, at_ms: int) -> frozenset[Command]:
    """The commands that would not be refused to the actor for the state that the case is in."""
    role = case.state.role_of(actor.member_id)
    roles = {staff for staff, held in _STAFF_ROLES.items() if actor.has(held)} if role is None else {role}
    asked = {command for command, whose in ALLOWED[case.state.stage].items() if whose & roles}
    return frozenset(command for command in asked if _has_subject(case, actor, command, at_ms))


def possible_for_parties(case: Case, *, at_ms: int) -> frozenset[Command]:
    """What at least one party can do now: the buttons of the shared card."""
    state = case.state
    nobody = Actor(state.guild_id, state.claimant_id)
    claimant = possible(case, nobody, at_ms=at_ms)
    return claimant | possible(case, replace(nobody, member_id=state.respondent_id), at_ms=at_ms)


def _has_subject(case: Case, actor: Actor, command: Command, at_ms: int) -> bool:
    state = case.state
    me, other = actor.member_id, state.other(actor.member_id)
    match command:
        case Command.ACCEPT_OFFER | Command.DECLINE_OFFER:
            return state.open_offer_of(other) is not None
        case Command.WITHDRAW_OFFER:
            opening = state.stage is Stage.RESPONSE and me == state.claimant_id
            return state.open_offer_of(me) is not None and not opening
        case Command.PAY_FEE:
            from_ms = state.stage_entered_at_ms + state.rulebook.windows.min_negotiation * SECOND_MS
            return me not in state.deposits and (state.stage is not Stage.NEGOTIATION or at_ms >= from_ms)
        case Command.WITHDRAW_CASE:
            deposit = state.deposits.get(other)
            return deposit is None or deposit.state is not DepositState.HELD
        case Command.ADD_EXHIBIT:
            return state.stage is not Stage.ARBITRATION or bool(state.alive_deadlines(DeadlineKind.CLOSING))
        case Command.WITHDRAW_EXHIBIT:
            own = any(item.author_id == me and item.withdrawn_at_ms is None for item in state.exhibits)
            return own and (state.stage is not Stage.ARBITRATION or state.evidence_closed_at_ms is None)
        case Command.REST:
            return state.evidence_closed_at_ms is None and me not in state.rested
        case Command.CLAIM:
            return state.arbitrator_id is None
        case Command.RULE:
            return state.arbitrator_id == me and state.evidence_closed_at_ms is not None
        case Command.RESUME:
            return any(not deadline.is_running for deadline in state.alive_deadlines())
        case _:
            return True
