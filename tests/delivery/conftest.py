"""The databases for these tests."""

from tests.databases import database, database_url, storage, test_databases

__all__ = ["database", "database_url", "storage", "test_databases"]
