"""R5's table: every stage × command × kind of person either decides or refuses, and a refusal changes nothing."""

from copy import deepcopy
from typing import Final

import pytest

from bot.domain import errors
from bot.domain.actors import Actor, StaffRole
from bot.domain.case import Case
from bot.domain.deadlines import SECOND_MS, DeadlineKind
from bot.domain.rulebook import Preset
from bot.domain.stages import ALLOWED, CaseRole, Command, Stage, stages_of
from tests.domain.attempts import ATTEMPTS
from tests.domain.builders import (
    ARBITRATOR,
    CLIENT,
    FREELANCER,
    actor,
    in_stage,
    seal,
)
from tests.domain.situations import (
    EVIDENCE_OVER,
    HAVE_A_QUESTION,
    HAVE_A_WINDOW,
    PERSONS,
    SITUATIONS,
    person,
    situation,
)

STAFF_COMMANDS: Final = {
    Command.ESCALATE: StaffRole.MODERATOR,
    Command.HOLD: StaffRole.MODERATOR,
    Command.RESUME: StaffRole.MODERATOR,
    Command.EXTEND_BY_STAFF: StaffRole.MODERATOR,
    Command.ASSIGN: StaffRole.MODERATOR,
    Command.REMOVE_GUEST: StaffRole.MODERATOR,
    Command.CLAIM: StaffRole.ARBITRATOR,
    Command.RECUSE: StaffRole.ARBITRATOR,
    Command.ASK: StaffRole.ARBITRATOR,
    Command.RULE: StaffRole.ARBITRATOR,
}
WITHOUT_SUBJECT: Final[dict[tuple[str, Command], type[errors.Refusal]]] = {
    ("negotiation", Command.EXTEND): errors.NothingToExtend,
    ("negotiation", Command.EXTEND_BY_STAFF): errors.NothingToExtend,
    ("negotiation", Command.ANSWER_EXTENSION): errors.NoExtensionAsked,
    ("final offers", Command.ANSWER_WITHDRAWAL): errors.NoWithdrawalAsked,
    ("withdrawal asked", Command.WITHDRAW_CASE): errors.AlreadyDone,
    ("before the ruling", Command.ADD_EXHIBIT): errors.TooLate,
    ("before the ruling", Command.WITHDRAW_EXHIBIT): errors.TooLate,
}
"""Allowed by stage and role, but the situation has nothing to do it to."""
NEEDS_A_WINDOW: Final = {
    Command.EXTEND: errors.NothingToExtend,
    Command.EXTEND_BY_STAFF: errors.NothingToExtend,
    Command.ANSWER_EXTENSION: errors.NoExtensionAsked,
}


def expected_refusal(where: str, command: Command, case: Case, by: Actor) -> type[errors.Refusal] | None:
    """What the rules say to the request, worked out from the table; None where it is decided."""
    (preset, stage), role = SITUATIONS[where], case.state.role_of(by.member_id)
    wanted = STAFF_COMMANDS.get(command)
    if wanted is not None:
        if wanted not in by.staff_roles:
            return errors.StaffOnly
        if role is not None:
            return errors.ConflictOfInterest
        role = CaseRole(wanted.value)
    if case.state.role_of(by.member_id) is None:
        # Arbitrators see a case in arbitration, and ever after where it was theirs; admins only if they are staff.
        theirs = stage is Stage.ARBITRATION or case.state.arbitrator_id == by.member_id
        if not by.has(StaffRole.MODERATOR) and not (theirs and by.has(StaffRole.ARBITRATOR)):
            return errors.NoSuchCase
    if role is None:
        return errors.NotAParty
    if stage is Stage.ENDED:
        return errors.CaseEnded
    if stage is Stage.RESPONSE and (command, role) == (Command.DECLINE_OFFER, CaseRole.RESPONDENT):
        return errors.DecliningIsNoAnswer
    if stage is Stage.RESPONSE and (command, role) == (Command.WITHDRAW_OFFER, CaseRole.CLAIMANT):
        return errors.OpeningOfferFixed
    if command not in ALLOWED[preset][stage]:
        return errors.WrongStage
    if role not in ALLOWED[preset][stage][command]:
        return errors.NotYourTurn
    return refused_for_want_of_a_subject(where, command, case, by)


def refused_for_want_of_a_subject(where: str, command: Command, case: Case, by: Actor) -> type[errors.Refusal] | None:
    """What is in the way although stage and role are right."""
    if command is Command.PAY_FEE and by.member_id in case.state.deposits:
        return errors.AlreadyDone
    if command is Command.REST and where in EVIDENCE_OVER:
        return errors.TooLate
    if command in NEEDS_A_WINDOW and where not in HAVE_A_WINDOW:
        return NEEDS_A_WINDOW[command]
    if command is Command.ANSWER_EXTENSION and by.member_id == case.state.claimant_id:
        return errors.OwnExtension
    if command is Command.ANSWER_QUESTION and where not in HAVE_A_QUESTION:
        return errors.NoQuestionAsked
    if command is Command.CLAIM and where in HAVE_A_QUESTION:
        return errors.AlreadyDone if by.member_id == ARBITRATOR else errors.ArbitratorTaken
    if command in (Command.ASK, Command.RULE, Command.RECUSE) and (
        where not in HAVE_A_QUESTION or by.member_id != ARBITRATOR
    ):
        return errors.NotTheArbitrator
    return WITHOUT_SUBJECT.get((where, command))


@pytest.mark.parametrize("claimant_id", [CLIENT, FREELANCER], ids=["client files", "freelancer files"])
@pytest.mark.parametrize("command", Command)
@pytest.mark.parametrize("where", SITUATIONS)
def test_r5_r6_every_rulebook_stage_command_and_person(where, command, claimant_id):
    told = situation(where, claimant_id)
    for who in PERSONS:
        case, at_ms = told.case, told.last.at_ms + SECOND_MS
        by = person(who, case)
        before = deepcopy(case.state)
        refusal = expected_refusal(where, command, case, by)
        if refusal is not None:
            with pytest.raises(errors.Refusal) as refused:
                ATTEMPTS[command](case, by, at_ms)
            assert type(refused.value) is refusal, who
            assert case.state == before, who
            continue
        decision = told.take(ATTEMPTS[command](case, by, at_ms))
        assert decision.actor_id == by.member_id
        assert decision.at_ms == at_ms
        assert case.state.version == before.version + len(decision.events)
        assert case.state != before
        assert Case.replay(told.history).state == case.state
        # What was decided changes what the next one finds: they find the situation as it was.
        told = situation(where, claimant_id)


def test_every_command_is_asked_for():
    assert ATTEMPTS.keys() == set(Command)


def test_r5_r6_every_allowed_command_is_decided_in_some_situation():
    """The walk above would prove little if subjects were missing everywhere."""
    decided = set()
    for where, (preset, stage) in SITUATIONS.items():
        told = situation(where, CLIENT)
        for who in PERSONS:
            by = person(who, told.case)
            decided |= {
                (preset, stage, command)
                for command in Command
                if expected_refusal(where, command, told.case, by) is None
            }
    allowed = {
        (preset, stage, command)
        for preset, stages in ALLOWED.items()
        for stage, commands in stages.items()
        for command in commands
    }
    # Stage 2 has no window: there is nothing to extend.
    assert allowed - decided == {(Preset.MILESTONE, Stage.NEGOTIATION, command) for command in NEEDS_A_WINDOW}


def test_r6_4_safepay_knows_one_stage_and_neither_fees_nor_withdrawal_nor_escalation():
    assert set(ALLOWED[Preset.SAFEPAY]) == {Stage.ARBITRATION, Stage.ENDED}
    never = {Command.PAY_FEE, Command.WITHDRAW_CASE, Command.ANSWER_WITHDRAWAL, Command.ESCALATE, Command.CHALLENGE}
    assert set(ALLOWED[Preset.SAFEPAY][Stage.ARBITRATION]) == set(Command) - never


def test_r12_1_wrong_stage_names_the_possible_ones():
    case = in_stage(Stage.RESPONSE).case
    with pytest.raises(errors.WrongStage) as refused:
        case.pay_fee(by=actor(CLIENT), at_ms=0)
    assert refused.value.stage == "response"
    assert refused.value.possible == ("negotiation", "final_offers")
    assert stages_of(Preset.SAFEPAY, Command.GIVE_IN) == (Stage.ARBITRATION,)
    assert stages_of(Preset.MILESTONE, Command.GIVE_IN) == (
        Stage.RESPONSE,
        Stage.NEGOTIATION,
        Stage.FINAL_OFFERS,
        Stage.ARBITRATION,
    )


@pytest.mark.parametrize(("claimant_id", "respondent_id"), [(CLIENT, FREELANCER), (FREELANCER, CLIENT)])
def test_r12_1_not_your_turn_says_whose(claimant_id, respondent_id):
    case = in_stage(Stage.RESPONSE, claimant_id=claimant_id, offer_minor=40_000).case
    with pytest.raises(errors.NotYourTurn) as refused:
        case.challenge(seal("Claimants don't challenge."), by=actor(claimant_id), at_ms=0)
    assert (refused.value.whose, refused.value.whose_member_id) == ("respondent", respondent_id)
    with pytest.raises(errors.NotYourTurn) as refused:
        case.withdraw(by=actor(respondent_id), at_ms=0)
    assert (refused.value.whose, refused.value.whose_member_id) == ("claimant", claimant_id)


def test_r12_1_an_ended_case_says_how_and_when():
    told = in_stage(Stage.ENDED)
    with pytest.raises(errors.CaseEnded) as refused:
        told.case.give_in(by=actor(CLIENT), at_ms=told.last.at_ms + 1)
    assert (refused.value.outcome, refused.value.ended_at_ms) == ("ruled", told.last.at_ms)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.ENDED])
def test_r9_1_no_deadline_fires_early(stage):
    told = in_stage(stage)
    before = deepcopy(told.case.state)
    for deadline in told.case.state.alive_deadlines():
        with pytest.raises(ValueError, match="is due at"):
            told.case.lapse(deadline.deadline_id, at_ms=deadline.due_at_ms - 1)
    assert told.case.state == before


def test_r9_1_a_deadline_fires_once():
    told = in_stage(Stage.ARBITRATION)
    closing = told.deadline(DeadlineKind.CLOSING)
    told.take(told.case.lapse(closing.deadline_id, at_ms=closing.due_at_ms))
    with pytest.raises(ValueError, match="is fired"):
        told.case.lapse(closing.deadline_id, at_ms=closing.due_at_ms)
