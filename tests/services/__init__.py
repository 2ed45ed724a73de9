"""Use cases on real databases, both kinds."""
