"""The sentences around case files and the record's heads (R11)."""

from typing import Final

from bot.domain.ids import case_name
from bot.ui.facts import Text, Told
from bot.ui.sentences import Sentences

_notices = Sentences()

_SHAPES: Final = {
    "whole": "The case file: all that the record holds of this case, as a page to read and as data to check.",
    "zip": "The case file, in a ZIP because of its size: all that the record holds of this case, as a page to read and "
    "as data to check.",
    "left_out": "The case file is too large to be sent here. Whoever runs this bot can make it with `parley export`.",
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
