"""What every message to others is made of: targets, words, and the marks that make a delivery count as notice.

A payload names ids, amounts and times under a text's key, and words only by the id of the sealed text: who may read
them, and whether they still exist, is settled when the message is sent.
"""

from dataclasses import dataclass
from typing import Any

from bot.domain.case import Case
from bot.domain.case_state import CaseState
from bot.domain.deadlines import FORFEITING, Deadline
from bot.domain.stages import Command
from bot.domain.texts import TextRef
from bot.services.ports import EffectKind, NoticeKind, OutboxMessage
from bot.services.receipts import Facts


def room_target(guild_id: int, case_id: int) -> str:
    """All that happens in one case room is in order."""
    return f"room:{guild_id}:{case_id}"


def direct_target(guild_id: int, member_id: int) -> str:
    """One member's direct messages are in order."""
    return f"direct:{guild_id}:{member_id}"


def staff_target(guild_id: int) -> str:
    """The staff channel."""
    return f"staff:{guild_id}"


def cashier_target(guild_id: int) -> str:
    """The cashiers' channel."""
    return f"cashier:{guild_id}"


def records_target(guild_id: int) -> str:
    """The records channel."""
    return f"records:{guild_id}"


@dataclass(frozen=True, slots=True)
class Words:
    """A notice: the text's key, its facts, and the sealed texts to put in, by name."""

    text: str
    facts: Facts
    texts: dict[str, TextRef]

    def payload(self) -> dict[str, Any]:
        """The notice as plain data."""
        return {
            "text": self.text,
            "facts": self.facts,
            "text_ids": {name: ref.text_id for name, ref in self.texts.items()},
        }


def notice_of(kind: NoticeKind, deadline: Deadline) -> dict[str, Any] | None:
    """The mark that makes a delivered message count as notice of a deadline (R9.4); None for one that needs none."""
    if deadline.kind not in FORFEITING or deadline.party_id is None:
        return None
    return {"kind": kind.value, "deadline_id": deadline.deadline_id, "member_id": deadline.party_id}


def deadline_facts(deadline: Deadline) -> Facts:
    """What a notice says of a clock."""
    return {
        "deadline_kind": deadline.kind.value,
        "party_id": deadline.party_id,
        "due_at_ms": deadline.due_at_ms,
        "window_seconds": deadline.window_seconds,
    }


class EffectCollector:
    """Collects the messages that one decision on a case makes."""

    def __init__(self, case: Case, actor_id: int | None) -> None:
        self._case = case
        self._state: CaseState = case.state
        self._actor_id = actor_id
        self._key = f"case:{self._state.guild_id}:{self._state.case_id}:{self._state.version}"
        self.messages: list[OutboxMessage] = []

    def _put(self, target: str, kind: EffectKind, key: str, payload: dict[str, Any]) -> None:
        # The position keeps two messages of one decision apart, and a repeated decision the same.
        dedupe_key = f"{self._key}:{len(self.messages)}:{key}"
        self.messages.append(
            OutboxMessage(self._state.guild_id, target, kind, dedupe_key, {"case_id": self._state.case_id, **payload})
        )

    def effect(self, kind: EffectKind) -> None:
        """Something to do in the room, without words of its own."""
        self._put(room_target(self._state.guild_id, self._state.case_id), kind, kind.value, {})

    def close_to(self, member_id: int) -> None:
        """Set the room's access anew; somebody loses their way in."""
        target = room_target(self._state.guild_id, self._state.case_id)
        key = f"{EffectKind.ROOM_ACCESS.value}:{member_id}"
        self._put(target, EffectKind.ROOM_ACCESS, key, {"closed_to_id": member_id})

    def case_file(self) -> None:
        """The case file for the room, both parties and the records channel (R11.2), with the head for the last."""
        guild_id, case_id = self._state.guild_id, self._state.case_id
        self._case_file(room_target(guild_id, case_id), "room")
        for party_id in self._state.parties:
            self._case_file(direct_target(guild_id, party_id), "direct", party_id)
        self._case_file(records_target(guild_id), "records")

    def _case_file(self, target: str, to: str, member_id: int | None = None) -> None:
        payload = {**self.words("case_file", {"to": to}).payload(), "to": to, "member_id": member_id}
        key = f"case_file:{to}" if member_id is None else f"case_file:{member_id}"
        self._put(target, EffectKind.CASE_FILE, key, payload)

    def room(
        self,
        words: Words,
        *,
        mention: tuple[int, ...] = (),
        notice: dict[str, Any] | None = None,
        buttons: tuple[Command, ...] = (),
    ) -> None:
        """A short message in the room."""
        self._put(
            room_target(self._state.guild_id, self._state.case_id),
            EffectKind.ROOM_POST,
            words.text,
            {
                **words.payload(),
                "mention": list(mention),
                "notice": notice,
                "buttons": [button.value for button in buttons],
            },
        )

    def direct(self, member_id: int, words: Words, *, notice: dict[str, Any] | None = None) -> None:
        """A direct message to one party; the room has the same news."""
        self._put(
            direct_target(self._state.guild_id, member_id),
            EffectKind.DIRECT,
            f"{words.text}:{member_id}",
            {**words.payload(), "member_id": member_id, "notice": notice},
        )

    def staff(self, words: Words) -> None:
        """A message in the staff channel."""
        self._put(staff_target(self._state.guild_id), EffectKind.STAFF_POST, words.text, words.payload())

    def words(self, text: str, facts: Facts | None = None, **texts: TextRef | None) -> Words:
        """A notice with what each notice of a case says, and more."""
        base: Facts = {
            "case_id": self._state.case_id,
            "currency": self._state.currency,
            "disputed_minor": self._state.disputed_minor,
            "claimant_id": self._state.claimant_id,
            "respondent_id": self._state.respondent_id,
            "client_id": self._state.client_id,
            "freelancer_id": self._state.freelancer_id,
            "stage": self._state.stage.value,
            "actor_id": self._actor_id,
        }
        if self._state.rulebook.offers_hidden and self._state.is_open:
            base["offers_hidden"] = True
        named = {name: ref for name, ref in texts.items() if ref is not None}
        return Words(text, {**base, **(facts or {})}, named)

    def directs(self, words: Words) -> None:
        """A direct message to each party but the one who acted."""
        for party_id in self._state.parties:
            if party_id != self._actor_id:
                self.direct(party_id, words)


def clock_alert(guild_id: int, at_ms: int) -> OutboxMessage:
    """Tell staff that the host's clock has jumped, and that nothing is forfeited until it is trusted again (R9.6)."""
    payload = {"case_id": None, **Words("staff_clock_jumped", {}, {}).payload()}
    key = f"clock:{guild_id}:{at_ms}"
    return OutboxMessage(guild_id, staff_target(guild_id), EffectKind.STAFF_POST, key, payload)


def intent_alert(guild_id: int, intent: str) -> OutboxMessage:
    """Tell staff, once, what the bot can't hear for want of an intent: `members` or `message_content`."""
    payload = {"case_id": None, **Words(f"staff_without_{intent}", {}, {}).payload()}
    return OutboxMessage(
        guild_id, staff_target(guild_id), EffectKind.STAFF_POST, f"intent:{guild_id}:{intent}", payload
    )


def set_up_alert(guild_id: int, what: str, at_ms: int, owner_id: int | None) -> OutboxMessage:
    """Tell staff and admins that a role or channel that was set is gone (R9.11); `owner_id` is the server's owner where
    there is no staff channel to tell it in."""
    key = f"gone:{guild_id}:{what}:{at_ms}"
    facts: Facts = {"what": what, "member_id": owner_id}
    payload = {"case_id": None, **Words("staff_set_up_gone", facts, {}).payload()}
    if owner_id is None:
        return OutboxMessage(guild_id, staff_target(guild_id), EffectKind.STAFF_POST, key, payload)
    payload = {**payload, "member_id": owner_id, "notice": None}
    return OutboxMessage(guild_id, direct_target(guild_id, owner_id), EffectKind.DIRECT, key, payload)
