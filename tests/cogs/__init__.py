"""Commands, buttons and forms without a gateway."""
