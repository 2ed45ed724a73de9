"""Every button and form of ours leads somewhere, and nothing else does."""

import pytest

from bot.presses.acts import ASKING, AT_ONCE, DIRECT, FORMS_ASKING, FORMS_AT_ONCE, SHOWING
from bot.presses.dispatch import ANSWERED, PICKING, is_ours
from bot.presses.forms import FORMS_AT_WORK
from bot.services.use_cases import USE_CASES
from bot.ui.buttons import Act, ButtonId
from bot.ui.modals import MODALS

BUTTONS = {**AT_ONCE, **ASKING}
FORMS = {**FORMS_AT_ONCE, **FORMS_ASKING}


def command_of(act: Act):
    button = ButtonId(act, "42", 3, 2)
    return BUTTONS[act](button) if act in BUTTONS else FORMS[act](42, button, {})


def test_every_act_is_answered_in_one_way():
    ways = [*SHOWING, *AT_ONCE, *ASKING, *FORMS_AT_ONCE, *FORMS_ASKING, *FORMS_AT_WORK, *ANSWERED, *PICKING]
    assert sorted(ways) == sorted(Act)


def test_whatever_opens_a_form_takes_what_is_typed_into_it():
    # The form of the message menu is opened by the menu alone.
    assert {*FORMS, *FORMS_AT_WORK} == {*MODALS, Act.MESSAGE_EVIDENCE}


@pytest.mark.parametrize("act", [*ASKING, *FORMS_ASKING])
def test_what_asks_first_can_be_quoted(act):
    assert USE_CASES[type(command_of(act))].prepare is not None


# Declining moves nothing, and its form is a question already.
@pytest.mark.parametrize("act", [act for act in (*AT_ONCE, *FORMS_AT_ONCE) if act is not Act.DECLINE_REQUEST])
def test_what_acts_at_once_is_never_quoted(act):
    assert USE_CASES[type(command_of(act))].prepare is None


def test_ids_are_taken_from_the_button():
    assert command_of(Act.ACCEPT).case_id == 42
    assert command_of(Act.ACCEPT).number == 2
    assert command_of(Act.DECLINE).number == 2
    assert command_of(Act.ACCEPT_TERMS).milestone_id == 42
    assert command_of(Act.CASHIER_CONFIRM).request_id == 42


@pytest.mark.parametrize("custom_id", ["p0:accept:42:1", "accept", "p1:accept", "p2:accept:42:1", ""])
def test_other_formats_are_not_ours(custom_id):
    assert not is_ours(custom_id)


def test_a_button_of_today_is_ours():
    assert is_ours(ButtonId(Act.ACCEPT, "42", 3, 2).text)


def test_direct_messages_take_only_what_their_notices_offer():
    assert set(DIRECT) - ANSWERED == {
        Act.FUND,
        Act.DECLINE_PROPOSAL,
        Act.APPROVE,
        Act.DECLINE_REQUEST,
        Act.ACCEPT_TERMS,
    }


@pytest.mark.parametrize("act", sorted(DIRECT - ANSWERED))
def test_what_direct_messages_offer_is_about_milestones(act):
    assert command_of(act).milestone_id == 42
