"""The tests are packages: every folder has an __init__.py; share helpers as tests.<folder>.<module>."""
