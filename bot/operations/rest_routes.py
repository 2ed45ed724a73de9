"""Which of Discord's routes a call took: its path with everything taken out that names somebody or opens something."""

from typing import Final
from urllib.parse import urlsplit

_ID: Final = "{id}"
_OTHER: Final = "{other}"
_WORDS: Final = frozenset(
    {
        "@me",
        "@original",
        "active",
        "applications",
        "archived",
        "audit-logs",
        "bot",
        "callback",
        "channels",
        "commands",
        "gateway",
        "guilds",
        "interactions",
        "members",
        "messages",
        "oauth2",
        "permissions",
        "pins",
        "private",
        "public",
        "reactions",
        "roles",
        "thread-members",
        "threads",
        "typing",
        "users",
        "webhooks",
    }
)
"""Only these are repeated: whatever else stands in a path may be a token, or what somebody wrote."""


def route_of(address: str, api_url: str) -> str | None:
    """The route of a call such as `/channels/{id}/messages`; None for what doesn't go to the REST interface."""
    called, base = urlsplit(address), urlsplit(api_url)
    if called.netloc != base.netloc or not called.path.startswith(f"{base.path}/"):
        return None
    parts = called.path.removeprefix(f"{base.path}/").split("/")
    return "".join(f"/{_part(part)}" for part in parts)


def _part(part: str) -> str:
    if part in _WORDS:
        return part
    return _ID if part.isascii() and part.isdecimal() else _OTHER
