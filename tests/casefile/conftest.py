"""The records that case files are made of, each played once."""

import asyncio
from collections.abc import Callable

import pytest

from bot.services.case_record import CaseRecord
from tests.casefile.cases import record_of
from tests.databases import database, database_url, empty_database_url, test_databases

__all__ = ["database", "database_url", "empty_database_url", "recorded", "test_databases"]


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], CaseRecord]:
    """The record of one of the cases in `cases`, by its name."""
    known: dict[str, CaseRecord] = {}

    def get(name: str) -> CaseRecord:
        if name not in known:
            known[name] = asyncio.run(record_of(name, tmp_path_factory.mktemp("cases")))
        return known[name]

    return get
