"""`/config`: a server's settings, for whoever has Manage Server (R10.5)."""

from dataclasses import fields
from typing import Literal

import discord
from discord import app_commands

from bot.domain.rulebook import Windows
from bot.services.commands import SetChannel, SetFee, SetLimit, SetRole, SetWindow
from bot.ui.actor import member_of
from bot.ui.cards import settings_card
from bot.ui.params import CURRENCY_HELP, ChannelParam
from bot.ui.replies import answer, defer
from cogs.base import DeskCog

_WINDOWS = [app_commands.Choice(name=field.name, value=field.name) for field in fields(Windows)]


# Discord hides the group from others; whoever uses it is checked again all the same.
@app_commands.default_permissions(manage_guild=True)
class Configuration(
    DeskCog, group_name="config", group_description="For admins: set this server's roles, fees and windows."
):
    """A server's settings."""

    @app_commands.command(name="show")
    async def show(self, interaction: discord.Interaction) -> None:
        """Show all settings of this server, and who changed what lately."""
        await defer(interaction)
        await answer(interaction, settings_card(await self.desk.queries.settings(member_of(interaction))))

    @app_commands.command(name="role")
    @app_commands.describe(kind="What the role's members may do.", role="The server's role.")
    async def role(
        self,
        interaction: discord.Interaction,
        kind: Literal["moderator", "arbitrator", "cashier"],
        role: discord.Role,
    ) -> None:
        """Say which of the server's roles moderates, rules or confirms money."""
        await defer(interaction)
        await self.desk.run(interaction, SetRole(kind, role.id))

    @app_commands.command(name="channel")
    @app_commands.describe(kind="What the channel is for.", channel="The server's channel.")
    async def channel(
        self,
        interaction: discord.Interaction,
        kind: Literal["cases", "staff", "records", "cashier"],
        channel: ChannelParam,
    ) -> None:
        """Say which channel is for staff messages, records or cashiers, or has the case rooms beside it."""
        await defer(interaction)
        await self.desk.run(interaction, SetChannel(kind, channel))

    @app_commands.command(name="fee")
    @app_commands.describe(
        currency=f"For the minimum: {CURRENCY_HELP[0].lower()}{CURRENCY_HELP[1:]}",
        rate="The fee as a share of the disputed amount, such as 5%.",
        minimum="The lowest fee, such as 5.00.",
        cap="The highest share of the disputed amount that a fee may be, such as 50%, or off.",
        refund="Who gets the fees back after a ruling.",
    )
    async def fee(
        self,
        interaction: discord.Interaction,
        currency: str | None = None,
        rate: str | None = None,
        minimum: str | None = None,
        cap: str | None = None,
        refund: Literal["winner", "none", "proportional"] | None = None,
    ) -> None:
        """Set the arbitration fee for new cases. What you leave out stays as it is."""
        await defer(interaction)
        await self.desk.run(interaction, SetFee(currency, rate, minimum, cap, refund))

    @app_commands.command(name="window")
    @app_commands.describe(
        name="Which window.",
        duration="How long, such as 4d, 36h or 1d 12h; off or 0 where that is allowed.",
    )
    @app_commands.choices(name=_WINDOWS)
    async def window(self, interaction: discord.Interaction, name: str, duration: str) -> None:
        """Set how long people have to act in new cases."""
        await defer(interaction)
        await self.desk.run(interaction, SetWindow(name, duration))

    @app_commands.command(name="limit")
    @app_commands.describe(
        name="Which limit.",
        value="A number, a duration such as 1h, or an amount, as the limit needs it.",
        currency=CURRENCY_HELP,
    )
    async def limit(
        self,
        interaction: discord.Interaction,
        name: Literal[
            "max_exhibits",
            "max_file_mib",
            "open_cases",
            "filing_cooldown",
            "refile",
            "small_splits",
            "two_people_amount",
        ],
        value: str,
        currency: str | None = None,
    ) -> None:
        """Set how much there may be of something, or how often."""
        await defer(interaction)
        await self.desk.run(interaction, SetLimit(name, value, currency))
