"""The databases for these tests."""

from tests.databases import database_url, test_databases

__all__ = ["database_url", "test_databases"]
