"""How every table is made: named constraints, STRICT on SQLite, keys that begin with the guild."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, MetaData, Table
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from bot.domain.money import LARGEST_STORED_MINOR
from storage.types import Count, Flag, Millis, Snowflake, Word

# Every constraint has a name, or Alembic's copying of a table on SQLite would drop it without a word.
metadata: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def table(name: str, *items: SchemaItem, **options: Any) -> Table:
    """A table whose columns SQLite checks for type as strictly as PostgreSQL does."""
    return Table(name, metadata, *items, sqlite_strict=True, **options)


def key(name: str, column_type: TypeEngine[Any] | type[TypeEngine[Any]]) -> Column[Any]:
    """A part of the primary key. Numbers are given out by us, never by the database."""
    return Column(name, column_type, primary_key=True, autoincrement=False)


def required(name: str, column_type: TypeEngine[Any] | type[TypeEngine[Any]]) -> Column[Any]:
    """A column that always has a value."""
    return Column(name, column_type, nullable=False)


def optional(name: str, column_type: TypeEngine[Any] | type[TypeEngine[Any]]) -> Column[Any]:
    """A column that may be empty."""
    return Column(name, column_type, nullable=True)


def flag(name: str) -> tuple[Column[Any], CheckConstraint]:
    """A yes-or-no column with its CHECK."""
    return required(name, Flag), CheckConstraint(f"{name} IN (0, 1)", name=name)


def check(name: str, condition: str) -> CheckConstraint:
    """A named CHECK on the table."""
    return CheckConstraint(condition, name=name)


def amount_check(column: str, *, lowest_minor: int = 0) -> CheckConstraint:
    """A CHECK that keeps an amount between ``lowest_minor`` and the database's own bound (R2.2)."""
    return CheckConstraint(f"{column} BETWEEN {lowest_minor} AND {LARGEST_STORED_MINOR}", name=column)


def references(source: str, target: str, *columns: str, **options: Any) -> ForeignKeyConstraint:
    """A foreign key of table ``source`` to the columns of the same names in table ``target``."""
    return ForeignKeyConstraint(
        columns, [f"{target}.{column}" for column in columns], name=f"fk_{source}_{target}", **options
    )


def unique_index(name: str, *columns: Any, where: Any = None) -> Index:
    """A unique index, partial where a condition is given."""
    return Index(f"ux_{name}", *columns, unique=True, sqlite_where=where, postgresql_where=where)


def index(name: str, *columns: Any, where: Any = None) -> Index:
    """An index for look-ups, partial where a condition is given."""
    return Index(f"ix_{name}", *columns, sqlite_where=where, postgresql_where=where)


def text_ref(name: str, *, always: bool = False) -> tuple[Column[Any], Column[Any], CheckConstraint]:
    """Two columns that name a sealed text and prove its words, both or neither filled."""
    column = required if always else optional
    return (
        column(f"{name}_text_id", Word),
        column(f"{name}_digest", Word),
        check(f"{name}_whole", f"({name}_text_id IS NULL) = ({name}_digest IS NULL)"),
    )


def clock_columns() -> tuple[Column[Any] | CheckConstraint, ...]:
    """The columns and CHECKs of a deadline of whatever has deadlines."""
    return (
        key("deadline_id", Count),
        required("kind", Word),
        optional("party_id", Snowflake),
        required("starts_at_ms", Millis),
        required("window_seconds", Count),
        required("due_at_ms", Millis),
        required("state", Word),
        optional("held_since_ms", Millis),
        optional("hold_reason", Word),
        optional("subject", Count),
        # When the worker must look at it next, and up to which moment reminders are queued already.
        optional("wake_at_ms", Millis),
        required("reminded_until_ms", Millis),
        check("woken_while_armed", "state = 'armed' OR wake_at_ms IS NULL"),
        check("held_whole", "state <> 'held' OR held_since_ms IS NOT NULL"),
    )
