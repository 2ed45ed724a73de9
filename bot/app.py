"""The composition root: everything is built and wired here, and nowhere else."""

import asyncio
import secrets
import signal
from contextlib import AsyncExitStack, suppress
from itertools import product
from typing import Final, Literal

import discord
from structlog.stdlib import get_logger

from bot.clock import Clock, SystemClock
from bot.config import Config, ConfigFault
from bot.delivery.cards import Cards
from bot.delivery.case_files import CaseFiles
from bot.delivery.discord_effects import DiscordEffects
from bot.delivery.discord_rest import DiscordRest
from bot.delivery.inspection import Inspection
from bot.delivery.notices import Notices
from bot.delivery.parties import Parties
from bot.delivery.powers import Powers
from bot.delivery.relay import Relay
from bot.delivery.rooms import Rooms
from bot.delivery.set_up import ServerSetUp
from bot.discord_bot import ParleyBot, point_at
from bot.operations.health import HealthPort
from bot.operations.metrics import Metrics
from bot.operations.supervisor import Supervisor
from bot.operations.vitals import Vitals
from bot.payments.manual import ManualPayments
from bot.scheduling import Scheduling
from bot.services.brakes import Brakes
from bot.services.deadlines import DeadlineKeeper
from bot.services.deliveries import Deliveries
from bot.services.heads import DailyHeads
from bot.services.hourly import Hourly
from bot.services.outbox import OutboxQueue
from bot.services.people import People
from bot.services.queries import Queries
from bot.services.request_clocks import RequestClocks
from bot.services.retention import Retention
from bot.services.rooms import RoomEvents
from bot.services.set_up import SetUps
from bot.services.set_up_watch import SetUpWatch
from bot.services.standing import StandingClocks
from bot.services.use_cases import UseCases
from storage.engine import Database
from storage.errors import DatabaseMissingError, SchemaMismatchError
from storage.exhibit_files import ExhibitFiles
from storage.migrations import migrate as migrate_database
from storage.migrations import schema_state_of
from storage.unit_of_work import SqlStorage

_FINISH_SECONDS: Final = 10
"""How long commands under way get to finish when the bot stops."""

_COMMAND_TASKS: Final = ("discord.py: on_", "CommandTree-", "discord-ui-")
"""How discord.py names the tasks in which it runs listeners, commands and buttons."""

_UNNAMED_FILE_SECONDS: Final = 24 * 3_600
"""How long bytes of exhibits that no row names are kept: a command may still be about to name them."""

_STOP_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
_ID_BYTES: Final = 16
_logger = get_logger(__name__)


class RandomIds:
    """Unguessable identifiers and salts from the machine's own randomness."""

    def new(self) -> str:
        """A new one, 22 characters that a custom id may hold."""
        return secrets.token_urlsafe(_ID_BYTES)


class ConnectionEnded(Exception):
    """The client ended by itself though nobody stopped the bot."""


def _to_ask_for(setting: bool | Literal["auto"]) -> tuple[bool, ...]:
    """What is asked for first, and what instead where Discord refuses it."""
    return (True, False) if setting == "auto" else (setting,)


class App:
    """One bot: its database, its services, its connection. Several may run one after another in a process."""

    def __init__(self, config: Config, *, clock: Clock | None = None) -> None:
        self.config = config
        self.clock: Clock = clock or SystemClock()
        self._machine = SystemClock()
        self._closing = AsyncExitStack()
        self._stopped = asyncio.Event()
        self._ready = asyncio.Event()
        self._commits = 0
        self._hourly_sweep = Hourly(self.clock)
        self.metrics = Metrics()
        self._client: ParleyBot | None = None
        intents = config.discord.intents
        # Discord doesn't say which of them it refuses, so one after the other is given up, and at last both.
        self._intents = product(_to_ask_for(intents.members), _to_ask_for(intents.message_content))
        self._members_intent, self._content_intent = next(self._intents)
        self._delivering: asyncio.Task[None] | None = None
        self._running: asyncio.Task[None] | None = None
        self._scheduling_task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the database, build everything, and begin to connect.

        Raises StorageError, or ConfigFault for a database of another version, each with a sentence for a person.
        """
        token = self.config.token()
        try:
            await self._open_database()
            self._build()
            await self._open_health_port()
        except BaseException:
            await self._closing.aclose()
            raise
        point_at(self.config.discord.api_url)
        supervisor = Supervisor(lambda: self._connect(token), monotonic_ms=self._machine.monotonic_ms)
        self._scheduling_task = asyncio.create_task(self.scheduling.run(), name="scheduling")
        self._running = asyncio.create_task(supervisor.run(), name="supervisor")
        self._running.add_done_callback(lambda _: self._stopped.set())

    async def _open_database(self) -> None:
        url = self.config.database_url()
        try:
            self.database = await Database.connect(url, must_exist=True)
        except DatabaseMissingError as error:
            raise ConfigFault("database.url", f"{error} Run `parley migrate` first.") from error
        self._closing.push_async_callback(self.database.close)
        try:
            (await schema_state_of(self.database)).require_current()
        except SchemaMismatchError as error:
            raise ConfigFault("database.url", str(error)) from error

    async def _open_health_port(self) -> None:
        port = self.config.operations.health_port
        if port is None:
            return
        queue = OutboxQueue(self.storage)
        vitals = Vitals(self.metrics, self.clock, self.scheduling, self.keeper, queue, self._is_connected)
        health = HealthPort(port, vitals)
        self._closing.push_async_callback(health.stop)
        await health.start()

    def _is_connected(self) -> bool:
        return self._ready.is_set() and self._client is not None and self._client.has_sessions

    def _build(self) -> None:
        storage = SqlStorage(self.database)
        defaults = self.config.settings_defaults
        self.storage = storage
        self.use_cases = UseCases(storage, RandomIds(), defaults, self._committed, ManualPayments(), self.metrics.watch)
        self.queries = Queries(storage, defaults, self.clock)
        self.keeper = DeadlineKeeper(
            storage, self.clock, self._committed, outage_after_ms=self.config.deadlines.outage_after * 1_000
        )
        self.deliveries = Deliveries(storage, self._committed)
        self.room_events = RoomEvents(storage, self._committed)
        self.people = People(storage, defaults, self._committed)
        self.set_up_watch = SetUpWatch(storage, defaults, self._committed)
        self.standing_clocks = StandingClocks(storage, defaults, self.clock, self._committed)
        self.exhibits = ExhibitFiles(self.config.evidence.dir, self.clock)
        self.heads = DailyHeads(storage, defaults, self.clock, self._committed)
        self.retention = Retention(storage, defaults, self.clock, self._committed)
        brakes = self.config.brakes
        self.brakes = Brakes(self.clock, burst=brakes.burst, per_minute=brakes.per_minute)
        self.scheduling = Scheduling(
            self.keeper,
            self.clock,
            sweep_seconds=self.config.deadlines.sweep_every,
            keep_house=self._keep_house,
        )
        self.relay = self._relay()

    def _relay(self) -> Relay:
        queue = OutboxQueue(self.storage)
        rest = DiscordRest(lambda: self.client)
        rooms = Rooms(rest, self.queries, self.deliveries, self.room_events, self.clock)
        cards = Cards(rest, self.queries, self.deliveries, rooms, lambda: self._content_intent)
        requests = RequestClocks(self.storage, self.clock)
        notices = Notices(rest, self.queries, self.deliveries, requests, rooms, self.clock, self._committed)
        parties = Parties(lambda: self.client, self.people, self.clock)
        case_files = CaseFiles(rest, self.queries, self.deliveries, notices, self.clock)
        set_up = ServerSetUp(
            rest, Powers(rest), SetUps(self.storage, self.config.settings_defaults, self._committed), self.clock
        )
        effects = DiscordEffects(queue, rooms, cards, parties, notices, case_files, set_up)
        # An SQLite file has one writing process, so that what another has claimed was claimed by a dead one.
        return Relay(queue, effects.dispatch, owner=secrets.token_hex(4), alone=self.database.dialect == "sqlite")

    async def _keep_house(self) -> None:
        """What goes after a while (R11.2): rooms and quotes by the retention, files that nothing names; the clocks that
        stand are looked after (R9.4, R9.11), and the records' heads are posted once a day (R11.1)."""
        await self.standing_clocks.look()
        await self.heads.look()
        await self.retention.sweep()
        if self._hourly_sweep.due_at_ms() is None:
            return
        removed = await self.exhibits.sweep(self._is_referenced, _UNNAMED_FILE_SECONDS)
        if removed:
            _logger.info("unnamed_files_removed", count=removed)

    async def _is_referenced(self, sha256: str) -> bool:
        async with self.storage.read() as uow:
            return await uow.files.is_referenced(sha256)

    def _committed(self) -> None:
        self._commits += 1
        self.relay.wake()
        self.scheduling.committed()

    @property
    def client(self) -> ParleyBot:
        """The client of this moment. Raises ConnectionError between two."""
        if self._client is None:
            raise ConnectionError("the bot is not connected")
        return self._client

    async def _connect(self, token: str) -> None:
        """One life of the client, from logging in to its end; without privileged intents that Discord refuses."""
        while True:
            try:
                await self._live(token)
            except discord.PrivilegedIntentsRequired:
                if not self._go_on_without_intents():
                    raise
            else:
                return

    async def _live(self, token: str) -> None:
        client = ParleyBot(
            use_cases=self.use_cases,
            queries=self.queries,
            rooms=self.room_events,
            people=self.people,
            keeper=self.keeper,
            set_up=self.set_up_watch,
            exhibits=self.exhibits,
            brakes=self.brakes,
            inspector=Inspection(lambda: self.client, self.queries),
            clock=self.clock,
            intents_members=self._members_intent,
            intents_message_content=self._content_intent,
            http_trace=self.metrics.rest_trace(self.config.discord.api_url),
        )
        async with client:
            self._client = client
            self._delivering = asyncio.create_task(self._deliver(client), name="delivery")
            try:
                await client.start(token)
            finally:
                self._ready.clear()
                self._delivering.cancel()
                await asyncio.gather(self._delivering, return_exceptions=True)
                self._client = None
                for guild in client.guilds:
                    await self.keeper.guild_down(guild.id)
        if not self._stopped.is_set():
            raise ConnectionEnded

    async def _deliver(self, client: ParleyBot) -> None:
        await client.wait_until_ready()
        self._ready.set()
        await self.relay.run()

    def _go_on_without_intents(self) -> bool:
        """Ask for fewer privileged intents, as far as they may be given up; False if there are none left."""
        fewer = next(self._intents, None)
        if fewer is None:
            return False
        self._members_intent, self._content_intent = fewer
        _logger.warning("going_on_without_intents", members=fewer[0], message_content=fewer[1])
        return True

    async def until_ready(self) -> None:
        """Wait until the bot is connected, and what began with it is done. Raises ConfigFault if it never will be."""
        waiting = asyncio.create_task(self._ready.wait())
        ending = asyncio.create_task(self._stopped.wait())
        try:
            await asyncio.wait({waiting, ending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            ending.cancel()
        if not self._ready.is_set():
            await self._end_of_running()
            raise ConnectionEnded
        await self._commands_under_way()

    async def settled(self) -> None:
        """Wait until all that is due has been handled and all that must be told has been told."""
        await self._commands_under_way()
        seen = -1
        while seen != self._commits:
            seen = self._commits
            await self.scheduling.settled()
            await self.relay.drain()

    async def run_until_stopped(self) -> None:
        """Start, and run until `stop`, SIGTERM or SIGINT, however early they come.

        Raises what `start` raises, and ConfigFault when no restart would mend what is wrong.
        """
        loop = asyncio.get_running_loop()
        for number in _STOP_SIGNALS:
            loop.add_signal_handler(number, self._stopped.set)
        starting = asyncio.create_task(self.start(), name="starting")
        stopping = asyncio.create_task(self._stopped.wait(), name="stopping")
        try:
            await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if starting.done():
                await starting
                await stopping
                await self._end_of_running()
        finally:
            for task in (starting, stopping):
                task.cancel()
            await asyncio.gather(starting, stopping, return_exceptions=True)
            # A second signal must not break off what the first one has asked for.
            await self.stop()
            for number in _STOP_SIGNALS:
                loop.remove_signal_handler(number)

    async def _end_of_running(self) -> None:
        if self._running is not None and self._running.done():
            await self._running

    async def stop(self) -> None:
        """Take no more commands, finish those under way, and close everything. A second call does nothing."""
        self._stopped.set()
        client = self._client
        if client is not None:
            client.stopping = True
            for shard in client.shards.values():
                await shard.disconnect()
            with suppress(TimeoutError):
                async with asyncio.timeout(_FINISH_SECONDS):
                    await self._commands_under_way()
            self.relay.stop()
            if self._ready.is_set() and self._delivering is not None:
                await asyncio.wait({self._delivering}, timeout=_FINISH_SECONDS)
            await client.close()
            if self._running is not None:
                # The connection's own end notes which servers are disconnected.
                await asyncio.wait({self._running}, timeout=_FINISH_SECONDS)
        for task in (self._running, self._scheduling_task):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await self._closing.aclose()

    async def _commands_under_way(self) -> None:
        """Wait for the listeners, commands and buttons that discord.py is running."""
        this = asyncio.current_task()
        while True:
            tasks = {
                task for task in asyncio.all_tasks() if task is not this and task.get_name().startswith(_COMMAND_TASKS)
            }
            if not tasks:
                return
            await asyncio.wait(tasks)

    async def __aenter__(self) -> "App":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


def run(config: Config) -> int:
    """Run the bot until it is stopped; the answer is the process's exit code.

    Raises ConfigFault or StorageError with one sentence for a person.
    """
    asyncio.run(_run(config))
    return 0


async def _run(config: Config) -> None:
    await App(config).run_until_stopped()


def migrate(config: Config) -> list[str]:
    """Bring the database to this program's version; one sentence for each thing done. Raises StorageError."""
    return asyncio.run(migrate_database(config.database_url()))
