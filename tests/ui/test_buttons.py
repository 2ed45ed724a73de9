"""Ids of buttons: what goes in comes out, within Discord's 100 characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.buttons import TEMPLATE, Act, ButtonId, action_button, decline_button, direct_button

_SUBJECTS = st.one_of(
    st.integers(0, 10**9).map(str),
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.tuples(st.integers(1, 2**63), st.integers(1, 10**9 - 1)).map(lambda pair: f"{pair[0]}-{pair[1]}"),
)


@given(st.sampled_from(Act), _SUBJECTS, st.integers(0, 10**8), st.none() | st.integers(0, 10**8))
def test_an_id_can_be_read_back(act: Act, subject: str, version: int, number: int | None) -> None:
    button = ButtonId(act, subject, version, number)
    assert ButtonId.parse(button.text) == button
    assert len(button.text) <= 100
    assert TEMPLATE.fullmatch(button.text)


@pytest.mark.parametrize(
    "text", ["", "p1:accept:42", "p2:accept:42:1", "p1:ACCEPT:42:1", "p1:accept.x:42:1", "p1:accept:42:1 ", "p1::42:1"]
)
def test_what_isnt_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a button of ours"):
        ButtonId.parse(text)


@pytest.mark.parametrize("act", list(Act))
def test_every_button_has_a_label_that_discord_takes(act: Act) -> None:
    button = action_button(act, 42, 7)
    assert button.label
    assert len(button.label) <= 80
    assert button.custom_id == f"p1:{act.value}:42:7"


def test_r5_1_declining_in_stage_1_opens_the_challenge_form() -> None:
    button = decline_button(42, 7, 1, answers_nothing=True)
    assert (button.label, button.custom_id) == ("Decline", "p1:challenge.1:42:7")
    later = decline_button(42, 7, 1, answers_nothing=False)
    assert (later.label, later.custom_id, later.style) == ("Decline", "p1:decline.1:42:7", button.style)


def test_a_button_in_a_direct_message_names_its_server() -> None:
    button = direct_button(Act.FUND, 900_123_456_789_012_345, 7)
    assert (button.label, button.custom_id) == ("Fund", "p1:fund:900123456789012345-7:0")
    assert ButtonId.parse(button.custom_id or "").server_and_milestone == (900_123_456_789_012_345, 7)
