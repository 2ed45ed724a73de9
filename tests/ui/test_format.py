"""People's own words are shown and can do nothing: no ping, no link in disguise, no broken layout."""

import re
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.texts import clean
from bot.ui.format import (
    ELLIPSIS,
    amount,
    cut,
    date,
    distance,
    file_size,
    inline,
    listed,
    moment,
    plural,
    quoted,
    quoted_pages,
    said,
    utf16_length,
)

_BOMBS: Final = [
    "@everyone",
    "@here",
    "<@1>",
    "<@!1>",
    "<@&1>",
    "<#1>",
    "</offer accept:1>",
    "<t:1:F>",
    "<:x:1>",
    "<id:customize>",
    "[click](https://evil.example)",
    "](",
    "[a]\\](https://evil.example)",
    "# big",
    "-# small",
    ">>> all",
    "> quote",
    "```",
    "`",
    "||spoiler||",
    "**",
    "__",
    "~~",
    "\n",
    "\n\n\n\n",
    "\u202e",
    "\u200b",
    "\u0301" * 30,
    "😀",
    "https://a.example/x_y_z",
    "https://real.example@evil.example/",
    "<https://b.example>",
    "\\",
    "\ud800",
    "- item",
    "word ",
]
_WORDS: Final = st.lists(st.one_of(st.sampled_from(_BOMBS), st.text(max_size=8)), max_size=60).map("".join)

_PING: Final = re.compile(r"@(?:everyone|here)|<@|<#|</|<t:|<a?:|<id:")
_MASKED: Final = re.compile(r"(?<!\\)\]\(|\]\(")
_BLOCK_MARK: Final = re.compile(r"^(?:> ?)?\s*(?:#{1,3} |-# |>>> |> > )")


def _assert_harmless(shown: str) -> None:
    assert _PING.search(shown) is None
    assert _MASKED.search(shown) is None
    assert not re.search(r"(?<!\\)(?:\\\\)*[`|~*]", re.sub(r"https?://\S+", "", shown))
    for line in shown.split("\n"):
        assert line.startswith("> ")
        assert _BLOCK_MARK.match(line[2:]) is None
    assert "\u202e" not in shown


@given(_WORDS, st.integers(40, 2_500))
def test_a_quote_is_harmless_and_no_longer_than_allowed(words: str, limit: int) -> None:
    shown = quoted(words, limit, most_lines=12)
    _assert_harmless(shown)
    assert utf16_length(shown) <= limit
    assert shown.count("\n") < 12


@given(_WORDS, st.integers(10, 200))
def test_words_in_a_line_are_harmless_and_stay_in_it(words: str, limit: int) -> None:
    shown = inline(words, limit)
    assert "\n" not in shown
    _assert_harmless("> " + shown)
    assert utf16_length(shown) <= limit


@given(_WORDS, st.integers(60, 400))
def test_pages_hold_the_whole_of_a_text(words: str, limit: int) -> None:
    parts = quoted_pages(words, limit)
    for part in parts:
        _assert_harmless(part)
        assert utf16_length(part) <= limit
    bare = re.sub(r"[^0-9a-z]", "", "".join(parts), flags=re.ASCII)
    whole = re.sub(r"[^0-9a-z]", "", quoted(words, 1_000_000, most_lines=1_000_000), flags=re.ASCII)
    assert bare == whole


@given(st.text(max_size=300), st.integers(1, 100))
def test_cutting_counts_in_utf16_units(text: str, limit: int) -> None:
    shown = cut(text, limit)
    assert utf16_length(shown) <= limit
    assert shown == text or shown.endswith(ELLIPSIS)


def test_plain_words_stay_as_they_are() -> None:
    words = "I paid 1,000.00 USD on 3 March (twice); it wasn't delivered. 50 % was late!"
    assert quoted(words, 500) == f"> {words}"


def test_marks_show_as_typed() -> None:
    assert quoted("snake_case *and* `code`", 500) == r"> snake\_case \*and\* \`code\`"


def test_lines_stay_in_the_quote() -> None:
    assert quoted("one\n\n\n\ntwo\r\nthree", 500) == "> one\n> \n> two\n> three"


def test_a_link_stays_a_link_and_shows_where_it_goes() -> None:
    assert quoted("see https://a.example/x_y?z=1#top.", 500) == "> see https://a.example/x_y?z=1#top."
    assert inline("https://bank.example@evil.example") == "“https://bank.example%40evil.example”"


def test_a_cut_quote_says_where_the_whole_is() -> None:
    shown = quoted("word " * 100, 120, hint="**Details** shows the whole.")
    assert shown.endswith("…\n-# **Details** shows the whole.")
    assert utf16_length(shown) <= 120
    assert "Details" not in quoted("word", 120, hint="**Details** shows the whole.")


def test_a_text_of_many_lines_is_cut_by_its_height() -> None:
    shown = quoted("a\n" * 500, 4_000, most_lines=5)
    assert shown.count("\n") == 4
    assert shown.endswith(ELLIPSIS)


def test_an_erased_text_says_so() -> None:
    assert said(None, 100) == "> *(these words were erased)*"


@pytest.mark.parametrize("letters", ["\u0301" * 40, "a" + "\u0301" * 40])
def test_towers_of_marks_are_cut_down(letters: str) -> None:
    assert quoted(letters, 500).count("\u0301") <= 4
    assert clean(letters).count("\u0301") == 40


def test_times_are_in_whole_seconds() -> None:
    assert date(1_700_000_000_999) == "<t:1700000000:F>"
    assert distance(1_700_000_000_000) == "<t:1700000000:R>"
    assert moment(1_700_000_000_000) == "<t:1700000000:F> (<t:1700000000:R>)"


def test_amounts_never_break_in_a_line() -> None:
    assert amount(100_000, "USD") == "1,000.00\N{NO-BREAK SPACE}USD"


def test_words_in_a_row() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b or c"
    assert (plural(1, "offer"), plural(2, "offer"), plural(0, "child", "children")) == (
        "1 offer",
        "2 offers",
        "0 children",
    )


@pytest.mark.parametrize(("size_bytes", "shown"), [(1, "1 byte"), (2, "2 bytes"), (1_048_576, "1.0 MiB")])
def test_a_files_size_is_said_as_people_say_it(size_bytes: int, shown: str):
    assert file_size(size_bytes) == shown.replace(" ", "\N{NO-BREAK SPACE}")
