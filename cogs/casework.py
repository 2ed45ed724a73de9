"""The part of `/case` that is about who decides a case, notes, and the room (R10.1, R10.2)."""

import discord
from discord import app_commands

from bot.services.staff_commands import AddNote, AssignCase, CloseRoom, Recuse
from bot.ui.actor import member_of, roles_of
from bot.ui.cards import case_history
from bot.ui.exporting import give_case_file
from bot.ui.guests import remove_guest
from bot.ui.params import CASE_HELP, EXPORT_FILES_HELP, CaseParam
from bot.ui.replies import answer, defer
from cogs.base import DeskCog


class Casework(DeskCog):
    """What staff do around a case. `Staff` is the group; this is a part of it."""

    @app_commands.command(name="assign")
    @app_commands.describe(member="The arbitrator who shall decide it.", case=CASE_HELP)
    async def assign(
        self, interaction: discord.Interaction, member: discord.User, case: CaseParam | None = None
    ) -> None:
        """As a moderator, give a case in arbitration to an arbitrator."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        # Who isn't on the server is a user only, and has no roles there.
        role_ids = sorted(roles_of(member)) if isinstance(member, discord.Member) else []
        await self.desk.run(interaction, AssignCase(case_id, member.id, role_ids))

    @app_commands.command(name="history")
    @app_commands.describe(case=CASE_HELP)
    async def history(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """Show what has happened in a case, step by step, as staff may see it."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        view, lines = await self.desk.queries.history(member_of(interaction), case_id)
        await answer(interaction, case_history(view, lines))

    @app_commands.command(name="recuse")
    @app_commands.describe(reason="Why, in up to 500 characters. Only moderators read it.", case=CASE_HELP)
    async def recuse(self, interaction: discord.Interaction, reason: str, case: CaseParam | None = None) -> None:
        """As the case's arbitrator, give it up for good."""
        await defer(interaction)
        await self.desk.run(interaction, Recuse(await self.desk.case_id(interaction, case), reason))

    @app_commands.command(name="note")
    @app_commands.describe(text="What other staff shall know. The parties never see it.", case=CASE_HELP)
    async def note(self, interaction: discord.Interaction, text: str, case: CaseParam | None = None) -> None:
        """As staff, write down something about a case that only staff see."""
        await defer(interaction)
        await self.desk.run(interaction, AddNote(await self.desk.case_id(interaction, case), text))

    @app_commands.command(name="close-room")
    @app_commands.describe(case=CASE_HELP)
    async def close_room(self, interaction: discord.Interaction, case: CaseParam | None = None) -> None:
        """As a moderator, remove the room of an ended case before its time."""
        await defer(interaction)
        await self.desk.run(interaction, CloseRoom(await self.desk.case_id(interaction, case)))

    @app_commands.command(name="remove")
    @app_commands.describe(
        member="Who has no place there. Parties and the case's arbitrator stay.",
        reason="Why, in up to 500 characters. Everybody in the room reads it.",
        case=CASE_HELP,
    )
    async def remove(
        self, interaction: discord.Interaction, member: discord.User, reason: str, case: CaseParam | None = None
    ) -> None:
        """As a moderator, take somebody who is no party out of a case's room."""
        await defer(interaction)
        case_id = await self.desk.case_id(interaction, case)
        await remove_guest(self.desk, interaction, case_id, member.id, reason)

    @app_commands.command(name="export")
    @app_commands.describe(files=EXPORT_FILES_HELP, case=CASE_HELP)
    async def export(
        self, interaction: discord.Interaction, files: bool = False, case: CaseParam | None = None
    ) -> None:
        """Get the case file: all that the record holds, as a page to read and as data to check."""
        await give_case_file(self.desk, interaction, case, with_files=files)
