"""A server's figures as a picture. Only computes: fit for a thread, one picture at a time.

Matplotlib is loaded with the first picture, so that nothing else waits for it; its figures are used without pyplot,
which would keep them. The picture has a background of its own, and is read on a phone: few bars, large type.
"""

import io
import textwrap
import threading
from collections.abc import Sequence
from typing import Any, Final

from bot.domain.figures import OutcomeFigure
from bot.services.views import FiguresView
from bot.ui import texts_figures as words
from bot.ui.texts_labels import OUTCOMES

Axes = Any
"""Part of a picture. What Matplotlib says of its types leaves too much open to be checked."""

_DRAWING: Final = threading.Lock()

_PAPER: Final = "#f7f8fa"
_INK: Final = "#1f2328"
_SOFT: Final = "#57606a"
_LINE: Final = "#d0d7de"
_RECEIVERS: Final = {"client": "#2f6fb5", "both": "#7d55ad", "freelancer": "#b8650a", "nobody": "#6e7781"}
_WORK: Final = {"open": "#2f6fb5", "ruled": "#2f8050"}
_LATE: Final = "#b42318"
_TIME: Final = "#3c7f8f"

_WIDTH_INCHES: Final = 7.2
_DOTS_PER_INCH: Final = 150
_BAR_INCHES: Final = 0.52
_AROUND_INCHES: Final = 1.55
_TITLE_INCHES: Final = 0.9
_LEGEND_INCHES: Final = 0.66
"""How far below the bars the legend stands: under the numbers and the unit."""

_TYPE: Final = 15
_MOST_ARBITRATORS: Final = 8
_NAME_LENGTH: Final = 16
_LABEL_LENGTH: Final = 16
_LEAST_LABELLED: Final = 0.07
"""How much of the longest bar a part must be for its number to stand in it."""

_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"


def has_bars(view: FiguresView) -> bool:
    """Whether there is anything to draw."""
    return bool(view.figures.outcomes or view.figures.times or view.figures.work)


def figures_png(view: FiguresView) -> bytes:
    """The picture of figures that have bars, as PNG."""
    with _DRAWING:
        return _drawn(view)


def _drawn(view: FiguresView) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figures = view.figures
    work = figures.work[:_MOST_ARBITRATORS]
    rows = [len(part) for part in (figures.outcomes, figures.times, work)]
    heights = [count * _BAR_INCHES + _AROUND_INCHES for count in rows if count]
    figure: Any = Figure(
        figsize=(_WIDTH_INCHES, sum(heights) + _TITLE_INCHES), dpi=_DOTS_PER_INCH, layout="constrained"
    )
    canvas: Any = FigureCanvasAgg(figure)
    figure.set_facecolor(_PAPER)
    figure.get_layout_engine().set(w_pad=0.15, h_pad=0.15)
    figure.suptitle(words.title(view.days), fontsize=_TYPE + 5, fontweight="bold", color=_INK)
    axes: Any = figure.subplots(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0]
    parts = iter(axes)
    if figures.outcomes:
        ends = [(_sum_of(item), _INK) for item in figures.outcomes]
        labels = [OUTCOMES[item.outcome.value] for item in figures.outcomes]
        counts = [
            (words.SHORT_RECEIVERS[name], colour, [getattr(item, name) for item in figures.outcomes])
            for name, colour in _RECEIVERS.items()
        ]
        _stacked(next(parts), words.OUTCOMES_TITLE, labels, counts, ends)
    if figures.times:
        name, unit_ms = words.unit_of(max(item.median_ms for item in figures.times))
        _bars(
            next(parts),
            f"{words.TIMES_TITLE} (median)",
            name,
            [textwrap.fill(words.stage_label(item.stage), _LABEL_LENGTH) for item in figures.times],
            [item.median_ms / unit_ms for item in figures.times],
            [words.rough(item.median_ms) for item in figures.times],
        )
    if work:
        ends = [(f"{item.late} {words.WORK['late']}" if item.late else "", _LATE) for item in work]
        labels = [_written(view.names.get(item.arbitrator_id, ""), item.arbitrator_id) for item in work]
        counts = [(words.WORK[name], colour, [getattr(item, name) for item in work]) for name, colour in _WORK.items()]
        _stacked(next(parts), words.work_title(len(work), len(figures.work)), labels, counts, ends)
    data = io.BytesIO()
    canvas.print_png(data)
    return data.getvalue()


def _sum_of(figure: OutcomeFigure) -> str:
    """All of a bar's cases; nothing where its only part says so already."""
    parts = [getattr(figure, name) for name in _RECEIVERS]
    return "" if figure.total in parts else str(figure.total)


def _stacked(
    axes: Axes,
    title: str,
    labels: Sequence[str],
    counts: Sequence[tuple[str, str, Sequence[int]]],
    ends: Sequence[tuple[str, str]],
) -> None:
    """Bars of cases, one part after the other in each line; the legend below says what the parts are.

    `counts` are meaning, colour and numbers of each part; `ends` what is written behind each bar, and its colour.
    """
    from matplotlib.transforms import ScaledTranslation

    lengths = [sum(numbers) for numbers in zip(*(values for _, _, values in counts), strict=True)]
    longest = max([*lengths, 1])
    begins = [0] * len(labels)
    for meaning, colour, values in counts:
        if not any(values):
            continue
        bars = axes.barh(range(len(labels)), values, left=begins, color=colour, label=meaning, height=0.68)
        shown = [str(value) if value >= longest * _LEAST_LABELLED else "" for value in values]
        axes.bar_label(bars, shown, label_type="center", color="white", fontsize=_TYPE, fontweight="bold")
        begins = [begin + value for begin, value in zip(begins, values, strict=True)]
    for line, (length, (text, colour)) in enumerate(zip(lengths, ends, strict=True)):
        axes.annotate(
            text, (length, line), xytext=(6, 0), textcoords="offset points", va="center", color=colour, fontsize=_TYPE
        )
    _framed(axes, title, "cases", labels, longest * 1.25)
    axes.xaxis.get_major_locator().set_params(integer=True)
    if any(lengths):
        axes.legend(
            loc="upper right",
            bbox_to_anchor=(1.0, 0.0),
            bbox_transform=axes.transAxes + ScaledTranslation(0, -_LEGEND_INCHES, axes.figure.dpi_scale_trans),
            ncols=2,
            fontsize=_TYPE - 2,
            frameon=False,
            labelcolor=_INK,
            handlelength=1.1,
            columnspacing=1.2,
            borderpad=0,
            borderaxespad=0,
        )


def _bars(
    axes: Axes, title: str, unit: str, labels: Sequence[str], values: Sequence[float], shown: Sequence[str]
) -> None:
    """One bar a line, with its value written behind it."""
    bars = axes.barh(range(len(labels)), values, color=_TIME, height=0.68)
    axes.bar_label(bars, shown, padding=6, color=_INK, fontsize=_TYPE)
    # Room for the words behind the longest bar.
    _framed(axes, title, unit, labels, max([*values, 1]) * 1.35)


def _framed(axes: Axes, title: str, unit: str, labels: Sequence[str], longest: float) -> None:
    axes.set_facecolor(_PAPER)
    axes.set_title(title, loc="left", fontsize=_TYPE + 1, fontweight="bold", color=_INK, pad=10)
    axes.set_yticks(range(len(labels)), labels, fontsize=_TYPE, color=_INK)
    for label in axes.get_yticklabels():
        # What people call themselves is no formula.
        label.set_parse_math(parse_math=False)
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_xlim(0, longest)
    axes.set_xlabel(unit, fontsize=_TYPE - 2, color=_SOFT, loc="right")
    axes.tick_params(axis="x", labelsize=_TYPE - 2, colors=_SOFT, length=0)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=_LINE)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)


def _written(name: str, member_id: int) -> str:
    """A name as far as the font has its letters, cut to what there is room for; who has none is known by a number."""
    from matplotlib import font_manager

    fonts: Any = font_manager
    known = fonts.get_font(fonts.findfont("DejaVu Sans")).get_charmap()
    letters = [letter if ord(letter) in known else _UNKNOWN for letter in " ".join(name.split())]
    if not any(letter.isalnum() for letter in letters):
        return f"…{member_id % 10_000:04}"
    return "".join(letters if len(letters) <= _NAME_LENGTH else [*letters[: _NAME_LENGTH - 1], "…"])
