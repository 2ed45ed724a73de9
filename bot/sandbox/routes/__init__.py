"""The REST routes, one file a subject."""

from bot.sandbox.routes import channels, commands, guilds, interactions, messages, overwrites, threads, users
from bot.sandbox.routing import RouteTable


def all_routes() -> RouteTable:
    """Return the table of everything the sandbox answers."""
    table = RouteTable()
    for module in (users, commands, guilds, channels, overwrites, messages, threads, interactions):
        table.include(module.routes)
    return table
