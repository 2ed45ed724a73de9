"""`/cashier`: confirm money that came in or went out (R2.8, R10.6)."""

import discord
from discord import app_commands

from bot.domain.ids import parse_wallet_request_id
from bot.services.commands import ConfirmWalletRequest, DeclineWalletRequest
from bot.services.staff_commands import PayOutFees
from bot.ui.actor import member_of
from bot.ui.cards import cashier_queue
from bot.ui.params import CONFIRM_HELP, CURRENCY_HELP, REQUEST_HELP, PendingRequestParam
from bot.ui.replies import answer, defer
from cogs.base import DeskCog


class Cashier(DeskCog, group_name="cashier", group_description="For cashiers: confirm money that came in or went out."):
    """The cashiers' work."""

    @app_commands.command(name="pending")
    async def pending(self, interaction: discord.Interaction) -> None:
        """Show the deposits and withdrawals that wait for a cashier."""
        await defer(interaction)
        await answer(interaction, cashier_queue(await self.desk.queries.cashier_queue(member_of(interaction))))

    @app_commands.command(name="confirm")
    @app_commands.describe(
        request=REQUEST_HELP,
        amount="The sum that really came in, if it isn't the one asked for.",
        reference="How the payment can be found again, such as a transfer's number.",
        confirm=CONFIRM_HELP,
    )
    async def confirm(
        self,
        interaction: discord.Interaction,
        request: PendingRequestParam,
        amount: str | None = None,
        reference: str | None = None,
        confirm: bool = False,
    ) -> None:
        """Confirm that the money of a request came in, or was paid out."""
        await defer(interaction)
        command = ConfirmWalletRequest(parse_wallet_request_id(request), amount, reference)
        await self.desk.carry_out(interaction, command, confirm=confirm)

    @app_commands.command(name="decline")
    @app_commands.describe(
        request=REQUEST_HELP,
        reason="Why you say no, in up to 500 characters. The member reads it.",
    )
    async def decline(self, interaction: discord.Interaction, request: PendingRequestParam, reason: str) -> None:
        """Decline a deposit or a withdrawal; what was held for it is free again."""
        await defer(interaction)
        await self.desk.run(interaction, DeclineWalletRequest(parse_wallet_request_id(request), reason))

    @app_commands.command(name="payout")
    @app_commands.describe(
        amount="How much of the earned fees is paid out, such as 250.00.",
        currency=CURRENCY_HELP,
        reference="How the payment can be found again, such as a transfer's number.",
        confirm=CONFIRM_HELP,
    )
    async def payout(
        self,
        interaction: discord.Interaction,
        amount: str,
        currency: str | None = None,
        reference: str | None = None,
        confirm: bool = False,
    ) -> None:
        """Pay out arbitration fees that the server has earned. Another cashier has to confirm it."""
        await defer(interaction)
        await self.desk.carry_out(interaction, PayOutFees(amount, currency, reference), confirm=confirm)
