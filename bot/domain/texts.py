"""What people write, sealed: the record holds a salted hash, the words lie beside it and can be erased (R11.1)."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from bot.domain.errors import LinkNotUnderstood, TextLength

NO_CATEGORY: Final = "other"
"""What a case without a category has for one."""

LENGTHS: Final[dict[str, tuple[int, int]]] = {
    "title": (1, 100),
    "terms": (1, 2_000),
    "category": (1, 50),
    "reason": (20, 2_000),
    "statement": (20, 2_000),
    "note": (1, 300),
    "decline_reason": (1, 300),
    "withdrawal_reason": (1, 300),
    "staff_reason": (3, 500),
    "staff_note": (1, 2_000),
    "description": (1, 1_000),
    "link": (1, 500),
    "findings": (50, 3_500),
    "question": (10, 1_500),
    "answer": (1, 2_000),
    "reference": (1, 100),
}
"""The shortest and longest text of each kind, in characters after trimming."""

_LINK: Final = re.compile(r"https?://[^\s<>\"'`|\\^{}]+\.[^\s<>\"'`|\\^{}]+", re.IGNORECASE)
_KEPT_CONTROLS: Final = "\n\t"
_PLAIN: Final = re.compile(r"[ -~\n\t]*")
_BLANK_LETTERS: Final = str.maketrans(dict.fromkeys("\u115f\u1160\u2800\u3164\uffa0", " "))
"""What counts as a letter or symbol and shows nothing: Hangul fillers and the empty Braille pattern."""


@dataclass(frozen=True, slots=True)
class TextRef:
    """Names a sealed text and proves its words: SHA-256 over salt and text."""

    text_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class SealedText:
    """A text with its salt, to be stored beside the record."""

    text_id: str
    salt: str
    body: str

    @property
    def ref(self) -> TextRef:
        """What the record keeps of the text."""
        return TextRef(self.text_id, text_digest(self.salt, self.body))


def text_digest(salt: str, body: str) -> str:
    """The SHA-256 that the record keeps for a text, in hexadecimal."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def clean(body: str) -> str:
    """The text without control, zero-width and direction-changing characters, trimmed."""
    if _PLAIN.fullmatch(body):
        # Most texts are: looking at each letter would take long.
        return body.strip()
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    # Most texts have nothing to leave out, and a case file has thousands of them: that is found out quickly.
    if not text.replace("\n", "").replace("\t", "").isprintable():
        text = "".join(letter for letter in text if letter in _KEPT_CONTROLS or not _is_unseen(letter))
    if not _BLANK_LETTERS.keys().isdisjoint(map(ord, text)):
        text = text.translate(_BLANK_LETTERS)
    return text.strip()


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def require_text(field: str, body: str) -> str:
    """The cleaned text. Raises TextLength when it is shorter or longer than its kind allows."""
    text = clean(body)
    shortest, longest = LENGTHS[field]
    if not shortest <= len(text) <= longest:
        raise TextLength(field=field, length=len(text), shortest=shortest, longest=longest)
    return text


def require_link(link: str) -> str:
    """The link as text. Raises LinkNotUnderstood when it is not a plain http(s) address, TextLength when too long."""
    text = require_text("link", link)
    if _LINK.fullmatch(text) is None:
        raise LinkNotUnderstood(text=text)
    return text
