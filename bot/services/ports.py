"""What passes between the use cases and the outside, and the small ports: ids, clock, signal.

Storage has its own page: `unit_of_work.py`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from bot.domain.ledger import Entry
from bot.domain.stages import Stage
from bot.domain.wallet_requests import WalletRequest, moved_for


@dataclass(frozen=True, slots=True)
class Member:
    """Who presses or types, as Discord's interaction names them; their roles are looked up in the settings.

    `others` are the people whom the interaction names beside them, with what they are called there.
    """

    guild_id: int
    member_id: int
    role_ids: frozenset[int] = frozenset()
    manage_server: bool = False
    name: str = ""
    others: tuple[tuple[int, str], ...] = ()

    @property
    def names(self) -> dict[int, str]:
        """What the member and the people named are called; an empty name is an unknown one."""
        return {**dict(self.others), self.member_id: self.name}


@dataclass(frozen=True, slots=True)
class Request:
    """One interaction: its id makes a repetition harmless, its time is when the person acted (R9.2)."""

    interaction_id: int
    acted_at_ms: int


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One changed value, for the history (R10.5)."""

    guild_id: int
    changed_at_ms: int
    changed_by_id: int
    key: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A quote waiting for its author's click, for 15 minutes (R9.2)."""

    draft_id: str
    guild_id: int
    member_id: int
    command: str
    arguments: dict[str, Any]
    created_at_ms: int
    expires_at_ms: int
    used_at_ms: int | None = None


class EffectKind(StrEnum):
    """What the relay does in Discord."""

    ROOM_OPEN = "room_open"
    ROOM_ACCESS = "room_access"
    ROOM_CHECK = "room_check"
    ROOM_POST = "room_post"
    CARD = "card"
    DIRECT = "direct"
    STAFF_POST = "staff_post"
    CASHIER_POST = "cashier_post"
    RECORDS_POST = "records_post"
    CASE_FILE = "case_file"
    ROOM_REMOVE = "room_remove"
    PARTY_CHECK = "party_check"
    SET_UP = "set_up"


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """Something that others must see, written in the same commit as its cause.

    Messages of one target keep their order; the dedupe key is unique for ever.
    """

    guild_id: int
    target: str
    kind: EffectKind
    dedupe_key: str
    payload: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in the outbox: how many messages, and the ids of the oldest and the newest; 0 where there is none."""

    depth: int
    oldest_id: int
    newest_id: int


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """An outbox message that this process may send now."""

    outbox_id: int
    message: OutboxMessage
    attempts: int


class Route(StrEnum):
    """How a notice reached somebody."""

    ROOM = "room"
    DIRECT = "direct"


class NoticeKind(StrEnum):
    """What a notice was for (R9.4)."""

    OPENING = "opening"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A notice that reached a party, with the message that proves it."""

    guild_id: int
    case_id: int
    deadline_id: int
    member_id: int
    notice: NoticeKind
    route: Route
    delivered_at_ms: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Room:
    """A case's channel and its card. `unreachable` means that the bot could not post there."""

    guild_id: int
    case_id: int
    channel_id: int
    card_message_id: int | None = None
    unreachable: bool = False
    is_thread: bool = False
    removed_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class RoomMessage:
    """A message in a case room, as it arrived; edits and deletions are kept beside it (R8.3)."""

    guild_id: int
    case_id: int
    message_id: int
    author_id: int
    sent_at_ms: int
    body: str
    edited_at_ms: int | None = None
    deleted_at_ms: int | None = None
    erased_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class RoomMessageEdit:
    """What a room message was changed to, and when."""

    message_id: int
    edited_at_ms: int
    body: str


@dataclass(frozen=True, slots=True)
class StaffNote:
    """What a member of staff wrote down about a case, for staff only (R10.1)."""

    guild_id: int
    case_id: int
    note_id: str
    author_id: int
    written_at_ms: int
    body: str
    as_moderator: bool
    """Whether they had the moderator role then: whoever works on a case so may know its offers (R7.5)."""


@dataclass(frozen=True, slots=True)
class RecordHead:
    """The number and hash of the last event of a case's record: what proves that nothing before it was changed."""

    case_id: int
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """What sorts and names a case in a list, before any of it is read whole.

    `first_due_ms` is when something is due of anybody first; None if nothing is.
    """

    guild_id: int
    case_id: int
    currency: str
    disputed_minor: int
    stage: Stage
    claimant_id: int
    respondent_id: int
    arbitrator_id: int | None
    ended_at_ms: int | None
    first_due_ms: int | None

    @property
    def parties(self) -> tuple[int, int]:
        """Claimant and respondent."""
        return self.claimant_id, self.respondent_id


@dataclass(frozen=True, slots=True)
class DueDeadline:
    """A deadline that the worker must look at: a reminder or the lapse is due."""

    guild_id: int
    case_id: int
    deadline_id: int
    reminded_until_ms: int
    wake_at_ms: int | None


@dataclass(frozen=True, slots=True)
class DueRequest:
    """A milestone's clock that the worker must look at: a request's or a proposal's."""

    guild_id: int
    milestone_id: int
    deadline_id: int
    reminded_until_ms: int
    wake_at_ms: int | None


@dataclass(frozen=True, slots=True)
class RequestDelivery:
    """A notice about a milestone's request that reached who must answer; always a direct message (R3.4)."""

    guild_id: int
    milestone_id: int
    deadline_id: int
    member_id: int
    notice: NoticeKind
    delivered_at_ms: int
    message_id: int


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry of an account, newest first in lists."""

    transaction_id: int
    idempotency_key: str
    at_ms: int
    cause: str
    case_id: int | None
    amount_minor: int
    currency: str

    @property
    def wallet_request_id(self) -> int | None:
        """The wallet request that the money moved for."""
        return moved_for(self.idempotency_key)


@dataclass(frozen=True, slots=True)
class PostedTransaction:
    """A ledger transaction as the database holds it, for the audit."""

    transaction_id: int
    idempotency_key: str
    cause: str
    at_ms: int
    case_id: int | None
    digest: str
    entries: tuple[Entry, ...]


class Ids(Protocol):
    """Unguessable identifiers and salts."""

    def new(self) -> str: ...


class PaymentProvider(Protocol):
    """Moves real money (R2.8). Asked within the commit of a request; its answer comes later, as a confirmation."""

    def asked(self, request: WalletRequest) -> Sequence[OutboxMessage]:
        """A member wants money in or out: the messages that this takes, sent after the commit."""
        ...


class Clock(Protocol):
    """The time, as UTC epoch milliseconds."""

    def now_ms(self) -> int: ...
    def monotonic_ms(self) -> int:
        """Milliseconds that only ever grow with time passed, from no particular moment."""
        ...


class Signal(Protocol):
    """Told after each commit, so that relay and scheduler look at once."""

    def __call__(self) -> None: ...


class ExhibitStoreFault(Exception):
    """The store of exhibits' bytes can't do what it was asked; the message is a sentence for the operator."""


class ExhibitMissing(ExhibitStoreFault):
    """The bytes that a record names are not there."""


class ExhibitAltered(ExhibitStoreFault):
    """The bytes that a record names are there, but are others now."""


class ExhibitStore(Protocol):
    """The bytes of exhibits, by their SHA-256: written once, never changed (R8.2)."""

    async def put(self, data: bytes) -> str:
        """Keep the bytes and return their SHA-256, once they are safe. Raises ExhibitStoreFault.

        To be called before the transaction that names them begins: bytes that no row comes to name are swept.
        """
        ...

    async def read(self, sha256: str) -> bytes:
        """The bytes, proved by their hash. Raises ExhibitMissing, ExhibitAltered or ExhibitStoreFault."""
        ...

    def load(self, sha256: str) -> bytes:
        """As `read`, but at once: for who is in a thread already."""
        ...

    async def sweep(self, is_referenced: Callable[[str], Awaitable[bool]], older_than_seconds: int) -> int:
        """Remove what no row names and was handed in longer ago than that; how many files that were."""
        ...

    async def check(self) -> None:
        """Raise ExhibitStoreFault, with a sentence for the operator, unless files can be written."""
        ...
