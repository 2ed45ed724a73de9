"""The loopback Discord, tested by hand and by the real client."""
