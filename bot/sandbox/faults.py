"""Faults that can be put between the bot and its Discord: counted, and per route."""

import fnmatch
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from bot.sandbox.routing import Call


class FaultKind(StrEnum):
    """What goes wrong, and whether the request takes effect first."""

    ERROR_BEFORE = "error before applying"
    ERROR_AFTER = "error after applying"
    RESET_BEFORE = "connection reset before applying"
    RESET_AFTER = "connection reset after applying"
    RATE_LIMIT = "429"
    DELAY = "delay"


@dataclass(slots=True)
class Fault:
    """A fault that hits the next `times` requests of the routes that match `route`.

    Of the requests to the same address it hits the first, and then one of `every` so many.
    """

    kind: FaultKind
    route: str
    times: int = 1
    status: int = 502
    seconds: float = 0.0
    is_global: bool = False
    by_cloudflare: bool = False
    every: int = 1
    hits: int = 0
    seen: Counter[str] = field(default_factory=Counter[str])

    def matches(self, call: Call, template: str) -> bool:
        """Return whether this fault strikes a call; `*` in the route stands for anything."""
        address = f"{call.method} {call.path}"
        names = (f"{call.method} {template}", address)
        if self.times <= 0 or not any(fnmatch.fnmatchcase(name, self.route) for name in names):
            return False
        self.seen[address] += 1
        return (self.seen[address] - 1) % self.every == 0


@dataclass
class Faults:
    """The faults waiting for REST requests and for downloads of files.

    A route is written as `POST /channels/{channel_id}/messages`, or with real ids, or with `*` for any part; a file's
    as `GET /attachments/{channel_id}/{file_id}/{filename}`, or `/ephemeral-attachments/…` where only one sees it.
    """

    pending: list[Fault] = field(default_factory=list[Fault])

    def fail_before(self, route: str, *, status: int = 502, times: int = 1) -> Fault:
        """Answer with a 5xx (or any status) and do nothing."""
        return self._add(Fault(FaultKind.ERROR_BEFORE, route, times, status=status))

    def fail_after(self, route: str, *, status: int = 502, times: int = 1) -> Fault:
        """Do what was asked, then answer with a 5xx."""
        return self._add(Fault(FaultKind.ERROR_AFTER, route, times, status=status))

    def reset_before(self, route: str, *, times: int = 1) -> Fault:
        """Reset the connection and do nothing."""
        return self._add(Fault(FaultKind.RESET_BEFORE, route, times))

    def reset_after(self, route: str, *, times: int = 1) -> Fault:
        """Do what was asked, then reset the connection instead of answering; a file is cut off in its middle."""
        return self._add(Fault(FaultKind.RESET_AFTER, route, times))

    def rate_limit(
        self, route: str, *, seconds: float, times: int = 1, is_global: bool = False, by_cloudflare: bool = False
    ) -> Fault:
        """Answer 429 with `retry_after` of that many seconds; Cloudflare's own has no `Via` header."""
        fault = Fault(FaultKind.RATE_LIMIT, route, times, seconds=seconds, is_global=is_global)
        fault.by_cloudflare = by_cloudflare
        return self._add(fault)

    def delay(self, route: str, *, seconds: float, times: int = 1) -> Fault:
        """Let that many real seconds pass before the request is looked at."""
        return self._add(Fault(FaultKind.DELAY, route, times, seconds=seconds))

    def clear(self) -> None:
        """Forget all faults."""
        self.pending.clear()

    def strike(self, call: Call, template: str) -> Fault | None:
        """Return the fault that hits a call, and count it."""
        for fault in self.pending:
            if fault.matches(call, template):
                fault.times -= 1
                fault.hits += 1
                return fault
        return None

    def _add(self, fault: Fault) -> Fault:
        self.pending.append(fault)
        return fault
