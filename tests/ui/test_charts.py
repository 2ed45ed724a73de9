"""A server's figures as card and picture: readable, whole, and paid for only by who asks."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from bot.domain.figures import Figures, OutcomeFigure, TimeFigure, WorkFigure
from bot.domain.stages import Outcome, Stage
from bot.services.views import FiguresView
from bot.ui.cards import figures_card
from bot.ui.charts import figures_png, has_bars
from bot.ui.texts_figures import rough
from tests.ui.shown import assert_sendable, text_of

MINUTE_MS = 60_000
DAY_MS = 1_440 * MINUTE_MS
PAPER = (247, 248, 250)
EMPTY = Figures(0, 1, 0, 0, 0, 0, (), (), ())
FEW = replace(EMPTY, opened=1, ended=1, outcomes=(OutcomeFigure(Outcome.SETTLED, both=1),))
MANY = Figures(
    since_ms=0,
    until_ms=1,
    opened=1_000_000,
    ended=900_000,
    still_open=100_000,
    late_rulings=1,
    outcomes=tuple(OutcomeFigure(outcome, 100_000, 70_000, 30_000, 1) for outcome in Outcome),
    times=tuple(TimeFigure(stage, 364 * DAY_MS, 900_000) for stage in (*Stage, None) if stage is not Stage.ENDED),
    work=tuple(WorkFigure(10**18 + number, 900, 99_000, number % 2) for number in range(300)),
)
NAMES = {10**18: "$x^2$ \N{GRINNING FACE} W" + "W" * 40, 10**18 + 1: "\N{HIRAGANA LETTER O}", 10**18 + 2: "a\nb"}


def opened(view: FiguresView) -> Image.Image:
    return Image.open(BytesIO(figures_png(view))).convert("RGB")


@pytest.mark.parametrize("figures", [FEW, MANY], ids=["few", "many"])
def test_the_picture_is_for_phones_and_cuts_nothing_off(figures: Figures):
    picture = opened(FiguresView(365, figures, NAMES))
    width, height = picture.size
    assert (width, height <= 4_000) == (1_080, True)
    # Its own paper all around: what is cut off would touch the edge.
    edge = [
        *(picture.getpixel((x, y)) for x in range(width) for y in (0, height - 1)),
        *(picture.getpixel((x, y)) for y in range(height) for x in (0, 1, width - 2, width - 1)),
    ]
    assert set(edge) == {PAPER}
    assert len(picture.getcolors(width * height) or []) > 3


def test_a_picture_leaves_nothing_behind_and_the_same_figures_give_the_same():
    assert "matplotlib.pyplot" not in sys.modules
    assert figures_png(FiguresView(30, MANY, NAMES)) == figures_png(FiguresView(30, MANY, NAMES))


def test_without_figures_there_is_a_plain_card_and_no_picture():
    assert not has_bars(FiguresView(30, EMPTY, {}))
    card = figures_card(FiguresView(30, EMPTY, {}))
    assert_sendable(card)
    assert "No case was opened" in text_of(card)
    only_open = FiguresView(1, replace(EMPTY, opened=1, still_open=1), {})
    assert not has_bars(only_open)
    assert "**1** opened, **0** ended, **1** is open. No ruling came late." in text_of(figures_card(only_open))


def test_the_card_says_all_in_words():
    card = figures_card(FiguresView(30, MANY, NAMES))
    assert_sendable(card)
    text = text_of(card)
    for words in (
        "Cases of the last 30 days",
        "1 ruling came late",
        "Settled: **200,001** (100,000 all to the client, 30,000 to both, ",
        "70,000 all to the freelancer, 1 nothing moved)",
        "Final offers and evidence: **364 days** (900,000 cases)",
        "<@1000000000000000001>: **900** open now, **99,000** ruled, **1** late",
        "more",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("length_ms", "said"),
    [
        (0, "0 minutes"),
        (MINUTE_MS, "1 minute"),
        (89 * MINUTE_MS, "89 minutes"),
        (120 * MINUTE_MS, "2 hours"),
        (47 * 60 * MINUTE_MS, "47 hours"),
        (2 * DAY_MS, "2 days"),
        (int(3.24 * DAY_MS), "3.2 days"),
        (int(3.26 * DAY_MS), "3.3 days"),
    ],
)
def test_lengths_of_time_are_one_number(length_ms: int, said: str):
    assert rough(length_ms) == said


def test_nothing_but_a_picture_loads_matplotlib():
    asked = "import sys, bot.app, bot.cli, bot.discord_bot; print('matplotlib' in sys.modules, 'numpy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "False"]
