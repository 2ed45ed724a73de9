"""`/milestone`: fund parts of a project, and pay them out or give them back (R3)."""

from typing import Literal

import discord
from discord import app_commands

from bot.domain.ids import parse_milestone_id
from bot.services.commands import AcceptTerms, CreateMilestone, ReleaseMilestone, ReturnMilestone
from bot.ui.actor import member_of
from bot.ui.cards import milestone_card, milestone_list
from bot.ui.params import (
    CONFIRM_HELP,
    CURRENCY_HELP,
    MILESTONE_HELP,
    FundedMilestoneParam,
    MilestoneParam,
    ProjectParam,
)
from bot.ui.replies import answer, defer
from cogs.base import DeskCog

_PART_HELP = "How much, such as 250.00. Left out, it is all that no case has locked."


class Milestones(
    DeskCog, group_name="milestone", group_description="Money held for a piece of work, until it is paid or returned."
):
    """Milestones."""

    @app_commands.command(name="create")
    @app_commands.describe(
        freelancer="Who does the work and gets the money.",
        amount="How much you set aside from your wallet, such as 1,000.00.",
        title="What is to be delivered, in up to 100 characters.",
        currency=CURRENCY_HELP,
        project="The project it belongs to: one that you have together, or a new title.",
        terms="What you agree on, in up to 2,000 characters. The other side can accept it.",
        confirm=CONFIRM_HELP,
    )
    async def create(
        self,
        interaction: discord.Interaction,
        freelancer: discord.User,
        amount: str,
        title: str,
        currency: str | None = None,
        project: ProjectParam | None = None,
        terms: str | None = None,
        confirm: bool = False,
    ) -> None:
        """Set money from your wallet aside for a freelancer's work."""
        await defer(interaction)
        command = CreateMilestone(freelancer.id, amount, title, freelancer.bot, currency, project, terms)
        await self.desk.carry_out(interaction, command, confirm=confirm)

    @app_commands.command(name="accept-terms")
    @app_commands.describe(milestone=MILESTONE_HELP)
    async def accept_terms(self, interaction: discord.Interaction, milestone: MilestoneParam) -> None:
        """Accept the terms that the other side wrote. The record says that you did."""
        await defer(interaction)
        await self.desk.run(interaction, AcceptTerms(parse_milestone_id(milestone)))

    @app_commands.command(name="release")
    @app_commands.describe(milestone=MILESTONE_HELP, amount=_PART_HELP, confirm=CONFIRM_HELP)
    async def release(
        self,
        interaction: discord.Interaction,
        milestone: FundedMilestoneParam,
        amount: str | None = None,
        confirm: bool = False,
    ) -> None:
        """As the client, pay the freelancer. This is final."""
        await defer(interaction)
        command = ReleaseMilestone(parse_milestone_id(milestone), amount)
        await self.desk.carry_out(interaction, command, confirm=confirm)

    @app_commands.command(name="return")
    @app_commands.describe(milestone=MILESTONE_HELP, amount=_PART_HELP, confirm=CONFIRM_HELP)
    async def return_money(
        self,
        interaction: discord.Interaction,
        milestone: FundedMilestoneParam,
        amount: str | None = None,
        confirm: bool = False,
    ) -> None:
        """As the freelancer, give the money back to the client. This is final."""
        await defer(interaction)
        command = ReturnMilestone(parse_milestone_id(milestone), amount)
        await self.desk.carry_out(interaction, command, confirm=confirm)

    @app_commands.command(name="list")
    @app_commands.describe(state="Only those with money left, those locked by a case, or those paid out.")
    async def list_milestones(
        self, interaction: discord.Interaction, state: Literal["open", "locked", "done"] | None = None
    ) -> None:
        """Show your milestones, as client and as freelancer."""
        await defer(interaction)
        await answer(interaction, milestone_list(await self.desk.queries.milestones_of(member_of(interaction), state)))

    @app_commands.command(name="view")
    @app_commands.describe(milestone=MILESTONE_HELP)
    async def view(self, interaction: discord.Interaction, milestone: MilestoneParam) -> None:
        """Show one milestone with its history, its terms and its cases."""
        await defer(interaction)
        view = await self.desk.queries.milestone(member_of(interaction), parse_milestone_id(milestone))
        await answer(interaction, milestone_card(view))
