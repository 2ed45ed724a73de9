"""`/dispute`: open a case, answer it, and look at it (R4, R5)."""

from typing import Literal

import discord
from discord import app_commands

from bot.domain.ids import parse_milestone_id
from bot.services.commands import (
    AnswerExtension,
    AnswerQuestion,
    AnswerWithdrawal,
    Challenge,
    Extend,
    GiveIn,
    OpenCase,
    WithdrawCase,
)
from bot.ui.actor import member_of
from bot.ui.cards import case_card, case_history, case_list
from bot.ui.exporting import give_case_file
from bot.ui.intake import take_in, take_in_for_filing, uploads_of
from bot.ui.params import CASE_HELP, CONFIRM_HELP, EXPORT_FILES_HELP, MILESTONE_HELP, CaseParam, FundedMilestoneParam
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
        more_milestones="Further milestones of the same project, such as M-8, M-9. Not under safepay.",
        evidence="A file that shows what you say. It becomes your first exhibit.",
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
        more_milestones: str | None = None,
        evidence: discord.Attachment | None = None,
        confirm: bool = False,
    ) -> None:
        """Open a case about a milestone. You are shown what can be won, lost and paid first."""
        await defer(interaction)
        milestone_id = parse_milestone_id(milestone)
        uploads = uploads_of([evidence])
        files = await take_in_for_filing(self.desk, interaction, uploads, milestone_id=milestone_id)
        command = OpenCase(milestone_id, offer, reason, amount, category, more_milestones, files)
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

    @app_commands.command(name="answer")
    @app_commands.describe(
        text="Your answer, in up to 2,000 characters. The other side and the staff read it.",
        file="A file that belongs to it. It becomes an exhibit, while evidence is still taken.",
        case=CASE_HELP,
    )
    async def answer_question(
        self,
        interaction: discord.Interaction,
        text: str,
        file: discord.Attachment | None = None,
        case: CaseParam | None = None,
    ) -> None:
        """Answer the question that the arbitrator asked you."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        files = await take_in(self.desk, interaction, uploads_of([file]), case_id=case_id)
        await self.desk.run(interaction, AnswerQuestion(case_id, text, files))

    @app_commands.command(name="extend")
    @app_commands.describe(
        duration="How much longer, such as 2d or 12h.",
        alone="Choose True to take the time without asking the other side: once a case, up to 48 hours.",
        reason="Why, in up to 300 characters. The other side reads it.",
        case=CASE_HELP,
    )
    async def extend(
        self,
        interaction: discord.Interaction,
        duration: str,
        alone: bool = False,
        reason: str | None = None,
        case: CaseParam | None = None,
    ) -> None:
        """Ask the other side for more time, or take some alone once."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.run(interaction, Extend(case_id, duration, alone, reason))

    @app_commands.command(name="answer-extension")
    @app_commands.describe(decision="Whether the other side gets more time.", case=CASE_HELP)
    async def answer_extension(
        self,
        interaction: discord.Interaction,
        decision: Literal["agree", "refuse"],
        case: CaseParam | None = None,
    ) -> None:
        """Agree to the more time that the other side asked for, or refuse."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.run(interaction, AnswerExtension(case_id, decision == "agree"))

    @app_commands.command(name="answer-withdrawal")
    @app_commands.describe(decision="Whether the claimant may take the case back.", case=CASE_HELP)
    async def answer_withdrawal(
        self,
        interaction: discord.Interaction,
        decision: Literal["agree", "refuse"],
        case: CaseParam | None = None,
    ) -> None:
        """Agree that the claimant takes the case back, or refuse."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.run(interaction, AnswerWithdrawal(case_id, decision == "agree"))

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
        await answer(interaction, case_list(await self.desk.queries.cases_of(member_of(interaction), state), state))

    @app_commands.command(name="history")
    @app_commands.describe(case=CASE_HELP)
    async def history(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """Show what has happened in a case, step by step."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        view, lines = await self.desk.queries.history(member_of(interaction), case_id)
        await answer(interaction, case_history(view, lines))

    @app_commands.command(name="export")
    @app_commands.describe(files=EXPORT_FILES_HELP, case=CASE_HELP)
    async def export(
        self, interaction: discord.Interaction, files: bool = False, case: CaseParam | None = None
    ) -> None:
        """Get the case file: all that the record holds, as a page to read and as data to check."""
        await give_case_file(self.desk, interaction, case, with_files=files)
