"""`/case`: the work of moderators and arbitrators (R10)."""

import asyncio
import io
from typing import Literal

import discord
from discord import app_commands

from bot.domain.ids import parse_case_id
from bot.services.commands import Ask, ClaimCase, Escalate, ExtendByStaff, HoldCase, Resume, Rule
from bot.ui.actor import member_of
from bot.ui.buttons import Act, ButtonId
from bot.ui.cards import case_brief, figures_card, queue_list
from bot.ui.charts import figures_png, has_bars
from bot.ui.modals import rule_modal
from bot.ui.params import CASE_HELP, CONFIRM_HELP, CaseParam
from bot.ui.replies import answer, defer, follow_up, open_form
from bot.ui.texts_figures import PICTURE, picture_of
from cogs.casework import Casework


class Staff(
    Casework, group_name="case", group_description="For moderators and arbitrators: look after cases and decide them."
):
    """Cases, as the staff sees them."""

    @app_commands.command(name="queue")
    @app_commands.describe(
        stage="Only the cases in this stage.",
        assigned="Only the cases of this arbitrator.",
    )
    async def queue(
        self,
        interaction: discord.Interaction,
        stage: Literal["response", "negotiation", "final_offers", "arbitration"] | None = None,
        assigned: discord.User | None = None,
    ) -> None:
        """Show the open cases of this server, what is due first on top."""
        await defer(interaction)
        assigned_id = None if assigned is None else assigned.id
        found = await self.desk.queries.queue(member_of(interaction), stage, assigned_id)
        await answer(interaction, queue_list(found))

    @app_commands.command(name="stats")
    @app_commands.describe(days="How many days back to look, from 1 to 365. Left out, it is the last 30.")
    async def stats(self, interaction: discord.Interaction, days: app_commands.Range[int, 1, 365] = 30) -> None:
        """Show how cases ended, how long they took, and what arbitrators have to do."""
        await defer(interaction)
        view = await self.desk.queries.figures(member_of(interaction), days)
        await answer(interaction, figures_card(view))
        if has_bars(view):
            picture = await asyncio.to_thread(figures_png, view)
            file = discord.File(io.BytesIO(picture), "cases.png", description=picture_of(view))
            await follow_up(interaction, PICTURE, [file])

    @app_commands.command(name="view")
    @app_commands.describe(case=CASE_HELP)
    async def view(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """Show all that is known of a case, with what you can do in it."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await answer(interaction, case_brief(await self.desk.queries.case(member_of(interaction), case_id)))

    @app_commands.command(name="claim")
    @app_commands.describe(case=CASE_HELP)
    async def claim(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """As an arbitrator, take a case that is in arbitration."""
        await defer(interaction)
        await self.desk.run(interaction, ClaimCase(await self.desk.case_id(interaction, case)))

    @app_commands.command(name="rule")
    @app_commands.describe(
        freelancer_amount="What the freelancer gets of the disputed amount, such as 250.00. The client gets the rest.",
        findings="Why, in 50 to 3,500 characters. Left out, a form asks for it.",
        case=CASE_HELP,
        confirm=CONFIRM_HELP,
    )
    async def rule(
        self,
        interaction: discord.Interaction,
        freelancer_amount: str,
        findings: str | None = None,
        case: CaseParam | None = None,
        confirm: bool = False,
    ) -> None:
        """As the case's arbitrator, decide it. A ruling is final."""
        if findings is None:
            await open_form(interaction, _findings_form(freelancer_amount, case, confirm=confirm))
            return
        await defer(interaction)
        command = Rule(await self.desk.case_id(interaction, case), freelancer_amount, findings)
        await self.desk.carry_out(interaction, command, confirm=confirm)

    @app_commands.command(name="ask")
    @app_commands.describe(
        party="Whom you ask.",
        question="What you want to know, in 10 to 1,500 characters. Both sides read it.",
        window="How long they have, such as 48h. Left out, it is this server's usual time.",
        case=CASE_HELP,
    )
    async def ask(
        self,
        interaction: discord.Interaction,
        party: Literal["claimant", "respondent", "both"],
        question: str,
        window: str | None = None,
        case: CaseParam | None = None,
    ) -> None:
        """As the case's arbitrator, ask one side or both a question."""
        await defer(interaction)
        await self.desk.run(interaction, Ask(await self.desk.case_id(interaction, case), party, question, window))

    @app_commands.command(name="escalate")
    @app_commands.describe(
        reason="Why, in up to 500 characters. Both sides read it.",
        case=CASE_HELP,
        confirm=CONFIRM_HELP,
    )
    async def escalate(
        self,
        interaction: discord.Interaction,
        reason: str,
        case: CaseParam | None = None,
        confirm: bool = False,
    ) -> None:
        """As a moderator, send a case to arbitration without fees."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.carry_out(interaction, Escalate(case_id, reason), confirm=confirm)

    @app_commands.command(name="hold")
    @app_commands.describe(reason="Why, in up to 500 characters. Both sides read it.", case=CASE_HELP)
    async def hold(self, interaction: discord.Interaction, reason: str, case: CaseParam | None = None) -> None:
        """As a moderator, stop all clocks of a case. What is left of them is kept."""
        await defer(interaction)
        await self.desk.run(interaction, HoldCase(await self.desk.case_id(interaction, case), reason))

    @app_commands.command(name="resume")
    @app_commands.describe(case=CASE_HELP)
    async def resume(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """As a moderator, let a case's held clocks run again."""
        await defer(interaction)
        await self.desk.run(interaction, Resume(await self.desk.case_id(interaction, case)))

    @app_commands.command(name="extend")
    @app_commands.describe(
        duration="How much longer, such as 2d or 12h.",
        reason="Why, in up to 500 characters. Both sides read it.",
        case=CASE_HELP,
    )
    async def extend(
        self, interaction: discord.Interaction, duration: str, reason: str, case: CaseParam | None = None
    ) -> None:
        """As a moderator, give more time for what is due in a case."""
        await defer(interaction)
        await self.desk.run(interaction, ExtendByStaff(await self.desk.case_id(interaction, case), duration, reason))


def _findings_form(freelancer_amount: str, case: str | None, *, confirm: bool) -> discord.ui.Modal:
    """The form that asks for findings. It says case 0 for the room's own: looking it up would take too long."""
    case_id = 0 if case is None else parse_case_id(case)
    form = rule_modal(ButtonId(Act.RULE, str(case_id), number=int(confirm)), freelancer_amount)
    if case is None:
        form.title = "Rule on this case"
    return form
