"""What a server's cases came to in a period: outcomes, times, late rulings, and who had how much to do (R10)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.case_events import StageEntered
from bot.domain.rulebook import PROCEDURES, Preset
from bot.domain.staff_events import RulingLate
from bot.domain.stages import Outcome, Stage


@dataclass(frozen=True, slots=True)
class CaseFigure:
    """A case as far as it counts; amounts in minor units, `freelancer_minor` is None while no money went anywhere."""

    case_id: int
    preset: Preset
    opened_at_ms: int
    disputed_minor: int
    ended_at_ms: int | None = None
    outcome: Outcome | None = None
    arbitrator_id: int | None = None
    freelancer_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Something in a case's record that counts: a stage that was entered, or a late ruling and who had the case."""

    case_id: int
    kind: str
    at_ms: int
    stage: Stage | None = None
    former_id: int | None = None


STEPS = (StageEntered.kind, RulingLate.kind)
"""The kinds of events that are asked for."""


@dataclass(frozen=True, slots=True)
class OutcomeFigure:
    """How many cases ended so, by where the disputed amount went: all to one side, to both, or nowhere."""

    outcome: Outcome
    client: int = 0
    freelancer: int = 0
    both: int = 0
    nobody: int = 0

    @property
    def total(self) -> int:
        """All that ended so."""
        return self.client + self.freelancer + self.both + self.nobody


@dataclass(frozen=True, slots=True)
class TimeFigure:
    """How long it took, in the middle of so many; milliseconds. `stage` None: the whole case."""

    stage: Stage | None
    median_ms: int
    count: int


@dataclass(frozen=True, slots=True)
class WorkFigure:
    """What an arbitrator has and had to do: open cases now, rulings in the period, and rulings that were late."""

    arbitrator_id: int
    open: int = 0
    ruled: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """A period's figures; outcomes and arbitrators with the most first, stages in their order."""

    since_ms: int
    until_ms: int
    opened: int
    ended: int
    still_open: int
    late_rulings: int
    outcomes: tuple[OutcomeFigure, ...]
    times: tuple[TimeFigure, ...]
    work: tuple[WorkFigure, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.opened or self.ended or self.still_open)


def figures_of(cases: Sequence[CaseFigure], steps: Iterable[Step], *, since_ms: int, until_ms: int) -> Figures:
    """The figures of a period. `cases` are all that are open or ended in it, `steps` theirs in the order of the record.

    A stage counts when it was left in the period, a late ruling when it became late in it.
    """
    by_case: defaultdict[int, list[Step]] = defaultdict(list)
    for step in steps:
        by_case[step.case_id].append(step)
    ended = [case for case in cases if case.ended_at_ms is not None and case.ended_at_ms >= since_ms]
    late = [
        step
        for found in by_case.values()
        for step in found
        if step.kind == RulingLate.kind and since_ms <= step.at_ms <= until_ms
    ]
    return Figures(
        since_ms=since_ms,
        until_ms=until_ms,
        opened=sum(case.opened_at_ms >= since_ms for case in cases),
        ended=len(ended),
        still_open=sum(case.ended_at_ms is None for case in cases),
        late_rulings=len(late),
        outcomes=_outcomes(ended),
        times=_times(cases, by_case, ended, since_ms),
        work=_work(cases, ended, late),
    )


def _outcomes(ended: Iterable[CaseFigure]) -> tuple[OutcomeFigure, ...]:
    counts: defaultdict[Outcome, Counter[str]] = defaultdict(Counter)
    for case in ended:
        if case.outcome is not None:
            counts[case.outcome][_receiver(case)] += 1
    found = [OutcomeFigure(outcome, **counted) for outcome, counted in counts.items()]
    return tuple(sorted(found, key=lambda item: (-item.total, list(Outcome).index(item.outcome))))


def _receiver(case: CaseFigure) -> str:
    """Who got the disputed amount."""
    if case.freelancer_minor is None or case.outcome in (Outcome.WITHDRAWN, Outcome.DORMANT):
        return "nobody"
    if case.freelancer_minor == 0:
        return "client"
    return "freelancer" if case.freelancer_minor == case.disputed_minor else "both"


def _times(
    cases: Iterable[CaseFigure], steps: dict[int, list[Step]], ended: Iterable[CaseFigure], since_ms: int
) -> tuple[TimeFigure, ...]:
    spent: defaultdict[Stage | None, list[int]] = defaultdict(list)
    for case in cases:
        stage = Stage.ARBITRATION if PROCEDURES[case.preset].starts_in_arbitration else Stage.RESPONSE
        began_ms = case.opened_at_ms
        entered = [(step.stage, step.at_ms) for step in steps.get(case.case_id, ()) if step.stage is not None]
        if case.ended_at_ms is not None:
            entered.append((Stage.ENDED, case.ended_at_ms))
        for following, at_ms in entered:
            if at_ms >= since_ms:
                spent[stage].append(at_ms - began_ms)
            stage, began_ms = following, at_ms
    spent[None] = [case.ended_at_ms - case.opened_at_ms for case in ended if case.ended_at_ms is not None]
    return tuple(
        TimeFigure(stage, _median(spent[stage]), len(spent[stage]))
        for stage in (*Stage, None)
        if stage is not Stage.ENDED and spent[stage]
    )


def _median(lengths: Iterable[int]) -> int:
    """The one in the middle; of two, what lies halfway between them."""
    ordered = sorted(lengths)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) // 2


def _work(cases: Iterable[CaseFigure], ended: Iterable[CaseFigure], late: Iterable[Step]) -> tuple[WorkFigure, ...]:
    has = Counter(case.arbitrator_id for case in cases if case.ended_at_ms is None)
    ruled = Counter(case.arbitrator_id for case in ended if case.outcome is Outcome.RULED)
    was_late = Counter(step.former_id for step in late)
    found = [
        WorkFigure(member_id, has[member_id], ruled[member_id], was_late[member_id])
        for member_id in {*has, *ruled, *was_late}
        if member_id is not None
    ]
    return tuple(sorted(found, key=lambda item: (-(item.open + item.ruled), -item.late, item.arbitrator_id)))
