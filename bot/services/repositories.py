"""What is stored, as the use cases see it: a repository each, all of one transaction."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from bot.domain.case import Case
from bot.domain.deadlines import Notices
from bot.domain.events import Event, RecordedEvent
from bot.domain.files import SealedFile
from bot.domain.ledger import LedgerTransaction
from bot.domain.milestones import Milestone, Project
from bot.domain.settings import Settings
from bot.domain.texts import SealedText, TextRef
from bot.domain.wallet_requests import WalletRequest
from bot.services.ports import (
    Backlog,
    CaseEntry,
    ClaimedMessage,
    Delivery,
    Draft,
    DueDeadline,
    DueRequest,
    EffectKind,
    LedgerLine,
    OutboxMessage,
    PostedTransaction,
    RequestDelivery,
    Room,
    RoomMessage,
    SettingChange,
)


class SettingsRepository(Protocol):
    """Servers' configurations and their history."""

    async def get(self, defaults: Settings) -> Settings:
        """What the defaults' guild has set, over the defaults."""
        ...

    async def save(self, settings: Settings, defaults: Settings, changes: Sequence[SettingChange]) -> None:
        """Write what differs from the defaults (version counted up by one) and the history."""
        ...

    async def changes(self, guild_id: int, limit: int) -> list[SettingChange]: ...


class NumberRepository(Protocol):
    """Numbers counted per guild: `case`, `milestone`, `project`, `wallet_request`."""

    async def next(self, guild_id: int, kind: str) -> int: ...


class ProjectRepository(Protocol):
    """Projects."""

    async def get(self, guild_id: int, project_id: int) -> Project | None: ...
    async def titles(self, guild_id: int, project_ids: Collection[int]) -> dict[int, TextRef]: ...
    async def between(self, guild_id: int, client_id: int, freelancer_id: int) -> list[Project]: ...
    async def add(self, project: Project) -> None: ...


class MilestoneRepository(Protocol):
    """Milestones; `get` in a writing unit of work locks the row."""

    async def get(self, guild_id: int, milestone_id: int) -> Milestone | None: ...
    async def add(self, milestone: Milestone) -> None: ...
    async def save(self, milestone: Milestone) -> None: ...
    async def of_party(self, guild_id: int, member_id: int) -> list[Milestone]:
        """All of which the member is client or freelancer, newest first."""
        ...

    async def titles(self, guild_id: int, milestone_ids: Collection[int]) -> dict[int, TextRef]: ...
    async def ids_of_client(self, guild_id: int, member_id: int) -> list[int]:
        """All of which the member is the client, newest first."""
        ...

    async def all(self, guild_id: int) -> list[Milestone]: ...
    async def of_project(self, guild_id: int, project_id: int, currency: str) -> list[Milestone]:
        """A project's milestones in one currency, oldest first; locked in a writing unit of work."""
        ...

    async def with_clocks(self, guild_id: int) -> list[Milestone]:
        """The guild's milestones on which a request's or proposal's clock is alive."""
        ...


class CaseRepository(Protocol):
    """Cases with their offers, deposits, exhibits and deadlines; `get` in a writing unit of work locks the row.

    `save` also keeps `deadlines.wake_at_ms` right for deadlines that were armed, moved, held or ended.
    """

    async def get(self, guild_id: int, case_id: int) -> Case | None: ...
    async def add(self, case: Case) -> None: ...
    async def save(self, case: Case) -> None: ...
    async def of_party(self, guild_id: int, member_id: int) -> list[Case]:
        """All of which the member is a party, newest first."""
        ...

    async def entries_of_party(self, guild_id: int, member_id: int) -> list[CaseEntry]:
        """The same, as lists need them."""
        ...

    async def open_entries(self, guild_id: int) -> list[CaseEntry]:
        """All open cases of a guild as lists need them, oldest first."""
        ...

    async def some(self, guild_id: int, case_ids: Sequence[int]) -> list[Case]:
        """The cases of these numbers, in this order; unknown ones are missing."""
        ...

    async def milestone_ids(self, guild_id: int, case_ids: Collection[int]) -> dict[int, list[int]]:
        """The milestones of each case, in the order in which they were named."""
        ...

    async def open_cases(self, guild_id: int | None = None) -> list[Case]:
        """All open cases, of one guild or of all, oldest first."""
        ...

    async def of_milestone(self, guild_id: int, milestone_id: int) -> list[Case]: ...
    async def last_withdrawn_at_ms(self, guild_id: int, claimant_id: int, milestone_id: int) -> int | None:
        """When the claimant last withdrew a case about the milestone (R5.6)."""
        ...

    async def small_splits(self, guild_id: int, member_id: int, other_id: int, since_ms: int) -> int:
        """How many small balances between the two were split since a moment (R6.2)."""
        ...

    async def opponents(self, guild_id: int, member_id: int) -> frozenset[int]:
        """The members with whom the member has an open case."""
        ...

    async def open_count(self, guild_id: int, member_id: int) -> int:
        """How many open cases the member has filed."""
        ...

    async def last_filed_at_ms(self, guild_id: int, member_id: int) -> int | None: ...
    async def all(self, guild_id: int) -> list[Case]: ...


class EventRepository(Protocol):
    """The append-only record; streams are `case` and `milestone`."""

    async def append(
        self,
        guild_id: int,
        stream: str,
        stream_id: int,
        events: Sequence[Event],
        *,
        at_ms: int,
        actor_id: int | None,
    ) -> list[RecordedEvent]:
        """Put events at the end of their stream, numbered and chained."""
        ...

    async def of_stream(self, guild_id: int, stream: str, stream_id: int) -> list[RecordedEvent]: ...


class TextRepository(Protocol):
    """The words beside the record."""

    async def add(self, guild_id: int, texts: Sequence[SealedText]) -> None: ...
    async def bodies(self, guild_id: int, text_ids: Sequence[str]) -> dict[str, str]:
        """The texts by id; an erased or unknown one is missing."""
        ...

    async def sealed(self, guild_id: int, text_ids: Sequence[str]) -> dict[str, SealedText]: ...
    async def known(self, guild_id: int, text_ids: Sequence[str]) -> set[str]:
        """Which of them there are rows for, erased or not."""
        ...


class LedgerRepository(Protocol):
    """The double-entry ledger of a guild."""

    async def post(self, guild_id: int, transaction: LedgerTransaction) -> None:
        """Post once. Raises NotEnoughMoney when an account but `world` would go below zero."""
        ...

    async def balance_minor(self, guild_id: int, account: str, currency: str) -> int: ...
    async def balances(self, guild_id: int, named: Collection[str] | None = None) -> dict[str, dict[str, int]]:
        """The accounts of the guild, all or those named: account, currency, minor units."""
        ...

    async def lines(self, guild_id: int, account: str, limit: int) -> list[LedgerLine]: ...
    async def transactions(self, guild_id: int) -> list[PostedTransaction]: ...


class WalletRequestRepository(Protocol):
    """Requests for a cashier; `get` in a writing unit of work locks the row."""

    async def get(self, guild_id: int, request_id: int) -> WalletRequest | None: ...
    async def add(self, request: WalletRequest) -> None: ...
    async def save(self, request: WalletRequest) -> None: ...
    async def pending(self, guild_id: int) -> list[WalletRequest]: ...
    async def of_member(self, guild_id: int, member_id: int) -> list[WalletRequest]: ...


class DraftRepository(Protocol):
    """Quotes waiting for a click; `get` in a writing unit of work locks the row."""

    async def add(self, draft: Draft) -> None: ...
    async def get(self, draft_id: str) -> Draft | None: ...
    async def mark_used(self, draft_id: str, at_ms: int) -> None: ...
    async def delete_expired(self, before_ms: int) -> None: ...


class RequestRepository(Protocol):
    """Receipts of interactions that were handled, as plain data."""

    async def find(self, guild_id: int, interaction_id: int) -> dict[str, Any] | None: ...
    async def store(self, guild_id: int, interaction_id: int, receipt: Mapping[str, Any], at_ms: int) -> None: ...


class OutboxRepository(Protocol):
    """Messages for Discord. `put` belongs to the use case's commit; the rest to the relay's own short ones."""

    async def put(self, messages: Sequence[OutboxMessage]) -> None:
        """Add messages; one whose dedupe key is there already is left out."""
        ...

    async def claim(self, owner: str, now_ms: int, lease_ms: int, limit: int) -> list[ClaimedMessage]:
        """Lease the oldest unsent message of each target that is not backing off or leased to another."""
        ...

    async def mark_sent(self, outbox_id: int) -> None: ...
    async def mark_failed(self, outbox_id: int, why: str) -> None: ...
    async def retry_at(self, outbox_id: int, not_before_ms: int) -> None: ...
    async def newer_of_kind(self, outbox_id: int, target: str, kind: EffectKind) -> bool:
        """Whether a later unsent message of the kind waits for the target: then the older one may be left out."""
        ...

    async def depth(self) -> int:
        """How many messages wait."""
        ...

    async def backlog(self) -> Backlog:
        """How many messages wait, and from which to which."""
        ...

    async def any_waits(self, guild_id: int, dedupe_keys: Collection[str]) -> bool:
        """Whether one of these messages has not been dealt with yet."""
        ...

    async def next_attempt_ms(self) -> int | None:
        """When the first message that is backing off may be tried again."""
        ...

    async def release_all(self) -> None:
        """Give back every lease. Only for a process that knows that no other sends."""
        ...


class DeadlineRepository(Protocol):
    """The clock hands: which deadlines must be looked at, and when."""

    async def due(self, now_ms: int, limit: int, guild_ids: Collection[int] | None = None) -> list[DueDeadline]:
        """Armed deadlines with `wake_at_ms <= now_ms`, oldest first; of some guilds only, if any are named."""
        ...

    async def get(self, guild_id: int, case_id: int, deadline_id: int) -> DueDeadline | None:
        """One deadline's clock hands, read again under the case's lock; None if another process is at it."""
        ...

    async def reminded(
        self, guild_id: int, case_id: int, deadline_id: int, *, until_ms: int, wake_at_ms: int | None
    ) -> None:
        """Note that reminders up to a moment are queued, and when to look again."""
        ...

    async def next_wake_ms(self, guild_ids: Collection[int] | None = None) -> int | None: ...


class RequestClockRepository(Protocol):
    """The clock hands of requests and proposals; as for cases, under the milestone's lock."""

    async def due(self, now_ms: int, limit: int, guild_ids: Collection[int] | None = None) -> list[DueRequest]:
        """Armed clocks with `wake_at_ms <= now_ms`, oldest first."""
        ...

    async def get(self, guild_id: int, milestone_id: int, deadline_id: int) -> DueRequest | None:
        """One clock's hands, read again under the milestone's lock; None if another process is at it."""
        ...

    async def reminded(
        self, guild_id: int, milestone_id: int, deadline_id: int, *, until_ms: int, wake_at_ms: int | None
    ) -> None:
        """Note that reminders up to a moment are queued, and when to look again."""
        ...

    async def next_wake_ms(self, guild_ids: Collection[int] | None = None) -> int | None: ...
    async def add_delivery(self, delivery: RequestDelivery) -> None:
        """Keep a delivery; the same message noted again changes nothing."""
        ...

    async def notices(
        self, guild_id: int, milestone_id: int, deadline_id: int, member_id: int, *, since_ms: int
    ) -> Notices:
        """The first opening notice ever, and the first reminder since a moment; `room_unreachable` is False."""
        ...


class FileRepository(Protocol):
    """What is known of the files of exhibits; the bytes lie in a store of their own, by their SHA-256."""

    async def add(self, guild_id: int, case_id: int, files: Sequence[SealedFile]) -> None: ...
    async def sealed(self, guild_id: int, file_ids: Sequence[str]) -> dict[str, SealedFile]:
        """The files by id; an erased or unknown one is missing."""
        ...

    async def known(self, guild_id: int, file_ids: Sequence[str]) -> set[str]:
        """Which of them there are rows for, erased or not."""
        ...

    async def of_case(self, guild_id: int, case_id: int) -> list[SealedFile]: ...
    async def is_referenced(self, sha256: str) -> bool:
        """Whether any file of any guild has these bytes."""
        ...


class DeliveryRepository(Protocol):
    """Which notices reached whom."""

    async def add(self, delivery: Delivery) -> None: ...
    async def notices(self, guild_id: int, case_id: int, deadline_id: int, member_id: int, *, since_ms: int) -> Notices:
        """The first opening notice ever, and the first reminder since a moment, for one deadline and party."""
        ...

    async def reached(self, guild_id: int, case_id: int) -> frozenset[int]:
        """The members who got at least one notice of the case."""
        ...


class RoomRepository(Protocol):
    """Case rooms and what was said in them."""

    async def get(self, guild_id: int, case_id: int) -> Room | None: ...
    async def of_cases(self, guild_id: int, case_ids: Collection[int]) -> dict[int, Room]:
        """The rooms of cases, by case; never locked."""
        ...

    async def by_channel(self, guild_id: int, channel_id: int) -> Room | None: ...
    async def save(self, room: Room) -> None: ...
    async def delete(self, guild_id: int, case_id: int) -> None: ...
    async def add_message(self, message: RoomMessage) -> None:
        """Keep a message; one that is there already is left as it is."""
        ...

    async def message_edited(self, guild_id: int, message_id: int, body: str, at_ms: int) -> None: ...
    async def message_deleted(self, guild_id: int, message_id: int, at_ms: int) -> None: ...
    async def messages(self, guild_id: int, case_id: int) -> list[RoomMessage]: ...
    async def last_said_at_ms(self, guild_id: int, case_id: int, member_ids: Sequence[int]) -> int | None:
        """When one of the members last said something in the room."""
        ...

    async def to_remove(self, guild_id: int, ended_before_ms: int) -> list[Room]:
        """Rooms that still stand of cases that ended before a moment."""
        ...

    async def last_message_id(self, guild_id: int, case_id: int) -> int | None: ...


class LivenessRepository(Protocol):
    """When this bot was alive and connected (R9.5)."""

    async def note_alive(self, at_ms: int) -> None: ...
    async def last_alive_ms(self) -> int | None: ...
    async def note_connected(self, guild_id: int, at_ms: int, *, is_reset: bool = False) -> None:
        """Note that the guild's gateway session was up at a moment; an older note replaces a newer one only where the
        newer one's clock was wrong."""
        ...

    async def note_all_connected(self, guild_ids: Sequence[int], at_ms: int) -> None:
        """Note the same for many guilds, in their order; an older note never replaces a newer one."""
        ...

    async def last_connected_ms(self, guild_id: int) -> int | None: ...
    async def add_outage(self, guild_id: int, started_at_ms: int, ended_at_ms: int) -> bool:
        """Keep an outage of a guild; False if it (its start) is there already."""
        ...
