"""A server's figures as a card."""

from typing import Final

import discord

from bot.services.views import FiguresView
from bot.ui import texts_figures as words
from bot.ui import texts_headings as headings
from bot.ui.panel import OPEN, Panel, as_many_as_fit

_WORK: Final = 1_500


def figures_card(view: FiguresView) -> discord.ui.LayoutView:
    """Outcomes, times and work of a period, in words and numbers."""
    figures = view.figures
    panel = Panel(OPEN).text(f"## {words.title(view.days)}")
    if figures.is_empty:
        return panel.text(words.NO_FIGURES).view()
    panel.text(words.summary(figures))
    panel.section(words.OUTCOMES_TITLE, "\n".join(words.outcome_line(item) for item in figures.outcomes))
    if figures.times:
        lines = "\n".join(words.time_line(item) for item in figures.times)
        panel.section(words.TIMES_TITLE, lines, f"-# {words.TIMES_NOTE}")
    work = [words.work_line(item) for item in figures.work]
    return panel.section(words.WORK_TITLE, as_many_as_fit(work, _WORK, headings.and_more)).view()
