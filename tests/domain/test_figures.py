"""What a period's cases came to: outcomes by who got the money, times in the middle, late rulings, work."""

from dataclasses import replace

import pytest

from bot.domain.figures import CaseFigure, Figures, OutcomeFigure, Step, TimeFigure, WorkFigure, figures_of
from bot.domain.rulebook import Preset
from bot.domain.stages import Outcome, Stage

SINCE, NOW = 1_000, 2_000
ANNA, BEN = 301, 302


def case(
    number: int,
    outcome: str | None = None,
    paid: int | None = None,
    *,
    opened_at_ms: int = 1_100,
    ended_at_ms: int = 1_900,
    preset: Preset = Preset.MILESTONE,
    arbitrator_id: int | None = None,
) -> CaseFigure:
    """A case of 100 that was opened and, with an outcome, ended in the period."""
    begun = CaseFigure(number, preset, opened_at_ms, 100, arbitrator_id=arbitrator_id, freelancer_minor=paid)
    return begun if outcome is None else replace(begun, ended_at_ms=ended_at_ms, outcome=Outcome(outcome))


def entered(number: int, stage: str, at_ms: int) -> Step:
    return Step(number, "stage_entered", at_ms, stage=Stage(stage))


def late(number: int, at_ms: int, former_id: int | None = None) -> Step:
    return Step(number, "ruling_late", at_ms, former_id=former_id)


def figures(*cases: CaseFigure, steps: tuple[Step, ...] = ()) -> Figures:
    return figures_of(cases, steps, since_ms=SINCE, until_ms=NOW)


def test_nothing_at_all_is_empty():
    assert figures().is_empty
    assert not figures(case(1)).is_empty


@pytest.mark.parametrize(
    ("outcome", "paid", "where"),
    [
        ("settled", 40, "both"),
        ("settled", 0, "client"),
        ("settled", 100, "freelancer"),
        ("ruled", 99, "both"),
        ("ruled", 100, "freelancer"),
        ("forfeited", 0, "client"),
        ("conceded", 100, "freelancer"),
        ("split", 50, "both"),
        ("withdrawn", None, "nobody"),
        ("withdrawn", 0, "nobody"),
        ("dormant", 0, "nobody"),
    ],
)
def test_an_outcome_counts_where_the_money_went(outcome: str, paid: int | None, where: str):
    [found] = figures(case(1, outcome, paid)).outcomes
    assert found == OutcomeFigure(Outcome(outcome), **{where: 1})
    assert found.total == 1


def test_outcomes_with_the_most_come_first_and_alike_ones_in_their_own_order():
    found = figures(*(case(n, "ruled", 100) for n in (1, 2)), case(3, "dormant"), case(4, "settled", 10))
    assert [(item.outcome.value, item.total) for item in found.outcomes] == [
        ("ruled", 2),
        ("settled", 1),
        ("dormant", 1),
    ]


def test_only_the_period_counts():
    before = case(1, "ruled", 100, opened_at_ms=100, ended_at_ms=999)
    at_its_edge = case(2, "ruled", 100, opened_at_ms=999, ended_at_ms=SINCE)
    running = case(3, opened_at_ms=SINCE)
    found = figures(before, at_its_edge, running)
    assert (found.opened, found.ended, found.still_open) == (1, 1, 1)


def test_a_stage_counts_when_it_was_left_in_the_period():
    steps = (
        entered(1, "negotiation", 900),
        entered(1, "final_offers", 1_200),
        entered(1, "arbitration", 1_300),
        entered(2, "negotiation", 1_350),
    )
    one = case(1, "ruled", 100, opened_at_ms=500, ended_at_ms=1_700)
    two = case(2, opened_at_ms=1_250)
    assert figures(one, two, steps=steps).times == (
        TimeFigure(Stage.RESPONSE, 100, 1),
        TimeFigure(Stage.NEGOTIATION, 300, 1),
        TimeFigure(Stage.FINAL_OFFERS, 100, 1),
        TimeFigure(Stage.ARBITRATION, 400, 1),
        TimeFigure(None, 1_200, 1),
    )


@pytest.mark.parametrize(("lengths", "median"), [((10,), 10), ((10, 30), 20), ((10, 11), 10), ((50, 10, 20), 20)])
def test_the_time_in_the_middle(lengths: tuple[int, ...], median: int):
    cases = [
        case(number, "settled", 5, opened_at_ms=1_100, ended_at_ms=1_100 + length)
        for number, length in enumerate(lengths, 1)
    ]
    assert figures(*cases).times[0] == TimeFigure(Stage.RESPONSE, median, len(lengths))


def test_a_safepay_case_is_in_arbitration_from_the_beginning():
    found = figures(case(1, "ruled", 50, preset=Preset.SAFEPAY))
    assert [item.stage for item in found.times] == [Stage.ARBITRATION, None]


def test_work_is_what_arbitrators_have_ruled_and_were_late_with():
    found = figures(
        case(1, arbitrator_id=ANNA),
        case(2, "ruled", 100, arbitrator_id=ANNA),
        case(3, "settled", 50, arbitrator_id=ANNA),
        case(4, "ruled", 0, arbitrator_id=BEN),
        case(5),
        steps=(late(1, 1_500, BEN), late(5, 1_500), late(1, 999, ANNA)),
    )
    assert found.work == (WorkFigure(ANNA, open=1, ruled=1), WorkFigure(BEN, ruled=1, late=1))
    assert found.late_rulings == 2
