"""Reads the body of a message request: content, embeds, components, files and mentions, with Discord's limits."""

import re
from dataclasses import dataclass, field
from typing import Any, cast

from bot.sandbox.components import ComponentReader, as_list, media_of
from bot.sandbox.errors import ApiError, FormErrors
from bot.sandbox.model import EPHEMERAL, IS_COMPONENTS_V2, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, Message

Json = dict[str, Any]
_EMBED_LENGTHS = {"title": 256, "description": 4096}
_EMBED_TEXT_TOTAL = 6000


@dataclass(slots=True, frozen=True)
class Upload:
    """A file part of a multipart request, or a person's file."""

    filename: str
    content: bytes
    content_type: str = "application/octet-stream"
    number: int | None = None
    description: str | None = None


@dataclass(slots=True)
class Draft:
    """A message body that passed all checks. None means: not mentioned in the request (an edit keeps it)."""

    content: str | None = None
    embeds: list[Json] | None = None
    components: list[Json] | None = None
    flags: int | None = None
    uploads: list[Upload] = field(default_factory=list[Upload])
    kept_file_ids: list[int] | None = None
    allowed_mentions: Json | None = None
    nonce: str | int | None = None
    enforce_nonce: bool = False
    reference: Json | None = None

    def is_empty(self) -> bool:
        """Return whether a new message made of this would be empty."""
        return not (self.content or self.embeds or self.components or self.uploads)


def read_draft(body: Json, uploads: list[Upload], *, edited: Message | None = None, max_file_bytes: int) -> Draft:
    """Check a message body; raises ApiError 50035 with the whole error tree, 50006 or 40005.

    `edited` is the message that the body changes: what it doesn't mention stays, and the V2 flag can't be taken back.
    """
    errors = FormErrors()
    flags = body.get("flags")
    is_v2 = bool((flags or 0) & IS_COMPONENTS_V2) or (edited is not None and bool(edited.flags & IS_COMPONENTS_V2))
    draft = Draft(
        content=_content(errors, body, edited),
        embeds=_embeds(errors, body, edited),
        flags=flags,
        uploads=uploads,
        allowed_mentions=_allowed_mentions(errors, body),
        nonce=body.get("nonce"),
        enforce_nonce=bool(body.get("enforce_nonce")),
        reference=body.get("message_reference"),
    )
    if "components" in body or edited is None:
        draft.components = ComponentReader(errors, is_v2=is_v2).read(as_list(body.get("components")))
    _files(errors, body, draft, edited)
    if is_v2:
        _only_components(errors, draft, edited)
    if draft.nonce is not None and len(str(draft.nonce)) > 25:
        errors.add("nonce", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    errors.raise_any()
    if any(len(upload.content) > max_file_bytes for upload in uploads):
        raise ApiError(40005)
    _check_attachment_urls(draft, edited)
    if edited is None and draft.is_empty():
        raise ApiError(50006)
    return draft


def _content(errors: FormErrors, body: Json, edited: Message | None) -> str | None:
    if "content" not in body and edited is not None:
        return None
    content = body.get("content") or ""
    if len(str(content)) > 2000:
        errors.add("content", "BASE_TYPE_MAX_LENGTH", "Must be 2000 or fewer in length.")
    return str(content)


def _only_components(errors: FormErrors, draft: Draft, edited: Message | None) -> None:
    content = draft.content if draft.content is not None or edited is None else edited.content
    embeds = draft.embeds if draft.embeds is not None or edited is None else edited.embeds
    for name, value in (("content", content), ("embeds", embeds)):
        if value:
            message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            errors.add(name, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)


def _allowed_mentions(errors: FormErrors, body: Json) -> Json | None:
    allowed = body.get("allowed_mentions")
    if not isinstance(allowed, dict):
        return None
    allowed = cast("Json", allowed)
    parse = cast("list[object]", allowed.get("parse") or [])
    for key in ("users", "roles"):
        listed = cast("list[object]", allowed.get(key) or [])
        if listed and key in parse:
            message = f'parse:["{key}"] and {key}: [ids...] are mutually exclusive.'
            errors.add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
        if len(listed) > 100:
            errors.add(f"allowed_mentions/{key}", "BASE_TYPE_BAD_LENGTH", "Must be 100 or fewer in length.")
    return allowed


def _embeds(errors: FormErrors, body: Json, edited: Message | None) -> list[Json] | None:
    if "embeds" not in body and edited is not None:
        return None
    embeds = as_list(body.get("embeds"))
    if len(embeds) > 10:
        errors.add("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    total = 0
    result: list[Json] = []
    for index, embed in enumerate(embeds):
        normal, length = _embed(errors, embed, f"embeds/{index}")
        total += length
        result.append(normal)
    if total > _EMBED_TEXT_TOTAL:
        errors.add("embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {_EMBED_TEXT_TOTAL}")
    return result


def _embed(errors: FormErrors, embed: Json, at: str) -> tuple[Json, int]:
    result: Json = {"type": "rich"}
    length = 0
    for key, highest in _EMBED_LENGTHS.items():
        if embed.get(key):
            result[key] = embed[key]
            length += len(embed[key])
            errors.length(f"{at}/{key}", embed[key], 1, highest)
    for key in ("url", "color", "timestamp"):
        if embed.get(key) is not None:
            result[key] = embed[key]
    fields = as_list(embed.get("fields"))
    if len(fields) > 25:
        errors.add(f"{at}/fields", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    kept: list[Json] = []
    for index, entry in enumerate(fields):
        name, value = str(entry.get("name") or ""), str(entry.get("value") or "")
        errors.length(f"{at}/fields/{index}/name", name, 1, 256)
        errors.length(f"{at}/fields/{index}/value", value, 1, 1024)
        length += len(name) + len(value)
        kept.append({"name": name, "value": value, "inline": bool(entry.get("inline"))})
    if kept:
        result["fields"] = kept
    for key, text_key, highest in (("footer", "text", 2048), ("author", "name", 256)):
        part = embed.get(key)
        if part:
            errors.length(f"{at}/{key}/{text_key}", str(part.get(text_key) or ""), 1, highest)
            length += len(part.get(text_key) or "")
            result[key] = {name: value for name, value in part.items() if value is not None}
    for key in ("image", "thumbnail"):
        if embed.get(key):
            result[key] = {"url": embed[key]["url"]}
    return result, length


def _files(errors: FormErrors, body: Json, draft: Draft, edited: Message | None) -> None:
    listed = as_list(body.get("attachments"))
    if "attachments" in body:
        numbers = {upload.number for upload in draft.uploads}
        draft.kept_file_ids = [int(item["id"]) for item in listed if int(item["id"]) not in numbers]
        known = {file.id for file in edited.files} if edited else set[int]()
        for file_id in draft.kept_file_ids:
            if file_id not in known:
                message = f"Attachment data not found for attachment {file_id}"
                errors.add("attachments", "ATTACHMENT_NOT_FOUND", message)
    described = {int(item["id"]): item for item in listed}
    draft.uploads = [
        _described(upload, described.get(-1 if upload.number is None else upload.number)) for upload in draft.uploads
    ]
    kept = len(edited.files) if edited and draft.kept_file_ids is None else len(draft.kept_file_ids or [])
    if len(draft.uploads) + kept > 10:
        errors.add("attachments", "BASE_TYPE_BAD_LENGTH", "Must be 10 or fewer in length.")


def _described(upload: Upload, listed: Json | None) -> Upload:
    listed = listed or {}
    filename = str(listed.get("filename") or upload.filename)
    clean = re.sub(r"[^\w.\-]", "_", filename)
    return Upload(clean, upload.content, upload.content_type, upload.number, listed.get("description"))


def _check_attachment_urls(draft: Draft, edited: Message | None) -> None:
    names = {upload.filename for upload in draft.uploads}
    if edited is not None:
        kept = {file.id for file in edited.files} if draft.kept_file_ids is None else set(draft.kept_file_ids)
        names |= {file.filename for file in edited.files if file.id in kept}
    for media in media_of(draft.components or []):
        url = str(media["url"])
        if url.startswith("attachment://") and url.removeprefix("attachment://") not in names:
            errors = FormErrors()
            errors.add("components", "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", f"{url} was not uploaded.")
            errors.raise_any()


def merged_flags(draft: Draft, edited: Message | None = None) -> int:
    """Return the flags of the message that results; the V2 flag stays once it is set."""
    settable = IS_COMPONENTS_V2 | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS
    if edited is None:
        return (draft.flags or 0) & (settable | EPHEMERAL)
    if draft.flags is None:
        return edited.flags
    return (edited.flags & ~SUPPRESS_EMBEDS) | (draft.flags & (SUPPRESS_EMBEDS | IS_COMPONENTS_V2))
