"""The schema as text: made from the tables, and read from a database.

The first writes the SQL of a migration's first draft; the second is what the tests compare with a golden copy.
"""

from __future__ import annotations

from sqlalchemy import Connection, Dialect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from storage.tables import metadata
from storage.transaction import DialectName


def table_statements(dialect_name: DialectName) -> list[str]:
    """The statements that create every table and index, parents before children."""
    dialect: Dialect = sqlite.dialect() if dialect_name == "sqlite" else postgresql.dialect()
    statements: list[str] = []
    for table in metadata.sorted_tables:
        statements.append(_tidy(str(CreateTable(table).compile(dialect=dialect))))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements.extend(_tidy(str(CreateIndex(index).compile(dialect=dialect))) for index in indexes)
    return statements


def _tidy(statement: str) -> str:
    return "\n".join(line.rstrip().replace("\t", "    ") for line in statement.strip().splitlines())


def describe(connection: Connection) -> str:
    """Everything that the database enforces, as sorted text: tables, indexes, constraints, triggers."""
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(_SQLITE)
        return "\n\n".join(f"-- {kind} {name}\n{_tidy(sql)}" for kind, name, sql in rows) + "\n"
    return "\n".join("\n".join(row[0] for row in connection.exec_driver_sql(query)) for query in _POSTGRESQL) + "\n"


_SQLITE = """
    SELECT type, name, sql FROM sqlite_schema
    WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'alembic_version'
    ORDER BY type, name
"""

_POSTGRESQL = (
    """
    SELECT concat_ws(' ', 'column', c.table_name || '.' || c.column_name, c.data_type,
                     CASE c.is_nullable WHEN 'NO' THEN 'not null' END, 'default ' || c.column_default)
    FROM information_schema.columns AS c
    WHERE c.table_schema = current_schema() AND c.table_name <> 'alembic_version'
    ORDER BY c.table_name, c.ordinal_position
    """,
    """
    SELECT concat_ws(' ', 'constraint', r.relname, k.conname, pg_get_constraintdef(k.oid))
    FROM pg_constraint AS k
    JOIN pg_class AS r ON r.oid = k.conrelid
    JOIN pg_namespace AS n ON n.oid = r.relnamespace
    WHERE n.nspname = current_schema() AND r.relname <> 'alembic_version' AND k.contype <> 'n'
    ORDER BY r.relname, k.conname
    """,
    """
    SELECT i.indexdef FROM pg_indexes AS i
    WHERE i.schemaname = current_schema() AND i.tablename <> 'alembic_version'
    ORDER BY i.indexname
    """,
    """
    SELECT pg_get_functiondef(p.oid)
    FROM pg_proc AS p
    JOIN pg_namespace AS n ON n.oid = p.pronamespace
    WHERE n.nspname = current_schema()
    ORDER BY p.proname
    """,
    """
    SELECT pg_get_triggerdef(t.oid)
    FROM pg_trigger AS t
    JOIN pg_class AS r ON r.oid = t.tgrelid
    JOIN pg_namespace AS n ON n.oid = r.relnamespace
    WHERE n.nspname = current_schema() AND NOT t.tgisinternal
    ORDER BY t.tgname
    """,
)
