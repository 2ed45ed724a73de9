"""What happened, one line an event of the record."""

from collections.abc import Sequence
from typing import Any, Final

from bot.domain.case_state import Offer
from bot.services.views import HistoryLine
from bot.ui import texts_history_wishes, texts_staff
from bot.ui.facts import Text, Told
from bot.ui.format import date, plural
from bot.ui.sentences import Sentences
from bot.ui.texts_labels import COPIED, DEADLINES, HOLD_REASONS, OFFER_STATES, OUTCOMES
from bot.ui.texts_refusals import stage_name

_happened = Sentences()

_QUOTE: Final = 240

_happened.plain("answer_asked", "The respondent wrote without answering, and was told so.")
_happened.plain("deposits_returned", "The arbitration fees that were paid went back.")


@_happened.of("ruling_made")
def ruling_made(told: Told) -> str:
    """Decided."""
    return (
        f"{told.member('arbitrator_id')}, the arbitrator, ruled: {told.amount('freelancer_minor')} for the freelancer, "
        f"{told.amount('client_minor')} for the client."
    )


@_happened.of("case_opened")
def case_opened(told: Told) -> str:
    """Filed."""
    reason = _words(told, "reason")
    return f"{told.member('claimant_id')} opened the case against {told.member('respondent_id')}:\n{reason}"


@_happened.of("stage_entered")
def stage_entered(told: Told) -> str:
    """On to another stage."""
    return f"The case is in {stage_name(told.word('stage'))}."


@_happened.of("offer_made")
def offer_made(told: Told) -> str:
    """Proposed."""
    note = f"\n{_words(told, 'note')}" if told.has_text("note") else ""
    return (
        f"Offer {told.number('number')} by {told.member('author_id')}: the freelancer gets "
        f"{told.amount('freelancer_minor')}.{note}"
    )


@_happened.of("offer_closed")
def offer_closed(told: Told) -> str:
    """Over."""
    by = f" by {told.member('by_member_id')}" if told.has("by_member_id") else ""
    reason = f"\n{_words(told, 'reason')}" if told.has_text("reason") else ""
    of = f" ({told.amount('freelancer_minor')} for the freelancer)" if told.has("freelancer_minor") else ""
    return f"Offer {told.number('number')}{of}: {OFFER_STATES[told.word('state')]}{by}.{reason}"


@_happened.of("case_challenged")
def case_challenged(told: Told) -> str:
    """Answered."""
    words = f":\n{_words(told, 'statement')}" if told.has_text("statement") else "."
    return f"The respondent challenged the case{words}"


@_happened.of("fee_paid")
def fee_paid(told: Told) -> str:
    """In deposit."""
    return f"{told.member('member_id')} paid the arbitration fee of {told.amount('amount_minor')}."


@_happened.of("exhibit_added")
def exhibit_added(told: Told) -> str:
    """Evidence."""
    files = f" with {plural(len(told.words('files')), 'file')}" if told.has("files") else ""
    late = ", late" if told.flag("is_late") else ""
    copied = f", {COPIED}" if told.flag("is_copy") else ""
    exhibit = f"{told.word('exhibit')}{files}{late}{copied}"
    return f"{told.member('author_id')} added exhibit {exhibit}:\n{_words(told, 'description')}"


@_happened.of("exhibit_withdrawn")
def exhibit_withdrawn(told: Told) -> str:
    """Taken back."""
    return f"Exhibit {told.word('exhibit')} was withdrawn."


@_happened.of("rest_stated")
def rest_stated(told: Told) -> str:
    """Nothing to add."""
    return f"{told.member('member_id')} had nothing more to add."


@_happened.of("evidence_closed")
def evidence_closed(told: Told) -> str:
    """Closed."""
    return "Evidence closed: both had nothing to add." if told.flag("both_rested") else "Evidence closed."


@_happened.of("case_escalated")
def case_escalated(told: Told) -> str:
    """To arbitration."""
    return f"{told.member('moderator_id')}, a moderator, sent the case to arbitration:\n{_words(told, 'reason')}"


@_happened.of("arbitrator_claimed")
def arbitrator_claimed(told: Told) -> str:
    """Taken."""
    return f"{told.member('arbitrator_id')} became the arbitrator."


@_happened.of("given_in")
def given_in(told: Told) -> str:
    """Conceded."""
    return f"{told.member('member_id')} gave in."


@_happened.of("case_withdrawn")
def case_withdrawn(told: Told) -> str:
    """Taken back."""
    reason = f":\n{_words(told, 'reason')}" if told.has_text("reason") else "."
    return f"The claimant withdrew the case{reason}"


@_happened.of("forfeited")
def forfeited(told: Told) -> str:
    """Lapsed."""
    what = DEADLINES[told.word("deadline_kind")]
    return f"{told.member('member_id')} let {what} run out, which was due {told.date('due_at_ms')}."


@_happened.of("case_closed")
def case_closed(told: Told) -> str:
    """Over."""
    return f"The case ended: {told.emphasis(OUTCOMES[told.word('outcome')])}."


@_happened.of("deadline_moved")
def deadline_moved(told: Told) -> str:
    """More time."""
    return f"A deadline moved to {told.date('due_at_ms')}."


@_happened.of("deadline_held")
def deadline_held(told: Told) -> str:
    """A clock stands."""
    return f"A clock was stopped: {HOLD_REASONS.get(told.word('reason'), 'it had to be')}."


@_happened.of("party_left")
def party_left(told: Told) -> str:
    """Gone."""
    return f"{told.member('member_id')} left the server."


@_happened.of("party_returned")
def party_returned(told: Told) -> str:
    """Back."""
    return f"{told.member('member_id')} came back."


@_happened.of("room_remade")
def room_remade(told: Told) -> str:
    """The room is new."""
    who = f" by {told.member('deleted_by_id')}" if told.has("deleted_by_id") else ""
    return f"The room was deleted{who} and made anew."


@_happened.of("milestone_funded")
def milestone_funded(told: Told) -> str:
    """Made."""
    return f"{told.member('client_id')} funded it with {told.amount('amount_minor')}."


@_happened.of("terms_accepted")
def terms_accepted(told: Told) -> str:
    """Agreed."""
    return f"{told.member('member_id')} accepted the terms."


@_happened.of("money_given")
def money_given(told: Told) -> str:
    """Released or returned."""
    done = "released to the freelancer" if told.word("action") == "release" else "returned to the client"
    return f"{told.amount('amount_minor')} were {done}."


@_happened.of("milestone_locked")
def milestone_locked(told: Told) -> str:
    """In a case."""
    return f"{told.case()} locked {told.amount('amount_minor')}."


@_happened.of("milestone_unlocked")
def milestone_unlocked(told: Told) -> str:
    """Out of a case."""
    return (
        f"{told.case()} ended: {told.amount('freelancer_minor')} went to the freelancer, "
        f"{told.amount('client_minor')} back to the client."
    )


HISTORY: Final[dict[str, Text]] = {**_happened.texts, **texts_history_wishes.HISTORY, **texts_staff.HISTORY}
"""What happened, by the kind of event. Clocks that start and end show by what they do."""

SILENT: Final = frozenset({"deadline_armed", "deadline_ended"})
"""Kinds that make no line."""


def _words(told: Told, name: str) -> str:
    return told.quote(name, _QUOTE, most_lines=4)


def history_line(line: HistoryLine, currency: str, offers: Sequence[Offer] = ()) -> str:
    """An event with its time, its number and who did it. `offers` are the case's, for what an offer that ended was."""
    facts: dict[str, Any] = {"currency": currency, **line.facts}
    if line.kind == "offer_closed":
        ended = next((offer for offer in offers if offer.number == facts["number"]), None)
        facts["freelancer_minor"] = None if ended is None else ended.freelancer_minor
    told = Told(facts, line.texts)
    return f"-# {line.sequence} · {date(line.at_ms)}\n{HISTORY[line.kind](told)}"
