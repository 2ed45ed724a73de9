"""How the bot is at this moment: whether it is ready, and all its figures."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from structlog.stdlib import get_logger

from bot.clock import Clock
from bot.operations.metrics import Metrics, Readings
from bot.services.deadlines import DeadlineKeeper
from bot.services.outbox import OutboxQueue

_logger = get_logger(__name__)


class Sweeps(Protocol):
    """Who has deadlines looked at."""

    @property
    def sweep_age_ms(self) -> int: ...
    @property
    def is_fresh(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Vitals:
    """Reads what there is to read; `is_connected` is whether every gateway session is up."""

    metrics: Metrics
    clock: Clock
    sweeps: Sweeps
    keeper: DeadlineKeeper
    queue: OutboxQueue
    is_connected: Callable[[], bool]

    def why_not_ready(self) -> str | None:
        """What is missing, in a few words; None when the bot works."""
        if not self.is_connected():
            return "not connected to Discord"
        return None if self.sweeps.is_fresh else "deadlines were not looked at for a while"

    async def figures(self) -> bytes:
        """Everything for Prometheus. What only the database knows is left open while it is away."""
        late_ms, backlog = None, None
        try:
            due_at_ms = await self.keeper.next_wake_ms()
            late_ms = 0 if due_at_ms is None else max(0, self.clock.now_ms() - due_at_ms)
            backlog = await self.queue.backlog()
        except Exception as error:
            _logger.exception("figures_unread", error=type(error).__name__)
        return self.metrics.rendered(Readings(self.why_not_ready() is None, self.sweeps.sweep_age_ms, late_ms, backlog))
