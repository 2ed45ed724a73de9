"""What all groups of commands share."""

from discord import app_commands
from discord.ext import commands

from bot.ui.replies import Desk


@app_commands.guild_only()
class DeskCog(commands.GroupCog):
    """A group of commands that works with the use cases and queries, in servers only."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
