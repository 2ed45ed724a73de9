"""The rules, pure: no clock, no randomness, no I/O. Times and ids come in as arguments."""
