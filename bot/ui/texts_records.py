"""The sentences around case files and the record's heads (R11)."""

from collections.abc import Sequence
from typing import Final

from bot.domain.ids import case_name
from bot.ui.facts import Text, Told
from bot.ui.format import inline, plural
from bot.ui.sentences import Sentences

EXPORT_UNDER_WAY: Final = "Your last export is still being made. It comes by itself; ask for the next one after that."
EXPORT_FAULT: Final = (
    "The files can't be put together at the moment. Try again later, or without files. Whoever runs this bot finds the "
    "cause in its log."
)

OWN_DATA: Final = (
    "This is all that is stored about you on this server: your money, milestones and cases, what you wrote, did and "
    "handed in, and what reached you. Others are in it by their ids only; what they said in a case of yours stands in "
    "its case file, which `/dispute export` gives you with your exhibits' files."
)
OWN_DATA_FILE: Final = "Your data:"
OWN_DATA_TOO_LARGE: Final = "It is too much for one message here. Whoever runs this bot can give it to you."
OWN_DATA_READ_ME: Final = (
    "All that is stored about you on this server. Amounts are in the currency's smallest unit, times in milliseconds "
    "since 1970-01-01 UTC. Others are named by their ids only. Words that are null are another's, or were erased. The "
    "bytes of your exhibits' files are named by their SHA-256; /dispute export with files gives them."
)

_MOST_NAMED: Final = 10
_notices = Sentences()

_SHAPES: Final = {
    "whole": "The case file: all that the record holds of this case, as a page to read and as data to check.",
    "zip": "The case file, in a ZIP because of its size: all that the record holds of this case, as a page to read and "
    "as data to check.",
    "left_out": "The case file can't be sent here: it is too large, or the bot may not attach files. Whoever runs the "
    "bot can make it with `parley export`.",
}


@_notices.of("case_file")
def case_file(told: Told) -> str:
    """With the file itself; to staff, without it, where it reached nobody."""
    shape, to = told.word("shape"), told.word("to")
    said = f"**{told.case()}** · {_SHAPES.get(shape, 'The case file.')}"
    if not shape or (to == "direct" and shape != "left_out"):
        return f"{said} `/dispute export case:{told.case()}` gives it again on the server, at any time."
    if to == "records":
        return f"{said}\nThe record ends with event {told.number('sequence')}: `{told.word('hash')}`"
    if to == "room":
        return (
            f"{said} This room goes {told.distance('room_until_ms')}; the case stays readable with `/dispute status`."
        )
    return said


@_notices.of("heads")
def heads(told: Told) -> str:
    """Once a day, of the open cases that moved."""
    part = f" · part {told.number('part')} of {told.number('parts')}" if told.number("parts") > 1 else ""
    named = zip(told.words("case_ids"), told.words("sequences"), told.words("hashes"), strict=True)
    lines = [f"{case_name(int(case_id))} · event {sequence} · `{digest}`" for case_id, sequence, digest in named]
    title = f"**Where the open cases' records end**, {told.date('at_ms')}{part}"
    return "\n".join(
        [title, "-# Whoever keeps these lines can prove later that nothing before them was changed.", *lines]
    )


NOTICES: Final[dict[str, Text]] = _notices.texts
"""What others are told, by the key that effects name."""


def exported(case_id: int, shape: str, *, offers_hidden: bool) -> str:
    """Above the case file that somebody asked for."""
    said = f"**{case_name(case_id)}** · {_SHAPES[shape]}"
    if shape != "left_out":
        said = f"{said} It stays as it is at this moment; who has it can check it with `parley verify`."
    if offers_hidden:
        said = f"{said}\nOffers and what was said in the room are left out: you see them after the ruling."
    return said


def exported_files(case_id: int) -> str:
    """With the page and the data."""
    return f"The case file of **{case_name(case_id)}**:"


def exported_part(case_id: int, number: int, parts: int) -> str:
    """With one ZIP of several."""
    which = f", part {number} of {parts}" if parts > 1 else ""
    return f"The case file of **{case_name(case_id)}** with its exhibits' files{which}:"


def no_exhibits(case_id: int) -> str:
    """Files were asked for, and there are none."""
    return f"No exhibit of **{case_name(case_id)}** has a file."


def exhibits_left_out(case_id: int, paths: Sequence[str]) -> str:
    """What no ZIP has: too large for one, or missing from our store."""
    named = ", ".join(inline(path) for path in paths[:_MOST_NAMED])
    more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    return (
        f"Left out of **{case_name(case_id)}**: {plural(len(paths), 'file')}, {named}{more}. What is too large to be "
        "sent here, or is missing or damaged in our copy, whoever runs this bot can look for with `parley export`."
    )
