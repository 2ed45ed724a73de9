"""Domain values as plain JSON data and back, by their type hints.

Reading is strict: a key too many, one missing, or a value of another type raises `DamagedData`. So whatever reads back
fine is exactly what was written, and hashing it again proves the record. Only a field that joined later may be missing:
see `bot.domain.plain`.
"""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, lru_cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from bot.domain.events import canonical_json
from bot.domain.plain import to_data, was_added_later
from bot.domain.rulebook import Rulebook

__all__ = ["DamagedData", "from_data", "hints_of", "to_data", "without_none"]

T = TypeVar("T")

_PLAIN = (int, str, bool, NoneType)

_SHARED: Final = frozenset({Rulebook})
"""Values that can't change, of which the same few are in every row: each is read once."""

_MOST_SHARED: Final = 256


class DamagedData(ValueError):
    """A stored value is not what this program wrote: somebody changed it by hand, or the disk did."""


def from_data(kind: type[T], data: Any) -> T:
    """The value of type ``kind`` that :func:`to_data` made ``data`` from. Raises ``DamagedData``."""
    return cast("T", _read(kind, data))


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """The types of a dataclass's fields, in order."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


@cache
def without_none(hint: Any) -> tuple[Any, bool]:
    """The type without ``None``, and whether ``None`` was in it."""
    if get_origin(hint) not in (Union, UnionType):
        return hint, False
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    if len(kinds) != 1:
        message = f"{hint} cannot be told apart in JSON"
        raise TypeError(message)
    return kinds[0], len(kinds) < len(get_args(hint))


def _read(hint: Any, data: Any) -> Any:
    hint, may_be_none = without_none(hint)
    if data is None and may_be_none:
        return None
    if hint is Any:
        return data
    if hint in _PLAIN:
        # bool is an int to Python, but 1 is not true here.
        if type(data) is not hint:
            raise _damaged(hint, data)
        return data
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _read_enum(hint, data)
    if isinstance(hint, type) and is_dataclass(hint):
        return _read_dataclass(hint, data)
    return _read_collection(hint, data)


def _read_enum(hint: type[Enum], data: Any) -> Enum:
    try:
        return hint(data)
    except ValueError as error:
        raise _damaged(hint, data) from error


def _read_dataclass(hint: type, data: Any) -> Any:
    if not isinstance(data, dict):
        raise _damaged(hint, data)
    if hint in _SHARED:
        return _read_shared(hint, canonical_json(cast("dict[str, Any]", data)))
    return _read_fields(hint, data)


@lru_cache(maxsize=_MOST_SHARED)
def _read_shared(hint: type, spelling: str) -> Any:
    return _read_fields(hint, json.loads(spelling))


def _read_fields(hint: type, data: Any) -> Any:
    hints = hints_of(hint)
    values = cast("dict[str, Any]", data)
    if not hints.keys() - _later_fields(hint) <= values.keys() <= hints.keys():
        raise _damaged(hint, data)
    return hint(**{name: _read(hints[name], value) for name, value in values.items()})


@cache
def _later_fields(kind: Any) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind) if was_added_later(field))


def _read_collection(hint: Any, data: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is dict and isinstance(data, dict):
        key_hint, value_hint = arguments
        items = cast("dict[str, Any]", data).items()
        return {_read_key(key_hint, key): _read(value_hint, value) for key, value in items}
    if isinstance(data, list):
        values = cast("list[Any]", data)
        if origin in (list, set, frozenset):
            return cast("type[list[Any]]", origin)(_read(arguments[0], value) for value in values)
        if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
            return tuple(_read(arguments[0], value) for value in values)
        if origin is tuple and len(arguments) == len(values):
            return tuple(_read(inner, value) for inner, value in zip(arguments, values, strict=True))
    raise _damaged(hint, data)


def _read_key(hint: Any, key: str) -> Any:
    # JSON's keys are texts.
    if hint is int:
        try:
            return int(key)
        except ValueError as error:
            raise _damaged(hint, key) from error
    return _read(hint, key)


def _damaged(hint: Any, data: Any) -> DamagedData:
    # The value itself may be what a person wrote, so only its type is told.
    return DamagedData(f"a stored {type(data).__name__} is not a {getattr(hint, '__name__', hint)}")
