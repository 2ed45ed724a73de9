"""Brakes: nobody keeps the bot busy by sending more than anybody needs, and nobody notices who doesn't.

A bucket a member, which an act takes from and time fills again. What is typed as a command, what is pressed, and what
is sent in afterwards (forms, and the click on a quote) are counted apart: whoever has used up one can still answer a
case with the others, and a flood of presses loses no words that were typed into a form.
"""

from collections import OrderedDict
from enum import StrEnum
from typing import Final

from bot.domain.errors import TooManyCommands
from bot.services.ports import Clock

_MINUTE_MS: Final = 60_000
_SECOND_MS: Final = 1_000
_SUGGESTIONS: Final = 5
"""Suggestions are asked for with every letter typed, so that many of them count as one act."""


class Hand(StrEnum):
    """How somebody acts; each has its own bucket."""

    COMMAND = "command"
    PRESS = "press"
    ANSWER = "answer"


class Buckets:
    """A bucket for each who acts: `burst` acts at once, and `per_minute` more each minute. 0 for either lets all pass.

    A bucket is kept as the moment at which it will be full again, in parts of a millisecond so that no act is lost by
    rounding. One that is full says nothing, and is forgotten: so there are never more than have acted lately.
    """

    def __init__(self, burst: int, per_minute: int) -> None:
        self._is_off = burst == 0 or per_minute == 0
        self._parts = per_minute
        self._room = (burst - 1) * _MINUTE_MS
        self._full_at: OrderedDict[int, int] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, member_id: int, now_ms: int) -> int:
        """Take one out; 0 when there was one, else for how many milliseconds to wait, and nothing is taken."""
        if self._is_off:
            return 0
        now = now_ms * self._parts
        self._forget_full(now)
        full_at = max(self._full_at.get(member_id, now), now)
        missing = full_at - now - self._room
        if missing > 0:
            return -(-missing // self._parts)
        self._full_at[member_id] = full_at + _MINUTE_MS
        self._full_at.move_to_end(member_id)
        return 0

    def _forget_full(self, now: int) -> None:
        while self._full_at:
            member_id, full_at = next(iter(self._full_at.items()))
            if full_at > now:
                return
            del self._full_at[member_id]


class Brakes:
    """The buckets of all who act, over a clock that never goes back."""

    def __init__(self, clock: Clock, *, burst: int, per_minute: int) -> None:
        self._clock = clock
        self._hands = {hand: Buckets(burst, per_minute) for hand in Hand}
        self._suggestions = Buckets(burst * _SUGGESTIONS, per_minute * _SUGGESTIONS)

    def require(self, hand: Hand, member_id: int) -> None:
        """Raise TooManyCommands with the whole seconds to wait."""
        wait_ms = self._hands[hand].take(member_id, self._clock.monotonic_ms())
        if wait_ms:
            raise TooManyCommands(wait_seconds=-(-wait_ms // _SECOND_MS))

    def may_be_suggested(self, member_id: int) -> bool:
        """Whether suggestions are looked up; without, the list is empty for a moment and all can still be typed."""
        return self._suggestions.take(member_id, self._clock.monotonic_ms()) == 0
