"""The sentences and labels of a server's figures; card and picture share them."""

from typing import Final

from bot.domain.deadlines import DAY_MS, HOUR_MS, SECOND_MS
from bot.domain.figures import Figures, OutcomeFigure, TimeFigure, WorkFigure
from bot.domain.stages import Stage
from bot.services.views import FiguresView
from bot.ui.format import mention, plural
from bot.ui.texts_labels import OUTCOMES, STAGES

NO_FIGURES: Final = "No case was opened, was open or ended in this time."
OUTCOMES_TITLE: Final = "How cases ended"
TIMES_TITLE: Final = "How long it took"
TIMES_NOTE: Final = (
    "The time in the middle: half of the cases took less, half took more. A stage counts when it was left."
)
WORK_TITLE: Final = "Arbitrators"
PICTURE: Final = "The same as a picture:"
WHOLE_CASE: Final = "Opening to end"

RECEIVERS: Final[dict[str, str]] = {
    "client": "all to the client",
    "both": "to both",
    "freelancer": "all to the freelancer",
    "nobody": "nothing moved",
}
"""Where the disputed amount went, by the names of the figures."""

SHORT_RECEIVERS: Final[dict[str, str]] = {
    "client": "to the client",
    "both": "to both",
    "freelancer": "to the freelancer",
    "nobody": "to nobody",
}
"""The same in the picture's legend."""

WORK: Final[dict[str, str]] = {"open": "open now", "ruled": "ruled", "late": "late"}

_MINUTE_MS: Final = 60 * SECOND_MS
UNITS: Final[tuple[tuple[str, int], ...]] = (("days", DAY_MS), ("hours", HOUR_MS), ("minutes", _MINUTE_MS))


def unit_of(length_ms: int) -> tuple[str, int]:
    """The unit in which a length of time is easy to read, with its milliseconds: two of them or more."""
    return next((unit for unit in UNITS if length_ms >= 2 * unit[1]), UNITS[-1])


def rough(length_ms: int) -> str:
    """A length of time as one number: `3.2 days`, `5 hours`, `0 minutes`."""
    name, size_ms = unit_of(length_ms)
    tenths = (length_ms * 10 + size_ms // 2) // size_ms
    number = f"{tenths // 10}.{tenths % 10}".removesuffix(".0")
    return f"{number} {name.removesuffix('s') if number == '1' else name}"


def title(days: int) -> str:
    """Which time it is about."""
    return f"Cases of the last {plural(days, 'day')}" if days > 1 else "Cases of the last day"


def summary(figures: Figures) -> str:
    """The period in one line."""
    late = f" {plural(figures.late_rulings, 'ruling')} came late." if figures.late_rulings else " No ruling came late."
    return (
        f"**{figures.opened:,}** opened, **{figures.ended:,}** ended, **{figures.still_open:,}** "
        f"{'is' if figures.still_open == 1 else 'are'} open.{late}"
    )


def outcome_line(figure: OutcomeFigure) -> str:
    """How many ended so, and who got the money."""
    counts: dict[str, int] = {name: getattr(figure, name) for name in RECEIVERS}
    parts = [f"{count:,} {RECEIVERS[name]}" for name, count in counts.items() if count]
    return f"- {OUTCOMES[figure.outcome.value]}: **{figure.total:,}** ({', '.join(parts)})"


def work_title(shown: int, of: int) -> str:
    """The picture's title over arbitrators, which has room for some."""
    return WORK_TITLE if shown == of else f"{WORK_TITLE} ({shown} of {of})"


def stage_label(stage: Stage | None) -> str:
    """A stage, or the whole case."""
    return WHOLE_CASE if stage is None else STAGES[stage.value]


def time_line(figure: TimeFigure) -> str:
    """How long a stage took."""
    return f"- {stage_label(figure.stage)}: **{rough(figure.median_ms)}** ({plural(figure.count, 'case')})"


def work_line(figure: WorkFigure) -> str:
    """What an arbitrator has and had to do."""
    late = f", **{figure.late:,}** {WORK['late']}" if figure.late else ""
    counts = f"**{figure.open:,}** {WORK['open']}, **{figure.ruled:,}** {WORK['ruled']}{late}"
    return f"- {mention(figure.arbitrator_id)}: {counts}"


def picture_of(view: FiguresView) -> str:
    """What the picture shows, for who can't see it."""
    return f"{title(view.days)} as bars: {OUTCOMES_TITLE.lower()}, {TIMES_TITLE.lower()}, {WORK_TITLE.lower()}."
