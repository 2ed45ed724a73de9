"""How facts and people's own words are written in a message: nothing pings, hides a link or breaks the layout."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain.money import format_amount
from bot.domain.texts import clean
from bot.ui.texts_labels import ERASED

ELLIPSIS: Final = "…"

_BREAK: Final = "\N{ZERO WIDTH SPACE}"
"""Put behind `<` and `@`, it ends every mention, for Discord's servers and for its apps."""

URL: Final = re.compile(r"https?://[^\s<>\[\]()*~|\\`\"'^{}]+", re.IGNORECASE)
"""A link as Discord finds it in words."""

_ATOM: Final = re.compile(
    rf"(?P<angled><{URL.pattern}>)|(?P<url>{URL.pattern})|(?P<word>[0-9A-Za-z]{{1,12}})|(?P<line>\n)"
    r"|(?P<mark>[\\*_~`|\[\]])|(?P<at>[<@])|(?P<other>.)",
    re.IGNORECASE,
)
_MARKS_AT_LINE_START: Final = "#>-+"
_PLAIN: Final = re.compile(r"[ -~\n]*")
_LONGEST_MARK_RUN: Final = 4
_STACKING: Final = frozenset({"Mn", "Me"})
"""Marks that stand above and below one another, whatever their combining class: Thai vowels have class 0."""

_STRAIGHT: Final = str.maketrans("\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}", '""')
"""Ours are curved: nobody's words can end theirs and go on as the bot's."""

_BLANK_LINES: Final = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_QUOTE: Final = "> "


def mention(member_id: int) -> str:
    """A member's name as Discord shows it. Pings only where the message allows that very member."""
    return f"<@{member_id}>"


def role_mention(role_id: int) -> str:
    """A role's name as Discord shows it."""
    return f"<@&{role_id}>"


def channel_mention(channel_id: int) -> str:
    """A channel's name as Discord shows it, which leads there."""
    return f"<#{channel_id}>"


def people(member_ids: Iterable[int]) -> str:
    """Members in one line: `@Ann and @Bob`."""
    names = [mention(member_id) for member_id in member_ids]
    return listed(names, "and") if names else ""


def moment(at_ms: int) -> str:
    """A time in the reader's own zone, with how far it is."""
    return f"<t:{at_ms // 1000}:F> (<t:{at_ms // 1000}:R>)"


def date(at_ms: int) -> str:
    """A time in the reader's own zone."""
    return f"<t:{at_ms // 1000}:F>"


def distance(at_ms: int) -> str:
    """How far a time is."""
    return f"<t:{at_ms // 1000}:R>"


def amount(amount_minor: int, currency: str) -> str:
    """An amount in a line, which never breaks between number and currency."""
    return format_amount(amount_minor, currency).replace(" ", "\N{NO-BREAK SPACE}")


_UNITS: Final = (("MiB", 1_048_576), ("KiB", 1_024))


def file_size(size_bytes: int) -> str:
    """How big a file is, in a line: `3.2 MiB`."""
    for unit, size in _UNITS:
        if size_bytes >= size:
            tenths = size_bytes * 10 // size
            return f"{tenths // 10}.{tenths % 10}\N{NO-BREAK SPACE}{unit}"
    return f"{size_bytes:,}\N{NO-BREAK SPACE}{'byte' if size_bytes == 1 else 'bytes'}"


def utf16_length(text: str) -> int:
    """How long Discord's apps count a text: in UTF-16 units, so that an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def safe_link(url: str) -> str:
    """A link shown bare, as it is; what could end it or dress it up is percent-encoded."""
    return re.sub(r"[@()\[\]*~]", lambda found: f"%{ord(found[0]):02X}", clean(url).replace("\n", ""))


def _cleaned(user_text: str) -> str:
    # Most texts were cleaned when they came and are plain: looking at each letter once more would take long.
    return user_text.strip() if _PLAIN.fullmatch(user_text) else clean(user_text)


def _atoms(body: str) -> Iterator[str]:
    """The text made harmless, in pieces that must stay whole."""
    run = 0
    line_start = True
    before = ""
    for found in _ATOM.finditer(body):
        piece = found[0]
        run = run + 1 if unicodedata.category(piece[0]) in _STACKING else 0
        if run > _LONGEST_MARK_RUN:
            continue
        if found["url"] or found["angled"]:
            # Discord reads angle brackets around a link as "no preview" and drops them, and so do we.
            yield safe_link(piece.strip("<>"))
        elif found["mark"] or (piece == "(" and before == "]") or (piece in _MARKS_AT_LINE_START and line_start):
            yield "\\" + piece
        elif found["at"]:
            yield piece + _BREAK
        else:
            yield piece
        line_start = piece == "\n" or (line_start and piece.isspace())
        before = piece


def _fill(pieces: Iterable[str], limit: int, end: str, most_lines: int | None) -> tuple[str, bool]:
    """The pieces that fit, with `end` put on if any didn't; whether it was cut. Lengths in UTF-16 units."""
    room = limit - utf16_length(end)
    kept: list[str] = []
    sizes: list[int] = []
    length = 0
    lines = 1
    for piece in pieces:
        size = utf16_length(piece)
        lines += piece.count("\n")
        if length + size > limit or (most_lines is not None and lines > most_lines):
            while kept and length > room:
                kept.pop()
                length -= sizes.pop()
            # An empty line of a block quote goes as a whole: half its mark would be a line of no quote.
            while kept and (kept[-1].isspace() or kept[-1] == "\n" + _QUOTE):
                kept.pop()
            return "".join(kept) + end, True
        kept.append(piece)
        sizes.append(size)
        length += size
    return "".join(kept), False


def cut(text: str, limit: int, end: str = ELLIPSIS) -> str:
    """Our own text, cut to a length in UTF-16 units, with `end` where something is missing."""
    return _fill(text, limit, end, None)[0]


def inline(user_text: str, limit: int = 100) -> str:
    """Somebody's words within a line, in quotation marks."""
    words = " ".join(_cleaned(user_text).split()).translate(_STRAIGHT)
    return f"“{_fill(_atoms(words), max(limit - 2, 1), ELLIPSIS, None)[0]}”"


def code(user_text: str, limit: int = 100) -> str:
    """Somebody's words as code: nothing in there is a mark, so nothing is escaped."""
    words = " ".join(_cleaned(user_text).split()).replace("`", "'")
    return f"`{cut(words, max(limit - 2, 1)) or ELLIPSIS}`"


def quoted(user_text: str, limit: int, *, hint: str = "", most_lines: int = 30) -> str:
    """Somebody's words as a block quote of at most `limit` UTF-16 units, marks and hint included.

    They can't ping, hide a link behind words, make headings or open code blocks. Where they are cut, an ellipsis
    says so, and `hint` says where the whole is.
    """
    return _quoted(user_text, limit, hint, most_lines)[0]


def is_quoted_whole(user_text: str, limit: int, *, hint: str = "", most_lines: int = 30) -> bool:
    """Whether `quoted` shows all of it."""
    return not _quoted(user_text, limit, hint, most_lines)[1]


def _quoted(user_text: str, limit: int, hint: str, most_lines: int) -> tuple[str, bool]:
    words = _BLANK_LINES.sub("\n\n", _cleaned(user_text))
    tail = f"\n-# {hint}" if hint else ""
    pieces = (piece + _QUOTE if piece == "\n" else piece for piece in _atoms(words))
    whole, was_cut = _fill(pieces, limit - len(_QUOTE) - utf16_length(tail), ELLIPSIS, most_lines)
    return _QUOTE + whole + (tail if was_cut else ""), was_cut


def quoted_pages(user_text: str, limit: int) -> list[str]:
    """Somebody's words as block quotes of at most `limit` UTF-16 units each, with nothing left out."""
    words = _BLANK_LINES.sub("\n\n", _cleaned(user_text))
    room = limit - len(_QUOTE)
    result: list[list[str]] = [[]]
    length = 0
    for piece in _atoms(words):
        shown = piece + _QUOTE if piece == "\n" else piece
        length += utf16_length(shown)
        if length > room:
            result.append([])
            shown = piece.strip("\n")
            length = utf16_length(shown)
        result[-1].append(shown)
    return [_QUOTE + "".join(page) for page in result]


def said(user_text: str | None, limit: int, *, hint: str = "", most_lines: int = 30) -> str:
    """A sealed text as a block quote, or that it was erased."""
    if user_text is None:
        return _QUOTE + ERASED
    return quoted(user_text, limit, hint=hint, most_lines=most_lines)


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its word: `1 offer`, `2 offers`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words in one line: `a, b or c`."""
    *firsts, final = words
    return f"{', '.join(firsts)} {last} {final}" if firsts else final
