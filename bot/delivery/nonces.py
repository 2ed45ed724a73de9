"""Nonces: Discord gives the earlier message back, for some minutes, when one comes twice."""

import base64
import hashlib
from typing import Final

from bot.services.ports import OutboxMessage

NONCE_LENGTH: Final = 25
"""Discord takes no longer ones."""


def nonce_of(key: str) -> str:
    """The nonce of a key."""
    return base64.b32encode(hashlib.sha256(key.encode()).digest()).decode()[:NONCE_LENGTH]


def personal_nonce(message: OutboxMessage, member_id: int) -> str:
    """The nonce of one piece of news to one person, whether it was meant for them or is theirs for want of a room.

    The messages of one decision on a case share the front of their dedupe keys, which ends with a position and the
    text's name.
    """
    text = message.payload["text"]
    front, found, _ = message.dedupe_key.rpartition(f":{text}")
    of_case = found and message.payload.get("case_id") is not None
    notice = message.payload.get("notice")
    deadline_id = "" if notice is None else notice["deadline_id"]
    news = f"{front.rpartition(':')[0]}:{text}:{deadline_id}" if of_case else message.dedupe_key
    return nonce_of(f"direct:{member_id}:{news}")
