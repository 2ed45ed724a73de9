"""What happened with clocks, agreements, questions, proposals and requests, one line an event of the record."""

from typing import Final

from bot.ui.facts import Text, Told
from bot.ui.sentences import Sentences
from bot.ui.texts_labels import MILESTONE_STAGES, RESTRICTIONS, WISH_KINDS, WISHES

_happened = Sentences()

_QUOTE: Final = 240

_happened.plain("idle_reminded", "Nothing had happened for a while, so both were reminded.")


def _words(told: Told, name: str) -> str:
    """People's words behind a sentence, or its full stop where there are none."""
    return f":\n{told.quote(name, _QUOTE, most_lines=4)}" if told.has(name) else "."


@_happened.of("fee_charged")
def fee_charged(told: Told) -> str:
    """From the funds."""
    return f"The arbitration fee of {told.amount('amount_minor')} was taken from the funds."


@_happened.of("withdrawal_asked")
def withdrawal_asked(told: Told) -> str:
    """Needs consent."""
    return f"The claimant asked to withdraw the case{_words(told, 'reason')}"


@_happened.of("withdrawal_refused")
def withdrawal_refused(told: Told) -> str:
    """No consent."""
    return f"{told.member('member_id')} didn't agree to the withdrawal."


@_happened.of("extension_asked")
def extension_asked(told: Told) -> str:
    """More time wished."""
    return f"{told.member('member_id')} asked for {told.duration('seconds')} more{_words(told, 'reason')}"


@_happened.of("extension_answered")
def extension_answered(told: Told) -> str:
    """Agreed or not."""
    return f"{told.member('member_id')} {'agreed' if told.flag('agreed') else 'did not agree'} to more time."


@_happened.of("extended_alone")
def extended_alone(told: Told) -> str:
    """Taken alone."""
    return f"{told.member('member_id')} took {told.duration('seconds')} more{_words(told, 'reason')}"


@_happened.of("extended_by_staff")
def extended_by_staff(told: Told) -> str:
    """Given."""
    who = told.member("moderator_id")
    return f"{who}, a moderator, gave {told.duration('seconds')} more{_words(told, 'reason')}"


@_happened.of("case_held")
def case_held(told: Told) -> str:
    """All clocks stand."""
    return f"{told.member('moderator_id')}, a moderator, put all clocks on hold{_words(told, 'reason')}"


@_happened.of("case_resumed")
def case_resumed(told: Told) -> str:
    """Clocks run."""
    return f"{told.member('moderator_id')}, a moderator, let the clocks run again."


@_happened.of("party_restricted")
def party_restricted(told: Told) -> str:
    """Kept away."""
    by = f" by {told.member('by_member_id')}" if told.has("by_member_id") else ""
    return f"{told.member('member_id')} {RESTRICTIONS[told.word('how')]}{by}."


@_happened.of("party_freed")
def party_freed(told: Told) -> str:
    """No longer timed out."""
    return f"The time-out of {told.member('member_id')} was over."


@_happened.of("deposit_awaited")
def deposit_awaited(told: Told) -> str:
    """The fee waits for a cashier."""
    return f"{told.member('member_id')} asked a cashier for the fee's money: {told.request()}."


@_happened.of("question_asked")
def question_asked(told: Told) -> str:
    """By the arbitrator."""
    return f"Question {told.number('number')} to {told.members('party_ids')}{_words(told, 'question')}"


@_happened.of("question_answered")
def question_answered(told: Told) -> str:
    """By a party."""
    return f"{told.member('member_id')} answered question {told.number('number')}{_words(told, 'answer')}"


@_happened.of("milestone_proposed")
def milestone_proposed(told: Told) -> str:
    """By the freelancer."""
    return f"{told.member('freelancer_id')} proposed it, for {told.amount('amount_minor')}."


@_happened.of("proposal_funded")
def proposal_funded(told: Told) -> str:
    """By the client."""
    return f"The client funded it with {told.amount('amount_minor')}."


@_happened.of("proposal_closed")
def proposal_closed(told: Told) -> str:
    """Came to nothing."""
    return f"The proposal is over: {MILESTONE_STAGES[told.word('state')]}{_words(told, 'reason')}"


@_happened.of("request_made")
def request_made(told: Told) -> str:
    """Wished."""
    what = WISH_KINDS[told.word("action")]
    return f"{what} of {told.amount('amount_minor')} by {told.member('author_id')}{_words(told, 'note')}"


@_happened.of("request_closed")
def request_closed(told: Told) -> str:
    """No longer waiting."""
    by = f" by {told.member('by_member_id')}" if told.has("by_member_id") else ""
    return f"Request {told.number('number')} is over: {WISHES[told.word('state')]}{by}{_words(told, 'reason')}"


@_happened.of("milestone_charged")
def milestone_charged(told: Told) -> str:
    """A case's fee."""
    return f"{told.case()} took {told.amount('amount_minor')} as its arbitration fee."


HISTORY: Final[dict[str, Text]] = _happened.texts
