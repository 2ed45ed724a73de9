"""Lists: cases and milestones."""

from typing import Final

import discord

from bot.services.views import CaseList, MilestoneView
from bot.ui import texts_headings as headings
from bot.ui.panel import OPEN, Panel, as_many_as_fit
from bot.ui.texts_cards import list_line
from bot.ui.texts_milestones import milestone_line

_LIST: Final = 3_700


def _list(title: str, lines: list[str], nothing: str, left_out: int = 0) -> discord.ui.LayoutView:
    body = as_many_as_fit(lines, _LIST, headings.and_more, "\n\n", left_out=left_out) if lines else nothing
    return Panel(OPEN).text(title).text(body).view()


def case_list(found: CaseList, state: str | None = None) -> discord.ui.LayoutView:
    """One's own cases; `open` or `ended` ones only if so asked."""
    nothing = headings.NO_CASES if state is None else headings.NO_CASES_IN[state]
    return _list(headings.CASES_TITLE, [list_line(view) for view in found.views], nothing, found.left_out)


def milestone_list(views: list[MilestoneView]) -> discord.ui.LayoutView:
    """One's own milestones."""
    return _list(headings.MILESTONES_TITLE, [milestone_line(view) for view in views], headings.NO_MILESTONES)
