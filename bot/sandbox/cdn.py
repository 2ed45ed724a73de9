"""Attachment links: signed, and dead a day after they were handed out."""

import hashlib
import hmac
import secrets
from urllib.parse import quote

from bot.sandbox.model import StoredFile
from bot.sandbox.times import Clock

LINK_LIFE_SECONDS = 24 * 60 * 60


class Cdn:
    """Keeps uploaded files, signs their links and checks the signatures."""

    def __init__(self, clock: Clock) -> None:
        self.base_url = "http://127.0.0.1"
        self.files: dict[int, StoredFile] = {}
        self._clock = clock
        self._key = secrets.token_bytes(32)

    def link(self, file: StoredFile) -> str:
        """Return a fresh link to a file, good for 24 hours of the sandbox's clock."""
        issued = self._clock.now_ms() // 1000
        path = self._path(file)
        query = f"ex={issued + LINK_LIFE_SECONDS:x}&is={issued:x}"
        return f"{self.base_url}{path}?{query}&hm={self._sign(path, query)}&"

    def fetch(self, file_id: int, query: dict[str, str]) -> StoredFile | None:
        """Return the file behind a link, or None when the link is forged, expired or for nothing."""
        file = self.files.get(file_id)
        if file is None:
            return None
        expires, issued = query.get("ex", ""), query.get("is", "")
        expected = self._sign(self._path(file), f"ex={expires}&is={issued}")
        if not hmac.compare_digest(expected, query.get("hm", "")):
            return None
        is_live = self._clock.now_ms() < int(expires, 16) * 1000
        return file if is_live else None

    def _path(self, file: StoredFile) -> str:
        folder = "ephemeral-attachments" if file.is_ephemeral else "attachments"
        return f"/{folder}/{file.channel_id}/{file.id}/{quote(file.filename)}"

    def _sign(self, path: str, query: str) -> str:
        return hmac.new(self._key, f"{path}?{query}".encode(), hashlib.sha256).hexdigest()
