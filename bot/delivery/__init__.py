"""From the outbox to Discord: the relay claims, dispatches and marks; the effects do each thing at most once."""
