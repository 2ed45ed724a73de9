"""Dataclasses of the domain as rows of a table, by their type hints: one column per field, two for a sealed text."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any, Generic, TypeVar

from bot.domain.codec import from_data, hints_of, to_data, without_none
from bot.domain.texts import TextRef

T = TypeVar("T")
_AS_THEY_ARE = (int, str, bool)


class RowMapper(Generic[T]):
    """Turns values of one dataclass into rows and back.

    A ``TextRef`` takes the columns ``<field>_text_id`` and ``<field>_digest``; an enum is stored by its value; whatever
    is neither a number nor a text is JSON. ``columns`` names the column of a field that is called otherwise; fields in
    ``without`` live elsewhere and are given to :meth:`from_row`.
    """

    def __init__(
        self, kind: type[T], *, columns: Mapping[str, str] | None = None, without: Collection[str] = ()
    ) -> None:
        self._kind = kind
        names = columns or {}
        self._fields = {
            field: (names.get(field, field), hint) for field, hint in hints_of(kind).items() if field not in without
        }

    def to_row(self, value: T) -> dict[str, Any]:
        """The row's values by column."""
        row: dict[str, Any] = {}
        for field, (column, hint) in self._fields.items():
            inner = getattr(value, field)
            if without_none(hint)[0] is TextRef:
                row[f"{column}_text_id"] = None if inner is None else inner.text_id
                row[f"{column}_digest"] = None if inner is None else inner.digest
            else:
                row[column] = to_data(inner)
        return row

    def from_row(self, row: Mapping[Any, Any], **elsewhere: Any) -> T:
        """The value that the row holds. Raises ``DamagedData`` for one that was never written by us."""
        values: dict[str, Any] = {}
        for field, (column, hint) in self._fields.items():
            kind = without_none(hint)[0]
            if kind is TextRef:
                text_id = row[f"{column}_text_id"]
                values[field] = None if text_id is None else TextRef(text_id, row[f"{column}_digest"])
            elif kind in _AS_THEY_ARE:
                values[field] = row[column]
            elif isinstance(kind, type) and issubclass(kind, Enum):
                values[field] = None if row[column] is None else from_data(kind, row[column])
            else:
                values[field] = from_data(hint, row[column])
        return self._kind(**values, **elsewhere)
