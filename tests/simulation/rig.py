"""The services over one database, which die and live again, and the time: Discord's is true, the host's may not be."""

import itertools
import sqlite3
from typing import Final

from sqlalchemy import text

from bot.clock import ManualClock
from bot.domain.ledger import WORLD, member_account, transfer
from bot.payments.manual import ManualPayments
from bot.services.audit import Audit
from bot.services.deadlines import DeadlineKeeper
from bot.services.deliveries import Deliveries
from bot.services.outbox import OutboxQueue
from bot.services.people import People
from bot.services.ports import Request
from bot.services.request_clocks import RequestClocks
from bot.services.retention import Retention
from bot.services.rooms import RoomEvents
from bot.services.set_up_watch import SetUpWatch
from bot.services.use_cases import UseCases
from storage.engine import Database
from storage.tables import metadata
from storage.unit_of_work import SqlStorage
from tests.services.world import GUILD, CountedIds, default_settings

SECOND_MS: Final = 1_000
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
OUTAGE_MS: Final = 60 * SECOND_MS

_NOTES: Final = frozenset({"alive_notes", "connections"})
TABLES: Final = [table.name for table in metadata.sorted_tables if table.name not in _NOTES]


class Rig:
    """One bot on one database. `restart` makes all service objects anew, as another process would."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.clock = ManualClock()
        self._skews = [(self.clock.now_ms(), 0)]
        self.commits = 0
        self.is_up = False
        self._ids = CountedIds(1)
        self._interactions = itertools.count(1)
        self._look: sqlite3.Connection | None = None

    @property
    def true_ms(self) -> int:
        """Discord's time, which people and interactions go by; the host's clock is `skew_ms` ahead of it."""
        return self.clock.now_ms() - self.skew_ms

    @property
    def skew_ms(self) -> int:
        """By how much the host's clock is ahead of Discord's."""
        return self._skews[-1][1]

    def jump(self, by_ms: int) -> None:
        """The host's clock is set; what measures the time that passes doesn't notice."""
        true_ms, skew_ms = self.true_ms, self.skew_ms + by_ms
        self._skews.append((true_ms, skew_ms))
        self.clock.jump(true_ms + skew_ms)

    def reached_ms(self, host_ms: int) -> int:
        """When, by Discord's clock, the host's clock last came to show a time that it has passed."""
        for (since_ms, skew_ms), (_, skew_before_ms) in zip(
            reversed(self._skews), [*reversed(self._skews[:-1]), (0, 0)], strict=True
        ):
            if since_ms + skew_ms < host_ms:
                return host_ms - skew_ms
            if since_ms + skew_before_ms < host_ms:
                return since_ms
        return self._skews[0][0]

    async def open(self) -> None:
        """Begin: a process on the database."""
        self.database = await Database.connect(self._url)
        if self.database.dialect == "sqlite":
            self._look = sqlite3.connect(self._url.removeprefix("sqlite:///"), isolation_level=None)
        self.restart()

    def restart(self) -> None:
        """The process is another one: nothing is left but the database. The gateway isn't up yet."""
        storage = SqlStorage(self.database)
        self.storage = storage
        self.use_cases = UseCases(storage, self._ids, default_settings, self._committed, ManualPayments())
        self.keeper = DeadlineKeeper(storage, self.clock, self._committed, outage_after_ms=OUTAGE_MS)
        self.deliveries = Deliveries(storage, self._committed)
        self.rooms = RoomEvents(storage, self._committed)
        self.people = People(storage, default_settings, self._committed)
        self.requests = RequestClocks(storage, self.clock)
        self.retention = Retention(storage, default_settings, self.clock, self._committed)
        self.set_up = SetUpWatch(storage, default_settings, self._committed)
        self.queue = OutboxQueue(storage)
        self.audit = Audit(storage)
        self.is_up = False

    async def close(self) -> None:
        """The end."""
        if self._look is not None:
            self._look.close()
        await self.database.close()

    def _committed(self) -> None:
        self.commits += 1

    async def up(self) -> None:
        """The gateway session is up."""
        await self.keeper.guild_up(GUILD)
        self.is_up = True

    async def down(self) -> None:
        """The gateway session is lost."""
        await self.keeper.guild_down(GUILD)
        self.is_up = False

    def request(self, acted_ms: int | None = None) -> Request:
        """A new interaction, at Discord's time."""
        return Request(next(self._interactions), self.true_ms if acted_ms is None else acted_ms)

    def number(self) -> int:
        """A number that is nobody else's: for messages and channels."""
        return next(self._interactions)

    async def give(self, amounts: dict[str, int], *member_ids: int) -> None:
        """Money is in people's wallets, in minor units by currency."""
        async with self.storage.write() as uow:
            for member_id, (currency, minor) in itertools.product(member_ids, amounts.items()):
                moves = [(WORLD, member_account(member_id), minor)]
                given = transfer(f"test:{self.number()}", "deposit_confirmed", self.true_ms, currency, moves)
                if given is not None:
                    await uow.ledger.post(GUILD, given)
            await uow.commit()

    async def fingerprint(self) -> str:
        """Changes with any committed change to any row of any table; notes of being alive apart where that is cheap.

        On SQLite the file itself counts other connections' commits; on PostgreSQL all rows are hashed.
        """
        if self._look is not None:
            return str(self._look.execute("PRAGMA data_version").fetchone()[0])
        hashed = " UNION ALL ".join(
            f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {name} t" for name in TABLES
        )
        async with self.database.read() as transaction:
            return str(await transaction.rows(text(hashed)))
