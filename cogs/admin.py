"""`/config`: a server's settings, for whoever has Manage Server (R10.5)."""

from dataclasses import fields
from typing import Literal

import discord
from discord import app_commands

from bot.domain.errors import BotLacks
from bot.domain.rulebook import Windows
from bot.services.check_up import judge, lacking_for_set_up
from bot.services.setting_commands import (
    BlockMember,
    SetChannel,
    SetCurrency,
    SetFee,
    SetLimit,
    SetReminders,
    SetRetention,
    SetRole,
    SetRooms,
    SetRulebook,
    SetSwitch,
    SetThreshold,
    SetUpServer,
    SetWindow,
)
from bot.services.staff_commands import EraseMember
from bot.ui.actor import member_of
from bot.ui.cards import setting_history, settings_card
from bot.ui.cards_set_up import check_card
from bot.ui.invite import invite_link
from bot.ui.params import CONFIRM_HELP, CURRENCY_HELP, ChannelParam
from bot.ui.replies import answer, defer, follow_up
from bot.ui.texts_check import CHECK_FOLLOWS
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

    @app_commands.command(name="history")
    async def history(self, interaction: discord.Interaction) -> None:
        """Show who changed which setting when, whom admins blocked, and whose words they erased."""
        await defer(interaction)
        await answer(interaction, setting_history(await self.desk.queries.setting_history(member_of(interaction))))

    @app_commands.command(name="check")
    async def check(self, interaction: discord.Interaction) -> None:
        """Check permissions, roles, channels and limits, and say how to mend what is missing."""
        await defer(interaction)
        member = member_of(interaction)
        settings = (await self.desk.queries.settings(member)).settings
        findings = judge(settings, await self.desk.inspector.inspect(member.guild_id))
        view, whole = check_card(findings, invite_link(interaction.application_id))
        await answer(interaction, view)
        if whole is not None:
            await follow_up(interaction, CHECK_FOLLOWS, [whole])

    @app_commands.command(name="setup")
    @app_commands.describe(confirm=CONFIRM_HELP)
    async def setup(self, interaction: discord.Interaction, confirm: bool = False) -> None:
        """Make the channels that are missing, open to those whom they are for, and set them."""
        await defer(interaction)
        member = member_of(interaction)
        settings = (await self.desk.queries.settings(member)).settings
        lacking = lacking_for_set_up(settings, await self.desk.inspector.inspect(member.guild_id))
        if lacking:
            raise BotLacks(powers=tuple(lacking))
        await self.desk.carry_out(interaction, SetUpServer(), confirm=confirm)

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
        """Say which channel is for staff, records or cashiers, or has the case rooms beside or under it."""
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

    @app_commands.command(name="rulebook")
    @app_commands.describe(preset="The rules for new cases and requests. Open ones keep theirs.")
    async def rulebook(self, interaction: discord.Interaction, preset: Literal["milestone", "safepay"]) -> None:
        """Choose the rulebook for new cases and new requests."""
        await defer(interaction)
        await self.desk.run(interaction, SetRulebook(preset))

    @app_commands.command(name="threshold")
    @app_commands.describe(
        small_balance="Up to which balance safepay splits evenly without a fee, such as 50.00.",
        currency=CURRENCY_HELP,
    )
    async def threshold(
        self, interaction: discord.Interaction, small_balance: str, currency: str | None = None
    ) -> None:
        """Set what counts as a small balance, which is split evenly at once."""
        await defer(interaction)
        await self.desk.run(interaction, SetThreshold(small_balance, currency))

    @app_commands.command(name="rooms")
    @app_commands.describe(kind="Private channels, or private threads under a cases channel that is read-only.")
    async def rooms(self, interaction: discord.Interaction, kind: Literal["channel", "thread"]) -> None:
        """Choose what the rooms of new cases are."""
        await defer(interaction)
        await self.desk.run(interaction, SetRooms(kind))

    @app_commands.command(name="currency")
    @app_commands.describe(
        currency="Which currency, by its three letters, such as EUR.",
        action="Offer it, offer it no longer, or make it the one that is meant when none is named.",
    )
    async def currency(
        self, interaction: discord.Interaction, currency: str, action: Literal["add", "remove", "default"]
    ) -> None:
        """Choose the currencies that this server works with."""
        await defer(interaction)
        await self.desk.run(interaction, SetCurrency(currency, action))

    @app_commands.command(name="reminders")
    @app_commands.describe(steps="Half of the window, and how long before its end, such as: half, 24h, 1h.")
    async def reminders(self, interaction: discord.Interaction, steps: str) -> None:
        """Set when people are reminded of a deadline."""
        await defer(interaction)
        await self.desk.run(interaction, SetReminders(steps))

    @app_commands.command(name="retention")
    @app_commands.describe(room="How long the room of an ended case is kept, such as 7d.")
    async def retention(self, interaction: discord.Interaction, room: str) -> None:
        """Set how long the rooms of ended cases are kept. Records and case files stay."""
        await defer(interaction)
        await self.desk.run(interaction, SetRetention(room))

    @app_commands.command(name="switch")
    @app_commands.describe(
        name="Hide the offers of new cases from arbitrators, or send notices by direct message, too.",
        on="True switches it on, False off.",
    )
    async def switch(
        self, interaction: discord.Interaction, name: Literal["offers_hidden", "dm_notices"], on: bool
    ) -> None:
        """Switch something on or off."""
        await defer(interaction)
        await self.desk.run(interaction, SetSwitch(name, on))

    @app_commands.command(name="block")
    @app_commands.describe(
        member="Whom it is about.",
        blocked="True stops them from opening cases, False lets them again.",
        reason="Why, in up to 500 characters. It stands in the history of the settings.",
    )
    async def block(
        self, interaction: discord.Interaction, member: discord.User, blocked: bool, reason: str | None = None
    ) -> None:
        """Stop a member from opening cases. They can still answer, pay and defend themselves."""
        await defer(interaction)
        await self.desk.run(interaction, BlockMember(member.id, blocked, reason))

    @app_commands.command(name="erase")
    @app_commands.describe(
        member="Somebody who has left the server.",
        reason="Why, in up to 500 characters. It stands in the history of the settings.",
        confirm=CONFIRM_HELP,
    )
    async def erase(
        self,
        interaction: discord.Interaction,
        member: discord.User,
        reason: str,
        confirm: bool = False,
    ) -> None:
        """Erase what a member who has left wrote: words, names, files. Amounts and hashes stay."""
        await defer(interaction)
        # Discord sends a member, and not just a user, for whoever is on the server.
        is_present = isinstance(member, discord.Member)
        bot_id = 0 if interaction.client.user is None else interaction.client.user.id
        await self.desk.carry_out(interaction, EraseMember(member.id, reason, is_present, bot_id), confirm=confirm)
