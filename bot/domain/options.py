"""What somebody can do with a case right now: for buttons, panels and hints. The commands check again."""

from dataclasses import replace

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.case_state import CaseState, DepositState, Offer
from bot.domain.clocks import EXTENDABLE
from bot.domain.deadlines import DeadlineKind, has_run_out, is_past
from bot.domain.stages import ALLOWED, CaseRole, Command, Stage

_STAFF_ROLES = {CaseRole.MODERATOR: StaffRole.MODERATOR, CaseRole.ARBITRATOR: StaffRole.ARBITRATOR}


def possible(case: Case, actor: Actor, *, at_ms: int) -> frozenset[Command]:
    """The commands that would not be refused to the actor at this moment, given what they say is well-formed."""
    role = case.state.role_of(actor.member_id)
    roles = {staff for staff, held in _STAFF_ROLES.items() if actor.has(held)} if role is None else {role}
    if case.keeps_from_moderating(actor.member_id):
        roles.discard(CaseRole.MODERATOR)
    table = ALLOWED[case.state.rulebook.preset][case.state.stage]
    asked = {command for command, whose in table.items() if whose & roles}
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
            | Command.ANSWER_WITHDRAWAL
        ):
            return _can_negotiate(case, actor.member_id, command, at_ms)
        case Command.ADD_EXHIBIT | Command.WITHDRAW_EXHIBIT:
            is_open = case.evidence_closed_since(actor.member_id, at_ms) is None
            return is_open and _has_evidence(case.state, actor.member_id, command)
        case Command.REST:
            return not case.sure_evidence_over(at_ms) and actor.member_id not in case.state.rested
        case Command.EXTEND | Command.EXTEND_BY_STAFF | Command.ANSWER_EXTENSION:
            return _can_extend(case, actor.member_id, command, at_ms)
        case Command.ANSWER_QUESTION:
            mine = [d for d in case.state.alive_deadlines(DeadlineKind.QUESTION) if d.party_id == actor.member_id]
            return any(not has_run_out(item, at_ms) for item in mine)
        case Command.GIVE_IN | Command.ESCALATE:
            return True
        case _:
            return _can_direct(case, actor.member_id, command)


def _can_direct(case: Case, me: int, command: Command) -> bool:
    """What staff can do with the case."""
    state = case.state
    match command:
        case Command.CLAIM:
            hidden = state.rulebook.offers_hidden and me in state.moderated
            return state.arbitrator_id is None and me not in state.recused and not hidden
        case Command.ASSIGN | Command.REMOVE_GUEST:
            return True
        case Command.ASK | Command.RECUSE:
            return state.arbitrator_id == me
        case Command.RULE:
            return state.arbitrator_id == me and state.evidence_closed_at_ms is not None
        case Command.HOLD:
            return state.hold is None
        case _:
            return case.can_resume


def _can_extend(case: Case, me: int, command: Command, at_ms: int) -> bool:
    state = case.state
    in_time = case.overdue_since(at_ms) is None
    if command is Command.ANSWER_EXTENSION:
        asked = state.extension
        return asked is not None and asked.member_id != me and state.deadlines[asked.deadline_id].is_running
    running = [item for item in state.alive_deadlines(*EXTENDABLE) if item.is_running]
    return in_time and any(not is_past(item.due_at_ms, at_ms) for item in running)


def _can_negotiate(case: Case, me: int, command: Command, at_ms: int) -> bool:
    state = case.state
    in_time = case.overdue_since(at_ms) is None
    match command:
        case Command.ACCEPT_OFFER:
            return in_time and _is_open(state, state.open_offer_of(state.other(me)), at_ms)
        case Command.DECLINE_OFFER:
            return _is_open(state, state.open_offer_of(state.other(me)), at_ms)
        case Command.WITHDRAW_OFFER:
            return _is_open(state, state.open_offer_of(me), at_ms)
        case Command.MAKE_OFFER:
            opening = state.open_offer_of(me) if state.stage is Stage.RESPONSE else None
            return in_time and (opening is None or opening.freelancer_minor != case.all_for(state.other(me)))
        case Command.PAY_FEE:
            early = state.stage is Stage.NEGOTIATION and at_ms < case.fee_payable_from_ms
            return in_time and me not in state.deposits and not early
        case Command.WITHDRAW_CASE:
            deposit = state.deposits.get(state.other(me))
            needs_consent = deposit is not None and deposit.state is DepositState.HELD
            return in_time and not (needs_consent and state.withdrawal_asked_at_ms is not None)
        case Command.ANSWER_WITHDRAWAL:
            return state.withdrawal_asked_at_ms is not None
        case _:
            return in_time


def _is_open(state: CaseState, offer: Offer | None, at_ms: int) -> bool:
    return offer is not None and not state.has_expired(offer, at_ms)


def _has_evidence(state: CaseState, me: int, command: Command) -> bool:
    own = [exhibit for exhibit in state.exhibits if exhibit.author_id == me]
    if command is Command.ADD_EXHIBIT:
        return len(own) < state.rulebook.max_exhibits
    return any(exhibit.withdrawn_at_ms is None for exhibit in own)
