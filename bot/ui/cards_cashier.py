"""The cashiers' queue."""

from typing import Final

import discord

from bot.services.views import QueuedRequest
from bot.ui import texts_headings as headings
from bot.ui.buttons import Act, action_button
from bot.ui.panel import OPEN, Panel
from bot.ui.texts_cashier import queue_line

_REQUESTS: Final = 7
"""How many requests a page has: with their buttons Discord takes no more parts."""


def cashier_queue(queue: list[QueuedRequest], page: int = 1) -> discord.ui.LayoutView:
    """What waits for a cashier, each with its buttons; those that the viewer may not answer have none."""
    panel = Panel(OPEN).text(headings.PENDING_TITLE)
    if not queue:
        return panel.text(headings.NO_PENDING).view()
    count = -(-len(queue) // _REQUESTS)
    number = min(max(page, 1), count)
    for queued in queue[(number - 1) * _REQUESTS : number * _REQUESTS]:
        panel.text(queue_line(queued))
        if queued.barred is None:
            acts = (Act.CASHIER_CONFIRM, Act.CASHIER_DECLINE)
            panel.buttons(action_button(act, queued.request.request_id) for act in acts)
    if count > 1:
        panel.text(headings.page_line(number, count))
    return panel.buttons(
        action_button(Act.PENDING, 0, number=target, label=label)
        for target, label in ((number - 1, headings.PREVIOUS), (number + 1, headings.NEXT))
        if 1 <= target <= count
    ).view()
