"""Logs and the supervisor."""
