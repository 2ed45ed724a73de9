from tests.databases import test_databases

__all__ = ["test_databases"]
