"""What the member menu shows: the milestones that one shares with somebody, to open a dispute about."""

from collections.abc import Sequence
from typing import Any, Final

import discord

from bot.domain.ids import milestone_name
from bot.domain.money import format_amount
from bot.domain.texts import clean
from bot.services.views import MilestoneView
from bot.ui.buttons import Act, ButtonId, action_button
from bot.ui.format import cut, mention
from bot.ui.panel import OPEN, Panel

_MOST_OPTIONS: Final = 25
_MOST_PICKED: Final = 5
"""How many milestones a form's id can name."""

_LONGEST_LABEL: Final = 100


def milestone_picker(
    member_id: int, views: Sequence[MilestoneView], *, only_one: bool = False
) -> discord.ui.LayoutView:
    """A menu of the milestones that could be disputed with a member; without any, what can be done instead.

    `only_one`: the rulebook takes the whole balance of a project, so that naming several would mean nothing (R6.2).
    """
    panel = Panel(OPEN)
    if not views:
        panel.text(
            f"You have no milestone with {mention(member_id)} in which money is held and that no case has locked. "
            "Only money that is held can be disputed. As a freelancer you can propose a milestone."
        )
        return panel.buttons([action_button(Act.PROPOSE, member_id)]).view()
    choose = (
        "Choose a milestone; all that its project holds in its currency then goes to arbitration."
        if only_one
        else "Choose one milestone, or several of the same project and currency."
    )
    panel.text(
        f"What is the dispute with {mention(member_id)} about? {choose} A form opens then; nothing is filed before you "
        "have seen what follows and confirmed it."
    )
    shown = views[:_MOST_OPTIONS]
    if len(views) > len(shown):
        panel.text(f"These are the newest {_MOST_OPTIONS}; for an older one, use `/dispute open`.")
    return panel.select(_select(member_id, shown, 1 if only_one else min(_MOST_PICKED, len(shown)))).view()


def _select(member_id: int, views: Sequence[MilestoneView], most: int) -> "discord.ui.Select[Any]":
    return discord.ui.Select(
        custom_id=ButtonId(Act.PICK_MILESTONES, str(member_id)).text,
        placeholder="Choose a milestone" if most == 1 else "Choose milestones",
        min_values=1,
        max_values=most,
        options=[
            discord.SelectOption(
                label=cut(f"{milestone_name(view.state.milestone_id)} {clean(view.title)}", _LONGEST_LABEL),
                value=str(view.state.milestone_id),
                description=f"{format_amount(view.state.free_minor, view.state.currency)} can be disputed",
            )
            for view in views
        ],
    )
