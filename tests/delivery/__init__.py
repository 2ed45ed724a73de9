"""The relay and what it does, below the level of people."""
