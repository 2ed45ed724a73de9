"""`/dispute`: open a case, answer it, and look at it (R4, R5)."""

from typing import Literal

import discord
from discord import app_commands

from bot.domain.ids import parse_milestone_id
from bot.services.commands import Challenge, GiveIn, OpenCase, WithdrawCase
from bot.ui.actor import member_of
from bot.ui.cards import case_card, case_history, case_list
from bot.ui.params import CASE_HELP, CONFIRM_HELP, MILESTONE_HELP, CaseParam, FundedMilestoneParam
from bot.ui.replies import answer, defer
from cogs.base import DeskCog


class Disputes(DeskCog, group_name="dispute", group_description="Dispute money that is held for a milestone."):
    """Cases, as the parties see them."""

    @app_commands.command(name="open")
    @app_commands.describe(
        milestone=MILESTONE_HELP,
        offer="What the freelancer shall get, such as 250.00: what you would pay, or would be content with.",
        reason="What went wrong, in 20 to 2,000 characters. The other side and the staff read it.",
        amount="How much of the milestone is in dispute. Left out, it is all that is left in it.",
        category="What it is about in a word or two, such as quality or late.",
        confirm=CONFIRM_HELP,
    )
    async def open_case(
        self,
        interaction: discord.Interaction,
        milestone: FundedMilestoneParam,
        offer: str,
        reason: str,
        amount: str | None = None,
        category: str | None = None,
        confirm: bool = False,
    ) -> None:
        """Open a case about a milestone. You are shown what can be won, lost and paid first."""
        await defer(interaction)
        command = OpenCase(parse_milestone_id(milestone), offer, reason, amount, category)
        await self.desk.carry_out(interaction, command, confirm=confirm)

    @app_commands.command(name="challenge")
    @app_commands.describe(
        statement="Your side of the story, in 20 to 2,000 characters. The other side and the staff read it.",
        offer="What the freelancer shall get, if you want to make an offer at the same time.",
        case=CASE_HELP,
    )
    async def challenge(
        self,
        interaction: discord.Interaction,
        statement: str,
        offer: str | None = None,
        case: CaseParam | None = None,
    ) -> None:
        """Answer a case that was opened against you: you don't accept the offer and want to negotiate."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.run(interaction, Challenge(case_id, statement, offer))

    @app_commands.command(name="withdraw")
    @app_commands.describe(
        reason="Why you take the case back, in up to 300 characters.",
        case=CASE_HELP,
        confirm=CONFIRM_HELP,
    )
    async def withdraw(
        self,
        interaction: discord.Interaction,
        reason: str | None = None,
        case: CaseParam | None = None,
        confirm: bool = False,
    ) -> None:
        """Take back a case that you opened. The milestone is then as it was before."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.carry_out(interaction, WithdrawCase(case_id, reason), confirm=confirm)

    @app_commands.command(name="give-in")
    @app_commands.describe(case=CASE_HELP, confirm=CONFIRM_HELP)
    async def give_in(
        self, interaction: discord.Interaction, case: CaseParam | None = None, confirm: bool = False
    ) -> None:
        """Give the other side all that is in dispute. This ends the case for good."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.carry_out(interaction, GiveIn(case_id), confirm=confirm)

    @app_commands.command(name="status")
    @app_commands.describe(case=CASE_HELP)
    async def status(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """Show where a case stands, and the findings once it is ruled."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await answer(interaction, case_card(await self.desk.queries.case(member_of(interaction), case_id)))

    @app_commands.command(name="list")
    @app_commands.describe(state="Only the cases that are open, or only those that have ended.")
    async def list_cases(self, interaction: discord.Interaction, state: Literal["open", "ended"] | None = None) -> None:
        """Show the cases to which you are a party."""
        await defer(interaction)
        await answer(interaction, case_list(await self.desk.queries.cases_of(member_of(interaction), state)))

    @app_commands.command(name="history")
    @app_commands.describe(case=CASE_HELP)
    async def history(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """Show what has happened in a case, step by step."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        view, lines = await self.desk.queries.history(member_of(interaction), case_id)
        await answer(interaction, case_history(view, lines))
