"""Commands without a gateway."""
