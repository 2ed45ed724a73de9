"""Use cases: one public method, one transaction. Knows the rules and the ports, nothing of Discord or SQL."""
