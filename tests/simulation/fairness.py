"""The independent witness: from what happened outside, in Discord's time, it says whether anybody forfeited wrongly.

It knows the rules R5.4 and R9.2 to R9.11 and nothing of how the product keeps them: no deadline of the product's is
asked for more than when it began, how long it should be, and when it was due in the end.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from bot.services.ports import NoticeKind

Key = tuple[str, int, int | str]
"""A clock: `case` or `milestone`, its number, and the deadline's number (or, for what was promised, its kind)."""

SECOND_MS: Final = 1_000
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 24 * HOUR_MS
LONGEST_SKEW_MS: Final = 60 * SECOND_MS
TRUST_AFTER_MS: Final = 5 * 60 * SECOND_MS
SHORTEST_OUTAGE_MS: Final = 60 * SECOND_MS


@dataclass(slots=True)
class Span:
    """Some time; one without an end lasts still."""

    begin_ms: int
    end_ms: int | None = None

    def within(self, begin_ms: int, end_ms: int) -> tuple[int, int]:
        """The part between two moments."""
        return max(self.begin_ms, begin_ms), end_ms if self.end_ms is None else min(self.end_ms, end_ms)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that went out: `seen` if its party could read it at that moment."""

    at_ms: int
    kind: NoticeKind
    seen: bool


@dataclass(frozen=True, slots=True)
class Lapse:
    """Somebody lost by silence. `due_ms` is when it was due in the end, in Discord's time; `told_due_ms` as stored."""

    key: Key
    kind: str
    party_id: int
    begins_ms: int
    window_ms: int
    due_ms: int
    fired_ms: int
    told_due_ms: int
    fired_by_host_ms: int
    margin_ms: int


@dataclass(slots=True)
class Witness:
    """What happened outside that bears on anybody's time."""

    outages: list[Span] = field(default_factory=list[Span])
    distrusts: list[Span] = field(default_factory=list[Span])
    no_cashier: list[Span] = field(default_factory=list[Span])
    resumes: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    returns: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    holds: defaultdict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    deposits: defaultdict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    time_outs: defaultdict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    known_time_outs: defaultdict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    """The same from when the bot heard of them, or found out."""
    removals: defaultdict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    extensions: defaultdict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))
    notices: defaultdict[Key, list[Notice]] = field(default_factory=lambda: defaultdict(list))
    promises: dict[Key, int] = field(default_factory=dict[Key, int])
    slack_ms: int = 2 * SECOND_MS
    """What rounding to seconds may cost, and clocks that jump by less than anybody must notice."""
    _jumped_ms: int = 0
    _jumped_at_ms: int | None = None
    _has_heard: bool = False
    _disagreed_at_ms: int | None = None

    # What was said to whom.

    def noticed(self, key: Key, at_ms: int, kind: NoticeKind, *, seen: bool) -> None:
        """A notice went out."""
        self.notices[key].append(Notice(at_ms, kind, seen))

    def promised(self, key: Key, due_ms: int) -> None:
        """Somebody read until when they have time."""
        self.promises[key] = max(due_ms, self.promises.get(key, 0))

    def known_timed_out(self, member_id: int, at_ms: int, until_ms: int) -> None:
        """The bot knows that somebody is timed out, and until when."""
        known = self.known_time_outs[member_id]
        if known and known[-1].end_ms == until_ms:
            return
        end(known, at_ms)
        known.append(Span(at_ms, until_ms))

    def known_free(self, member_id: int, at_ms: int) -> None:
        """The bot knows that nobody keeps somebody away."""
        end(self.known_time_outs[member_id], at_ms)

    # The clocks of host and Discord (R9.6).

    def jumped(self, at_ms: int, by_ms: int) -> None:
        """The host's clock was set: right or wrong, only an interaction can say."""
        self._jumped_ms += by_ms
        self._jumped_at_ms = at_ms if self._jumped_at_ms is None else self._jumped_at_ms
        self._has_heard = False
        if abs(by_ms) <= LONGEST_SKEW_MS:
            self.slack_ms += abs(by_ms)

    def heard(self) -> None:
        """An interaction came in, which carries Discord's time."""
        self._has_heard = True

    def looked(self, at_ms: int, skew_ms: int) -> None:
        """The bot looked at its clocks; the host's is ahead of Discord's by so much."""
        has_jumped = abs(self._jumped_ms) > LONGEST_SKEW_MS
        if has_jumped or (self._has_heard and abs(skew_ms) > LONGEST_SKEW_MS):
            begin_ms = self._jumped_at_ms if has_jumped and self._jumped_at_ms is not None else at_ms
            if not self.distrusts or self.distrusts[-1].end_ms is not None:
                self.distrusts.append(Span(begin_ms))
            self._disagreed_at_ms = at_ms
        elif self._disagreed_at_ms is not None and at_ms >= self._disagreed_at_ms + TRUST_AFTER_MS:
            self._trust(self._disagreed_at_ms + TRUST_AFTER_MS)
        self._jumped_ms, self._jumped_at_ms = 0, None

    def restarted(self, at_ms: int, skew_ms: int) -> None:
        """Another process begins, which knows nothing of any jump, nor, until it hears from Discord, that its clock is
        wrong."""
        self.slack_ms += abs(skew_ms)
        if self._disagreed_at_ms is not None or self._jumped_at_ms is not None:
            self._trust(at_ms)
        self._jumped_ms, self._jumped_at_ms, self._has_heard = 0, None, False

    def _trust(self, at_ms: int) -> None:
        if self.distrusts and self.distrusts[-1].end_ms is None:
            self.distrusts[-1].end_ms = at_ms
        self._disagreed_at_ms = None

    # The verdict.

    def complaints(self, lapse: Lapse) -> list[str]:
        """What was wrong about it, in words; empty when it was fair."""
        said = [*self._about_time(lapse), *self._about_notice(lapse), *self._about_outages(lapse)]
        return [f"{lapse.key} of {lapse.party_id}: {complaint}" for complaint in said]

    def _about_time(self, lapse: Lapse) -> Iterator[str]:
        stream, number, _ = lapse.key
        promise_ms = self.promises.get((stream, number, lapse.kind), self.promises.get(lapse.key, 0))
        if lapse.told_due_ms < promise_ms:
            yield f"due at {lapse.told_due_ms}, but {promise_ms} was promised"
        if lapse.fired_by_host_ms < lapse.told_due_ms + lapse.margin_ms:
            yield f"fired at {lapse.fired_by_host_ms}, before {lapse.told_due_ms} and the margin (R9.2)"
        if self._disagreed_at_ms is not None and lapse.fired_ms < self._disagreed_at_ms + TRUST_AFTER_MS:
            yield "fired while the clocks disagreed (R9.6)"
        more_ms = sum(
            seconds * SECOND_MS
            for at_ms, seconds in (self.extensions[number] if stream == "case" else ())
            if at_ms >= lapse.begins_ms
        )
        stops = list(self._stops(lapse))
        running_ms = _uncovered(lapse.begins_ms, lapse.due_ms, stops)
        if running_ms + self.slack_ms < lapse.window_ms + more_ms:
            yield f"had {running_ms} ms instead of {lapse.window_ms} and {more_ms} more; stopped in {stops}"
        if any(span.begin_ms <= lapse.due_ms < (span.end_ms or 0) for span in self.time_outs[lapse.party_id]):
            yield "was due while they were timed out (R9.9)"
        if any(begin_ms <= lapse.due_ms < end_ms for begin_ms, end_ms in stops):
            yield f"was due at {lapse.due_ms}, when the clock stood: {stops}"

    def _stops(self, lapse: Lapse) -> Iterator[tuple[int, int]]:
        """All time in which the clock should have stood, or was given back afterwards."""
        stream, number, _ = lapse.key
        spans: list[Span] = [span for span in self.outages if span.end_ms is None or _length(span) > SHORTEST_OUTAGE_MS]
        spans += [*self.distrusts, *self.known_time_outs[lapse.party_id]]
        # Whom nobody could reach when the clock began has had no opening notice; only later removals stop it.
        spans += [
            self._decided(lapse, span) for span in self.removals[lapse.party_id] if span.begin_ms >= lapse.begins_ms
        ]
        if stream == "case":
            spans += self.holds[number]
        if lapse.kind == "fee":
            spans += [*self.deposits[number], *(self._decided(lapse, span) for span in self.no_cashier)]
        for span in spans:
            # What was due before it began was missed (R9.2).
            if span.begin_ms <= lapse.due_ms:
                yield span.within(lapse.begins_ms, lapse.fired_ms)

    def _decided(self, lapse: Lapse, span: Span) -> Span:
        """What stands until staff decide ends when a moderator resumes the case, or lets somebody back who must only
        answer a request (R9.9)."""
        stream, number, _ = lapse.key
        decided = self.resumes[number] if stream == "case" else self.returns[lapse.party_id]
        resumes = [at_ms for at_ms in decided if at_ms >= span.begin_ms]
        ends = [*resumes[:1], *(() if span.end_ms is None else (span.end_ms,))]
        return Span(span.begin_ms, min(ends, default=None))

    def _about_notice(self, lapse: Lapse) -> Iterator[str]:
        notices = self.notices[lapse.key]
        openings = [item.at_ms for item in notices if item.kind is NoticeKind.OPENING and item.seen]
        if not openings:
            yield "never had the opening notice (R9.4)"
            return
        notice_ms = min(HOUR_MS, lapse.window_ms // 10)
        reminders = [
            item.at_ms
            for item in notices
            if item.kind is NoticeKind.REMINDER
            and item.at_ms + self.slack_ms >= lapse.begins_ms
            and (item.seen or min(openings) <= item.at_ms)
        ]
        if not reminders or min(reminders) > lapse.due_ms - notice_ms + self.slack_ms:
            yield f"had no reminder {notice_ms} ms before {lapse.due_ms}: {reminders} (R9.4)"

    def _about_outages(self, lapse: Lapse) -> Iterator[str]:
        """After a long one at least a day is left (R9.5); after a cashier's answer as well (R5.4)."""
        least_ms = min(DAY_MS, lapse.window_ms)
        _, number, _ = lapse.key
        for span in self.outages:
            touches = span.begin_ms <= lapse.due_ms and (span.end_ms or 0) >= lapse.begins_ms
            # A clock that stood anyway lost nothing.
            others = [stop for stop in self._stops(lapse) if stop != span.within(lapse.begins_ms, lapse.fired_ms)]
            ran = touches and _uncovered(max(span.begin_ms, lapse.begins_ms), span.end_ms or 0, others) > HOUR_MS
            if ran and lapse.due_ms + self.slack_ms < (span.end_ms or 0) + least_ms:
                yield f"was due at {lapse.due_ms}, too soon after the outage {span} (R9.5)"
        for span in self.deposits[number] if lapse.kind == "fee" else ():
            if span.end_ms is not None and lapse.due_ms + self.slack_ms < span.end_ms + least_ms:
                yield f"was due at {lapse.due_ms}, too soon after the cashier's answer {span} (R5.4)"


def end(spans: list[Span], at_ms: int) -> None:
    """None of them lasts any longer."""
    for span in spans:
        span.end_ms = max(min(at_ms, at_ms if span.end_ms is None else span.end_ms), span.begin_ms)


def _length(span: Span) -> int:
    return 0 if span.end_ms is None else span.end_ms - span.begin_ms


def _uncovered(begin_ms: int, end_ms: int, spans: Iterable[tuple[int, int]]) -> int:
    """How much of a time is in none of the spans."""
    left_ms, from_ms = 0, begin_ms
    for start_ms, stop_ms in sorted(spans):
        left_ms += max(min(start_ms, end_ms) - from_ms, 0)
        from_ms = max(from_ms, stop_ms)
    return left_ms + max(end_ms - from_ms, 0)
