"""Buttons and forms without a gateway."""
