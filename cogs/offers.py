"""`/offer`: propose what the freelancer gets, and answer the other side's proposal (R7)."""

import discord
from discord import app_commands

from bot.services.commands import AcceptOffer, DeclineOffer, MakeOffer, WithdrawOffer
from bot.ui.actor import member_of
from bot.ui.cards import offer_list
from bot.ui.params import CASE_HELP, CONFIRM_HELP, OFFER_HELP, CaseParam, OfferParam
from bot.ui.replies import answer, defer
from cogs.base import DeskCog


class Offers(DeskCog, group_name="offer", group_description="Settle a case by agreeing on who gets how much."):
    """Offers of a case."""

    @app_commands.command(name="make")
    @app_commands.describe(
        amount="What the freelancer shall get of the disputed amount, such as 250.00. The client gets the rest.",
        note="Why this is fair, in up to 300 characters. The other side reads it.",
        expires="How long the offer stands, such as 4d or 36h. Left out, it stands until it is answered or replaced.",
        case=CASE_HELP,
        confirm=CONFIRM_HELP,
    )
    async def make(
        self,
        interaction: discord.Interaction,
        amount: str,
        note: str | None = None,
        expires: str | None = None,
        case: CaseParam | None = None,
        confirm: bool = False,
    ) -> None:
        """Propose how the disputed amount is to be split. It replaces your earlier offer."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.carry_out(interaction, MakeOffer(case_id, amount, note, expires), confirm=confirm)

    @app_commands.command(name="accept")
    @app_commands.describe(
        number="Which offer, by its number. Left out, it is the other side's open one, and you are asked first.",
        case=CASE_HELP,
        confirm=CONFIRM_HELP,
    )
    async def accept(
        self,
        interaction: discord.Interaction,
        number: OfferParam | None = None,
        case: CaseParam | None = None,
        confirm: bool = False,
    ) -> None:
        """Accept the other side's offer: the money moves at once and the case ends."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        # Only a quote may name the offer in the person's place (R7.2).
        is_named = number is not None
        await self.desk.carry_out(interaction, AcceptOffer(case_id, number), confirm=confirm and is_named)

    @app_commands.command(name="decline")
    @app_commands.describe(
        number=OFFER_HELP,
        reason="Why you say no, in up to 300 characters. The other side reads it.",
        case=CASE_HELP,
    )
    async def decline(
        self,
        interaction: discord.Interaction,
        number: OfferParam | None = None,
        reason: str | None = None,
        case: CaseParam | None = None,
    ) -> None:
        """Say no to the other side's offer. The case goes on."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await self.desk.run(interaction, DeclineOffer(case_id, number, reason))

    @app_commands.command(name="withdraw")
    @app_commands.describe(case=CASE_HELP)
    async def withdraw(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """Take back your own open offer."""
        await defer(interaction)
        await self.desk.run(interaction, WithdrawOffer(await self.desk.case_id(interaction, case)))

    @app_commands.command(name="list")
    @app_commands.describe(case=CASE_HELP)
    async def list_offers(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """Show all offers of a case, open and closed ones."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await answer(interaction, offer_list(await self.desk.queries.case(member_of(interaction), case_id)))
