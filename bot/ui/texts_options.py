"""What each thing that somebody can do means: a line beside its button."""

from typing import Final

from bot.domain.stages import Command, Stage
from bot.services.views import CaseView
from bot.ui.format import amount

_MEANINGS: Final[dict[Command, str]] = {
    Command.CHALLENGE: "**Challenge**: say why you don't agree. Then you both negotiate.",
    Command.MAKE_OFFER: "**Counter-offer**: propose what the freelancer should get. Your open offer gives way.",
    Command.WITHDRAW_OFFER: "**Withdraw offer**: take back your own open offer.",
    Command.PAY_FEE: "**Pay fee**: {fee} from your wallet, towards arbitration.",
    Command.ADD_EXHIBIT: "**Add evidence**: a text, and a link if you have one.",
    Command.REST: "**Nothing to add**: when both of you say so, evidence closes at once.",
    Command.WITHDRAW_CASE: "**Withdraw case**: end it without moving any money.",
    Command.GIVE_IN: "**Give in**: all of the {whole} goes to the other side.",
    Command.ESCALATE: "**Escalate**: send the case to arbitration without fees.",
    Command.CLAIM: "**Claim case**: become its one arbitrator.",
    Command.RULE: "**Rule**: decide how the {whole} is shared, for good.",
    Command.RESUME: "**Resume clocks**: let what stands run again, with the whole window.",
}

_BETTER_OFFER: Final = "**Counter-offer**: make a better offer than your open one."
_ANSWERING_OFFER: Final = "**Counter-offer**: make an offer of your own. That answers the case, too."


def options_text(view: CaseView) -> str:
    """All that the viewer can do beside answering offers, a line each."""
    state = view.state
    meanings = dict(_MEANINGS)
    if state.stage is Stage.RESPONSE:
        meanings[Command.MAKE_OFFER] = _BETTER_OFFER if view.viewer_id == state.claimant_id else _ANSWERING_OFFER
    fee, whole = amount(view.case.fee_minor, state.currency), amount(state.disputed_minor, state.currency)
    lines = (meaning.format(fee=fee, whole=whole) for command, meaning in meanings.items() if command in view.options)
    return "\n".join(lines)
