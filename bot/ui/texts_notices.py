"""What others are told about a case: short messages in the room, by direct message, and to staff."""

from typing import Final

from bot.domain.texts import NO_CATEGORY
from bot.ui.facts import Text, Told
from bot.ui.format import file_size, inline, mention, plural
from bot.ui.sentences import Sentences
from bot.ui.texts_labels import COPIED, DEADLINES, DUTIES, FORFEITED, HOLD_REASONS

_notices = Sentences()

REASON_LENGTH: Final = 700
FINDINGS_LENGTH: Final = 3_000
FINDINGS_LINES: Final = 80
WHOLE: Final = "The whole text: **Details** on the case's card."
"""Where the whole of a text that was cut is."""


def shares(told: Told) -> str:
    """Who gets what."""
    return (
        f"the freelancer gets **{told.amount('freelancer_minor')}**, the client gets **{told.amount('client_minor')}**"
    )


def fees_ended(told: Told) -> str:
    """What became of the arbitration fees; empty when none was paid."""
    lines: list[str] = []
    for role in ("claimant", "respondent"):
        returned, earned = f"{role}_fee_returned_minor", f"{role}_fee_earned_minor"
        if not told.is_zero(returned):
            lines.append(f"\n{told.member(f'{role}_id')} gets {told.amount(returned)} of the arbitration fee back.")
        if not told.is_zero(earned):
            lines.append(
                f"\n{told.amount(earned)} of {told.member(f'{role}_id')}'s arbitration fee goes to the server."
            )
    return "".join(lines)


def other_party(told: Told, name: str) -> str:
    """The party who isn't the member named."""
    return told.member("respondent_id" if told.same(name, "claimant_id") else "claimant_id")


def refile(told: Told) -> str:
    """When the claimant may dispute the same again; empty where there is no such wait."""
    if told.is_zero("refile_seconds"):
        return ""
    return f"\nYou can't open another case about the same milestones for {told.duration('refile_seconds')}."


def told_file(line: str) -> str:
    """A file as a receipt names it: its name is somebody's words, its size and hash are ours."""
    name, size, sha256 = line.rsplit(" · ", 2)
    return f"{inline(name)} · {file_size(int(size.split()[0]))} · SHA-256 `{sha256}`"


def never_reached(told: Told) -> str:
    """Who was never reached; empty when all were."""
    if not told.has("never_reached"):
        return ""
    return f"\n⚠️ No notice of this case ever reached {told.members('never_reached')}."


def undelivered(member_id: int | None) -> str:
    """For staff, before a notice that got nowhere; None is the case's room."""
    if member_id is None:
        return "⚠️ This could not be posted in the case's room:"
    return f"⚠️ Could not be delivered to {mention(member_id)}:"


def category(told: Told) -> str:
    """What a case is about, where the claimant said so."""
    return f" ({told.inline('category', 60)})" if told.says("category", NO_CATEGORY) else ""


@_notices.of("case_opened")
def case_opened(told: Told) -> str:
    """The opening notice."""
    return (
        f"**{told.case()}** · {told.side('claimant_id')} has opened a case against {told.side('respondent_id')} about "
        f"**{told.amount('disputed_minor')}**{category(told)}:\n"
        f"{told.quote('reason', REASON_LENGTH, hint=WHOLE)}\n"
        f"Offer 1: the freelancer gets **{told.amount('freelancer_minor')}**, the client the rest.\n"
        f"**{told.member('respondent_id')}, please answer by {told.moment('due_at_ms')}:** accept the offer, challenge "
        "the case, or make an offer of your own. Without an answer, the whole amount goes to "
        f"{told.member('claimant_id')}. The buttons are on the card in the case's room."
    )


@_notices.of("staff_case_opened")
def staff_case_opened(told: Told) -> str:
    """For staff."""
    return (
        f"**{told.case()}** was opened: {told.side('claimant_id')} against {told.side('respondent_id')}, "
        f"{told.amount('disputed_minor')}. An answer is due by {told.moment('due_at_ms')}."
    )


@_notices.of("answer_asked")
def answer_asked(told: Told) -> str:
    """The respondent spoke without answering."""
    return (
        f"{told.member('respondent_id')}, this isn't an answer to **{told.case()}** yet. Please answer by "
        f"{told.moment('due_at_ms')} with one of these buttons; otherwise the whole "
        f"{told.amount('disputed_minor')} goes to {told.member('claimant_id')}."
    )


@_notices.of("challenged")
def challenged(told: Told) -> str:
    """In the room."""
    words = f":\n{told.quote('statement', REASON_LENGTH, hint=WHOLE)}\n" if told.has_text("statement") else ". "
    return (
        f"**{told.case()}** · {told.side('respondent_id')} has challenged the case{words}"
        f"{told.member('claimant_id')}, now both of you can make offers, answer them and add evidence. "
        "If you don't agree, either of you can pay the arbitration fee."
    )


@_notices.of("negotiation_began")
def negotiation_began(told: Told) -> str:
    """By direct message."""
    return (
        f"**{told.case()}** · {told.side('respondent_id')} has challenged the case. It is in stage 2 of 4: "
        "make or answer offers and add evidence in the case's room."
    )


@_notices.of("offer_made")
def offer_made(told: Told) -> str:
    """A new offer."""
    note = f"\n{told.quote('note', 400)}" if told.has_text("note") else ""
    until = f"\nIt stands until {told.moment('expires_at_ms')}." if told.has("expires_at_ms") else ""
    return (
        f"**{told.case()}** · Offer {told.number('number')} by {told.side('author_id')}: {shares(told)}.{note}{until}\n"
        f"{other_party(told, 'author_id')}, it is yours to answer."
    )


@_notices.of("offer_declined")
def offer_declined(told: Told) -> str:
    """An offer was declined."""
    reason = f":\n{told.quote('reason', 400)}" if told.has_text("reason") else "."
    return (
        f"**{told.case()}** · {told.member('by_member_id')} has declined offer {told.number('number')} by "
        f"{told.member('author_id')}{reason}"
    )


@_notices.of("offer_withdrawn")
def offer_withdrawn(told: Told) -> str:
    """An offer was taken back."""
    return f"**{told.case()}** · {told.member('author_id')} has withdrawn offer {told.number('number')}."


@_notices.of("offer_expired")
def offer_expired(told: Told) -> str:
    """An offer ran out."""
    return f"**{told.case()}** · Offer {told.number('number')} by {told.member('author_id')} has expired."


@_notices.of("fee_due")
def fee_due(told: Told) -> str:
    """The first fee was paid: the other must follow."""
    other = other_party(told, "member_id")
    return (
        f"**{told.case()}** · {told.side('member_id')} has paid the arbitration fee of {told.amount('amount_minor')}. "
        "The case is in stage 3 of 4: last offers and evidence.\n"
        f"**{other}, please pay the same fee by {told.moment('due_at_ms')}**, or settle the case until then. "
        f"Otherwise the whole {told.amount('disputed_minor')} goes to {told.member('member_id')}, "
        "whose fee comes back."
    )


@_notices.of("fee_paid")
def fee_paid(told: Told) -> str:
    """The second fee was paid."""
    return (
        f"**{told.case()}** · {told.side('member_id')} has paid the arbitration fee of {told.amount('amount_minor')}. "
        "Both fees are paid."
    )


@_notices.of("arbitration_began")
def arbitration_began(told: Told) -> str:
    """Stage 4."""
    both = f"{told.member('claimant_id')} and {told.member('respondent_id')}"
    begin = f"**{told.case()}** · The case is in stage 4 of 4, arbitration. There are no more offers. "
    if not told.has("due_at_ms"):
        return f"{begin}{both}, evidence is closed, and an arbitrator decides."
    return (
        f"{begin}{both}, you can add your last evidence until {told.moment('due_at_ms')}; then an arbitrator decides. "
        "If you have nothing to add, press **Nothing to add** on the card: when both have, evidence closes at once."
    )


@_notices.of("staff_arbitration_began")
def staff_arbitration_began(told: Told) -> str:
    """For staff."""
    until = f"Evidence is open until {told.moment('due_at_ms')}. " if told.has("due_at_ms") else ""
    why = " (escalated)" if told.flag("escalated") else ""
    return (
        f"**{told.case()}** is in arbitration{why}: {told.side('client_id')} and {told.side('freelancer_id')}, "
        f"{told.amount('disputed_minor')}. {until}"
        f"An arbitrator can take it with `/case claim case:{told.case()}`."
    )


@_notices.of("evidence_closed")
def evidence_closed(told: Told) -> str:
    """The room is read-only now."""
    why = (
        "Both parties have nothing to add, so evidence is closed" if told.flag("both_rested") else "Evidence is closed"
    )
    due = f"The arbitrator's ruling is due by {told.moment('due_at_ms')}."
    if told.flag("stays_open"):
        why = "Both parties have nothing to add" if told.flag("both_rested") else "The sure time for evidence is over"
        return f"**{told.case()}** · {why}. Later evidence is taken until the ruling, and marked as late. {due}"
    return f"**{told.case()}** · {why}. {due}"


@_notices.of("staff_ruling_needed")
def staff_ruling_needed(told: Told) -> str:
    """For staff."""
    if told.has("arbitrator_id"):
        who = f"{told.member('arbitrator_id')} can rule now with `/case rule case:{told.case()}`"
    else:
        who = f"it still needs an arbitrator: `/case claim case:{told.case()}`"
    over = "The sure time for evidence is over" if told.flag("stays_open") else "Evidence is closed"
    return f"**{told.case()}** · {over}, and {who}. The ruling is due by {told.moment('due_at_ms')}."


@_notices.of("escalated", "staff_escalated")
def escalated(told: Told) -> str:
    """A moderator sent the case to arbitration."""
    return (
        f"**{told.case()}** · {told.member('moderator_id')}, a moderator, has sent the case of "
        f"{told.member('claimant_id')} and {told.member('respondent_id')} to arbitration:\n"
        f"{told.quote('reason', REASON_LENGTH, hint=WHOLE)}\n"
        "The arbitration fees are waived and what was paid is returned. The parties' deadlines have stopped."
        f"{never_reached(told)}"
    )


@_notices.of("arbitrator_claimed")
def arbitrator_claimed(told: Told) -> str:
    """The case has its arbitrator."""
    return f"**{told.case()}** · {told.member('arbitrator_id')} is now the arbitrator of this case."


@_notices.of("exhibit_added")
def exhibit_added(told: Told) -> str:
    """New evidence."""
    link = f"\nLink, kept as text: {told.link('link')}" if told.has_text("link") else ""
    show = f"`/evidence show exhibit:{told.word('exhibit')}`"
    count = told.number("files") if told.has("files") else 0
    files = f"\nWith {plural(count, 'file')}: {show}" if count else ""
    late = "\nIt came after the sure time for evidence, so it is marked as late." if told.flag("is_late") else ""
    copied = f" · {COPIED}" if told.flag("is_copy") else ""
    return (
        f"**{told.case()}** · {told.side('author_id')} has added exhibit **{told.word('exhibit')}**{copied}:\n"
        f"{told.quote('description', REASON_LENGTH, hint=f'The whole text: {show}.')}{link}{files}{late}"
    )


@_notices.of("exhibit_withdrawn")
def exhibit_withdrawn(told: Told) -> str:
    """Evidence was taken back."""
    return f"**{told.case()}** · Exhibit **{told.word('exhibit')}** was withdrawn. It stays in the record as such."


@_notices.of("rest_stated")
def rest_stated(told: Told) -> str:
    """A party has nothing more to add."""
    return f"**{told.case()}** · {told.side('member_id')} has nothing more to add."


@_notices.of("reminder")
def reminder(told: Told) -> str:
    """A deadline comes near."""
    duty = DUTIES[told.word("deadline_kind")]
    return (
        f"⏰ **{told.case()}** · Reminder: {told.member('party_id')}, please {duty} by {told.moment('due_at_ms')}. "
        f"Otherwise the whole {told.amount('disputed_minor')} goes to {other_party(told, 'party_id')}."
    )


@_notices.of("clock_held", "staff_clock_held")
def clock_held(told: Told) -> str:
    """A clock stands."""
    reason = HOLD_REASONS.get(told.word("reason"), "it had to be stopped")
    whose = f" of {told.member('party_id')}" if told.has("party_id") else ""
    return (
        f"**{told.case()}** · The clock{whose} for {DEADLINES[told.word('deadline_kind')]} stands: {reason}. Nobody "
        "loses anything meanwhile. It runs again, with the whole window, once they are reached, or when a moderator "
        f"says so with `/case resume case:{told.case()}`."
    )


@_notices.of("party_left", "staff_party_left")
def party_left(told: Told) -> str:
    """A party is gone."""
    return (
        f"**{told.case()}** · {told.side('member_id')} has left the server. {other_party(told, 'member_id')}, the case "
        "goes on and its clocks run. Their way into the room is kept for their return."
    )


@_notices.of("party_returned", "staff_party_returned")
def party_returned(told: Told) -> str:
    """A party is back."""
    stands = (
        f" Their own clocks stand until a moderator lets them run again, with `/case resume case:{told.case()}`."
        if told.flag("stands")
        else ""
    )
    return f"**{told.case()}** · {told.side('member_id')} is back and can see the room again.{stands}"


@_notices.of("room_remade")
def room_remade(told: Told) -> str:
    """The room is new."""
    who = f" by {told.member('deleted_by_id')}" if told.has("deleted_by_id") else ""
    return (
        f"**{told.case()}** · The case's room was deleted{who}, so this is a new one. Nothing of the case is lost: "
        "`/dispute history` shows all that happened."
    )


def _both(told: Told) -> str:
    return f"{told.member('claimant_id')} and {told.member('respondent_id')}"


@_notices.of("ended_settled")
def ended_settled(told: Told) -> str:
    """An offer was accepted."""
    return (
        f"**{told.case()}** · *Settled*: {_both(told)} agreed on offer {told.number('number')}. "
        f"Of {told.amount('disputed_minor')}, {shares(told)}. The money has moved.{fees_ended(told)}"
    )


@_notices.of("ended_withdrawn")
def ended_withdrawn(told: Told) -> str:
    """The claimant took it back."""
    return (
        f"**{told.case()}** · *Withdrawn*: {told.member('claimant_id')} has taken the case against "
        f"{told.member('respondent_id')} back. {told.amount('disputed_minor')} are free in the milestone again."
        f"{fees_ended(told)}"
    )


@_notices.of("ended_forfeited")
def ended_forfeited(told: Told) -> str:
    """A deadline was missed (R9.10)."""
    did = FORFEITED[told.word("deadline_kind")]
    return (
        f"**{told.case()}** · *Forfeited*: {told.side('loser_id')} did not {did} by {told.moment('due_at_ms')}, so the "
        f"whole {told.amount('disputed_minor')} goes to {other_party(told, 'loser_id')}: {shares(told)}."
        f"{fees_ended(told)}"
    )


@_notices.of("ended_conceded")
def ended_conceded(told: Told) -> str:
    """A party gave in."""
    return (
        f"**{told.case()}** · *Conceded*: {told.side('loser_id')} has given in to {other_party(told, 'loser_id')}: "
        f"{shares(told)}. The money has moved.{fees_ended(told)}"
    )


@_notices.of("ended_ruled")
def ended_ruled(told: Told) -> str:
    """The arbitrator decided."""
    return (
        f"**{told.case()}** · *Ruled*: the arbitrator has decided the case of {_both(told)}. Of "
        f"{told.amount('disputed_minor')}, {shares(told)}. The money has moved; the ruling is final."
        f"{fees_ended(told)}{never_reached(told)}\n**Findings**\n"
        f"{told.quote('findings', FINDINGS_LENGTH, hint=findings_hint(told), most_lines=FINDINGS_LINES)}"
    )


def findings_hint(told: Told) -> str:
    """Below findings that are too long for one message: they come whole as a file with it."""
    return f"The whole text is in the file with this, and always in `/dispute status case:{told.case()}`."


NOTICES: Final[dict[str, Text]] = _notices.texts
