"""What storage keeps for the bot's own work: quotes, receipts, messages to send, clocks, notices, liveness."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from bot.domain.deadlines import Notices
from bot.services.ports import (
    Backlog,
    ClaimedMessage,
    Delivery,
    Draft,
    DueDeadline,
    DueRequest,
    EffectKind,
    OutboxMessage,
    RequestDelivery,
)


class DraftRepository(Protocol):
    """Quotes waiting for a click; `get` in a writing unit of work locks the row."""

    async def add(self, draft: Draft) -> None: ...
    async def get(self, draft_id: str) -> Draft | None: ...
    async def mark_used(self, draft_id: str, at_ms: int) -> None: ...
    async def delete_expired(self, before_ms: int) -> None: ...

    async def open_of(self, guild_id: int, command: str, at_ms: int) -> list[Draft]:
        """The guild's quotes of a command that can still be confirmed."""
        ...

    async def of_member(self, guild_id: int, member_id: int) -> list[Draft]:
        """A member's quotes, oldest first."""
        ...

    async def delete(self, draft_id: str) -> None:
        """Throw away one quote, if it is there."""
        ...

    async def delete_of(self, guild_id: int, member_id: int) -> None:
        """Throw away a member's quotes."""
        ...


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

    async def deliveries_of(self, guild_id: int, member_id: int) -> list[RequestDelivery]:
        """What reached one member, oldest first."""
        ...

    async def notices(
        self, guild_id: int, milestone_id: int, deadline_id: int, member_id: int, *, since_ms: int
    ) -> Notices:
        """The first opening notice ever, and the first reminder since a moment; `room_unreachable` is False."""
        ...


class DeliveryRepository(Protocol):
    """Which notices reached whom."""

    async def add(self, delivery: Delivery) -> None: ...
    async def notices(self, guild_id: int, case_id: int, deadline_id: int, member_id: int, *, since_ms: int) -> Notices:
        """The first opening notice ever, and the first reminder since a moment, for one deadline and party."""
        ...

    async def of_member(self, guild_id: int, member_id: int) -> list[Delivery]:
        """What reached one member, oldest first."""
        ...

    async def reached(self, guild_id: int, case_id: int) -> frozenset[int]:
        """The members who got at least one notice of the case."""
        ...


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

    async def last_connected_ms(self, guild_id: int) -> int | None:
        """When the guild's gateway session was last known to be up; a writing transaction locks the note, so that
        nothing is set going meanwhile by who hasn't heard of the outage."""
        ...

    async def add_outage(self, guild_id: int, started_at_ms: int, ended_at_ms: int) -> bool:
        """Keep an outage of a guild; False if it (its start) is there already."""
        ...

    async def outages_since(self, guild_id: int, at_ms: int) -> list[tuple[int, int]]:
        """The guild's outages that ended after a moment, begin and end in ms, none still to come: their end, as kept
        by a clock that was wrong, may be later than now. Until this transaction's end no other is worked off."""
        ...
