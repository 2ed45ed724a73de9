"""`/wallet`: one's own money on this server, and requests for a cashier (R2.8)."""

import discord
from discord import app_commands

from bot.domain.ids import parse_wallet_request_id
from bot.services.commands import CancelWalletRequest, RequestDeposit, RequestWithdrawal
from bot.ui.actor import member_of
from bot.ui.cards import wallet_card, wallet_history
from bot.ui.own_data import give_own_data
from bot.ui.params import CURRENCY_HELP, REQUEST_HELP, RequestParam
from bot.ui.replies import answer, defer
from cogs.base import DeskCog


class Wallet(
    DeskCog, group_name="wallet", group_description="Your money on this server: what you have and what is held."
):
    """Wallets."""

    @app_commands.command(name="show")
    async def show(self, interaction: discord.Interaction) -> None:
        """Show what you have, what is held and why, and what waits for a cashier."""
        await defer(interaction)
        await answer(interaction, wallet_card(await self.desk.queries.wallet(member_of(interaction))))

    @app_commands.command(name="history")
    async def history(self, interaction: discord.Interaction) -> None:
        """Show what came into your wallet and what went out of it, the latest first."""
        await defer(interaction)
        await answer(interaction, wallet_history(await self.desk.queries.wallet_history(member_of(interaction))))

    @app_commands.command(name="export")
    async def export(self, interaction: discord.Interaction) -> None:
        """Get all that is stored about you on this server, as one file."""
        await give_own_data(self.desk, interaction)

    @app_commands.command(name="deposit")
    @app_commands.describe(
        amount="How much you bring in, such as 250.00.",
        currency=CURRENCY_HELP,
        reference="How the cashier finds your payment, such as a transfer's number.",
    )
    async def deposit(
        self,
        interaction: discord.Interaction,
        amount: str,
        currency: str | None = None,
        reference: str | None = None,
    ) -> None:
        """Ask a cashier to confirm money that you have brought in."""
        await defer(interaction)
        await self.desk.run(interaction, RequestDeposit(amount, currency, reference))

    @app_commands.command(name="withdraw")
    @app_commands.describe(
        amount="How much you want paid out, such as 250.00. It is held until a cashier answers.",
        currency=CURRENCY_HELP,
        reference="Where the cashier shall send it, such as the name of an account.",
    )
    async def withdraw(
        self,
        interaction: discord.Interaction,
        amount: str,
        currency: str | None = None,
        reference: str | None = None,
    ) -> None:
        """Ask a cashier to pay out money from your wallet."""
        await defer(interaction)
        await self.desk.run(interaction, RequestWithdrawal(amount, currency, reference))

    @app_commands.command(name="cancel")
    @app_commands.describe(request=REQUEST_HELP)
    async def cancel(self, interaction: discord.Interaction, request: RequestParam) -> None:
        """Take back a request of yours that no cashier has answered yet."""
        await defer(interaction)
        await self.desk.run(interaction, CancelWalletRequest(parse_wallet_request_id(request)))
