"""What staff look at: the queue, page by page, and all that is needed to decide a case."""

import discord

from bot.domain.stages import CaseRole
from bot.services.views import CaseView, QueuePage
from bot.ui import texts_agreements as agreements
from bot.ui import texts_cards as words
from bot.ui import texts_casework as staff
from bot.ui import texts_headings as headings
from bot.ui.buttons import ANY_STAGE, Act, action_button
from bot.ui.cards_case import case_card, colour_of, command_buttons
from bot.ui.format import said
from bot.ui.panel import OPEN, Panel

_FINDINGS = 600
_OFFER_NOTE = 120


def queue_list(page: QueuePage) -> discord.ui.LayoutView:
    """Open cases, for staff: each with a button, and the ways to the other pages."""
    if not page.total:
        return Panel(OPEN).text(headings.QUEUE_TITLE).text(headings.NO_QUEUE).view()
    panel = Panel(OPEN).text(headings.QUEUE_TITLE, staff.queue_heading(page))
    for view in page.views:
        state = view.state
        panel.choice(words.list_line(view, staff=True), action_button(Act.CASE_VIEW, state.case_id, state.version))
    subject = f"{page.stage or ANY_STAGE}-{page.assigned_id or 0}"
    turning = [
        action_button(Act.QUEUE, subject, number=target, label=label)
        for target, label in ((page.number - 1, headings.PREVIOUS), (page.number + 1, headings.NEXT))
        if 1 <= target <= page.pages
    ]
    if page.pages > 1:
        panel.text(headings.page_line(page.number, page.pages))
    return panel.buttons(turning).view()


def case_brief(view: CaseView) -> discord.ui.LayoutView:
    """A case as staff see it: what was agreed, what each side says, hands in and offers, and what can be done.

    What is cut here stands in full behind Details. A party who is staff, too, has no staff's powers over their own
    case, and sees the card that parties see (R10.3).
    """
    if view.viewer_role in (CaseRole.CLAIMANT, CaseRole.RESPONDENT):
        return case_card(view)
    state = view.state
    panel = Panel(colour_of(state))
    panel.text(words.headline(state), words.disputed_line(view), staff.shares_due(state), staff.arbitrators_line(state))
    panel.text(words.never_reached_line(state), agreements.hold_text(view)).line()
    panel.section(staff.CLAIMS, staff.claims(view))
    panel.section(headings.TERMS, staff.terms(view))
    panel.section(headings.EVIDENCE, staff.exhibits(view))
    panel.section(headings.QUESTIONS, agreements.question_lines(view)).line()
    if state.is_open:
        offers = [words.offer_line(view, offer, _OFFER_NOTE) for offer in state.open_offers()]
        panel.section(headings.OFFERS, *(offers or [words.no_offers_line(view)]))
        panel.section(headings.FEE, words.fee_lines(view.case))
        panel.section(headings.DEADLINE, agreements.deadline_lines(state))
    else:
        panel.section(headings.ENDING, words.ending(view))
        panel.section(headings.FEE, words.deposits_ended(state))
        if state.ruling is not None:
            findings = view.texts.get(state.ruling.findings.text_id)
            panel.section(headings.FINDINGS, said(findings, _FINDINGS, hint=headings.DETAILS_HINT, most_lines=15))
    panel.section(staff.TIMELINE, staff.timeline(state))
    panel.section(staff.CONFLICTS, staff.conflicts(view))
    panel.section(staff.NOTES, staff.notes(view))
    panel.text(staff.seen_at(view.at_ms))
    reading = [
        action_button(act, state.case_id, state.version) for act in (Act.DETAILS, Act.OFFERS, Act.EVIDENCE, Act.HISTORY)
    ]
    return panel.buttons([*(button for _, button in command_buttons(view)), *reading]).view()
