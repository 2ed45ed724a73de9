"""The tests are packages: every folder below has an __init__.py, shared helpers are imported as tests.<folder>.<module>."""
