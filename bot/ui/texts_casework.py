"""The sentences of what staff look at: the queue, and all of a case on one card."""

from typing import Final

from bot.domain.case_state import CaseState
from bot.domain.ids import milestone_name
from bot.domain.stages import Stage
from bot.services.ports import StaffNote
from bot.services.views import CaseView, MilestoneView, QueuePage
from bot.ui.format import amount, date, inline, mention, moment, people, plural, said
from bot.ui.texts_cards import party
from bot.ui.texts_headings import DETAILS_HINT
from bot.ui.texts_labels import ERASED, STAGES

CLAIMS: Final = "Both sides"
CONFLICTS: Final = "Who may not decide it"
NOTES: Final = "Staff notes"
TIMELINE: Final = "Timeline"
NOTES_UNSEEN: Final = "-# The parties never see notes, and no case file has them."

_CLAIM: Final = 420
_TERMS: Final = 260
_NOTE: Final = 160
_NOTES_SHOWN: Final = 3
_EXHIBITS_SHOWN: Final = 5
_EXHIBIT: Final = 34
_MILESTONES_SHOWN: Final = 2


def queue_heading(page: QueuePage) -> str:
    """How many cases there are, and which were asked for."""
    stage = "" if page.stage is None else f" in {STAGES[page.stage].lower()}"
    whose = "" if page.assigned_id is None else f" with {mention(page.assigned_id)}"
    return f"{plural(page.total, 'case')}{stage}{whose}, what is due first on top."


def claims(view: CaseView) -> str:
    """What each side says, one under the other: a phone has no room for two columns."""
    state = view.state
    reason = said(view.texts.get(state.reason.text_id), _CLAIM, hint=DETAILS_HINT, most_lines=6)
    claimant = f"{party(state, state.claimant_id)}, who opened the case:\n{reason}"
    if state.statement is None:
        but = ", except with offers, which are hidden" if view.offers_hidden else ""
        return f"{claimant}\n{party(state, state.respondent_id)} has made no statement{but}."
    statement = said(view.texts.get(state.statement.text_id), _CLAIM, hint=DETAILS_HINT, most_lines=6)
    return f"{claimant}\n{party(state, state.respondent_id)}, the other side:\n{statement}"


def terms(view: CaseView) -> str:
    """What was agreed on, and by whom: the beginning of the first milestones' terms."""
    shown = [_terms_of(item, _TERMS) for item in view.milestones[:_MILESTONES_SHOWN]]
    more = len(view.milestones) - len(shown)
    return "\n".join([*shown, *([f"-# {plural(more, 'more milestone')}: **Details**"] if more > 0 else [])])


def terms_in_full(milestone: MilestoneView) -> str:
    """Above the whole of a milestone's terms."""
    return f"{milestone_name(milestone.state.milestone_id)} {inline(milestone.title)}: {_whose_terms(milestone)}"


def _terms_of(milestone: MilestoneView, limit: int) -> str:
    head = terms_in_full(milestone)
    if milestone.state.terms is None:
        return head
    return f"{head}\n{said(milestone.terms, limit, hint=DETAILS_HINT, most_lines=4)}"


def _whose_terms(milestone: MilestoneView) -> str:
    state = milestone.state
    if state.terms is None or state.terms_author_id is None:
        return "no terms."
    other = mention(state.other(state.terms_author_id))
    if state.terms_accepted_at_ms is None:
        return f"terms by {mention(state.terms_author_id)}, **not accepted** by {other}."
    return f"terms by {mention(state.terms_author_id)}, accepted by {other} on {date(state.terms_accepted_at_ms)}."


def timeline(state: CaseState) -> str:
    """The days that count; the whole is a button away."""
    lines = [f"Opened {date(state.opened_at_ms)}"]
    if state.is_open and state.stage is not Stage.RESPONSE:
        since = "In arbitration" if state.stage is Stage.ARBITRATION else f"In {STAGES[state.stage.value].lower()}"
        lines.append(f"{since} since {date(state.stage_entered_at_ms)}{' (escalated)' if state.escalated else ''}")
    if state.evidence_closed_at_ms is not None:
        lines.append(f"Evidence closed {date(state.evidence_closed_at_ms)}")
    if state.late_rulings:
        lines.append(f"**{plural(state.late_rulings, 'ruling')} late**")
    return "\n".join(f"- {line}" for line in lines)


def exhibits(view: CaseView) -> str:
    """What each side has handed in, by name and first words."""
    state = view.state
    lines = [_exhibits_of(view, member_id) for member_id in state.parties]
    return "\n".join(line for line in lines if line)


def _exhibits_of(view: CaseView, member_id: int) -> str:
    own = [item for item in view.state.exhibits if item.author_id == member_id]
    if not own:
        return f"{mention(member_id)}: none."
    names: list[str] = []
    for item in own[:_EXHIBITS_SHOWN]:
        words = view.texts.get(item.description.text_id)
        marks = [
            mark
            for mark, holds in (
                ("withdrawn", item.withdrawn_at_ms is not None),
                ("late", item.is_late),
                (plural(len(item.files), "file"), bool(item.files)),
            )
            if holds
        ]
        told = ERASED if words is None else inline(words, _EXHIBIT)
        marked = f" ({', '.join(marks)})" if marks else ""
        names.append(f"**{item.name}** {told}{marked}")
    more = len(own) - len(names)
    return f"{mention(member_id)}: {', '.join(names)}{f' and {more} more' if more else ''}."


def conflicts(view: CaseView) -> str:
    """Who can't decide the case, and why (R10.3, R7.5); empty where only the parties can't."""
    state = view.state
    lines = [f"{people(sorted(state.recused))} gave the case up."] if state.recused else []
    if state.rulebook.offers_hidden and state.moderated and state.is_open:
        lines.append(f"{people(sorted(state.moderated))} worked on it as moderator, and knows the offers.")
    return "\n".join(lines)


def notes(view: CaseView) -> str:
    """The newest notes, oldest of them first; empty without any."""
    if not view.notes:
        return ""
    shown = view.notes[-_NOTES_SHOWN:]
    more = len(view.notes) - len(shown)
    earlier = [f"-# {more} earlier: **Details**"] if more else []
    lines = [f"{note_head(note)}\n{said(note.body, _NOTE, hint=DETAILS_HINT, most_lines=3)}" for note in shown]
    return "\n".join([*earlier, *lines])


def note_head(note: StaffNote) -> str:
    """Above a note."""
    return f"{mention(note.author_id)}, {date(note.written_at_ms)}"


def arbitrators_line(state: CaseState) -> str:
    """Who decides the case, if it has come to that; empty before."""
    if state.stage is not Stage.ARBITRATION:
        return ""
    if state.arbitrator_id is None:
        return "**It has no arbitrator yet.**"
    return f"Decided by {mention(state.arbitrator_id)}."


def shares_due(state: CaseState) -> str:
    """What can be distributed, milestone by milestone where there are several."""
    if len(state.locks) == 1:
        return ""
    parts = [
        f"{milestone_name(lock.milestone_id)}: {amount(lock.amount_minor, state.currency)}" for lock in state.locks
    ]
    return f"In this order the freelancer is paid: {', '.join(parts)}."


def seen_at(at_ms: int) -> str:
    """Below, since what is shown to one person doesn't change by itself."""
    return f"-# As of {moment(at_ms)}. For staff only."
