"""What happens in Discord without a command, handed on to the services that it concerns. Nothing is decided here."""
