"""What every service needs of a transaction: running it again, and the settings that it goes by."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from bot.domain.errors import Busy
from bot.domain.settings import Settings
from bot.services.unit_of_work import UnitOfWork

SettingsDefaults = Callable[[int], Settings]
"""The settings that a server begins with, by guild id."""

_ATTEMPTS: Final = 5
Result = TypeVar("Result")


async def retried(work: Callable[[], Awaitable[Result]]) -> Result:
    """Run a whole transaction again when the database could not serialise it. Raises Busy when it never can."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return await work()
        except Busy:
            continue
    return await work()


async def settings_of(uow: UnitOfWork, guild_id: int, defaults: SettingsDefaults) -> Settings:
    """The server's settings, or those that it begins with."""
    return await uow.settings.get(defaults(guild_id))
