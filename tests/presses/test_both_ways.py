"""Everything that can be done to a case is on a button or in a form, and is a command too; and the other way round."""

import inspect
from types import SimpleNamespace
from typing import Any, Final, Literal, cast, get_args, get_origin
from unittest.mock import AsyncMock

import discord
import pytest
from discord import app_commands

import bot.presses.forms as presses_forms
import cogs.casework
import cogs.disputes
import cogs.evidence
import cogs.fees
import cogs.offers
import cogs.staff
from bot.domain.actors import Actor
from bot.domain.options import possible, possible_for_parties
from bot.domain.stages import STAFF_COMMANDS, Command, Stage
from bot.presses.acts import ASKING, AT_ONCE, FORMS_ASKING, FORMS_AT_ONCE
from bot.presses.forms import FORMS_AT_WORK, Sent
from bot.services import commands, staff_commands
from bot.services.views import CaseView
from bot.ui import guests
from bot.ui.buttons import ACTS, Act, ButtonId
from bot.ui.cards import case_card, options_panel
from tests.domain.builders import CLIENT, FREELANCER, Told
from tests.domain.situations import PERSONS, SITUATIONS, person, situation
from tests.ui.shown import buttons_of

WAYS: Final = {
    Command.ACCEPT_OFFER: commands.AcceptOffer,
    Command.DECLINE_OFFER: commands.DeclineOffer,
    Command.MAKE_OFFER: commands.MakeOffer,
    Command.WITHDRAW_OFFER: commands.WithdrawOffer,
    Command.CHALLENGE: commands.Challenge,
    Command.PAY_FEE: commands.PayFee,
    Command.ADD_EXHIBIT: commands.AddExhibit,
    Command.WITHDRAW_EXHIBIT: commands.WithdrawExhibit,
    Command.REST: commands.Rest,
    Command.WITHDRAW_CASE: commands.WithdrawCase,
    Command.GIVE_IN: commands.GiveIn,
    Command.EXTEND: commands.Extend,
    Command.ANSWER_EXTENSION: commands.AnswerExtension,
    Command.ANSWER_WITHDRAWAL: commands.AnswerWithdrawal,
    Command.ANSWER_QUESTION: commands.AnswerQuestion,
    Command.ESCALATE: commands.Escalate,
    Command.CLAIM: commands.ClaimCase,
    Command.RULE: commands.Rule,
    Command.RESUME: commands.Resume,
    Command.HOLD: commands.HoldCase,
    Command.EXTEND_BY_STAFF: commands.ExtendByStaff,
    Command.ASK: commands.Ask,
    Command.ASSIGN: staff_commands.AssignCase,
    Command.RECUSE: staff_commands.Recuse,
    Command.REMOVE_GUEST: staff_commands.RemoveGuest,
}
"""The use case of each command of the transition table."""

GROUPS: Final = (
    (cogs.disputes, cogs.disputes.Disputes),
    (cogs.offers, cogs.offers.Offers),
    (cogs.fees, cogs.fees.Fees),
    (cogs.evidence, cogs.evidence.Evidence),
    (cogs.staff, cogs.staff.Staff),
)


class Recorder:
    """A desk that notes what it is asked for, and does nothing."""

    def __init__(self) -> None:
        self.asked: list[type] = []
        self.queries = AsyncMock()

    async def case_id(self, *_: object) -> int:
        return 42

    async def run(self, _: object, command: object, **__: object) -> None:
        self.asked.append(type(command))

    quote = carry_out = run

    async def pay_fee(self, *_: object, **__: object) -> None:
        self.asked.append(commands.PayFee)


def typed(option: inspect.Parameter) -> object:
    """Something that may be given for an option; no file, and nobody where nobody need be named."""
    literals = [kind for kind in (option.annotation, *get_args(option.annotation)) if get_origin(kind) is Literal]
    if literals:
        return get_args(literals[0])[0]
    if "discord." in str(option.annotation) and option.default is inspect.Parameter.empty:
        return SimpleNamespace(id=1)
    if "discord." in str(option.annotation) or isinstance(option.default, bool):
        return option.default
    return "1"


@pytest.fixture
async def slashed(monkeypatch: pytest.MonkeyPatch) -> set[type]:
    """The use cases that commands lead to."""
    desk = Recorder()
    for module in (*(module for module, _ in GROUPS), cogs.casework):
        for name in ("defer", "answer", "open_form", "give_back", "give_case_file"):
            monkeypatch.setattr(module, name, AsyncMock(), raising=False)
        for name in (
            "member_of",
            "roles_of",
            "case_card",
            "case_list",
            "case_history",
            "queue_list",
            "offer_list",
            "has_bars",
        ):
            monkeypatch.setattr(module, name, lambda *_, **__: [], raising=False)
        for name in ("fee_quote", "fee_status", "evidence_list", "evidence_card", "case_brief", "figures_card"):
            monkeypatch.setattr(module, name, lambda *_, **__: None, raising=False)
    monkeypatch.setattr(guests, "is_guest", AsyncMock(return_value=True))
    desk.queries.history.return_value = (None, [])
    for _, group in GROUPS:
        cog = group(desk)
        for command in cog.walk_app_commands():
            assert isinstance(command, app_commands.Command)
            options = list(inspect.signature(command.callback).parameters.values())[2:]
            await command.callback(cog, SimpleNamespace(), **{option.name: typed(option) for option in options})
    return set(desk.asked)


async def test_every_command_of_the_table_can_be_typed(slashed: set[type]) -> None:
    assert set(WAYS) == set(Command)
    assert {command for command in Command if WAYS[command] not in slashed} == set()


async def pressed(act: Act, monkeypatch: pytest.MonkeyPatch) -> type:
    """The use case that a button leads to, by its form if it has one."""
    button = ButtonId(act, "42", 3, 1)
    if act in AT_ONCE or act in ASKING:
        return type({**AT_ONCE, **ASKING}[act](button))
    if act in FORMS_AT_ONCE or act in FORMS_ASKING:
        return type({**FORMS_AT_ONCE, **FORMS_ASKING}[act](42, button, {}))
    desk = Recorder()

    async def take_in(*_: object, **__: object) -> list[object]:
        return []

    async def hand_in(desk: Recorder, interaction: object, *_: object) -> None:
        await desk.run(interaction, commands.AddExhibit(42, "1", None, []))

    monkeypatch.setattr(presses_forms, "take_in", take_in)
    monkeypatch.setattr(presses_forms, "hand_in", hand_in)
    monkeypatch.setattr(guests, "is_guest", AsyncMock(return_value=True))
    monkeypatch.setattr(presses_forms, "member_here", AsyncMock(return_value=(1, [])))
    await FORMS_AT_WORK[act](Sent(cast("Any", None), cast("Any", desk), button, 42, {}, []))
    return desk.asked[0]


@pytest.mark.parametrize("command", Command)
async def test_every_command_of_the_table_has_its_buttons(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ACTS[command]
    for act in ACTS[command]:
        assert await pressed(act, monkeypatch) is WAYS[command], act


def view_of(told: Told, viewer: Actor | None) -> CaseView:
    """A case as somebody sees it; the shared card without a viewer."""
    case, at_ms = told.case, told.last.at_ms
    if viewer is None:
        return CaseView(case, {}, {}, None, possible_for_parties(case, at_ms=at_ms), None, None, at_ms)
    role = case.state.role_of(viewer.member_id)
    return CaseView(case, {}, {}, None, possible(case, viewer, at_ms=at_ms), viewer.member_id, role, at_ms)


def acts_on(view: discord.ui.LayoutView) -> set[str]:
    """What the buttons of a card or panel ask for."""
    return {ButtonId.parse(custom_id).act for _, custom_id in buttons_of(view)}


def acts_of(view: CaseView) -> set[str]:
    """What the buttons for somebody's options should ask for; in stage 1 declining is challenging (R5.1)."""
    return {act for command in view.options for act in ACTS[command]}


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("claimant_id", [CLIENT, FREELANCER])
def test_my_options_are_all_that_one_can_do_and_nothing_else(name: str, claimant_id: int) -> None:
    told = situation(name, claimant_id)
    for who in PERSONS:
        viewer = person(who, told.case)
        view = view_of(told, viewer)
        assert acts_on(options_panel(view)) == acts_of(view), who


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("claimant_id", [CLIENT, FREELANCER])
def test_the_shared_card_has_all_that_one_party_at_least_can_do(name: str, claimant_id: int) -> None:
    view = view_of(situation(name, claimant_id), None)
    shown = acts_on(case_card(view)) - {Act.DETAILS, Act.MY_OPTIONS}
    assert shown == acts_of(view)
    assert not view.options & set(STAFF_COMMANDS)
    assert bool(shown) == (SITUATIONS[name][1] is not Stage.ENDED)
