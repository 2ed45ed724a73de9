"""Buttons and their ids. An id names an act and its subject and carries no rights: every press is checked again."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

import discord

from bot.domain.stages import Command
from bot.ui.texts_labels import BUTTONS


class Act(StrEnum):
    """What a button or form asks for."""

    ACCEPT = "accept"
    DECLINE = "decline"
    COUNTER = "counter"
    CHALLENGE = "challenge"
    GIVE_IN = "give-in"
    PAY_FEE = "pay-fee"
    ADD_EVIDENCE = "add-evidence"
    WITHDRAW_EVIDENCE = "withdraw-evidence"
    REST = "rest"
    WITHDRAW_OFFER = "withdraw-offer"
    WITHDRAW_CASE = "withdraw-case"
    DETAILS = "details"
    MY_OPTIONS = "my-options"
    EVIDENCE = "evidence"
    OFFERS = "offers"
    HISTORY = "history"
    ACCEPT_TERMS = "accept-terms"
    CONFIRM = "confirm"
    CANCEL = "cancel"
    CLAIM = "claim"
    RULE = "rule"
    ESCALATE = "escalate"
    RESUME = "resume"
    CASHIER_CONFIRM = "cashier-confirm"
    CASHIER_DECLINE = "cashier-decline"


TEMPLATE: Final = re.compile(
    r"p1:(?P<act>[a-z][a-z-]{0,30})(?:\.(?P<number>[0-9]{1,9}))?:(?P<subject>[A-Za-z0-9_-]{1,40}):(?P<version>[0-9]{1,9})"
)
"""All ids of ours: `p1:<act>[.<number>]:<subject>:<version>`. The `p1` in front lets a later format live beside it."""


@dataclass(frozen=True, slots=True)
class ButtonId:
    """What a button or form says when it is used.

    `subject` is a case, a milestone, a wallet request or a draft, by act; `version` is the case's when the button was
    made, 0 where that isn't known; `number` an offer's, or a page's.
    """

    act: str
    subject: str
    version: int = 0
    number: int | None = None

    @property
    def text(self) -> str:
        """The custom id, at most 100 characters."""
        number = "" if self.number is None else f".{self.number}"
        return f"p1:{self.act}{number}:{self.subject}:{self.version}"

    @property
    def subject_id(self) -> int:
        """The subject's number. Raises ValueError for a draft's id."""
        return int(self.subject)

    @classmethod
    def parse(cls, text: str) -> "ButtonId":
        """Read a custom id. Raises ValueError for one that isn't ours."""
        found = TEMPLATE.fullmatch(text)
        if found is None:
            raise ValueError(f"not a button of ours: {text!r}")
        number = None if found["number"] is None else int(found["number"])
        return cls(found["act"], found["subject"], int(found["version"]), number)


_GREEN: Final = frozenset({Act.ACCEPT, Act.CONFIRM, Act.CASHIER_CONFIRM, Act.ACCEPT_TERMS})
_BLUE: Final = frozenset({Act.CHALLENGE, Act.COUNTER, Act.PAY_FEE, Act.CLAIM, Act.RULE})
_RED: Final = frozenset({Act.GIVE_IN, Act.WITHDRAW_CASE, Act.ESCALATE, Act.CASHIER_DECLINE})

ACTS: Final[dict[Command, Act]] = {
    Command.ACCEPT_OFFER: Act.ACCEPT,
    Command.DECLINE_OFFER: Act.DECLINE,
    Command.CHALLENGE: Act.CHALLENGE,
    Command.MAKE_OFFER: Act.COUNTER,
    Command.PAY_FEE: Act.PAY_FEE,
    Command.ADD_EXHIBIT: Act.ADD_EVIDENCE,
    Command.WITHDRAW_EXHIBIT: Act.WITHDRAW_EVIDENCE,
    Command.REST: Act.REST,
    Command.WITHDRAW_OFFER: Act.WITHDRAW_OFFER,
    Command.WITHDRAW_CASE: Act.WITHDRAW_CASE,
    Command.GIVE_IN: Act.GIVE_IN,
    Command.CLAIM: Act.CLAIM,
    Command.RULE: Act.RULE,
    Command.ESCALATE: Act.ESCALATE,
    Command.RESUME: Act.RESUME,
}
"""The button of each command, in the order in which buttons stand."""

AnyButton = discord.ui.Button[Any]
AnyView = discord.ui.LayoutView
_Finishable = TypeVar("_Finishable", bound="discord.ui.LayoutView | discord.ui.Modal")


def style_of(act: Act) -> discord.ButtonStyle:
    """The colour of an act's button."""
    if act in _GREEN:
        return discord.ButtonStyle.success
    if act in _BLUE:
        return discord.ButtonStyle.primary
    return discord.ButtonStyle.danger if act in _RED else discord.ButtonStyle.secondary


def action_button(
    act: Act,
    subject: int | str,
    version: int = 0,
    number: int | None = None,
    *,
    label: str | None = None,
    style: discord.ButtonStyle | None = None,
) -> AnyButton:
    """A button that asks for an act. `label` and `style` stand instead of the act's own."""
    button_id = ButtonId(act, str(subject), version, number)
    return discord.ui.Button(style=style or style_of(act), label=label or BUTTONS[act], custom_id=button_id.text)


def decline_button(case_id: int | str, version: int, number: int | None, *, answers_nothing: bool) -> AnyButton:
    """Decline an offer. In stage 1 that answers nothing, so the button opens the form for a challenge (R5.1)."""
    if not answers_nothing:
        return action_button(Act.DECLINE, case_id, version, number)
    look = style_of(Act.DECLINE)
    return action_button(Act.CHALLENGE, case_id, version, number, label=BUTTONS[Act.DECLINE], style=look)


def finished(view: _Finishable) -> _Finishable:
    """The view, already stopped: discord.py keeps nothing of it in memory, and presses come by their ids alone."""
    view.stop()
    return view
