"""What somebody can do with a case right now: for buttons, panels and hints. The commands check again."""

from dataclasses import replace

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.case_state import CaseState, DepositState, Offer
from bot.domain.stages import ALLOWED, CaseRole, Command, Stage

_STAFF_ROLES = {CaseRole.MODERATOR: StaffRole.MODERATOR, CaseRole.ARBITRATOR: StaffRole.ARBITRATOR}


def possible(case: Case, actor: Actor, *, at_ms: int) -> frozenset[Command]:
    """The commands that would not be refused to the actor at this moment, given what they say is well-formed."""
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
    match command:
        case (
            Command.ACCEPT_OFFER
            | Command.DECLINE_OFFER
            | Command.MAKE_OFFER
            | Command.WITHDRAW_OFFER
            | Command.CHALLENGE
            | Command.PAY_FEE
            | Command.WITHDRAW_CASE
        ):
            return _can_negotiate(case, actor.member_id, command, at_ms)
        case Command.ADD_EXHIBIT | Command.WITHDRAW_EXHIBIT | Command.REST:
            return case.evidence_closed_since(at_ms) is None and _has_evidence(case.state, actor.member_id, command)
        case Command.CLAIM:
            return case.state.arbitrator_id is None
        case Command.RULE:
            return case.state.arbitrator_id == actor.member_id and case.state.evidence_closed_at_ms is not None
        case Command.RESUME:
            return any(not deadline.is_running for deadline in case.state.alive_deadlines())
        case Command.GIVE_IN | Command.ESCALATE:
            return True


def _can_negotiate(case: Case, me: int, command: Command, at_ms: int) -> bool:
    state = case.state
    in_time = case.overdue_since(at_ms) is None
    match command:
        case Command.ACCEPT_OFFER:
            return in_time and _is_open(state.open_offer_of(state.other(me)), at_ms)
        case Command.DECLINE_OFFER:
            return _is_open(state.open_offer_of(state.other(me)), at_ms)
        case Command.WITHDRAW_OFFER:
            return _is_open(state.open_offer_of(me), at_ms)
        case Command.MAKE_OFFER:
            opening = state.open_offer_of(me) if state.stage is Stage.RESPONSE else None
            return in_time and (opening is None or opening.freelancer_minor != case.all_for(state.other(me)))
        case Command.PAY_FEE:
            early = state.stage is Stage.NEGOTIATION and at_ms < case.fee_payable_from_ms
            return in_time and me not in state.deposits and not early
        case Command.WITHDRAW_CASE:
            deposit = state.deposits.get(state.other(me))
            return in_time and (deposit is None or deposit.state is not DepositState.HELD)
        case _:
            return in_time


def _is_open(offer: Offer | None, at_ms: int) -> bool:
    return offer is not None and not offer.has_expired(at_ms)


def _has_evidence(state: CaseState, me: int, command: Command) -> bool:
    own = [exhibit for exhibit in state.exhibits if exhibit.author_id == me]
    match command:
        case Command.ADD_EXHIBIT:
            return len(own) < state.rulebook.max_exhibits
        case Command.WITHDRAW_EXHIBIT:
            return any(exhibit.withdrawn_at_ms is None for exhibit in own)
        case _:
            return me not in state.rested
