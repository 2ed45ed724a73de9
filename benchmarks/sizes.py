"""How much is measured: as much as tells something, or just enough to see that it works."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Size:
    """The numbers of one run. Counts of rounds say how often each thing is timed."""

    answers: int
    in_flight: int
    use_cases: int
    sweeps: int
    starts: int
    claims: int
    lists: int
    exhibits: int
    audits: int
    case_files: int
    servers: int
    """How many servers the armed deadlines are spread over."""
    deadlines: int
    due: int
    cases: int
    few_cases: int
    outbox_rows: int
    outbox_targets: int
    outbox_sent: int
    few_rows: int
    exhibit_bytes: int
    audited_cases: int
    messages: int
    """How many messages the room of the largest case has."""


FULL: Final = Size(
    answers=200,
    in_flight=16,
    use_cases=60,
    sweeps=10,
    starts=2,
    claims=30,
    lists=10,
    exhibits=10,
    audits=1,
    case_files=5,
    servers=20,
    deadlines=10_000,
    due=10,
    cases=5_000,
    few_cases=50,
    outbox_rows=10_000,
    outbox_targets=1_000,
    outbox_sent=20_000,
    few_rows=10,
    exhibit_bytes=10 * 1_048_576,
    audited_cases=1_000,
    messages=5_000,
)
"""What `make bench` measures: a few minutes on two cores."""

TINY: Final = Size(
    answers=4,
    in_flight=2,
    use_cases=2,
    sweeps=2,
    starts=1,
    claims=2,
    lists=2,
    exhibits=2,
    audits=1,
    case_files=1,
    servers=2,
    deadlines=20,
    due=2,
    cases=20,
    few_cases=10,
    outbox_rows=20,
    outbox_targets=4,
    outbox_sent=20,
    few_rows=2,
    exhibit_bytes=20_000,
    audited_cases=4,
    messages=20,
)
"""Enough to run every line of the benchmarks; its times mean nothing."""
