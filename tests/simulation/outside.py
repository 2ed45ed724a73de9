"""Discord as it is in truth, and the relay that brings it the outbox: late, twice, out of order, or never."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.domain.deadlines import HoldReason
from bot.domain.stages import Outcome
from bot.services.ports import ClaimedMessage, Delivery, EffectKind, NoticeKind, RequestDelivery, Room, Route
from tests.services.world import GUILD
from tests.simulation.fairness import Span, Witness
from tests.simulation.people import Dice
from tests.simulation.rig import HOUR_MS, Rig

_LEASE_MS: Final = 30_000
_REMOVALS: Final = {"kick": HoldReason.KICKED, "ban": HoldReason.BANNED}
_WITHOUT_ANSWER: Final = frozenset(
    {EffectKind.CARD, EffectKind.ROOM_ACCESS, EffectKind.STAFF_POST, EffectKind.CASHIER_POST}
)


@dataclass(slots=True)
class Channel:
    """A case's room; the bot may have lost its right to post there."""

    channel_id: int
    is_postable: bool = True


@dataclass(slots=True)
class Outside:
    """Who is on the server and can be written to, and which rooms stand."""

    gone: dict[int, str] = field(default_factory=dict[int, str])
    """Who isn't on the server, and how they went."""
    closed: set[int] = field(default_factory=set[int])
    timed_out_until: dict[int, int] = field(default_factory=dict[int, int])
    channels: dict[int, Channel] = field(default_factory=dict[int, Channel])
    unpostable: set[int] = field(default_factory=set[int])
    """Cases whose room the bot has found that it can't post in."""
    tells_of_members: bool = True
    """Whether the bot has the members intent."""

    def takes_direct(self, member_id: int) -> bool:
        """Whether a direct message gets through."""
        return member_id not in self.gone and member_id not in self.closed

    def sees_rooms(self, member_id: int) -> bool:
        """Whether a party can read its case's room."""
        return member_id not in self.gone


class Postman:
    """Does what the relay and Discord do together, with chances in a hundred that something goes wrong."""

    def __init__(self, rig: Rig, outside: Outside, witness: Witness) -> None:
        self._rig = rig
        self._outside = outside
        self._witness = witness
        self.fault_percent = 0
        """How often a message is late, sent twice, never marked, or given up."""

    async def deliver(self, dice: Dice, *, rounds: int = 40) -> None:
        """Work the outbox off as far as it goes."""
        if not self._rig.is_up:
            return
        for _ in range(rounds):
            waiting = await self._take(dice)
            for claimed in waiting:
                await self._bring(claimed, dice)
            if not waiting:
                return

    async def _take(self, dice: Dice) -> list[ClaimedMessage]:
        """Claim what can be sent now; what is of no consequence to anybody's time is sent at once."""
        waiting: list[ClaimedMessage] = []
        async with self._rig.storage.write() as uow:
            while True:
                batch = await uow.outbox.claim("relay", self._rig.clock.now_ms(), _LEASE_MS, 100)
                sent = [item for item in batch if self._is_quiet(item) and not dice.chance(self.fault_percent)]
                for item in sent:
                    if item.message.kind is EffectKind.ROOM_POST:
                        self._heard()
                    self._seen(item)
                    await uow.outbox.mark_sent(item.outbox_id)
                waiting += [item for item in batch if item not in sent]
                if not sent:
                    break
            await uow.commit()
        return waiting

    def _heard(self) -> None:
        """The bot's own message comes back to it, and carries Discord's time as all do (R9.6)."""
        self._rig.keeper.heard(self._rig.true_ms)
        self._witness.heard()

    def _is_quiet(self, claimed: ClaimedMessage) -> bool:
        message = claimed.message
        if message.kind in _WITHOUT_ANSWER:
            return True
        if message.payload.get("notice") is not None:
            return False
        if message.kind is EffectKind.DIRECT:
            return True
        channel = self._outside.channels.get(message.payload.get("case_id") or 0)
        is_known = message.payload.get("case_id") not in self._outside.unpostable
        return message.kind is EffectKind.ROOM_POST and channel is not None and channel.is_postable and is_known

    def _seen(self, claimed: ClaimedMessage) -> None:
        """Whoever can read a message has been promised what it says."""
        payload = claimed.message.payload
        facts: Mapping[str, Any] = payload.get("facts") or {}
        if payload.get("text") == "clock_held" or facts.get("due_at_ms") is None:
            return
        if payload.get("milestone_id") is not None and payload.get("notice") is not None:
            notice = payload["notice"]
            if self._outside.takes_direct(notice["member_id"]):
                key = ("milestone", payload["milestone_id"], notice["deadline_id"])
                self._witness.promised(key, facts["due_at_ms"])
        elif facts.get("party_id") is not None:
            party_id = facts["party_id"]
            is_direct = claimed.message.kind is EffectKind.DIRECT
            reads = self._outside.takes_direct if is_direct else self._outside.sees_rooms
            if payload.get("member_id", party_id) == party_id and reads(party_id):
                self._witness.promised(("case", payload["case_id"], facts["deadline_kind"]), facts["due_at_ms"])

    async def _bring(self, claimed: ClaimedMessage, dice: Dice) -> None:
        queue, outbox_id = self._rig.queue, claimed.outbox_id
        if dice.chance(self.fault_percent):
            match dice.one(["late", "late", "given up", "forgotten", "twice"]):
                case "late":
                    await queue.retry_at(outbox_id, self._rig.clock.now_ms() + dice.between(1, HOUR_MS))
                    return
                case "given up":
                    await queue.mark_failed(outbox_id, "Forbidden: no route is left")
                    return
                case "forgotten":
                    # Sent, but the process died before it noted that: the lease runs out, and it is sent again.
                    await self._dispatch(claimed)
                    return
                case _:
                    await self._dispatch(claimed)
        if await self._dispatch(claimed):
            await queue.mark_sent(outbox_id)
        else:
            await queue.mark_failed(outbox_id, "the room is out of reach, and nobody else could be told")

    async def _dispatch(self, claimed: ClaimedMessage) -> bool:
        """Do what the message asks for; False when nobody could be told."""
        message = claimed.message
        case_id = message.payload.get("case_id")
        match message.kind:
            case EffectKind.ROOM_OPEN | EffectKind.ROOM_CHECK:
                channel = await self._ensure(case_id)
                if channel is not None:
                    await self._note_room(case_id, is_postable=channel.is_postable)
                return True
            case EffectKind.ROOM_REMOVE:
                await self._remove(case_id)
                return True
            case EffectKind.PARTY_CHECK:
                await self._look_for(message.payload["member_id"])
                return True
            case EffectKind.ROOM_POST:
                return await self._post(claimed)
            case EffectKind.DIRECT:
                await self._direct(claimed, message.payload["member_id"])
                return True
            case _:
                return True

    async def _look_for(self, member_id: int) -> None:
        """Where a party is, and until when they are timed out; or how they went, as the audit log has it."""
        people, host_ms, true_ms = self._rig.people, self._rig.clock.now_ms(), self._rig.true_ms
        if not await people.concern(GUILD, member_id):
            return
        how = self._outside.gone.get(member_id)
        if how is None:
            until_ms = self._outside.timed_out_until.get(member_id)
            if until_ms is not None and until_ms > true_ms:
                self._witness.known_timed_out(member_id, true_ms, until_ms)
            else:
                self._witness.known_free(member_id, true_ms)
            self._witness.returns[member_id].append(true_ms)
            await people.found(GUILD, member_id, host_ms, until_ms)
        elif await people.is_new_that_gone(GUILD, member_id):
            reason = _REMOVALS.get(how)
            if reason is not None:
                self._witness.removals[member_id].append(Span(true_ms))
            await people.missed(GUILD, member_id, host_ms, reason, None)

    async def _ensure(self, case_id: int) -> Channel | None:
        """The case's room, made anew if it is gone; None for a case that has none any more."""
        deliveries = self._rig.deliveries
        known = await deliveries.room_of(GUILD, case_id)
        channel = self._outside.channels.get(case_id)
        if known is not None and (channel is None or channel.channel_id != known.channel_id):
            if known.removed_at_ms is not None:
                return None
            await self._rig.rooms.channel_deleted(GUILD, known.channel_id, None, self._rig.clock.now_ms())
            known = None
        if known is not None:
            return channel
        async with self._rig.storage.read() as uow:
            case = await uow.cases.get(GUILD, case_id)
        if case is None or not case.state.is_open or case.state.outcome is Outcome.SPLIT:
            return None
        channel = self._outside.channels[case_id] = Channel(self._rig.number())
        self._outside.unpostable.discard(case_id)
        await deliveries.room_made(Room(GUILD, case_id, channel.channel_id, self._rig.number()))
        return channel

    async def _remove(self, case_id: int) -> None:
        room = await self._rig.deliveries.room_of(GUILD, case_id)
        if room is not None and room.removed_at_ms is None:
            self._outside.channels.pop(case_id, None)
            await self._rig.deliveries.room_made(replace(room, removed_at_ms=self._rig.clock.now_ms()))

    async def _note_room(self, case_id: int, *, is_postable: bool) -> None:
        if is_postable:
            self._outside.unpostable.discard(case_id)
            await self._rig.deliveries.room_reached(GUILD, case_id)
        else:
            self._outside.unpostable.add(case_id)
            await self._rig.deliveries.room_unreachable(GUILD, case_id)

    async def _post(self, claimed: ClaimedMessage) -> bool:
        payload = claimed.message.payload
        case_id, notice = payload["case_id"], payload.get("notice")
        channel = await self._ensure(case_id)
        if channel is None:
            return False
        await self._note_room(case_id, is_postable=channel.is_postable)
        if not channel.is_postable:
            told = [await self._direct(claimed, member_id) for member_id in payload.get("mention") or ()]
            return any(told)
        self._heard()
        self._seen(claimed)
        if notice is not None:
            sees = self._outside.sees_rooms(notice["member_id"])
            if notice["kind"] == NoticeKind.REMINDER or sees:
                await self._delivered(payload, Route.ROOM, seen=sees)
        return True

    async def _direct(self, claimed: ClaimedMessage, member_id: int) -> bool:
        payload = claimed.message.payload
        if not self._outside.takes_direct(member_id):
            return False
        self._seen(claimed)
        notice = payload.get("notice")
        if notice is not None and notice["member_id"] == member_id:
            await self._delivered(payload, Route.DIRECT, seen=True)
        return True

    async def _delivered(self, payload: Mapping[str, Any], route: Route, *, seen: bool) -> None:
        notice = payload["notice"]
        kind, now_ms, number = NoticeKind(notice["kind"]), self._rig.clock.now_ms(), self._rig.number()
        deadline_id, member_id = notice["deadline_id"], notice["member_id"]
        milestone_id = payload.get("milestone_id")
        stream = ("case", payload["case_id"]) if milestone_id is None else ("milestone", milestone_id)
        self._witness.noticed((*stream, deadline_id), self._rig.true_ms, kind, seen=seen)
        if milestone_id is not None:
            await self._rig.requests.delivered(
                RequestDelivery(GUILD, milestone_id, deadline_id, member_id, kind, now_ms, number)
            )
            return
        await self._rig.deliveries.delivered(
            Delivery(GUILD, payload["case_id"], deadline_id, member_id, kind, route, now_ms, number)
        )
