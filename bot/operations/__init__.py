"""Running the bot: its logs, and the supervisor that keeps it connected."""
