"""Lists: cases, the staff's queue, milestones, requests for a cashier."""

from typing import Final

import discord

from bot.domain.wallet_requests import WalletRequest
from bot.services.views import CaseList, CaseView, MilestoneView
from bot.ui import texts_headings as headings
from bot.ui.buttons import Act, action_button
from bot.ui.panel import OPEN, Panel, as_many_as_fit
from bot.ui.texts_cards import list_line
from bot.ui.texts_milestones import milestone_line
from bot.ui.texts_money import request_line

_LIST: Final = 3_700
_REQUESTS: Final = 8


def _list(title: str, lines: list[str], nothing: str, left_out: int = 0) -> discord.ui.LayoutView:
    body = as_many_as_fit(lines, _LIST, headings.and_more, "\n\n", left_out=left_out) if lines else nothing
    return Panel(OPEN).text(title).text(body).view()


def case_list(found: CaseList) -> discord.ui.LayoutView:
    """One's own cases."""
    return _list(headings.CASES_TITLE, [list_line(view) for view in found.views], headings.NO_CASES, found.left_out)


def queue_list(found: CaseList) -> discord.ui.LayoutView:
    """Open cases, for staff."""
    return _list(headings.QUEUE_TITLE, [queue_line(view) for view in found.views], headings.NO_QUEUE, found.left_out)


def queue_line(view: CaseView) -> str:
    """A case in the queue: who has it, or that nobody has."""
    return list_line(view, staff=True)


def milestone_list(views: list[MilestoneView]) -> discord.ui.LayoutView:
    """One's own milestones."""
    return _list(headings.MILESTONES_TITLE, [milestone_line(view) for view in views], headings.NO_MILESTONES)


def pending_requests(requests: list[WalletRequest]) -> discord.ui.LayoutView:
    """What waits for a cashier, each with its buttons."""
    panel = Panel(OPEN).text(headings.PENDING_TITLE)
    if not requests:
        return panel.text(headings.NO_PENDING).view()
    for request in requests[:_REQUESTS]:
        panel.text(request_line(request, whose=True)).buttons(
            action_button(act, request.request_id) for act in (Act.CASHIER_CONFIRM, Act.CASHIER_DECLINE)
        )
    if len(requests) > _REQUESTS:
        panel.text(headings.and_more(len(requests) - _REQUESTS))
    return panel.view()
