"""Messages about case rooms themselves: for no event of the case, each at most once."""

from bot.domain.case import Case
from bot.services.effects_base import EffectCollector, Words, staff_target
from bot.services.ports import EffectKind, OutboxMessage, Room
from bot.services.receipts import Facts


class _RoomWords(EffectCollector):
    def not_evidence(self, author_id: int) -> list[OutboxMessage]:
        # The dedupe key, which is unique for ever, is the record that it was said.
        self._key = f"not_evidence:{self._state.guild_id}:{self._state.case_id}"
        self.room(self.words("not_evidence", {"author_id": author_id}), mention=(author_id,))
        return self.messages


def not_evidence_effects(case: Case, author_id: int) -> list[OutboxMessage]:
    """Say once a case that what a party writes in its thread isn't evidence any more: a thread can't be made read-only
    for one side."""
    return _RoomWords(case, None).not_evidence(author_id)


def room_stays_alert(room: Room) -> OutboxMessage:
    """Tell staff, once a room, that the bot may not delete it though its time is over (R11.2)."""
    facts: Facts = {"case_id": room.case_id, "channel_id": room.channel_id, "is_thread": room.is_thread}
    return _alert(room.guild_id, room.case_id, "staff_room_stays", facts, str(room.channel_id))


def cases_channel_alert(guild_id: int, case_id: int, channel_id: int, lacks: tuple[str, ...]) -> OutboxMessage:
    """Tell staff, once a case, what a channel lacks that its room should hang under as a thread."""
    facts: Facts = {"case_id": case_id, "channel_id": channel_id, "lacks": list(lacks)}
    return _alert(guild_id, case_id, "staff_cases_channel", facts, f"{channel_id}:{','.join(lacks)}")


def _alert(guild_id: int, case_id: int, text: str, facts: Facts, why: str) -> OutboxMessage:
    payload = {"case_id": case_id, **Words(text, facts, {}).payload()}
    key = f"{text}:{guild_id}:{case_id}:{why}"
    return OutboxMessage(guild_id, staff_target(guild_id), EffectKind.STAFF_POST, key, payload)
