"""Slash commands and context menus, one file a group: they defer, call one use case and show the receipt."""
