"""Statements that were compiled once, for all engines of this process."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.compiler import Compiled

_MOST: Final = 2_000
"""More than the program has. A statement's list of values is no part of it, so that they don't grow in number."""


class Statements(dict[Any, Compiled]):
    """What SQLAlchemy keeps for an engine, for several: the reading and the writing one of a database are two.

    SQLAlchemy tells engines apart by their dialects. What a dialect writes depends on the driver and on the server's
    version; neither engine sets anything else that a statement would show.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        """The compiled statement of a key, whichever engine it was compiled for."""
        return super().get(_for_all(key), default)

    def __setitem__(self, key: Any, compiled: Compiled) -> None:
        if len(self) >= _MOST:
            self.clear()
        super().__setitem__(_for_all(key), compiled)


def _for_all(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect: Dialect = key[0]
    return dialect.name, dialect.driver, dialect.server_version_info, *key[1:]


STATEMENTS: Final = Statements()
