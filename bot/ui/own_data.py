"""All that is stored about a member, given to them alone as one JSON file."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final

import discord

from bot.ui import texts_records as texts
from bot.ui.actor import member_of
from bot.ui.attached import LEAST_UPLOAD_BYTES, Attached, files_of, packed
from bot.ui.declined import Declined
from bot.ui.notes import note
from bot.ui.replies import Desk, answer, defer, follow_up

FORMAT: Final = "parley.own-data"
VERSION: Final = 1
_STEM: Final = "my-data"


async def give_own_data(desk: Desk, interaction: discord.Interaction) -> None:
    """Send it. Raises Declined while another export of theirs is made, and where it doesn't fit."""
    await defer(interaction)
    member = member_of(interaction)
    async with desk.exports.one_of(member):
        data = await desk.queries.records.own_data(member)
        attached = await asyncio.to_thread(_written, data, interaction.filesize_limit or LEAST_UPLOAD_BYTES)
        if attached is None:
            raise Declined(texts.OWN_DATA_TOO_LARGE)
        await answer(interaction, note(texts.OWN_DATA))
        await follow_up(interaction, texts.OWN_DATA_FILE, files_of([attached]))


def _written(data: Mapping[str, Any], limit_bytes: int) -> Attached | None:
    """The file, in a ZIP where it must be; None where that is too large, too."""
    whole = {"format": FORMAT, "version": VERSION, "read_me": texts.OWN_DATA_READ_ME, **data}
    written = Attached(f"{_STEM}.json", f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode())
    if len(written.data) <= limit_bytes:
        return written
    archive = Attached(f"{_STEM}.zip", packed([written]))
    return archive if len(archive.data) <= limit_bytes else None
