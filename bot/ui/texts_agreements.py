"""The card's sentences about time, agreements and questions: what stands and why, what is asked of whom."""

from bot.domain.case_state import CaseState, Extension, Question
from bot.domain.deadlines import SECOND_MS, WHOLE_AGAIN, Deadline, DeadlineKind, HoldReason
from bot.domain.durations import format_duration
from bot.domain.ids import wallet_request_name
from bot.domain.stages import Stage
from bot.services.views import CaseView
from bot.ui.format import mention, moment, people, said
from bot.ui.texts_headings import DETAILS_HINT
from bot.ui.texts_labels import DEADLINES, HOLD_REASONS

_REASON = 240
_QUESTION = 300
_MINUTE_MS = 60 * SECOND_MS

_QUIET_CLOCKS = frozenset({DeadlineKind.OFFER_EXPIRY, DeadlineKind.IDLE})
"""Clocks that stand elsewhere, or that cost nobody anything."""

_AWAY = {
    HoldReason.TIMED_OUT: " (timed out on the server)",
    HoldReason.KICKED: " (was removed from the server)",
    HoldReason.BANNED: " (was banned from the server)",
}


def clocks_of(state: CaseState) -> list[Deadline]:
    """The clocks that people must know of, the next first."""
    shown = [item for item in state.alive_deadlines() if item.kind not in _QUIET_CLOCKS]
    return sorted(shown, key=lambda item: item.due_at_ms)


def away(state: CaseState, member_id: int) -> str:
    """Why a party can't act here, behind their name; empty for one who can."""
    restricted = state.restricted.get(member_id)
    if restricted is not None:
        return _AWAY.get(HoldReason(restricted), "")
    return " (has left the server)" if member_id in state.left else ""


def hold_text(view: CaseView) -> str:
    """Who stopped all clocks, why and since when (R9.8); empty without a hold."""
    held = view.state.hold
    if held is None:
        return ""
    reason = said(view.texts.get(held.reason.text_id), _REASON, hint=DETAILS_HINT, most_lines=4)
    return (
        f"⏸ {mention(held.moderator_id)}, a moderator, holds all clocks since {moment(held.since_ms)}:\n{reason}\n"
        "Nobody loses anything meanwhile. What is left of each deadline stays."
    )


def asked_extension(state: CaseState) -> Extension | None:
    """The wish for more time that waits for an answer, if its deadline still runs."""
    asked = state.extension
    return asked if asked is not None and state.deadlines[asked.deadline_id].is_running else None


def extension_text(view: CaseView, asked: Extension) -> str:
    """Who asks for more time, and for what (R9.7)."""
    state = view.state
    deadline = state.deadlines[asked.deadline_id]
    later = moment(deadline.due_at_ms + asked.seconds * SECOND_MS)
    reason = ""
    if asked.reason is not None:
        reason = "\n" + said(view.texts.get(asked.reason.text_id), _REASON, hint=DETAILS_HINT, most_lines=4)
    return (
        f"**More time?** {mention(asked.member_id)} asks for {format_duration(asked.seconds)} more for "
        f"{DEADLINES[deadline.kind.value]}, until {later}. {mention(state.other(asked.member_id))} can agree or "
        f"refuse.{reason}"
    )


def withdrawal_text(state: CaseState) -> str:
    """The claimant wants to withdraw, which takes consent (R5.6); empty if they don't."""
    if state.withdrawal_asked_at_ms is None:
        return ""
    return (
        f"**Withdraw the case?** {mention(state.claimant_id)} has asked for it on "
        f"{moment(state.withdrawal_asked_at_ms)}. {mention(state.respondent_id)} can agree, and then all fees come "
        "back "
        "and the money stays in the milestone; or refuse. The clocks run on."
    )


def _answered(state: CaseState, question: Question) -> str:
    open_ids = {
        item.party_id for item in state.alive_deadlines(DeadlineKind.QUESTION) if item.subject == question.number
    }
    answered = [member_id for member_id in question.party_ids if member_id in question.answers]
    waiting = [member_id for member_id in question.party_ids if member_id in open_ids and member_id not in answered]
    silent = [member_id for member_id in question.party_ids if member_id not in {*answered, *waiting}]
    parts = [
        f"answered by {people(answered)}" if answered else "",
        f"{people(waiting)} can still answer" if waiting else "",
        f"no answer from {people(silent)}" if silent else "",
    ]
    return "; ".join(part for part in parts if part)


def question_lines(view: CaseView) -> str:
    """What the arbitrator asked, and what came of it; the words of the newest. Silence costs nothing but is shown."""
    state = view.state
    if not state.questions:
        return ""
    lines = [f"Question {item.number}: {_answered(state, item)}." for item in state.questions[-3:]]
    newest = said(view.texts.get(state.questions[-1].question.text_id), _QUESTION, hint=DETAILS_HINT, most_lines=6)
    earlier = len(state.questions) - len(lines)
    more = [f"-# {earlier} earlier: **Details**"] if earlier else []
    return "\n".join([*more, *lines, newest])


def deadline_line(state: CaseState, deadline: Deadline) -> str:
    """What runs out when, and what that means."""
    if not deadline.is_running:
        return _standing_line(deadline)
    due = moment(deadline.due_at_ms)
    match deadline.kind:
        case DeadlineKind.RESPONSE | DeadlineKind.FEE if deadline.party_id is not None:
            must = "answer" if deadline.kind is DeadlineKind.RESPONSE else "pay the arbitration fee, or settle,"
            return (
                f"{mention(deadline.party_id)} must {must} by {due}. Otherwise the whole amount goes to "
                f"{mention(state.other(deadline.party_id))}."
            )
        case DeadlineKind.CLOSING if state.rulebook.procedure.open_until_ruling:
            return f"Evidence until {due} is sure to be considered. What comes later is marked as late."
        case DeadlineKind.CLOSING:
            return f"Last evidence until {due}. Then an arbitrator decides."
        case DeadlineKind.ANSWER if deadline.party_id is not None:
            return f"{mention(deadline.party_id)} alone can answer the newest evidence until {due}."
        case DeadlineKind.RULING:
            return f"The ruling is due by {due}. If it comes late, that costs the parties nothing."
        case DeadlineKind.QUESTION if deadline.party_id is not None:
            return f"{mention(deadline.party_id)} can answer question {deadline.subject} until {due}."
        case DeadlineKind.CASHIER:
            request = wallet_request_name(deadline.subject or 0)
            return f"A cashier is to answer {request} by {due}. Until then the time to pay the fee stands."
        case DeadlineKind.DORMANCY:
            return f"If nobody does anything, the case ends on {due}, and nothing else moves."
        case DeadlineKind.TIME_OUT:
            return f"The time-out of {mention(deadline.subject or 0)} ends on {due}."
        case _:
            return f"{DEADLINES[deadline.kind.value].capitalize()} runs until {due}."


def _standing_line(deadline: Deadline) -> str:
    reason = HOLD_REASONS.get(deadline.hold_reason or "", "it had to be stopped")
    whose = "" if deadline.party_id is None else f" of {mention(deadline.party_id)}"
    since = "" if deadline.held_since_ms is None else f" since {moment(deadline.held_since_ms)}"
    left = ""
    if deadline.held_since_ms is not None and deadline.hold_reason not in WHOLE_AGAIN:
        left_minutes = max(-(-(deadline.due_at_ms - deadline.held_since_ms) // _MINUTE_MS), 0)
        left = f" What is left of it: {format_duration(60 * left_minutes)}."
    what = DEADLINES[deadline.kind.value]
    return f"⏸ The clock{whose} for {what} stands{since}: {reason}. Nobody loses anything meanwhile.{left}"


def deadline_lines(state: CaseState) -> str:
    """All clocks but those of offers, which stand with the offers."""
    clocks = clocks_of(state)
    if clocks:
        return "\n".join(deadline_line(state, item) for item in clocks)
    if state.stage is Stage.ARBITRATION:
        return "None. An arbitrator decides."
    return "None. The case goes on until you agree, it is withdrawn, or somebody pays the arbitration fee."
