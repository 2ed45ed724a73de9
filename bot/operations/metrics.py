"""What is counted and measured, in the form that Prometheus reads. No label ever holds an id or what somebody wrote."""

import math
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Final

import aiohttp
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from structlog.stdlib import get_logger

from bot.clock import Clock, SystemClock
from bot.domain.errors import Refusal
from bot.operations.rest_routes import route_of
from bot.services.ports import Backlog
from bot.services.watching import Doing

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Readings:
    """What is read off at the moment of asking, in milliseconds; None for what the database doesn't tell now."""

    is_ready: bool
    sweep_age_ms: int
    late_ms: int | None
    backlog: Backlog | None


class Metrics:
    """All figures of one bot, in a registry of their own: several bots may run in a process one after another."""

    def __init__(self, clock: Clock | None = None) -> None:
        """`clock` measures how long something took: by default the machine's own."""
        self._clock = clock or SystemClock()
        self._backlog_age = BacklogAge()
        self._registry = registry = CollectorRegistry()
        self._up = Gauge("parley_up", "1 while the program runs.", registry=registry)
        self._ready = Gauge(
            "parley_ready", "1 while connected to Discord, with deadlines looked after.", registry=registry
        )
        self._sweep_age = Gauge(
            "parley_sweep_age_seconds", "Time since deadlines were last looked at.", registry=registry
        )
        self._lateness = Gauge(
            "parley_deadline_lateness_seconds",
            "By how much the most overdue reminder or deadline is late; 0 if none is.",
            registry=registry,
        )
        self._outbox_depth = Gauge("parley_outbox_messages", "Messages waiting to go to Discord.", registry=registry)
        self._outbox_age = Gauge(
            "parley_outbox_age_seconds",
            "How long the oldest waiting message has been seen waiting; 0 if none waits.",
            registry=registry,
        )
        self._commands = Histogram(
            "parley_command_seconds",
            "How long a command took, from before its transaction to after its commit, without Discord's own time.",
            ("command", "outcome"),
            buckets=_SECONDS,
            registry=registry,
        )
        self._calls = Counter(
            "parley_rest_calls", "Calls to Discord's REST interface.", ("method", "route", "status"), registry=registry
        )
        self._up.set(1)

    @contextmanager
    def watch(self, doing: Doing) -> Generator[None]:
        """Surround a command: how long it took, and one line for the log."""
        began_ms = self._clock.monotonic_ms()
        outcome, why = "failed", dict[str, str]()
        try:
            yield
            outcome = doing.outcome
        except Refusal as refusal:
            outcome, why = "refused", {"code": refusal.code}
            raise
        finally:
            took_ms = self._clock.monotonic_ms() - began_ms
            self._commands.labels(doing.name, outcome).observe(took_ms / 1_000)
            _log.info("command", command=doing.name, outcome=outcome, took_ms=took_ms, **why)

    def rest_trace(self, api_url: str) -> aiohttp.TraceConfig:
        """What counts the calls of a session to the REST interface at this address."""

        async def ended(
            _session: aiohttp.ClientSession, _context: SimpleNamespace, call: aiohttp.TraceRequestEndParams
        ) -> None:
            self._count(call.method, route_of(str(call.url), api_url), str(call.response.status))

        async def failed(
            _session: aiohttp.ClientSession, _context: SimpleNamespace, call: aiohttp.TraceRequestExceptionParams
        ) -> None:
            self._count(call.method, route_of(str(call.url), api_url), "none")

        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(ended)
        trace.on_request_exception.append(failed)
        return trace

    def _count(self, method: str, route: str | None, status: str) -> None:
        if route is not None:
            self._calls.labels(method, route, status).inc()

    def rendered(self, readings: Readings) -> bytes:
        """All figures as text, with these readings."""
        backlog, late_ms = readings.backlog, readings.late_ms
        self._ready.set(int(readings.is_ready))
        self._sweep_age.set(readings.sweep_age_ms / 1_000)
        self._lateness.set(math.nan if late_ms is None else late_ms / 1_000)
        self._outbox_depth.set(math.nan if backlog is None else backlog.depth)
        self._outbox_age.set(
            math.nan if backlog is None else self._backlog_age.at(self._clock.monotonic_ms(), backlog) / 1_000
        )
        return generate_latest(self._registry)


class BacklogAge:
    """How long the oldest waiting message has waited at least.

    The rows of the outbox bear no time, but their ids grow: what had been put when somebody looked is as old as that
    look.
    """

    def __init__(self) -> None:
        self._looks: deque[tuple[int, int]] = deque()

    def at(self, now_ms: int, backlog: Backlog) -> int:
        """The age in ms of the oldest message of this backlog, by all looks so far; 0 if nothing waits."""
        while self._looks and (not backlog.depth or self._looks[0][1] < backlog.oldest_id):
            self._looks.popleft()
        if not backlog.depth:
            return 0
        if not self._looks or self._looks[-1][1] < backlog.newest_id:
            self._looks.append((now_ms, backlog.newest_id))
        return now_ms - self._looks[0][0]
