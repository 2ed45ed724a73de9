"""What is read of a case beside its card: details, offers, evidence, history."""

from collections.abc import Iterable
from typing import Final

import discord

from bot.domain.case_state import Exhibit
from bot.domain.durations import format_duration
from bot.domain.errors import NoSuchExhibit
from bot.domain.ids import case_name
from bot.domain.stages import Command
from bot.services.views import CaseView, HistoryLine
from bot.ui import texts_cards as words
from bot.ui import texts_casework as staff
from bot.ui import texts_headings as headings
from bot.ui.buttons import Act, AnyButton, action_button
from bot.ui.cards_case import colour_of, offer_buttons, titled_page
from bot.ui.format import amount, inline, moment, quoted_pages, said, utf16_length
from bot.ui.panel import Panel, pages
from bot.ui.texts_history import SILENT, history_line
from bot.ui.texts_money import fee_rule

_PAGE: Final = 3_600
_PART: Final = 3_400
_EXHIBIT_IN_LIST: Final = 320


def _quote_parts(view: CaseView, title: str, text_id: str) -> Iterable[str]:
    """Somebody's words in full, in as many parts as it takes."""
    yield from _quote_all(title, view.texts.get(text_id))


def _quote_all(title: str, body: str | None) -> Iterable[str]:
    parts = [said(None, _PART)] if body is None else quoted_pages(body, _PART)
    for number, part in enumerate(parts):
        yield f"**{title}**{f' {headings.CONTINUED}' if number else ''}\n{part}"


def _detail_parts(view: CaseView) -> Iterable[str]:
    state = view.state
    category = view.texts.get(state.category.text_id)
    about = "" if category is None else f"\nCategory: {inline(category, 60)}"
    yield (f"{words.parties_line(state)}\n{words.disputed_line(view)}{about}\nOpened on {moment(state.opened_at_ms)}.")
    yield from _quote_parts(view, headings.REASON, state.reason.text_id)
    if state.statement is not None:
        yield from _quote_parts(view, headings.STATEMENT, state.statement.text_id)
    if state.escalation_reason is not None:
        yield from _quote_parts(view, headings.ESCALATION, state.escalation_reason.text_id)
    if state.hold is not None:
        yield from _quote_parts(view, headings.HOLD, state.hold.reason.text_id)
    if state.extension is not None and state.extension.reason is not None:
        yield from _quote_parts(view, headings.EXTENSION, state.extension.reason.text_id)
    for question in state.questions:
        yield from _quote_parts(view, headings.question_title(question.number), question.question.text_id)
        for member_id, answer in question.answers.items():
            yield from _quote_parts(view, words.answer_title(question.number, member_id), answer.text_id)
    if state.ruling is not None:
        yield from _quote_parts(view, headings.FINDINGS, state.ruling.findings.text_id)
    for milestone in view.milestones:
        if milestone.state.terms is not None:
            yield from _quote_all(staff.terms_in_full(milestone), milestone.terms)
    for note in view.notes:
        yield from _quote_all(f"{staff.NOTES} · {staff.note_head(note)}", note.body)
    yield f"**{headings.RULES}**\n{_rules(view)}"


def _rules(view: CaseView) -> str:
    state = view.state
    windows = state.rulebook.windows
    if state.rulebook.procedure.starts_in_arbitration:
        return words.arbitration_rules_text(
            fee_rule=fee_rule(state.rulebook.fee, state.currency),
            evidence=format_duration(windows.evidence),
            ruling=format_duration(windows.ruling),
            small_balance=amount(state.rulebook.small_balance_minor, state.currency),
        )
    respondent_window = (
        windows.response_freelancer if state.respondent_id == state.freelancer_id else windows.response_client
    )
    return words.rules_text(
        answer=format_duration(respondent_window),
        fee=format_duration(windows.fee),
        fee_rule=fee_rule(state.rulebook.fee, state.currency),
        refund=state.rulebook.fee.refund.value,
        closing=format_duration(windows.closing_escalated if state.escalated else windows.closing),
        ruling=format_duration(windows.ruling),
    )


def _more_to_read(view: CaseView, but: Act) -> list[AnyButton]:
    state = view.state
    return [
        action_button(act, state.case_id, state.version)
        for act in (Act.DETAILS, Act.OFFERS, Act.EVIDENCE, Act.HISTORY)
        if act is not but
    ]


def case_details(view: CaseView, page: int = 1) -> discord.ui.LayoutView:
    """All words of a case in full, on as many pages as they take."""
    whole = pages(list(_detail_parts(view)), _PAGE, "\n\n")
    return titled_page(view, words.headline(view.state), whole, page, Act.DETAILS, _more_to_read(view, Act.DETAILS))


def offer_list(view: CaseView, page: int = 1) -> discord.ui.LayoutView:
    """All offers, the newest first; those that the viewer can answer have their buttons."""
    state = view.state
    title = headings.offers_title(case_name(state.case_id))
    lines = [words.offer_history_line(view, offer) for offer in reversed(state.offers)]
    buttons = [button for offer in state.open_offers() for button in offer_buttons(view, offer)]
    if Command.MAKE_OFFER in view.options:
        buttons.append(action_button(Act.COUNTER, state.case_id, state.version))
    if not lines:
        nothing = headings.OFFERS_HIDDEN if view.offers_hidden else headings.NO_OFFERS
        return Panel(colour_of(state)).text(title, nothing).buttons(buttons).view()
    return titled_page(view, title, pages(lines, _PAGE, "\n\n"), page, Act.OFFERS, buttons)


def evidence_list(view: CaseView, page: int = 1) -> discord.ui.LayoutView:
    """All exhibits, each by its beginning."""
    state = view.state
    title = headings.evidence_title(case_name(state.case_id))
    lines = [_listed_exhibit(view, exhibit) for exhibit in state.exhibits]
    buttons = [action_button(Act.ADD_EVIDENCE, state.case_id, state.version)] * (Command.ADD_EXHIBIT in view.options)
    if not lines:
        return Panel(colour_of(state)).text(title, headings.NO_EXHIBITS).buttons(buttons).view()
    return titled_page(view, title, pages(lines, _PAGE, "\n\n"), page, Act.EVIDENCE, buttons)


def _listed_exhibit(view: CaseView, exhibit: Exhibit) -> str:
    hint = words.exhibit_hint(exhibit)
    said = words.exhibit_text(view, exhibit, _EXHIBIT_IN_LIST, hint=hint, most_lines=4)
    files = words.files_line(view, exhibit)
    return f"{said}\n{files}" if files else said


def evidence_card(view: CaseView, exhibit_name: str) -> discord.ui.LayoutView:
    """One exhibit in full. Raises NoSuchExhibit."""
    state = view.state
    wanted = exhibit_name.strip().upper()
    exhibit = next((item for item in state.exhibits if item.name == wanted), None)
    if exhibit is None:
        raise NoSuchExhibit(case_id=state.case_id, exhibit=exhibit_name)
    files = words.file_lines(view, exhibit)
    room = _PART - utf16_length(files)
    panel = Panel(colour_of(state)).text(
        headings.evidence_title(case_name(state.case_id)), words.exhibit_text(view, exhibit, room, most_lines=200)
    )
    panel.section(headings.FILES, files)
    return panel.buttons([action_button(Act.EVIDENCE, state.case_id, state.version)]).view()


def case_history(view: CaseView, lines: list[HistoryLine], page: int | None = None) -> discord.ui.LayoutView:
    """The record, oldest first; the last page where none is asked for."""
    state = view.state
    shown = [history_line(line, state.currency, state.offers) for line in lines if line.kind not in SILENT]
    whole = pages(shown, _PAGE)
    number = len(whole) if page is None else page
    title = headings.history_title(case_name(state.case_id))
    return titled_page(view, title, whole, number, Act.HISTORY, _more_to_read(view, Act.HISTORY))
