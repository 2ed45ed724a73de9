"""How much one member may ask of another: everything that reaches somebody else's inbox has an end [P].

They stop floods only: no honest use comes near them, and answering, paying and defending are never capped.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.domain.deadlines import HOUR_MS
from bot.domain.errors import TooManyWaiting, TooOften


@dataclass(frozen=True, slots=True)
class Cap:
    """At most so many that wait for an answer (None: no matter), and so many made within an hour."""

    what: str
    waiting: int | None
    an_hour: int

    def since_ms(self, at_ms: int) -> int:
        """What was made after this moment counts for the hour."""
        return at_ms - HOUR_MS

    def require(self, *, waiting: int, made_at_ms: Collection[int], at_ms: int) -> None:
        """Let one more be made. Raises TooManyWaiting, or TooOften with the moment from which it works again."""
        if self.waiting is not None and waiting >= self.waiting:
            raise TooManyWaiting(what=self.what, limit=self.waiting)
        lately = sorted(made_ms for made_ms in made_at_ms if made_ms > self.since_ms(at_ms))
        if len(lately) >= self.an_hour:
            raise TooOften(what=self.what, limit=self.an_hour, from_ms=lately[-self.an_hour] + HOUR_MS)


PROPOSALS: Final = Cap("proposal", waiting=20, an_hour=60)
"""Proposals of one freelancer, to all clients together (R3.1)."""

REQUESTS: Final = Cap("request", waiting=None, an_hour=20)
"""Requests of one side about one milestone: each takes the place of the one before (R3.4)."""

WALLET_REQUESTS: Final = Cap("wallet_request", waiting=25, an_hour=100)
"""Deposits, withdrawals and payouts that one member asks cashiers for (R2.8)."""
