"""The sentences of milestones: where the money is, what is proposed, and what is asked for."""

from typing import Final

from bot.domain.ids import case_name, milestone_name
from bot.domain.milestone_state import MilestoneStage, RequestState
from bot.domain.texts import TextRef
from bot.services.views import MilestoneView
from bot.ui.format import amount, date, inline, mention, moment, said
from bot.ui.texts_labels import MILESTONE_STAGES, RESTRICTIONS, WISH_KINDS, WISHES

_WORDS: Final = 320


def milestone_line(view: MilestoneView) -> str:
    """A milestone in a list."""
    state = view.state
    if state.stage is not MilestoneStage.FUNDED:
        return (
            f"**{milestone_name(state.milestone_id)}** {inline(view.title)} · client {mention(state.client_id)}, "
            f"freelancer {mention(state.freelancer_id)}\n"
            f"{amount(state.proposed_minor or 0, state.currency)} {MILESTONE_STAGES[state.stage.value]}"
        )
    other_id = state.freelancer_id if view.viewer_id == state.client_id else state.client_id
    role = "freelancer" if other_id == state.freelancer_id else "client"
    locked = ""
    if state.locked_minor and state.locked_by_case_id is not None:
        locked = f", {amount(state.locked_minor, state.currency)} locked by {case_name(state.locked_by_case_id)}"
    return (
        f"**{milestone_name(state.milestone_id)}** {inline(view.title)} · {role} {mention(other_id)}\n"
        f"{amount(state.unreleased_minor, state.currency)} in escrow of {amount(state.funded_minor, state.currency)}"
        f"{locked}{_waiting(view)}"
    )


def _waiting(view: MilestoneView) -> str:
    request = view.state.active_request
    if request is None:
        return ""
    return f"\n⏳ {WISH_KINDS[request.action]} of {amount(request.amount_minor, view.state.currency)} waits"


def milestone_title(view: MilestoneView) -> str:
    """Above a milestone."""
    return f"## {milestone_name(view.state.milestone_id)} {inline(view.title)}"


def milestone_facts(view: MilestoneView) -> str:
    """Who, how much, and where it is."""
    state = view.state
    lines = [f"Client {mention(state.client_id)} · freelancer {mention(state.freelancer_id)}"]
    if view.project_title and view.project_title != view.title:
        lines.append(f"Project {inline(view.project_title)}")
    if state.stage is not MilestoneStage.FUNDED:
        lines.append(_proposal_line(view))
        return "\n".join(lines)
    funded = amount(state.funded_minor, state.currency)
    lines.append(f"**{amount(state.unreleased_minor, state.currency)}** in escrow of {funded}")
    if state.released_minor:
        lines.append(f"{amount(state.released_minor, state.currency)} released to the freelancer")
    if state.returned_minor:
        lines.append(f"{amount(state.returned_minor, state.currency)} returned to the client")
    if state.charged_minor:
        lines.append(f"{amount(state.charged_minor, state.currency)} taken by arbitration fees")
    if state.locked_minor and state.locked_by_case_id is not None:
        lines.append(
            f"{amount(state.locked_minor, state.currency)} locked by {case_name(state.locked_by_case_id)}, "
            f"{amount(state.free_minor, state.currency)} free"
        )
    lines.append(f"Made on {date(state.created_at_ms)}")
    return "\n".join(lines)


def _proposal_line(view: MilestoneView) -> str:
    """A proposal that waits, or what became of it (R3.1)."""
    state = view.state
    what = f"**{amount(state.proposed_minor or 0, state.currency)}** {MILESTONE_STAGES[state.stage.value]}"
    if state.stage is MilestoneStage.PROPOSED:
        clocks = state.alive_deadlines()
        until = (
            f" {mention(state.client_id)} can fund or decline it until {moment(clocks[0].due_at_ms)}." if clocks else ""
        )
        return f"{what}.{until}"
    when = "" if state.closed_at_ms is None else f" on {moment(state.closed_at_ms)}"
    reason = _reason(view, state.close_reason)
    return f"{what}{when}.{reason}"


def _reason(view: MilestoneView, ref: TextRef | None) -> str:
    return "" if ref is None else "\n" + said(view.texts.get(ref.text_id), _WORDS, most_lines=4)


def request_text(view: MilestoneView) -> str:
    """The request that waits, or what became of the last one (R3.4); empty without any."""
    state = view.state
    if not state.requests:
        return ""
    request = state.requests[-1]
    what = f"**{amount(request.amount_minor, state.currency)}** asked for by {mention(request.author_id)} "
    head = f"{what}on {moment(request.made_at_ms)}.{_reason(view, request.note)}"
    if request.state is not RequestState.ACTIVE:
        by = "" if request.closed_by_id is None else f" by {mention(request.closed_by_id)}"
        when = "" if request.closed_at_ms is None else f", {moment(request.closed_at_ms)}"
        return f"{head}\nIt was {WISHES[request.state.value]}{by}{when}.{_reason(view, request.reason)}"
    other_id = state.other(request.author_id)
    other, clock = mention(other_id), state.clock_of(other_id)
    if clock is None:
        return f"{head}\n{other} can approve or decline it."
    if clock.is_running:
        return (
            f"{head}\n{other} can approve or decline it. Without an answer by {moment(clock.due_at_ms)} it is carried "
            "out as asked."
        )
    why = RESTRICTIONS.get(clock.hold_reason or "", "could not be told of it by direct message")
    return f"{head}\n⏸ {other} {why}, so silence doesn't carry it out. They can still answer, and a case can be opened."


def terms_state(view: MilestoneView) -> str:
    """Whose terms they are, and whether both agreed."""
    state = view.state
    author = "" if state.terms_author_id is None else f"Written by {mention(state.terms_author_id)}"
    if state.terms_accepted_at_ms is not None:
        return f"{author}, accepted by the other side on {moment(state.terms_accepted_at_ms)}."
    return f"{author}, not accepted by the other side yet."


def can_accept_terms(view: MilestoneView) -> bool:
    """Whether the viewer is the one who may accept them."""
    state = view.state
    parties = (state.client_id, state.freelancer_id)
    open_terms = state.terms is not None and state.terms_accepted_at_ms is None
    return open_terms and view.viewer_id in parties and view.viewer_id != state.terms_author_id
