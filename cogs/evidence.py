"""`/evidence`: hand in exhibits and look at them (R8)."""

import discord
from discord import app_commands

from bot.services.commands import Rest, WithdrawExhibit
from bot.ui.actor import member_of
from bot.ui.cards import evidence_card, evidence_list
from bot.ui.intake import give_back, hand_in, uploads_of
from bot.ui.params import CASE_HELP, CONFIRM_HELP, EXHIBIT_HELP, CaseParam, ExhibitParam
from bot.ui.replies import answer, defer
from cogs.base import DeskCog


class Evidence(DeskCog, group_name="evidence", group_description="Hand in evidence in a case, and look at it."):
    """Exhibits of a case."""

    @app_commands.command(name="add")
    @app_commands.describe(
        description="What the exhibit says or shows, in up to 1,000 characters. Both sides and the staff read it.",
        file="A file that belongs to it. We keep a copy of our own, so that nothing depends on Discord's link.",
        file2="A second file.",
        file3="A third file. For more, add a further exhibit, or use the button: it takes up to ten.",
        link="A web address that belongs to it. It is kept as text; what stands there is not copied.",
        case=CASE_HELP,
    )
    async def add(
        self,
        interaction: discord.Interaction,
        description: str,
        file: discord.Attachment | None = None,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
        link: str | None = None,
        case: CaseParam | None = None,
    ) -> None:
        """Hand in a piece of evidence. It gets a number and can't be changed, only withdrawn."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await hand_in(self.desk, interaction, case_id, description, link, uploads_of((file, file2, file3)))

    @app_commands.command(name="list")
    @app_commands.describe(case=CASE_HELP)
    async def list_exhibits(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """Show all exhibits of a case."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await answer(interaction, evidence_list(await self.desk.queries.evidence(member_of(interaction), case_id)))

    @app_commands.command(name="show")
    @app_commands.describe(exhibit=EXHIBIT_HELP, case=CASE_HELP)
    async def show(
        self, interaction: discord.Interaction, exhibit: ExhibitParam, case: CaseParam | None = None
    ) -> None:
        """Show one exhibit in full, with its files from our own copy."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        member = member_of(interaction)
        view = await self.desk.queries.evidence(member, case_id)
        files = await self.desk.queries.exhibit_files(member, case_id, exhibit)
        await answer(interaction, evidence_card(view, exhibit))
        await give_back(self.desk, interaction, exhibit.strip().upper(), files)

    @app_commands.command(name="withdraw")
    @app_commands.describe(exhibit=EXHIBIT_HELP, case=CASE_HELP)
    async def withdraw(
        self, interaction: discord.Interaction, exhibit: ExhibitParam, case: CaseParam | None = None
    ) -> None:
        """Take back an exhibit of yours. It stays in the record, marked as withdrawn."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.run(interaction, WithdrawExhibit(case_id, exhibit))

    @app_commands.command(name="rest")
    @app_commands.describe(case=CASE_HELP, confirm=CONFIRM_HELP)
    async def rest(
        self, interaction: discord.Interaction, case: CaseParam | None = None, confirm: bool = False
    ) -> None:
        """Say that you have nothing more to add. Once both sides have, the arbitrator may rule."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.carry_out(interaction, Rest(case_id), confirm=confirm)
