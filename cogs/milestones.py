"""`/milestone`: fund parts of a project, and pay them out or give them back (R3)."""

from typing import Literal

import discord
from discord import app_commands

from bot.domain.ids import parse_milestone_id
from bot.services.commands import (
    AcceptTerms,
    AnswerRequest,
    CancelMilestone,
    CreateMilestone,
    DeclineProposal,
    FundProposal,
    ProposeMilestone,
    ReleaseMilestone,
    RequestRelease,
    RequestReturn,
    ReturnMilestone,
)
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
_TITLE_HELP = "What is to be delivered, in up to 100 characters."
_PROJECT_HELP = "The project it belongs to: one that you have together, or a new title."
_TERMS_HELP = "What you agree on, in up to 2,000 characters. The other side can accept it."
_NOTE_HELP = "What you want to say about it, in up to 300 characters. The other side reads it."
_REASON_HELP = "Why, in up to 300 characters. The other side reads it."


class Milestones(
    DeskCog, group_name="milestone", group_description="Money held for a piece of work, until it is paid or returned."
):
    """Milestones."""

    @app_commands.command(name="create")
    @app_commands.describe(
        freelancer="Who does the work and gets the money.",
        amount="How much you set aside from your wallet, such as 1,000.00.",
        title=_TITLE_HELP,
        currency=CURRENCY_HELP,
        project=_PROJECT_HELP,
        terms=_TERMS_HELP,
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

    @app_commands.command(name="propose")
    @app_commands.describe(
        client="Who wants the work done and would pay for it.",
        amount="How much you ask for, such as 1,000.00.",
        title=_TITLE_HELP,
        currency=CURRENCY_HELP,
        project=_PROJECT_HELP,
        terms=_TERMS_HELP,
    )
    async def propose(
        self,
        interaction: discord.Interaction,
        client: discord.User,
        amount: str,
        title: str,
        currency: str | None = None,
        project: ProjectParam | None = None,
        terms: str | None = None,
    ) -> None:
        """As the freelancer, propose a milestone. The client can fund or decline it."""
        await defer(interaction)
        command = ProposeMilestone(client.id, amount, title, client.bot, currency, project, terms)
        await self.desk.run(interaction, command)

    @app_commands.command(name="fund")
    @app_commands.describe(milestone=MILESTONE_HELP, confirm=CONFIRM_HELP)
    async def fund(self, interaction: discord.Interaction, milestone: MilestoneParam, confirm: bool = False) -> None:
        """As the client, fund a milestone that was proposed to you from your wallet."""
        await defer(interaction)
        await self.desk.carry_out(interaction, FundProposal(parse_milestone_id(milestone)), confirm=confirm)

    @app_commands.command(name="decline")
    @app_commands.describe(milestone=MILESTONE_HELP, reason=_REASON_HELP)
    async def decline(
        self, interaction: discord.Interaction, milestone: MilestoneParam, reason: str | None = None
    ) -> None:
        """As the client, say no to a milestone that was proposed to you."""
        await defer(interaction)
        await self.desk.run(interaction, DeclineProposal(parse_milestone_id(milestone), reason))

    @app_commands.command(name="cancel")
    @app_commands.describe(milestone=MILESTONE_HELP)
    async def cancel(self, interaction: discord.Interaction, milestone: MilestoneParam) -> None:
        """Take back your own proposal, or your own request for release or return."""
        await defer(interaction)
        await self.desk.run(interaction, CancelMilestone(parse_milestone_id(milestone)))

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

    @app_commands.command(name="request-release")
    @app_commands.describe(milestone=MILESTONE_HELP, amount=_PART_HELP, note=_NOTE_HELP)
    async def request_release(
        self,
        interaction: discord.Interaction,
        milestone: MilestoneParam,
        amount: str | None = None,
        note: str | None = None,
    ) -> None:
        """As the freelancer, ask the client to pay you."""
        await defer(interaction)
        await self.desk.run(interaction, RequestRelease(parse_milestone_id(milestone), amount, note))

    @app_commands.command(name="request-return")
    @app_commands.describe(milestone=MILESTONE_HELP, amount=_PART_HELP, note=_NOTE_HELP)
    async def request_return(
        self,
        interaction: discord.Interaction,
        milestone: MilestoneParam,
        amount: str | None = None,
        note: str | None = None,
    ) -> None:
        """As the client, ask the freelancer to give money back."""
        await defer(interaction)
        await self.desk.run(interaction, RequestReturn(parse_milestone_id(milestone), amount, note))

    @app_commands.command(name="answer-request")
    @app_commands.describe(
        milestone=MILESTONE_HELP,
        decision="Approving does what the other side asked for, for good. Declining leaves the money where it is.",
        reason=_REASON_HELP,
        confirm=CONFIRM_HELP,
    )
    async def answer_request(
        self,
        interaction: discord.Interaction,
        milestone: MilestoneParam,
        decision: Literal["approve", "decline"],
        reason: str | None = None,
        confirm: bool = False,
    ) -> None:
        """Approve or decline what the other side asked for: release, or return."""
        await defer(interaction)
        approve = decision == "approve"
        # Declining moves no money, so there is nothing to be shown first.
        command = AnswerRequest(parse_milestone_id(milestone), approve, reason)
        await self.desk.carry_out(interaction, command, confirm=confirm or not approve)

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
