"""Dataclasses of the domain as rows of a table, by their type hints: one column per field, two for a sealed text."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import Enum
from operator import itemgetter
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
        fields = {
            field: (names.get(field, field), hint) for field, hint in hints_of(kind).items() if field not in without
        }
        # What a field is doesn't change: it is looked up once, not for each row.
        self._writers = [(field, column, without_none(hint)[0] is TextRef) for field, (column, hint) in fields.items()]
        self._readers = [(field, _reader(column, hint)) for field, (column, hint) in fields.items()]

    def to_row(self, value: T) -> dict[str, Any]:
        """The row's values by column."""
        row: dict[str, Any] = {}
        for field, column, is_text in self._writers:
            inner = getattr(value, field)
            if is_text:
                row[f"{column}_text_id"] = None if inner is None else inner.text_id
                row[f"{column}_digest"] = None if inner is None else inner.digest
            else:
                row[column] = to_data(inner)
        return row

    def from_row(self, row: Mapping[Any, Any], **elsewhere: Any) -> T:
        """The value that the row holds. Raises ``DamagedData`` for one that was never written by us."""
        values = {field: read(row) for field, read in self._readers}
        return self._kind(**values, **elsewhere)


def _reader(column: str, hint: Any) -> Callable[[Mapping[Any, Any]], Any]:
    """What reads one field from a row."""
    kind, _ = without_none(hint)
    if kind is TextRef:
        return _text_reader(f"{column}_text_id", f"{column}_digest")
    if kind in _AS_THEY_ARE:
        return itemgetter(column)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda row: None if row[column] is None else from_data(kind, row[column])
    return lambda row: from_data(hint, row[column])


def _text_reader(text_id: str, digest: str) -> Callable[[Mapping[Any, Any]], TextRef | None]:
    return lambda row: None if row[text_id] is None else TextRef(row[text_id], row[digest])
