"""The JSON Schema of case files, made from the very types that they are read by: `docs/case-file.schema.json`.

`python -m bot.casefile.schema` prints it.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType
from typing import Any, Final, cast, get_args, get_origin

from bot.casefile.document import FORMAT, VERSION, CaseFile, EventEntry, Head, Record
from bot.domain.case_events import OfferClosed, OfferMade
from bot.domain.codec import hints_of, without_none
from bot.domain.plain import was_added_later
from bot.domain.recorded import EVENT_KINDS

Schema = dict[str, Any]

_HASHES: Final = frozenset({"hash", "previous_hash", "digest", "sha256", "transaction_digest"})
_UNITS: Final = {
    "_at_ms": "UTC, in milliseconds since 1970",
    "_minor": "in minor units of the currency",
    "_seconds": "in seconds",
    "_bytes": "in bytes",
    "_bp": "in hundredths of a percent",
}
_SIMPLE: Final = {int: "integer", str: "string", bool: "boolean", NoneType: "null"}


def schema() -> Schema:
    """The schema, draft 2020-12. What it allows is what this program reads, but for the hashes being right."""
    definitions: dict[str, Schema] = {}
    whole = _object(CaseFile, definitions)
    whole["properties"]["format"] = {"const": FORMAT}
    whole["properties"]["version"] = {"const": VERSION}
    whole["properties"]["records"] = _case_first(
        {name: _record(name, definitions) for name in EVENT_KINDS}, "The case's own record, then its milestones'."
    )
    heads: dict[str, Schema] = {}
    for name in EVENT_KINDS:
        heads[name] = _object(Head, definitions)
        heads[name]["properties"]["stream"] = {"const": name}
    whole["properties"]["heads"] = _case_first(heads, "In the order of the records.")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Parley case file",
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def _case_first(by_stream: Mapping[str, Schema], description: str) -> Schema:
    return {
        "type": "array",
        "description": description,
        "minItems": 2,
        "prefixItems": [by_stream["case"]],
        "items": by_stream["milestone"],
    }


def _record(stream: str, definitions: dict[str, Schema]) -> Schema:
    record = _object(Record, definitions)
    record["properties"]["stream"] = {"const": stream}
    entries: list[Schema] = []
    for name, kind in EVENT_KINDS[stream].items():
        payload = _schema("payload", kind, definitions)
        if issubclass(kind, OfferMade | OfferClosed):
            payload = {"anyOf": [payload, {"type": "null"}]}
        entries.append({"properties": {"kind": {"const": name}, "payload": payload}})
    entry = _object(EventEntry, definitions)
    del entry["properties"]["payload"], entry["properties"]["kind"]
    del entry["additionalProperties"]
    record["properties"]["events"] = {
        "type": "array",
        "minItems": 1,
        "items": {**entry, "unevaluatedProperties": False, "oneOf": entries},
    }
    # Each stream has its own kinds, so this is spelled out where it stands.
    definitions.pop("EventEntry", None)
    return record


def _object(kind: type, definitions: dict[str, Schema]) -> Schema:
    values = fields(cast("Any", kind))
    needed = [field.name for field in values if not was_added_later(field)]
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": {name: _schema(name, hint, definitions) for name, hint in hints_of(kind).items()},
        "required": needed,
        "additionalProperties": False,
    }


def _schema(name: str, hint: Any, definitions: dict[str, Schema]) -> Schema:
    hint, may_be_none = without_none(hint)
    found = _without_none(name, hint, definitions)
    return {"anyOf": [found, {"type": "null"}]} if may_be_none else found


def _without_none(name: str, hint: Any, definitions: dict[str, Schema]) -> Schema:
    if hint in _SIMPLE:
        simple: Schema = {"type": _SIMPLE[hint]}
        if name in _HASHES:
            return {**simple, "pattern": "^[0-9a-f]{64}$"}
        unit = next((unit for ending, unit in _UNITS.items() if name.endswith(ending)), None)
        return simple if unit is None else {**simple, "description": unit}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if isinstance(hint, type) and is_dataclass(hint):
        if hint.__name__ not in definitions:
            # Its place is taken first, for a type that is made of itself.
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is dict and arguments[1] is not Any:
        key_kind, value_kind = arguments
        keys: Schema = {"propertyNames": {"pattern": "^[0-9]+$"}} if key_kind is int else {}
        return {"type": "object", **keys, "additionalProperties": _schema("", value_kind, definitions)}
    if origin is dict:
        return {"type": "object"}
    return {"type": "array", "items": _schema("", arguments[0], definitions)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n")
