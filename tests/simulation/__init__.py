"""Whole servers played at random against the services, and what must hold whatever happens."""
