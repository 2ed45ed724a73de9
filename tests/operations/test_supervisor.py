"""Whatever ends the connection, it is started anew, ever more slowly; only a wrong setting ends the bot."""

import asyncio

import discord
import pytest
from structlog.testing import capture_logs

from bot.clock import ManualClock
from bot.config import ConfigFault
from bot.operations.supervisor import LONGEST_DELAY_SECONDS, Supervisor


class Connection:
    """A connection whose runs end as scripted: with an exception, or by themselves; each takes its time."""

    def __init__(self, clock: ManualClock, *endings: tuple[int, BaseException | None]) -> None:
        self.clock = clock
        self.endings = list(endings)
        self.waited_seconds: list[int] = []

    async def run(self) -> None:
        ran_seconds, error = self.endings.pop(0)
        self.clock.advance(seconds=ran_seconds)
        if error is not None:
            raise error

    async def sleep(self, seconds: int) -> None:
        self.waited_seconds.append(seconds)
        self.clock.advance(seconds=seconds)

    def supervisor(self) -> Supervisor:
        return Supervisor(self.run, monotonic_ms=self.clock.monotonic_ms, sleep=self.sleep)


async def test_failed_connections_and_parser_exceptions_are_started_anew() -> None:
    connection = Connection(
        ManualClock(),
        (0, AttributeError("'NoneType' object has no attribute 'sequence'")),
        (0, KeyError("guild_id")),
        (0, ConnectionResetError(104, "reset")),
        (0, discord.GatewayNotFound()),
        (5, None),
    )
    supervisor = connection.supervisor()
    await supervisor.run()
    assert supervisor.restarts == 4
    assert connection.waited_seconds == [1, 2, 4, 8]
    assert connection.endings == []


async def test_waiting_grows_no_further_than_its_longest() -> None:
    connection = Connection(ManualClock(), *[(0, OSError()) for _ in range(12)], (0, None))
    await connection.supervisor().run()
    assert connection.waited_seconds[-1] == LONGEST_DELAY_SECONDS
    assert connection.waited_seconds == sorted(connection.waited_seconds)


async def test_a_run_that_lasted_starts_the_count_anew() -> None:
    connection = Connection(ManualClock(), (0, OSError()), (0, OSError()), (60, OSError()), (59, OSError()), (0, None))
    await connection.supervisor().run()
    assert connection.waited_seconds == [1, 2, 1, 2]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (discord.LoginFailure("Improper token has been passed."), "PARLEY_DISCORD__TOKEN"),
        (discord.PrivilegedIntentsRequired(None), "discord.intents.members"),
    ],
)
async def test_a_wrong_setting_ends_it_with_a_sentence(error: Exception, says: str) -> None:
    connection = Connection(ManualClock(), (0, OSError()), (0, error), (0, None))
    with pytest.raises(ConfigFault, match=says) as caught:
        await connection.supervisor().run()
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)
    assert len(connection.endings) == 1


async def test_a_shutdown_is_no_failure() -> None:
    connected = asyncio.Event()

    async def run() -> None:
        connected.set()
        await asyncio.Event().wait()

    supervisor = Supervisor(run, monotonic_ms=ManualClock().monotonic_ms)
    task = asyncio.create_task(supervisor.run())
    await connected.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert supervisor.restarts == 0


async def test_an_unreachable_discord_is_one_line_and_a_fault_of_ours_has_its_trace() -> None:
    connection = Connection(ManualClock(), (0, ConnectionRefusedError(111, "refused")), (0, KeyError("id")), (0, None))
    with capture_logs() as entries:
        await connection.supervisor().run()
    network, fault = entries
    assert network["exc_info"] is None
    assert "refused" in network["why"]
    assert isinstance(fault["exc_info"], KeyError)
