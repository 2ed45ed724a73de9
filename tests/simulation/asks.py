"""Who may ask for what next: most often what is possible, weighted so that cases get far; sometimes anything."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.actors import StaffRole
from bot.domain.case import Case
from bot.domain.deadlines import DeadlineKind
from bot.domain.milestone_state import MilestoneStage, RequestState
from bot.domain.milestones import Milestone
from bot.domain.options import possible
from bot.domain.rulebook import Preset
from bot.domain.stages import Command as Act
from bot.domain.stages import Stage
from bot.domain.wallet_requests import WalletRequest
from bot.services import commands as c
from bot.services import setting_commands as settings
from bot.services import staff_commands as staff
from bot.services.commands import Command
from tests.simulation.making import PEOPLES_MAKERS, Making
from tests.simulation.making_staff import STAFF_MAKERS
from tests.simulation.people import BOSS, PEOPLE, TRADERS, Dice, Someone
from tests.simulation.view import View

SETTINGS: Final[tuple[type[Command], ...]] = (
    c.SetRole,
    c.SetChannel,
    c.SetFee,
    c.SetWindow,
    c.SetLimit,
    c.SetRulebook,
    c.SetThreshold,
    c.SetRooms,
    c.SetCurrency,
    c.SetReminders,
    settings.SetRetention,
    settings.SetSwitch,
    settings.BlockMember,
    settings.SetUpServer,
)

MAKERS: Final = {**PEOPLES_MAKERS, **STAFF_MAKERS}
"""How each command is made up; a test sees to it that none is forgotten."""

OF_CASES: Final[Mapping[Act, tuple[type[Command], int]]] = {
    Act.ACCEPT_OFFER: (c.AcceptOffer, 8),
    Act.DECLINE_OFFER: (c.DeclineOffer, 8),
    Act.MAKE_OFFER: (c.MakeOffer, 15),
    Act.WITHDRAW_OFFER: (c.WithdrawOffer, 6),
    Act.CHALLENGE: (c.Challenge, 40),
    Act.PAY_FEE: (c.PayFee, 40),
    Act.ADD_EXHIBIT: (c.AddExhibit, 10),
    Act.WITHDRAW_EXHIBIT: (c.WithdrawExhibit, 8),
    Act.REST: (c.Rest, 20),
    Act.WITHDRAW_CASE: (c.WithdrawCase, 5),
    Act.GIVE_IN: (c.GiveIn, 2),
    Act.ESCALATE: (c.Escalate, 4),
    Act.CLAIM: (c.ClaimCase, 30),
    Act.ASSIGN: (staff.AssignCase, 4),
    Act.RECUSE: (staff.Recuse, 3),
    Act.REMOVE_GUEST: (staff.RemoveGuest, 1),
    Act.RULE: (c.Rule, 25),
    Act.RESUME: (c.Resume, 20),
    Act.HOLD: (c.HoldCase, 5),
    Act.EXTEND: (c.Extend, 10),
    Act.ANSWER_EXTENSION: (c.AnswerExtension, 60),
    Act.EXTEND_BY_STAFF: (c.ExtendByStaff, 4),
    Act.ANSWER_WITHDRAWAL: (c.AnswerWithdrawal, 60),
    Act.ASK: (c.Ask, 15),
    Act.ANSWER_QUESTION: (c.AnswerQuestion, 20),
}
"""Each act of a case: its command, and how likely somebody who can do it does it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Somebody asks for something; `wallet` and the like only say what it is made up from."""

    by: Someone
    what: type[Command]
    weight: int = 1
    case: Case | None = None
    milestone: Milestone | None = None
    wallet: WalletRequest | None = None

    def made(self, view: View, dice: Dice, *, wild: bool = False) -> Command:
        """The command itself."""
        making = Making(view, dice, self.by, self.case, self.milestone, self.wallet, wild)
        return MAKERS[self.what](making)


def likely(view: View) -> list[Ask]:
    """What would most probably not be refused now."""
    asks = [*_of_cases(view), *_of_staff(view), *_of_wallets(view), *_of_settings(view)]
    for milestone in view.milestones.values():
        asks += _of_milestone(view, milestone)
    if len(view.milestones) < 8 and _is_set(view, StaffRole.CASHIER):
        asks += [Ask(PEOPLE[trader], what, 3) for trader in TRADERS for what in (c.CreateMilestone, c.ProposeMilestone)]
    return asks


def anything(view: View, dice: Dice) -> Ask:
    """Any command by anybody about anything: most of it is refused."""
    ask = Ask(dice.one(tuple(PEOPLE.values())), dice.one(tuple(MAKERS)))
    if view.cases and dice.chance(80):
        ask = replace(ask, case=dice.one(tuple(view.cases.values())))
    if view.milestones and dice.chance(80):
        ask = replace(ask, milestone=dice.one(tuple(view.milestones.values())))
    if view.pending and dice.chance(80):
        ask = replace(ask, wallet=dice.one(view.pending))
    if ask.case is not None and dice.chance(50):
        ask = replace(ask, by=PEOPLE[dice.one(ask.case.state.parties)])
    return ask


def _of_cases(view: View) -> Iterator[Ask]:
    for case in view.open_cases:
        for someone in PEOPLE.values():
            for act in possible(case, view.actor(someone), at_ms=view.at_ms):
                what, weight = OF_CASES[act]
                if act is Act.WITHDRAW_CASE and case.withdrawal_needs_consent(someone.member_id):
                    weight *= 8
                yield Ask(someone, what, weight, case=case)
        if case.state.alive_deadlines(DeadlineKind.FEE):
            for party_id in case.state.parties:
                yield Ask(PEOPLE[party_id], c.RequestDeposit, 6, case=case)


def _of_staff(view: View) -> Iterator[Ask]:
    """What staff do around cases, and with what the server has earned."""
    judges = [someone for someone in PEOPLE.values() if view.actor(someone).has(*_JUDGES)]
    for case in view.cases.values():
        state = case.state
        for someone in judges:
            if state.role_of(someone.member_id) is None and StaffRole.MODERATOR in someone.roles:
                yield Ask(someone, staff.AddNote, 1, case=case)
                if not state.is_open and state.room_closed_by_id is None:
                    yield Ask(someone, staff.CloseRoom, 2, case=case)
    if any(view.balances.get("fees", {}).values()):
        yield from (
            Ask(someone, staff.PayOutFees, 3) for someone in PEOPLE.values() if StaffRole.CASHIER in someone.roles
        )
    yield Ask(PEOPLE[BOSS], staff.EraseMember, 1)


_JUDGES: Final = (StaffRole.MODERATOR, StaffRole.ARBITRATOR)


def _of_milestone(view: View, milestone: Milestone) -> Iterator[Ask]:
    state = milestone.state
    client, freelancer = PEOPLE[state.client_id], PEOPLE[state.freelancer_id]
    if state.terms is not None and state.terms_accepted_at_ms is None:
        other = client if state.terms_author_id == freelancer.member_id else freelancer
        yield Ask(other, c.AcceptTerms, 4, milestone=milestone)
    if state.stage is MilestoneStage.PROPOSED:
        yield Ask(client, c.FundProposal, 12, milestone=milestone)
        yield Ask(client, c.DeclineProposal, 3, milestone=milestone)
        yield Ask(freelancer, c.CancelMilestone, 2, milestone=milestone)
        return
    request = state.active_request
    if request is not None:
        yield Ask(PEOPLE[state.other(request.author_id)], c.AnswerRequest, 12, milestone=milestone)
        yield Ask(PEOPLE[request.author_id], c.CancelMilestone, 2, milestone=milestone)
    if not state.free_minor:
        return
    yield Ask(client, c.ReleaseMilestone, 2, milestone=milestone)
    yield Ask(freelancer, c.ReturnMilestone, 2, milestone=milestone)
    yield Ask(freelancer, c.RequestRelease, 6, milestone=milestone)
    yield Ask(client, c.RequestReturn, 6, milestone=milestone)
    if state.locked_by_case_id is None and (view.settings.preset is Preset.MILESTONE or _was_asked(view, milestone)):
        weight = 40 if len(view.open_cases) < 2 else 8
        yield Ask(client, c.OpenCase, weight, milestone=milestone)
        yield Ask(freelancer, c.OpenCase, weight, milestone=milestone)


def _was_asked(view: View, milestone: Milestone) -> bool:
    """Whether a request opens the way to a case under `safepay` (R6.1)."""
    project = [item for item in view.milestones.values() if item.state.project_id == milestone.state.project_id]
    wanted = {RequestState.ACTIVE, RequestState.DECLINED}
    return any(request.state in wanted for item in project for request in item.state.requests)


def _of_wallets(view: View) -> Iterator[Ask]:
    for wallet in view.pending:
        for someone in PEOPLE.values():
            if StaffRole.CASHIER in someone.roles:
                yield Ask(someone, c.ConfirmWalletRequest, 10, wallet=wallet)
                yield Ask(someone, c.DeclineWalletRequest, 3, wallet=wallet)
        yield Ask(PEOPLE[wallet.member_id], c.CancelWalletRequest, 3, wallet=wallet)
    if len(view.pending) < 3 and _is_set(view, StaffRole.CASHIER):
        for trader in TRADERS:
            yield Ask(PEOPLE[trader], c.RequestDeposit, 1)
            yield Ask(PEOPLE[trader], c.RequestWithdrawal, 1)


def _of_settings(view: View) -> Iterator[Ask]:
    missing = not all(_is_set(view, role) for role in StaffRole if role is not StaffRole.ADMIN)
    for someone in PEOPLE.values():
        if someone.manage_server:
            for what in SETTINGS:
                yield Ask(someone, what, 40 if missing and what is c.SetRole else 1)


def _is_set(view: View, role: StaffRole) -> bool:
    return role in view.settings.role_ids


def stages_reached(view: View) -> set[tuple[Preset, Stage]]:
    """Where cases stand now, by rulebook."""
    return {(case.state.rulebook.preset, case.state.stage) for case in view.cases.values()}
