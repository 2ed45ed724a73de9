"""The databases for these tests."""

from tests.databases import database, database_url, empty_database_url, test_databases

__all__ = ["database", "database_url", "empty_database_url", "test_databases"]
