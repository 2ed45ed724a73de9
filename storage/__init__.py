"""Storage: tables, queries and transactions on SQLite and PostgreSQL, the same on both.

Nothing here decides a rule of a dispute; what must hold whoever writes (sums of zero, append-only rows, one open case
per milestone) is enforced by the database itself, see :mod:`storage.triggers`.
"""
