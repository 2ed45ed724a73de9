"""Forms: within Discord's limits, found by their id alone, read from raw data."""

from typing import Any

import pytest

from bot.domain.texts import LENGTHS
from bot.ui.buttons import Act, ButtonId
from bot.ui.modals import MODALS, TICKED, evidence_modal, modal_for, rule_modal, values_of

FIELDS = {
    Act.CHALLENGE: {"statement", "offer"},
    Act.COUNTER: {"amount", "note", "expires"},
    Act.DECLINE: {"reason"},
    Act.ADD_EVIDENCE: {"description", "link", "files"},
    Act.WITHDRAW_EVIDENCE: {"exhibit"},
    Act.WITHDRAW_CASE: {"reason"},
    Act.RULE: {"freelancer_amount", "findings"},
    Act.ESCALATE: {"reason"},
    Act.MORE_TIME: {"duration", "alone", "reason"},
    Act.ANSWER_QUESTION: {"text", "files"},
    Act.DEPOSIT_AND_PAY: {"amount", "reference"},
    Act.ASK: {"party", "question", "window"},
    Act.HOLD: {"reason"},
    Act.GIVE_TIME: {"duration", "reason"},
    Act.ASSIGN: {"member"},
    Act.RECUSE: {"reason"},
    Act.REMOVE_GUEST: {"member", "reason"},
    Act.DECLINE_PROPOSAL: {"reason"},
    Act.DECLINE_REQUEST: {"reason"},
    Act.RELEASE: {"amount"},
    Act.RETURN: {"amount"},
    Act.REQUEST_RELEASE: {"amount", "note"},
    Act.REQUEST_RETURN: {"amount", "note"},
    Act.PROPOSE: {"title", "amount", "currency", "terms"},
    Act.OPEN_CASE: {"offer", "reason", "amount", "category", "files"},
    Act.CASHIER_CONFIRM: {"amount", "reference"},
    Act.CASHIER_DECLINE: {"reason"},
}
TEXT_INPUT = 4


def _inputs(form: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {label["component"]["custom_id"]: label["component"] for label in form["components"]}


@pytest.mark.parametrize("act", list(MODALS))
async def test_every_form_is_within_discords_limits(act: Act) -> None:
    button = ButtonId(act, "999999999", 999_999_999, 99_999)
    form = modal_for(button)
    assert form is not None
    assert form.is_finished(), "discord.py would keep it in memory"
    shown = form.to_dict()
    assert shown["custom_id"] == button.text
    assert len(shown["title"]) <= 45
    assert 1 <= len(shown["components"]) <= 5
    assert set(_inputs(shown)) == FIELDS[act]
    for label in shown["components"]:
        assert len(label["label"]) <= 45
        assert len(label.get("description") or "") <= 100
        assert len(label["component"].get("placeholder") or "") <= 100
        if label["component"]["type"] == TEXT_INPUT:
            assert label["component"]["max_length"] <= 4_000


def test_forms_ask_for_what_the_domain_takes() -> None:
    form = modal_for(ButtonId(Act.CHALLENGE, "42"))
    assert form is not None
    statement = _inputs(form.to_dict())["statement"]
    assert (statement["min_length"], statement["max_length"]) == LENGTHS["statement"]
    assert statement["required"]


def test_a_button_that_acts_by_itself_opens_no_form() -> None:
    assert modal_for(ButtonId(Act.ACCEPT, "42", 1, 2)) is None
    assert modal_for(ButtonId("unheard-of", "42")) is None


def test_a_form_opened_before_its_case_is_known_says_so() -> None:
    form = rule_modal(ButtonId(Act.RULE, "0"), "750.00").to_dict()
    assert form["title"] == "Rule on this case"
    assert _inputs(form)["freelancer_amount"]["value"] == "750.00"


def test_words_taken_over_from_a_message_fit() -> None:
    form = evidence_modal(ButtonId(Act.ADD_EVIDENCE, "42"), "x" * 4_000).to_dict()
    assert len(_inputs(form)["description"]["value"]) == LENGTHS["description"][1]


def test_values_are_read_from_labels_and_rows() -> None:
    data = {
        "custom_id": "p1:challenge:42:7",
        "components": [
            {"type": 18, "component": {"type": 4, "custom_id": "statement", "value": "I did it."}},
            {"type": 1, "components": [{"type": 4, "custom_id": "offer", "value": "250"}]},
            {"type": 18, "component": {"type": 4, "custom_id": "note", "value": "  "}},
            {"type": 18, "component": {"type": 3, "custom_id": "party", "values": ["claimant"]}},
            {"type": 18, "component": {"type": 23, "custom_id": "alone", "value": True}},
            {"type": 18, "component": {"type": 23, "custom_id": "confirm", "value": False}},
            {"type": 18, "component": {"type": 19, "custom_id": "files", "values": ["1234"]}},
        ],
    }
    assert values_of(data) == {"statement": "I did it.", "offer": "250", "party": "claimant", "alone": TICKED}
    assert values_of({}) == {}


def test_up_to_ten_files_may_come_along_and_none_need_to() -> None:
    for act in (Act.ADD_EVIDENCE, Act.ANSWER_QUESTION, Act.OPEN_CASE):
        form = modal_for(ButtonId(act, "42"))
        assert form is not None
        upload = _inputs(form.to_dict())["files"]
        assert (upload["type"], upload["min_values"], upload["max_values"], upload["required"]) == (19, 0, 10, False)


def test_a_form_about_a_milestone_names_it_also_from_a_direct_message() -> None:
    shown = [modal_for(ButtonId(Act.DECLINE_REQUEST, subject)) for subject in ("7", "900123456789012345-7")]
    assert [form.title for form in shown if form is not None] == ["Decline the request in M-7"] * 2


def test_r4_2_the_form_that_opens_a_case_carries_all_milestones_chosen() -> None:
    button = ButtonId(Act.OPEN_CASE, "-".join(["999999999"] * 5))
    assert ButtonId.parse(button.text).milestone_ids == [999_999_999] * 5
    form = modal_for(ButtonId(Act.OPEN_CASE, "7-8-12"))
    assert form is not None
    assert form.title == "Open a dispute about M-7 and 2 more"


def test_r9_7_more_time_is_asked_of_the_other_side_unless_alone_is_ticked() -> None:
    form = modal_for(ButtonId(Act.MORE_TIME, "42"))
    assert form is not None
    assert not _inputs(form.to_dict())["alone"].get("default")


def test_r10_2_a_question_goes_to_both_unless_one_is_chosen() -> None:
    form = modal_for(ButtonId(Act.ASK, "42"))
    assert form is not None
    options = _inputs(form.to_dict())["party"]["options"]
    assert [option["value"] for option in options] == ["both", "claimant", "respondent"]
    assert [option["value"] for option in options if option.get("default")] == ["both"]
