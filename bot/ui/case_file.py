"""The case file as people get it (R11.2): the page and its data, with the bot's own sentences for what happened."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

from bot.casefile.bundle import Bundle, Entry, write_zips
from bot.casefile.document import CaseFile, EventEntry, case_file, exhibit_paths, to_json
from bot.casefile.page import page, page_says_its_data, person
from bot.domain.texts import clean
from bot.services.case_record import CaseRecord
from bot.ui.facts import Told
from bot.ui.format import listed
from bot.ui.texts_case_file import ERASED, OFFER_WITHHELD
from bot.ui.texts_history import HISTORY, SILENT

_ISOLATE: Final = "\N{FIRST STRONG ISOLATE}"


@dataclass(frozen=True, slots=True)
class ExhibitFile:
    """One file of an exhibit: where it lies beside the page, and which bytes it has."""

    path: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class MadeCaseFile:
    """A case file ready to be sent or written: `case-0042.html` and `case-0042.json`, and which files belong to it."""

    stem: str
    at_ms: int
    html: bytes
    json: bytes
    exhibits: tuple[ExhibitFile, ...]

    @property
    def html_name(self) -> str:
        """What the page is called."""
        return f"{self.stem}.html"

    @property
    def json_name(self) -> str:
        """What the data are called."""
        return f"{self.stem}.json"


def made(record: CaseRecord, *, at_ms: int) -> MadeCaseFile:
    """The case file of what was read, as of a moment. Only computes: fit for a thread."""
    document = case_file(record, exported_at_ms=at_ms)
    return MadeCaseFile(
        stem=document.stem,
        at_ms=at_ms,
        html=page(document, sentence).encode(),
        json=to_json(document).encode(),
        exhibits=tuple(
            ExhibitFile(path, document.files[file_id].sha256, document.files[file_id].size_bytes)
            for file_id, path in exhibit_paths(document).items()
        ),
    )


def zips(made: MadeCaseFile, load: Callable[[str], bytes], folder: Path, *, limit_bytes: int | None = None) -> Bundle:
    """Write the page, the data and the exhibits' bytes as ZIPs of at most `limit_bytes` each into the folder.

    `load` gives the bytes of a SHA-256, or raises ExhibitStoreFault for those that are left out then. Made for a
    thread. Raises OSError.
    """
    page_and_data = (
        Entry(made.html_name, len(made.html), lambda: made.html, is_dense=False),
        Entry(made.json_name, len(made.json), lambda: made.json, is_dense=False),
    )
    exhibits = (Entry(item.path, item.size_bytes, partial(load, item.sha256)) for item in made.exhibits)
    return write_zips((*page_and_data, *exhibits), folder, made.stem, at_ms=made.at_ms, limit_bytes=limit_bytes)


def page_break(html: str, document: CaseFile) -> str | None:
    """What is wrong with what a page shows, as a sentence; None where it is exactly what its data make."""
    if page_says_its_data(html, document, sentence):
        return None
    return "the page shows something else than its data say, or it isn't the file as it was sent any more"


def sentence(document: CaseFile, entry: EventEntry) -> str | None:
    """What one event of the case's record says, in plain words; None for one that makes no line."""
    if entry.kind in SILENT:
        return None
    if entry.payload is None:
        return OFFER_WITHHELD
    texts = {
        name: document.texts[text_id].body
        for name, ref in entry.payload.items()
        if (text_id := _text_id(ref)) in document.texts
    }
    summary = document.summary
    facts = {"currency": summary.currency, "case_id": document.case_id, **entry.payload}
    if entry.kind == "offer_closed":
        offers = {offer.number: offer.freelancer_minor for offer in summary.offers}
        facts["freelancer_minor"] = offers.get(int(facts["number"]))
    text = HISTORY[entry.kind](_Written(document, facts, texts))
    # Somebody whose name isn't known may stand at the beginning.
    return re.sub(rf"\A({_ISOLATE}?)member ", r"\1Member ", text)


def _text_id(value: Any) -> str:
    named = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
    return str(named.get("text_id", ""))


class _Written(Told):
    """Facts as they stand on paper: names for mentions, times in UTC, words whole and in quotation marks.

    Names and words are set apart from our own, so that letters written from right to left don't turn ours around.
    """

    def __init__(self, document: CaseFile, facts: Mapping[str, Any], texts: Mapping[str, str]) -> None:
        super().__init__(facts, texts)
        self._document = document

    def member(self, name: str) -> str:
        """A member by name."""
        return _apart(person(self._document, self.number(name)))

    def members(self, name: str) -> str:
        """Members in one line."""
        return listed([_apart(person(self._document, int(value))) for value in self.words(name)], "and")

    def moment(self, name: str) -> str:
        """A time."""
        return self.date(name)

    def date(self, name: str) -> str:
        """A time."""
        return f"{datetime.fromtimestamp(self.number(name) / 1_000, UTC):%-d %B %Y, %H:%M:%S} UTC"

    def emphasis(self, words: str) -> str:
        """Our own words as they are: paper has no marks."""
        return words

    def quote(self, name: str, limit: int, *, hint: str = "", most_lines: int = 12) -> str:
        """People's words, whole."""
        return self.inline(name)

    def link(self, name: str) -> str:
        """A link, as words."""
        return self.inline(name)

    def inline(self, name: str, limit: int = 100) -> str:
        """People's words, whole."""
        words = self._words(name)
        return ERASED if words is None else _apart(f"“{clean(words)}”")


def _apart(words: str) -> str:
    return f"{_ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}"
