"""Files of our own making that go out with messages: within what Discord takes, and made anew for each attempt."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import discord

from bot.ui.case_file import MadeCaseFile

LEAST_UPLOAD_BYTES: Final = 10 * 1_048_576
"""What a bot can send anywhere; Discord says where it is more."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can name: the same files give the same ZIP."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes out with a message."""

    name: str
    data: bytes


class Shape(StrEnum):
    """How a case file goes out, depending on its size."""

    WHOLE = "whole"
    ZIP = "zip"
    LEFT_OUT = "left_out"


def files_of(attached: Iterable[Attached]) -> list[discord.File]:
    """The files as discord.py sends them once: sending reads them up."""
    return [discord.File(io.BytesIO(item.data), item.name) for item in attached]


def packed(members: Iterable[Attached]) -> bytes:
    """A ZIP of the files. Only computes: fit for a thread."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.writestr(zipfile.ZipInfo(member.name, _EPOCH), member.data, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def shaped(made: MadeCaseFile, limit_bytes: int, first: Shape = Shape.WHOLE) -> tuple[Shape, Sequence[Attached]]:
    """A case file as far as it fits into one message: page and data, or both in one ZIP, or nothing.

    `first` leaves out the shapes before it. Only computes: fit for a thread.
    """
    both = (Attached(made.html_name, made.html), Attached(made.json_name, made.json))
    if first is Shape.WHOLE and sum(len(item.data) for item in both) <= limit_bytes:
        return Shape.WHOLE, both
    if first is not Shape.LEFT_OUT:
        archive = Attached(f"{made.stem}.zip", packed(both))
        if len(archive.data) <= limit_bytes:
            return Shape.ZIP, (archive,)
    return Shape.LEFT_OUT, ()
