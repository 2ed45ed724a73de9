"""Giving people the case file, to them alone (R11.2): the page, the data, and the exhibits' files if they want them."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import discord
from structlog.stdlib import get_logger

from bot.ui import texts_records as texts
from bot.ui.actor import member_of, request_of
from bot.ui.attached import LEAST_UPLOAD_BYTES, Attached, Shape, files_of, shaped
from bot.ui.case_file import MadeCaseFile, made, zips
from bot.ui.notes import note
from bot.ui.replies import Desk, answer, defer, follow_up

_log = get_logger(__name__)


async def give_case_file(desk: Desk, interaction: discord.Interaction, case: str | None, *, with_files: bool) -> None:
    """Send the case file of a case, made at this moment. It is read at once, and made beside the event loop.

    Raises NoSuchCase and NotTheArbitrator for who may not read its exhibits, and Declined while another is being made.
    """
    await defer(interaction)
    member = member_of(interaction)
    async with desk.exports.one_of(member):
        case_id = await desk.case_id(interaction, case)
        record = await desk.queries.records.exported(member, case_id)
        file = await asyncio.to_thread(made, record, at_ms=request_of(interaction).acted_at_ms)
        limit_bytes = interaction.filesize_limit or LEAST_UPLOAD_BYTES
        shape, attached = await asyncio.to_thread(shaped, file, limit_bytes)
        await answer(interaction, note(texts.exported(case_id, shape.value, offers_hidden=record.offers_hidden)))
        # The ZIPs with the exhibits' files have page and data as well.
        is_in_zips = with_files and file.exhibits and shape is Shape.ZIP
        if attached and not is_in_zips:
            await follow_up(interaction, texts.exported_files(case_id), files_of(attached))
        if with_files:
            await _give_exhibits(desk, interaction, case_id, file, limit_bytes)


async def _give_exhibits(
    desk: Desk, interaction: discord.Interaction, case_id: int, file: MadeCaseFile, limit_bytes: int
) -> None:
    if not file.exhibits:
        await follow_up(interaction, texts.no_exhibits(case_id))
        return
    try:
        async with _folder() as folder:
            bundle = await asyncio.to_thread(zips, file, desk.exhibits.load, folder, limit_bytes=limit_bytes)
            for number, part in enumerate(bundle.parts, 1):
                # One part at a time is in memory.
                data = await asyncio.to_thread(part.read_bytes)
                words = texts.exported_part(case_id, number, len(bundle.parts))
                await follow_up(interaction, words, files_of([Attached(part.name, data)]))
    except OSError:
        # The disk is full, or can't be read.
        _log.exception("export_not_written", case_id=case_id)
        await follow_up(interaction, texts.EXPORT_FAULT)
        return
    if bundle.left_out:
        await follow_up(interaction, texts.exhibits_left_out(case_id, bundle.left_out))


@asynccontextmanager
async def _folder() -> AsyncGenerator[Path]:
    """A folder for as long as it is needed."""
    made_for_now = await asyncio.to_thread(tempfile.TemporaryDirectory[str], prefix="parley-export-")
    try:
        yield Path(made_for_now.name)
    finally:
        await asyncio.to_thread(made_for_now.cleanup)
