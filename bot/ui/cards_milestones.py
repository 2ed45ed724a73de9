"""Milestones: one with all that can be done with it, and the choice of those that a case is to be about."""

from typing import Final

import discord

from bot.domain.case_state import Ruling
from bot.domain.ids import case_name
from bot.domain.milestone_state import MilestoneStage
from bot.services.views import CaseView, MilestoneView
from bot.ui import texts_headings as headings
from bot.ui import texts_milestones as words
from bot.ui.buttons import Act, action_button, milestone_button
from bot.ui.format import quoted, said
from bot.ui.panel import OPEN, Panel, as_many_as_fit
from bot.ui.texts_cards import list_line
from bot.ui.texts_history import SILENT, history_line
from bot.ui.texts_labels import WISH_KINDS

_TERMS: Final = 1_200
_FINDINGS: Final = 700
_PART: Final = 800


def milestone_acts(view: MilestoneView) -> list[Act]:
    """What the viewer can do with the milestone now, in the order of its buttons; nothing for who isn't a side of "
    "it."""
    state = view.state
    if view.viewer_id not in (state.client_id, state.freelancer_id):
        return []
    is_client = view.viewer_id == state.client_id
    acts: list[Act] = []
    if state.stage is MilestoneStage.PROPOSED:
        acts += [Act.FUND, Act.DECLINE_PROPOSAL] if is_client else [Act.CANCEL_PROPOSAL]
    request = state.active_request
    if request is not None:
        own = request.author_id == view.viewer_id
        acts += [Act.CANCEL_REQUEST] if own else [Act.APPROVE, Act.DECLINE_REQUEST]
    if words.can_accept_terms(view):
        acts.append(Act.ACCEPT_TERMS)
    if state.free_minor > 0:
        acts.append(Act.RELEASE if is_client else Act.RETURN)
        if request is None or request.author_id == view.viewer_id:
            acts.append(Act.REQUEST_RETURN if is_client else Act.REQUEST_RELEASE)
        if state.locked_by_case_id is None:
            acts.append(Act.OPEN_CASE)
    return acts


def _newest_ruling(view: MilestoneView) -> list[tuple[CaseView, Ruling]]:
    """The findings stay readable from the milestone for ever; older ones are a button away."""
    ruled = [(case, case.state.ruling) for case in sorted(view.cases, key=lambda case: case.state.case_id)]
    return [(case, ruling) for case, ruling in ruled if ruling is not None][-1:]


def milestone_card(view: MilestoneView) -> discord.ui.LayoutView:
    """One milestone, with its terms, history and cases."""
    state = view.state
    panel = Panel(OPEN).text(words.milestone_title(view), words.milestone_facts(view))
    if state.requests:
        title = WISH_KINDS[state.requests[-1].action]
        panel.line().section(title, words.request_text(view))
    if view.terms is not None:
        panel.line().section(headings.TERMS, quoted(view.terms, _TERMS, most_lines=40), words.terms_state(view))
    if view.cases:
        cases = as_many_as_fit([list_line(case) for case in view.cases], _PART, headings.and_more)
        panel.line().section(headings.CASES, cases)
        for case, ruling in _newest_ruling(view):
            findings = said(case.texts.get(ruling.findings.text_id), _FINDINGS, hint=headings.CASE_HINT)
            panel.section(f"{headings.FINDINGS} · {case_name(case.state.case_id)}", findings)
    events = [history_line(line, state.currency) for line in reversed(view.history) if line.kind not in SILENT]
    if events:
        panel.line().section(headings.HISTORY, as_many_as_fit(events, _PART, headings.and_more))
    asked = None if state.active_request is None else state.active_request.number
    buttons = [milestone_button(act, state.milestone_id, asked) for act in milestone_acts(view)]
    buttons += [
        action_button(Act.DETAILS, case.state.case_id, case.state.version, label=case_name(case.state.case_id))
        for case in view.cases[:4]
    ]
    return panel.buttons(buttons).view()
