"""Column types: what the tables are made of, identical in meaning on both databases.

Everything is a 64-bit integer or a text: that is all that SQLite's STRICT tables need, money and times are integers
anyway, and no driver gets to interpret them.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.domain.events import canonical_json


def _whole_number() -> TypeEngine[int]:
    # SQLite's STRICT tables know INTEGER only; it holds 64 bits there.
    return BigInteger().with_variant(Integer(), "sqlite")


class Snowflake(TypeDecorator[int]):
    """A Discord id, or a number counted per guild."""

    impl = _whole_number()
    cache_ok = True


class Minor(TypeDecorator[int]):
    """An amount of money in the currency's minor unit."""

    impl = _whole_number()
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        """Let whole numbers through and nothing that only looks like one: a float or a bool is a bug."""
        if value is not None and type(value) is not int:
            message = f"an amount of money must be an int, not {type(value).__name__}"
            raise TypeError(message)
        return value


class Millis(TypeDecorator[int]):
    """A moment, in milliseconds since 1970 UTC."""

    impl = _whole_number()
    cache_ok = True


class Count(TypeDecorator[int]):
    """A small whole number: a version, a position, a number of attempts, a length in seconds."""

    impl = _whole_number()
    cache_ok = True


class Flag(TypeDecorator[bool]):
    """Yes or no, stored as 1 or 0; give the column a CHECK with :func:`storage.tables.base.is_flag`."""

    impl = _whole_number()
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """Write 1 for yes."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """Read 1 as yes."""
        return None if value is None else bool(value)


class Word(TypeDecorator[str]):
    """A code or an enum's value: plain ASCII, compared exactly."""

    impl = Text
    cache_ok = True


class Prose(TypeDecorator[str]):
    """What a person wrote."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse what only one of the two databases could keep (PostgreSQL has no NUL in texts)."""
        if value is not None and "\0" in value:
            message = "a text must not contain NUL"
            raise ValueError(message)
        return value


class Json(TypeDecorator[Any]):
    """A JSON value as canonical text: sorted keys, no spaces, so that equal values are equal texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write canonical text."""
        return None if value is None else canonical_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the text back."""
        return None if value is None else json.loads(value)
