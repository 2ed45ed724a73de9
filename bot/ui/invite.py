"""The invitation: the link that asks a server for exactly what the bot needs, and no administrator."""

from typing import Final

import discord

from bot.services.needs import Power

INVITATION: Final = discord.Permissions(**{power.value: True for power in Power}).value
"""The permissions that the invitation asks for, as bits."""

SCOPES: Final = ("bot", "applications.commands")


def invite_link(application_id: int) -> str:
    """The address that an admin opens to invite the bot, or to give it what it lacks."""
    permissions = discord.Permissions(INVITATION)
    return discord.utils.oauth_url(application_id, permissions=permissions, scopes=SCOPES)
