"""Files handed in as evidence, sealed like texts: the record holds a salted hash, the bytes' own lies beside it."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from bot.domain.texts import TextRef

LONGEST_NAME: Final = 100
_UNSAFE: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_EXTENSION: Final = re.compile(r"\.[A-Za-z0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file as it was handed in: what its bytes are, and what it was called. Sizes in bytes."""

    file_id: str
    salt: str
    sha256: str
    size_bytes: int
    media_type: str
    name: str

    @property
    def ref(self) -> TextRef:
        """What the record keeps of the file: its id, and SHA-256 over salt and all that is said of it."""
        said = f"{self.salt}\n{self.sha256}\n{self.size_bytes}\n{self.media_type}\n{self.name}"
        return TextRef(self.file_id, hashlib.sha256(said.encode()).hexdigest())


def safe_name(name: str) -> str:
    """The file's own name without anything that a path, a shell or a reader could trip over; never empty."""
    letters = (letter for letter in name if unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    kept = _UNSAFE.sub("_", "".join(letters)).strip(" .") or "file"
    if len(kept) <= LONGEST_NAME:
        return kept
    stem, dot, extension = kept.rpartition(".")
    if not _EXTENSION.fullmatch(dot + extension):
        return kept[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(dot + extension)] + dot + extension
