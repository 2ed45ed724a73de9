"""Deadlines as data (R9): when they are due, when people are reminded, and whether one may lapse."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bot.domain.durations import DAY_SECONDS, HOUR_SECONDS
from bot.domain.rulebook import Reminders

SECOND_MS: Final = 1_000
DAY_MS: Final = DAY_SECONDS * SECOND_MS
HOUR_MS: Final = HOUR_SECONDS * SECOND_MS


def is_past(due_at_ms: int, at_ms: int) -> bool:
    """Whether somebody who acted at this moment was too late: the whole second that people are shown is in (R9.2)."""
    return at_ms // SECOND_MS > due_at_ms // SECOND_MS


class DeadlineKind(StrEnum):
    """What runs out."""

    RESPONSE = "response"
    FEE = "fee"
    CLOSING = "closing"
    RULING = "ruling"
    OFFER_EXPIRY = "offer_expiry"
    IDLE = "idle"
    DORMANCY = "dormancy"
    CASHIER = "cashier"
    ANSWER = "answer"
    QUESTION = "question"
    REQUEST = "request"
    PROPOSAL = "proposal"
    TIME_OUT = "time_out"


class HoldReason(StrEnum):
    """Why a clock stands."""

    NEVER_REACHED = "never_reached"
    ROOM_UNREACHABLE = "room_unreachable"
    MODERATOR = "moderator"
    TIMED_OUT = "timed_out"
    KICKED = "kicked"
    BANNED = "banned"
    DEPOSIT = "deposit"
    QUESTION = "question"
    SET_UP = "set_up"


WHOLE_AGAIN: Final = frozenset({HoldReason.NEVER_REACHED, HoldReason.ROOM_UNREACHABLE})
"""Holds after which the whole window runs again (R9.4); after all others what was left (R9.8)."""


FORFEITING: Final = frozenset({DeadlineKind.RESPONSE, DeadlineKind.FEE, DeadlineKind.REQUEST})
"""Deadlines whose lapse costs a party money; only these need notice (R9.4)."""


REMINDED: Final = FORFEITING | {DeadlineKind.RULING}
"""Deadlines that somebody is reminded of (R9.3, R10.4)."""


NOT_OURS: Final = frozenset({DeadlineKind.OFFER_EXPIRY, DeadlineKind.TIME_OUT})
"""Clocks that others set, an offer's author and Discord: our outages don't make them longer."""


class DeadlineState(StrEnum):
    """Armed and held ones are alive; the others are over for good."""

    ARMED = "armed"
    HELD = "held"
    MET = "met"
    CANCELLED = "cancelled"
    FIRED = "fired"


ALIVE: Final = frozenset({DeadlineState.ARMED, DeadlineState.HELD})


@dataclass(frozen=True, slots=True)
class Deadline:
    """One running window of a case. `party_id` is who must act; None when it is nobody in particular."""

    deadline_id: int
    kind: DeadlineKind
    party_id: int | None
    starts_at_ms: int
    window_seconds: int
    due_at_ms: int
    state: DeadlineState = DeadlineState.ARMED
    held_since_ms: int | None = None
    hold_reason: str | None = None
    subject: int | None = None

    @property
    def is_running(self) -> bool:
        """Whether the clock runs."""
        return self.state is DeadlineState.ARMED

    @property
    def notice_ms(self) -> int:
        """How long before the due time a reminder must have come: 1 h, or a tenth of the window if less (R9.4)."""
        return min(HOUR_MS, self.window_seconds * SECOND_MS // 10)


def reminder_times(deadline: Deadline, policy: Reminders) -> tuple[int, ...]:
    """When people are reminded, ascending; steps before the window's start are left out, half always stays (R9.3)."""
    steps = {deadline.due_at_ms - seconds * SECOND_MS for seconds in policy.before_seconds}
    kept = {at_ms for at_ms in steps if at_ms > deadline.starts_at_ms}
    if policy.half:
        kept.add((deadline.starts_at_ms + deadline.due_at_ms) // 2)
    return tuple(sorted(kept))


@dataclass(frozen=True, slots=True)
class Notices:
    """What reached the party about one deadline, from the recorded deliveries."""

    opening_at_ms: int | None
    reminder_at_ms: int | None
    room_unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Fire:
    """The deadline lapses now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Not yet: a reminder must reach the party first."""


@dataclass(frozen=True, slots=True)
class Move:
    """The reminder came too late: the due time moves."""

    due_at_ms: int


@dataclass(frozen=True, slots=True)
class Hold:
    """The party could not be reached: the clock stands and staff are told."""

    reason: str


def judge_lapse(deadline: Deadline, notices: Notices) -> Fire | Wait | Move | Hold:
    """Whether a due deadline may lapse: no forfeiture without notice (R9.4 [P])."""
    if deadline.kind not in FORFEITING:
        return Fire()
    if notices.opening_at_ms is None:
        return Hold(HoldReason.NEVER_REACHED)
    if notices.room_unreachable:
        return Hold(HoldReason.ROOM_UNREACHABLE)
    if notices.reminder_at_ms is None:
        return Wait()
    latest_ms = deadline.due_at_ms - deadline.notice_ms
    if notices.reminder_at_ms <= latest_ms:
        return Fire()
    return Move(notices.reminder_at_ms + deadline.notice_ms)


def after_outage(deadline: Deadline, started_at_ms: int, ended_at_ms: int) -> int | None:
    """The due time after an outage of ours, or None if it doesn't touch the window (R9.5 [P]).

    Extended by what the outage took of the running window; where it lasted over 1 h or touched the window's last
    hour, to at least 24 h (or the window's own length, if less) from the outage's end.
    """
    if not deadline.is_running or deadline.kind in NOT_OURS:
        return None
    lost_ms = ended_at_ms - max(started_at_ms, deadline.starts_at_ms)
    if lost_ms <= 0 or started_at_ms > deadline.due_at_ms:
        return None
    due_at_ms = deadline.due_at_ms + lost_ms
    long = ended_at_ms - started_at_ms > HOUR_MS
    touches_last_hour = ended_at_ms >= deadline.due_at_ms - HOUR_MS
    if long or touches_last_hour:
        due_at_ms = max(due_at_ms, with_time_left(deadline, ended_at_ms))
    return due_at_ms


def with_time_left(deadline: Deadline, at_ms: int) -> int:
    """The due time with at least 24 h left, or the window's own length, if less."""
    return max(deadline.due_at_ms, at_ms + min(DAY_MS, deadline.window_seconds * SECOND_MS))


def held(deadline: Deadline, at_ms: int, reason: str) -> Deadline:
    """The deadline with its clock standing; one that stands already goes on standing for another reason."""
    since_ms = at_ms if deadline.held_since_ms is None else deadline.held_since_ms
    return replace(deadline, state=DeadlineState.HELD, held_since_ms=since_ms, hold_reason=reason)


def has_run_out(deadline: Deadline, at_ms: int) -> bool:
    """Whether its time was over before this moment (R9.2). What was missed before the clock stood stays missed, unless
    the whole window is to run again (R9.4)."""
    if deadline.hold_reason in WHOLE_AGAIN:
        return False
    ran_until_ms = at_ms if deadline.held_since_ms is None else min(at_ms, deadline.held_since_ms)
    return is_past(deadline.due_at_ms, ran_until_ms)


def due_if_run_on(deadline: Deadline, at_ms: int) -> int:
    """When a clock would be due if it ran from this moment on with what it has left."""
    return deadline.due_at_ms + (0 if deadline.held_since_ms is None else at_ms - deadline.held_since_ms)


def moved(deadline: Deadline, due_at_ms: int) -> Deadline:
    """The deadline with another due time, running."""
    return replace(deadline, state=DeadlineState.ARMED, due_at_ms=due_at_ms, held_since_ms=None, hold_reason=None)


def wake_time(deadline: Deadline, policy: Reminders, settle_margin_seconds: int, reminded_until_ms: int) -> int | None:
    """When the worker must look at the deadline next: the next reminder, or the moment it may lapse (R9.2, R9.3).

    None when its clock doesn't run. Forfeiting deadlines are looked at when they are due, too: the room is tried
    before they lapse (R9.4).
    """
    if not deadline.is_running:
        return None
    lapse_ms = deadline.due_at_ms + settle_margin_seconds * SECOND_MS
    steps = reminder_times(deadline, policy) if deadline.kind in REMINDED else ()
    if deadline.kind in FORFEITING:
        steps = (*steps, deadline.due_at_ms)
    return min((step for step in steps if step > reminded_until_ms), default=lapse_ms)
