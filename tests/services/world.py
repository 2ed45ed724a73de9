"""A server with people, money and rules, played through the use cases; only the clock is made up."""

import itertools
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select, update

from bot.clock import ManualClock
from bot.config import Config
from bot.domain.actors import StaffRole
from bot.domain.case_state import CaseState
from bot.domain.deadlines import DeadlineKind
from bot.domain.ledger import WORLD, member_account, transfer
from bot.domain.money import parse_amount
from bot.domain.settings import Settings
from bot.payments.manual import ManualPayments
from bot.services.audit import Audit
from bot.services.commands import (
    AcceptOffer,
    Challenge,
    ClaimCase,
    Command,
    ConfirmWalletRequest,
    CreateMilestone,
    OpenCase,
    PayFee,
    RequestDeposit,
    Rest,
    SetRole,
)
from bot.services.deadlines import DeadlineKeeper
from bot.services.deliveries import Deliveries
from bot.services.people import People
from bot.services.ports import Delivery, EffectKind, Member, NoticeKind, OutboxMessage, Request, Room, Route
from bot.services.queries import Queries
from bot.services.receipts import Quote, Receipt
from bot.services.rooms import RoomEvents
from bot.services.use_cases import SettingsDefaults, UseCases
from storage.engine import Database
from storage.tables import metadata, outbox
from storage.unit_of_work import SqlStorage

GUILD = 900_000_000_000_000_001
CLIENT, FREELANCER, STRANGER = 11, 12, 13
MODERATOR, ARBITRATOR, CASHIER, ADMIN = 21, 22, 23, 24
ROLE_IDS = {StaffRole.MODERATOR: 701, StaffRole.ARBITRATOR: 702, StaffRole.CASHIER: 703}
REASON = "The delivered logo is not the one that we agreed on."
FINDINGS = "The work was delivered late and in part; the terms ask for all of it by the date that both accepted."


_CONFIG = Config()


def default_settings(guild_id: int) -> Settings:
    """What a new server begins with."""
    return _CONFIG.settings_defaults(guild_id)


class CountedIds:
    """Ids that are the same in every run."""

    def __init__(self, first: int) -> None:
        self._numbers = itertools.count(first)

    def new(self) -> str:
        """The next id."""
        return f"{next(self._numbers):032x}"


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the server."""

    member_id: int
    role: StaffRole | None = None
    manage_server: bool = False
    guild_id: int = GUILD

    @property
    def member(self) -> Member:
        """The member as an interaction names them."""
        role_ids = frozenset() if self.role is None else frozenset({ROLE_IDS[self.role]})
        return Member(self.guild_id, self.member_id, role_ids, self.manage_server)


client, freelancer, stranger = Person(CLIENT), Person(FREELANCER), Person(STRANGER)
moderator = Person(MODERATOR, StaffRole.MODERATOR)
arbitrator = Person(ARBITRATOR, StaffRole.ARBITRATOR)
cashier = Person(CASHIER, StaffRole.CASHIER)
admin = Person(ADMIN, manage_server=True)


class Keeper(DeadlineKeeper):
    """The keeper beside a relay that takes every look at once and finds all as it should be."""

    async def sweep(self) -> int:
        """Handle what is due, once everything was looked at."""
        await self.looked()
        return await super().sweep()

    async def looked(self) -> None:
        """Every look that waits is taken."""
        looks = outbox.c.kind.in_([EffectKind.ROOM_CHECK.value, EffectKind.PARTY_CHECK.value])
        async with cast("SqlStorage", self._storage)._database.write() as transaction:
            await transaction.execute(update(outbox).where(looks).values(state="sent"))
            await transaction.commit()


class World:
    """The use cases over one database, with shortcuts for what tests do again and again."""

    def __init__(self, database: Database, *, first_id: int = 1, defaults: SettingsDefaults = default_settings) -> None:
        """Another one on the same database begins with ids that are new there."""
        self.storage = SqlStorage(database)
        self.clock = ManualClock()
        self.commits = 0
        ids = CountedIds(first_id)
        self.use_cases = UseCases(self.storage, ids, defaults, self._committed, ManualPayments())
        self.queries = Queries(self.storage, defaults, self.clock)
        self.keeper = Keeper(self.storage, self.clock, self._committed, outage_after_ms=60_000)
        self.deliveries = Deliveries(self.storage, self._committed)
        self.rooms = RoomEvents(self.storage, self._committed)
        self.people = People(self.storage, defaults, self._committed)
        self.audit = Audit(self.storage)
        self._interactions = itertools.count(first_id)

    def _committed(self) -> None:
        self.commits += 1

    def request(self, at_ms: int | None = None) -> Request:
        """A new interaction, now or at a moment."""
        return Request(next(self._interactions), self.clock.now_ms() if at_ms is None else at_ms)

    async def do(self, person: Person, command: Command, *, at_ms: int | None = None) -> Receipt:
        """The person asks, and it is done at once."""
        return await self.use_cases.run(person.member, command, self.request(at_ms))

    async def quote(self, person: Person, command: Command) -> Quote:
        """The person asks what it would do."""
        return await self.use_cases.quote(person.member, command, self.request())

    async def confirm(self, person: Person, quote: Quote) -> Receipt | Quote:
        """The person clicks Confirm."""
        return await self.use_cases.confirm(person.member, quote.draft_id, self.request())

    async def set_up(self) -> None:
        """Roles are set, and the server is connected."""
        for role, role_id in ROLE_IDS.items():
            await self.do(admin, SetRole(role.value, role_id))
        await self.keeper.guild_up(GUILD)

    async def fund(self, person: Person, amount: str) -> None:
        """Money comes into the person's wallet."""
        receipt = await self.do(person, RequestDeposit(amount))
        request_id = receipt.facts["request_id"]
        assert isinstance(request_id, int)
        await self.do(cashier, ConfirmWalletRequest(request_id))

    async def give(self, amount: str, *people: Person) -> None:
        """Money is in people's wallets, in one quick step that leaves no wallet requests behind."""
        amount_minor, at_ms = parse_amount(amount, "USD"), self.clock.now_ms()
        async with self.storage.write() as uow:
            for person in people:
                key = f"test:{next(self._interactions)}"
                moves = [(WORLD, member_account(person.member_id), amount_minor)]
                transaction = transfer(key, "deposit_confirmed", at_ms, "USD", moves)
                assert transaction is not None
                await uow.ledger.post(GUILD, transaction)
            await uow.commit()

    async def milestone(self, amount: str = "1,000.00") -> int:
        """The client has funded a milestone."""
        await self.give(amount, client)
        receipt = await self.do(client, CreateMilestone(FREELANCER, amount, "A logo"))
        milestone_id = receipt.facts["milestone_id"]
        assert isinstance(milestone_id, int)
        return milestone_id

    async def case(self, amount: str = "1,000.00", offer: str = "200", by: Person = client) -> int:
        """A case is filed about a new milestone; both have money for fees, and heard of it."""
        milestone_id = await self.milestone(amount)
        await self.give("100", client, freelancer)
        receipt = await self.do(by, OpenCase(milestone_id, offer, REASON))
        assert receipt.case_id is not None
        await self.deliveries.room_made(Room(GUILD, receipt.case_id, 5_000 + receipt.case_id, 6_000))
        return receipt.case_id

    async def negotiation(self, **options: str) -> int:
        """A case whose respondent, the freelancer, has challenged."""
        case_id = await self.case(**options)
        await self.do(freelancer, Challenge(case_id, REASON))
        return case_id

    async def arbitration(self, **options: str) -> int:
        """A case for which both have paid, evidence is closed, and the arbitrator has it."""
        case_id = await self.negotiation(**options)
        for party in (client, freelancer):
            await self.do(party, PayFee(case_id))
        for party in (client, freelancer):
            await self.do(party, Rest(case_id))
        await self.do(arbitrator, ClaimCase(case_id))
        return case_id

    async def accept(self, person: Person, case_id: int, number: int) -> Receipt:
        """The person accepts an offer."""
        return await self.do(person, AcceptOffer(case_id, number))

    async def state(self, case_id: int) -> CaseState:
        """The case as the database has it."""
        async with self.storage.read() as uow:
            case = await uow.cases.get(GUILD, case_id)
        assert case is not None
        return case.state

    async def wallet(self, person: Person) -> int:
        """What is free in the person's wallet, in minor units of USD."""
        return (await self.queries.wallet(person.member)).balances["USD"]

    async def due_at_ms(self, case_id: int, kind: DeadlineKind) -> int:
        """When a deadline that is alive is due."""
        return (await self.state(case_id)).alive_deadlines(kind)[0].due_at_ms

    async def deliver(self, case_id: int, kind: DeadlineKind, notice: NoticeKind, *, at_ms: int | None = None) -> None:
        """A notice of a running deadline reaches its party."""
        deadline = (await self.state(case_id)).alive_deadlines(kind)[0]
        assert deadline.party_id is not None
        delivered_at_ms = self.clock.now_ms() if at_ms is None else at_ms
        message_id = next(self._interactions)
        await self.deliveries.delivered(
            Delivery(
                GUILD, case_id, deadline.deadline_id, deadline.party_id, notice, Route.ROOM, delivered_at_ms, message_id
            )
        )

    async def told(self, text: str) -> list[OutboxMessage]:
        """The messages of a text that were put into the outbox, oldest first."""
        return [item for item in await self._outbox() if item.payload.get("text") == text]

    async def put(self, kind: EffectKind) -> list[OutboxMessage]:
        """The messages of a kind that were put into the outbox, oldest first."""
        return [item for item in await self._outbox() if item.kind is kind]

    async def _outbox(self) -> list[OutboxMessage]:
        query = select(outbox).order_by(outbox.c.outbox_id)
        async with self.storage._database.read() as transaction:
            rows = (await transaction.execute(query)).mappings().all()
        return [
            OutboxMessage(row["guild_id"], row["target"], EffectKind(row["kind"]), row["dedupe_key"], row["payload"])
            for row in rows
        ]

    async def everything(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table but the clock's own notes: to prove that nothing has changed."""
        return await dump(self.storage)


async def dump(storage: SqlStorage) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the notes of being alive."""
    async with storage._database.read() as transaction:
        rows: dict[str, list[tuple[object, ...]]] = {}
        for table in metadata.sorted_tables:
            if table.name not in {"alive_notes", "connections"}:
                found = await transaction.rows(select(table))
                rows[table.name] = sorted((tuple(row) for row in found), key=repr)
        return rows
