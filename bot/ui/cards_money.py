"""Wallets, fees and settings."""

from typing import Final

import discord

from bot.domain.ids import case_name
from bot.domain.stages import Command
from bot.services.views import FeeView, WalletHistory, WalletView
from bot.ui import texts_headings as headings
from bot.ui import texts_money as words
from bot.ui.buttons import Act, AnyButton, action_button
from bot.ui.panel import OPEN, Panel, as_many_as_fit
from bot.ui.texts_cashier import request_line

_PAYING: Final = {"can_pay": Act.PAY_FEE, "not_enough_money": Act.DEPOSIT_AND_PAY}
_PART: Final = 800


def wallet_card(view: WalletView) -> discord.ui.LayoutView:
    """Free money, what is held and why, what waits for a cashier."""
    panel = Panel(OPEN).text(headings.WALLET_TITLE, words.balance_lines(view.balances))
    held = as_many_as_fit([words.held_line(item) for item in view.held], _PART, headings.and_more)
    pending = as_many_as_fit([request_line(item) for item in view.pending], _PART, headings.and_more)
    return panel.section(headings.HELD, held).section(headings.PENDING, pending).view()


def wallet_history(view: WalletHistory) -> discord.ui.LayoutView:
    """The last entries, newest first."""
    lines = [words.ledger_line(line, view.requests.get(line.wallet_request_id or 0)) for line in view.lines]
    body = as_many_as_fit(lines, 3_700, headings.and_more) if lines else headings.NO_ENTRIES
    return Panel(OPEN).text(headings.WALLET_HISTORY_TITLE, body).view()


def _pay_button(view: FeeView) -> list[AnyButton]:
    state = view.view.state
    act = _PAYING.get(view.verdict)
    if act is None or Command.PAY_FEE not in view.view.options:
        return []
    return [action_button(act, state.case_id, state.version)]


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
