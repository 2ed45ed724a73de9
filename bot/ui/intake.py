"""Taking in files as evidence, and giving them back (R8.2).

A file is looked at, fetched, stored by its hash and only then named by a command, so that nothing is confirmed whose
bytes aren't safe. What was stored for a command that then failed is named by nothing, and swept later.
"""

import asyncio
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

import discord
import puremagic
from structlog.stdlib import get_logger

from bot.domain.files import SealedFile, safe_name
from bot.domain.texts import LENGTHS, clean, require_link, require_text
from bot.services.commands import AddExhibit, HandedFile
from bot.services.ports import ExhibitStoreFault
from bot.ui import texts_files
from bot.ui.actor import member_of, request_of
from bot.ui.attached import LEAST_UPLOAD_BYTES
from bot.ui.declined import Declined
from bot.ui.replies import NETWORK_FAILURES, Desk, follow_up

_MIB: Final = 1_048_576
_FETCH_SECONDS: Final = 60
_PAUSES_SECONDS: Final = (0.1, 0.5, 2.0)
"""How long to wait before a file is asked for again; its link lives for a day."""

_GONE: Final = (discord.NotFound, discord.Forbidden)
_UNKNOWN: Final = "application/octet-stream"
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as Discord announces it: its bytes have not been fetched."""

    name: str
    size_bytes: int
    url: str


def uploads_of(attachments: Iterable[discord.Attachment | None]) -> list[Upload]:
    """The files of a command's options or of a message; options left out are None."""
    # Discord cleans the name of what it keeps and has the original as a title.
    return [Upload(_original(item), item.size, item.url) for item in attachments if item is not None]


def _original(item: discord.Attachment) -> str:
    ending = "." + item.filename.rpartition(".")[2] if "." in item.filename else ""
    if not item.title:
        return item.filename
    return item.title if item.title.endswith(ending) else item.title + ending


def uploads_in_form(data: Mapping[str, Any]) -> list[Upload]:
    """The files of a form, from the interaction's raw data."""
    resolved = cast("Mapping[str, Any]", data.get("resolved") or {})
    attachments = cast("Mapping[str, Mapping[str, Any]]", resolved.get("attachments") or {})
    return [Upload(str(item["filename"]), int(item["size"]), str(item["url"])) for item in attachments.values()]


async def hand_in(
    desk: Desk,
    interaction: discord.Interaction,
    case_id: int,
    description: str,
    link: str | None,
    uploads: Sequence[Upload],
    whole_text: str | None = None,
    *,
    is_copy: bool = False,
) -> None:
    """Hand in an exhibit with its files, and show the receipt. Raises a Refusal or Declined, with nothing changed.

    `whole_text` is kept as a file too: what the description is only the beginning of. `is_copy`: the words are those of
    a message as the bot itself got it.
    """
    if uploads:
        # Whatever can be refused is refused before anything is fetched.
        require_text("description", description)
        if link is not None:
            require_link(link)
    files = await take_in(desk, interaction, uploads, case_id=case_id)
    if whole_text is not None:
        files.insert(0, await _kept(desk, whole_text.encode(), texts_files.WHOLE_TEXT_NAME))
    await desk.run(interaction, AddExhibit(case_id, description, link, files, is_copy))


async def hand_in_message(desk: Desk, interaction: discord.Interaction, case_id: int, message: discord.Message) -> None:
    """Hand in somebody's message: its words with author and time, and its files (R8.1).

    Raises Declined for the bot's own where offers are hidden: they tell of offers, and come with its word (R7.5).
    """
    if interaction.client.user is not None and message.author.id == interaction.client.user.id:
        view = await desk.queries.case(member_of(interaction), case_id)
        if view.state.rulebook.offers_hidden:
            raise Declined(texts_files.OFFERS_ARE_HIDDEN)
    said_at = f"{message.created_at:%Y-%m-%d %H:%M:%S} UTC"
    description = texts_files.message_quoted(message.author.name, message.author.id, said_at, message.content)
    longest = LENGTHS["description"][1]
    uploads = uploads_of(message.attachments)
    if len(clean(description)) <= longest:
        await hand_in(desk, interaction, case_id, description, None, uploads, is_copy=True)
        return
    begun = texts_files.begun(description, longest)
    await hand_in(desk, interaction, case_id, begun, None, uploads, description, is_copy=True)


async def take_in(
    desk: Desk, interaction: discord.Interaction, uploads: Sequence[Upload], *, case_id: int
) -> list[HandedFile]:
    """Fetch and store files for a case; a command must name them within the hour, or they are swept.

    Raises Declined for files that can't be taken, and what `Queries.require_exhibit_possible` does.
    """
    if not uploads:
        return []
    at_ms = request_of(interaction).acted_at_ms
    await desk.queries.require_exhibit_possible(member_of(interaction), case_id, at_ms)
    return await _take_all(desk, interaction, uploads)


async def take_in_for_filing(
    desk: Desk, interaction: discord.Interaction, uploads: Sequence[Upload], *, milestone_id: int
) -> list[HandedFile]:
    """The same for a case that is only being opened. Raises what `Queries.require_filing_possible` does."""
    if not uploads:
        return []
    await desk.queries.require_filing_possible(member_of(interaction), milestone_id)
    return await _take_all(desk, interaction, uploads)


async def _take_all(desk: Desk, interaction: discord.Interaction, uploads: Sequence[Upload]) -> list[HandedFile]:
    if len(uploads) > texts_files.MOST_FILES:
        raise Declined(texts_files.TOO_MANY_FILES)
    limit_bytes = await _limit_bytes(desk, interaction)
    for upload in uploads:
        _require_size(upload.name, upload.size_bytes, limit_bytes)
    # One after the other, so that only one file of each person is in memory.
    return [await _take(desk, interaction, upload, limit_bytes) for upload in uploads]


async def give_back(desk: Desk, interaction: discord.Interaction, exhibit: str, files: Sequence[SealedFile]) -> None:
    """Send an exhibit's files from our own copy, byte for byte, to this person alone."""
    limit_bytes = _sendable_bytes(interaction)
    sendable = [item for item in files if item.size_bytes <= limit_bytes]
    lost: list[str] = []
    first = True
    for batch in _batches(sendable, limit_bytes):
        found: list[discord.File] = []
        for item in batch:
            try:
                found.append(discord.File(io.BytesIO(await desk.exhibits.read(item.sha256)), item.name))
            except ExhibitStoreFault as fault:
                _log.error("exhibit_unreadable", file_id=item.file_id, sha256=item.sha256, fault=str(fault))
                lost.append(item.name)
        if found:
            words = texts_files.files_of(exhibit, len(files)) if first else texts_files.more_files_of(exhibit)
            await follow_up(interaction, words, found)
            first = False
    if lost:
        await follow_up(interaction, texts_files.lost(lost))
    too_large = [item.name for item in files if item.size_bytes > limit_bytes]
    if too_large:
        await follow_up(interaction, texts_files.too_large_to_show(too_large, limit_bytes))


def _batches(files: Iterable[SealedFile], limit_bytes: int) -> Iterator[list[SealedFile]]:
    """Files in as few messages as Discord takes: ten a message, and all of one within what one file may have."""
    batch: list[SealedFile] = []
    for item in files:
        size_bytes = sum(other.size_bytes for other in batch) + item.size_bytes
        if batch and (len(batch) == texts_files.MOST_FILES or size_bytes > limit_bytes):
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _sendable_bytes(interaction: discord.Interaction) -> int:
    return interaction.filesize_limit or LEAST_UPLOAD_BYTES


async def _limit_bytes(desk: Desk, interaction: discord.Interaction) -> int:
    """The smaller of the setting and what the bot can send back there (R8.2)."""
    settings = await desk.queries.settings_of(member_of(interaction).guild_id)
    return min(settings.limits.max_file_mib * _MIB, _sendable_bytes(interaction))


def _require_size(name: str, size_bytes: int, limit_bytes: int) -> None:
    if size_bytes == 0:
        raise Declined(texts_files.empty(name))
    if size_bytes > limit_bytes:
        raise Declined(texts_files.too_large(name, size_bytes, limit_bytes))


async def _take(desk: Desk, interaction: discord.Interaction, upload: Upload, limit_bytes: int) -> HandedFile:
    async with desk.fetching:
        data = await _fetch(interaction, upload)
        # What was announced isn't trusted: the bytes themselves are measured.
        _require_size(upload.name, len(data), limit_bytes)
        return await _kept(desk, data, upload.name)


async def _kept(desk: Desk, data: bytes, name: str) -> HandedFile:
    """Store bytes. Raises Declined when the store doesn't take them."""
    media_type = await asyncio.to_thread(sniffed_type, data)
    try:
        sha256 = await desk.exhibits.put(data)
    except ExhibitStoreFault as fault:
        _log.exception("exhibit_not_stored")
        raise Declined(texts_files.STORE_FAULT) from fault
    return {"sha256": sha256, "size_bytes": len(data), "media_type": media_type, "name": safe_name(name)}


async def _fetch(interaction: discord.Interaction, upload: Upload) -> bytes:
    """The file's bytes. Raises Declined when Discord doesn't hand them over."""
    error: BaseException | None = None
    for pause_seconds in (0.0, *_PAUSES_SECONDS):
        await asyncio.sleep(pause_seconds)
        try:
            async with asyncio.timeout(_FETCH_SECONDS):
                return await interaction.client.http.get_from_cdn(upload.url)
        except _GONE as gone:
            error = gone
            break
        except NETWORK_FAILURES as failure:
            error = failure
    _log.warning("upload_not_fetched", guild_id=interaction.guild_id, error=type(error).__name__)
    raise Declined(texts_files.not_fetched(upload.name)) from error


def sniffed_type(data: bytes) -> str:
    """The media type that the content itself shows; what a name or sender claims counts for nothing."""
    try:
        found = str(cast("Any", puremagic).from_string(data, mime=True))
    except (puremagic.PureError, ValueError):
        found = ""
    if found:
        return found
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _UNKNOWN
    return _UNKNOWN if "\0" in text else "text/plain"
