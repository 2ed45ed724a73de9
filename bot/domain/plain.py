"""Values as plain JSON data: how the record and the database spell them.

What was written once must read and hash for ever as it was written. So a field that joins a stored value later has a
default and is marked with `ADDED_LATER`: it is left out while it has that default, and a value without it has the
default. Then rows from before the field are spelled as they always were. Such a default must never change.
"""

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Final, cast

ADDED_LATER: Final[Mapping[str, bool]] = {"added_later": True}
"""The `metadata` of a field that values stored before it lack."""


_AS_THEY_ARE: Final = frozenset({int, str, bool, type(None)})


def was_added_later(field: Field[Any]) -> bool:
    """Whether stored values may lack the field, which then has its default."""
    return "added_later" in field.metadata


@cache
def _fields_of(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


def to_data(value: Any) -> Any:
    """The value as JSON data: dataclasses and mappings become objects, sequences and sets become arrays."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_data(inner)
            for field in _fields_of(type(value))
            for inner in (getattr(value, field.name),)
            if not (was_added_later(field) and inner == field.default)
        }
    if isinstance(value, Mapping):
        return {to_data(key): to_data(inner) for key, inner in cast("Mapping[Any, Any]", value).items()}
    if isinstance(value, set | frozenset):
        return sorted(to_data(inner) for inner in cast("set[Any]", value))
    if isinstance(value, list | tuple):
        return [to_data(inner) for inner in cast("list[Any]", value)]
    return value
