"""`/fee`: what arbitration costs, what follows, and paying it (R5.3)."""

import discord
from discord import app_commands

from bot.services.views import FeeView
from bot.ui.actor import member_of
from bot.ui.cards import fee_quote, fee_status
from bot.ui.params import CASE_HELP, CONFIRM_HELP, CaseParam
from bot.ui.replies import answer, defer
from cogs.base import DeskCog


class Fees(
    DeskCog, group_name="fee", group_description="The arbitration fee: what it costs, who has paid, and paying."
):
    """Arbitration fees."""

    @app_commands.command(name="quote")
    @app_commands.describe(case=CASE_HELP)
    async def quote(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """Show what arbitration costs you, and what follows if one side doesn't pay."""
        await defer(interaction)
        await answer(interaction, fee_quote(await self._fee(interaction, case)))

    @app_commands.command(name="pay")
    @app_commands.describe(case=CASE_HELP, confirm=CONFIRM_HELP)
    async def pay(self, interaction: discord.Interaction, case: CaseParam | None = None, confirm: bool = False) -> None:
        """Pay the arbitration fee from your wallet. It is held as a deposit until the case ends."""
        await defer(interaction)
        await self.desk.pay_fee(interaction, await self.desk.case_id(interaction, case), confirm=confirm)

    @app_commands.command(name="status")
    @app_commands.describe(case=CASE_HELP)
    async def status(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """Show who has paid the arbitration fee, and when."""
        await defer(interaction)
        await answer(interaction, fee_status(await self._fee(interaction, case)))

    async def _fee(self, interaction: discord.Interaction, case: str | None) -> FeeView:
        return await self.desk.queries.fee(member_of(interaction), await self.desk.case_id(interaction, case))
