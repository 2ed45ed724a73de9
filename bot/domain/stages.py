"""The stages of a case, and the one table of what may be asked in which (R5)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.domain.rulebook import Preset


class Stage(StrEnum):
    """Where a case stands."""

    RESPONSE = "response"
    NEGOTIATION = "negotiation"
    FINAL_OFFERS = "final_offers"
    ARBITRATION = "arbitration"
    ENDED = "ended"


class Outcome(StrEnum):
    """How a case ended."""

    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    FORFEITED = "forfeited"
    CONCEDED = "conceded"
    RULED = "ruled"
    DORMANT = "dormant"
    SPLIT = "split"


class Command(StrEnum):
    """What people ask of a case."""

    ACCEPT_OFFER = "accept_offer"
    DECLINE_OFFER = "decline_offer"
    MAKE_OFFER = "make_offer"
    WITHDRAW_OFFER = "withdraw_offer"
    CHALLENGE = "challenge"
    PAY_FEE = "pay_fee"
    ADD_EXHIBIT = "add_exhibit"
    WITHDRAW_EXHIBIT = "withdraw_exhibit"
    REST = "rest"
    WITHDRAW_CASE = "withdraw_case"
    GIVE_IN = "give_in"
    ESCALATE = "escalate"
    CLAIM = "claim"
    RULE = "rule"
    ASSIGN = "assign"
    RECUSE = "recuse"
    REMOVE_GUEST = "remove_guest"
    RESUME = "resume"
    HOLD = "hold"
    EXTEND = "extend"
    ANSWER_EXTENSION = "answer_extension"
    EXTEND_BY_STAFF = "extend_by_staff"
    ANSWER_WITHDRAWAL = "answer_withdrawal"
    ASK = "ask"
    ANSWER_QUESTION = "answer_question"


class CaseRole(StrEnum):
    """What somebody is to a case."""

    CLAIMANT = "claimant"
    RESPONDENT = "respondent"
    MODERATOR = "moderator"
    ARBITRATOR = "arbitrator"


_CLAIMANT: Final = frozenset({CaseRole.CLAIMANT})
_RESPONDENT: Final = frozenset({CaseRole.RESPONDENT})
_PARTIES: Final = _CLAIMANT | _RESPONDENT
_MODERATOR: Final = frozenset({CaseRole.MODERATOR})
_ARBITRATOR: Final = frozenset({CaseRole.ARBITRATOR})

_ALWAYS: Final[Mapping[Command, frozenset[CaseRole]]] = {
    Command.ADD_EXHIBIT: _PARTIES,
    Command.WITHDRAW_EXHIBIT: _PARTIES,
    Command.GIVE_IN: _PARTIES,
    Command.EXTEND: _PARTIES,
    Command.ANSWER_EXTENSION: _PARTIES,
    Command.HOLD: _MODERATOR,
    Command.RESUME: _MODERATOR,
    Command.EXTEND_BY_STAFF: _MODERATOR,
    Command.REMOVE_GUEST: _MODERATOR,
}
"""What may be asked while a case is open, whatever its stage."""

_OFFERS: Final[Mapping[Command, frozenset[CaseRole]]] = {
    Command.ACCEPT_OFFER: _PARTIES,
    Command.DECLINE_OFFER: _PARTIES,
    Command.MAKE_OFFER: _PARTIES,
    Command.WITHDRAW_OFFER: _PARTIES,
}

_NEGOTIATING: Final[Mapping[Command, frozenset[CaseRole]]] = {
    **_ALWAYS,
    **_OFFERS,
    Command.PAY_FEE: _PARTIES,
    Command.WITHDRAW_CASE: _CLAIMANT,
    Command.ESCALATE: _MODERATOR,
}

_ARBITRATING: Final[Mapping[Command, frozenset[CaseRole]]] = {
    **_ALWAYS,
    Command.REST: _PARTIES,
    Command.ANSWER_QUESTION: _PARTIES,
    Command.CLAIM: _ARBITRATOR,
    Command.ASK: _ARBITRATOR,
    Command.RULE: _ARBITRATOR,
    Command.RECUSE: _ARBITRATOR,
    Command.ASSIGN: _MODERATOR,
}

ALLOWED: Final[Mapping[Preset, Mapping[Stage, Mapping[Command, frozenset[CaseRole]]]]] = {
    Preset.MILESTONE: {
        Stage.RESPONSE: {
            **_ALWAYS,
            Command.ACCEPT_OFFER: _RESPONDENT,
            Command.CHALLENGE: _RESPONDENT,
            Command.MAKE_OFFER: _PARTIES,
            Command.WITHDRAW_CASE: _CLAIMANT,
            Command.ESCALATE: _MODERATOR,
        },
        Stage.NEGOTIATION: _NEGOTIATING,
        Stage.FINAL_OFFERS: {**_NEGOTIATING, Command.ANSWER_WITHDRAWAL: _RESPONDENT},
        Stage.ARBITRATION: _ARBITRATING,
        Stage.ENDED: {},
    },
    Preset.SAFEPAY: {
        Stage.ARBITRATION: {**_ARBITRATING, **_OFFERS},
        Stage.ENDED: {},
    },
}
"""Which command may be asked in which stage of which rulebook, and of whom it is. What isn't here is refused."""

STAFF_COMMANDS: Final[Mapping[Command, CaseRole]] = {
    Command.ESCALATE: CaseRole.MODERATOR,
    Command.HOLD: CaseRole.MODERATOR,
    Command.RESUME: CaseRole.MODERATOR,
    Command.EXTEND_BY_STAFF: CaseRole.MODERATOR,
    Command.ASSIGN: CaseRole.MODERATOR,
    Command.REMOVE_GUEST: CaseRole.MODERATOR,
    Command.CLAIM: CaseRole.ARBITRATOR,
    Command.ASK: CaseRole.ARBITRATOR,
    Command.RULE: CaseRole.ARBITRATOR,
    Command.RECUSE: CaseRole.ARBITRATOR,
}
"""The commands that are no party's, and the role that each needs."""


def stages_of(preset: Preset, command: Command) -> tuple[Stage, ...]:
    """The stages of a rulebook in which somebody may ask for the command."""
    return tuple(stage for stage, commands in ALLOWED[preset].items() if command in commands)
