"""Every command of a case, asked for in a well-formed way."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Final

from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.case_core import Decision
from bot.domain.durations import HOUR_SECONDS
from bot.domain.errors import Refusal
from bot.domain.stages import Command
from tests.domain.builders import FINDINGS, STATEMENT, actor, seal

SPARE_ARBITRATOR: Final = actor(798, StaffRole.ARBITRATOR)
"""Whom cases are given to: nobody's arbitrator yet."""

GUEST_ID: Final = 797
"""Somebody who has no part in any case."""


def _number_to_answer(case: Case, by: Actor) -> int:
    """The other side's open offer; the first one for those who have no other side."""
    offer = case.state.open_offer_of(case.state.other(by.member_id))
    return 1 if offer is None else offer.number


def _own_exhibit(case: Case, by: Actor) -> str:
    names = [
        exhibit.name
        for exhibit in case.state.exhibits
        if exhibit.author_id == by.member_id and exhibit.withdrawn_at_ms is None
    ]
    return names[-1] if names else "C-1"


def _spare(case: Case) -> Actor:
    """An arbitrator who doesn't have the case already."""
    has_it = case.state.arbitrator_id == SPARE_ARBITRATOR.member_id
    return replace(SPARE_ARBITRATOR, member_id=796) if has_it else SPARE_ARBITRATOR


def better_offer(case: Case) -> int:
    """An amount that is better for the respondent than the claimant's open offer, if there is one."""
    state = case.state
    current = state.open_offer_of(state.claimant_id)
    freelancer_minor = state.disputed_minor // 2 if current is None else current.freelancer_minor
    step = 1 if state.respondent_id == state.freelancer_id else -1
    return min(max(freelancer_minor + step, 0), state.disputed_minor)


ATTEMPTS: Final[dict[Command, Callable[[Case, Actor, int], Decision]]] = {
    Command.ACCEPT_OFFER: lambda case, by, at_ms: case.accept_offer(_number_to_answer(case, by), by=by, at_ms=at_ms),
    Command.DECLINE_OFFER: lambda case, by, at_ms: case.decline_offer(_number_to_answer(case, by), by=by, at_ms=at_ms),
    Command.MAKE_OFFER: lambda case, by, at_ms: case.make_offer(better_offer(case), by=by, at_ms=at_ms),
    Command.WITHDRAW_OFFER: lambda case, by, at_ms: case.withdraw_offer(by=by, at_ms=at_ms),
    Command.CHALLENGE: lambda case, by, at_ms: case.challenge(seal(STATEMENT), by=by, at_ms=at_ms),
    Command.PAY_FEE: lambda case, by, at_ms: case.pay_fee(by=by, at_ms=at_ms),
    Command.ADD_EXHIBIT: lambda case, by, at_ms: case.add_exhibit(seal("The signed order."), by=by, at_ms=at_ms),
    Command.WITHDRAW_EXHIBIT: lambda case, by, at_ms: case.withdraw_exhibit(_own_exhibit(case, by), by=by, at_ms=at_ms),
    Command.REST: lambda case, by, at_ms: case.rest(by=by, at_ms=at_ms),
    Command.WITHDRAW_CASE: lambda case, by, at_ms: case.withdraw(by=by, at_ms=at_ms),
    Command.GIVE_IN: lambda case, by, at_ms: case.give_in(by=by, at_ms=at_ms),
    Command.ESCALATE: lambda case, by, at_ms: case.escalate(seal("They don't answer."), by=by, at_ms=at_ms),
    Command.CLAIM: lambda case, by, at_ms: case.claim(by=by, at_ms=at_ms),
    Command.RULE: lambda case, by, at_ms: case.rule(case.state.disputed_minor // 3, seal(FINDINGS), by=by, at_ms=at_ms),
    Command.ASSIGN: lambda case, by, at_ms: case.assign(_spare(case), by=by, at_ms=at_ms),
    Command.RECUSE: lambda case, by, at_ms: case.recuse(seal("A friend of mine."), by=by, at_ms=at_ms),
    Command.REMOVE_GUEST: lambda case, by, at_ms: case.remove_guest(
        GUEST_ID, seal("No business here."), by=by, at_ms=at_ms
    ),
    Command.RESUME: lambda case, by, at_ms: case.resume(by=by, at_ms=at_ms),
    Command.HOLD: lambda case, by, at_ms: case.hold(seal("We look into it."), by=by, at_ms=at_ms),
    Command.EXTEND: lambda case, by, at_ms: case.extend(HOUR_SECONDS, by=by, at_ms=at_ms),
    Command.ANSWER_EXTENSION: lambda case, by, at_ms: case.answer_extension(agree=False, by=by, at_ms=at_ms),
    Command.EXTEND_BY_STAFF: lambda case, by, at_ms: case.extend_by_staff(
        HOUR_SECONDS, seal("They were ill."), by=by, at_ms=at_ms
    ),
    Command.ANSWER_WITHDRAWAL: lambda case, by, at_ms: case.answer_withdrawal(agree=False, by=by, at_ms=at_ms),
    Command.ASK: lambda case, by, at_ms: case.ask(case.state.parties, seal("When did it come?"), by=by, at_ms=at_ms),
    Command.ANSWER_QUESTION: lambda case, by, at_ms: case.answer_question(seal("On Monday."), by=by, at_ms=at_ms),
}
"""By command: who asks for it, and when."""


def not_refused(case: Case, by: Actor, at_ms: int) -> frozenset[Command]:
    """The commands that the person could really give now, found by trying each on a copy."""
    taken: set[Command] = set()
    copy = Case(deepcopy(case.state))
    for command, ask in ATTEMPTS.items():
        try:
            ask(copy, by, at_ms)
        except Refusal:
            # A refusal changes nothing, so that the copy serves on.
            continue
        taken.add(command)
        copy = Case(deepcopy(case.state))
    return frozenset(taken)
