"""Buttons and their ids. An id names an act and its subject and carries no rights: every press is checked again."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeVar

import discord

from bot.domain.stages import Command, Stage
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
    HOLD = "hold"
    GIVE_TIME = "give-time"
    ASK = "ask"
    ASSIGN = "assign"
    RECUSE = "recuse"
    REMOVE_GUEST = "remove-guest"
    MORE_TIME = "more-time"
    AGREE_TIME = "agree-time"
    REFUSE_TIME = "refuse-time"
    AGREE_WITHDRAWAL = "agree-withdrawal"
    REFUSE_WITHDRAWAL = "refuse-withdrawal"
    ANSWER_QUESTION = "answer-question"
    DEPOSIT_AND_PAY = "deposit-and-pay"
    FUND = "fund"
    DECLINE_PROPOSAL = "decline-proposal"
    APPROVE = "approve"
    DECLINE_REQUEST = "decline-request"
    CANCEL_PROPOSAL = "cancel-proposal"
    CANCEL_REQUEST = "cancel-request"
    RELEASE = "release"
    RETURN = "return"
    REQUEST_RELEASE = "request-release"
    REQUEST_RETURN = "request-return"
    PROPOSE = "propose"
    OPEN_CASE = "open-case"
    PICK_MILESTONES = "pick-milestones"
    MESSAGE_EVIDENCE = "message-evidence"
    PENDING = "pending"
    SETTING_HISTORY = "setting-history"
    CASHIER_CONFIRM = "cashier-confirm"
    CASHIER_DECLINE = "cashier-decline"
    CASE_VIEW = "case-view"
    QUEUE = "queue"


ANY_STAGE: Final = "any"
"""What stands for all stages in a page of the queue."""

TEMPLATE: Final = re.compile(
    r"p1:(?P<act>[a-z][a-z-]{0,30})(?:\.(?P<number>[0-9]{1,9}))?:(?P<subject>[A-Za-z0-9_-]{1,50}):(?P<version>[0-9]{1,9})"
)
"""All ids of ours: `p1:<act>[.<number>]:<subject>:<version>`. The `p1` in front lets a later format live beside it."""


@dataclass(frozen=True, slots=True)
class ButtonId:
    """What a button or form says when it is used.

    `subject` is a case, a milestone, a wallet request, a member or a draft, by act; `version` is the case's when the
    button was made, 0 where that isn't known; `number` an offer's, a request's, a wish's for more time, or a page's. In
    direct messages a milestone stands behind its server, since nothing else there says which it is:
    `<server>-<milestone>`. A page of the queue says which stage and whose cases were asked for: `arbitration-21`, or
    `any-0`. The form that opens a case names all milestones chosen, the first first: `7-8-12`.
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

    @property
    def server_and_milestone(self) -> tuple[int, int]:
        """The server and the milestone of a button in a direct message. Raises ValueError for any other subject."""
        server, milestone = self.subject.split("-")
        return int(server), int(milestone)

    @property
    def milestone_ids(self) -> list[int]:
        """The milestones that a case is to be opened about, in order. Raises ValueError for any other subject."""
        return [int(number) for number in self.subject.split("-")]

    @property
    def queue_filter(self) -> tuple[str | None, int | None]:
        """The stage and the arbitrator that a page of the queue is about, None for any. Raises ValueError for any other
        subject."""
        stage, assigned = self.subject.split("-")
        if stage != ANY_STAGE and stage not in set(Stage):
            raise ValueError(f"no stage of ours: {stage!r}")
        return None if stage == ANY_STAGE else stage, int(assigned) or None

    @classmethod
    def parse(cls, text: str) -> "ButtonId":
        """Read a custom id. Raises ValueError for one that isn't ours."""
        found = TEMPLATE.fullmatch(text)
        if found is None:
            raise ValueError(f"not a button of ours: {text!r}")
        number = None if found["number"] is None else int(found["number"])
        return cls(found["act"], found["subject"], int(found["version"]), number)


_GREEN: Final = frozenset(
    {
        Act.ACCEPT,
        Act.CONFIRM,
        Act.CASHIER_CONFIRM,
        Act.ACCEPT_TERMS,
        Act.AGREE_TIME,
        Act.AGREE_WITHDRAWAL,
        Act.FUND,
        Act.APPROVE,
        Act.RELEASE,
    }
)
_BLUE: Final = frozenset(
    {
        Act.CHALLENGE,
        Act.COUNTER,
        Act.PAY_FEE,
        Act.DEPOSIT_AND_PAY,
        Act.CLAIM,
        Act.RULE,
        Act.ANSWER_QUESTION,
        Act.REQUEST_RELEASE,
        Act.REQUEST_RETURN,
    }
)
_ANSWERS: Final = frozenset({Act.APPROVE, Act.DECLINE_REQUEST})
_RED: Final = frozenset({Act.GIVE_IN, Act.WITHDRAW_CASE, Act.ESCALATE, Act.CASHIER_DECLINE, Act.OPEN_CASE})

ACTS: Final[dict[Command, tuple[Act, ...]]] = {
    Command.ACCEPT_OFFER: (Act.ACCEPT,),
    Command.DECLINE_OFFER: (Act.DECLINE,),
    Command.ANSWER_EXTENSION: (Act.AGREE_TIME, Act.REFUSE_TIME),
    Command.ANSWER_WITHDRAWAL: (Act.AGREE_WITHDRAWAL, Act.REFUSE_WITHDRAWAL),
    Command.ANSWER_QUESTION: (Act.ANSWER_QUESTION,),
    Command.CHALLENGE: (Act.CHALLENGE,),
    Command.MAKE_OFFER: (Act.COUNTER,),
    Command.PAY_FEE: (Act.PAY_FEE,),
    Command.ADD_EXHIBIT: (Act.ADD_EVIDENCE,),
    Command.WITHDRAW_EXHIBIT: (Act.WITHDRAW_EVIDENCE,),
    Command.REST: (Act.REST,),
    Command.EXTEND: (Act.MORE_TIME,),
    Command.WITHDRAW_OFFER: (Act.WITHDRAW_OFFER,),
    Command.WITHDRAW_CASE: (Act.WITHDRAW_CASE,),
    Command.GIVE_IN: (Act.GIVE_IN,),
    Command.CLAIM: (Act.CLAIM,),
    Command.ASK: (Act.ASK,),
    Command.RULE: (Act.RULE,),
    Command.RECUSE: (Act.RECUSE,),
    Command.ASSIGN: (Act.ASSIGN,),
    Command.EXTEND_BY_STAFF: (Act.GIVE_TIME,),
    Command.HOLD: (Act.HOLD,),
    Command.RESUME: (Act.RESUME,),
    Command.REMOVE_GUEST: (Act.REMOVE_GUEST,),
    Command.ESCALATE: (Act.ESCALATE,),
}
"""The buttons of each command, in the order in which buttons stand."""

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


def milestone_button(act: Act, subject: int | str, request_number: int | None) -> AnyButton:
    """A button about a milestone; what answers a request names it, so that it never answers a later one."""
    return action_button(act, subject, number=request_number if act in _ANSWERS else None)


def direct_button(act: Act, guild_id: int, milestone_id: int, request_number: int | None = None) -> AnyButton:
    """A button about a milestone in a direct message, which names its server too."""
    return milestone_button(act, f"{guild_id}-{milestone_id}", request_number)


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
