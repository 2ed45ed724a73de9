"""Filling in a modal: labels or custom ids, prefilled values, and what the client would refuse."""

import re
from collections.abc import Mapping
from typing import Any, cast

from bot.sandbox import components as c
from bot.sandbox.components import Json
from bot.sandbox.errors import RefusedError
from bot.sandbox.model import User
from bot.sandbox.options import Resolved, pick_values
from bot.sandbox.views import Attachment, Modal


def fill_modal(modal: Modal, given: Mapping[str, Any], resolved: Resolved, person: User) -> Json:
    """Return the `data` of a modal submission; raises RefusedError for unknown fields and values not allowed.

    A field goes by its label, its custom id, or its label with underscores for everything but letters and digits.
    """
    values: dict[str, Any] = {}
    inputs = modal.inputs
    for name, value in given.items():
        matches = [field for label, field in inputs if name in (label, field["custom_id"], _keyword(label))]
        if len(matches) != 1:
            raise RefusedError(f"no single field {name!r}; there are {modal.fields}")
        values[matches[0]["custom_id"]] = value
    filled = {
        field["custom_id"]: _fill(label, field, values.get(field["custom_id"]), resolved, person)
        for label, field in inputs
    }
    data: Json = {"custom_id": modal.custom_id, "components": []}
    for component in modal.raw["components"]:
        data["components"].append(_submitted(component, filled))
    if resolved.parts:
        data["resolved"] = resolved.parts
    return data


def _keyword(label: str) -> str:
    return re.sub(r"\W+", "_", label.lower()).strip("_")


def _submitted(component: Json, filled: dict[str, Json]) -> Json:
    shell: Json = {"type": component["type"], "id": component["id"]}
    if component["type"] == c.ACTION_ROW:
        shell["components"] = [filled[component["components"][0]["custom_id"]]]
    elif component["type"] == c.LABEL:
        shell["component"] = filled[component["component"]["custom_id"]]
    return shell


def _fill(label: str, field: Json, value: Any, resolved: Resolved, person: User) -> Json:
    kind = field["type"]
    required = field.get("required")
    is_required = kind != c.CHECKBOX and (True if required is None else bool(required))
    result: Json = {"type": kind, "id": field["id"], "custom_id": field["custom_id"]}
    if kind == c.TEXT_INPUT:
        result["value"] = _text(label, field, value, is_required=is_required)
    elif kind == c.CHECKBOX:
        result["value"] = bool(field.get("default")) if value is None else bool(value)
    elif kind == c.FILE_UPLOAD:
        result["values"] = [resolved.add_file(file) for file in _files(label, field, value, is_required=is_required)]
    else:
        several = cast("list[Any]", value if isinstance(value, list) else [value])
        picked = [] if value is None else several
        if not picked and is_required:
            raise RefusedError(f"{label!r} is required")
        chosen = pick_values(field, picked, resolved, person) if picked else []
        if kind == c.RADIO_GROUP:
            result["value"] = chosen[0] if chosen else None
        else:
            result["values"] = chosen
    return result


def _text(label: str, field: Json, value: Any, *, is_required: bool) -> str:
    text = str(field.get("value") or "") if value is None else str(value)
    lowest, highest = field.get("min_length") or 0, field.get("max_length") or 4000
    if is_required and not text:
        raise RefusedError(f"{label!r} is required")
    if text and not lowest <= len(text) <= highest:
        raise RefusedError(f"{label!r} must have {lowest} to {highest} characters, not {len(text)}")
    return text


def _files(label: str, field: Json, value: Any, *, is_required: bool) -> list[Attachment]:
    files: list[Attachment] = [] if value is None else [value] if isinstance(value, Attachment) else list(value)
    lowest, highest = field.get("min_values"), field.get("max_values") or 1
    needed = (1 if lowest is None else lowest) if is_required else 0
    if not needed <= len(files) <= highest:
        raise RefusedError(f"{label!r} takes {needed} to {highest} files, not {len(files)}")
    return files
