"""Milestones, wallets, fees and settings."""

from typing import Final

import discord

from bot.domain.case_state import Ruling
from bot.domain.ids import case_name
from bot.domain.stages import Command
from bot.services.views import CaseView, FeeView, MilestoneView, SettingsView, WalletHistory, WalletView
from bot.ui import texts_headings as headings
from bot.ui import texts_money as words
from bot.ui.buttons import Act, AnyButton, action_button
from bot.ui.format import quoted, said
from bot.ui.panel import OPEN, Panel, as_many_as_fit
from bot.ui.texts_cards import list_line
from bot.ui.texts_history import SILENT, history_line

_TERMS: Final = 1_200
_FINDINGS: Final = 700
_PART: Final = 800


def _newest_ruling(view: MilestoneView) -> list[tuple[CaseView, Ruling]]:
    """The findings stay readable from the milestone for ever; older ones are a button away."""
    ruled = [(case, case.state.ruling) for case in sorted(view.cases, key=lambda case: case.state.case_id)]
    return [(case, ruling) for case, ruling in ruled if ruling is not None][-1:]


def milestone_card(view: MilestoneView) -> discord.ui.LayoutView:
    """One milestone, with its terms, history and cases."""
    state = view.state
    panel = Panel(OPEN).text(words.milestone_title(view), words.milestone_facts(view))
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
    buttons = [action_button(Act.ACCEPT_TERMS, state.milestone_id)] if words.can_accept_terms(view) else []
    buttons += [
        action_button(Act.DETAILS, case.state.case_id, case.state.version, label=case_name(case.state.case_id))
        for case in view.cases[:4]
    ]
    return panel.buttons(buttons).view()


def wallet_card(view: WalletView) -> discord.ui.LayoutView:
    """Free money, what is held and why, what waits for a cashier."""
    panel = Panel(OPEN).text(headings.WALLET_TITLE, words.balance_lines(view.balances))
    held = as_many_as_fit([words.held_line(item) for item in view.held], _PART, headings.and_more)
    pending = as_many_as_fit([words.request_line(item) for item in view.pending], _PART, headings.and_more)
    return panel.section(headings.HELD, held).section(headings.PENDING, pending).view()


def wallet_history(view: WalletHistory) -> discord.ui.LayoutView:
    """The last entries, newest first."""
    lines = [words.ledger_line(line) for line in view.lines]
    body = as_many_as_fit(lines, 3_700, headings.and_more) if lines else headings.NO_ENTRIES
    return Panel(OPEN).text(headings.WALLET_HISTORY_TITLE, body).view()


def _pay_button(view: FeeView) -> list[AnyButton]:
    state = view.view.state
    if view.verdict != "can_pay" or Command.PAY_FEE not in view.view.options:
        return []
    return [action_button(Act.PAY_FEE, state.case_id, state.version)]


def fee_quote(view: FeeView) -> discord.ui.LayoutView:
    """What arbitration costs, and what follows."""
    title = headings.fee_title(case_name(view.view.state.case_id))
    panel = Panel(OPEN).text(title, words.fee_text(view)).text(words.fee_verdict(view))
    return panel.buttons(_pay_button(view)).view()


def fee_status(view: FeeView) -> discord.ui.LayoutView:
    """Who has paid when."""
    title = headings.fee_title(case_name(view.view.state.case_id))
    panel = Panel(OPEN).text(title, words.fees_so_far(view)).text(words.fee_verdict(view))
    return panel.buttons(_pay_button(view)).view()


def settings_card(view: SettingsView) -> discord.ui.LayoutView:
    """The server's configuration, and who changed it last."""
    panel = Panel(OPEN).text(headings.SETTINGS_TITLE)
    for title, body in words.settings_parts(view.settings):
        panel.section(title, body)
    changes = as_many_as_fit([words.change_line(change) for change in view.changes], _PART, headings.and_more)
    return panel.section(headings.CHANGES, changes).view()
