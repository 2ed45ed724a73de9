"""Forms: within Discord's limits, found by their id alone, read from raw data."""

from typing import Any

import pytest

from bot.domain.texts import LENGTHS
from bot.ui.buttons import Act, ButtonId
from bot.ui.modals import MODALS, evidence_modal, modal_for, rule_modal, values_of

FIELDS = {
    Act.CHALLENGE: {"statement", "offer"},
    Act.COUNTER: {"amount", "note", "expires"},
    Act.DECLINE: {"reason"},
    Act.ADD_EVIDENCE: {"description", "link"},
    Act.WITHDRAW_EVIDENCE: {"exhibit"},
    Act.WITHDRAW_CASE: {"reason"},
    Act.RULE: {"freelancer_amount", "findings"},
    Act.ESCALATE: {"reason"},
    Act.CASHIER_CONFIRM: {"amount", "reference"},
    Act.CASHIER_DECLINE: {"reason"},
}


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
        ],
    }
    assert values_of(data) == {"statement": "I did it.", "offer": "250"}
    assert values_of({}) == {}
