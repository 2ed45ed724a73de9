"""The stages of a case, and the one table of what may be asked in which (R5)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


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
    RESUME = "resume"


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

_NEGOTIATING: Final[Mapping[Command, frozenset[CaseRole]]] = {
    Command.ACCEPT_OFFER: _PARTIES,
    Command.DECLINE_OFFER: _PARTIES,
    Command.MAKE_OFFER: _PARTIES,
    Command.WITHDRAW_OFFER: _PARTIES,
    Command.PAY_FEE: _PARTIES,
    Command.ADD_EXHIBIT: _PARTIES,
    Command.WITHDRAW_EXHIBIT: _PARTIES,
    Command.WITHDRAW_CASE: _CLAIMANT,
    Command.GIVE_IN: _PARTIES,
    Command.ESCALATE: _MODERATOR,
    Command.RESUME: _MODERATOR,
}

ALLOWED: Final[Mapping[Stage, Mapping[Command, frozenset[CaseRole]]]] = {
    Stage.RESPONSE: {
        Command.ACCEPT_OFFER: _RESPONDENT,
        Command.CHALLENGE: _RESPONDENT,
        Command.MAKE_OFFER: _PARTIES,
        Command.ADD_EXHIBIT: _PARTIES,
        Command.WITHDRAW_EXHIBIT: _PARTIES,
        Command.WITHDRAW_CASE: _CLAIMANT,
        Command.GIVE_IN: _PARTIES,
        Command.ESCALATE: _MODERATOR,
        Command.RESUME: _MODERATOR,
    },
    Stage.NEGOTIATION: _NEGOTIATING,
    Stage.FINAL_OFFERS: _NEGOTIATING,
    Stage.ARBITRATION: {
        Command.ADD_EXHIBIT: _PARTIES,
        Command.WITHDRAW_EXHIBIT: _PARTIES,
        Command.REST: _PARTIES,
        Command.GIVE_IN: _PARTIES,
        Command.CLAIM: _ARBITRATOR,
        Command.RULE: _ARBITRATOR,
        Command.RESUME: _MODERATOR,
    },
    Stage.ENDED: {},
}
"""Which command may be asked in which stage, and of whom it is. What isn't here is refused."""


def stages_of(command: Command) -> tuple[Stage, ...]:
    """The stages in which somebody may ask for the command."""
    return tuple(stage for stage, commands in ALLOWED.items() if command in commands)
