"""What each thing that somebody can do means: a line beside its button."""

from typing import Final

from bot.domain.clocks import EXTENDABLE
from bot.domain.stages import Command, Stage
from bot.services.views import CaseView
from bot.ui.format import amount

_MEANINGS: Final[dict[Command, str]] = {
    Command.CHALLENGE: "Say why you don't agree. Then you both negotiate.",
    Command.MAKE_OFFER: "Propose what the freelancer should get.",
    Command.WITHDRAW_OFFER: "Take back your own open offer.",
    Command.PAY_FEE: "{fee} from your wallet, towards arbitration.",
    Command.ADD_EXHIBIT: "Hand in a text, files, and a link if you have one.",
    Command.WITHDRAW_EXHIBIT: "Take back an exhibit of yours. It stays in the record, as withdrawn.",
    Command.REST: "When both of you say so, evidence closes at once.",
    Command.EXTEND: "Ask the other side for more time.",
    Command.ANSWER_QUESTION: "Tell the arbitrator what they want to know. Files can come along.",
    Command.WITHDRAW_CASE: "End the case without moving any money.",
    Command.GIVE_IN: "Give the whole {whole} to the other side.",
    Command.ESCALATE: "Send the case to arbitration without fees.",
    Command.CLAIM: "Become its one arbitrator.",
    Command.RULE: "Decide how the {whole} is shared, for good.",
    Command.ASK: "Ask one or both parties. Your own clock stands meanwhile.",
    Command.EXTEND_BY_STAFF: "Give the parties' next deadline more time.",
    Command.ASSIGN: "Give it to an arbitrator, or to another one.",
    Command.RECUSE: "Give the case up for good. Another arbitrator decides it.",
    Command.REMOVE_GUEST: "Take somebody who has no place here out of the room.",
    Command.HOLD: "Stop all clocks, not the people.",
    Command.RESUME: "Let what stands run again.",
}

_ASK_TO_WITHDRAW: Final = "Ask the other side to let you end the case. They have paid their fee."
_REST_WHERE_OPEN: Final = "When both of you say so, the arbitrator may rule at once."
_TIME_ALONE: Final = "Ask the other side for more time, or take it alone once."
_BETTER_OFFER: Final = "Make a better offer than your open one."
_NEW_OFFER: Final = "Propose what the freelancer should get. Your open offer gives way."
_ANSWERING_OFFER: Final = "Make an offer of your own. That answers the case, too."


def meaning(view: CaseView, command: Command) -> str:
    """What a command means for the viewer."""
    state = view.state
    if command is Command.MAKE_OFFER and state.stage is Stage.RESPONSE:
        return _BETTER_OFFER if view.viewer_id == state.claimant_id else _ANSWERING_OFFER
    if command is Command.MAKE_OFFER and state.open_offer_of(view.viewer_id or 0) is not None:
        return _NEW_OFFER
    if command is Command.WITHDRAW_CASE and view.case.withdrawal_needs_consent(view.viewer_id or 0):
        return _ASK_TO_WITHDRAW
    own = [item for item in state.alive_deadlines(*EXTENDABLE) if item.is_running and item.party_id == view.viewer_id]
    if command is Command.EXTEND and own and view.viewer_id not in state.extended_alone:
        return _TIME_ALONE
    if command is Command.REST and state.rulebook.procedure.open_until_ruling:
        return _REST_WHERE_OPEN
    fee, whole = amount(view.case.fee_minor, state.currency), amount(state.disputed_minor, state.currency)
    return _MEANINGS[command].format(fee=fee, whole=whole)
